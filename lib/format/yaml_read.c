/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml's events turned into the index.  The only file that knows libyaml. */
#include <string.h>

#include <yaml.h>

#include "core/alloc.h"
#include "core/text.h"
#include "format/base64.h"
#include "format/yaml_anchor.h"
#include "format/utf16.h"
#include "format/yaml_doc.h"

#define BOM_LEN 3u
#define UTF16_BOM_LEN 2u
#define PROBLEM_MAX 128

struct reading {
  dk_yaml_doc *doc;
  yaml_parser_t parser;
  const char *name;
  dk_anchors anchors;
  uint32_t open[DK_YAML_DEPTH_MAX]; /* the collections that we are in */
  size_t depth;
  /* libyaml counts characters; this pair of positions runs along with its marks */
  int ascii;
  size_t at_char;
  size_t at_byte;
  uint32_t last_end; /* of the last token that was a node's own */
  dcoskube_error *err;
};

static int is_inside(unsigned char c) {
  return (c & 0xc0) == 0x80;
}

/* Marks come in order but for small steps back, so this is linear over a document. */
static uint32_t byte_of(struct reading *r, const yaml_mark_t *mark) {
  const char *text = r->doc->text;
  size_t end = r->doc->len;
  if (r->ascii)
    return (uint32_t)(r->doc->start + mark->index < end ? r->doc->start + mark->index : end);
  while (r->at_char < mark->index && r->at_byte < end) {
    r->at_byte++;
    while (r->at_byte < end && is_inside((unsigned char)text[r->at_byte]))
      r->at_byte++;
    r->at_char++;
  }
  while (r->at_char > mark->index && r->at_byte > r->doc->start) {
    r->at_byte--;
    while (r->at_byte > r->doc->start && is_inside((unsigned char)text[r->at_byte]))
      r->at_byte--;
    r->at_char--;
  }
  return (uint32_t)r->at_byte;
}

static dcoskube_status fail_mark(struct reading *r, dcoskube_status status, const yaml_mark_t *mark, const char *what) {
  return dk_fail_at(r->err, status, r->name, (uint32_t)mark->line + 1, (uint32_t)mark->column + 1, "%s", what);
}

/* libyaml's reader tells a byte, its scanner and parser a mark. */
static dcoskube_status fail_parser(struct reading *r) {
  yaml_parser_t *p = &r->parser;
  if (p->error == YAML_MEMORY_ERROR)
    return dk_no_memory(r->err);
  const char *what = p->problem ? p->problem : "is not YAML";
  if (p->error != YAML_READER_ERROR)
    return fail_mark(r, DCOSKUBE_ERR_PARSE, &p->problem_mark, what);
  yaml_mark_t mark = {0, 0, 0};
  size_t end = r->doc->start + p->problem_offset;
  for (size_t i = r->doc->start, n; i < end && i < r->doc->len; i += n) {
    size_t wide = dk_utf8_char(r->doc->text + i, r->doc->len - i, NULL);
    size_t line_break = dk_yaml_break_at(r->doc->text, r->doc->len, i);
    n = line_break ? line_break : wide ? wide : 1;
    mark.line += line_break ? 1 : 0;
    mark.column = line_break ? 0 : mark.column + 1;
  }
  return fail_mark(r, DCOSKUBE_ERR_PARSE, &mark, what);
}

static dk_yaml_tag tag_of(const yaml_char_t *tag) {
  static const char core[] = "tag:yaml.org,2002:";
  static const struct {
    const char *name;
    dk_yaml_tag tag;
  } known[] = {{"str", DK_YAML_TAG_STR},
               {"binary", DK_YAML_TAG_BINARY},
               {"null", DK_YAML_TAG_NULL},
               {"bool", DK_YAML_TAG_BOOL},
               {"int", DK_YAML_TAG_NUMBER},
               {"float", DK_YAML_TAG_NUMBER},
               {"timestamp", DK_YAML_TAG_TIMESTAMP},
               {"merge", DK_YAML_TAG_MERGE}};
  const char *text = (const char *)tag;
  if (!text || text[0] == '\0')
    return DK_YAML_TAG_NONE;
  if (strncmp(text, core, sizeof core - 1) != 0)
    return DK_YAML_TAG_OTHER;
  text += sizeof core - 1;
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
    if (strcmp(text, known[i].name) == 0)
      return known[i].tag;
  return DK_YAML_TAG_OTHER;
}

