/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube check: can kubectl reach this API server, and if not, why? */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "report.h"

struct values {
  struct common common;
  const char *kubeconfig;
  int all_contexts;
  const char *from;
  const char *ca_file;
  int insecure;
  const char *token_file;
  const char *certificate;
  const char *key;
  int send_insecurely;
  struct endpoint connect_to;
  const char *server_name;
  struct number timeout;
  struct number parallel;
  const char *expect;
  const char *output;
};

#define AT(member) offsetof(struct values, member)

static const struct option_row target_rows[] = {
    {"kubeconfig", 0, "FILE", OPTION_TEXT, AT(kubeconfig),
     "where contexts are; default: $KUBECONFIG, else ~/.kube/config"},
    {"all-contexts", 0, NULL, OPTION_ON, AT(all_contexts), "check every context"},
    {"from", 0, "FILE", OPTION_TEXT, AT(from), "check the targets in this file, one a line (#: a remark)"},
    {"connect-to", 0, "HOST:PORT", OPTION_ENDPOINT, AT(connect_to), "dial there, and keep the name"},
    {"server-name", 0, "NAME", OPTION_TEXT, AT(server_name), "the name to ask for and to find in the certificate"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_row trust_rows[] = {
    {"ca-file", 0, "FILE", OPTION_TEXT, AT(ca_file),
     "whom to trust; default: the context's CA, else $SSL_CERT_FILE or the system's CAs"},
    {"insecure-skip-tls-verify", 0, NULL, OPTION_ON, AT(insecure), "trust anybody; credentials are then withheld"},
    {"token-file", 0, "FILE", OPTION_TEXT, AT(token_file), "a file whose first line is a bearer token"},
    {"client-certificate", 0, "FILE", OPTION_TEXT, AT(certificate), "a client certificate"},
    {"client-key", 0, "FILE", OPTION_TEXT, AT(key), "and its key"},
    {"send-credentials-insecurely", 0, NULL, OPTION_ON, AT(send_insecurely),
     "send credentials even to a server that was not verified"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_row run_rows[] = {
    {"timeout", 0, "DUR", OPTION_DURATION, AT(timeout), "for each target, all in all (10s)"},
    {"parallel", 0, "N", OPTION_COUNT, AT(parallel), "how many at a time (256)"},
    {"expect", 0, "WHAT", OPTION_TEXT, AT(expect),
     "reachable, authenticated or healthy; default: authenticated if a credential was sent, else reachable"},
    {"output", 'o', "FORMAT", OPTION_TEXT, AT(output), "text (default), json, or jsonl (lines as they come)"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {
    {"Targets", target_rows, 0}, {"Trust and credentials", trust_rows, 0}, {"The check", run_rows, 0}, {NULL, NULL, 0}};

static const struct usage usage = {
    "check", "[OPTION]... [TARGET]...",
    "Say whether kubectl can reach an API server, and if not, exactly why. TARGET is a URL (https://host[:port]) or "
    "the "
    "name of a context; without one the current context is checked. A FILE may be - for standard input, once.",
    groups,
    "DUR is digits and one of ms, s, m, h, d: 500ms, 15m.\n"
    "\n"
    "Examples:\n"
    "  $ dcoskube check\n"
    "  $ dcoskube check --ca-file ca.pem https://kube-apiserver.example.com:6443\n"
    "  $ dcoskube check --all-contexts --expect healthy -o json\n"
    "\n"
    "Exit status: 0 if all targets meet what is expected, 1 if some do not, 2 wrong\n"
    "use, 3 if a target could not be tried.\n"};

/* What is gathered on the way to the check. */
struct state {
  dcoskube_check *check;
  dcoskube_kubeconfig *kubeconfig;
  int no_kubeconfig; /* it could not be opened, which was told */
  struct list lines; /* of --from; ours */
  struct list labels;
  int not_tried;
};

static int append(const struct common *common, struct list *list, const char *text) {
  const char **grown = text ? realloc(list->items, (list->count + 1) * sizeof *grown) : NULL;
  if (!grown) {
    complain(common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  list->items = grown;
  list->items[list->count++] = text;
  return GO_ON;
}

/* What was meant as a URL, even if it is none: then the library says what is wrong with it. */
static int is_url(const char *target) {
  return strstr(target, "://") || strncmp(target, "//", 2) == 0 || strncasecmp(target, "https:", 6) == 0 ||
         strncasecmp(target, "http:", 5) == 0;
}

/* NAME:PASSWORD@HOST, and not admin@cluster, as contexts are called. */
static int may_hold_password(const char *target) {
  const char *at = strrchr(target, '@'), *colon = strchr(target, ':');
  return at && colon && colon < at;
}

typedef dcoskube_status file_setter(dcoskube_target *target, const char *path, dcoskube_error *err);

static int set_file(const struct values *v, dcoskube_target *target, const char *option, const char *path,
                    file_setter *set) {
  dcoskube_status status = path ? set(target, path, v->common.err) : DCOSKUBE_OK;
  return status == DCOSKUBE_OK ? GO_ON : fail(&v->common, status, option, BLAME_WORLD);
}

static int set_names(const struct values *v, dcoskube_target *target) {
  const char *option = "--connect-to";
  dcoskube_status status = DCOSKUBE_OK;
  if (v->connect_to.given)
    status = dcoskube_target_set_connect_to(target, v->connect_to.host, v->connect_to.port, v->common.err);
  if (status == DCOSKUBE_OK && v->server_name) {
    option = "--server-name";
    status = dcoskube_target_set_server_name(target, v->server_name, v->common.err);
  }
  if (status == DCOSKUBE_OK && v->insecure) {
    option = "--insecure-skip-tls-verify";
    status = dcoskube_target_set_insecure(target, 1, v->common.err);
  }
  if (status == DCOSKUBE_OK && v->send_insecurely) {
    option = "--send-credentials-insecurely";
    status = dcoskube_target_set_send_credentials_insecurely(target, 1, v->common.err);
  }
  return status == DCOSKUBE_OK ? GO_ON : fail(&v->common, status, option, BLAME_VALUE);
}

/* What the options say of every target; GO_ON or an exit status. */
static int set_target(const struct values *v, dcoskube_target *target, int url) {
  int result = set_names(v, target);
  if (result == GO_ON && !url) /* a context's own CA would win over that of the check */
    result = set_file(v, target, "--ca-file", v->ca_file, dcoskube_target_set_ca_file);
  if (result == GO_ON)
    result = set_file(v, target, "--token-file", v->token_file, dcoskube_target_set_token_file);
  if (result == GO_ON && v->certificate) {
    dcoskube_status status = dcoskube_target_set_client_certificate(target, v->certificate, v->key, v->common.err);
    if (status != DCOSKUBE_OK)
      result = fail(&v->common, status, "--client-certificate", BLAME_WORLD);
  }
  return result;
}

static int open_kubeconfig(const struct values *v, struct state *state) {
  if (state->kubeconfig || state->no_kubeconfig)
    return !state->no_kubeconfig;
  dcoskube_status status = kubeconfig_from(&v->common, v->kubeconfig, &state->kubeconfig);
  if (status != DCOSKUBE_OK) {
    state->no_kubeconfig = 1;
    if (status != DCOSKUBE_ERR_CANCELLED) /* else it was told */
      fail(&v->common, status, NULL, BLAME_WORLD);
  }
  return status == DCOSKUBE_OK;
}

static void tell_not_tried(const struct values *v, dcoskube_status status, const char *target) {
  char hint[512], context[512] = "";
  int found = status != DCOSKUBE_ERR_NOT_FOUND || !target || strcmp(dcoskube_error_subject(v->common.err), target) != 0;
  int like_host = !found && strpbrk(target, ".:");
  if (!found && may_hold_password(target)) {
    complain(&v->common, NULL, "for a URL, write https://HOST:PORT, without a name or password",
             "no context exists with a name that is given (it is not repeated, since it may hold a password)");
    return;
  }
  if (like_host)
    snprintf(hint, sizeof hint, "for a URL, write https://%s", target);
  if (found && target && !is_url(target)) /* what is wrong is a part of it: whose? */
    snprintf(context, sizeof context, "%s:", target);
  fail_with(&v->common, status, context[0] ? context : NULL, BLAME_WORLD, like_host ? hint : NULL);
}

/* Add one target (NULL: the current context).  One that cannot be tried is told, and the others go on; only an option
   that is wrong for all gives an exit status. */
static int add_target(const struct values *v, struct state *state, const char *target) {
  dcoskube_target *added = NULL;
  dcoskube_status status;
  int url = target && is_url(target);
  if (url) {
    status = dcoskube_check_add_url(state->check, target, &added, v->common.err);
  } else if (open_kubeconfig(v, state)) {
    status = dcoskube_check_add_context(state->check, state->kubeconfig, target, &added, v->common.err);
  } else {
    state->not_tried = 1;
    return GO_ON;
  }
  if (status != DCOSKUBE_OK) {
    tell_not_tried(v, status, target);
    state->not_tried = 1;
    return GO_ON;
  }
  int result = append(&v->common, &state->labels, target ? target : dcoskube_kubeconfig_current(state->kubeconfig));
  return result == GO_ON ? set_target(v, added, url) : result;
}

static int add_all_contexts(const struct values *v, struct state *state) {
  int result = GO_ON;
  if (!open_kubeconfig(v, state)) {
    state->not_tried = 1;
    return GO_ON;
  }
  for (size_t i = 0; i < dcoskube_kubeconfig_context_count(state->kubeconfig) && result == GO_ON; i++)
    result = add_target(v, state, dcoskube_context_name(dcoskube_kubeconfig_context(state->kubeconfig, i)));
  return result;
}

static char *trim(char *line) {
  line += strspn(line, " \t");
  size_t len = strlen(line);
  while (len > 0 && strchr(" \t\r\n", line[len - 1]))
    line[--len] = '\0';
  return line;
}

static int read_lines(const struct values *v, struct state *state, FILE *file) {
  char *line = NULL;
  size_t size = 0;
  int result = GO_ON;
  while (result == GO_ON && getline(&line, &size, file) >= 0) {
    const char *target = trim(line);
    if (target[0] == '\0' || target[0] == '#')
      continue;
    result = append(&v->common, &state->lines, strdup(target));
    if (result == GO_ON)
      result = add_target(v, state, state->lines.items[state->lines.count - 1]);
  }
  free(line);
  return result;
}

static int add_from(const struct values *v, struct state *state) {
  FILE *file = strcmp(v->from, "-") == 0 ? stdin : fopen(v->from, "re");
  int result = file ? read_lines(v, state, file) : GO_ON;
  if (!file || ferror(file)) {
    complain(&v->common, v->from, NULL, "cannot be read: %s", strerror(errno));
    result = NOT_DONE;
  }
  if (file && file != stdin)
    fclose(file);
  return result;
}

static int set_check(const struct values *v, dcoskube_check *check) {
  const char *option = "--timeout";
  dcoskube_status status = DCOSKUBE_OK;
  if (v->timeout.given)
    status = dcoskube_check_set_timeout(check, v->timeout.whole, v->common.err);
  if (status == DCOSKUBE_OK && v->parallel.given) {
    option = "--parallel";
    status = dcoskube_check_set_parallel(check, v->parallel.whole, v->common.err);
  }
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, option, BLAME_VALUE);
  if (v->ca_file)
    status = dcoskube_check_set_ca_file(check, v->ca_file, v->common.err);
  return status == DCOSKUBE_OK ? GO_ON : fail(&v->common, status, "--ca-file", BLAME_WORLD);
}

static int add_targets(const struct values *v, struct state *state, char **targets, int count) {
  int result = GO_ON;
  for (int i = 0; i < count && result == GO_ON; i++)
    result = add_target(v, state, targets[i]);
  if (result == GO_ON && v->from)
    result = add_from(v, state);
  if (result == GO_ON && v->all_contexts)
    result = add_all_contexts(v, state);
  if (result == GO_ON && count == 0 && !v->from && !v->all_contexts)
    result = add_target(v, state, NULL);
  if (result == GO_ON && state->labels.count == 0 && !state->not_tried) {
    complain(&v->common, NULL, NULL, "there is nothing to check: no target");
    state->not_tried = 1;
  }
  return result;
}

static int probe(const struct values *v, struct state *state, struct report *report) {
  report->labels = state->labels.items;
  report->count = state->labels.count;
  int result = report_begin(report);
  if (result != GO_ON)
    return result;
  dcoskube_status status =
      report->count > 0 ? dcoskube_check_run(state->check, report_add, report, v->common.err) : DCOSKUBE_OK;
  report_end(report);
  if (status != DCOSKUBE_OK && status != DCOSKUBE_ERR_CALLBACK) /* that one is a failed write, told at the end */
    return fail(&v->common, status, NULL, BLAME_WORLD);
  if (state->not_tried || report->broken)
    return NOT_DONE;
  return report->unmet ? NO : YES;
}

static void state_free(struct state *state) {
  dcoskube_check_free(state->check);
  dcoskube_kubeconfig_free(state->kubeconfig);
  for (size_t i = 0; i < state->lines.count; i++)
    free((void *)(uintptr_t)state->lines.items[i]);
  free(state->lines.items);
  free(state->labels.items);
}

/* "-" becomes a path; GO_ON or an exit status. */
static int take_stdin(struct values *v) {
  const char *const paths[] = {v->kubeconfig, v->from, v->ca_file, v->token_file, v->certificate, v->key};
  const struct {
    const char *option, **path;
  } files[] = {{"--ca-file", &v->ca_file},
               {"--token-file", &v->token_file},
               {"--client-certificate", &v->certificate},
               {"--client-key", &v->key}};
  if (!v->certificate != !v->key)
    return wrong_use(&v->common, "--client-certificate and --client-key are given together");
  if (several_stdin(&v->common, paths, sizeof paths / sizeof paths[0]))
    return WRONG_USE;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    const char *path = input_path(&v->common, files[i].option, *files[i].path);
    if (*files[i].path && !path)
      return NOT_DONE;
    *files[i].path = path;
  }
  return GO_ON;
}

static int run(struct values *v, char **targets, int count) {
  struct state state = {NULL, NULL, 0, {NULL, 0}, {NULL, 0}, 0};
  struct report report;
  memset(&report, 0, sizeof report);
  report.common = &v->common;
  int result = report_words(&v->common, v->expect, v->output, &report);
  if (result == GO_ON)
    result = take_stdin(v);
  if (result != GO_ON)
    return result;
  dcoskube_status status = dcoskube_check_new(0, &state.check, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, NULL, BLAME_WORLD);
  result = set_check(v, state.check);
  if (result == GO_ON)
    result = add_targets(v, &state, targets, count);
  if (result == GO_ON)
    result = probe(v, &state, &report);
  state_free(&state);
  return result;
}

int check_main(int argc, char **argv) {
  struct values v;
  int first = 0;
  memset(&v, 0, sizeof v);
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, argc - first);
  options_free(&usage, &v);
  return result;
}
