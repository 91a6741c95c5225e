/* SPDX-License-Identifier: Apache-2.0 */
/* A kubeconfig context that is to be added. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"

const struct option_row entry_rows[] = {
    {"path-to-custom-ca", 0, "FILE", OPTION_TEXT, offsetof(struct entry, ca),
     "the CA of the certificate that clients see, embedded; default: the system's CAs"},
    {"insecure-skip-tls-verify", 0, NULL, OPTION_ON, offsetof(struct entry, insecure),
     "kubectl shall trust anybody who answers"},
    {"context-name", 0, "NAME", OPTION_TEXT, offsetof(struct entry, name),
     "name of context, cluster and user; default: made of the URL"},
    {"force-overwrite", 0, NULL, OPTION_ON, offsetof(struct entry, overwrite),
     "change entries of that name that exist with other content"},
    {"kubeconfig", 0, "FILE", OPTION_TEXT, offsetof(struct entry, kubeconfig),
     "the file; default: $KUBECONFIG, else ~/.kube/config"},
    {"namespace", 0, "NAME", OPTION_TEXT, offsetof(struct entry, space), "the context's namespace"},
    {"tls-server-name", 0, "NAME", OPTION_TEXT, offsetof(struct entry, tls_server_name),
     "the name in the certificate, where it is not the URL's host"},
    {"token-file", 0, "FILE", OPTION_TEXT, offsetof(struct entry, token_file),
     "the user's credential: a file whose first line is a bearer token"},
    {"client-certificate", 0, "FILE", OPTION_TEXT, offsetof(struct entry, certificate),
     "the user's credential: a certificate, embedded"},
    {"client-key", 0, "FILE", OPTION_TEXT, offsetof(struct entry, key), "and its key"},
    {"exec-command", 0, "CMD", OPTION_TEXT, offsetof(struct entry, exec_command),
     "the user's credential: a program that kubectl runs to get one"},
    {"exec-arg", 0, "ARG", OPTION_LIST, offsetof(struct entry, exec_args), "an argument of it; may be repeated"},
    {"exec-env", 0, "NAME=VALUE", OPTION_LIST, offsetof(struct entry, exec_env),
     "an environment variable of it, no secret; may be repeated"},
    {"exec-api-version", 0, "VERSION", OPTION_TEXT, offsetof(struct entry, exec_version),
     "what it speaks; default: client.authentication.k8s.io/v1"},
    {"embed-certs", 0, NULL, OPTION_OFF, offsetof(struct entry, no_embed),
     "write CA, certificate and key into the file "
     "(default)"},
    {"no-embed-certs", 0, NULL, OPTION_ON, offsetof(struct entry, no_embed), "write their absolute paths instead"},
    {"proxy-url", 0, "URL", OPTION_TEXT, offsetof(struct entry, proxy_url),
     "the proxy on the way to the server: http://, https:// or socks5://"},
    {"lock-timeout", 0, "DUR", OPTION_DURATION, offsetof(struct entry, lock_timeout),
     "how long to wait for another writer of the file (10s)"},
    {"backup", 0, NULL, OPTION_ON, offsetof(struct entry, backup), "keep what was in the file as FILE.bak, mode 0600"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

/* What can be seen to be wrong before anything is read. */
static int consistent(const struct common *common, const struct entry *entry) {
  const char *const paths[] = {entry->ca, entry->token_file, entry->certificate, entry->key};
  if (entry->ca && entry->insecure)
    return wrong_use(common, "--path-to-custom-ca and --insecure-skip-tls-verify exclude each other");
  if (!entry->certificate != !entry->key)
    return wrong_use(common, "--client-certificate and --client-key are given together");
  if (entry->kubeconfig && strcmp(entry->kubeconfig, "-") == 0)
    return wrong_use(common, "--kubeconfig: standard input cannot be changed; name a file");
  if (entry->name && !entry->name[0])
    return wrong_use(common, "--context-name is empty");
  if (several_stdin(common, paths, sizeof paths / sizeof paths[0]))
    return WRONG_USE;
  return fields_consistent(common, entry);
}

