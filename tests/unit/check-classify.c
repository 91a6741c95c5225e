/* SPDX-License-Identifier: Apache-2.0 */
/* Is that Kubernetes?  Tables of answers, the measured ones among them. */
#include "unit/unit.h"

#include "check/classify.h"

#define STATUS(code, reason, message)                                                                                  \
  "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"" message           \
  "\",\"reason\":\"" reason "\",\"details\":{},\"code\":" code "}"
#define ANONYMOUS "forbidden: User \\\"system:anonymous\\\" cannot get path \\\"/version\\\""
#define GOOD "{\"major\":\"1\",\"minor\":\"20\",\"gitVersion\":\"v1.20.2\"}"

static void test_identity(void) {
  static const struct {
    const char *name;
    uint32_t status;
    const char *body;
    dk_said_kind kind;
    const char *version;
    const char *user;
  } rows[] = {
      {"1.20", 200, "{\n  \"major\": \"1\",\n  \"minor\": \"20\",\n  \"gitVersion\": \"v1.20.2\"\n}", DK_SAID_VERSION,
       "v1.20.2", ""},
      {"more keys", 200, "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.2\",\"emulationMajor\":\"1\"}",
       DK_SAID_VERSION, "v1.36.2", ""},
      {"eks", 200, "{\"major\":\"1\",\"minor\":\"29+\",\"gitVersion\":\"v1.29.0-eks-5e0fdde\"}", DK_SAID_VERSION,
       "v1.29.0-eks-5e0fdde", ""},
      {"k3s", 200, "{\"major\":\"1\",\"minor\":\"27\",\"gitVersion\":\"v1.27.3+k3s1\"}", DK_SAID_VERSION,
       "v1.27.3+k3s1", ""},
      {"no v", 200, "{\"major\":\"1\",\"minor\":\"20\",\"gitVersion\":\"1.20.2\"}", DK_SAID_OTHER, "", ""},
      {"two parts", 200, "{\"major\":\"1\",\"minor\":\"20\",\"gitVersion\":\"v1.20\"}", DK_SAID_OTHER, "", ""},
      {"no minor", 200, "{\"major\":\"1\",\"gitVersion\":\"v1.20.2\"}", DK_SAID_OTHER, "", ""},
      {"numbers", 200, "{\"major\":1,\"minor\":20,\"gitVersion\":\"v1.20.2\"}", DK_SAID_OTHER, "", ""},
      {"array", 200, "[" GOOD "]", DK_SAID_OTHER, "", ""},
      {"not 200", 201, GOOD, DK_SAID_OTHER, "", ""},
      {"trailing", 200, GOOD "x", DK_SAID_OTHER, "", ""},
      {"hostile", 200, "{\"major\":\"1\",\"minor\":\"20\",\"gitVersion\":\"v1.20.2\\u001b[31m\"}", DK_SAID_VERSION,
       "v1.20.2\\x1b[31m", ""},
      {"403", 403, STATUS("403", "Forbidden", ANONYMOUS), DK_SAID_STATUS, "", "system:anonymous"},
      {"403 by name", 403, STATUS("403", "Forbidden", "forbidden: User \\\"a\\\" cannot get path \\\"/\\\": RBAC"),
       DK_SAID_STATUS, "", "a"},
      {"401", 401, STATUS("401", "Unauthorized", "Unauthorized"), DK_SAID_STATUS, "", ""},
      {"503", 503, STATUS("503", "ServiceUnavailable", "x"), DK_SAID_STATUS, "", ""},
      {"another code", 401, STATUS("403", "Forbidden", ANONYMOUS), DK_SAID_OTHER, "", ""},
      {"another reason", 403, STATUS("403", "Teapot", "x"), DK_SAID_OTHER, "", ""},
      {"code as text", 403, STATUS("\"403\"", "Forbidden", "x"), DK_SAID_OTHER, "", ""},
      {"Status of success", 200, STATUS("200", "Forbidden", "x"), DK_SAID_OTHER, "", ""},
      {"no kind", 504, "{\"status\":\"Failure\",\"reason\":\"Timeout\",\"code\":504}", DK_SAID_OTHER, "", ""},
      {"kubelet", 401, "Unauthorized", DK_SAID_OTHER, "", ""},
      {"empty", 200, "", DK_SAID_OTHER, "", ""},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_said said;
    dk_classify(rows[i].status, 0, rows[i].body, strlen(rows[i].body), &said);
    CHECK_ROW(rows[i].name, said.kind == rows[i].kind);
    CHECK_ROW_STR(rows[i].name, said.version, rows[i].version);
    CHECK_ROW_STR(rows[i].name, said.user, rows[i].user);
  }
}

static void test_look(void) {
  static const struct {
    const char *body;
    size_t len;
    dk_said_look look;
  } rows[] = {
      {"", 0, DK_LOOK_NOTHING},      {" \r\n", 3, DK_LOOK_NOTHING},
      {" <html>", 7, DK_LOOK_HTML},  {"{\"a\":1}", 7, DK_LOOK_JSON},
      {"{\"a\":1", 6, DK_LOOK_TEXT}, {"ok", 2, DK_LOOK_TEXT},
      {"\0\0", 2, DK_LOOK_TEXT},     {"Client sent an HTTP request to an HTTPS server.\n", 48, DK_LOOK_WANTS_TLS}};
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_said said;
    dk_classify(200, 0, rows[i].body, rows[i].len, &said);
    CHECK_ROW(rows[i].body, said.kind == DK_SAID_OTHER && said.look == rows[i].look);
  }
}

