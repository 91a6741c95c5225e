/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube context: the contexts of a kubeconfig. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "context_edit.h"

#define COLUMNS 5
#define COLUMN_MIN 6 /* as kubectl lays out its table */
#define COLUMN_GAP 3

struct values {
  struct common common;
  const char *kubeconfig;
  const char *output;
  struct number lock_timeout;
  int dry_run;
  int raw;
  int cascade;
  int backup;
};

static const struct option_row rows[] = {
    {"kubeconfig", 0, "FILE", OPTION_TEXT, offsetof(struct values, kubeconfig),
     "the file; default: $KUBECONFIG, else ~/.kube/config"},
    {"output", 'o', "FORMAT", OPTION_TEXT, offsetof(struct values, output), "of list: text (default), name or json"},
    {"lock-timeout", 0, "DUR", OPTION_DURATION, offsetof(struct values, lock_timeout),
     "of those that write: how long to wait for another writer of the file (10s)"},
    {"dry-run", 0, NULL, OPTION_ON, offsetof(struct values, dry_run),
     "of those that write: print a unified diff without secrets, and write nothing"},
    {"raw", 0, NULL, OPTION_ON, offsetof(struct values, raw), "of show: secrets, too"},
    {"backup", 0, NULL, OPTION_ON, offsetof(struct values, backup),
     "of those that write: keep what was in the file as FILE.bak, mode 0600"},
    {"cascade", 0, NULL, OPTION_ON, offsetof(struct values, cascade),
     "of delete: its cluster and its user as well, where no other context uses them"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {{"Options", rows, 0}, {NULL, NULL, 0}};

static const struct usage usage = {
    "context", "WORD [NAME]... [OPTION]...",
    "Work on the contexts of kubectl's configuration. WORD is list, current, use NAME (- for the previous one), "
    "namespace NS (of the current context), rename OLD NEW, delete NAME or show [NAME] (without secrets). All else in "
    "the file stays as it is, byte for byte.",
    groups,
    "DUR is digits and one of ms, s, m, h, d: 500ms, 15m.\n"
    "\n"
    "Examples:\n"
    "  $ dcoskube context list -o name\n"
    "  kube-apiserver-example-com6443\n"
    "  $ dcoskube context use kube-apiserver-example-com6443\n"
    "  Switched to context \"kube-apiserver-example-com6443\".\n"
    "  $ dcoskube context current\n"
    "  kube-apiserver-example-com6443\n"
    "\n"
    "Exit status: 0, or 1 if there is no such context, no current one, or one of the\n"
    "new name, 2 wrong use, 3 it could not be done.\n"};

/* The words, with the operands that each needs, and what is missing without them. */
static const struct word {
  const char *name;
  int operands;
  int writes;
  const char *missing;
} word_rows[] = {{"list", 0, 0, NULL},
                 {"current", 0, 0, NULL},
                 {"use", 1, 1, "a context's NAME is missing"},
                 {"namespace", 1, 1, "the namespace NS is missing"},
                 {"rename", 2, 1, "a context's OLD and NEW name are missing"},
                 {"delete", 1, 1, "a context's NAME is missing"},
                 {"show", 0, 0, NULL}};
static const char *const words[] = {"list", "current", "use", "namespace", "rename", "delete", "show", NULL};
static const char *const formats[] = {"text", "name", "json", NULL};

static int is_current(const dcoskube_kubeconfig *kubeconfig, const dcoskube_context *context) {
  const char *current = dcoskube_kubeconfig_current(kubeconfig);
  return current && strcmp(current, dcoskube_context_name(context)) == 0;
}

/* Row 0 is the head of the table. */
static void cells_of(const dcoskube_kubeconfig *kubeconfig, size_t row, const char *cells[COLUMNS]) {
  static const char *const head[COLUMNS] = {"CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"};
  memcpy(cells, head, sizeof head);
  if (row == 0)
    return;
  const dcoskube_context *context = dcoskube_kubeconfig_context(kubeconfig, row - 1);
  cells[0] = is_current(kubeconfig, context) ? "*" : "";
  cells[1] = dcoskube_context_name(context);
  cells[2] = dcoskube_context_cluster(context);
  cells[3] = dcoskube_context_user(context);
  cells[4] = dcoskube_context_namespace(context);
}

static void print_table(const dcoskube_kubeconfig *kubeconfig) {
  size_t widths[COLUMNS] = {0}, count = dcoskube_kubeconfig_context_count(kubeconfig);
  const char *cells[COLUMNS];
  for (size_t row = 0; row <= count; row++) {
    cells_of(kubeconfig, row, cells);
    for (int i = 0; i < COLUMNS; i++) {
      size_t width = clean_width(cells[i]) + COLUMN_GAP;
      widths[i] = width > widths[i] ? width : widths[i];
    }
  }
  for (size_t row = 0; row <= count; row++) {
    cells_of(kubeconfig, row, cells);
    for (int i = 0; i < COLUMNS - 1; i++)
      print_padded(stdout, cells[i], widths[i] > COLUMN_MIN ? widths[i] : COLUMN_MIN);
    print_clean(stdout, cells[COLUMNS - 1]);
    putchar('\n');
  }
}

static void print_names(const dcoskube_kubeconfig *kubeconfig) {
  for (size_t i = 0; i < dcoskube_kubeconfig_context_count(kubeconfig); i++) {
    print_clean(stdout, dcoskube_context_name(dcoskube_kubeconfig_context(kubeconfig, i)));
    putchar('\n');
  }
}

static json_t *to_json(const dcoskube_kubeconfig *kubeconfig, const dcoskube_context *context) {
  return json_pack("{s:s, s:s, s:s, s:s, s:b, s:s}", "name", dcoskube_context_name(context), "cluster",
                   dcoskube_context_cluster(context), "user", dcoskube_context_user(context), "namespace",
                   dcoskube_context_namespace(context), "current", is_current(kubeconfig, context), "file",
                   dcoskube_context_file(context));
}

static int print_json(const struct common *common, const dcoskube_kubeconfig *kubeconfig) {
  json_t *array = json_array();
  int good = array != NULL;
  for (size_t i = 0; i < dcoskube_kubeconfig_context_count(kubeconfig) && good; i++)
    good = json_array_append_new(array, to_json(kubeconfig, dcoskube_kubeconfig_context(kubeconfig, i))) == 0;
  char *text = good ? json_dumps(array, JSON_COMPACT) : NULL;
  json_decref(array);
  if (!text) {
    complain(common, NULL, NULL, "the list cannot be written as JSON: out of memory, or a path that is not UTF-8");
    return NOT_DONE;
  }
  puts(text);
  free(text);
  return YES;
}

static int list(const struct values *v, const dcoskube_kubeconfig *kubeconfig) {
  if (v->output && strcmp(v->output, "json") == 0)
    return print_json(&v->common, kubeconfig);
  if (v->output && strcmp(v->output, "name") == 0)
    print_names(kubeconfig);
  else
    print_table(kubeconfig);
  return YES;
}

static int print_current(const struct values *v, const dcoskube_kubeconfig *kubeconfig) {
  const char *current = dcoskube_kubeconfig_current(kubeconfig);
  if (!current) {
    complain(&v->common, NULL, "set one: dcoskube context use NAME", "current-context is not set");
    return NO;
  }
  print_clean(stdout, current);
  putchar('\n');
  return YES;
}

static const struct word *word_of(const char *name) {
  size_t i = 0;
  while (strcmp(word_rows[i].name, name) != 0)
    i++;
  return &word_rows[i];
}

/* Which options go with which word. */
/* The option that this word does not have; NULL: all fit. */
static const char *odd_option(const struct values *v, const struct word *word) {
  if (v->output && strcmp(word->name, "list") != 0)
    return "--output";
  if (v->lock_timeout.given && !word->writes)
    return "--lock-timeout";
  if (v->backup && !word->writes)
    return "--backup";
  if (v->dry_run && !word->writes)
    return "--dry-run";
  if (v->raw && strcmp(word->name, "show") != 0)
    return "--raw";
  return v->cascade && strcmp(word->name, "delete") != 0 ? "--cascade" : NULL;
}

static int fitting_options(const struct values *v, const struct word *word) {
  const char *odd = odd_option(v, word);
  if (odd)
    return wrong_use(&v->common, "'%s' has no option '%s'", word->name, odd);
  if (v->output && !one_of(v->output, formats))
    return unknown_word(&v->common, "output format", v->output, formats);
  if (word->writes && v->kubeconfig && strcmp(v->kubeconfig, "-") == 0)
    return wrong_use(&v->common, "--kubeconfig: standard input cannot be changed; name a file");
  return GO_ON;
}

static int fitting_operands(const struct values *v, const struct word *word, char **operands, int count) {
  int wanted = 1 + word->operands;
  if (strcmp(word->name, "show") == 0 && count == 2) /* it may have a NAME */
    return GO_ON;
  for (int i = 1; i < wanted; i++)
    if (i >= count || !operands[i][0])
      return wrong_use(&v->common, "%s", word->missing);
  if (count > wanted)
    return wrong_use(&v->common, "'%s' is one argument too many", operands[wanted]);
  return GO_ON;
}

static int write_changes(const struct values *v, dcoskube_kubeconfig *kubeconfig, char **operands) {
  uint32_t flags = (v->backup ? DCOSKUBE_KUBECONFIG_BACKUP : 0) | (v->dry_run ? DCOSKUBE_KUBECONFIG_DRY_RUN : 0);
  dcoskube_status status = DCOSKUBE_OK;
  if (v->lock_timeout.given)
    status = dcoskube_kubeconfig_set_lock_timeout(kubeconfig, v->lock_timeout.whole, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, NULL, BLAME_VALUE);
  if (strcmp(operands[0], "use") == 0)
    return context_use(&v->common, kubeconfig, flags, operands[1]);
  if (strcmp(operands[0], "namespace") == 0)
    return context_namespace(&v->common, kubeconfig, flags, operands[1]);
  if (strcmp(operands[0], "rename") == 0)
    return context_rename(&v->common, kubeconfig, flags, operands[1], operands[2]);
  return context_delete(&v->common, kubeconfig, flags, operands[1], v->cascade);
}

static int run(const struct values *v, char **operands, int count) {
  dcoskube_kubeconfig *kubeconfig = NULL;
  if (count == 0)
    return wrong_use(&v->common, "a word is missing: list, current, use, namespace, rename, delete or show");
  if (!one_of(operands[0], words))
    return unknown_word(&v->common, "word", operands[0], words);
  const struct word *word = word_of(operands[0]);
  int result = fitting_options(v, word);
  if (result == GO_ON)
    result = fitting_operands(v, word, operands, count);
  if (result != GO_ON)
    return result;
  dcoskube_status status = kubeconfig_from(&v->common, v->kubeconfig, &kubeconfig);
  if (status != DCOSKUBE_OK)
    return status == DCOSKUBE_ERR_CANCELLED ? NOT_DONE : fail(&v->common, status, NULL, BLAME_WORLD);
  if (word->writes)
    result = write_changes(v, kubeconfig, operands);
  else if (strcmp(word->name, "list") == 0)
    result = list(v, kubeconfig);
  else if (strcmp(word->name, "show") == 0)
    result = print_view(&v->common, kubeconfig, count > 1 ? operands[1] : NULL, v->raw);
  else
    result = print_current(v, kubeconfig);
  dcoskube_kubeconfig_free(kubeconfig);
  return result;
}

int context_main(int argc, char **argv) {
  struct values v;
  int first = 0;
  memset(&v, 0, sizeof v);
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, argc - first);
  options_free(&usage, &v);
  return result;
}
