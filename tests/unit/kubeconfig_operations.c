/* SPDX-License-Identifier: Apache-2.0 */
/* Rename, delete, namespace, unset, fields; lists of files; and every operation without memory. */
#include <unistd.h>

#include "unit/dir.h"
#include "unit/unit.h"

static const char sample[] = "clusters:\n- name: k\n  cluster:\n    server: https://k\n"
                             "users:\n- name: u\n  user:\n    token: t\n    exec:\n      command: c\n      env:\n"
                             "      - name: A\n        value: 1.5.0\n- name: v\n"
                             "contexts:\n- name: a\n  context:\n    cluster: k\n    user: u\n"
                             "- name: b\n  context:\n    cluster: k\n    user: v\n"
                             "current-context: a\n";

static dcoskube_kubeconfig *parse(const char *text) {
  dcoskube_kubeconfig *kc = NULL;
  CU_ASSERT_EQUAL_FATAL(dcoskube_kubeconfig_parse(text, strlen(text), "sample", 0, &kc, NULL), DCOSKUBE_OK);
  return kc;
}

static void expect_text(const char *row, const dcoskube_kubeconfig *kc, const char *wanted, int present) {
  char *out = NULL;
  CU_ASSERT_EQUAL_FATAL(dcoskube_kubeconfig_text_secret(kc, &out, NULL, NULL), DCOSKUBE_OK);
  int found = strstr(out, wanted) != NULL;
  if (found != present)
    fprintf(stderr, "%s\n", out);
  CHECK_ROW(row, found == present);
  dcoskube_free(out);
}

