/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every unit program needs: checks that name the row, the allocation
 * sweep, and a main.  Link: libdcoskube-core.la, so hidden functions are
 * reachable.
 */
#ifndef DK_TESTS_UNIT_H
#define DK_TESTS_UNIT_H

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/Basic.h>

#include <dcoskube/dcoskube.h>

#include "core/alloc.h"

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

/* A check that prints which row of a table failed, and with what. */
#define CHECK_ROW(row, ok)                                                                                             \
  do {                                                                                                                 \
    int unit_ok_ = (ok) ? 1 : 0;                                                                                       \
    if (!unit_ok_)                                                                                                     \
      fprintf(stderr, "%s:%d: row \"%s\": %s\n", __FILE__, __LINE__, (row), #ok);                                      \
    CU_ASSERT(unit_ok_);                                                                                               \
  } while (0)

#define CHECK_ROW_STR(row, got, want)                                                                                  \
  do {                                                                                                                 \
    const char *unit_got_ = (got), *unit_want_ = (want);                                                               \
    int unit_same_ = strcmp(unit_got_, unit_want_) == 0;                                                               \
    if (!unit_same_)                                                                                                   \
      fprintf(stderr, "%s:%d: row \"%s\": got \"%s\", wanted \"%s\"\n", __FILE__, __LINE__, (row), unit_got_,          \
              unit_want_);                                                                                             \
    CU_ASSERT(unit_same_);                                                                                             \
  } while (0)

#define CHECK_ROW_STATUS(row, got, want) CHECK_ROW_STR(row, dcoskube_status_name(got), dcoskube_status_name(want))

/*
 * Run an operation again and again, failing its n-th allocation for n = 1, 2,
 * ... until it succeeds.  The operation returns a status, must leave no memory
 * behind on failure (the sanitizers and valgrind look), and may fail with
 * NO_MEMORY only.  Returns how many allocations it makes.
 */
static inline size_t unit_sweep(const char *name, dcoskube_status (*operation)(void *), void *data) {
  for (size_t n = 1; n < 100000; n++) {
    dk_alloc_fail_from(n);
    dcoskube_status status = operation(data);
    dk_alloc_fail_from(0);
    if (status == DCOSKUBE_OK)
      return n - 1;
    CHECK_ROW_STATUS(name, status, DCOSKUBE_ERR_NO_MEMORY);
    if (status != DCOSKUBE_ERR_NO_MEMORY)
      return 0;
  }
  CU_FAIL("the sweep does not end");
  return 0;
}

/*
 * Run the suites of a program, in the locale of the environment (which must
 * not matter), and close with one line: how many tests, checks and failures.
 */
static inline int unit_main(CU_SuiteInfo *suites) {
  setlocale(LC_ALL, "");
  if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS)
    return 99;
  CU_basic_set_mode(CU_BRM_NORMAL);
  CU_ErrorCode code = CU_basic_run_tests();
  unsigned failed = CU_get_number_of_failures() + CU_get_number_of_suites_failed();
  unsigned ran = CU_get_number_of_asserts();
  printf("%u tests, %u checks, %u failed, decimal point '%s'\n", CU_get_number_of_tests_run(), ran, failed,
         localeconv()->decimal_point);
  CU_cleanup_registry();
  return code != CUE_SUCCESS || ran == 0 ? 99 : failed != 0;
}

#endif
