/* SPDX-License-Identifier: Apache-2.0 */
/* The ground floor: status, error, allocation, characters and numbers, builder, reader, version. */
#include <errno.h>
#include <limits.h>

#include "unit/unit.h"

#include "core/buf.h"
#include "core/error.h"
#include "core/reader.h"
#include "core/str.h"

static void test_status(void) {
  for (int i = 0; i <= DCOSKUBE_ERR_INTERNAL; i++) {
    const char *name = dcoskube_status_name((dcoskube_status)i);
    CHECK_ROW(name, dk_starts_with(name, i == 0 ? "DCOSKUBE_OK" : "DCOSKUBE_ERR_"));
    CHECK_ROW(name, strcmp(name, "DCOSKUBE_ERR_UNKNOWN") != 0);
    CHECK_ROW(name, strcmp(dcoskube_strerror((dcoskube_status)i), "unknown status") != 0);
    for (int j = 0; j < i; j++)
      CHECK_ROW(name, strcmp(name, dcoskube_status_name((dcoskube_status)j)) != 0);
  }
  static const int unknown[] = {-1, DCOSKUBE_ERR_INTERNAL + 1, 999, INT_MAX, INT_MIN};
  for (size_t i = 0; i < ROWS(unknown); i++) {
    CU_ASSERT_STRING_EQUAL(dcoskube_status_name((dcoskube_status)unknown[i]), "DCOSKUBE_ERR_UNKNOWN");
    CU_ASSERT_STRING_EQUAL(dcoskube_strerror((dcoskube_status)unknown[i]), "unknown status");
  }
  CU_ASSERT_STRING_EQUAL(dcoskube_status_name(DCOSKUBE_ERR_PARSE), "DCOSKUBE_ERR_PARSE");
}

static void check_empty(const dcoskube_error *err) {
  CU_ASSERT_EQUAL(dcoskube_error_status(err), DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_message(err), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_error_remedy(err), "");
  CU_ASSERT_EQUAL(dcoskube_error_line(err), 0);
  CU_ASSERT_EQUAL(dcoskube_error_column(err), 0);
  CU_ASSERT_EQUAL(dcoskube_error_errno(err), 0);
}

static void test_error(void) {
  dcoskube_error *err = dcoskube_error_new();
  CU_ASSERT_PTR_NOT_NULL_FATAL(err);
  check_empty(err);
  check_empty(NULL);
  dcoskube_error_free(NULL);
  dcoskube_free(NULL);

  CU_ASSERT_EQUAL(dk_fail_at(err, DCOSKUBE_ERR_PARSE, "a\nfile", 3, 14, "%s at %d", "bad\tthing", 7),
                  DCOSKUBE_ERR_PARSE);
  dk_error_set_remedy(err, "mend %s", "\x1b[31mit");
  CU_ASSERT_EQUAL(dcoskube_error_status(err), DCOSKUBE_ERR_PARSE);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_message(err), "bad\\tthing at 7");
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "a\\nfile");
  CU_ASSERT_STRING_EQUAL(dcoskube_error_remedy(err), "mend \\x1b[31mit");
  CU_ASSERT_EQUAL(dcoskube_error_line(err), 3);
  CU_ASSERT_EQUAL(dcoskube_error_column(err), 14);
  dk_error_set_subject(err, "other");
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "other");

  /* the next failure leaves nothing of the last one */
  CU_ASSERT_EQUAL(dk_fail(err, DCOSKUBE_ERR_INVALID, NULL, "second"), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_error_remedy(err), "");
  CU_ASSERT_EQUAL(dcoskube_error_line(err), 0);
  dk_error_reset(err);
  check_empty(err);
  dk_error_reset(NULL);

  /* nobody listens */
  CU_ASSERT_EQUAL(dk_fail(NULL, DCOSKUBE_ERR_IO, "x", "y"), DCOSKUBE_ERR_IO);
  CU_ASSERT_EQUAL(dk_fail_at(NULL, DCOSKUBE_ERR_PARSE, "x", 1, 1, "y"), DCOSKUBE_ERR_PARSE);
  CU_ASSERT_EQUAL(dk_fail_errno(NULL, ENOENT, "x", "y"), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_EQUAL(dk_no_memory(NULL), DCOSKUBE_ERR_NO_MEMORY);
  dk_error_set_remedy(NULL, "x");
  dk_error_set_subject(NULL, "x");
  dcoskube_error_free(err);
}

