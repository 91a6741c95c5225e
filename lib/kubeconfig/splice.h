/* SPDX-License-Identifier: Apache-2.0 */
/* Replacements of byte ranges, collected in any order and made all at once. */
#ifndef DK_KUBECONFIG_SPLICE_H
#define DK_KUBECONFIG_SPLICE_H

#include "core/buf.h"
#include "core/file.h"
#include "format/yaml_doc.h"

/* Of insertions at one place the deeper ones come first: what belongs to an entry before the next entry. */
typedef enum dk_splice_rank {
  DK_SPLICE_INLINE = 0,  /* within a line */
  DK_SPLICE_ELEMENT = 1, /* of a list in an entry */
  DK_SPLICE_INNER = 2,   /* in exec */
  DK_SPLICE_FIELD = 3,
  DK_SPLICE_BODY = 4,
  DK_SPLICE_ITEM = 5,
  DK_SPLICE_TOP = 6 /* the others are whole lines, each with its line end */
} dk_splice_rank;

typedef struct dk_splice {
  size_t start;
  size_t end;
  dk_splice_rank rank;
  size_t number;
  char *text; /* wiped at the end */
  size_t len;
} dk_splice;

typedef struct dk_splices {
  dk_splice *list;
  size_t count;
  size_t capacity;
} dk_splices;

/* Takes the text out of the buffer, which is empty afterwards, also on failure. */
dcoskube_status dk_splice_add(dk_splices *splices, size_t start, size_t end, dk_splice_rank rank, dk_buf *text,
                              dcoskube_error *err);
/* The text with all of them made; INTERNAL if two overlap. */
dcoskube_status dk_splice_apply(dk_splices *splices, const dk_yaml_doc *doc, dk_bytes *out, dcoskube_error *err);
void dk_splices_free(dk_splices *splices);

/* The line end to be used at pos: that of the line before, else of the first line, else a line feed. */
const char *dk_splice_line_end(const dk_yaml_doc *doc, size_t pos);
/* Where the line begins that pos is in. */
size_t dk_splice_line_start(const dk_yaml_doc *doc, size_t pos);
/* Where the next line begins behind a node that ends at pos. */
size_t dk_splice_next_line(const dk_yaml_doc *doc, size_t pos);
/* The same, and behind the comments that follow and are indented deeper than the column. */
size_t dk_splice_behind(const dk_yaml_doc *doc, size_t pos, uint32_t column);

#endif
