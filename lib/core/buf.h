/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A builder of text with a hard upper size.  The first failure sticks: append
 * as often as you like and look once, at dk_buf_take().
 */
#ifndef DK_CORE_BUF_H
#define DK_CORE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

typedef struct dk_buf {
  char *data; /* ended by a NUL that len does not count; NULL while empty */
  size_t len;
  size_t capacity;
  size_t max;
  dcoskube_status status; /* OK, NO_MEMORY or LIMIT */
} dk_buf;

void dk_buf_init(dk_buf *buf, size_t max);
void dk_buf_free(dk_buf *buf);
void dk_buf_free_secret(dk_buf *buf);
void dk_buf_add(dk_buf *buf, const void *data, size_t len);
void dk_buf_str(dk_buf *buf, const char *text);
void dk_buf_char(dk_buf *buf, char c);
void dk_buf_u64(dk_buf *buf, uint64_t value);
void dk_buf_printf(dk_buf *buf, const char *fmt, ...) DK_PRINTF(2, 3); /* no %f: it knows a locale */

/* "" while it is empty. */
const char *dk_buf_peek(const dk_buf *buf);

/* Hand the text over (never NULL on success) and be empty again; or say what went wrong.  len may be NULL. */
dcoskube_status dk_buf_take(dk_buf *buf, char **out, size_t *len, const char *subject, dcoskube_error *err);

#endif
