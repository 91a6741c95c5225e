/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube kubeconfig: a context for kubectl, as `dcos kubernetes kubeconfig` adds one. */
#include <string.h>

#include "entry.h"

struct values {
  struct common common;
  const char *url;
  int dry_run;
  struct entry entry;
};

static const struct option_row rows[] = {
    {"apiserver-url", 0, "URL", OPTION_TEXT, offsetof(struct values, url), "https://host[:port][/path]; required"},
    {"activate-context", 0, NULL, OPTION_ON, offsetof(struct values, entry.activate),
     "make it the current context (default)"},
    {"no-activate-context", 0, NULL, OPTION_OFF, offsetof(struct values, entry.activate),
     "leave the current context as it is"},
    {"dry-run", 0, NULL, OPTION_ON, offsetof(struct values, dry_run),
     "print a unified diff without secrets, and write nothing"},
    {"print", 0, NULL, OPTION_ON, offsetof(struct values, entry.print),
     "print a kubeconfig of the new entry alone, secrets included, and write nothing"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {
    {"Options", rows, 0}, {"The entry", entry_rows, offsetof(struct values, entry)}, {NULL, NULL, 0}};

static const struct usage usage = {
    "kubeconfig", "--apiserver-url URL [OPTION]...",
    "Add a context to kubectl's configuration: a cluster, a user and a context of one name. All else in the file stays "
    "as it is, byte for byte. A FILE may be - for standard input, once.",
    groups,
    "DUR is digits and one of ms, s, m, h, d: 500ms, 15m.\n"
    "\n"
    "Example:\n"
    "  $ dcoskube kubeconfig \\\n"
    "      --apiserver-url https://kube-apiserver.example.com:6443 \\\n"
    "      --path-to-custom-ca /path/to/ca.pem --token-file /path/to/token\n"
    "  kubeconfig context 'kube-apiserver-example-com6443' created successfully\n"
    "\n"
    "Exit status: 0, or 1 if an entry of that name has other content, 2 wrong use,\n"
    "3 it could not be done.\n"};

static int run(const struct values *v, char **words, int count) {
  struct edit edit = {NULL, 0, NULL, NULL};
  if (count > 0)
    return wrong_use(&v->common, "'%s' is one argument too many", words[0]);
  if (!v->url)
    return wrong_use(&v->common, "--apiserver-url is missing");
  if (v->entry.print && (v->dry_run || v->entry.kubeconfig))
    return wrong_use(&v->common, "--print excludes --dry-run and --kubeconfig: it looks at no file");
  int result = edit_record(&v->common, &v->entry, v->url, &edit);
  if (result == GO_ON && v->entry.print)
    result = print_view(&v->common, edit.kubeconfig, NULL, 1);
  else if (result == GO_ON && v->dry_run)
    result = print_diff(&v->common, edit.kubeconfig);
  if (result == GO_ON)
    result = edit_commit(&v->common, &v->entry, &edit);
  if (result == GO_ON) {
    result = YES;
    if (!v->common.quiet) {
      fputs("kubeconfig context '", stdout);
      print_clean(stdout, edit.name);
      printf("' %s successfully\n", edit.existed ? "updated" : "created");
    }
    tell_changes(&v->common, edit.changes);
  }
  edit_free(&edit);
  return result;
}

int kubeconfig_main(int argc, char **argv) {
  struct values v;
  int first = 0;
  memset(&v, 0, sizeof v);
  v.entry.activate = 1;
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, argc - first);
  options_free(&usage, &v);
  return result;
}
