/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 to UTF-8 and back.  Whatever is an even number of bytes comes back as it was. */
#ifndef DK_FORMAT_UTF16_H
#define DK_FORMAT_UTF16_H

#include <stddef.h>

#include "core/buf.h"

/* An unpaired surrogate becomes what no UTF-8 reader takes, and so does half a character at the end. */
void dk_utf16_decode(dk_buf *buf, const char *data, size_t len, int big_endian);
/* The text is what dk_utf16_decode() made, or UTF-8. */
void dk_utf16_encode(dk_buf *buf, const char *text, size_t len, int big_endian);

#endif
