/* SPDX-License-Identifier: Apache-2.0 */
/* The list of findings. */
#include "unit/unit.h"

#include "core/findings.h"

static dcoskube_status collect(void *data) {
  dcoskube_findings *list = dk_findings_new();
  dcoskube_status status = list ? DCOSKUBE_OK : DCOSKUBE_ERR_NO_MEMORY;
  dk_finding finding = {DCOSKUBE_SEVERITY_DANGER, "code", "sub\nject", "what", "do", 2, 3};
  for (int i = 0; i < 20 && status == DCOSKUBE_OK; i++)
    status = dk_findings_add(list, &finding, data);
  if (status == DCOSKUBE_OK) {
    CU_ASSERT_EQUAL(dcoskube_findings_count(list), 20);
    CU_ASSERT_EQUAL(dcoskube_findings_severity(list, 19), DCOSKUBE_SEVERITY_DANGER);
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_code(list, 19), "code");
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_subject(list, 19), "sub\\nject");
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_message(list, 19), "what");
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_remedy(list, 19), "do");
    CU_ASSERT_EQUAL(dcoskube_findings_line(list, 19), 2);
    CU_ASSERT_EQUAL(dcoskube_findings_column(list, 19), 3);
  }
  dcoskube_findings_free(list);
  return status;
}

static void test_findings(void) {
  dcoskube_findings *list = dk_findings_new();
  dk_finding bare = {DCOSKUBE_SEVERITY_WARNING, NULL, NULL, NULL, NULL, 0, 0};
  CU_ASSERT_EQUAL(dk_findings_add(list, &bare, NULL), DCOSKUBE_OK);
  const dcoskube_findings *lists[] = {list, list, NULL};
  static const size_t indexes[] = {1, SIZE_MAX, 0};
  CU_ASSERT_STRING_EQUAL(dcoskube_findings_message(list, 0), "");
  for (size_t i = 0; i < ROWS(lists); i++) { /* no such finding */
    CU_ASSERT_EQUAL(dcoskube_findings_severity(lists[i], indexes[i]), DCOSKUBE_SEVERITY_NOTE);
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_code(lists[i], indexes[i]), "");
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_subject(lists[i], indexes[i]), "");
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_message(lists[i], indexes[i]), "");
    CU_ASSERT_STRING_EQUAL(dcoskube_findings_remedy(lists[i], indexes[i]), "");
    CU_ASSERT_EQUAL(dcoskube_findings_line(lists[i], indexes[i]), 0);
    CU_ASSERT_EQUAL(dcoskube_findings_column(lists[i], indexes[i]), 0);
  }
  CU_ASSERT_EQUAL(dcoskube_findings_count(NULL), 0);
  dcoskube_findings_free(list);
  dcoskube_findings_free(NULL);
  CU_ASSERT(unit_sweep("findings", collect, NULL) > 80);

  static const char *const words[] = {"unknown", "note", "warning", "error", "danger", "unknown"};
  for (size_t i = 0; i < ROWS(words); i++)
    CHECK_ROW_STR(words[i], dcoskube_severity_name((dcoskube_severity)i), words[i]);
}

int main(void) {
  CU_TestInfo tests[] = {{"findings", test_findings}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"findings", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
