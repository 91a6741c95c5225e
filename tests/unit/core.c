/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/unit.h"

static void test_status(void) {
  CU_ASSERT_STRING_EQUAL(dcoskube_status_name(DCOSKUBE_ERR_PARSE), "DCOSKUBE_ERR_PARSE");
  CU_ASSERT_STRING_EQUAL(dcoskube_status_name((dcoskube_status)999), "DCOSKUBE_ERR_UNKNOWN");
}

int main(void) {
  CU_TestInfo status[] = {{"names", test_status}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"status", NULL, NULL, NULL, NULL, status}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
