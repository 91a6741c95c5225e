/* SPDX-License-Identifier: Apache-2.0 */
/* Characters and numbers without a locale. */
#ifndef DK_CORE_STR_H
#define DK_CORE_STR_H

#include <stddef.h>
#include <stdint.h>

int dk_is_digit(char c);
int dk_is_alpha(char c);
int dk_is_alnum(char c);
char dk_lower(char c);
char dk_upper(char c);

/* Lower-case ASCII in place. */
void dk_lower_str(char *text);

/* Equal, ASCII case ignored? */
int dk_equal_nocase(const char *a, const char *b);

/* Does text begin with prefix? */
int dk_starts_with(const char *text, const char *prefix);

/* Do all len bytes stand in set (NUL never does)? */
int dk_all_of(const char *text, size_t len, const char *set);

/* All of text as a decimal number of 1 to 20 digits, no sign.  Returns 1, or 0 if it is none or above max. */
int dk_parse_u64(const char *text, size_t len, uint64_t max, uint64_t *out);

/* The number in decimal; dst needs 21 bytes.  Returns its length. */
size_t dk_print_u64(char *dst, uint64_t value);

#endif
