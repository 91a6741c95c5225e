/* SPDX-License-Identifier: Apache-2.0 */
/* Every operation of the check with its n-th allocation failing, from the target to the JSON. */
#include "unit/unit.h"

#include <unistd.h>

#include "unit/server.h"

static server api, stranger;
static char token[UNIT_PATH + 16];

typedef struct scenario {
  const char *name;
  const server *at;
  int with_identity;
  int insecure;
  dcoskube_verdict verdict;
} scenario;

static dcoskube_status prepare(const scenario *s, dcoskube_check *check) {
  dcoskube_target *target = NULL;
  dcoskube_status status = dcoskube_check_set_ca_file(check, api.cert, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_check_add_url(check, s->at->url, &target, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_target_set_ca_file(target, api.cert, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_target_set_token_file(target, token, NULL);
  if (status == DCOSKUBE_OK && s->with_identity)
    status = dcoskube_target_set_client_certificate(target, api.cert, api.key, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_target_set_server_name(target, "unit.example", NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_target_set_connect_to(target, "127.0.0.1", s->at->port, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_target_set_insecure(target, s->insecure, NULL);
  return status == DCOSKUBE_OK ? dcoskube_check_start(check, NULL) : status;
}

static dcoskube_status whole(void *data) {
  const scenario *s = data;
  dcoskube_check *check = NULL;
  dcoskube_result *result = NULL;
  char *json = NULL;
  dcoskube_status status = dcoskube_check_new(0, &check, NULL);
  if (status == DCOSKUBE_OK)
    status = prepare(s, check);
  while (status == DCOSKUBE_OK && !result)
    status = dcoskube_check_next(check, 20000, &result, NULL);
  if (status == DCOSKUBE_OK) {
    CHECK_ROW_STR(s->name, dcoskube_verdict_name(dcoskube_result_verdict(result)), dcoskube_verdict_name(s->verdict));
    status = dcoskube_result_json(result, 0, &json, NULL, NULL);
  }
  dcoskube_free(json);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
  return status;
}

static void test_sweep(void) {
  static scenario rows[] = {{"healthy", &api, 1, 0, DCOSKUBE_VERDICT_HEALTHY},
                            {"untrusted", &stranger, 1, 0, DCOSKUBE_VERDICT_UNTRUSTED},
                            {"insecure", &stranger, 0, 1, DCOSKUBE_VERDICT_HEALTHY}};
  for (size_t i = 0; i < ROWS(rows); i++)
    CHECK_ROW(rows[i].name, unit_sweep(rows[i].name, whole, &rows[i]) > 20);
  CU_ASSERT_EQUAL(stranger.tokens, 0);
  CU_ASSERT_EQUAL(stranger.certificates, 0);
}

/* A call that failed for want of memory can be made again, and no result is lost. */
static void test_again(void) {
  dcoskube_check *check = NULL;
  dcoskube_result *result = NULL;
  scenario s = {"again", &api, 1, 0, DCOSKUBE_VERDICT_HEALTHY};
  CU_ASSERT_EQUAL_FATAL(dcoskube_check_new(0, &check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(prepare(&s, check), DCOSKUBE_OK);
  for (size_t n = 1; !result && n < 10000; n++) {
    dk_alloc_fail_from(n);
    dcoskube_status status = dcoskube_check_next(check, 20000, &result, NULL);
    dk_alloc_fail_from(0);
    CHECK_ROW("again", status == DCOSKUBE_OK || status == DCOSKUBE_ERR_NO_MEMORY);
  }
  CU_ASSERT_EQUAL(dcoskube_result_verdict(result), DCOSKUBE_VERDICT_HEALTHY);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
}

static int set_up(void) {
  if (!server_start(&api) || !server_start(&stranger))
    return 1;
  snprintf(token, sizeof token, "%s/token", api.dir);
  FILE *file = fopen(token, "w");
  return !file || fputs("abc\n", file) < 0 || fclose(file) != 0;
}

static int clean_up(void) {
  unlink(token);
  server_stop(&api);
  server_stop(&stranger);
  return 0;
}

int main(void) {
  CU_TestInfo tests[] = {{"sweep", test_sweep}, {"again", test_again}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"check without memory", set_up, clean_up, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
