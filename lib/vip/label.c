/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/reader.h"
#include "core/str.h"
#include "vip/label.h"

static size_t without_trailing_dashes(const char *text, size_t len) {
  while (len > 0 && text[len - 1] == '-')
    len--;
  return len;
}

/*
 * The first 63 characters lose their trailing dashes before more is taken, and
 * from then on (the end state) only letters and digits are: so a cut never
 * leaves a dash at the edge, and 61 characters, "--" and "bcd" end in "bc".
 */
size_t dk_vip_label(const char *text, size_t len, char label[DK_LABEL_MAX]) {
  size_t used = 0;
  int at_end = 0;
  for (size_t i = 0; i < len; i++) {
    char c = dk_lower(text[i]);
    if (used == 0 && !dk_is_alnum(c))
      continue;
    if (used == DK_LABEL_MAX && !at_end) {
      used = without_trailing_dashes(label, used);
      at_end = 1;
    }
    if (used == DK_LABEL_MAX)
      break;
    if (dk_is_alnum(c))
      label[used++] = c;
    else if (!at_end && (c == '-' || c == '_' || c == '.'))
      label[used++] = '-';
  }
  return without_trailing_dashes(label, used);
}

void dk_vip_domain_frag(dk_buf *out, const char *text) {
  char label[DK_LABEL_MAX];
  dk_reader reader;
  dk_reader_init(&reader, text, strlen(text));
  int first = 1;
  do {
    dk_span part = dk_reader_until(&reader, '.');
    if (part.len == 0)
      continue;
    if (!first)
      dk_buf_char(out, '.');
    dk_buf_add(out, label, dk_vip_label(part.data, part.len, label));
    first = 0;
  } while (dk_reader_char(&reader, '.'));
}
