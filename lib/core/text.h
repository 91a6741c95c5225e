/* SPDX-License-Identifier: Apache-2.0 */
/* Text that came from a stranger, made safe to print. */
#ifndef DK_CORE_TEXT_H
#define DK_CORE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The length of the UTF-8 sequence at the front of data (1 to 4), or 0 if there
 * is none (empty, overlong, surrogate, above U+10FFFF, cut off).  *code receives
 * the code point; may be NULL.
 */
size_t dk_utf8_char(const void *data, size_t len, uint32_t *code);

/* Is all of it valid UTF-8? */
int dk_utf8_valid(const void *data, size_t len);

/* Is the code point one that moves a terminal or turns text round: C0, DEL, C1, line and paragraph
 * separator, bidirectional control, BOM? */
int dk_is_control(uint32_t code);

/* Is it at most max bytes long and such that dk_text_clean() would leave it as it is? */
int dk_text_is_clean(const void *data, size_t len, size_t max);

/*
 * Copy text into dst (size bytes, always ended by a NUL): one line of valid
 * UTF-8 without control characters.  LF, CR, tab become \n \r \t, other such
 * bytes \xNN; too long text is cut at a whole character and ends in "…".
 */
void dk_text_clean(char *dst, size_t size, const void *data, size_t len);

/* The same into new memory, at most max bytes long; NULL without memory. */
char *dk_text_clean_dup(const void *data, size_t len, size_t max);

#endif
