/* SPDX-License-Identifier: Apache-2.0 */
/* Targets that come from a kubeconfig: what is taken from it, and what is refused. */
#include "unit/unit.h"

#include <unistd.h>

#include "unit/server.h"

static server api;

#define HEAD                                                                                                           \
  "apiVersion: v1\nkind: Config\ncurrent-context: c\n"                                                                 \
  "contexts:\n- name: c\n  context: {cluster: c, user: u}\n"
#define CLUSTER "clusters:\n- name: c\n  cluster:\n    server: "
#define USER "users:\n- name: u\n  user:\n"

/* URL, CERT and KEY stand for the server's. */
static char *expand(const char *text) {
  static const char *const words[] = {"@URL@", "@CERT@", "@KEY@"};
  const char *const values[] = {api.url, api.cert, api.key};
  char *out = calloc(1, 8192);
  CU_ASSERT_PTR_NOT_NULL_FATAL(out);
  for (size_t used = 0; *text;) {
    size_t i = 0;
    while (i < ROWS(words) && strncmp(text, words[i], strlen(words[i])) != 0)
      i++;
    if (i == ROWS(words)) {
      out[used++] = *text++;
      continue;
    }
    memcpy(out + used, values[i], strlen(values[i]));
    used += strlen(values[i]);
    text += strlen(words[i]);
  }
  return out;
}

static dcoskube_kubeconfig *load(const char *text) {
  dcoskube_kubeconfig *kubeconfig = NULL;
  char *full = expand(text);
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_status status = dcoskube_kubeconfig_parse(full, strlen(full), "test", 0, &kubeconfig, err);
  CHECK_ROW_STR(text, dcoskube_error_message(err), "");
  CU_ASSERT_EQUAL_FATAL(status, DCOSKUBE_OK);
  dcoskube_error_free(err);
  free(full);
  return kubeconfig;
}

typedef struct row {
  const char *name;
  const char *text;
  dcoskube_status status;
  dcoskube_verdict verdict;
  dcoskube_credential credential;
} row;

static const row rows[] = {
    {"anonymous", HEAD CLUSTER "@URL@\n    certificate-authority: @CERT@\n" USER "    username: x\n", DCOSKUBE_OK,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NONE},
    {"token", HEAD CLUSTER "@URL@\n    certificate-authority: @CERT@\n" USER "    token: abc\n", DCOSKUBE_OK,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_TOKEN},
    {"certificate",
     HEAD CLUSTER "@URL@\n    certificate-authority: @CERT@\n" USER
                  "    client-certificate: @CERT@\n    client-key: @KEY@\n",
     DCOSKUBE_OK, DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_CERTIFICATE},
    {"exec",
     HEAD CLUSTER "@URL@\n    certificate-authority: @CERT@\n" USER
                  "    exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/false}\n",
     DCOSKUBE_OK, DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NOT_RUN},
    {"insecure", HEAD CLUSTER "@URL@\n    insecure-skip-tls-verify: true\n" USER "    token: abc\n", DCOSKUBE_OK,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_WITHHELD},
    {"server name",
     HEAD CLUSTER "@URL@\n    certificate-authority: @CERT@\n    tls-server-name: unit.example\n" USER
                  "    token: abc\n",
     DCOSKUBE_OK, DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_TOKEN},
    {"wrong server name",
     HEAD CLUSTER "@URL@\n    certificate-authority: @CERT@\n    tls-server-name: other.example\n" USER
                  "    token: abc\n",
     DCOSKUBE_OK, DCOSKUBE_VERDICT_NAME_MISMATCH, DCOSKUBE_CREDENTIAL_TOKEN},
    {"no cluster", HEAD USER "    token: abc\n", DCOSKUBE_ERR_NOT_FOUND, DCOSKUBE_VERDICT_HEALTHY,
     DCOSKUBE_CREDENTIAL_NONE},
    {"http", HEAD CLUSTER "http://a.example\n", DCOSKUBE_ERR_INVALID, DCOSKUBE_VERDICT_HEALTHY,
     DCOSKUBE_CREDENTIAL_NONE},
    {"missing CA", HEAD CLUSTER "@URL@\n    certificate-authority: /no/such\n", DCOSKUBE_ERR_NOT_FOUND,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NONE},
    {"CA without a certificate", HEAD CLUSTER "@URL@\n    certificate-authority: @KEY@\n", DCOSKUBE_ERR_INVALID,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NONE},
    {"CA is a directory", HEAD CLUSTER "@URL@\n    certificate-authority: /\n", DCOSKUBE_ERR_INVALID,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NONE},
    {"missing token file", HEAD CLUSTER "@URL@\n" USER "    tokenFile: /no/such\n", DCOSKUBE_ERR_NOT_FOUND,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NONE},
    {"certificate without key", HEAD CLUSTER "@URL@\n" USER "    client-certificate: @CERT@\n", DCOSKUBE_ERR_INVALID,
     DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_CREDENTIAL_NONE},
};

