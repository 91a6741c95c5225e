/* SPDX-License-Identifier: Apache-2.0 */
/* One element of a list, to stand in another document. */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/redact.h"
#include "kubeconfig/show.h"

#define INDENT 2u
#define KEY_MAX 512u /* YAML lets a simple key be 1024 characters long */
#define WORK_BASE 1000000u
#define WORK_FACTOR 8u

struct tree {
  const dk_show *show;
  dk_buf *buf;
  uint64_t budget;
  unsigned depth;
};

struct pair {
  dk_span name;
  uint32_t key;
  uint32_t value;
  uint32_t number;
  int counts;
};

struct pairs {
  const dk_yaml_doc *doc;
  struct pair *list;
  size_t count;
  size_t capacity;
  int failed;
};

static int collect(void *data, uint32_t key, uint32_t value) {
  struct pairs *pairs = data;
  if (!dk_grow((void **)&pairs->list, pairs->count, &pairs->capacity, sizeof *pairs->list)) {
    pairs->failed = 1;
    return 0;
  }
  pairs->list[pairs->count] = (struct pair){dk_yaml_value(pairs->doc, key), key, value, (uint32_t)pairs->count, 1};
  pairs->count++;
  return 1;
}

static int by_name(const void *a, const void *b) {
  const struct pair *x = a, *y = b;
  int order = dk_kc_compare(x->name.data, x->name.len, y->name.data, y->name.len);
  return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int by_number(const void *a, const void *b) {
  const struct pair *x = a, *y = b;
  return (x->number > y->number) - (x->number < y->number);
}

/* What merge keys brought in and was said again does not count. */
static void drop_hidden(struct pairs *pairs) {
  if (pairs->count < 2)
    return;
  qsort(pairs->list, pairs->count, sizeof *pairs->list, by_name);
  for (size_t i = 0; i + 1 < pairs->count; i++) {
    const struct pair *a = &pairs->list[i], *b = a + 1;
    pairs->list[i].counts = dk_kc_compare(a->name.data, a->name.len, b->name.data, b->name.len) != 0;
  }
  qsort(pairs->list, pairs->count, sizeof *pairs->list, by_number);
}

static void put_tree(struct tree *t, uint32_t node, size_t column, int after_dash);

static void put_key(struct tree *t, uint32_t key, size_t column) {
  size_t before = t->buf->len;
  dk_show_value(t->show, t->buf, key);
  if (t->buf->len - before <= KEY_MAX || t->buf->status != DCOSKUBE_OK) {
    dk_buf_char(t->buf, ':');
    return;
  }
  t->buf->len = before; /* once more, as an explicit key */
  dk_buf_str(t->buf, "? ");
  dk_show_value(t->show, t->buf, key);
  dk_buf_char(t->buf, '\n');
  dk_kc_put_blanks(t->buf, column);
  dk_buf_char(t->buf, ':');
}

static void put_mapping(struct tree *t, uint32_t node, size_t column, int after_dash) {
  const dk_yaml_doc *doc = t->show->doc;
  struct pairs pairs = {doc, NULL, 0, 0, 0};
  if (!dk_yaml_pairs(doc, node, &t->budget, collect, &pairs))
    t->buf->status = pairs.failed ? DCOSKUBE_ERR_NO_MEMORY : DCOSKUBE_ERR_LIMIT;
  drop_hidden(&pairs);
  dk_buf_str(t->buf, pairs.count == 0 ? " {}\n" : after_dash ? " " : "\n");
  for (size_t i = 0, n = 0; i < pairs.count && t->buf->status == DCOSKUBE_OK; i++) {
    uint32_t value = dk_yaml_target(doc, pairs.list[i].value);
    if (!pairs.list[i].counts)
      continue;
    dk_kc_put_blanks(t->buf, n++ > 0 || !after_dash ? column : 0);
    put_key(t, pairs.list[i].key, column);
    put_tree(t, value, doc->nodes[value].kind == DK_YAML_SEQUENCE ? column : column + INDENT, 0);
  }
  dk_free(pairs.list);
}

static void put_sequence(struct tree *t, uint32_t node, size_t column, int after_dash) {
  const dk_yaml_node *nodes = t->show->doc->nodes;
  dk_buf_str(t->buf, nodes[node].len == 0 ? " []\n" : after_dash ? " " : "\n");
  for (uint32_t i = node + 1; i < nodes[node].skip && t->buf->status == DCOSKUBE_OK; i = nodes[i].skip) {
    dk_kc_put_blanks(t->buf, i > node + 1 || !after_dash ? column : 0);
    dk_buf_char(t->buf, '-');
    put_tree(t, i, column + INDENT, 1);
  }
}

/* Below a key or behind a dash. */
static void put_tree(struct tree *t, uint32_t node, size_t column, int after_dash) {
  node = dk_yaml_target(t->show->doc, node);
  if (t->budget == 0 || t->depth == DK_YAML_DEPTH_MAX)
    t->buf->status = DCOSKUBE_ERR_LIMIT;
  if (t->buf->status != DCOSKUBE_OK)
    return;
  t->budget--;
  t->depth++;
  if (t->show->doc->nodes[node].kind == DK_YAML_MAPPING)
    put_mapping(t, node, column, after_dash);
  else if (t->show->doc->nodes[node].kind == DK_YAML_SEQUENCE)
    put_sequence(t, node, column, after_dash);
  else {
    dk_buf_char(t->buf, ' ');
    dk_show_value(t->show, t->buf, node);
    dk_buf_char(t->buf, '\n');
  }
  t->depth--;
}

/* Is it a mapping behind a dash and blanks, without anchors and aliases? */
static int can_move(const dk_yaml_doc *doc, uint32_t node) {
  const dk_yaml_node *n = &doc->nodes[node];
  if (n->kind != DK_YAML_MAPPING || n->tag != DK_YAML_TAG_NONE || dk_yaml_find_reference(doc, node) != 0 ||
      doc->text[n->start] == '?')
    return 0;
  size_t start = dk_splice_line_start(doc, n->start), dashes = 0;
  for (size_t i = start; i < n->start; i++) {
    if (doc->text[i] != ' ' && doc->text[i] != '-')
      return 0;
    dashes += doc->text[i] == '-';
  }
  return dashes == 1 && n->start - start >= INDENT;
}

/* The comment lines right above the line, indented no deeper than its dash: deeper ones belong to what is before. */
static size_t comments_above(const dk_yaml_doc *doc, size_t line, size_t column) {
  while (line > doc->body_start) {
    size_t above = dk_splice_line_start(doc, line - 1), at = above;
    while (at < line && doc->text[at] == ' ')
      at++;
    if (above >= line || above < doc->body_start || doc->text[at] != '#' || at - above > column)
      break;
    line = above;
  }
  return line;
}

/* Lines, each with at most `less` of its leading blanks fewer. */
static void put_shifted(dk_buf *buf, const char *text, size_t len, size_t less) {
  for (size_t i = 0; i < len;) {
    size_t blank = i, end = i;
    while (blank < len && blank - i < less && text[blank] == ' ')
      blank++;
    while (end < len && text[end] != '\n')
      end++;
    dk_buf_add(buf, text + blank, end - blank);
    dk_buf_char(buf, '\n');
    i = end + 1;
  }
}

static dcoskube_status move_item(const dk_show *show, dk_buf *buf, uint32_t node, dcoskube_error *err) {
  const dk_yaml_doc *doc = show->doc;
  const dk_yaml_node *n = &doc->nodes[node];
  size_t line = dk_splice_line_start(doc, n->start), dash = line;
  dk_buf lines;
  while (doc->text[dash] != '-')
    dash++;
  size_t column = n->start - line, end = dk_splice_behind(doc, n->end, (uint32_t)(dash - line));
  dk_buf_init(&lines, buf->max);
  dk_show_range(show, &lines, comments_above(doc, line, dash - line), line, 0, 0);
  put_shifted(buf, dk_buf_peek(&lines), lines.len, dash - line);
  if (lines.status == DCOSKUBE_OK) {
    dk_buf_free_secret(&lines);
    dk_buf_str(buf, "- ");
    dk_show_range(show, &lines, n->start, end, node, n->skip);
    put_shifted(buf, dk_buf_peek(&lines), lines.len, column - INDENT);
  }
  dcoskube_status status = lines.status;
  dk_buf_free_secret(&lines);
  return status == DCOSKUBE_OK ? status : dk_no_memory(err);
}

dcoskube_status dk_show_item(const dk_show *show, dk_buf *buf, uint32_t node, dcoskube_error *err) {
  if (can_move(show->doc, node))
    return move_item(show, buf, node, err);
  struct tree tree = {show, buf, WORK_BASE + (uint64_t)WORK_FACTOR * show->doc->count, 0};
  dk_buf_char(buf, '-');
  put_tree(&tree, node, INDENT, 1);
  if (buf->status == DCOSKUBE_ERR_LIMIT)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, NULL, "aliases and merge keys expand too far");
  return buf->status == DCOSKUBE_OK ? DCOSKUBE_OK : dk_no_memory(err);
}
