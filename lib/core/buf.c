/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/str.h"

void dk_buf_init(dk_buf *buf, size_t max) {
  memset(buf, 0, sizeof *buf);
  buf->max = max;
}

void dk_buf_free(dk_buf *buf) {
  dk_free(buf->data);
  dk_buf_init(buf, buf->max);
}

void dk_buf_free_secret(dk_buf *buf) {
  dk_free_secret(buf->data, buf->len);
  dk_buf_init(buf, buf->max);
}

/* Room for more bytes and the NUL.  Old memory is wiped, since it may have held a secret. */
static int reserve(dk_buf *buf, size_t more) {
  if (buf->status != DCOSKUBE_OK)
    return 0;
  if (more > buf->max - buf->len) {
    buf->status = DCOSKUBE_ERR_LIMIT;
    return 0;
  }
  size_t need = buf->len + more + 1;
  if (need <= buf->capacity)
    return 1;
  size_t capacity = buf->capacity ? buf->capacity : 64;
  while (capacity < need)
    capacity = capacity > buf->max ? buf->max + 1 : capacity * 2;
  char *data = dk_malloc(capacity);
  if (!data) {
    buf->status = DCOSKUBE_ERR_NO_MEMORY;
    return 0;
  }
  if (buf->len > 0)
    memcpy(data, buf->data, buf->len);
  dk_free_secret(buf->data, buf->len);
  buf->data = data;
  buf->capacity = capacity;
  return 1;
}

void dk_buf_add(dk_buf *buf, const void *data, size_t len) {
  if (!reserve(buf, len))
    return;
  if (len > 0)
    memcpy(buf->data + buf->len, data, len);
  buf->len += len;
  buf->data[buf->len] = '\0';
}

void dk_buf_str(dk_buf *buf, const char *text) {
  dk_buf_add(buf, text, strlen(text));
}

void dk_buf_char(dk_buf *buf, char c) {
  dk_buf_add(buf, &c, 1);
}

void dk_buf_u64(dk_buf *buf, uint64_t value) {
  char digits[21];
  dk_buf_add(buf, digits, dk_print_u64(digits, value));
}

void dk_buf_printf(dk_buf *buf, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  int n = vsnprintf(NULL, 0, fmt, args);
  va_end(args);
  if (n < 0) {
    buf->status = DCOSKUBE_ERR_NO_MEMORY;
    return;
  }
  if (!reserve(buf, (size_t)n))
    return;
  va_start(args, fmt);
  vsnprintf(buf->data + buf->len, (size_t)n + 1, fmt, args);
  va_end(args);
  buf->len += (size_t)n;
}

const char *dk_buf_peek(const dk_buf *buf) {
  return buf->data ? buf->data : "";
}

dcoskube_status dk_buf_take(dk_buf *buf, char **out, size_t *len, const char *subject, dcoskube_error *err) {
  dk_buf_add(buf, "", 0); /* so that an empty text is one, too */
  if (buf->status == DCOSKUBE_ERR_LIMIT)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, subject, "would be larger than %zu bytes", buf->max);
  if (buf->status != DCOSKUBE_OK)
    return dk_no_memory(err);
  *out = buf->data;
  if (len)
    *len = buf->len;
  dk_buf_init(buf, buf->max);
  return DCOSKUBE_OK;
}