/* A new node; *index is where it is. */
static dcoskube_status add(struct reading *r, const dk_yaml_node *node, const yaml_char_t *anchor, uint32_t *index) {
  dk_yaml_doc *doc = r->doc;
  if (!dk_grow((void **)&doc->nodes, doc->count, &doc->capacity, sizeof *doc->nodes))
    return dk_no_memory(r->err);
  *index = (uint32_t)doc->count;
  if (anchor && !dk_anchors_put(&r->anchors, (const char *)anchor, *index))
    return dk_no_memory(r->err);
  doc->nodes[doc->count] = *node;
  doc->nodes[doc->count].skip = *index + 1;
  if (anchor)
    doc->nodes[doc->count].flags |= DK_YAML_ANCHOR;
  if (r->depth > 0) {
    dk_yaml_node *parent = &doc->nodes[r->open[r->depth - 1]];
    parent->len++;
    if (parent->style == DK_YAML_FLOW)
      doc->nodes[doc->count].flags |= DK_YAML_IN_FLOW;
  }
  doc->count++;
  return DCOSKUBE_OK;
}

static void place(struct reading *r, const yaml_event_t *event, dk_yaml_node *node) {
  memset(node, 0, sizeof *node);
  node->start = byte_of(r, &event->start_mark);
  node->end = byte_of(r, &event->end_mark);
  node->line = (uint32_t)event->start_mark.line + 1;
  node->column = (uint32_t)event->start_mark.column;
}

/* Where the value of a scalar is: in the text if it stands there as it is, else in the arena. */
static dcoskube_status put_value(struct reading *r, dk_yaml_node *node, const char *value, size_t len) {
  size_t closing = node->style == DK_YAML_SINGLE || node->style == DK_YAML_DOUBLE ? 1 : 0;
  node->len = (uint32_t)len;
  if (node->end >= closing + len + node->start && memcmp(r->doc->text + node->end - closing - len, value, len) == 0) {
    node->value = (uint32_t)(node->end - closing - len);
    return DCOSKUBE_OK;
  }
  node->flags |= DK_YAML_IN_ARENA;
  node->value = (uint32_t)r->doc->arena.len;
  dk_buf_add(&r->doc->arena, value, len);
  return r->doc->arena.status == DCOSKUBE_OK ? DCOSKUBE_OK : dk_no_memory(r->err);
}

/* What !!binary encodes becomes the value, where it is text. */
static dcoskube_status put_binary(struct reading *r, dk_yaml_node *node, const char *value, size_t len) {
  char *data = NULL;
  size_t data_len = 0;
  dcoskube_status status = dk_base64_decode(value, len, &data, &data_len, NULL);
  if (status == DCOSKUBE_ERR_PARSE)
    return dk_fail_at(r->err, status, r->name, node->line, node->column + 1, "the !!binary value is not base64");
  if (status != DCOSKUBE_OK)
    return dk_no_memory(r->err);
  if (dk_utf8_valid(data, data_len)) {
    node->tag = DK_YAML_TAG_STR;
    status = put_value(r, node, data, data_len);
  } else
    status = put_value(r, node, value, len);
  dk_free_secret(data, data_len);
  return status;
}

/* libyaml ends a block scalar behind the empty lines after it; they are its own only with `+`. */
static void trim_block_scalar(const dk_yaml_doc *doc, dk_yaml_node *node) {
  for (size_t i = node->start; i < node->end && !dk_yaml_break_at(doc->text, doc->len, i); i++) {
    if (doc->text[i] == '#')
      break;
    if (doc->text[i] == '+' && i > node->start && strchr("|>0123456789", doc->text[i - 1]))
      node->flags |= DK_YAML_KEEP;
  }
  if (node->flags & DK_YAML_KEEP)
    return;
  while (node->end > node->start && strchr(" \t\r\n", doc->text[node->end - 1]))
    node->end--;
}

static dcoskube_status on_scalar(struct reading *r, const yaml_event_t *event) {
  static const uint8_t styles[] = {DK_YAML_PLAIN,  DK_YAML_PLAIN,   DK_YAML_SINGLE,
                                   DK_YAML_DOUBLE, DK_YAML_LITERAL, DK_YAML_FOLDED};
  dk_yaml_node node;
  uint32_t index;
  place(r, event, &node);
  node.kind = DK_YAML_SCALAR;
  node.style = styles[event->data.scalar.style];
  node.tag = (uint8_t)tag_of(event->data.scalar.tag);
  /* an absent value is told at the next token, unless it follows its own `:`, `-` or `?` */
  if (node.start == node.end && (node.start == 0 || !strchr(":-?", r->doc->text[node.start - 1])))
    node.start = node.end = r->last_end > r->doc->body_start ? r->last_end : (uint32_t)r->doc->body_start;
  dcoskube_status status = (node.tag == DK_YAML_TAG_BINARY ? put_binary : put_value)(
      r, &node, (const char *)event->data.scalar.value, event->data.scalar.length);
  if (status != DCOSKUBE_OK)
    return status;
  dk_yaml_set_type(&node, (const char *)event->data.scalar.value, event->data.scalar.length);
  if (node.style == DK_YAML_LITERAL || node.style == DK_YAML_FOLDED)
    trim_block_scalar(r->doc, &node);
  r->last_end = node.end;
  return add(r, &node, event->data.scalar.anchor, &index);
}