typedef dcoskube_status file_setter(dcoskube_entry *entry, const char *path, dcoskube_error *err);

static int set_file(const struct common *common, dcoskube_entry *to, const char *option, const char *path,
                    file_setter *set) {
  if (!path)
    return GO_ON;
  path = input_path(common, option, path);
  if (!path)
    return NOT_DONE;
  dcoskube_status status = set(to, path, common->err);
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, option, BLAME_WORLD);
}

static int set_client_certificate(const struct common *common, const struct entry *entry, dcoskube_entry *to) {
  if (!entry->certificate)
    return GO_ON;
  const char *certificate = input_path(common, "--client-certificate", entry->certificate);
  const char *key = certificate ? input_path(common, "--client-key", entry->key) : NULL;
  if (!key)
    return NOT_DONE;
  dcoskube_status status = dcoskube_entry_set_client_certificate(to, certificate, key, common->err);
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, "--client-certificate", BLAME_WORLD);
}

static int fill(const struct common *common, const struct entry *entry, dcoskube_entry *to) {
  const char *option = "--namespace";
  dcoskube_status status = DCOSKUBE_OK;
  if (entry->space)
    status = dcoskube_entry_set_namespace(to, entry->space, common->err);
  if (status == DCOSKUBE_OK && entry->tls_server_name) {
    option = "--tls-server-name";
    status = dcoskube_entry_set_tls_server_name(to, entry->tls_server_name, common->err);
  }
  if (status == DCOSKUBE_OK && entry->insecure) {
    option = "--insecure-skip-tls-verify";
    status = dcoskube_entry_set_insecure(to, 1, common->err);
  }
  if (status != DCOSKUBE_OK)
    return fail(common, status, option, BLAME_VALUE);
  int result = set_file(common, to, "--path-to-custom-ca", entry->ca, dcoskube_entry_set_ca_file);
  if (result == GO_ON)
    result = set_file(common, to, "--token-file", entry->token_file, dcoskube_entry_set_token_file);
  if (result == GO_ON)
    result = set_client_certificate(common, entry, to);
  return result == GO_ON ? fields_fill(common, entry, to) : result;
}

