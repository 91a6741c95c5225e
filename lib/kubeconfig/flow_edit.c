/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kubeconfig/flow.h"

#define TEXT_MAX DK_YAML_TEXT_MAX

int dk_flow_is_bare(const dk_yaml_doc *doc, uint32_t node) {
  const dk_yaml_node *n = &doc->nodes[node];
  if (n->style != DK_YAML_FLOW || n->flags & DK_YAML_ANCHOR || n->tag != DK_YAML_TAG_NONE || n->end < n->start + 2)
    return 0;
  const char *brackets = n->kind == DK_YAML_MAPPING ? "{}" : "[]";
  return doc->text[n->start] == brackets[0] && doc->text[n->end - 1] == brackets[1];
}

/* Behind blanks, line breaks and comments. */
static size_t skip_gap(const dk_yaml_doc *doc, size_t pos, size_t end) {
  while (pos < end) {
    size_t n = dk_yaml_break_at(doc->text, doc->len, pos);
    if (n > 0)
      pos += n;
    else if (doc->text[pos] == '#')
      while (pos < end && !dk_yaml_break_at(doc->text, doc->len, pos))
        pos++;
    else if (strchr(" \t", doc->text[pos]))
      pos++;
    else
      break;
  }
  return pos;
}

static int is_absent(const dk_yaml_doc *doc, uint32_t node) {
  const dk_yaml_node *n = &doc->nodes[node];
  return n->kind == DK_YAML_SCALAR && n->start == n->end;
}

size_t dk_flow_pair_end(const dk_yaml_doc *doc, uint32_t key, int *has_colon) {
  uint32_t value = doc->nodes[key].skip;
  *has_colon = 1;
  if (!is_absent(doc, value))
    return doc->nodes[value].end;
  size_t pos = skip_gap(doc, doc->nodes[key].end, doc->len);
  if (pos < doc->len && doc->text[pos] == ':')
    return pos + 1;
  *has_colon = 0;
  return doc->nodes[key].end;
}

static uint32_t next_child(const dk_yaml_doc *doc, uint32_t node, uint32_t child) {
  return doc->nodes[node].kind == DK_YAML_MAPPING ? doc->nodes[doc->nodes[child].skip].skip : doc->nodes[child].skip;
}

static size_t child_end(const dk_yaml_doc *doc, uint32_t node, uint32_t child) {
  int has_colon;
  return doc->nodes[node].kind == DK_YAML_MAPPING ? dk_flow_pair_end(doc, child, &has_colon) : doc->nodes[child].end;
}

/* What stays and what goes. */
struct survey {
  uint32_t last_kept; /* 0: none is kept */
  size_t kept_end;
  size_t last_end; /* of all */
};

static struct survey look(const dk_yaml_doc *doc, uint32_t node, dk_flow_gone gone, const void *data) {
  struct survey s = {0, 0, 0};
  size_t i = 0;
  for (uint32_t c = node + 1; c < doc->nodes[node].skip; c = next_child(doc, node, c), i++) {
    s.last_end = child_end(doc, node, c);
    if (gone && gone(data, i, c))
      continue;
    s.last_kept = c;
    s.kept_end = s.last_end;
  }
  return s;
}

static dcoskube_status cut(dk_kc_plan *plan, size_t start, size_t end) {
  dk_buf none;
  dk_buf_init(&none, TEXT_MAX);
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &none, plan->err);
}

/* Is there an explicit key's sign before it? */
static int has_question(const dk_yaml_doc *doc, uint32_t child) {
  size_t pos = doc->nodes[child].start;
  while (pos > doc->start && strchr(" \t\r\n", doc->text[pos - 1]))
    pos--;
  return pos > doc->start && doc->text[pos - 1] == '?';
}

/* The lines of a child that has them for itself, with the comment behind it; 0 if it has not. */
static int own_lines(const dk_yaml_doc *doc, uint32_t child, size_t end, size_t next, size_t *from, size_t *to) {
  size_t comma = end, line_end = end;
  while (comma < next && strchr(" \t", doc->text[comma]))
    comma++;
  if (comma < next && doc->text[comma] == ',')
    line_end = comma + 1;
  *from = dk_splice_line_start(doc, doc->nodes[child].start);
  *to = dk_splice_next_line(doc, line_end);
  return dk_kc_begins_line(doc, child) && *to <= next && skip_gap(doc, line_end, *to) == *to;
}

/* A child that goes, with another behind it that stays or goes for itself. */
static dcoskube_status cut_before(dk_kc_plan *plan, uint32_t node, uint32_t child, uint32_t next) {
  const dk_yaml_doc *doc = plan->doc;
  size_t end = child_end(doc, node, child), next_start = doc->nodes[next].start, from, to;
  if (has_question(doc, child) || has_question(doc, next))
    return dk_kc_refuse(plan, child, "an explicit key stands there");
  if (!dk_kc_has_comment(doc, end, next_start))
    return cut(plan, doc->nodes[child].start, next_start);
  if (!own_lines(doc, child, end, next_start, &from, &to))
    return dk_kc_refuse(plan, child, "a comment stands beside what would go");
  return cut(plan, from, to);
}

