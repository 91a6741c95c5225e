/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of an entry that are set by their names: proxy, exec, paths instead of what is in the files. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "entry.h"

#define EXEC_VERSION "client.authentication.k8s.io/v1"

/* Everybody on the machine can read a command line. */
static int has_password(const char *url) {
  const char *host = strstr(url, "://");
  host = host ? host + 3 : url;
  const char *end = host + strcspn(host, "/?#"), *at = NULL;
  for (const char *p = host; p < end; p++)
    if (*p == '@')
      at = p;
  return at && memchr(host, ':', (size_t)(at - host)) != NULL;
}

static int is_stdin(const char *path) {
  return path && strcmp(path, "-") == 0;
}

int fields_consistent(const struct common *common, const struct entry *entry) {
  if (!entry->exec_command && (entry->exec_args.count || entry->exec_env.count || entry->exec_version))
    return wrong_use(common, "--exec-arg, --exec-env and --exec-api-version need --exec-command");
  for (size_t i = 0; i < entry->exec_env.count; i++) {
    const char *equals = strchr(entry->exec_env.items[i], '=');
    if (!equals || equals == entry->exec_env.items[i])
      return wrong_use(common, "--exec-env: not NAME=VALUE");
  }
  if (entry->proxy_url && has_password(entry->proxy_url))
    return wrong_use(common, "--proxy-url: a password is not taken from the command line, which everybody can read");
  if (entry->no_embed && (is_stdin(entry->ca) || is_stdin(entry->certificate) || is_stdin(entry->key)))
    return wrong_use(common, "--no-embed-certs: standard input has no path");
  return GO_ON;
}

struct setting {
  const char *option;
  dcoskube_field field;
  const char *value;
};

static int set_all(const struct common *common, dcoskube_entry *to, const struct setting *settings, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (!settings[i].value)
      continue;
    dcoskube_status status = dcoskube_entry_set(to, settings[i].field, settings[i].value, common->err);
    if (status != DCOSKUBE_OK)
      return fail(common, status, settings[i].option, BLAME_VALUE);
  }
  return GO_ON;
}

/* The version that needs to be told whether the program may ask questions. */
static int fill_exec(const struct common *common, const struct entry *entry, dcoskube_entry *to) {
  if (!entry->exec_command)
    return GO_ON;
  const char *version = entry->exec_version ? entry->exec_version : EXEC_VERSION;
  const struct setting settings[] = {
      {"--exec-command", DCOSKUBE_FIELD_EXEC_COMMAND, entry->exec_command},
      {"--exec-api-version", DCOSKUBE_FIELD_EXEC_API_VERSION, version},
      {NULL, DCOSKUBE_FIELD_EXEC_INTERACTIVE_MODE, strcmp(version, EXEC_VERSION) == 0 ? "IfAvailable" : NULL}};
  int result = set_all(common, to, settings, sizeof settings / sizeof settings[0]);
  for (size_t i = 0; i < entry->exec_args.count && result == GO_ON; i++) {
    dcoskube_status status = dcoskube_entry_add(to, DCOSKUBE_FIELD_EXEC_ARGS, entry->exec_args.items[i], common->err);
    if (status != DCOSKUBE_OK)
      result = fail(common, status, "--exec-arg", BLAME_VALUE);
  }
  for (size_t i = 0; i < entry->exec_env.count && result == GO_ON; i++) {
    const char *item = entry->exec_env.items[i], *equals = strchr(item, '=');
    char *name = strndup(item, (size_t)(equals - item));
    dcoskube_status status = name ? dcoskube_entry_add_pair(to, DCOSKUBE_FIELD_EXEC_ENV, name, equals + 1, common->err)
                                  : DCOSKUBE_ERR_NO_MEMORY;
    if (status != DCOSKUBE_OK)
      result = fail(common, status, "--exec-env", BLAME_VALUE);
    free(name);
  }
  return result;
}

/* A path counts from where we are; in the kubeconfig it would count from there. */
static int set_path(const struct common *common, dcoskube_entry *to, const char *option, dcoskube_field field,
                    const char *path) {
  char here[PATH_MAX], *whole = NULL;
  if (!path)
    return GO_ON;
  if (path[0] != '/' && !getcwd(here, sizeof here)) {
    complain(common, option, NULL, "the working directory is not known: %s", strerror(errno));
    return NOT_DONE;
  }
  while (strncmp(path, "./", 2) == 0)
    path += 2;
  if (path[0] == '/')
    whole = strdup(path);
  else if (asprintf(&whole, "%s/%s", here, path) < 0)
    whole = NULL;
  if (!whole) {
    complain(common, option, NULL, "out of memory");
    return NOT_DONE;
  }
  const struct setting setting = {option, field, whole};
  int result = set_all(common, to, &setting, 1);
  free(whole);
  return result;
}

int fields_fill(const struct common *common, const struct entry *entry, dcoskube_entry *to) {
  const struct setting proxy = {"--proxy-url", DCOSKUBE_FIELD_PROXY_URL, entry->proxy_url};
  int result = set_all(common, to, &proxy, 1);
  if (result == GO_ON)
    result = fill_exec(common, entry, to);
  if (result != GO_ON || !entry->no_embed)
    return result;
  /* the files were read and judged before: their paths take the place of what is in them */
  result = set_path(common, to, "--path-to-custom-ca", DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY, entry->ca);
  if (result == GO_ON)
    result = set_path(common, to, "--client-certificate", DCOSKUBE_FIELD_CLIENT_CERTIFICATE, entry->certificate);
  return result == GO_ON ? set_path(common, to, "--client-key", DCOSKUBE_FIELD_CLIENT_KEY, entry->key) : result;
}