/* Nothing is allocated while something fails. */
static void test_error_without_memory(void) {
  dcoskube_error *err = dcoskube_error_new();
  dk_alloc_fail_from(1);
  CU_ASSERT_PTR_NULL(dcoskube_error_new());
  CU_ASSERT_EQUAL(dk_alloc_count(), 1);
  dk_no_memory(err);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_message(err), "out of memory");
  dk_fail_errno(err, EACCES, "file", "cannot open");
  dk_error_set_remedy(err, "x");
  CU_ASSERT_EQUAL(dk_alloc_count(), 1);
  dk_alloc_fail_from(0);
  dcoskube_error_free(err);
}

static void test_error_cut(void) {
  dcoskube_error *err = dcoskube_error_new();
  char text[3000]; /* of two-byte characters, so that every cut could split one */
  for (size_t i = 0; i + 2 < sizeof text; i += 2)
    memcpy(text + i, "\xc3\xa4", 3);
  for (size_t skip = 0; skip < 2; skip++) {
    dk_fail(err, DCOSKUBE_ERR_INVALID, text + 2 * skip, "%s%s", skip ? "x" : "", text);
    dk_error_set_remedy(err, "%s%s", skip ? "x" : "", text);
    const char *parts[] = {dcoskube_error_message(err), dcoskube_error_subject(err), dcoskube_error_remedy(err)};
    for (size_t i = 0; i < ROWS(parts); i++) {
      size_t len = strlen(parts[i]);
      CHECK_ROW("cut", len <= 511 && len > 505);
      CHECK_ROW("ellipsis", strcmp(parts[i] + len - 3, "\xe2\x80\xa6") == 0);
      CHECK_ROW("no escape", strchr(parts[i], '\\') == NULL);
    }
  }
  dcoskube_error_free(err);
}

static void test_errno(void) {
  static const struct {
    const char *name;
    int sys_errno;
    dcoskube_status status;
    const char *message;
  } rows[] = {
      {"ENOENT", ENOENT, DCOSKUBE_ERR_NOT_FOUND, "cannot x: No such file or directory"},
      {"ENOTDIR", ENOTDIR, DCOSKUBE_ERR_NOT_FOUND, "cannot x: Not a directory"},
      {"EACCES", EACCES, DCOSKUBE_ERR_PERMISSION, "cannot x: Permission denied"},
      {"EPERM", EPERM, DCOSKUBE_ERR_PERMISSION, "cannot x: Operation not permitted"},
      {"EROFS", EROFS, DCOSKUBE_ERR_PERMISSION, "cannot x: Read-only file system"},
      {"ENOMEM", ENOMEM, DCOSKUBE_ERR_NO_MEMORY, "cannot x: Cannot allocate memory"},
      {"EEXIST", EEXIST, DCOSKUBE_ERR_EXISTS, "cannot x: File exists"},
      {"ENOSPC", ENOSPC, DCOSKUBE_ERR_IO, "cannot x: No space left on device"},
      {"none such", 100000, DCOSKUBE_ERR_IO, "cannot x: unknown error of the operating system"},
  };
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    CHECK_ROW_STATUS(rows[i].name, dk_fail_errno(err, rows[i].sys_errno, "f", "cannot x"), rows[i].status);
    CHECK_ROW_STR(rows[i].name, dcoskube_error_message(err), rows[i].message);
    CHECK_ROW(rows[i].name, dcoskube_error_errno(err) == rows[i].sys_errno);
  }
  dcoskube_error_free(err);
}

