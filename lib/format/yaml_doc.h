/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A YAML document as an index over its own text: one compact node for each
 * scalar, collection and alias, with the range of bytes that it stands in.
 * Nothing is copied that the text holds as it is, aliases are never expanded,
 * and every range ends where the node's own last token ends.
 */
#ifndef DK_FORMAT_YAML_DOC_H
#define DK_FORMAT_YAML_DOC_H

#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/error.h"
#include "core/reader.h"

/* How deep collections may be nested (libyaml needs quadratic time in it). */
#define DK_YAML_DEPTH_MAX 100u
/* The largest text, so that offsets fit into 32 bits. */
#define DK_YAML_TEXT_MAX (64u * 1024u * 1024u)

typedef enum dk_yaml_kind {
  DK_YAML_SCALAR = 1,
  DK_YAML_SEQUENCE = 2,
  DK_YAML_MAPPING = 3,
  DK_YAML_ALIAS = 4
} dk_yaml_kind;

typedef enum dk_yaml_style {
  DK_YAML_PLAIN = 0,
  DK_YAML_SINGLE = 1,
  DK_YAML_DOUBLE = 2,
  DK_YAML_LITERAL = 3,
  DK_YAML_FOLDED = 4,
  DK_YAML_BLOCK = 5,
  DK_YAML_FLOW = 6
} dk_yaml_style;

/* Explicit tags, as far as they change what a reader sees. */
typedef enum dk_yaml_tag {
  DK_YAML_TAG_NONE = 0,
  DK_YAML_TAG_STR = 1,
  DK_YAML_TAG_NULL = 2, /* these three: resolved like a plain scalar, and it must be of that type */
  DK_YAML_TAG_BOOL = 3,
  DK_YAML_TAG_NUMBER = 4,
  DK_YAML_TAG_BINARY = 5,
  DK_YAML_TAG_OTHER = 6,
  DK_YAML_TAG_TIMESTAMP = 7, /* a string that must be one */
  DK_YAML_TAG_MERGE = 8
} dk_yaml_tag;

/* What a scalar is to a YAML 1.1 reader. */
typedef enum dk_yaml_type {
  DK_YAML_NULL = 1,
  DK_YAML_BOOL = 2,
  DK_YAML_NUMBER = 3,
  DK_YAML_NOT_JSON = 4, /* infinity, not a number */
  DK_YAML_STRING = 5
} dk_yaml_type;

#define DK_YAML_ANCHOR 1u     /* the node has an anchor */
#define DK_YAML_IN_ARENA 2u   /* its value is not in the text as it is */
#define DK_YAML_KEEP 4u       /* a block scalar that keeps the empty lines at its end */
#define DK_YAML_TYPE_SHIFT 4u /* above it: the dk_yaml_type of a scalar */
#define DK_YAML_IN_FLOW 8u    /* within brackets or braces */

typedef struct dk_yaml_node {
  uint32_t start; /* bytes in the text; tag and anchor included */
  uint32_t end;
  uint32_t line;   /* from 1 */
  uint32_t column; /* from 0, in characters */
  uint32_t value;  /* scalar: where its value is; alias: its target */
  uint32_t len;    /* scalar: the value's length; collection: number of children */
  uint32_t skip;   /* the first node that is not inside this one */
  uint8_t kind;
  uint8_t style;
  uint8_t tag;
  uint8_t flags;
} dk_yaml_node;

typedef struct dk_yaml_doc {
  const char *text; /* UTF-8 */
  size_t len;
  size_t start;      /* behind a byte order mark */
  size_t body_start; /* behind `---` */
  size_t body_end;   /* before `...`, or before another document */
  size_t next;       /* where what follows the document begins */
  dk_buf recoded;    /* owns the text if the bytes were UTF-16 */
  int is_recoded;
  int is_big_endian;
  int has_more;        /* another document, or text behind `...` */
  dk_yaml_node *nodes; /* nodes[0] is the root; there always is one */
  size_t count;
  size_t capacity;
  dk_buf arena;
} dk_yaml_doc;

/* Index the first document.  The text is borrowed for the life of the index; name is for messages. */
dcoskube_status dk_yaml_read(const char *text, size_t len, const char *name, dk_yaml_doc *out, dcoskube_error *err);
/* Used by dk_yaml_read(): refuse what go-yaml refuses. */
dcoskube_status dk_yaml_judge(const dk_yaml_doc *doc, const char *name, dcoskube_error *err);
/* Used by it: would go-yaml find that too much of the document comes from aliases? */
int dk_yaml_is_bomb(const dk_yaml_doc *doc);
void dk_yaml_free(dk_yaml_doc *doc); /* what it held is wiped; a zeroed one may be freed */

/* The node itself, or what an alias stands for. */
uint32_t dk_yaml_target(const dk_yaml_doc *doc, uint32_t node);
/* The value of a scalar (aliases followed); empty for a collection. */
dk_span dk_yaml_value(const dk_yaml_doc *doc, uint32_t node);
/* Used by dk_yaml_read(): keep the type of a scalar of this value in its node. */
void dk_yaml_set_type(dk_yaml_node *scalar, const char *value, size_t len);
/* The scalar's type (aliases followed); 0 for a collection. */
dk_yaml_type dk_yaml_type_of(const dk_yaml_doc *doc, uint32_t node);
/* Is it the scalar or alias of this text, whatever its style? */
int dk_yaml_is_text(const dk_yaml_doc *doc, uint32_t node, const char *text);
/* A key `<<` that merges? */
int dk_yaml_is_merge(const dk_yaml_doc *doc, uint32_t key);
int dk_yaml_is_empty(const dk_yaml_doc *doc, uint32_t node); /* a collection without children */

/*
 * Visit the pairs of a mapping (aliases followed) as go-yaml sees them: in
 * order, merged ones in place, so that the last of a name counts.  visit()
 * returns 1 to go on.  *budget is lowered for each pair; at 0 it ends.
 * Returns 1, or 0 if visit() stopped or the budget is gone.
 */
int dk_yaml_pairs(const dk_yaml_doc *doc, uint32_t mapping, uint64_t *budget,
                  int (*visit)(void *data, uint32_t key, uint32_t value), void *data);

/* Are two subtrees written alike: kinds, styles, tags, anchors, values? */
int dk_yaml_same(const dk_yaml_doc *a, uint32_t node_a, const dk_yaml_doc *b, uint32_t node_b);
/* The first anchor, alias or merge key in a subtree, or 0 (never the root). */
uint32_t dk_yaml_find_reference(const dk_yaml_doc *doc, uint32_t node);

/* --- text --- */
/* The length of the line break at pos as YAML 1.1 counts them, or 0. */
size_t dk_yaml_break_at(const char *text, size_t len, size_t pos);

/* --- scalars --- */
/* What a plain scalar of this text is to go-yaml. */
dk_yaml_type dk_yaml_plain_type(const char *text, size_t len);
/* Is it an integer that needs the 64th bit? */
int dk_yaml_is_unsigned(const char *text, size_t len);
/* Write a scalar for one line.  Plain where every reader takes it for this string; style: preferred quotes. */
void dk_yaml_put_scalar(dk_buf *buf, const char *text, size_t len, dk_yaml_style style);
/* The same within brackets or braces.  With DK_YAML_DOUBLE it is a JSON string. */
void dk_yaml_put_flow_scalar(dk_buf *buf, const char *text, size_t len, dk_yaml_style style);
/* Would it be written plain? */
int dk_yaml_can_be_plain(const char *text, size_t len);

#endif
