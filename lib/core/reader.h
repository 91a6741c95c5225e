/* SPDX-License-Identifier: Apache-2.0 */
/* A bounds-checked reader over bytes: no parser of ours walks a pointer. */
#ifndef DK_CORE_READER_H
#define DK_CORE_READER_H

#include <stddef.h>

typedef struct dk_reader {
  const char *data;
  size_t len;
  size_t pos;
} dk_reader;

typedef struct dk_span {
  const char *data;
  size_t len;
} dk_span;

void dk_reader_init(dk_reader *reader, const char *data, size_t len);
int dk_reader_end(const dk_reader *reader);
/* The next byte, or 0 at the end (ask dk_reader_end() where NUL can occur). */
char dk_reader_peek(const dk_reader *reader);
/* Step over one byte or one word if it is next.  Returns 1 if it was. */
int dk_reader_char(dk_reader *reader, char c);
int dk_reader_word(dk_reader *reader, const char *word);
/* The longest run of bytes for which test() holds; may be empty. */
dk_span dk_reader_while(dk_reader *reader, int (*test)(char));
/* All up to the next c or the end; c is not stepped over. */
dk_span dk_reader_until(dk_reader *reader, char c);
/* What is left. */
dk_span dk_reader_rest(dk_reader *reader);

#endif
