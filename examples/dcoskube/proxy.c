/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube proxy: the configuration of a proxy that shows an API server to the outside. */
#include <string.h>

#include "model.h"

struct values {
  struct common common;
  struct model model;
  const char *dir;
};

static const struct option_row rows[] = {
    {"directory", 'd', "DIR", OPTION_TEXT, offsetof(struct values, dir),
     "write all files there, all or nothing, and print what changed; DIR is made if it is missing"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {
    {"Output", rows, 0}, {"The cluster and its proxy", model_rows, offsetof(struct values, model)}, {NULL, NULL, 0}};

static const struct usage usage = {
    "proxy", "RENDERER [OPTION]...",
    "Write the configuration of a proxy that shows the API server of a Kubernetes cluster on DC/OS to the outside "
    "world. RENDERER is haproxy. Without -d the file is printed.",
    groups,
    "DUR is digits and one of ms, s, m, h, d: 500ms, 15m.\n"
    "\n"
    "Example:\n"
    "  $ dcoskube proxy haproxy --hostname kube-apiserver.example.com \\\n"
    "      --service kubernetes --ca-file /haproxy/kube-apiserver-ca-crt.pem \\\n"
    "      --certificate /haproxy/cert-and-key.pem -d ./haproxy\n"
    "  created   ./haproxy/haproxy.conf\n"
    "\n"
    "Exit status: 0, or 2 wrong use or a refused value, 3 a file could not be\n"
    "written.\n"};

static int print_files(const struct common *common, const dcoskube_files *files) {
  size_t size = dcoskube_files_size(files, 0);
  if (dcoskube_files_count(files) > 1)
    return wrong_use(common, "there are several files: give a directory for them (-d DIR)");
  fwrite(dcoskube_files_data(files, 0), 1, size, stdout);
  return YES;
}

static int write_files(const struct values *v, const dcoskube_files *files) {
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_files_write(files, v->dir, 0, &changes, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, v->dir[0] ? NULL : "-d", v->dir[0] ? BLAME_WORLD : BLAME_VALUE);
  print_changes(&v->common, changes);
  dcoskube_findings_free(changes);
  return YES;
}

static int run(const struct values *v, char **words, int count) {
  static const char *const renderers[] = {"haproxy", NULL};
  dcoskube_proxy *proxy = NULL;
  dcoskube_files *files = NULL;
  if (count == 0)
    return wrong_use(&v->common, "a RENDERER is missing: haproxy");
  if (!one_of(words[0], renderers))
    return unknown_word(&v->common, "renderer", words[0], renderers);
  if (count > 1)
    return wrong_use(&v->common, "'%s' is one argument too many", words[1]);
  int result = model_make(&v->common, &v->model, &proxy);
  if (result == GO_ON)
    result = model_render(&v->common, proxy, &files);
  if (result == GO_ON)
    result = v->dir ? write_files(v, files) : print_files(&v->common, files);
  dcoskube_files_free(files);
  dcoskube_proxy_free(proxy);
  return result;
}

int proxy_main(int argc, char **argv) {
  struct values v;
  int first = 0;
  memset(&v, 0, sizeof v);
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, argc - first);
  options_free(&usage, &v);
  return result;
}