static void test_arguments(void) {
  dcoskube_kubeconfig *kc = parse(sample);
  dcoskube_entry *entry = NULL;
  const dcoskube_status wrong = DCOSKUBE_ERR_INVALID_ARGUMENT;
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(NULL, "a", "b", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, NULL, "b", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "a", NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(NULL, "a", 0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, NULL, 0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "a", 2, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_namespace(NULL, "a", "b", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(NULL, DCOSKUBE_KIND_USER, "u", DCOSKUBE_FIELD_TOKEN, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(kc, DCOSKUBE_KIND_USER, NULL, DCOSKUBE_FIELD_TOKEN, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(kc, DCOSKUBE_KIND_CLUSTER, "k", DCOSKUBE_FIELD_TOKEN, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(kc, (dcoskube_kind)4, "k", DCOSKUBE_FIELD_SERVER, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(kc, DCOSKUBE_KIND_USER, "u", (dcoskube_field)0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(kc, DCOSKUBE_KIND_USER, "u", (dcoskube_field)32, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_new("n", NULL, 0, &entry, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_new("n", "https://x", DCOSKUBE_ENTRY_USER, &entry, NULL), wrong);
  CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new("n", NULL, DCOSKUBE_ENTRY_USER, &entry, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set(NULL, DCOSKUBE_FIELD_AS, "x", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set(entry, DCOSKUBE_FIELD_AS, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set(entry, DCOSKUBE_FIELD_AS_GROUPS, "x", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set(entry, DCOSKUBE_FIELD_EXEC, "x", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_add(entry, DCOSKUBE_FIELD_AS, "x", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_add(entry, DCOSKUBE_FIELD_EXEC_ARGS, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_add_pair(entry, DCOSKUBE_FIELD_EXEC_ARGS, "a", "b", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_add_pair(entry, DCOSKUBE_FIELD_EXEC_ENV, NULL, "b", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_ACTIVATE, NULL), wrong);
  dcoskube_entry_free(entry);
  dcoskube_kubeconfig_free(kc);
}

/* What kubectl says. */
static void test_refused(void) {
  dcoskube_kubeconfig *kc = parse(sample), *none = parse("");
  dcoskube_error *err = dcoskube_error_new();
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "x", "y", err), DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STR("rename", dcoskube_error_message(err), "cannot rename the context \"x\", it's not in sample");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "a", "b", err), DCOSKUBE_ERR_EXISTS);
  CHECK_ROW_STR("rename", dcoskube_error_message(err),
                "cannot rename the context \"a\", the context \"b\" already exists in sample");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "a", "", err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "x", 0, err), DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STR("delete", dcoskube_error_message(err), "cannot delete context x, not in sample");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_namespace(none, NULL, "x", err), DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STR("namespace", dcoskube_error_message(err), "no current context is set");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_namespace(kc, NULL, "X", err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_namespace(kc, "x", "x", err), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_unset(kc, DCOSKUBE_KIND_USER, "x", DCOSKUBE_FIELD_AS, err),
                  DCOSKUBE_ERR_NOT_FOUND);
  expect_text("nothing happened", kc, sample, 1);
  dcoskube_error_free(err);
  dcoskube_kubeconfig_free(kc);
  dcoskube_kubeconfig_free(none);
}

static void test_view(void) {
  dcoskube_kubeconfig *kc = parse(sample);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "a", "z", NULL), DCOSKUBE_OK);
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "z");
  CU_ASSERT_PTR_NULL(dcoskube_kubeconfig_find_context(kc, "a"));
  CHECK_ROW_STR("order", dcoskube_context_name(dcoskube_kubeconfig_context(kc, 1)), "z");
  CHECK_ROW_STR("user", dcoskube_context_user(dcoskube_kubeconfig_find_context(kc, "z")), "u");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_namespace(kc, NULL, "web", NULL), DCOSKUBE_OK);
  CHECK_ROW_STR("namespace", dcoskube_context_namespace(dcoskube_kubeconfig_find_context(kc, "z")), "web");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "z", "a", NULL), DCOSKUBE_OK);
  expect_text("there and back", kc, "- name: a\n  context:\n    cluster: k\n    user: u\n    namespace: web\n", 1);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "a", DCOSKUBE_KUBECONFIG_CASCADE, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 1);
  CHECK_ROW_STR("dangling", dcoskube_kubeconfig_current(kc), "a");
  expect_text("the user went", kc, "token", 0);
  expect_text("the cluster is used", kc, "https://k", 1);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "a", 0, NULL), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "b", "a", NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "a", DCOSKUBE_KUBECONFIG_CASCADE, NULL), DCOSKUBE_OK);
  expect_text("all gone", kc, "clusters: []\nusers: []\ncontexts: []\ncurrent-context: a\n", 1);
  dcoskube_kubeconfig_free(kc);
}

/* Values by their fields. */
static void test_fields(void) {
  static const struct {
    dcoskube_field field;
    const char *value;
    dcoskube_status status;
  } rows[] = {{DCOSKUBE_FIELD_SERVER, "https://x", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_SERVER, "http://x", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_TLS_SERVER_NAME, "::1", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_TLS_SERVER_NAME, "a b", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_INSECURE_SKIP_TLS_VERIFY, "false", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_INSECURE_SKIP_TLS_VERIFY, "yes", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY, "sub/ca.pem", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY, "a\nb", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY, "", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY_DATA, "YQ==", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY_DATA, "?", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_PROXY_URL, "socks5://u:p@h:1", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_PROXY_URL, "http://h", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_PROXY_URL, "htp://h", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_PROXY_URL, "h:1", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_PROXY_URL, "http://", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_DISABLE_COMPRESSION, "true", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_TOKEN, "a b", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_TOKEN, "ab", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_USERNAME, "me", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_TOKEN_FILE, "/t", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_PASSWORD, "pw", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_EXEC_API_VERSION, "client.authentication.k8s.io/v1", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_EXEC_API_VERSION, "v1", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_EXEC_INTERACTIVE_MODE, "IfAvailable", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_EXEC_INTERACTIVE_MODE, "never", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_EXEC_INSTALL_HINT, "do\n\tthis", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_EXEC_INSTALL_HINT, "\x1b[1m", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_EXEC_COMMAND, "\xff", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_CLUSTER, "c d", DCOSKUBE_OK},
              {DCOSKUBE_FIELD_NAMESPACE, "Web", DCOSKUBE_ERR_INVALID},
              {DCOSKUBE_FIELD_NAMESPACE, "web", DCOSKUBE_OK}};
  dcoskube_entry *entry = NULL, *part = NULL;
  dcoskube_kubeconfig *kc = parse(sample);
  CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new("n", "https://n", 0, &entry, NULL), DCOSKUBE_OK);
  for (size_t i = 0; i < ROWS(rows); i++)
    CHECK_ROW_STATUS(rows[i].value, dcoskube_entry_set(entry, rows[i].field, rows[i].value, NULL), rows[i].status);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, 0, NULL), DCOSKUBE_OK);
  expect_text("hint", kc, "installHint: \"do\\n\\tthis\"\n", 1);
  expect_text("the later of two", kc, "certificate-authority: ", 0);
  expect_text("the later of two", kc, "tokenFile: /t\n", 1);
  expect_text("named others", kc, "    cluster: c d\n    namespace: web\n    user: \"n\"\n", 1);
  CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new("n", NULL, DCOSKUBE_ENTRY_CONTEXT, &part, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set(part, DCOSKUBE_FIELD_SERVER, "https://x", NULL), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_entry_set_token(part, "t", 1, NULL), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, part, 0, NULL), DCOSKUBE_OK);
  dcoskube_entry_free(part);
  dcoskube_entry_free(entry);
  dcoskube_kubeconfig_free(kc);
}