static void test_health(void) {
  static const struct {
    const char *name;
    uint32_t status;
    const char *body;
    dk_health_kind kind;
    const char *failed;
    size_t count;
  } rows[] = {
      {"ok", 200, "ok", DK_HEALTH_OK, "", 0},
      {"ok and a line end", 200, "ok\n", DK_HEALTH_OK, "", 0},
      {"verbose", 200, "[+]ping ok\n[+]etcd ok\nreadyz check passed\n", DK_HEALTH_OK, "", 0},
      {"excluded", 200, "[+]etcd excluded: ok\nwarn: some\nreadyz check passed\n", DK_HEALTH_OK, "", 0},
      {"page", 200, "<html>ok</html>", DK_HEALTH_UNREADABLE, "", 0},
      {"okay", 200, "okay", DK_HEALTH_UNREADABLE, "", 0},
      {"etcd", 500, "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n", DK_HEALTH_FAILED, "etcd", 1},
      {"two", 500, "[-]shutdown failed: x\n[-]etcd failed: y\nhealthz check failed", DK_HEALTH_FAILED, "shutdown", 2},
      {"hostile", 500, "[-]a\033b failed: x\nreadyz check failed\n", DK_HEALTH_FAILED, "a\\x1bb", 1},
      {"a list that says failed with 200", 200, "[-]etcd failed: y\nreadyz check failed", DK_HEALTH_UNREADABLE, "", 0},
      {"500 of somebody", 500, "oops", DK_HEALTH_UNREADABLE, "", 0},
      {"503 page", 503, "<html>", DK_HEALTH_UNREADABLE, "", 0},
      {"503 Status", 503, STATUS("503", "ServiceUnavailable", "x"), DK_HEALTH_FAILED, "", 0},
      {"403 Status", 403, STATUS("403", "Forbidden", ANONYMOUS), DK_HEALTH_UNREADABLE, "", 0},
      {"empty", 200, "", DK_HEALTH_UNREADABLE, "", 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_health health;
    dk_classify_health(rows[i].status, 0, rows[i].body, strlen(rows[i].body), &health);
    CHECK_ROW(rows[i].name, health.kind == rows[i].kind);
    CHECK_ROW(rows[i].name, health.failed_count == rows[i].count);
    CHECK_ROW_STR(rows[i].name, health.failed[0], rows[i].failed);
  }
}

static void test_marks(void) {
  static const struct {
    const char *line;
    int mark;
  } lines[] = {{"Audit-Id: 1\r\n", 1},
               {"audit-id:", 1},
               {"X-Kubernetes-Pf-Flowschema-Uid: 1\r\n", 1},
               {"X-Kubernetes-Pf-Prioritylevel-Uid: 1\r\n", 1},
               {"Audit-I", 0},
               {"X-Audit-Id: 1", 0},
               {"", 0}};
  static const struct {
    const char *name;
    uint32_t status;
    int marked;
    const char *body;
    dk_said_kind kind;
  } rows[] = {{"429", 429, 0, "Too many requests, please try again later.\n", DK_SAID_STATUS},
              {"429 at the end", 429, 0, "The apiserver is shutting down, please try again later.\n", DK_SAID_STATUS},
              {"429 of somebody", 429, 0, "slow down", DK_SAID_OTHER},
              {"504 without kind", 504, 1, "{\"status\":\"Failure\",\"code\":504}", DK_SAID_STATUS},
              {"504 without a mark", 504, 0, "{\"status\":\"Failure\",\"code\":504}", DK_SAID_OTHER},
              {"500 text", 500, 1, "Internal Server Error: \"/version\": x", DK_SAID_STATUS},
              {"a mark alone", 200, 1, "ok", DK_SAID_OTHER},
              {"a mark on 404", 404, 1, "404 page not found", DK_SAID_OTHER}};
  for (size_t i = 0; i < ROWS(lines); i++)
    CHECK_ROW(lines[i].line, dk_is_mark(lines[i].line, strlen(lines[i].line)) == lines[i].mark);
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_said said;
    dk_health health;
    dk_classify(rows[i].status, rows[i].marked, rows[i].body, strlen(rows[i].body), &said);
    CHECK_ROW(rows[i].name, said.kind == rows[i].kind);
    dk_classify_health(rows[i].status, rows[i].marked, rows[i].body, strlen(rows[i].body), &health);
    if (rows[i].kind == DK_SAID_STATUS)
      CHECK_ROW(rows[i].name, health.kind == DK_HEALTH_FAILED);
  }
}

/* More failing checks than are kept. */
static void test_many(void) {
  char body[4096] = "";
  for (int i = 0; i < DK_HEALTH_CHECKS + 5; i++)
    snprintf(body + strlen(body), sizeof body - strlen(body), "[-]check-%d failed: reason withheld\n", i);
  snprintf(body + strlen(body), sizeof body - strlen(body), "readyz check failed\n");
  dk_health health;
  dk_classify_health(500, 0, body, strlen(body), &health);
  CU_ASSERT_EQUAL(health.failed_count, DK_HEALTH_CHECKS);
  CU_ASSERT_EQUAL(health.failed_more, 5);
}

int main(void) {
  CU_TestInfo tests[] = {
      {"identity", test_identity},        {"look", test_look}, {"health", test_health}, {"marks", test_marks},
      {"many failing checks", test_many}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"classify", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
