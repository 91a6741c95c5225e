/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>

#include "format/utf16.h"

#define HIGH 0xd800u
#define LOW 0xdc00u
#define BEYOND 0x10000u

static uint32_t unit_at(const unsigned char *p, int big) {
  return (uint32_t)(big ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

static void put_utf8(dk_buf *buf, uint32_t c) {
  size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < BEYOND ? 3 : 4;
  char out[4];
  for (size_t k = n; k-- > 1; c >>= 6)
    out[k] = (char)(0x80 | (c & 0x3f));
  out[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xf0u) | c);
  dk_buf_add(buf, out, n);
}

void dk_utf16_decode(dk_buf *buf, const char *data, size_t len, int big_endian) {
  const unsigned char *p = (const unsigned char *)data;
  for (size_t i = 0; i + 1 < len; i += 2) {
    uint32_t c = unit_at(p + i, big_endian);
    if (c >= HIGH && c < LOW && i + 3 < len) {
      uint32_t low = unit_at(p + i + 2, big_endian);
      if (low >= LOW && low < LOW + 0x400) {
        c = BEYOND + ((c - HIGH) << 10) + (low - LOW);
        i += 2;
      }
    }
    put_utf8(buf, c);
  }
  if (len % 2)
    dk_buf_char(buf, '\xff');
}

static void put_unit(dk_buf *buf, uint32_t c, int big) {
  char out[2] = {(char)(big ? c >> 8 : c & 0xff), (char)(big ? c & 0xff : c >> 8)};
  dk_buf_add(buf, out, sizeof out);
}

/* One character of what put_utf8() wrote; *n is how long it is. */
static uint32_t char_at(const unsigned char *p, size_t left, size_t *n) {
  *n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
  if (*n > left)
    *n = left;
  uint32_t c = *n == 1 ? p[0] : p[0] & (0xffu >> (*n + 1));
  for (size_t k = 1; k < *n; k++)
    c = c << 6 | (p[k] & 0x3f);
  return c;
}

void dk_utf16_encode(dk_buf *buf, const char *text, size_t len, int big_endian) {
  const unsigned char *p = (const unsigned char *)text;
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t c = char_at(p + i, len - i, &n);
    if (c >= BEYOND) {
      put_unit(buf, HIGH + ((c - BEYOND) >> 10), big_endian);
      c = LOW + ((c - BEYOND) & 0x3ff);
    }
    put_unit(buf, c, big_endian);
  }
}
