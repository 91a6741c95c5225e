/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube expose: the whole road in one command. */
#include <string.h>

#include "entry.h"
#include "model.h"
#include "report.h"
#include "steps.h"

struct values {
  struct common common;
  struct model model;
  struct entry entry;
  const char *dir;
  const char *config_dir;
  int no_check;
  struct endpoint connect_to;
  struct number timeout;
  const char *expect;
};

#define AT(member) offsetof(struct values, member)

static const struct option_row rows[] = {
    {"directory", 'd', "DIR", OPTION_TEXT, AT(dir), "write haproxy.conf and marathon.json there; required"},
    {"config-dir", 0, "DIR", OPTION_TEXT, AT(config_dir),
     "the directory on the agent where the proxy's files will lie; required"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_row activate_rows[] = {
    {"activate-context", 0, NULL, OPTION_ON, AT(entry.activate), "make it the current context"},
    {"no-activate-context", 0, NULL, OPTION_OFF, AT(entry.activate), "leave the current context as it is (default)"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_row check_rows[] = {
    {"no-check", 0, NULL, OPTION_ON, AT(no_check), "do not check"},
    {"connect-to", 0, "HOST:PORT", OPTION_ENDPOINT, AT(connect_to), "dial there, and keep the name"},
    {"timeout", 0, "DUR", OPTION_DURATION, AT(timeout), "all in all (10s)"},
    {"expect", 0, "WHAT", OPTION_TEXT, AT(expect), "reachable, authenticated or healthy, as in 'dcoskube check'"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {{"Output", rows, 0},
                                             {"The cluster and its proxy", model_rows, AT(model)},
                                             {"The kubeconfig context", entry_rows, AT(entry)},
                                             {"Activation of the context", activate_rows, 0},
                                             {"The check", check_rows, 0},
                                             {NULL, NULL, 0}};

static const struct usage usage = {
    "expose", "-d DIR --config-dir DIR [OPTION]...",
    "The whole road: write the configuration of the proxy and its Marathon app, add the kubeconfig context that leads "
    "through it, check it, and say what is to be done next. Doing it again changes nothing.",
    groups,
    "DUR is digits and one of ms, s, m, h, d: 500ms, 15m. --ca-file and\n"
    "--certificate are paths in the container, where --config-dir is /haproxy;\n"
    "--path-to-custom-ca is a file here: the CA of the certificate that clients see.\n"
    "\n"
    "Example:\n"
    "  $ dcoskube expose --hostname kube-apiserver.example.com \\\n"
    "      --service kubernetes --ca-file /haproxy/kube-apiserver-ca-crt.pem \\\n"
    "      --certificate /haproxy/cert-and-key.pem --path-to-custom-ca ca.pem \\\n"
    "      --token-file token --config-dir /etc/kubernetes-haproxy -d ./exposed\n"
    "\n"
    "Exit status: 0, or 1 if the check does not meet what is expected (the rest is\n"
    "done) or a context of that name has other content (then nothing is done), 2\n"
    "wrong use or a refused value, 3 it could not be done.\n"};

/* Everything that is made before anything is written. */
struct made {
  dcoskube_proxy *proxy;
  dcoskube_files *files;
  struct edit edit;
  dcoskube_findings *changes;
  char url[512];
};

static int add_app(const struct values *v, struct made *made, dcoskube_marathon_app *app) {
  char *json = NULL;
  size_t len = 0;
  const char *option = "--config-dir";
  dcoskube_error *err = v->common.err;
  dcoskube_status status = dcoskube_marathon_app_set_config_dir(app, v->config_dir, err);
  if (status == DCOSKUBE_OK) {
    option = "--install-dir";
    status = dcoskube_marathon_app_set_container_path(app, dcoskube_proxy_install_dir(made->proxy), err);
  }
  if (status == DCOSKUBE_OK) {
    option = "--target";
    status = dcoskube_marathon_app_set_target(app, dcoskube_proxy_target(made->proxy), err);
  }
  if (status == DCOSKUBE_OK) {
    option = NULL;
    status = dcoskube_marathon_app_set_port(app, dcoskube_proxy_port(made->proxy), err);
  }
  if (status == DCOSKUBE_OK)
    status = dcoskube_marathon_app_json(app, 0, &json, &len, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_files_add(made->files, "marathon.json", json, len, 0644, err);
  dcoskube_free(json);
  return status == DCOSKUBE_OK ? GO_ON : fail(&v->common, status, option, BLAME_VALUE);
}

static int make_app(const struct values *v, struct made *made) {
  dcoskube_marathon_app *app = NULL;
  dcoskube_status status = dcoskube_marathon_app_new(DCOSKUBE_MARATHON_ID, 0, &app, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, NULL, BLAME_WORLD);
  int result = add_app(v, made, app);
  dcoskube_marathon_app_free(app);
  return result;
}

static int make(const struct values *v, struct made *made) {
  int result = model_make(&v->common, &v->model, &made->proxy);
  if (result == GO_ON)
    result = model_render(&v->common, made->proxy, &made->files);
  if (result == GO_ON)
    result = make_app(v, made);
  if (result != GO_ON)
    return result;
  snprintf(made->url, sizeof made->url, "https://%s:%u",
           dcoskube_cluster_hostname(dcoskube_proxy_cluster(made->proxy, 0)),
           (unsigned)dcoskube_proxy_port(made->proxy));
  return edit_record(&v->common, &v->entry, made->url, &made->edit);
}

static int write_all(const struct values *v, struct made *made) {
  dcoskube_status status = dcoskube_files_write(made->files, v->dir, 0, &made->changes, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, NULL, BLAME_WORLD);
  int result = edit_commit(&v->common, &v->entry, &made->edit);
  if (result != GO_ON)
    return result;
  print_changes(&v->common, made->changes);
  print_changes(&v->common, made->edit.changes);
  if (!v->common.quiet && nothing_changed(made->changes) && nothing_changed(made->edit.changes))
    puts("All was as it should be: nothing was changed.");
  return GO_ON;
}

static int keep_result(dcoskube_result *result, void *userdata) {
  *(dcoskube_result **)userdata = dcoskube_result_ref(result);
  return 0;
}

static dcoskube_status probe(const struct values *v, const struct made *made, dcoskube_check *check,
                             dcoskube_result **out) {
  dcoskube_target *target = NULL;
  dcoskube_error *err = v->common.err;
  dcoskube_status status = DCOSKUBE_OK;
  if (v->timeout.given)
    status = dcoskube_check_set_timeout(check, v->timeout.whole, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_check_add_context(check, made->edit.kubeconfig, made->edit.name, &target, err);
  if (status == DCOSKUBE_OK && v->connect_to.given)
    status = dcoskube_target_set_connect_to(target, v->connect_to.host, v->connect_to.port, err);
  return status == DCOSKUBE_OK ? dcoskube_check_run(check, keep_result, out, err) : status;
}

static int check(const struct values *v, const struct made *made, dcoskube_result **out) {
  dcoskube_check *check = NULL;
  dcoskube_status status = dcoskube_check_new(0, &check, v->common.err);
  if (status == DCOSKUBE_OK)
    status = probe(v, made, check, out);
  dcoskube_check_free(check);
  return status == DCOSKUBE_OK ? GO_ON : fail(&v->common, status, NULL, BLAME_WORLD);
}

static int finish(const struct values *v, const struct made *made, dcoskube_expect expect) {
  dcoskube_result *result = NULL;
  int code = v->no_check ? GO_ON : check(v, made, &result);
  int met = result && dcoskube_result_meets(result, expect);
  const struct steps steps = {made->proxy, &v->model.certificates, made->files, v->dir, v->config_dir,
                              made->url,   made->edit.name,        result,      met};
  if (!v->common.quiet)
    print_steps(&steps);
  dcoskube_result_free(result);
  if (code != GO_ON)
    return code;
  return v->no_check || met ? YES : NO;
}

/* What can be seen to be wrong before anything is made. */
static int consistent(const struct values *v, char **words, int count, struct report *report) {
  if (count > 0)
    return wrong_use(&v->common, "'%s' is one argument too many", words[0]);
  if (!v->dir || !v->dir[0] || strcmp(v->dir, "-") == 0)
    return wrong_use(&v->common, "-d DIR is missing: where the files are written");
  if (!v->config_dir)
    return wrong_use(&v->common, "--config-dir is missing: where the proxy's files will lie on the agent");
  return report_words(&v->common, v->expect, NULL, report);
}

static int run(const struct values *v, char **words, int count) {
  struct made made;
  struct report report;
  memset(&made, 0, sizeof made);
  int result = consistent(v, words, count, &report);
  if (result == GO_ON)
    result = make(v, &made);
  if (result == GO_ON)
    result = write_all(v, &made);
  if (result == GO_ON)
    result = finish(v, &made, report.expect);
  edit_free(&made.edit);
  dcoskube_findings_free(made.changes);
  dcoskube_files_free(made.files);
  dcoskube_proxy_free(made.proxy);
  return result;
}

int expose_main(int argc, char **argv) {
  struct values v;
  int first = 0;
  memset(&v, 0, sizeof v);
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, argc - first);
  options_free(&usage, &v);
  return result;
}
