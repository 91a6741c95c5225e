/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What YAML 1.1 readers (go-yaml above all, since kubectl uses it) take a plain
 * scalar for, and how to write one that every reader takes for a string.
 */
#include <string.h>

#include "core/reader.h"
#include "core/str.h"
#include "core/text.h"
#include "format/yaml_doc.h"

struct word {
  const char *text;
  dk_yaml_type type;
};

/* As they stand, in capitals, or with the first letter only in capitals. */
static const struct word words[] = {
    {"~", DK_YAML_NULL},  {"null", DK_YAML_NULL}, {"y", DK_YAML_BOOL},     {"yes", DK_YAML_BOOL}, {"n", DK_YAML_BOOL},
    {"no", DK_YAML_BOOL}, {"true", DK_YAML_BOOL}, {"false", DK_YAML_BOOL}, {"on", DK_YAML_BOOL},  {"off", DK_YAML_BOOL},
};
/* As they stand. */
static const char *const not_json[] = {".nan",  ".NaN",  ".NAN",  ".inf",  ".Inf",  ".INF",
                                       "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"};
#define WORD_MAX 5u

static int is_sign(char c) {
  return c == '+' || c == '-';
}

static int is_hex(char c) {
  return dk_is_digit(c) || (dk_lower(c) >= 'a' && dk_lower(c) <= 'f');
}

static int is_octal(char c) {
  return c >= '0' && c <= '7';
}

static int is_binary(char c) {
  return c == '0' || c == '1';
}

/* The digits to the end as a number of that base; 0 if there are none, others, or too many for 64 bits. */
static int digits(dk_reader *r, int (*test)(char), unsigned base, uint64_t *value) {
  dk_span run = dk_reader_while(r, test);
  *value = 0;
  for (size_t i = 0; i < run.len; i++) {
    unsigned digit =
        dk_is_digit(run.data[i]) ? (unsigned)(run.data[i] - '0') : (unsigned)(dk_lower(run.data[i]) - 'a') + 10;
    if (*value > (UINT64_MAX - digit) / base)
      return 0;
    *value = *value * base + digit;
  }
  return run.len > 0 && dk_reader_end(r);
}

/* An integer as Go's ParseInt(s, 0, 64) takes it, or ParseUint() if it has no sign. */
static int is_integer(const char *text, size_t len, int *is_signed, uint64_t *value) {
  dk_reader r;
  dk_reader_init(&r, text, len);
  char sign = dk_reader_peek(&r);
  *is_signed = is_sign(sign);
  if (*is_signed)
    r.pos++;
  char base = 0;
  if (r.pos + 1 < len && text[r.pos] == '0') {
    base = dk_lower(text[r.pos + 1]);
    r.pos += base == 'x' || base == 'o' || base == 'b' ? 2 : 1;
  }
  int taken = base == 'x'   ? digits(&r, is_hex, 16, value)
              : base == 'b' ? digits(&r, is_binary, 2, value)
              : base        ? digits(&r, is_octal, 8, value)
                            : digits(&r, dk_is_digit, 10, value);
  uint64_t most = !*is_signed ? UINT64_MAX : sign == '-' ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
  return taken && *value <= most;
}

/* Is the number with these digits, the first of which counts 10^exponent, too large for a double? */
static int overflows(const char *number, size_t len, int64_t exponent) {
  static const char most[] = "17976931348623158079";
  size_t k = 0;
  if (exponent != 308)
    return exponent > 308;
  for (size_t i = 0; i < len && k + 1 < sizeof most; i++) {
    if (!dk_is_digit(number[i]) || (k == 0 && number[i] == '0'))
      continue;
    if (number[i] != most[k])
      return number[i] > most[k];
    k++;
  }
  return 0;
}

/* [eE][-+]?[0-9]+ or nothing; *out is its value, or one beyond any double. */
static int read_exponent(dk_reader *r, int64_t *out) {
  int64_t exponent = 0;
  *out = 0;
  if (dk_lower(dk_reader_peek(r)) != 'e')
    return 1;
  r->pos++;
  int minus = dk_reader_peek(r) == '-';
  if (is_sign(dk_reader_peek(r)))
    r->pos++;
  dk_span run = dk_reader_while(r, dk_is_digit);
  for (size_t i = 0; i < run.len && exponent < 1000000000; i++)
    exponent = exponent * 10 + (run.data[i] - '0');
  *out = minus ? -exponent : exponent;
  return run.len > 0;
}

static size_t leading_zeros(dk_span run) {
  size_t n = 0;
  while (n < run.len && run.data[n] == '0')
    n++;
  return n;
}

