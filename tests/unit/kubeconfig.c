/* SPDX-License-Identifier: Apache-2.0 */
/* Reading, getters, credentials, entries; and every operation without memory. */
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "unit/dir.h"
#include "unit/unit.h"

static const char sample[] = "# Überblick ☸\n"
                             "apiVersion: v1\nkind: Config\n"
                             "clusters:\n- name: k\n  cluster:\n    server: https://k:6443\n"
                             "    certificate-authority-data: Y2FkYXRh\n    tls-server-name: kube.internal\n"
                             "- name: file\n  cluster: {server: https://f, certificate-authority: sub/ca.pem, "
                             "insecure-skip-tls-verify: yes}\n"
                             "- name: bad\n  cluster: {certificate-authority: /no/such/file}\n"
                             "users:\n- name: u\n  user: {token: tok, client-certificate-data: Y2VydA==, "
                             "client-key-data: a2V5}\n"
                             "- name: tf\n  user: {tokenFile: token, client-certificate: c, client-key: sub}\n"
                             "- name: x\n  user: {exec: {command: ./bin}}\n"
                             "- name: ap\n  user: {auth-provider: {name: oidc}}\n"
                             "contexts:\n"
                             "- {name: zeta, context: {cluster: k, user: u, namespace: ns}}\n"
                             "- {name: Alpha, context: {cluster: file, user: tf}}\n"
                             "- {name: \"\\e[31mred\", context: {cluster: bad, user: x}}\n"
                             "- {name: gone, context: {cluster: nowhere, user: nobody}}\n"
                             "- {name: ap, context: {user: ap}}\n"
                             "current-context: zeta\n";

static dcoskube_kubeconfig *parse(const char *text) {
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_status status = dcoskube_kubeconfig_parse(text, strlen(text), "sample", 0, &kc, err);
  CHECK_ROW_STATUS(dcoskube_error_message(err), status, DCOSKUBE_OK);
  dcoskube_error_free(err);
  return kc;
}

static void test_contexts(void) {
  static const char *const names[] = {"Alpha", "\\x1b[31mred", "ap", "gone", "zeta"};
  dcoskube_kubeconfig *kc = parse(sample);
  /* byte order: capitals, the escape character is shown but sorts by its own value */
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 5);
  for (size_t i = 0; i < ROWS(names); i++)
    CU_ASSERT_PTR_NOT_NULL(dcoskube_kubeconfig_find_context(kc, names[i]));
  CHECK_ROW_STR("first", dcoskube_context_name(dcoskube_kubeconfig_context(kc, 0)), "\\x1b[31mred");
  CHECK_ROW_STR("last", dcoskube_context_name(dcoskube_kubeconfig_context(kc, 4)), "zeta");
  CU_ASSERT_PTR_NULL(dcoskube_kubeconfig_context(kc, 5));
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "zeta");
  const dcoskube_context *c = dcoskube_kubeconfig_find_context(kc, "zeta");
  CHECK_ROW_STR("cluster", dcoskube_context_cluster(c), "k");
  CHECK_ROW_STR("user", dcoskube_context_user(c), "u");
  CHECK_ROW_STR("namespace", dcoskube_context_namespace(c), "ns");
  CHECK_ROW_STR("server", dcoskube_context_server(c), "https://k:6443");
  CHECK_ROW_STR("tls", dcoskube_context_tls_server_name(c), "kube.internal");
  CHECK_ROW_STR("file", dcoskube_context_file(c), "sample");
  CU_ASSERT_EQUAL(dcoskube_context_insecure(c), 0);
  CU_ASSERT_EQUAL(dcoskube_context_has_exec(c), 0);
  CU_ASSERT_EQUAL(dcoskube_context_insecure(dcoskube_kubeconfig_find_context(kc, "Alpha")), 1);
  CU_ASSERT_EQUAL(dcoskube_context_has_exec(dcoskube_kubeconfig_find_context(kc, "ap")), 1);
  CU_ASSERT_EQUAL(dcoskube_context_has_exec(dcoskube_kubeconfig_find_context(kc, "\x1b[31mred")), 1);
  CHECK_ROW_STR("dangling", dcoskube_context_server(dcoskube_kubeconfig_find_context(kc, "gone")), "");
  dcoskube_kubeconfig_free(kc);
}

