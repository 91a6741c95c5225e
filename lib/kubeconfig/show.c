/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text is copied from one scalar to the next, so comments, order and style
 * stay; a scalar is written anew only where something in it must not be shown.
 */
#include <string.h>

#include "core/alloc.h"
#include "core/text.h"
#include "kubeconfig/redact.h"
#include "kubeconfig/show.h"

#define MORE "# what follows this document is not read by kubectl and not shown\n"
#define NOT_SHOWN "# not shown"

dcoskube_status dk_show_init(dk_show *show, const dk_yaml_doc *doc, dk_show_how how, int raw, dcoskube_error *err) {
  *show = (dk_show){doc, how, raw, NULL};
  return raw ? DCOSKUBE_OK : dk_redact_find(doc, &show->marks, err);
}

void dk_show_free(dk_show *show) {
  dk_free(show->marks);
  show->marks = NULL;
}

static dk_redact_mark mark_of(const dk_show *show, uint32_t node) {
  return show->marks ? dk_redact_mark_of(show->marks, node) : DK_REDACT_NOTHING;
}

/* A line break as every reader and terminal takes it. */
static void put_break(dk_buf *buf, const char *text, size_t len) {
  dk_buf_str(buf, len == 2 && text[0] == '\r' ? "\r\n" : "\n");
}

/* Text of one line, control characters as escapes to be seen. */
static void put_visible(dk_buf *buf, const char *text, size_t len) {
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t code = 0;
    n = dk_utf8_char(text + i, len - i, &code);
    if (n > 0 && (code == '\t' || !dk_is_control(code)))
      dk_buf_add(buf, text + i, n);
    else
      dk_buf_printf(buf, "\\u%04x", n ? (unsigned)code : (unsigned)(unsigned char)text[i]);
    n = n ? n : 1;
  }
}

/* What is between scalars: marks, blanks, comments. */
static void put_gap(const dk_show *show, dk_buf *buf, size_t start, size_t end) {
  const char *text = show->doc->text;
  for (size_t i = start; i < end;) {
    size_t n = dk_yaml_break_at(text, end, i), stop = i;
    if (n > 0) {
      put_break(buf, text + i, n);
      i += n;
      continue;
    }
    while (stop < end && text[stop] != '#' && dk_yaml_break_at(text, end, stop) == 0)
      stop++;
    put_visible(buf, text + i, stop - i);
    i = stop;
    while (stop < end && dk_yaml_break_at(text, end, stop) == 0)
      stop++;
    if (stop == i)
      continue;
    dk_buf comment;
    dk_buf_init(&comment, DK_YAML_TEXT_MAX);
    if (show->raw)
      dk_buf_add(&comment, text + i, stop - i);
    else
      dk_redact_comment(&comment, text + i, stop - i);
    put_visible(buf, dk_buf_peek(&comment), comment.len);
    if (comment.status != DCOSKUBE_OK)
      buf->status = comment.status;
    dk_buf_free_secret(&comment);
    i = stop;
  }
}

/* Can the bytes be shown as they stand? */
static int is_safe(const char *text, size_t len) {
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t code = 0;
    n = dk_utf8_char(text + i, len - i, &code);
    if (n == 0)
      return 0;
    if (!dk_is_control(code) || code == '\t' || code == '\n' || (code == '\r' && i + 1 < len && text[i + 1] == '\n'))
      continue;
    return 0;
  }
  return 1;
}

static const char *word_of(dk_redact_mark mark) {
  return mark == DK_REDACT_DATA ? DK_DATA_OMITTED : DK_REDACTED;
}

/* A word in the quotes of the scalar that it stands for, so that JSON stays JSON. */
static void put_word(dk_buf *buf, const char *word, dk_yaml_style style) {
  const char *quote = style == DK_YAML_DOUBLE ? "\"" : style == DK_YAML_SINGLE ? "'" : "";
  dk_buf_str(buf, quote);
  dk_buf_str(buf, word);
  dk_buf_str(buf, quote);
}

/* The anchor of a node that is written anew: aliases need it. */
static void put_anchor(const dk_show *show, dk_buf *buf, uint32_t node) {
  const dk_yaml_node *n = &show->doc->nodes[node];
  size_t at = n->start, end;
  if (!(n->flags & DK_YAML_ANCHOR))
    return;
  while (at < n->end && show->doc->text[at] != '&') /* a tag may stand before it */
    at++;
  for (end = at; end < n->end && !strchr(" \t\r\n", show->doc->text[end]); end++)
    ;
  put_visible(buf, show->doc->text + at, end - at);
  dk_buf_char(buf, ' ');
}

/* What is hidden of a scalar's value; an empty one hides nothing. */
static dk_redact_mark hidden(const dk_show *show, uint32_t node) {
  dk_redact_mark mark = mark_of(show, node);
  dk_span value = dk_yaml_value(show->doc, node);
  if (show->raw || value.len == 0 || dk_yaml_type_of(show->doc, node) == DK_YAML_NULL)
    return DK_REDACT_NOTHING;
  if (mark >= DK_REDACT_DATA)
    return mark;
  return dk_redact_url(NULL, value.data, value.len, mark == DK_REDACT_URL) ? DK_REDACT_URL : DK_REDACT_NOTHING;
}