static dcoskube_status on_alias(struct reading *r, const yaml_event_t *event) {
  dk_yaml_node node;
  uint32_t index;
  place(r, event, &node);
  node.kind = DK_YAML_ALIAS;
  if (!dk_anchors_get(&r->anchors, (const char *)event->data.alias.anchor, &node.value))
    return fail_mark(r, DCOSKUBE_ERR_PARSE, &event->start_mark, "unknown anchor");
  for (size_t i = 0; i < r->depth; i++)
    if (r->open[i] == node.value)
      return fail_mark(r, DCOSKUBE_ERR_PARSE, &event->start_mark, "an anchor's value contains itself");
  r->last_end = node.end;
  return add(r, &node, NULL, &index);
}

static dcoskube_status on_open(struct reading *r, const yaml_event_t *event, dk_yaml_kind kind) {
  int map = kind == DK_YAML_MAPPING;
  int flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                 : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
  dk_yaml_node node;
  if (r->depth == DK_YAML_DEPTH_MAX) {
    dcoskube_status status = fail_mark(r, DCOSKUBE_ERR_LIMIT, &event->start_mark, "is nested too deeply");
    dk_error_set_remedy(r->err, "at most %u levels are read", DK_YAML_DEPTH_MAX);
    return status;
  }
  place(r, event, &node);
  node.kind = (uint8_t)kind;
  node.style = flow ? DK_YAML_FLOW : DK_YAML_BLOCK;
  node.tag = (uint8_t)tag_of(map ? event->data.mapping_start.tag : event->data.sequence_start.tag);
  r->last_end = flow ? node.end : node.start;
  uint32_t index;
  dcoskube_status status =
      add(r, &node, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor, &index);
  if (status == DCOSKUBE_OK)
    r->open[r->depth++] = index;
  return status;
}

/* A flow collection ends at its bracket; a block one, whose end mark lies, where its last child ends. */
static dcoskube_status on_close(struct reading *r, const yaml_event_t *event) {
  dk_yaml_node *node = &r->doc->nodes[r->open[--r->depth]];
  node->end = node->style == DK_YAML_FLOW ? byte_of(r, &event->end_mark) : r->last_end;
  node->skip = (uint32_t)r->doc->count;
  r->last_end = node->end;
  return DCOSKUBE_OK;
}

static dcoskube_status on_document(struct reading *r, const yaml_event_t *event) {
  const yaml_version_directive_t *version = event->data.document_start.version_directive;
  if (version && (version->major != 1 || version->minor != 1))
    return fail_mark(r, DCOSKUBE_ERR_PARSE, &event->start_mark, "found incompatible YAML document");
  if (!event->data.document_start.implicit)
    r->doc->body_start = byte_of(r, &event->end_mark);
  return DCOSKUBE_OK;
}

static dcoskube_status on_event(struct reading *r, const yaml_event_t *event, int *done) {
  dk_yaml_doc *doc = r->doc;
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    return on_document(r, event);
  case YAML_SCALAR_EVENT:
    return on_scalar(r, event);
  case YAML_ALIAS_EVENT:
    return on_alias(r, event);
  case YAML_SEQUENCE_START_EVENT:
    return on_open(r, event, DK_YAML_SEQUENCE);
  case YAML_MAPPING_START_EVENT:
    return on_open(r, event, DK_YAML_MAPPING);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    return on_close(r, event);
  case YAML_DOCUMENT_END_EVENT:
    doc->next = byte_of(r, &event->end_mark);
    if (!event->data.document_end.implicit)
      doc->body_end = byte_of(r, &event->start_mark);
    *done = 1;
    return DCOSKUBE_OK;
  case YAML_STREAM_END_EVENT:
    *done = 1;
    return DCOSKUBE_OK;
  case YAML_NO_EVENT:
  case YAML_STREAM_START_EVENT:
    break;
  }
  return DCOSKUBE_OK;
}

