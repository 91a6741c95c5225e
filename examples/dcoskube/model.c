/* SPDX-License-Identifier: Apache-2.0 */
/* One cluster behind one proxy, from options to the library's model. */
#include <string.h>

#include "model.h"

#define TIMEOUT(name, which, help)                                                                                     \
  { "timeout-" name, 0, "DUR", OPTION_DURATION, offsetof(struct model, timeouts[DCOSKUBE_PROXY_TIMEOUT_##which]), help }

const struct option_row model_rows[] = {
    {"hostname", 0, "NAME", OPTION_LIST, offsetof(struct model, hostnames), "the name that clients use; required"},
    {"service", 0, "NAME", OPTION_TEXT, offsetof(struct model, service),
     "the DC/OS service behind it, as given to 'dcoskube vip'"},
    {"upstream", 0, "HOST:PORT", OPTION_ENDPOINT, offsetof(struct model, upstream),
     "the API server's address, instead of --service"},
    {"ca-file", 0, "FILE", OPTION_TEXT, offsetof(struct model, ca_file),
     "the CA of the API server's certificate: a path on the machine where the proxy runs; required"},
    {"certificate", 0, "FILE", OPTION_LIST, offsetof(struct model, certificates),
     "certificate, key and chain for clients: a path on the machine where the proxy runs; may be repeated; mode "
     "terminate only"},
    {"mode", 0, "MODE", OPTION_TEXT, offsetof(struct model, mode),
     "where TLS ends: terminate (default: at the proxy, and again to the API server) or passthrough (at the API "
     "server)"},
    {"listen", 0, "[ADDR]:PORT", OPTION_TEXT, offsetof(struct model, listen), "where to listen (:6443)"},
    {"target", 0, "VERSION", OPTION_TEXT, offsetof(struct model, target), "the version of HAProxy (2.6)"},
    {"install-dir", 0, "DIR", OPTION_TEXT, offsetof(struct model, install_dir),
     "where the files lie when the proxy runs (/haproxy)"},
    {"check-path", 0, "PATH", OPTION_TEXT, offsetof(struct model, check_path),
     "what the proxy's health check asks the API server for (/readyz)"},
    {"resolver", 0, "ADDR:PORT", OPTION_LIST, offsetof(struct model, resolvers),
     "a name server that knows the address (198.51.100.1:53, that of DC/OS); may be repeated"},
    {"stats", 0, "ADDR:PORT", OPTION_TEXT, offsetof(struct model, stats), "serve a page of statistics there"},
    {"log", 0, "DEST", OPTION_TEXT, offsetof(struct model, log),
     "stdout (default), stderr, /dev/log, or ADDR:PORT of a syslog server"},
    TIMEOUT("connect", CONNECT, "to reach the API server (5s)"),
    TIMEOUT("client", CLIENT, "silence of the client (15m; 1m in mode passthrough)"),
    TIMEOUT("server", SERVER, "silence of the API server (15m; 1m in mode passthrough)"),
    TIMEOUT("tunnel", TUNNEL, "silence of kubectl exec, logs -f and the like (4h)"),
    TIMEOUT("client-fin", CLIENT_FIN, "a client that went away half (30s)"),
    TIMEOUT("http-request", HTTP_REQUEST, "a client that does not finish its request (10s)"),
    TIMEOUT("http-keep-alive", HTTP_KEEP_ALIVE, "between two requests (5m)"),
    TIMEOUT("queue", QUEUE, "waiting for a free connection (30s)"),
    TIMEOUT("check", CHECK, "the health check (5s)"),
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

typedef dcoskube_status text_setter(dcoskube_proxy *proxy, const char *text, dcoskube_error *err);

static const struct {
  const char *option;
  size_t offset;
  text_setter *set;
} texts[] = {{"--listen", offsetof(struct model, listen), dcoskube_proxy_set_listen},
             {"--target", offsetof(struct model, target), dcoskube_proxy_set_target},
             {"--install-dir", offsetof(struct model, install_dir), dcoskube_proxy_set_install_dir},
             {"--check-path", offsetof(struct model, check_path), dcoskube_proxy_set_check_path},
             {"--stats", offsetof(struct model, stats), dcoskube_proxy_set_stats},
             {"--log", offsetof(struct model, log), dcoskube_proxy_set_log}},
  lists[] = {{"--certificate", offsetof(struct model, certificates), dcoskube_proxy_add_certificate},
             {"--resolver", offsetof(struct model, resolvers), dcoskube_proxy_add_resolver}};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const void *member(const struct model *model, size_t offset) {
  return (const char *)model + offset;
}

static int set_texts(const struct common *common, const struct model *model, dcoskube_proxy *proxy) {
  for (size_t i = 0; i < COUNT(texts); i++) {
    const char *text = *(const char *const *)member(model, texts[i].offset);
    dcoskube_status status = text ? texts[i].set(proxy, text, common->err) : DCOSKUBE_OK;
    if (status != DCOSKUBE_OK)
      return fail(common, status, texts[i].option, BLAME_VALUE);
  }
  for (size_t i = 0; i < COUNT(lists); i++) {
    const struct list *list = member(model, lists[i].offset);
    for (size_t j = 0; j < list->count; j++) {
      dcoskube_status status = lists[i].set(proxy, list->items[j], common->err);
      if (status != DCOSKUBE_OK)
        return fail(common, status, lists[i].option, BLAME_VALUE);
    }
  }
  return GO_ON;
}

static int set_mode(const struct common *common, const struct model *model, dcoskube_proxy *proxy) {
  static const char *const modes[] = {"terminate", "passthrough", NULL};
  if (!model->mode)
    return GO_ON;
  if (!one_of(model->mode, modes))
    return unknown_word(common, "mode", model->mode, modes);
  dcoskube_status status = dcoskube_proxy_set_mode(
      proxy, strcmp(model->mode, modes[0]) == 0 ? DCOSKUBE_PROXY_TERMINATE : DCOSKUBE_PROXY_PASSTHROUGH, common->err);
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, "--mode", BLAME_VALUE);
}

/* "--timeout-tunnel" */
static const char *timeout_option(int which, char *option, size_t size) {
  for (const struct option_row *row = model_rows; row->name; row++)
    if (row->offset == offsetof(struct model, timeouts) + (size_t)which * sizeof(struct number))
      snprintf(option, size, "--%s", row->name);
  return option;
}

static int set_timeouts(const struct common *common, const struct model *model, dcoskube_proxy *proxy) {
  for (int which = 1; which < TIMEOUTS; which++) {
    const struct number *timeout = &model->timeouts[which];
    char option[64] = "";
    dcoskube_status status =
        timeout->given ? dcoskube_proxy_set_timeout(proxy, (dcoskube_proxy_timeout)which, timeout->whole, common->err)
                       : DCOSKUBE_OK;
    if (status != DCOSKUBE_OK)
      return fail(common, status, timeout_option(which, option, sizeof option), BLAME_VALUE);
  }
  return GO_ON;
}

static int set_cluster(const struct common *common, const struct model *model, dcoskube_proxy *proxy) {
  dcoskube_cluster *cluster = NULL;
  const char *option = "--hostname";
  dcoskube_status status = dcoskube_proxy_add_cluster(proxy, model->hostnames.items[0], &cluster, common->err);
  if (status == DCOSKUBE_OK && model->service) {
    option = "--service";
    status = dcoskube_cluster_set_service(cluster, model->service, common->err);
  }
  if (status == DCOSKUBE_OK && model->upstream.given) {
    option = "--upstream";
    status = dcoskube_cluster_set_upstream(cluster, model->upstream.host, model->upstream.port, common->err);
  }
  if (status == DCOSKUBE_OK && model->ca_file) {
    option = "--ca-file";
    status = dcoskube_cluster_set_ca_file(cluster, model->ca_file, common->err);
  }
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, option, BLAME_VALUE);
}

static int complete(const struct common *common, const struct model *model) {
  if (model->hostnames.count == 0)
    return wrong_use(common, "--hostname is missing");
  if (model->hostnames.count > 1)
    return wrong_use(common, "--hostname was given twice: options describe one cluster");
  if (model->service && model->upstream.given)
    return wrong_use(common, "--service and --upstream exclude each other");
  if (!model->service && !model->upstream.given)
    return wrong_use(common, "--service or --upstream is missing");
  return GO_ON;
}

int model_make(const struct common *common, const struct model *model, dcoskube_proxy **out) {
  dcoskube_findings *findings = NULL;
  int result = complete(common, model);
  if (result != GO_ON)
    return result;
  dcoskube_status status = dcoskube_proxy_new(0, out, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_WORLD);
  result = set_mode(common, model, *out);
  if (result == GO_ON)
    result = set_texts(common, model, *out);
  if (result == GO_ON)
    result = set_timeouts(common, model, *out);
  if (result == GO_ON)
    result = set_cluster(common, model, *out);
  if (result != GO_ON)
    return result;
  status = dcoskube_proxy_findings(*out, &findings, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_WORLD);
  tell_findings(common, findings);
  dcoskube_findings_free(findings);
  return GO_ON;
}

int model_render(const struct common *common, const dcoskube_proxy *proxy, dcoskube_files **out) {
  dcoskube_status status = dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, out, common->err);
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, NULL, BLAME_VALUE);
}