/* The power of ten that the first digit other than zero counts; 0 and *is_zero if there is none. */
static int64_t first_power(dk_span before, dk_span after, int *is_zero) {
  size_t zeros = leading_zeros(before);
  *is_zero = 0;
  if (zeros < before.len)
    return (int64_t)(before.len - zeros) - 1;
  size_t small = leading_zeros(after);
  *is_zero = small == after.len;
  return *is_zero ? 0 : -(int64_t)small - 1;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?, and not out of range. */
static int is_decimal(const char *text, size_t len) {
  dk_reader r;
  dk_reader_init(&r, text, len);
  if (is_sign(dk_reader_peek(&r)))
    r.pos++;
  dk_span before = dk_reader_while(&r, dk_is_digit);
  dk_span after = {"", 0};
  if (dk_reader_char(&r, '.'))
    after = dk_reader_while(&r, dk_is_digit);
  int64_t exponent;
  if (before.len + after.len == 0 || !read_exponent(&r, &exponent) || !dk_reader_end(&r))
    return 0;
  int is_zero;
  int64_t power = first_power(before, after, &is_zero);
  return is_zero || !overflows(text, len, power + exponent);
}

#define NUMBER_MAX 512

/* Underscores do not count in a number that begins with a digit or a sign; behind a dot they must separate digits. */
static size_t without_underscores(char plain[NUMBER_MAX], const char *text, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '_') {
      if (text[0] == '.' && (i + 1 == len || !dk_is_digit(text[i - 1]) || !dk_is_digit(text[i + 1])))
        return 0;
      continue;
    }
    if (n == NUMBER_MAX)
      return 0; /* so many digits do not fit into a double */
    plain[n++] = text[i];
  }
  return n;
}

static int is_number(const char *text, size_t len) {
  char plain[NUMBER_MAX];
  int is_signed;
  uint64_t value;
  size_t n = without_underscores(plain, text, len);
  return n > 0 && ((text[0] != '.' && is_integer(plain, n, &is_signed, &value)) || is_decimal(plain, n));
}

int dk_yaml_is_unsigned(const char *text, size_t len) {
  char plain[NUMBER_MAX];
  int is_signed;
  uint64_t value;
  size_t n = len > 0 && dk_is_digit(text[0]) ? without_underscores(plain, text, len) : 0;
  return n > 0 && is_integer(plain, n, &is_signed, &value) && !is_signed && value > INT64_MAX;
}

/* Can a scalar that begins so be one of the words, or a number? */
static int begins_other(char c) {
  return dk_is_digit(c) || (c && strchr("~.+-nNyYtTfFoO", c));
}

static int is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

/* The first letters are known to be the same. */
static int is_word(const char *text, size_t len, const char *word) {
  if (strlen(word) != len)
    return 0;
  for (size_t i = 1; i < len; i++)
    if (dk_lower(text[i]) != word[i] || is_capital(text[i]) != (is_capital(text[0]) && is_capital(text[1])))
      return 0;
  return 1;
}

static dk_yaml_type word_type(const char *text, size_t len) {
  char first = dk_lower(text[0]);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (words[i].text[0] == first && is_word(text, len, words[i].text))
      return words[i].type;
  for (size_t i = 0; !dk_is_alpha(text[0]) && i < sizeof not_json / sizeof not_json[0]; i++)
    if (strlen(not_json[i]) == len && memcmp(not_json[i], text, len) == 0)
      return DK_YAML_NOT_JSON;
  return DK_YAML_STRING;
}

dk_yaml_type dk_yaml_plain_type(const char *text, size_t len) {
  if (len == 0)
    return DK_YAML_NULL;
  if (!begins_other(text[0])) /* nearly always */
    return DK_YAML_STRING;
  dk_yaml_type type = len <= WORD_MAX ? word_type(text, len) : DK_YAML_STRING;
  return type == DK_YAML_STRING && !dk_is_alpha(text[0]) && is_number(text, len) ? DK_YAML_NUMBER : type;
}

/*
 * Could any reader, 1.1 or 1.2, take it for something else than a string?
 * Wider than plain_type(): all that begins like a number or a date and holds
 * only what those are made of, words in any case, merge and default keys.
 */
static int is_ambiguous(const char *text, size_t len) {
  char lower[8] = "";
  static const char *const taken[] = {"",   "~",   "null", "y",  "yes", "n",    "no",    "true",  "false",
                                      "on", "off", "=",    "<<", "-",   ".inf", "+.inf", "-.inf", ".nan"};
  if (len < sizeof lower) {
    memcpy(lower, text, len);
    dk_lower_str(lower);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
      if (strcmp(lower, taken[i]) == 0)
        return 1;
  }
  if (!dk_is_digit(text[0]) && !is_sign(text[0]) && text[0] != '.')
    return 0;
  return dk_all_of(text, len, "0123456789abcdefABCDEFxXoOtTzZ+-_.,: \t") ||
         dk_yaml_plain_type(text, len) != DK_YAML_STRING;
}

