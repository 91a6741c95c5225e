/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a golden case says, done with the public API: one call a line, its
 * words divided by single blanks.
 *
 *   render proxy DIR < input      the files are written into DIR
 *   render marathon DIR < input   marathon.json is written into DIR
 *
 * A refusal is printed as "STATUS_NAME: subject: message", exit status 1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dcoskube/dcoskube.h>

#define LINE 20000
#define WORDS 4

static dcoskube_error *err;
static dcoskube_proxy *proxy;
static dcoskube_cluster *cluster;
static dcoskube_marathon_app *app;

static dcoskube_status unknown(const char *word) {
  fprintf(stderr, "render: no such word: %s\n", word);
  exit(99);
}

static dcoskube_status set_timeout(const char *name, const char *text) {
  static const char *const names[] = {"connect",      "client",          "server", "tunnel", "client-fin",
                                      "http-request", "http-keep-alive", "queue",  "check"};
  uint32_t ms = 0;
  dcoskube_status status = dcoskube_duration_parse(text, &ms, err);
  for (size_t i = 0; i < sizeof names / sizeof names[0] && status == DCOSKUBE_OK; i++)
    if (strcmp(names[i], name) == 0)
      return dcoskube_proxy_set_timeout(proxy, (dcoskube_proxy_timeout)(i + 1), ms, err);
  return status != DCOSKUBE_OK ? status : unknown(name);
}

static dcoskube_status proxy_line(const char *word, const char *a, const char *b) {
  if (strcmp(word, "mode") == 0)
    return dcoskube_proxy_set_mode(
        proxy, strcmp(a, "passthrough") == 0 ? DCOSKUBE_PROXY_PASSTHROUGH : DCOSKUBE_PROXY_TERMINATE, err);
  if (strcmp(word, "timeout") == 0)
    return set_timeout(a, b);
  if (strcmp(word, "listen") == 0)
    return dcoskube_proxy_set_listen(proxy, a, err);
  if (strcmp(word, "target") == 0)
    return dcoskube_proxy_set_target(proxy, a, err);
  if (strcmp(word, "check-path") == 0)
    return dcoskube_proxy_set_check_path(proxy, a, err);
  if (strcmp(word, "install-dir") == 0)
    return dcoskube_proxy_set_install_dir(proxy, a, err);
  if (strcmp(word, "stats") == 0)
    return dcoskube_proxy_set_stats(proxy, a, err);
  if (strcmp(word, "log") == 0)
    return dcoskube_proxy_set_log(proxy, strcmp(a, "none") == 0 ? NULL : a, err);
  if (strcmp(word, "certificate") == 0)
    return dcoskube_proxy_add_certificate(proxy, a, err);
  if (strcmp(word, "resolver") == 0)
    return dcoskube_proxy_add_resolver(proxy, a, err);
  if (strcmp(word, "cluster") == 0)
    return dcoskube_proxy_add_cluster(proxy, a, &cluster, err);
  if (strcmp(word, "service") == 0)
    return dcoskube_cluster_set_service(cluster, a, err);
  if (strcmp(word, "upstream") == 0)
    return dcoskube_cluster_set_upstream(cluster, a, (uint32_t)strtoul(b, NULL, 10), err);
  if (strcmp(word, "ca-file") == 0)
    return dcoskube_cluster_set_ca_file(cluster, a, err);
  return unknown(word);
}

/* a and b are the first two words, rest is all that follows the first blank. */
static dcoskube_status marathon_line(const char *word, const char *a, const char *b, const char *c, const char *rest) {
  if (strcmp(word, "id") == 0)
    return dcoskube_marathon_app_new(a, 0, &app, err);
  if (strcmp(word, "config-dir") == 0)
    return dcoskube_marathon_app_set_config_dir(app, a, err);
  if (strcmp(word, "container-path") == 0)
    return dcoskube_marathon_app_set_container_path(app, a, err);
  if (strcmp(word, "cmd") == 0)
    return dcoskube_marathon_app_set_cmd(app, rest, err);
  if (strcmp(word, "image") == 0)
    return dcoskube_marathon_app_set_image(app, a, err);
  if (strcmp(word, "target") == 0)
    return dcoskube_marathon_app_set_target(app, a, err);
  if (strcmp(word, "cpus") == 0)
    return dcoskube_marathon_app_set_cpus(app, strtod(a, NULL), err);
  if (strcmp(word, "mem") == 0)
    return dcoskube_marathon_app_set_mem(app, strtod(a, NULL), err);
  if (strcmp(word, "instances") == 0)
    return dcoskube_marathon_app_set_instances(app, (uint32_t)strtoul(a, NULL, 10), err);
  if (strcmp(word, "port") == 0)
    return dcoskube_marathon_app_set_port(app, (uint32_t)strtoul(a, NULL, 10), err);
  if (strcmp(word, "force-pull-image") == 0)
    return dcoskube_marathon_app_set_force_pull_image(app, 1, err);
  if (strcmp(word, "role") == 0)
    return dcoskube_marathon_app_add_role(app, a, err);
  if (strcmp(word, "constraint") == 0)
    return dcoskube_marathon_app_add_constraint(app, a, b, c[0] != '\0' ? c : NULL, err);
  return unknown(word);
}

static dcoskube_status do_line(char *line, int is_proxy) {
  const char *words[WORDS] = {"", "", "", ""};
  char *rest = strchr(line, ' ');
  char whole[LINE];
  snprintf(whole, sizeof whole, "%s", rest ? rest + 1 : "");
  for (int i = 0; i < WORDS && line; i++) {
    words[i] = line;
    line = strchr(line, ' ');
    if (line)
      *line++ = '\0';
  }
  return is_proxy ? proxy_line(words[0], words[1], words[2])
                  : marathon_line(words[0], words[1], words[2], words[3], whole);
}

static dcoskube_status read_input(int is_proxy) {
  static char line[LINE];
  dcoskube_status status = DCOSKUBE_OK;
  while (status == DCOSKUBE_OK && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] != '\0' && line[0] != '#')
      status = do_line(line, is_proxy);
  }
  return status;
}

static dcoskube_status make(int is_proxy, dcoskube_files **files) {
  if (is_proxy)
    return dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, files, err);
  char *json = NULL;
  size_t len = 0;
  dcoskube_status status = dcoskube_files_new(0, files, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_marathon_app_json(app, 0, &json, &len, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_files_add(*files, "marathon.json", json, len, 0644, err);
  dcoskube_free(json);
  return status;
}

int main(int argc, char **argv) {
  if (argc != 3)
    return 99;
  int is_proxy = strcmp(argv[1], "proxy") == 0;
  err = dcoskube_error_new();
  dcoskube_files *files = NULL;
  dcoskube_status status = dcoskube_proxy_new(0, &proxy, err);
  if (status == DCOSKUBE_OK)
    status = read_input(is_proxy);
  if (status == DCOSKUBE_OK)
    status = make(is_proxy, &files);
  if (status == DCOSKUBE_OK)
    status = dcoskube_files_write(files, argv[2], 0, NULL, err);
  if (status != DCOSKUBE_OK)
    printf("%s: %s: %s\n", dcoskube_status_name(status), dcoskube_error_subject(err), dcoskube_error_message(err));
  dcoskube_files_free(files);
  dcoskube_proxy_free(proxy);
  dcoskube_marathon_app_free(app);
  dcoskube_error_free(err);
  return status != DCOSKUBE_OK;
}