static int name_of(const struct common *common, const struct entry *entry, const char *url, char **out) {
  if (entry->name) {
    *out = strdup(entry->name);
    if (*out)
      return GO_ON;
    complain(common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  char *name = NULL;
  dcoskube_status status = dcoskube_context_name_from_url(url, &name, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_VALUE);
  *out = strdup(name);
  dcoskube_free(name);
  return *out ? GO_ON : NOT_DONE;
}

static int record(const struct common *common, const struct entry *entry, const dcoskube_entry *add,
                  struct edit *edit) {
  uint32_t flags =
      (entry->overwrite ? DCOSKUBE_KUBECONFIG_OVERWRITE : 0) | (entry->activate ? DCOSKUBE_KUBECONFIG_ACTIVATE : 0);
  dcoskube_status status = entry->print
                               ? dcoskube_kubeconfig_parse(NULL, 0, "kubeconfig", 0, &edit->kubeconfig, common->err)
                               : dcoskube_kubeconfig_open(entry->kubeconfig, 0, &edit->kubeconfig, common->err);
  if (status == DCOSKUBE_OK && entry->lock_timeout.given)
    status = dcoskube_kubeconfig_set_lock_timeout(edit->kubeconfig, entry->lock_timeout.whole, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_WORLD);
  edit->existed = dcoskube_kubeconfig_find_context(edit->kubeconfig, edit->name) != NULL;
  status = dcoskube_kubeconfig_set(edit->kubeconfig, add, flags, common->err);
  if (status == DCOSKUBE_ERR_EXISTS)
    return fail_with(common, status, NULL, BLAME_ANSWER,
                     "give --force-overwrite to change what is there, or --context-name for another name");
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, NULL, BLAME_WORLD);
}

int edit_record(const struct common *common, const struct entry *entry, const char *url, struct edit *edit) {
  dcoskube_entry *add = NULL;
  int result = consistent(common, entry);
  if (result == GO_ON)
    result = name_of(common, entry, url, &edit->name);
  if (result != GO_ON)
    return result;
  dcoskube_status status = dcoskube_entry_new(edit->name, url, 0, &add, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_VALUE);
  result = fill(common, entry, add);
  if (result == GO_ON)
    result = record(common, entry, add, edit);
  dcoskube_entry_free(add);
  return result;
}

dcoskube_status commit_undisturbed(dcoskube_kubeconfig *kubeconfig, uint32_t flags, dcoskube_findings **changes,
                                   dcoskube_error *err) {
  sigset_t hold, before;
  sigemptyset(&hold);
  sigaddset(&hold, SIGINT);
  sigaddset(&hold, SIGTERM);
  sigaddset(&hold, SIGHUP);
  sigprocmask(SIG_BLOCK, &hold, &before);
  dcoskube_status status = dcoskube_kubeconfig_commit(kubeconfig, flags, changes, err);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return status;
}

static void print_secret(char *text, size_t len) {
  fwrite(text, 1, len, stdout);
  explicit_bzero(text, len);
  dcoskube_free(text);
}

int print_diff(const struct common *common, const dcoskube_kubeconfig *kubeconfig) {
  char *text = NULL;
  size_t len = 0;
  dcoskube_status status = dcoskube_kubeconfig_diff(kubeconfig, 0, &text, &len, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_WORLD);
  print_secret(text, len);
  return YES;
}

int print_view(const struct common *common, const dcoskube_kubeconfig *kubeconfig, const char *context, int raw) {
  char *text = NULL;
  size_t len = 0;
  dcoskube_status status =
      dcoskube_kubeconfig_view(kubeconfig, context, raw ? DCOSKUBE_KUBECONFIG_RAW : 0, &text, &len, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, context ? BLAME_ANSWER : BLAME_WORLD);
  print_secret(text, len);
  return YES;
}

/* There is none, as opposed to one whose file is missing. */
static int is_none(const struct common *common, dcoskube_status status) {
  return status == DCOSKUBE_ERR_NOT_FOUND && dcoskube_error_errno(common->err) == 0;
}

/* Does the context's user have a credential (one that cannot be read counts)? */
static int has_credential(const struct common *common, const dcoskube_context *context) {
  char *token = NULL, *certificate = NULL;
  size_t len = 0;
  if (dcoskube_context_has_exec(context))
    return 1;
  int none = is_none(common, dcoskube_context_token_secret(context, &token, &len, common->err)) &&
             is_none(common, dcoskube_context_certificate(context, &certificate, NULL, common->err));
  if (token)
    explicit_bzero(token, len);
  dcoskube_free(token);
  dcoskube_free(certificate);
  return !none;
}

int edit_commit(const struct common *common, const struct entry *entry, struct edit *edit) {
  dcoskube_status status =
      commit_undisturbed(edit->kubeconfig, entry->backup ? DCOSKUBE_KUBECONFIG_BACKUP : 0, &edit->changes, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_WORLD);
  const dcoskube_context *context = dcoskube_kubeconfig_find_context(edit->kubeconfig, edit->name);
  int given = entry->token_file || entry->certificate;
  if (!edit->existed && !given && context && !has_credential(common, context))
    tell(common, "user '%s' has no credential: kubectl will ask for a user name", dcoskube_context_user(context));
  return GO_ON;
}

void tell_changes(const struct common *common, const dcoskube_findings *changes) {
  for (size_t i = 0; i < dcoskube_findings_count(changes); i++) {
    const char *code = dcoskube_findings_code(changes, i), *message = dcoskube_findings_message(changes, i);
    if (strcmp(message, code) == 0)
      tell_more(common, "%s: %s", dcoskube_findings_subject(changes, i), code);
    else
      tell(common, "%s: %s", dcoskube_findings_subject(changes, i), message);
  }
}

void edit_free(struct edit *edit) {
  free(edit->name);
  dcoskube_kubeconfig_free(edit->kubeconfig);
  dcoskube_findings_free(edit->changes);
}