/* Needs escapes: control characters, line breaks of any kind, what is not UTF-8. */
static int needs_escapes(const char *text, size_t len) {
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t code = 0;
    n = dk_utf8_char(text + i, len - i, &code);
    if (n == 0 || dk_is_control(code) || code == 0xfffe || code == 0xffff)
      return 1;
  }
  return 0;
}

/* Does it begin as a plain scalar cannot?  "-", "?" and ":" may begin one if no blank follows. */
static int begins_otherwise(const char *text, size_t len) {
  if (len == 0)
    return 1;
  if (!strchr(" ,[]{}#&*!|>'\"%@`?:-", text[0]))
    return len >= 3 && memcmp(text, "...", 3) == 0;
  return len < 2 || !strchr("-?:", text[0]) || text[1] == text[0] || strchr(" ,[]{}", text[1]) != NULL;
}

/* Could the text not stand unquoted on one line behind "key: " or "- "? */
static int needs_quotes(const char *text, size_t len) {
  if (begins_otherwise(text, len) || text[len - 1] == ' ' || text[len - 1] == ':')
    return 1;
  for (size_t i = 0; i + 1 < len; i++)
    if ((text[i] == ':' && text[i + 1] == ' ') || (text[i] == ' ' && text[i + 1] == '#'))
      return 1;
  return 0;
}

static void put_double(dk_buf *buf, const char *text, size_t len) {
  dk_buf_char(buf, '"');
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t code = 0;
    n = dk_utf8_char(text + i, len - i, &code);
    if (text[i] == '"' || text[i] == '\\')
      dk_buf_printf(buf, "\\%c", text[i]);
    else if (n > 0 && !dk_is_control(code) && code != 0xfffe && code != 0xffff)
      dk_buf_add(buf, text + i, n);
    else if (code == '\n' || code == '\t')
      dk_buf_str(buf, code == '\n' ? "\\n" : "\\t");
    else if (n > 0)
      dk_buf_printf(buf, "\\u%04X", (unsigned)code); /* JSON knows no \\x */
    else
      dk_buf_printf(buf, "\\x%02X", (unsigned)(unsigned char)text[i]);
    n = n ? n : 1;
  }
  dk_buf_char(buf, '"');
}

static void put_single(dk_buf *buf, const char *text, size_t len) {
  dk_buf_char(buf, '\'');
  for (size_t i = 0; i < len; i++)
    if (text[i] == '\'')
      dk_buf_str(buf, "''");
    else
      dk_buf_char(buf, text[i]);
  dk_buf_char(buf, '\'');
}

void dk_yaml_put_scalar(dk_buf *buf, const char *text, size_t len, dk_yaml_style style) {
  if (needs_escapes(text, len) || style == DK_YAML_DOUBLE)
    put_double(buf, text, len);
  else if (style == DK_YAML_SINGLE)
    put_single(buf, text, len);
  else if (len == 0 || is_ambiguous(text, len))
    put_double(buf, text, len);
  else if (needs_quotes(text, len))
    put_single(buf, text, len);
  else
    dk_buf_add(buf, text, len);
}

/* Plain readers of old do not take a colon there, none takes what ends it. */
void dk_yaml_put_flow_scalar(dk_buf *buf, const char *text, size_t len, dk_yaml_style style) {
  int is_plain = style != DK_YAML_SINGLE && style != DK_YAML_DOUBLE;
  for (size_t i = 0; i < len && is_plain; i++)
    is_plain = text[i] != '\0' && !strchr(",[]{}:", text[i]);
  dk_yaml_put_scalar(buf, text, len, is_plain || style == DK_YAML_SINGLE ? style : DK_YAML_DOUBLE);
}

int dk_yaml_can_be_plain(const char *text, size_t len) {
  return len > 0 && !needs_escapes(text, len) && !is_ambiguous(text, len) && !needs_quotes(text, len);
}

size_t dk_yaml_break_at(const char *text, size_t len, size_t pos) {
  const unsigned char *p = (const unsigned char *)text + pos;
  size_t left = len - pos;
  if (left == 0)
    return 0;
  if (p[0] == '\n')
    return 1;
  if (p[0] == '\r')
    return left > 1 && p[1] == '\n' ? 2 : 1;
  if (left > 1 && p[0] == 0xc2 && p[1] == 0x85)
    return 2;
  return left > 2 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9) ? 3 : 0;
}
