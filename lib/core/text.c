/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/text.h"

#define ELLIPSIS "\xe2\x80\xa6"
#define ELLIPSIS_LEN 3
#define ESCAPE_MAX 4 /* one input byte becomes at most \xNN */

/* How long the sequence is that begins with this byte; 0 for one that begins none. */
static size_t sequence_length(unsigned char first) {
  if (first < 0x80)
    return 1;
  if (first >= 0xc0 && first < 0xe0)
    return 2;
  if (first >= 0xe0 && first < 0xf0)
    return 3;
  return first >= 0xf0 && first < 0xf8 ? 4 : 0;
}

size_t dk_utf8_char(const void *data, size_t len, uint32_t *code) {
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  const unsigned char *p = data;
  size_t n = len > 0 ? sequence_length(p[0]) : 0;
  if (n == 0 || n > len)
    return 0;
  uint32_t value = n == 1 ? p[0] : (uint32_t)(p[0] & (0x7f >> n));
  for (size_t i = 1; i < n; i++) {
    if ((p[i] & 0xc0) != 0x80)
      return 0;
    value = value << 6 | (p[i] & 0x3f);
  }
  if (value < least[n] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
    return 0;
  if (code)
    *code = value;
  return n;
}

int dk_utf8_valid(const void *data, size_t len) {
  const unsigned char *p = data;
  for (size_t i = 0, n; i < len; i += n) {
    n = dk_utf8_char(p + i, len - i, NULL);
    if (n == 0)
      return 0;
  }
  return 1;
}

int dk_is_control(uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x061c || (code >= 0x200e && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

/* One character of the input as it is printed: itself, or its bytes escaped.  Returns how many bytes of dst. */
static size_t print_char(char dst[4 * ESCAPE_MAX], const unsigned char *p, size_t len, size_t *used) {
  static const char hex[] = "0123456789abcdef";
  uint32_t code = 0;
  size_t n = dk_utf8_char(p, len, &code);
  *used = n ? n : 1;
  if (n > 0 && !dk_is_control(code)) {
    memcpy(dst, p, n);
    return n;
  }
  if (*p == '\n' || *p == '\r' || *p == '\t') {
    dst[0] = '\\';
    dst[1] = *p == '\n' ? 'n' : *p == '\r' ? 'r' : 't';
    return 2;
  }
  size_t out = 0;
  for (size_t i = 0; i < *used; i++) {
    dst[out++] = '\\';
    dst[out++] = 'x';
    dst[out++] = hex[p[i] >> 4];
    dst[out++] = hex[p[i] & 15];
  }
  return out;
}

int dk_text_is_clean(const void *data, size_t len, size_t max) {
  const unsigned char *p = data;
  uint32_t code = 0;
  for (size_t i = 0, n; i < len; i += n) {
    n = 1;
    if (p[i] >= 0x20 && p[i] < 0x7f)
      continue;
    n = dk_utf8_char(p + i, len - i, &code);
    if (n == 0 || dk_is_control(code))
      return 0;
  }
  return len <= max;
}

void dk_text_clean(char *dst, size_t size, const void *data, size_t len) {
  const unsigned char *p = data;
  char one[4 * ESCAPE_MAX];
  size_t out = 0, fits = 0; /* fits: how much of dst leaves room for the ellipsis */
  for (size_t i = 0, used; i < len; i += used) {
    size_t n = print_char(one, p + i, len - i, &used);
    if (out + n + 1 > size) {
      out = fits;
      if (fits + ELLIPSIS_LEN + 1 <= size) {
        memcpy(dst + fits, ELLIPSIS, ELLIPSIS_LEN);
        out = fits + ELLIPSIS_LEN;
      }
      break;
    }
    memcpy(dst + out, one, n);
    out += n;
    if (out + ELLIPSIS_LEN + 1 <= size)
      fits = out;
  }
  if (size > 0)
    dst[out] = '\0';
}

char *dk_text_clean_dup(const void *data, size_t len, size_t max) {
  size_t size = len > max / ESCAPE_MAX ? max + 1 : len * ESCAPE_MAX + 1;
  char *text = dk_malloc(size);
  if (!text)
    return NULL;
  dk_text_clean(text, size, data, len);
  char *exact = dk_realloc(text, strlen(text) + 1, 1);
  return exact ? exact : text;
}
