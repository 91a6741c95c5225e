/* SPDX-License-Identifier: Apache-2.0 */
/* The face of jansson: making, writing, reading; and what happens when its memory runs out. */
#include <math.h>

#include <jansson.h>

#include "unit/unit.h"

#include "core/text.h"
#include "format/json.h"

/* jansson has its own allocator; this one fails as ours does, or once only. */
static size_t once;

static void *failing_malloc(size_t size) {
  return once > 0 && --once == 0 ? NULL : dk_malloc(size);
}

static dk_json *sample(int *ok) {
  dk_json *root = dk_json_object(), *list = dk_json_array();
  *ok = dk_json_push(list, dk_json_integer(-3));
  *ok &= dk_json_push(list, dk_json_boolean(1));
  *ok &= dk_json_push(list, dk_json_null());
  *ok &= dk_json_push(list, dk_json_string(NULL));
  *ok &= dk_json_set(root, "z", dk_json_string("t\"\\\n\x01\xc3\xa4"));
  *ok &= dk_json_set(root, "a", dk_json_real(0.1));
  *ok &= dk_json_set(root, "list", list);
  return root;
}

static void test_dump(void) {
  int ok;
  dk_json *root = sample(&ok);
  CU_ASSERT(ok);
  char *text = NULL;
  size_t len = 0;
  CU_ASSERT_EQUAL(dk_json_dump(root, 0, &text, &len, NULL), DCOSKUBE_OK);
  const char *want = "{\"z\":\"t\\\"\\\\\\n\\u0001\xc3\xa4\",\"a\":0.1,\"list\":[-3,true,null,null]}";
  CHECK_ROW_STR("compact", text, want);
  CU_ASSERT_EQUAL(len, strlen(want));
  dk_free(text);
  CU_ASSERT_EQUAL(dk_json_dump(root, DK_JSON_INDENT, &text, NULL, NULL), DCOSKUBE_OK);
  CHECK_ROW_STR("indented", text,
                "{\n  \"z\": \"t\\\"\\\\\\n\\u0001\xc3\xa4\",\n  \"a\": 0.1,\n  \"list\": [\n    -3,\n    true,\n"
                "    null,\n    null\n  ]\n}\n");
  dk_free(text);
  dk_json_free(root);

  dk_json *any = dk_json_string("x");
  CU_ASSERT_EQUAL(dk_json_dump(any, 0, &text, NULL, NULL), DCOSKUBE_OK);
  CHECK_ROW_STR("any root", text, "\"x\"");
  dk_free(text);
  dk_json_free(any);
}

static void test_reals(void) {
  static const struct {
    double value;
    const char *want;
  } rows[] = {{0.1, "0.1"}, {128.0, "128.0"}, {0.001, "0.001"}, {1000000.0, "1000000.0"}, {0.0, "0.0"}};
  for (size_t i = 0; i < ROWS(rows); i++) {
    char *text = NULL;
    dk_json *value = dk_json_real(rows[i].value);
    CU_ASSERT_EQUAL(dk_json_dump(value, 0, &text, NULL, NULL), DCOSKUBE_OK);
    CHECK_ROW_STR(rows[i].want, text, rows[i].want);
    dk_free(text);
    dk_json_free(value);
  }
  CU_ASSERT_PTR_NULL(dk_json_real((double)NAN));
  CU_ASSERT_PTR_NULL(dk_json_real((double)INFINITY));
}