static void test_alloc(void) {
  void *p = dk_malloc(0), *q = dk_calloc(0, 0);
  CU_ASSERT_PTR_NOT_NULL(p);
  CU_ASSERT_PTR_NOT_NULL(q);
  p = dk_realloc(p, 0, 8);
  CU_ASSERT_PTR_NOT_NULL(p);
  volatile size_t huge = SIZE_MAX; /* volatile, so that no compiler warns about what is meant */
  CU_ASSERT_PTR_NULL(dk_realloc(p, huge / 2, 3));
  CU_ASSERT_PTR_NULL(dk_memdup("", huge));
  dk_free(p);
  dk_free(q);
  dk_free(NULL);
  dk_free_secret(NULL, 10);
  dk_free_secret_str(NULL);
  dk_free_secret_str(dk_strdup("secret"));
  CU_ASSERT_PTR_NULL(dk_strdup(NULL));
  char *copy = dk_memdup("a\0b", 3);
  CU_ASSERT_EQUAL(memcmp(copy, "a\0b", 4), 0);
  dk_free(copy);
  copy = dk_memdup(NULL, 0);
  CU_ASSERT_STRING_EQUAL(copy, "");
  dk_free(copy);
}

static void test_grow(void) {
  int *array = NULL;
  size_t capacity = 0;
  for (size_t i = 0; i < 1000; i++) {
    CU_ASSERT_FATAL(dk_grow((void **)&array, i, &capacity, sizeof *array));
    array[i] = (int)i;
  }
  CU_ASSERT_EQUAL(array[999], 999);
  CU_ASSERT_EQUAL(capacity, 1024);
  int *before = array;
  dk_alloc_fail_from(1);
  CU_ASSERT_EQUAL(dk_grow((void **)&array, 1024, &capacity, sizeof *array), 0);
  dk_alloc_fail_from(0);
  CU_ASSERT_PTR_EQUAL(array, before);
  CU_ASSERT_EQUAL(capacity, 1024);
  size_t most = SIZE_MAX / 2 + 1;
  CU_ASSERT_EQUAL(dk_grow((void **)&array, most, &most, 1), 0);
  dk_free(array);
}

static void test_characters(void) {
  for (int i = CHAR_MIN; i <= CHAR_MAX; i++) {
    char c = (char)i, name[12];
    snprintf(name, sizeof name, "%d", i);
    int digit = i >= '0' && i <= '9', upper = i >= 'A' && i <= 'Z', lower = i >= 'a' && i <= 'z';
    CHECK_ROW(name, dk_is_digit(c) == digit);
    CHECK_ROW(name, dk_is_alpha(c) == (upper || lower));
    CHECK_ROW(name, dk_is_alnum(c) == (digit || upper || lower));
    CHECK_ROW(name, dk_lower(c) == (upper ? (char)(c + 32) : c));
    CHECK_ROW(name, dk_upper(c) == (lower ? (char)(c - 32) : c));
  }
  char text[] = "AbC-\xc4 1Z"; /* the byte above ASCII stays, whatever the locale */
  dk_lower_str(text);
  CU_ASSERT_STRING_EQUAL(text, "abc-\xc4 1z");
  CU_ASSERT(dk_equal_nocase("HTTPS", "https") && dk_equal_nocase("", ""));
  CU_ASSERT(!dk_equal_nocase("a", "ab") && !dk_equal_nocase("ab", "a") && !dk_equal_nocase("[", "{"));
  CU_ASSERT(dk_starts_with("abc", "ab") && dk_starts_with("abc", "") && !dk_starts_with("ab", "abc"));
  CU_ASSERT(dk_all_of("aab", 3, "ab") && dk_all_of("", 0, "") && !dk_all_of("abc", 3, "ab"));
  CU_ASSERT(!dk_all_of("a\0b", 3, "ab"));
}

