/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeconfig-edit FILE OPERATIONS: run the operations (one a line) on a
 * kubeconfig.  The golden folders and the contention test are driven by it.
 *
 *   use NAME
 *   set NAME SERVER [overwrite] [activate] [insecure] [ca=FILE] [token=TEXT]
 *       [namespace=N] [tls=NAME] [cert=FILE,KEY]
 *   part NAME KINDS [overwrite] [FIELD=VALUE] [FIELD+=ELEMENT] [FIELD@KEY=VALUE]
 *                   an entry of the parts named by the letters of KINDS
 *                   (k cluster, u user, c context); FIELD is a number
 *   rename FROM TO, delete NAME [cascade], namespace NAME|- NAMESPACE|-
 *   unset cluster|user|context NAME FIELD
 *   wait MS         how long a commit waits for the lock
 *   list            print current context and contexts
 *   text            print the text that a commit would leave
 *   commit          write; prints the changes
 *
 * A failure prints status, place, message and ends the run with 1.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dcoskube/dcoskube.h>

#define WORDS_MAX 16
#define LINE_MAX_LEN 4096

static dcoskube_error *error;

static int fail(void) {
  printf("%s", dcoskube_status_name(dcoskube_error_status(error)));
  if (dcoskube_error_line(error))
    printf(" %u:%u", dcoskube_error_line(error), dcoskube_error_column(error));
  printf(" %s\n", dcoskube_error_message(error));
  return 1;
}

static void list(const dcoskube_kubeconfig *kc) {
  const char *current = dcoskube_kubeconfig_current(kc);
  printf("current %s\n", current ? current : "-");
  for (size_t i = 0; i < dcoskube_kubeconfig_context_count(kc); i++) {
    const dcoskube_context *c = dcoskube_kubeconfig_context(kc, i);
    printf("%s|%s|%s|%s|%s|%s|%d|%d|%u\n", dcoskube_context_name(c), dcoskube_context_cluster(c),
           dcoskube_context_user(c), dcoskube_context_namespace(c), dcoskube_context_server(c),
           dcoskube_context_tls_server_name(c), dcoskube_context_insecure(c), dcoskube_context_has_exec(c),
           dcoskube_context_line(c));
  }
}

static dcoskube_status option(dcoskube_entry *entry, char *word, uint32_t *flags) {
  char *value = strchr(word, '=');
  if (value)
    *value++ = '\0';
  if (strcmp(word, "overwrite") == 0)
    *flags |= DCOSKUBE_KUBECONFIG_OVERWRITE;
  else if (strcmp(word, "activate") == 0)
    *flags |= DCOSKUBE_KUBECONFIG_ACTIVATE;
  else if (strcmp(word, "insecure") == 0)
    return dcoskube_entry_set_insecure(entry, 1, error);
  else if (value && strcmp(word, "ca") == 0)
    return dcoskube_entry_set_ca_file(entry, value, error);
  else if (value && strcmp(word, "token") == 0)
    return dcoskube_entry_set_token(entry, value, strlen(value), error);
  else if (value && strcmp(word, "namespace") == 0)
    return dcoskube_entry_set_namespace(entry, value, error);
  else if (value && strcmp(word, "tls") == 0)
    return dcoskube_entry_set_tls_server_name(entry, value, error);
  else if (value && strcmp(word, "cert") == 0 && strchr(value, ',')) {
    char *key = strchr(value, ',');
    *key++ = '\0';
    return dcoskube_entry_set_client_certificate(entry, value, key, error);
  } else {
    fprintf(stderr, "kubeconfig-edit: unknown word %s\n", word);
    exit(99);
  }
  return DCOSKUBE_OK;
}

static int set(dcoskube_kubeconfig *kc, char **words, int count) {
  dcoskube_entry *entry = NULL;
  uint32_t flags = 0;
  dcoskube_status status = dcoskube_entry_new(words[1], words[2], 0, &entry, error);
  for (int i = 3; i < count && status == DCOSKUBE_OK; i++)
    status = option(entry, words[i], &flags);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set(kc, entry, flags, error);
  dcoskube_entry_free(entry);
  return status == DCOSKUBE_OK ? 0 : fail();
}

static dcoskube_status part_option(dcoskube_entry *entry, char *word, uint32_t *flags) {
  char *value = strchr(word, '='), *key = strchr(word, '@');
  dcoskube_field field = (dcoskube_field)atoi(word);
  if (!value)
    return option(entry, word, flags);
  *value++ = '\0';
  if (value[-2] == '+')
    return dcoskube_entry_add(entry, field, value, error);
  if (!key || key > value)
    return dcoskube_entry_set(entry, field, value, error);
  return dcoskube_entry_add_pair(entry, field, key + 1, value, error);
}

