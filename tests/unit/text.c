/* SPDX-License-Identifier: Apache-2.0 */
/* Text from strangers: UTF-8, control characters, cleaning, cutting. */
#include "unit/unit.h"

#include "core/text.h"

static void test_utf8(void) {
  static const struct {
    const char *name;
    const char *data;
    size_t len; /* of data */
    size_t want;
    uint32_t code;
  } rows[] = {
      {"empty", "", 0, 0, 0},
      {"NUL", "\0", 1, 1, 0},
      {"ascii", "a", 1, 1, 'a'},
      {"DEL", "\x7f", 1, 1, 0x7f},
      {"continuation alone", "\x80", 1, 0, 0},
      {"overlong NUL", "\xc0\x80", 2, 0, 0},
      {"overlong slash", "\xc0\xaf", 2, 0, 0},
      {"least of two", "\xc2\x80", 2, 2, 0x80},
      {"most of two", "\xdf\xbf", 2, 2, 0x7ff},
      {"two cut", "\xc3", 1, 0, 0},
      {"two, second wrong", "\xc3(", 2, 0, 0},
      {"overlong of three", "\xe0\x9f\xbf", 3, 0, 0},
      {"least of three", "\xe0\xa0\x80", 3, 3, 0x800},
      {"before the surrogates", "\xed\x9f\xbf", 3, 3, 0xd7ff},
      {"first surrogate", "\xed\xa0\x80", 3, 0, 0},
      {"last surrogate", "\xed\xbf\xbf", 3, 0, 0},
      {"after the surrogates", "\xee\x80\x80", 3, 3, 0xe000},
      {"most of three", "\xef\xbf\xbf", 3, 3, 0xffff},
      {"three cut", "\xe2\x80", 2, 0, 0},
      {"overlong of four", "\xf0\x8f\xbf\xbf", 4, 0, 0},
      {"least of four", "\xf0\x90\x80\x80", 4, 4, 0x10000},
      {"most of all", "\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff},
      {"above", "\xf4\x90\x80\x80", 4, 0, 0},
      {"five", "\xf8\x88\x80\x80\x80", 5, 0, 0},
      {"0xff", "\xff\xff\xff\xff", 4, 0, 0},
      {"four cut", "\xf0\x9f\x98", 3, 0, 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint32_t code = 0;
    CHECK_ROW(rows[i].name, dk_utf8_char(rows[i].data, rows[i].len, &code) == rows[i].want);
    CHECK_ROW(rows[i].name, code == rows[i].code);
    CHECK_ROW(rows[i].name, dk_utf8_char(rows[i].data, rows[i].len, NULL) == rows[i].want);
    CHECK_ROW(rows[i].name, dk_utf8_valid(rows[i].data, rows[i].len) == (rows[i].want > 0 || rows[i].len == 0));
  }
  CU_ASSERT(dk_utf8_valid("gr\xc3\xbc\xc3\x9f", 6) && !dk_utf8_valid("gr\xc3\xbc\xc3", 5));
}

static void test_control(void) {
  static const uint32_t control[] = {0,      0x1b,   0x1f,   0x7f,   0x80,   0x9b,   0x9f,   0x61c,  0x200e, 0x200f,
                                     0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff};
  static const uint32_t plain[] = {0x20, 0x7e, 0xa0, 0xe4, 0x61b, 0x61d, 0x2010, 0x2026, 0x202f, 0x2065, 0x1f600};
  char name[16];
  for (size_t i = 0; i < ROWS(control); i++) {
    snprintf(name, sizeof name, "U+%04x", (unsigned)control[i]);
    CHECK_ROW(name, dk_is_control(control[i]));
  }
  for (size_t i = 0; i < ROWS(plain); i++) {
    snprintf(name, sizeof name, "U+%04x", (unsigned)plain[i]);
    CHECK_ROW(name, !dk_is_control(plain[i]));
  }
}

static void test_clean(void) {
  static const struct {
    const char *name;
    const char *data;
    size_t len;
    size_t size;
    const char *want;
  } rows[] = {
      {"plain", "abc", 3, 64, "abc"},
      {"empty", "", 0, 64, ""},
      {"umlauts stay", "gr\xc3\xbc\xc3\x9f", 6, 64, "gr\xc3\xbc\xc3\x9f"},
      {"line ends", "a\r\nb\tc", 6, 64, "a\\r\\nb\\tc"},
      {"NUL", "a\0b", 3, 64, "a\\x00b"},
      {"terminal", "\x1b[2J\x07", 5, 64, "\\x1b[2J\\x07"},
      {"C1 in UTF-8",
       "\xc2\x9b"
       "31m",
       5, 64, "\\xc2\\x9b31m"},
      {"bare high byte", "\x9b", 1, 64, "\\x9b"},
      {"right to left",
       "a\xe2\x80\xae"
       "b",
       5, 64, "a\\xe2\\x80\\xaeb"},
      {"arabic letter mark", "\xd8\x9c", 2, 64, "\\xd8\\x9c"},
      {"line separator", "\xe2\x80\xa8", 3, 64, "\\xe2\\x80\\xa8"},
      {"surrogate", "\xed\xa0\x80", 3, 64, "\\xed\\xa0\\x80"},
      {"overlong", "\xc0\xaf", 2, 64, "\\xc0\\xaf"},
      {"cut off", "a\xe2\x80", 3, 64, "a\\xe2\\x80"},
      {"backslash stays", "a\\nb", 4, 64, "a\\nb"},
      {"fits exactly", "abcdef", 6, 7, "abcdef"},
      {"one too long", "abcdefg", 7, 7, "abc\xe2\x80\xa6"},
      {"no half character", "ab\xc3\xbc\xc3\xbc\xc3\xbc", 8, 8, "ab\xc3\xbc\xe2\x80\xa6"},
      {"no half escape", "ab\x01\x01", 4, 8, "ab\xe2\x80\xa6"},
      {"room for the ellipsis alone", "abcdef", 6, 4, "\xe2\x80\xa6"},
      {"no room for it", "abcdef", 6, 3, ""},
      {"one byte", "abcdef", 6, 1, ""},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char dst[80];
    memset(dst, 'Z', sizeof dst);
    dk_text_clean(dst, rows[i].size, rows[i].data, rows[i].len);
    CHECK_ROW_STR(rows[i].name, dst, rows[i].want);
    CHECK_ROW(rows[i].name, dst[rows[i].size] == 'Z');
    int same = strlen(dst) == rows[i].len && memcmp(dst, rows[i].data, rows[i].len) == 0;
    CHECK_ROW(rows[i].name, dk_text_is_clean(rows[i].data, rows[i].len, rows[i].size - 1) == same);
  }
  char untouched = 'Z';
  dk_text_clean(&untouched, 0, "abc", 3);
  CU_ASSERT_EQUAL(untouched, 'Z');
}

/* Whatever comes in and however little room there is: one line of valid UTF-8 without control characters. */
static void test_clean_hostile(void) {
  static const unsigned char nasty[] = {0xe2, 0x80, 0xae, 0xc3, 0xa4, 0x0a, 0x9b, 'a'};
  unsigned char data[64];
  char dst[80];
  uint32_t state = 12345;
  for (int round = 0; round < 20000; round++) {
    size_t len = (size_t)round % sizeof data, size = 1 + (size_t)(round / 64) % (sizeof dst - 1);
    for (size_t i = 0; i < len; i++) {
      state = state * 1664525u + 1013904223u;
      data[i] = round % 3 ? (unsigned char)(state >> 24) : nasty[state >> 24 & 7];
    }
    dk_text_clean(dst, size, data, len);
    size_t out = strlen(dst);
    int bad = out >= size || !dk_utf8_valid(dst, out);
    int same = out == len && memcmp(dst, data, len) == 0;
    bad = bad || dk_text_is_clean(data, len, size - 1) != same;
    uint32_t code = 0;
    for (size_t i = 0, n; i < out && !bad; i += n) {
      n = dk_utf8_char(dst + i, out - i, &code);
      bad = n == 0 || dk_is_control(code);
    }
    if (bad) {
      CHECK_ROW("hostile", !bad);
      return;
    }
  }
  CU_PASS("hostile");
}

static dcoskube_status dup(void *data) {
  char *text = dk_text_clean_dup(data, strlen(data), 100);
  if (!text)
    return DCOSKUBE_ERR_NO_MEMORY;
  CHECK_ROW_STR("dup", text, "a\\x01b");
  dk_free(text);
  return DCOSKUBE_OK;
}

static void test_dup(void) {
  static const struct {
    const char *data;
    size_t max;
    const char *want;
  } rows[] = {
      {"abc", 100, "abc"},
      {"", 100, ""},
      {"abcdef", 6, "abcdef"},
      {"abcdefg", 6, "abc\xe2\x80\xa6"},
      {"\x01\x01", 7, "\\x01\xe2\x80\xa6"},
      {"\x01\x01", 8, "\\x01\\x01"},
      {"abc", 0, ""},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    char *text = dk_text_clean_dup(rows[i].data, strlen(rows[i].data), rows[i].max);
    CHECK_ROW_STR(rows[i].data, text, rows[i].want);
    dk_free(text);
  }
  char text[] = "a\x01"
                "b";
  CU_ASSERT(unit_sweep("dup", dup, text) >= 1);
}

int main(void) {
  CU_TestInfo tests[] = {{"utf-8", test_utf8},  {"control", test_control},
                         {"clean", test_clean}, {"clean hostile", test_clean_hostile},
                         {"dup", test_dup},     CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"text", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