static void test_numbers(void) {
  static const struct {
    const char *text;
    uint64_t max;
    int ok;
    uint64_t value;
  } rows[] = {
      {"0", 10, 1, 0},
      {"007", 10, 1, 7},
      {"10", 10, 1, 10},
      {"11", 10, 0, 0},
      {"", 10, 0, 0},
      {"-1", 10, 0, 0},
      {"+1", 10, 0, 0},
      {" 1", 10, 0, 0},
      {"1 ", 10, 0, 0},
      {"0x1", 10, 0, 0},
      {"1.0", 10, 0, 0},
      {"18446744073709551615", UINT64_MAX, 1, UINT64_MAX},
      {"18446744073709551616", UINT64_MAX, 0, 0},
      {"99999999999999999999", UINT64_MAX, 0, 0},
      {"000000000000000000001", UINT64_MAX, 0, 0}, /* 21 digits */
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint64_t value = 42;
    CHECK_ROW(rows[i].text, dk_parse_u64(rows[i].text, strlen(rows[i].text), rows[i].max, &value) == rows[i].ok);
    CHECK_ROW(rows[i].text, value == (rows[i].ok ? rows[i].value : 42));
  }
  static const uint64_t printed[] = {0, 9, 10, 4294967296u, UINT64_MAX};
  for (size_t i = 0; i < ROWS(printed); i++) {
    char ours[21], theirs[32];
    snprintf(theirs, sizeof theirs, "%llu", (unsigned long long)printed[i]);
    CHECK_ROW(theirs, dk_print_u64(ours, printed[i]) == strlen(theirs));
    CHECK_ROW_STR(theirs, ours, theirs);
  }
}

static void test_reader(void) {
  dk_reader reader;
  dk_reader_init(&reader, "ab12:rest", 9);
  CU_ASSERT_EQUAL(dk_reader_peek(&reader), 'a');
  CU_ASSERT(!dk_reader_word(&reader, "ab13") && !dk_reader_word(&reader, "ab12:rest and more"));
  CU_ASSERT(dk_reader_word(&reader, "ab") && dk_reader_word(&reader, ""));
  dk_span span = dk_reader_while(&reader, dk_is_digit);
  CU_ASSERT(span.len == 2 && memcmp(span.data, "12", 2) == 0);
  CU_ASSERT_EQUAL(dk_reader_while(&reader, dk_is_digit).len, 0);
  CU_ASSERT(!dk_reader_char(&reader, ';') && dk_reader_char(&reader, ':'));
  span = dk_reader_until(&reader, 't');
  CU_ASSERT(span.len == 3 && dk_reader_peek(&reader) == 't');
  CU_ASSERT_EQUAL(dk_reader_until(&reader, 'z').len, 1);
  CU_ASSERT(dk_reader_end(&reader) && dk_reader_peek(&reader) == '\0');
  CU_ASSERT(!dk_reader_char(&reader, '\0') && !dk_reader_word(&reader, "x"));
  CU_ASSERT_EQUAL(dk_reader_rest(&reader).len, 0);

  dk_reader_init(&reader, "\0x", 2); /* a NUL is a byte as any other */
  CU_ASSERT(!dk_reader_end(&reader) && dk_reader_char(&reader, '\0') && dk_reader_char(&reader, 'x'));
  dk_reader_init(&reader, NULL, 0);
  CU_ASSERT(dk_reader_end(&reader) && dk_reader_rest(&reader).len == 0);
}