static void judge(const row *r, dcoskube_check *check) {
  dcoskube_result *result = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_next(check, 20000, &result, NULL), DCOSKUBE_OK);
  CU_ASSERT_PTR_NOT_NULL_FATAL(result);
  CHECK_ROW_STR(r->name, dcoskube_verdict_name(dcoskube_result_verdict(result)), dcoskube_verdict_name(r->verdict));
  CHECK_ROW_STR(r->name, dcoskube_credential_name(dcoskube_result_credential(result)),
                dcoskube_credential_name(r->credential));
  CHECK_ROW_STR(r->name, dcoskube_result_context(result), "c");
  CHECK_ROW_STR(r->name, dcoskube_result_target(result), api.url);
  dcoskube_result_free(result);
}

static void test_contexts(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    dcoskube_kubeconfig *kubeconfig = load(rows[i].text);
    dcoskube_check *check = NULL;
    CU_ASSERT_EQUAL_FATAL(dcoskube_check_new(0, &check, NULL), DCOSKUBE_OK);
    int with_error = i % 2 == 0; /* it must not matter whether the caller wants one */
    CHECK_ROW_STATUS(rows[i].name,
                     dcoskube_check_add_context(check, kubeconfig, i % 3 ? "c" : NULL, NULL, with_error ? err : NULL),
                     rows[i].status);
    dcoskube_kubeconfig_free(kubeconfig); /* read during the call only */
    CHECK_ROW(rows[i].name, dcoskube_check_target_count(check) == (rows[i].status == DCOSKUBE_OK));
    if (with_error)
      CHECK_ROW(rows[i].name, (dcoskube_error_message(err)[0] == '\0') == (rows[i].status == DCOSKUBE_OK));
    if (rows[i].status == DCOSKUBE_OK)
      judge(&rows[i], check);
    dcoskube_check_free(check);
  }
  dcoskube_error_free(err);
}

static void test_names(void) {
  dcoskube_check *check = NULL;
  dcoskube_kubeconfig *kubeconfig = load("apiVersion: v1\nkind: Config\n");
  CU_ASSERT_EQUAL_FATAL(dcoskube_check_new(0, &check, NULL), DCOSKUBE_OK);
  CHECK_ROW_STATUS("none", dcoskube_check_add_context(check, kubeconfig, "x", NULL, NULL), DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STATUS("no current", dcoskube_check_add_context(check, kubeconfig, NULL, NULL, NULL),
                   DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STATUS("NULL", dcoskube_check_add_context(check, NULL, "x", NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT);
  dcoskube_kubeconfig_free(kubeconfig);
  dcoskube_check_free(check);
}

static dcoskube_status add(void *data) {
  dcoskube_check *check = NULL;
  dcoskube_status status = dcoskube_check_new(0, &check, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_check_add_context(check, data, NULL, NULL, NULL);
  dcoskube_check_free(check);
  return status;
}

static void test_sweep(void) {
  for (size_t i = 0; i < ROWS(rows); i++) {
    if (rows[i].status != DCOSKUBE_OK)
      continue;
    dcoskube_kubeconfig *kubeconfig = load(rows[i].text);
    CHECK_ROW(rows[i].name, unit_sweep(rows[i].name, add, kubeconfig) > 3);
    dcoskube_kubeconfig_free(kubeconfig);
  }
}

static int set_up(void) {
  return server_start(&api) ? 0 : 1;
}

static int clean_up(void) {
  server_stop(&api);
  return 0;
}

int main(void) {
  CU_TestInfo tests[] = {{"contexts", test_contexts}, {"names", test_names}, {"sweep", test_sweep}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"check of contexts", set_up, clean_up, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