static void write_file(char *path, const char *dir, const char *name, const char *text) {
  unit_path(path, dir, name);
  unit_file_write(path, text, strlen(text));
}

static void expect_finding(const dcoskube_findings *list, const char *code, const char *subject) {
  for (size_t i = 0; i < dcoskube_findings_count(list); i++)
    if (strcmp(dcoskube_findings_code(list, i), code) == 0 && strstr(dcoskube_findings_subject(list, i), subject))
      return;
  CHECK_ROW(code, 0);
}

static void expect_file(const char *path, const char *wanted) {
  char text[4096];
  FILE *file = fopen(path, "r");
  size_t len = file ? fread(text, 1, sizeof text - 1, file) : 0;
  text[len] = '\0';
  CHECK_ROW_STR(path, text, wanted);
  if (file)
    fclose(file);
}

/* Each change in the file of its entry; what an earlier file hid is visible again, and is told. */
static void test_lists(void) {
  char dir[UNIT_PATH], one[2 * UNIT_PATH], two[2 * UNIT_PATH], list[5 * UNIT_PATH];
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_findings *changes = NULL;
  unit_dir_make(dir);
  write_file(one, dir, "one", "contexts:\n- name: a\n  context:\n    cluster: k\n    user: u\nusers:\n- name: u\n");
  write_file(two, dir, "two",
             "contexts:\n- name: a\n  context:\n    cluster: k\n- name: b\n  context:\n    user: u\n"
             "clusters:\n- name: k\ncurrent-context: b\n");
  snprintf(list, sizeof list, "%s:%s", one, two);
  setenv("KUBECONFIG", list, 1);
  CU_ASSERT_EQUAL_FATAL(dcoskube_kubeconfig_open(NULL, 0, &kc, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "a", DCOSKUBE_KUBECONFIG_CASCADE, NULL), DCOSKUBE_OK);
  CHECK_ROW_STR("again", dcoskube_context_file(dcoskube_kubeconfig_find_context(kc, "a")), two);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(kc, 0, &changes, NULL), DCOSKUBE_OK);
  expect_finding(changes, "updated", "one");
  expect_finding(changes, "visible-again", "a");
  expect_finding(changes, "deleted", "a");
  CU_ASSERT_EQUAL(dcoskube_findings_count(changes), 3);
  dcoskube_findings_free(changes);
  expect_file(one, "contexts: []\nusers:\n- name: u\n"); /* b uses u, and the other a uses k */
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "b", "c", NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_namespace(kc, "c", "web", NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(kc, 0, NULL, NULL), DCOSKUBE_OK);
  /* current-context is written where kubectl writes it */
  expect_file(one, "contexts: []\nusers:\n- name: u\ncurrent-context: c\n");
  expect_file(two, "contexts:\n- name: a\n  context:\n    cluster: k\n- name: c\n  context:\n    user: u\n"
                   "    namespace: web\nclusters:\n- name: k\ncurrent-context: b\n");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "c", DCOSKUBE_KUBECONFIG_CASCADE, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(kc, 0, &changes, NULL), DCOSKUBE_OK);
  expect_finding(changes, "current-context-missing", "c");
  expect_file(one, "contexts: []\nusers: []\ncurrent-context: c\n");
  dcoskube_findings_free(changes);
  dcoskube_kubeconfig_free(kc);
  unsetenv("KUBECONFIG");
  unit_dir_remove(dir);
}

/* What another writer did in between is kept, or is a conflict. */
static void test_replay(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH];
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_error *err = dcoskube_error_new();
  unit_dir_make(dir);
  write_file(path, dir, "config", "contexts:\n- name: a\n- name: b\ncurrent-context: a\n");
  CU_ASSERT_EQUAL_FATAL(dcoskube_kubeconfig_open(path, 0, &kc, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "a", "c", err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_delete(kc, "b", 0, err), DCOSKUBE_OK);
  write_file(path, dir, "config", "contexts:\n- name: new\n- name: b\n# mine\n- name: a\ncurrent-context: new\n");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(kc, 0, NULL, err), DCOSKUBE_OK);
  expect_file(path, "contexts:\n- name: new\n# mine\n- name: c\ncurrent-context: new\n");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_rename(kc, "c", "d", err), DCOSKUBE_OK);
  write_file(path, dir, "config", "contexts:\n- name: c\n- name: d\n");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(kc, 0, NULL, err), DCOSKUBE_ERR_CONFLICT);
  CU_ASSERT_PTR_NOT_NULL(strstr(dcoskube_error_message(err), "already exists"));
  expect_file(path, "contexts:\n- name: c\n- name: d\n");
  dcoskube_kubeconfig_free(kc);
  dcoskube_error_free(err);
  unit_dir_remove(dir);
}