/* What jansson takes for a string is what we take for UTF-8; everything else becomes null. */
static void test_strings(void) {
  static const struct {
    const char *text;
    const char *want;
  } rows[] = {{"", "\"\""},
              {"a/b", "\"a/b\""},
              {"\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
              {"\x7f", "\"\x7f\""},
              {"\xc3", "null"},
              {"\xed\xa0\x80", "null"},
              {"\xc0\xaf", "null"},
              {"\xf4\x90\x80\x80", "null"},
              {NULL, "null"}};
  for (size_t i = 0; i < ROWS(rows); i++) {
    char *text = NULL;
    dk_json *value = dk_json_string(rows[i].text);
    CU_ASSERT_EQUAL(dk_json_dump(value, 0, &text, NULL, NULL), DCOSKUBE_OK);
    CHECK_ROW_STR(rows[i].want, text, rows[i].want);
    dk_free(text);
    dk_json_free(value);
  }
}

static void test_parse(void) {
  static const struct {
    const char *text;
    int ok;
  } rows[] = {
      {"{}", 1},
      {" [1, 2] ", 1},
      {"1", 1},
      {"\"a\"", 1},
      {"null", 1},
      {"{\"a\":1,\"a\":2}", 0},
      {"", 0},
      {" ", 0},
      {"{", 0},
      {"{} x", 0},
      {"{}{}", 0},
      {"[1,]", 0},
      {"{'a':1}", 0},
      {"// c\n{}", 0},
      {"NaN", 0},
      {"01", 0},
      {"1e999", 0},
      {"99999999999999999999", 0},
      {"\"\xff\"", 0},
      {"\"\xed\xa0\x80\"", 0},
      {"\"\\ud800\"", 0},
      {"\xef\xbb\xbf{}", 0},
      {"\"a\nb\"", 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_json *value = dk_json_parse(rows[i].text, strlen(rows[i].text));
    CHECK_ROW(rows[i].text, (value != NULL) == rows[i].ok);
    dk_json_free(value);
  }
  static char deep[200000]; /* nesting is bounded, the stack is safe */
  memset(deep, '[', sizeof deep);
  CU_ASSERT_PTR_NULL(dk_json_parse(deep, sizeof deep));
  CU_ASSERT_PTR_NULL(dk_json_parse("{}\0", 3));
}

static void test_read(void) {
  const char *text =
      "{\"s\":\"x\",\"nul\":\"a\\u0000b\",\"i\":-9223372036854775808,\"r\":1.5,\"l\":[10,20],\"o\":{\"s\":1}}";
  dk_json *root = dk_json_parse(text, strlen(text));
  CU_ASSERT_PTR_NOT_NULL_FATAL(root);
  CU_ASSERT(dk_json_is_object(root) && !dk_json_is_array(root));
  CU_ASSERT_STRING_EQUAL(dk_json_text(dk_json_get(root, "s")), "x");
  CU_ASSERT_PTR_NULL(dk_json_text(dk_json_get(root, "nul")));
  CU_ASSERT_PTR_NULL(dk_json_text(dk_json_get(root, "i")));
  CU_ASSERT_PTR_NULL(dk_json_text(dk_json_get(root, "missing")));
  int64_t number = 5;
  CU_ASSERT(!dk_json_number(dk_json_get(root, "r"), &number) && !dk_json_number(dk_json_get(root, "s"), &number));
  CU_ASSERT(!dk_json_number(NULL, &number));
  CU_ASSERT_EQUAL(number, 5);
  CU_ASSERT(dk_json_number(dk_json_get(root, "i"), &number));
  CU_ASSERT_EQUAL(number, INT64_MIN);
  const dk_json *list = dk_json_get(root, "l");
  CU_ASSERT(dk_json_is_array(list) && dk_json_count(list) == 2);
  CU_ASSERT(dk_json_number(dk_json_at(list, 1), &number) && number == 20);
  CU_ASSERT_PTR_NULL(dk_json_at(list, 2));
  CU_ASSERT_PTR_NULL(dk_json_at(root, 0));
  CU_ASSERT_PTR_NULL(dk_json_get(list, "s"));
  CU_ASSERT_EQUAL(dk_json_count(root), 0);
  CU_ASSERT(!dk_json_is_object(NULL) && !dk_json_is_array(NULL) && dk_json_count(NULL) == 0);
  CU_ASSERT_PTR_NULL(dk_json_get(NULL, "s"));
  dk_json_free(root);
  dk_json_free(NULL);
}

static dcoskube_status dump(void *data) {
  char *text = NULL;
  dcoskube_status status = dk_json_dump(data, DK_JSON_INDENT, &text, NULL, NULL);
  CU_ASSERT((status == DCOSKUBE_OK) == (text != NULL));
  dk_free(text);
  return status;
}

static dcoskube_status make(void *data) {
  (void)data;
  int ok;
  char *text = NULL;
  dk_json *root = sample(&ok);
  dcoskube_status status = ok ? dk_json_dump(root, 0, &text, NULL, NULL) : DCOSKUBE_ERR_NO_MEMORY;
  dk_json_free(root);
  if (status == DCOSKUBE_OK) /* nothing was quietly left out or turned into null */
    CHECK_ROW_STR("sweep", text, "{\"z\":\"t\\\"\\\\\\n\\u0001\xc3\xa4\",\"a\":0.1,\"list\":[-3,true,null,null]}");
  dk_free(text);
  return status;
}

static dcoskube_status parse(void *data) {
  dk_json *root = dk_json_parse(data, strlen(data));
  dk_json_free(root);
  return root ? DCOSKUBE_OK : DCOSKUBE_ERR_NO_MEMORY;
}

static void test_sweep(void) {
  int ok;
  dk_json *root = sample(&ok);
  CU_ASSERT(unit_sweep("dump", dump, root) >= 2);
  dk_json_free(root);
  CU_ASSERT_EQUAL(dk_json_dump(NULL, 0, NULL, NULL, NULL), DCOSKUBE_ERR_NO_MEMORY);
  json_set_alloc_funcs(failing_malloc, dk_free);
  size_t most = unit_sweep("make", make, NULL);
  CU_ASSERT(most >= 10);
  for (size_t n = 1; n <= most; n++) { /* and with memory again afterwards */
    once = n;
    dcoskube_status status = make(NULL);
    CHECK_ROW("once", status == DCOSKUBE_ERR_NO_MEMORY || status == DCOSKUBE_OK);
  }
  once = 0;
  char text[] = "{\"a\":[1,2,{\"b\":\"a long enough text for a buffer of its own\"}]}";
  CU_ASSERT(unit_sweep("parse", parse, text) >= 5);
  json_set_alloc_funcs(malloc, free);
}

int main(void) {
  CU_TestInfo tests[] = {{"dump", test_dump}, {"reals", test_reals}, {"strings", test_strings}, {"parse", test_parse},
                         {"read", test_read}, {"sweep", test_sweep}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"json", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