static void test_nothing(void) {
  CU_ASSERT_PTR_NULL(dcoskube_kubeconfig_current(NULL));
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(NULL), 0);
  CU_ASSERT_PTR_NULL(dcoskube_kubeconfig_context(NULL, 0));
  CU_ASSERT_PTR_NULL(dcoskube_kubeconfig_find_context(NULL, "a"));
  CHECK_ROW_STR("name", dcoskube_context_name(NULL), "");
  CHECK_ROW_STR("cluster", dcoskube_context_cluster(NULL), "");
  CHECK_ROW_STR("user", dcoskube_context_user(NULL), "");
  CHECK_ROW_STR("namespace", dcoskube_context_namespace(NULL), "");
  CHECK_ROW_STR("file", dcoskube_context_file(NULL), "");
  CHECK_ROW_STR("server", dcoskube_context_server(NULL), "");
  CHECK_ROW_STR("tls", dcoskube_context_tls_server_name(NULL), "");
  CU_ASSERT_EQUAL(dcoskube_context_line(NULL), 0);
  CU_ASSERT_EQUAL(dcoskube_context_insecure(NULL), 0);
  CU_ASSERT_EQUAL(dcoskube_context_has_exec(NULL), 0);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_max_size(), 32u * 1024 * 1024);
  dcoskube_kubeconfig_free(NULL);
  dcoskube_entry_free(NULL);
}