/* Everything in one go, and all over again when an allocation fails: nothing may be left of it then. */
static dcoskube_status sweep(void *data) {
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_entry *entry = NULL;
  dcoskube_findings *changes = NULL;
  char *out = NULL;
  const char *path = data;
  dcoskube_status status = dcoskube_kubeconfig_open(path, 0, &kc, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_rename(kc, "a", "c", NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set_namespace(kc, NULL, "web", NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_unset(kc, DCOSKUBE_KIND_USER, "u", DCOSKUBE_FIELD_TOKEN, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_new("u", NULL, DCOSKUBE_ENTRY_USER, &entry, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_set(entry, DCOSKUBE_FIELD_EXEC_COMMAND, "x", NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_add(entry, DCOSKUBE_FIELD_AS_GROUPS, "g", NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_add_pair(entry, DCOSKUBE_FIELD_EXEC_ENV, "B", "2", NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_OVERWRITE, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_delete(kc, "b", DCOSKUBE_KUBECONFIG_CASCADE, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_text_secret(kc, &out, NULL, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_commit(kc, DCOSKUBE_KUBECONFIG_DRY_RUN, &changes, NULL);
  dcoskube_free(out);
  dcoskube_findings_free(changes);
  dcoskube_entry_free(entry);
  dcoskube_kubeconfig_free(kc);
  return status;
}

/* One operation on an open object that stays: a failure leaves it as it was. */
static dcoskube_status sweep_delete(void *data) {
  dcoskube_kubeconfig *kc = data;
  dcoskube_status status = dcoskube_kubeconfig_delete(kc, "a", DCOSKUBE_KUBECONFIG_CASCADE, NULL);
  if (status != DCOSKUBE_OK) {
    dk_alloc_fail_from(0);
    CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 2);
    expect_text("as it was", kc, sample, 1);
  }
  return status;
}

static dcoskube_status sweep_rename(void *data) {
  dcoskube_kubeconfig *kc = data;
  dcoskube_status status = dcoskube_kubeconfig_rename(kc, "a", "c", NULL);
  if (status != DCOSKUBE_OK) {
    dk_alloc_fail_from(0);
    CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "a");
    CU_ASSERT_PTR_NOT_NULL(dcoskube_kubeconfig_find_context(kc, "a"));
    expect_text("as it was", kc, sample, 1);
  }
  return status;
}

static const char json[] =
    "{\"contexts\":[{\"name\":\"a\",\"context\":{\"cluster\":\"k\",\"user\":\"u\"}},"
    "{\"name\":\"b\",\"context\":{\"cluster\":\"k\",\"user\":\"v\"}}],\"current-context\":\"a\",\"clusters\":null,"
    "\"users\":[{\"name\":\"u\",\"user\":{\"token\":\"t\",\"as\":\"me\"}},{\"name\":\"v\",\"user\":{}}]}";

static void write_utf16(const char *path, const char *text) {
  FILE *file = fopen(path, "wb");
  CU_ASSERT_PTR_NOT_NULL_FATAL(file);
  fputs("\xff\xfe", file);
  for (; *text; text++) {
    fputc(*text, file);
    fputc('\0', file);
  }
  fclose(file);
}

static void test_memory(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH];
  unit_dir_make(dir);
  write_file(path, dir, "config", sample);
  CU_ASSERT(unit_sweep("operations", sweep, path) > 100);
  write_file(path, dir, "config", json);
  CU_ASSERT(unit_sweep("JSON", sweep, path) > 100);
  write_utf16(path, json);
  CU_ASSERT(unit_sweep("UTF-16", sweep, path) > 100);
  dcoskube_kubeconfig *kc = parse(sample);
  CU_ASSERT(unit_sweep("delete", sweep_delete, kc) > 5);
  dcoskube_kubeconfig_free(kc);
  kc = parse(sample);
  CU_ASSERT(unit_sweep("rename", sweep_rename, kc) > 5);
  dcoskube_kubeconfig_free(kc);
  unit_dir_remove(dir);
}

int main(void) {
  CU_TestInfo tests[] = {{"arguments", test_arguments},
                         {"refused", test_refused},
                         {"view", test_view},
                         {"fields", test_fields},
                         {"lists of files", test_lists},
                         {"replay", test_replay},
                         {"without memory", test_memory},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"operations", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
