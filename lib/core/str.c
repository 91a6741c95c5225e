/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/str.h"

int dk_is_digit(char c) {
  return c >= '0' && c <= '9';
}

int dk_is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int dk_is_alnum(char c) {
  return dk_is_alpha(c) || dk_is_digit(c);
}

char dk_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

char dk_upper(char c) {
  return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

void dk_lower_str(char *text) {
  for (; *text; text++)
    *text = dk_lower(*text);
}

int dk_equal_nocase(const char *a, const char *b) {
  while (*a && dk_lower(*a) == dk_lower(*b)) {
    a++;
    b++;
  }
  return *a == *b;
}

int dk_starts_with(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

int dk_all_of(const char *text, size_t len, const char *set) {
  for (size_t i = 0; i < len; i++)
    if (text[i] == '\0' || !strchr(set, text[i]))
      return 0;
  return 1;
}

int dk_parse_u64(const char *text, size_t len, uint64_t max, uint64_t *out) {
  uint64_t value = 0;
  if (len == 0 || len > 20)
    return 0;
  for (size_t i = 0; i < len; i++) {
    if (!dk_is_digit(text[i]))
      return 0;
    uint64_t digit = (uint64_t)(text[i] - '0');
    if (value > (UINT64_MAX - digit) / 10)
      return 0;
    value = value * 10 + digit;
  }
  if (value > max)
    return 0;
  *out = value;
  return 1;
}

size_t dk_print_u64(char *dst, uint64_t value) {
  char reversed[20];
  size_t n = 0;
  do
    reversed[n++] = (char)('0' + value % 10);
  while (value /= 10);
  for (size_t i = 0; i < n; i++)
    dst[i] = reversed[n - 1 - i];
  dst[n] = '\0';
  return n;
}