/* What follows is not read by anybody: whether it is there is all we ask. */
static dcoskube_status look_behind(struct reading *r) {
  yaml_event_t event;
  if (!yaml_parser_parse(&r->parser, &event)) {
    if (r->parser.error == YAML_MEMORY_ERROR)
      return dk_no_memory(r->err);
    r->doc->has_more = 1;
  } else {
    r->doc->has_more = event.type == YAML_DOCUMENT_START_EVENT;
    yaml_event_delete(&event);
  }
  if (r->doc->has_more && r->doc->body_end == r->doc->len)
    r->doc->body_end = r->doc->next;
  return DCOSKUBE_OK;
}

static dcoskube_status read_events(struct reading *r) {
  yaml_event_t event;
  int done = 0;
  while (!done) {
    if (!yaml_parser_parse(&r->parser, &event))
      return fail_parser(r);
    dcoskube_status status = on_event(r, &event, &done);
    yaml_event_delete(&event);
    if (status != DCOSKUBE_OK)
      return status;
  }
  if (r->doc->count == 0) { /* nothing at all: a null */
    dk_yaml_node node = {.kind = DK_YAML_SCALAR, .line = 1, .flags = DK_YAML_NULL << DK_YAML_TYPE_SHIFT};
    uint32_t index;
    node.start = node.end = node.value = (uint32_t)r->doc->start;
    return add(r, &node, NULL, &index);
  }
  return look_behind(r);
}

static int all_ascii(const char *text, size_t len) {
  uint64_t eight;
  size_t i = 0;
  for (; i + sizeof eight <= len; i += sizeof eight) {
    memcpy(&eight, text + i, sizeof eight);
    if (eight & UINT64_C(0x8080808080808080))
      return 0;
  }
  for (; i < len; i++)
    if ((unsigned char)text[i] >= 0x80)
      return 0;
  return 1;
}

static dcoskube_status set_text(dk_yaml_doc *doc, const char *text, size_t len, dcoskube_error *err) {
  const unsigned char *p = (const unsigned char *)text;
  doc->text = text;
  doc->len = len;
  if (len >= BOM_LEN && memcmp(text, "\xef\xbb\xbf", BOM_LEN) == 0)
    doc->start = BOM_LEN;
  int little = len >= 2 && p[0] == 0xff && p[1] == 0xfe;
  int big = len >= 2 && p[0] == 0xfe && p[1] == 0xff;
  if (little || big) {
    dk_utf16_decode(&doc->recoded, text + UTF16_BOM_LEN, len - UTF16_BOM_LEN, big);
    if (doc->recoded.status != DCOSKUBE_OK)
      return dk_no_memory(err);
    doc->is_recoded = 1;
    doc->is_big_endian = big;
    doc->text = dk_buf_peek(&doc->recoded);
    doc->len = doc->recoded.len;
  }
  doc->body_start = doc->start;
  doc->body_end = doc->len;
  return DCOSKUBE_OK;
}

dcoskube_status dk_yaml_read(const char *text, size_t len, const char *name, dk_yaml_doc *out, dcoskube_error *err) {
  dk_yaml_doc doc;
  struct reading r = {.doc = &doc, .name = name, .err = err};
  memset(&doc, 0, sizeof doc);
  dk_buf_init(&doc.arena, DK_YAML_TEXT_MAX);
  dk_buf_init(&doc.recoded, DK_YAML_TEXT_MAX);
  if (len > DK_YAML_TEXT_MAX)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, name, "is larger than %u bytes", DK_YAML_TEXT_MAX);
  dcoskube_status status = set_text(&doc, len ? text : "", len, err);
  if (status == DCOSKUBE_OK && !yaml_parser_initialize(&r.parser))
    status = dk_no_memory(err);
  else if (status == DCOSKUBE_OK) {
    r.ascii = all_ascii(doc.text + doc.start, doc.len - doc.start);
    r.at_byte = doc.start;
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)doc.text + doc.start, doc.len - doc.start);
    status = read_events(&r);
    if (status == DCOSKUBE_OK)
      status = dk_yaml_judge(&doc, name, err);
    yaml_parser_delete(&r.parser);
  }
  dk_anchors_free(&r.anchors);
  if (status != DCOSKUBE_OK) {
    dk_yaml_free(&doc);
    return status;
  }
  *out = doc;
  return DCOSKUBE_OK;
}

void dk_yaml_free(dk_yaml_doc *doc) {
  dk_free(doc->nodes);
  dk_buf_free_secret(&doc->arena);
  dk_buf_free_secret(&doc->recoded);
  memset(doc, 0, sizeof *doc);
}