static int part(dcoskube_kubeconfig *kc, char **words, int count) {
  dcoskube_entry *entry = NULL;
  uint32_t flags = 0, parts = (strchr(words[2], 'k') ? DCOSKUBE_ENTRY_CLUSTER : 0) |
                              (strchr(words[2], 'u') ? DCOSKUBE_ENTRY_USER : 0) |
                              (strchr(words[2], 'c') ? DCOSKUBE_ENTRY_CONTEXT : 0);
  dcoskube_status status = dcoskube_entry_new(words[1], NULL, parts, &entry, error);
  for (int i = 3; i < count && status == DCOSKUBE_OK; i++)
    status = part_option(entry, words[i], &flags);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set(kc, entry, flags, error);
  dcoskube_entry_free(entry);
  return status == DCOSKUBE_OK ? 0 : fail();
}

static const char *or_none(const char *word) {
  return strcmp(word, "-") == 0 ? NULL : word;
}

/* The operations on entries that exist; -1: it is none of them. */
static int change(dcoskube_kubeconfig *kc, char **words, int count) {
  dcoskube_status status;
  if (strcmp(words[0], "rename") == 0 && count == 3)
    status = dcoskube_kubeconfig_rename(kc, words[1], words[2], error);
  else if (strcmp(words[0], "delete") == 0 && count >= 2)
    status = dcoskube_kubeconfig_delete(kc, words[1], count > 2 ? DCOSKUBE_KUBECONFIG_CASCADE : 0, error);
  else if (strcmp(words[0], "namespace") == 0 && count == 3)
    status = dcoskube_kubeconfig_set_namespace(kc, or_none(words[1]), or_none(words[2]), error);
  else if (strcmp(words[0], "unset") == 0 && count == 4) {
    dcoskube_kind kind = words[1][0] == 'u'   ? DCOSKUBE_KIND_USER
                         : words[1][1] == 'l' ? DCOSKUBE_KIND_CLUSTER
                                              : DCOSKUBE_KIND_CONTEXT;
    status = dcoskube_kubeconfig_unset(kc, kind, words[2], (dcoskube_field)atoi(words[3]), error);
  } else
    return -1;
  return status == DCOSKUBE_OK ? 0 : fail();
}

static int text(const dcoskube_kubeconfig *kc) {
  char *out = NULL;
  size_t len = 0;
  if (dcoskube_kubeconfig_text_secret(kc, &out, &len, error) != DCOSKUBE_OK)
    return fail();
  fwrite(out, 1, len, stdout);
  dcoskube_free(out);
  return 0;
}

static int commit(dcoskube_kubeconfig *kc) {
  dcoskube_findings *changes = NULL;
  if (dcoskube_kubeconfig_commit(kc, 0, &changes, error) != DCOSKUBE_OK)
    return fail();
  for (size_t i = 0; i < dcoskube_findings_count(changes); i++)
    printf("%s\n", dcoskube_findings_code(changes, i));
  dcoskube_findings_free(changes);
  return 0;
}

static int run(dcoskube_kubeconfig *kc, char *line) {
  char *words[WORDS_MAX] = {NULL}, *save = NULL;
  int count = 0;
  for (char *w = strtok_r(line, " \n", &save); w && count < WORDS_MAX; w = strtok_r(NULL, " \n", &save))
    words[count++] = w;
  if (count == 0 || words[0][0] == '#')
    return 0;
  int changed = change(kc, words, count);
  if (changed >= 0)
    return changed;
  if (strcmp(words[0], "list") == 0)
    list(kc);
  else if (strcmp(words[0], "part") == 0 && count >= 3)
    return part(kc, words, count);
  else if (strcmp(words[0], "text") == 0)
    return text(kc);
  else if (strcmp(words[0], "commit") == 0)
    return commit(kc);
  else if (strcmp(words[0], "wait") == 0 && count == 2)
    return dcoskube_kubeconfig_set_lock_timeout(kc, (uint32_t)strtoul(words[1], NULL, 10), error) == DCOSKUBE_OK
               ? 0
               : fail();
  else if (strcmp(words[0], "use") == 0 && count == 2)
    return dcoskube_kubeconfig_use(kc, words[1], error) == DCOSKUBE_OK ? 0 : fail();
  else if (strcmp(words[0], "set") == 0 && count >= 3)
    return set(kc, words, count);
  else {
    fprintf(stderr, "kubeconfig-edit: unknown operation %s\n", words[0]);
    exit(99);
  }
  return 0;
}

int main(int argc, char **argv) {
  dcoskube_kubeconfig *kc = NULL;
  char line[LINE_MAX_LEN];
  int status = 0;
  FILE *operations = argc == 3 ? fopen(argv[2], "r") : NULL;
  error = dcoskube_error_new();
  if (!operations || !error) {
    fprintf(stderr, "usage: kubeconfig-edit FILE OPERATIONS (FILE \"\": that of the environment)\n");
    return 99;
  }
  if (dcoskube_kubeconfig_open(argv[1][0] ? argv[1] : NULL, 0, &kc, error) != DCOSKUBE_OK)
    status = fail();
  while (status == 0 && fgets(line, sizeof line, operations))
    status = run(kc, line);
  fclose(operations);
  dcoskube_kubeconfig_free(kc);
  dcoskube_error_free(error);
  return status;
}