static void test_buf(void) {
  dk_buf buf;
  char *text = NULL;
  size_t len = 0;
  dk_buf_init(&buf, 1000);
  CU_ASSERT_STRING_EQUAL(dk_buf_peek(&buf), "");
  dk_buf_str(&buf, "a");
  dk_buf_char(&buf, 'b');
  dk_buf_u64(&buf, UINT64_MAX);
  dk_buf_add(&buf, "\0x", 2);
  dk_buf_add(&buf, NULL, 0);
  dk_buf_printf(&buf, "%d-%s", 5, "y");
  CU_ASSERT_EQUAL(dk_buf_take(&buf, &text, &len, "s", NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(len, 27);
  CU_ASSERT_EQUAL(memcmp(text, "ab18446744073709551615\0x5-y", 28), 0);
  dk_free(text);
  /* empty again, and an empty text is one */
  CU_ASSERT_EQUAL(dk_buf_take(&buf, &text, NULL, "s", NULL), DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(text, "");
  dk_free(text);
  dk_buf_free_secret(&buf);
}

static void test_buf_limit(void) {
  static const size_t limits[] = {0, 1, 63, 64, 65, 100, 1000};
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(limits); i++) {
    char name[32], *text = NULL;
    snprintf(name, sizeof name, "max %zu", limits[i]);
    dk_buf buf;
    dk_buf_init(&buf, limits[i]);
    for (size_t n = 0; n < limits[i]; n++)
      dk_buf_char(&buf, 'x');
    CHECK_ROW(name, buf.status == DCOSKUBE_OK && buf.len == limits[i]);
    dk_buf_printf(&buf, "%s", "");
    CHECK_ROW(name, buf.status == DCOSKUBE_OK);
    dk_buf_printf(&buf, "%s", "y");
    CHECK_ROW(name, buf.status == DCOSKUBE_ERR_LIMIT && buf.len == limits[i]);
    dk_buf_add(&buf, "", 0); /* the failure sticks */
    CHECK_ROW_STATUS(name, dk_buf_take(&buf, &text, NULL, "thing", err), DCOSKUBE_ERR_LIMIT);
    CHECK_ROW_STR(name, dcoskube_error_subject(err), "thing");
    CHECK_ROW(name, text == NULL);
    dk_buf_free(&buf);
    CHECK_ROW(name, buf.status == DCOSKUBE_OK && buf.max == limits[i]);
  }
  dcoskube_error_free(err);
}

static dcoskube_status build(void *data) {
  char *text = NULL;
  dk_buf buf;
  dk_buf_init(&buf, 4096);
  for (int i = 0; i < 50; i++)
    dk_buf_printf(&buf, "line %d\n", i);
  dcoskube_status status = dk_buf_take(&buf, &text, NULL, "s", data);
  CU_ASSERT((status == DCOSKUBE_OK) == (text != NULL));
  dk_buf_free(&buf);
  dk_free(text);
  return status;
}

static void test_buf_sweep(void) {
  CU_ASSERT(unit_sweep("buf", build, NULL) >= 3);
}

static dcoskube_status versions(void *data) {
  char *text = NULL;
  dcoskube_status status = dcoskube_version_libraries(&text, data);
  CU_ASSERT((status == DCOSKUBE_OK) == (text != NULL));
  CU_ASSERT(text == NULL || strncmp(text, "libcurl/", 8) == 0);
  dcoskube_free(text);
  return status;
}

static void test_version(void) {
  CU_ASSERT_STRING_EQUAL(dcoskube_version(), DCOSKUBE_VERSION);
  CU_ASSERT_EQUAL(dcoskube_version_number(), DCOSKUBE_VERSION_NUMBER);
  CU_ASSERT_EQUAL(dcoskube_version_libraries(NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT(unit_sweep("versions", versions, NULL) >= 1);
}

int main(void) {
  CU_TestInfo tests[] = {{"status", test_status},
                         {"error", test_error},
                         {"error without memory", test_error_without_memory},
                         {"error cut", test_error_cut},
                         {"errno", test_errno},
                         {"alloc", test_alloc},
                         {"grow", test_grow},
                         {"characters", test_characters},
                         {"numbers", test_numbers},
                         {"reader", test_reader},
                         {"buf", test_buf},
                         {"buf limit", test_buf_limit},
                         {"buf sweep", test_buf_sweep},
                         {"version", test_version},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"core", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