/* The children behind the last that stays, with comments between them: line by line, and the comma before them. */
static dcoskube_status cut_lines(dk_kc_plan *plan, uint32_t node, const struct survey *s) {
  const dk_yaml_doc *doc = plan->doc;
  size_t close = doc->nodes[node].end - 1, comma = skip_gap(doc, s->kept_end, close), from, to;
  dcoskube_status status = DCOSKUBE_OK;
  int trailing = 0;
  for (uint32_t c = next_child(doc, node, s->last_kept); c < doc->nodes[node].skip && status == DCOSKUBE_OK;
       c = next_child(doc, node, c)) {
    size_t end = child_end(doc, node, c), behind = skip_gap(doc, end, close);
    trailing = doc->text[behind] == ',';
    if (has_question(doc, c) || !own_lines(doc, c, end, close, &from, &to))
      return dk_kc_refuse(plan, c, "a comment stands beside what would go");
    status = cut(plan, from, to);
  }
  return status == DCOSKUBE_OK && !trailing ? cut(plan, comma, comma + 1) : status;
}

/* Nothing of what there was stays. */
static dcoskube_status change_all(dk_kc_plan *plan, uint32_t node, size_t last_end, dk_buf *added) {
  const dk_yaml_doc *doc = plan->doc;
  size_t start = doc->nodes[node].start + 1, end = doc->nodes[node].end - 1, first = doc->nodes[node + 1].start;
  if (dk_kc_has_comment(doc, first, last_end) && added->status == DCOSKUBE_OK) {
    dk_buf_free_secret(added);
    return dk_kc_refuse(plan, node + 1, "a comment stands beside what would go");
  }
  if (added->len > 0)
    return dk_splice_add(&plan->splices, first, last_end, DK_SPLICE_INLINE, added, plan->err);
  if (dk_kc_has_comment(doc, start, end)) { /* comments stay, a comma must not */
    size_t comma = skip_gap(doc, last_end, end);
    start = first;
    end = doc->text[comma] == ',' ? comma + 1 : last_end;
  }
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, added, plan->err);
}

/* Behind the last child that stays: a comma and what is new. */
static dcoskube_status put_behind(dk_kc_plan *plan, const dk_flow *flow, size_t start, size_t end, dk_buf *added) {
  const dk_yaml_doc *doc = plan->doc;
  dk_flow own = *flow;
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  size_t line = own.lines[0] ? dk_splice_next_line(doc, start) : start;
  if (dk_kc_has_comment(doc, start, line)) /* it belongs to what stands before it */
    own.lines[0] = 0;
  dk_flow_writer w = dk_flow_begin(&buf, &own, 1);
  dk_flow_comma(&w);
  dk_buf_add(&buf, added->data, added->len);
  if (added->status != DCOSKUBE_OK)
    buf.status = added->status;
  dk_buf_free_secret(added);
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &buf, plan->err);
}

/* What stands behind the last child that stays goes, and what is new comes. */
static dcoskube_status change_tail(dk_kc_plan *plan, uint32_t node, const dk_flow *flow, const struct survey *s,
                                   dk_buf *added) {
  int by_line = dk_kc_has_comment(plan->doc, s->kept_end, s->last_end);
  dcoskube_status status = by_line ? cut_lines(plan, node, s) : DCOSKUBE_OK;
  if (status == DCOSKUBE_OK && (added->len > 0 || added->status != DCOSKUBE_OK))
    return put_behind(plan, flow, s->kept_end, by_line ? s->kept_end : s->last_end, added);
  dk_buf_free_secret(added);
  return status == DCOSKUBE_OK && !by_line && s->last_end > s->kept_end ? cut(plan, s->kept_end, s->last_end) : status;
}

dcoskube_status dk_flow_change(dk_kc_plan *plan, uint32_t node, const dk_flow *flow, dk_flow_gone gone,
                               const void *data, dk_buf *added) {
  const dk_yaml_doc *doc = plan->doc;
  struct survey s = look(doc, node, gone, data);
  size_t i = 0;
  dcoskube_status status = DCOSKUBE_OK;
  if (!s.last_kept)
    return change_all(plan, node, s.last_end, added);
  for (uint32_t c = node + 1; c < s.last_kept && status == DCOSKUBE_OK; i++) {
    uint32_t next = next_child(doc, node, c);
    if (gone && gone(data, i, c))
      status = cut_before(plan, node, c, next);
    c = next;
  }
  if (status == DCOSKUBE_OK)
    return change_tail(plan, node, flow, &s, added);
  dk_buf_free_secret(added);
  return status;
}

dcoskube_status dk_flow_fill(dk_kc_plan *plan, uint32_t key, dk_buf *text) {
  const dk_yaml_doc *doc = plan->doc;
  uint32_t value = doc->nodes[key].skip;
  const dk_yaml_node *n = &doc->nodes[value];
  int has_colon;
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  size_t start = n->start, end = n->end;
  if (is_absent(doc, value)) {
    start = end = dk_flow_pair_end(doc, key, &has_colon);
    dk_buf_str(&buf, has_colon ? " " : ": ");
  }
  int inside = n->kind != DK_YAML_SCALAR && dk_kc_has_comment(doc, start, end);
  if (inside) /* the comment in it stays */
    start = end = end - 1;
  if (text->len > 1)
    dk_buf_add(&buf, text->data + inside, text->len - 2 * (size_t)inside);
  if (text->status != DCOSKUBE_OK)
    buf.status = text->status;
  dk_buf_free_secret(text);
  if (n->kind == DK_YAML_ALIAS || n->flags & DK_YAML_ANCHOR) {
    dk_buf_free_secret(&buf);
    return dk_kc_refuse(plan, value, "the value has an anchor or is an alias");
  }
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &buf, plan->err);
}
