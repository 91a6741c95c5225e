/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, dates, durations. */
#include <time.h>

#include "unit/unit.h"

#include "core/time.h"

static void test_dates(void) {
  static const struct {
    const char *text;
    int64_t seconds;
  } rows[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T00:00:01Z", 1},
      {"1969-12-31T23:59:59Z", -1},
      {"1969-12-31T00:00:00Z", -86400},
      {"1999-12-31T23:59:59Z", 946684799},
      {"2000-02-29T00:00:00Z", 951782400},
      {"2000-03-01T00:00:00Z", 951868800},
      {"1900-02-28T23:59:59Z", -2203891201},
      {"1900-03-01T00:00:00Z", -2203891200},
      {"2024-02-29T12:00:00Z", 1709208000},
      {"2038-01-19T03:14:07Z", 2147483647},
      {"2038-01-19T03:14:08Z", 2147483648},
      {"2100-02-28T23:59:59Z", 4107542399},
      {"2100-03-01T00:00:00Z", 4107542400},
      {"2106-02-07T06:28:16Z", 4294967296},
      {"9999-12-31T23:59:59Z", 253402300799},
      {"0000-01-01T00:00:00Z", -62167219200},
      {"0000-02-29T00:00:00Z", -62162121600},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char text[DK_UTC_SIZE];
    dk_utc_print(text, rows[i].seconds);
    CHECK_ROW_STR(rows[i].text, text, rows[i].text);
    int year, month, day, hour, minute, second;
    CU_ASSERT_EQUAL_FATAL(sscanf(rows[i].text, "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second), 6);
    CHECK_ROW(rows[i].text, dk_utc_from_civil(year, month, day, hour, minute, second) == rows[i].seconds);
  }
  static const int64_t outside[] = {253402300800, INT64_MAX, -62167219201, INT64_MIN};
  for (size_t i = 0; i < ROWS(outside); i++) {
    char text[DK_UTC_SIZE];
    dk_utc_print(text, outside[i]);
    CHECK_ROW_STR("outside", text, outside[i] > 0 ? "9999-12-31T23:59:59Z" : "0000-01-01T00:00:00Z");
  }
}

/* Every day of 800 years, and the system's own calendar as the judge. */
static void test_every_day(void) {
  int bad = 0;
  for (int64_t day = -150000; day < 150000 && !bad; day++) {
    time_t seconds = (time_t)(day * 86400 + (day & 0xffff));
    struct tm tm;
    char ours[DK_UTC_SIZE], theirs[64];
    dk_utc_print(ours, (int64_t)seconds);
    gmtime_r(&seconds, &tm);
    strftime(theirs, sizeof theirs, "%Y-%m-%dT%H:%M:%SZ", &tm);
    bad = strcmp(ours, theirs) != 0 || dk_utc_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                                                         tm.tm_min, tm.tm_sec) != (int64_t)seconds;
    if (bad)
      CHECK_ROW_STR("day", ours, theirs);
  }
  CU_ASSERT(!bad);
}

static void test_clocks(void) {
  int64_t before = dk_now_us(), after = dk_now_us();
  CU_ASSERT(before >= 0 && after >= before);
  CU_ASSERT(dk_wall_s() > 1600000000);
}

static void test_durations(void) {
  static const struct {
    const char *text;
    dcoskube_status status;
    uint32_t ms;
  } rows[] = {
      {"0ms", DCOSKUBE_OK, 0},
      {"500ms", DCOSKUBE_OK, 500},
      {"1s", DCOSKUBE_OK, 1000},
      {"15m", DCOSKUBE_OK, 900000},
      {"4h", DCOSKUBE_OK, 14400000},
      {"49d", DCOSKUBE_OK, 4233600000u},
      {"007s", DCOSKUBE_OK, 7000},
      {"4294967295ms", DCOSKUBE_OK, UINT32_MAX},
      {"4294967296ms", DCOSKUBE_ERR_LIMIT, 0},
      {"4294968s", DCOSKUBE_ERR_LIMIT, 0},
      {"50d", DCOSKUBE_ERR_LIMIT, 0},
      {"99999999999999999999999d", DCOSKUBE_ERR_LIMIT, 0},
      {"", DCOSKUBE_ERR_PARSE, 0},
      {"15", DCOSKUBE_ERR_PARSE, 0},
      {"s", DCOSKUBE_ERR_PARSE, 0},
      {"1 s", DCOSKUBE_ERR_PARSE, 0},
      {" 1s", DCOSKUBE_ERR_PARSE, 0},
      {"1s ", DCOSKUBE_ERR_PARSE, 0},
      {"-1s", DCOSKUBE_ERR_PARSE, 0},
      {"+1s", DCOSKUBE_ERR_PARSE, 0},
      {"1.5s", DCOSKUBE_ERR_PARSE, 0},
      {"1,5s", DCOSKUBE_ERR_PARSE, 0},
      {"1S", DCOSKUBE_ERR_PARSE, 0},
      {"1M", DCOSKUBE_ERR_PARSE, 0},
      {"1sec", DCOSKUBE_ERR_PARSE, 0},
      {"1us", DCOSKUBE_ERR_PARSE, 0},
      {"1w", DCOSKUBE_ERR_PARSE, 0},
      {"1h30m", DCOSKUBE_ERR_PARSE, 0},
      {"\xef\xbc\x91s", DCOSKUBE_ERR_PARSE, 0},
  };
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint32_t ms = 77;
    CHECK_ROW_STATUS(rows[i].text, dcoskube_duration_parse(rows[i].text, &ms, err), rows[i].status);
    CHECK_ROW_STATUS(rows[i].text, dcoskube_error_status(err), rows[i].status);
    CHECK_ROW(rows[i].text, ms == (rows[i].status == DCOSKUBE_OK ? rows[i].ms : 77));
    CHECK_ROW(rows[i].text, (dcoskube_error_message(err)[0] == '\0') == (rows[i].status == DCOSKUBE_OK));
    CHECK_ROW_STATUS(rows[i].text, dcoskube_duration_parse(rows[i].text, &ms, NULL), rows[i].status);
  }
  uint32_t ms = 77;
  CU_ASSERT_EQUAL(dcoskube_duration_parse(NULL, &ms, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_duration_parse("1s", NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(ms, 77);
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo tests[] = {{"dates", test_dates},
                         {"every day", test_every_day},
                         {"clocks", test_clocks},
                         {"durations", test_durations},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"time", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