static void test_arguments(void) {
  dcoskube_kubeconfig *kc = NULL, *open = parse(sample);
  dcoskube_entry *entry = NULL;
  char *out = NULL;
  const dcoskube_status wrong = DCOSKUBE_ERR_INVALID_ARGUMENT;
  const dcoskube_context *c = dcoskube_kubeconfig_context(open, 0);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open("x", 0, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open("x", 1, &kc, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open("", 0, &kc, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse(NULL, 1, "x", 0, &kc, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse("", 0, NULL, 0, &kc, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse("", 0, "x", 4, &kc, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(NULL, "x", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(open, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_text_secret(open, NULL, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set_lock_timeout(NULL, 1, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use_previous(NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use_previous(open, NULL), DCOSKUBE_ERR_STATE);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(NULL, 0, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(open, 4, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(open, 0, NULL, NULL), DCOSKUBE_ERR_STATE);
  CU_ASSERT_EQUAL(dcoskube_entry_new("n", "https://x", 8, &entry, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_new(NULL, "https://x", 0, &entry, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_context_ca(NULL, &out, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_context_token_secret(c, NULL, NULL, NULL), wrong);
  CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new("n", "https://x", 0, &entry, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(NULL, entry, 0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(open, NULL, 0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(open, entry, 4, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_ca_file(entry, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_ca_data(entry, NULL, 0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_insecure(entry, 2, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_namespace(NULL, "a", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_tls_server_name(NULL, "a", NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_token(entry, NULL, 0, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_token_file(entry, NULL, NULL), wrong);
  CU_ASSERT_EQUAL(dcoskube_entry_set_client_certificate(entry, "a", NULL, NULL), wrong);
  CU_ASSERT_PTR_NULL(kc);
  CU_ASSERT_PTR_NULL(out);
  dcoskube_entry_free(entry);
  dcoskube_kubeconfig_free(open);
}

/* Texts that are refused: what, and where. */
static void test_refused(void) {
  static const struct {
    const char *text;
    dcoskube_status status;
    uint32_t line, column;
  } rows[] = {
      {"[]\n", DCOSKUBE_ERR_PARSE, 1, 1},
      {"hello\n", DCOSKUBE_ERR_PARSE, 1, 1},
      {"# é\nkind: Pod\n", DCOSKUBE_ERR_INVALID, 2, 7},
      {"apiVersion: v2\n", DCOSKUBE_ERR_INVALID, 1, 13},
      {"# ü\n\ncurrent-context: on\n", DCOSKUBE_ERR_PARSE, 3, 18},
      {"current-context: 0x1F\n", DCOSKUBE_ERR_PARSE, 1, 18},
      {"contexts: {}\n", DCOSKUBE_ERR_PARSE, 1, 11},
      {"contexts:\n- name: é\n- name: b\n- name: é\n", DCOSKUBE_ERR_INVALID, 4, 3},
      {"clusters:\n- name: a\n  cluster:\n    server: 12\n", DCOSKUBE_ERR_PARSE, 4, 13},
      {"clusters:\n- name: a\n  cluster:\n    certificate-authority-data: '%'\n", DCOSKUBE_ERR_PARSE, 4, 33},
      {"a: [\n", DCOSKUBE_ERR_PARSE, 2, 1},
      {"a: *b\n", DCOSKUBE_ERR_PARSE, 1, 4},
      {"a: &a [*a]\n", DCOSKUBE_ERR_PARSE, 1, 8},
      {"é: 1\na: \xff\n", DCOSKUBE_ERR_PARSE, 2, 4},
      {"? [a]\n: b\n", DCOSKUBE_ERR_PARSE, 1, 3},
  };
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    dcoskube_kubeconfig *kc = NULL;
    dcoskube_status status = dcoskube_kubeconfig_parse(rows[i].text, strlen(rows[i].text), "text", 0, &kc, err);
    CHECK_ROW_STATUS(rows[i].text, status, rows[i].status);
    CHECK_ROW(rows[i].text, dcoskube_error_line(err) == rows[i].line);
    CHECK_ROW(rows[i].text, dcoskube_error_column(err) == rows[i].column);
    CHECK_ROW_STR(rows[i].text, dcoskube_error_subject(err), "text");
    CHECK_ROW(rows[i].text, kc == NULL);
  }
  dcoskube_error_free(err);
}

/* The largest file is read, one byte more is not; a deep one and a bomb end at once. */
static void test_limits(void) {
  size_t max = dcoskube_kubeconfig_max_size();
  dcoskube_kubeconfig *kc = NULL;
  char *text = dk_malloc(max + 1);
  CU_ASSERT_PTR_NOT_NULL_FATAL(text);
  memset(text, '\n', max + 1);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse(text, max + 1, "x", 0, &kc, NULL), DCOSKUBE_ERR_LIMIT);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse(text, max, "x", 0, &kc, NULL), DCOSKUBE_OK);
  dcoskube_kubeconfig_free(kc);
  memset(text, '[', 1024 * 1024);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse(text, 1024 * 1024, "x", 0, &kc, NULL), DCOSKUBE_ERR_LIMIT);
  /* each mapping merges the one before twice: 2 to the 60th pairs */
  size_t len = (size_t)snprintf(text, max, "m0: &m0 {server: s}\n");
  for (int i = 1; i < 60; i++)
    len += (size_t)snprintf(text + len, max - len, "m%d: &m%d {<<: [*m%d, *m%d]}\n", i, i, i - 1, i - 1);
  len += (size_t)snprintf(text + len, max - len, "clusters: [{name: a, cluster: *m59}]\n");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_parse(text, len, "x", 0, &kc, NULL), DCOSKUBE_ERR_LIMIT);
  dk_free(text);
}

static void expect(const char *row, dcoskube_status status, dcoskube_status wanted, char **out, const size_t *len,
                   const char *text) {
  CHECK_ROW_STATUS(row, status, wanted);
  if (status == DCOSKUBE_OK && text) {
    CHECK_ROW_STR(row, *out, text);
    CHECK_ROW(row, *len == strlen(text));
  }
  dcoskube_free(*out);
  *out = NULL;
}

/* Inline data first, else the file, relative to the kubeconfig and not to where we are. */
static void test_credentials(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH], out_path[2 * UNIT_PATH], *out = NULL;
  size_t len = 0;
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_error *err = dcoskube_error_new();
  unit_dir_make(dir);
  unit_path(path, dir, "config");
  unit_file_write(path, sample, strlen(sample));
  unit_path(out_path, dir, "sub");
  mkdir(out_path, 0700);
  unit_path(out_path, dir, "sub/ca.pem");
  unit_file_write(out_path, "the ca", strlen("the ca"));
  unit_path(out_path, dir, "token");
  unit_file_write(out_path, "file-token \r\nsecond line\n", strlen("file-token \r\nsecond line\n"));
  CU_ASSERT_EQUAL_FATAL(dcoskube_kubeconfig_open(path, 0, &kc, err), DCOSKUBE_OK);
  const dcoskube_context *z = dcoskube_kubeconfig_find_context(kc, "zeta");
  const dcoskube_context *a = dcoskube_kubeconfig_find_context(kc, "Alpha");
  const dcoskube_context *r = dcoskube_kubeconfig_find_context(kc, "\x1b[31mred");
  const dcoskube_context *g = dcoskube_kubeconfig_find_context(kc, "gone");
  CU_ASSERT_EQUAL(dcoskube_context_line(z), 24);
  expect("ca data", dcoskube_context_ca(z, &out, &len, err), DCOSKUBE_OK, &out, &len, "cadata");
  expect("certificate", dcoskube_context_certificate(z, &out, &len, err), DCOSKUBE_OK, &out, &len, "cert");
  expect("key", dcoskube_context_key_secret(z, &out, &len, err), DCOSKUBE_OK, &out, &len, "key");
  expect("token", dcoskube_context_token_secret(z, &out, &len, err), DCOSKUBE_OK, &out, &len, "tok");
  expect("ca file", dcoskube_context_ca(a, &out, &len, err), DCOSKUBE_OK, &out, &len, "the ca");
  expect("token file", dcoskube_context_token_secret(a, &out, &len, err), DCOSKUBE_OK, &out, &len, "file-token");
  expect("no file", dcoskube_context_certificate(a, &out, &len, err), DCOSKUBE_ERR_NOT_FOUND, &out, &len, NULL);
  unit_path(out_path, dir, "c");
  CHECK_ROW_STR("no file", dcoskube_error_subject(err), out_path);
  expect("directory", dcoskube_context_key_secret(a, &out, &len, err), DCOSKUBE_ERR_INVALID, &out, &len, NULL);
  expect("absolute", dcoskube_context_ca(r, &out, &len, err), DCOSKUBE_ERR_NOT_FOUND, &out, &len, NULL);
  CHECK_ROW_STR("absolute", dcoskube_error_subject(err), "/no/such/file");
  expect("none", dcoskube_context_token_secret(g, &out, NULL, err), DCOSKUBE_ERR_NOT_FOUND, &out, &len, NULL);
  expect("none", dcoskube_context_ca(g, &out, NULL, err), DCOSKUBE_ERR_NOT_FOUND, &out, &len, NULL);
  dcoskube_kubeconfig_free(kc);
  dcoskube_error_free(err);
  unit_dir_remove(dir);
}

#define PEM(label, body) "-----BEGIN " label "-----\n" body "\n-----END " label "-----\n"

static void test_entries(void) {
  static const struct {
    const char *name, *server;
    dcoskube_status status;
  } rows[] = {
      {"a", "https://x:6443", DCOSKUBE_OK},
      {"\xc3\xa9", "https://x/path", DCOSKUBE_OK},
      {"", "https://x", DCOSKUBE_ERR_INVALID},
      {"a\nb", "https://x", DCOSKUBE_ERR_INVALID},
      {"\x1b[1m", "https://x", DCOSKUBE_ERR_INVALID},
      {"\xff", "https://x", DCOSKUBE_ERR_INVALID},
      {"a", "http://x", DCOSKUBE_ERR_INVALID},
      {"a", "x", DCOSKUBE_ERR_INVALID},
      {"a", "https://u:secret@x", DCOSKUBE_ERR_INVALID},
  };
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_entry *entry = NULL;
  for (size_t i = 0; i < ROWS(rows); i++) {
    CHECK_ROW_STATUS(rows[i].name, dcoskube_entry_new(rows[i].name, rows[i].server, 0, &entry, err), rows[i].status);
    CHECK_ROW(rows[i].server, !strstr(dcoskube_error_message(err), "secret"));
    dcoskube_entry_free(entry);
    entry = NULL;
  }
  CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new("a", "https://x", 0, &entry, err), DCOSKUBE_OK);
  static const struct {
    const char *text;
    dcoskube_status status;
  } tokens[] = {{"tok\r\n ", DCOSKUBE_OK},       {" \n", DCOSKUBE_ERR_INVALID},  {"", DCOSKUBE_ERR_INVALID},
                {"a b", DCOSKUBE_ERR_INVALID},   {"a\nb", DCOSKUBE_ERR_INVALID}, {"\xc3\xa9", DCOSKUBE_ERR_INVALID},
                {"a\x7f", DCOSKUBE_ERR_INVALID}, {"ey.J-_~+/=", DCOSKUBE_OK}};
  for (size_t i = 0; i < ROWS(tokens); i++) {
    CHECK_ROW_STATUS(tokens[i].text, dcoskube_entry_set_token(entry, tokens[i].text, strlen(tokens[i].text), err),
                     tokens[i].status);
    CHECK_ROW(tokens[i].text, tokens[i].status == DCOSKUBE_OK || tokens[i].text[0] == '\0' ||
                                  !strstr(dcoskube_error_message(err), tokens[i].text));
  }
  static const struct {
    const char *text;
    dcoskube_status status;
  } cas[] = {{PEM("CERTIFICATE", "MIIB"), DCOSKUBE_OK},
             {"subject=x\n" PEM("X", "MIIB") PEM("CERTIFICATE", "MIIB"), DCOSKUBE_OK},
             {PEM("CERTIFICATE REQUEST", "MIIB"), DCOSKUBE_ERR_INVALID},
             {PEM("CERTIFICATE", "AAAA"), DCOSKUBE_ERR_INVALID},
             {PEM("CERTIFICATE", "!!!!"), DCOSKUBE_ERR_INVALID},
             {PEM("CERTIFICATE", ""), DCOSKUBE_ERR_INVALID},
             {"-----BEGIN CERTIFICATE-----\nMIIB\n", DCOSKUBE_ERR_INVALID},
             {"-----BEGIN ", DCOSKUBE_ERR_INVALID},
             {"MIIB", DCOSKUBE_ERR_INVALID}};
  for (size_t i = 0; i < ROWS(cas); i++)
    CHECK_ROW_STATUS(cas[i].text, dcoskube_entry_set_ca_data(entry, cas[i].text, strlen(cas[i].text), err),
                     cas[i].status);
  CU_ASSERT_EQUAL(dcoskube_entry_set_namespace(entry, "kube-system", err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set_namespace(entry, "Kube", err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_entry_set_namespace(entry, NULL, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set_tls_server_name(entry, "10.0.0.1", err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set_tls_server_name(entry, "a b", err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_entry_set_ca_file(entry, "/no/such/file", err), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_EQUAL(dcoskube_entry_set_token_file(entry, "/", err), DCOSKUBE_ERR_INVALID);
  dcoskube_entry_free(entry);
  dcoskube_error_free(err);
}

/* What a caller sees of recorded operations before any commit; a failed one leaves nothing. */
static void test_recorded(void) {
  dcoskube_kubeconfig *kc = parse(sample);
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_entry *entry = NULL;
  char *out = NULL;
  size_t len = 0;
  CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new("new", "https://new:6443", 0, &entry, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set_token(entry, "secret-1", 8, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_ACTIVATE, err), DCOSKUBE_OK);
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "new");
  const dcoskube_context *c = dcoskube_kubeconfig_find_context(kc, "new");
  CHECK_ROW_STR("server", dcoskube_context_server(c), "https://new:6443");
  expect("token", dcoskube_context_token_secret(c, &out, &len, err), DCOSKUBE_OK, &out, &len, "secret-1");
  CU_ASSERT_EQUAL(dcoskube_context_line(c), 0);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "zeta", err), DCOSKUBE_OK);
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "zeta");
  /* the same again is no conflict; another token is, and its value is not told */
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, 0, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_entry_set_token(entry, "secret-2", 8, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, 0, err), DCOSKUBE_ERR_EXISTS);
  CU_ASSERT_PTR_NOT_NULL(strstr(dcoskube_error_message(err), "user's token"));
  CU_ASSERT_PTR_NULL(strstr(dcoskube_error_message(err), "secret"));
  c = dcoskube_kubeconfig_find_context(kc, "new");
  expect("token", dcoskube_context_token_secret(c, &out, &len, err), DCOSKUBE_OK, &out, &len, "secret-1");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_OVERWRITE, err), DCOSKUBE_OK);
  c = dcoskube_kubeconfig_find_context(kc, "new");
  expect("token", dcoskube_context_token_secret(c, &out, &len, err), DCOSKUBE_OK, &out, &len, "secret-2");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "nowhere", err), DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STR("message", dcoskube_error_message(err), "no context exists with the name: \"nowhere\"");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_text_secret(kc, &out, &len, err), DCOSKUBE_OK);
  CU_ASSERT_PTR_NOT_NULL(strstr(out, "    token: secret-2\n"));
  CU_ASSERT_PTR_NULL(strstr(out, "secret-1"));
  CU_ASSERT_PTR_NOT_NULL(strstr(out, "# Überblick ☸\n"));
  dcoskube_free(out);
  dcoskube_entry_free(entry);
  dcoskube_error_free(err);
  dcoskube_kubeconfig_free(kc);
}

/* --- without memory --- */

static dcoskube_status sweep_parse(void *data) {
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_status status = dcoskube_kubeconfig_parse(data, strlen(data), "x", 0, &kc, NULL);
  dcoskube_kubeconfig_free(kc);
  return status;
}

static dcoskube_status fill(dcoskube_entry *entry) {
  static const char pem[] = PEM("CERTIFICATE", "MIIB");
  dcoskube_status status = dcoskube_entry_set_token(entry, "abc", 3, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_set_ca_data(entry, pem, sizeof pem - 1, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_set_namespace(entry, "ns", NULL);
  return status == DCOSKUBE_OK ? dcoskube_entry_set_tls_server_name(entry, "host", NULL) : status;
}

static dcoskube_status sweep_entry(void *data) {
  dcoskube_entry *entry = NULL;
  dcoskube_status status = dcoskube_entry_new(data, "https://x", 0, &entry, NULL);
  if (status == DCOSKUBE_OK)
    status = fill(entry);
  dcoskube_entry_free(entry);
  return status;
}

struct edit {
  dcoskube_kubeconfig *kc;
  dcoskube_entry *entry;
  char before[4096];
};

static void text_of(const dcoskube_kubeconfig *kc, char *dst, size_t size) {
  char *out = NULL;
  CU_ASSERT_EQUAL_FATAL(dcoskube_kubeconfig_text_secret(kc, &out, NULL, NULL), DCOSKUBE_OK);
  snprintf(dst, size, "%s|%s|%zu", out, dcoskube_kubeconfig_current(kc), dcoskube_kubeconfig_context_count(kc));
  dcoskube_free(out);
}

/* A set that fails leaves the object as it was: text, current context, contexts. */
static dcoskube_status sweep_set(void *data) {
  struct edit *edit = data;
  char after[4096];
  dcoskube_status status = dcoskube_kubeconfig_set(edit->kc, edit->entry,
                                                   DCOSKUBE_KUBECONFIG_OVERWRITE | DCOSKUBE_KUBECONFIG_ACTIVATE, NULL);
  if (status != DCOSKUBE_OK) {
    dk_alloc_fail_from(0);
    text_of(edit->kc, after, sizeof after);
    CHECK_ROW_STR("set", after, edit->before);
  }
  return status;
}

static dcoskube_status sweep_use(void *data) {
  struct edit *edit = data;
  return dcoskube_kubeconfig_use(edit->kc, "Alpha", NULL);
}

static dcoskube_status sweep_text(void *data) {
  struct edit *edit = data;
  char *out = NULL;
  dcoskube_status status = dcoskube_kubeconfig_text_secret(edit->kc, &out, NULL, NULL);
  dcoskube_free(out);
  return status;
}

static dcoskube_status sweep_ca(void *data) {
  struct edit *edit = data;
  char *out = NULL;
  dcoskube_status status = dcoskube_context_ca(dcoskube_kubeconfig_find_context(edit->kc, "zeta"), &out, NULL, NULL);
  dcoskube_free(out);
  return status;
}

static dcoskube_status sweep_token(void *data) {
  struct edit *edit = data;
  char *out = NULL;
  dcoskube_status status =
      dcoskube_context_token_secret(dcoskube_kubeconfig_find_context(edit->kc, "zeta"), &out, NULL, NULL);
  dcoskube_free(out);
  return status;
}

static void test_memory(void) {
  struct edit edit = {parse(sample), NULL, ""};
  char text[sizeof sample], name[] = "k";
  memcpy(text, sample, sizeof sample);
  CU_ASSERT(unit_sweep("parse", sweep_parse, text) > 10);
  char anchors[] = "a: &a [1]\nb: &b [*a, *a]\nc: \"\\u00e9\"\ncontexts: [{name: x, extra: *b}]\n";
  CU_ASSERT(unit_sweep("parse", sweep_parse, anchors) > 10);
  CU_ASSERT(unit_sweep("entry", sweep_entry, name) > 3);
  for (int existing = 0; existing < 2; existing++) {
    CU_ASSERT_EQUAL_FATAL(dcoskube_entry_new(existing ? "k" : "new", "https://x", 0, &edit.entry, NULL), DCOSKUBE_OK);
    CU_ASSERT_EQUAL_FATAL(fill(edit.entry), DCOSKUBE_OK);
    text_of(edit.kc, edit.before, sizeof edit.before);
    CU_ASSERT(unit_sweep("set", sweep_set, &edit) > 10);
    dcoskube_entry_free(edit.entry);
  }
  CU_ASSERT(unit_sweep("use", sweep_use, &edit) > 1);
  CU_ASSERT(unit_sweep("text", sweep_text, &edit) > 10);
  CU_ASSERT(unit_sweep("ca", sweep_ca, &edit) > 1);
  CU_ASSERT(unit_sweep("token", sweep_token, &edit) == 1);
  dcoskube_kubeconfig_free(edit.kc);
}

int main(void) {
  CU_TestInfo reading[] = {{"contexts", test_contexts},
                           {"nothing", test_nothing},
                           {"arguments", test_arguments},
                           {"refused texts", test_refused},
                           {"limits", test_limits},
                           {"credentials", test_credentials},
                           CU_TEST_INFO_NULL};
  CU_TestInfo editing[] = {{"entries", test_entries},
                           {"recorded operations", test_recorded},
                           {"without memory", test_memory},
                           CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {
      {"reading", NULL, NULL, NULL, NULL, reading}, {"editing", NULL, NULL, NULL, NULL, editing}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