/* The value on one line, without who logs in at a URL. */
static void put_value(const dk_show *show, dk_buf *buf, uint32_t node, dk_yaml_style style) {
  dk_span value = dk_yaml_value(show->doc, node);
  dk_buf plain;
  dk_buf_init(&plain, DK_YAML_TEXT_MAX);
  if (hidden(show, node) == DK_REDACT_URL)
    dk_redact_url(&plain, value.data, value.len, mark_of(show, node) == DK_REDACT_URL);
  else
    dk_buf_add(&plain, value.data, value.len);
  dk_yaml_put_scalar(buf, dk_buf_peek(&plain), plain.len, style);
  if (plain.status != DCOSKUBE_OK)
    buf->status = plain.status;
  dk_buf_free_secret(&plain);
}

void dk_show_value(const dk_show *show, dk_buf *buf, uint32_t node) {
  dk_span value = dk_yaml_value(show->doc, node);
  dk_redact_mark mark = hidden(show, dk_yaml_target(show->doc, node));
  if (mark >= DK_REDACT_DATA)
    dk_buf_str(buf, word_of(mark));
  else if (dk_yaml_type_of(show->doc, node) == DK_YAML_STRING)
    put_value(show, buf, dk_yaml_target(show->doc, node), DK_YAML_PLAIN);
  else if (value.len == 0)
    dk_buf_str(buf, "null");
  else
    dk_buf_add(buf, value.data, value.len);
}

static void put_anew(const dk_show *show, dk_buf *buf, uint32_t node) {
  const dk_yaml_node *n = &show->doc->nodes[node];
  dk_redact_mark mark = hidden(show, node);
  put_anchor(show, buf, node);
  if (mark >= DK_REDACT_DATA)
    put_word(buf, word_of(mark), (dk_yaml_style)n->style);
  else
    put_value(show, buf, node, n->style == DK_YAML_SINGLE ? DK_YAML_SINGLE : DK_YAML_DOUBLE);
  if (n->flags & DK_YAML_KEEP) /* its own range ends behind the line */
    dk_buf_char(buf, '\n');
}

/* Line by line: as many as there were. */
static void put_lines(const dk_show *show, dk_buf *buf, uint32_t node, const char *word) {
  const dk_yaml_node *n = &show->doc->nodes[node];
  const char *text = show->doc->text;
  for (size_t i = n->start; i < n->end;) {
    size_t stop = i, blank = i;
    while (stop < n->end && dk_yaml_break_at(text, n->end, stop) == 0)
      stop++;
    while (blank < stop && (text[blank] == ' ' || text[blank] == '\t'))
      blank++;
    put_visible(buf, text + i, (word ? blank : stop) - i);
    if (word && blank < stop)
      dk_buf_str(buf, word);
    size_t line_break = stop < n->end ? dk_yaml_break_at(text, n->end, stop) : 0;
    if (line_break > 0)
      put_break(buf, text + stop, line_break);
    i = stop + line_break;
  }
}

static int is_one_line(const dk_yaml_doc *doc, const dk_yaml_node *n) {
  for (size_t i = n->start; i < n->end; i++)
    if (dk_yaml_break_at(doc->text, n->end, i) > 0)
      return 0;
  return 1;
}

static void put_scalar(const dk_show *show, dk_buf *buf, uint32_t node) {
  const dk_yaml_node *n = &show->doc->nodes[node];
  dk_redact_mark mark = hidden(show, node);
  int safe = is_safe(show->doc->text + n->start, n->end - n->start);
  if (mark == DK_REDACT_NOTHING && safe)
    dk_buf_add(buf, show->doc->text + n->start, n->end - n->start);
  else if (show->how == DK_SHOW_MODEL || is_one_line(show->doc, n))
    put_anew(show, buf, node);
  else
    put_lines(show, buf, node, mark == DK_REDACT_NOTHING ? NULL : word_of(mark));
}

void dk_show_range(const dk_show *show, dk_buf *buf, size_t start, size_t end, uint32_t first, uint32_t last) {
  const dk_yaml_node *nodes = show->doc->nodes;
  size_t pos = start;
  for (uint32_t i = first; i < last; i++) {
    if (nodes[i].kind != DK_YAML_SCALAR || nodes[i].start == nodes[i].end)
      continue;
    put_gap(show, buf, pos, nodes[i].start);
    put_scalar(show, buf, i);
    pos = nodes[i].end;
  }
  if (pos < end)
    put_gap(show, buf, pos, end);
}

/* What follows the document may be anything: as many lines, without their text. */
static void put_rest(const dk_show *show, dk_buf *buf, size_t pos) {
  const dk_yaml_doc *doc = show->doc;
  for (size_t i = pos, n; i < doc->len; i += n) {
    n = dk_yaml_break_at(doc->text, doc->len, i);
    if (n > 0)
      put_break(buf, doc->text + i, n);
    else if (i == pos || dk_yaml_break_at(doc->text, doc->len, i - 1) == 1)
      dk_buf_str(buf, NOT_SHOWN);
    n = n ? n : 1;
  }
}

void dk_show_document(const dk_show *show, dk_buf *buf) {
  const dk_yaml_doc *doc = show->doc;
  size_t end = doc->has_more ? doc->body_end : doc->len;
  dk_show_range(show, buf, doc->start, end, 0, (uint32_t)doc->count);
  if (!doc->has_more)
    return;
  if (show->how == DK_SHOW_LINES) {
    put_rest(show, buf, end);
    return;
  }
  if (buf->len > 0 && dk_buf_peek(buf)[buf->len - 1] != '\n')
    dk_buf_char(buf, '\n');
  dk_buf_str(buf, MORE);
}
