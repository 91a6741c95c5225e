/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/reader.h"

void dk_reader_init(dk_reader *reader, const char *data, size_t len) {
  reader->data = data ? data : ""; /* NULL, which a length of 0 may come with, has no offsets */
  reader->len = len;
  reader->pos = 0;
}

int dk_reader_end(const dk_reader *reader) {
  return reader->pos >= reader->len;
}

char dk_reader_peek(const dk_reader *reader) {
  return dk_reader_end(reader) ? '\0' : reader->data[reader->pos];
}

int dk_reader_char(dk_reader *reader, char c) {
  if (dk_reader_end(reader) || reader->data[reader->pos] != c)
    return 0;
  reader->pos++;
  return 1;
}

int dk_reader_word(dk_reader *reader, const char *word) {
  size_t len = strlen(word);
  if (len > reader->len - reader->pos || memcmp(reader->data + reader->pos, word, len) != 0)
    return 0;
  reader->pos += len;
  return 1;
}

static dk_span span_from(const dk_reader *reader, size_t start) {
  dk_span span = {reader->data + start, reader->pos - start};
  return span;
}

dk_span dk_reader_while(dk_reader *reader, int (*test)(char)) {
  size_t start = reader->pos;
  while (!dk_reader_end(reader) && test(reader->data[reader->pos]))
    reader->pos++;
  return span_from(reader, start);
}

dk_span dk_reader_until(dk_reader *reader, char c) {
  size_t start = reader->pos;
  while (!dk_reader_end(reader) && reader->data[reader->pos] != c)
    reader->pos++;
  return span_from(reader, start);
}

dk_span dk_reader_rest(dk_reader *reader) {
  size_t start = reader->pos;
  reader->pos = reader->len;
  return span_from(reader, start);
}
