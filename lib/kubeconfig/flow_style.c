/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kubeconfig/flow.h"

#define UNIT_JSON "    " /* as kubectl writes JSON */
#define UNIT "  "

static int is_blank(char c) {
  return c == ' ' || c == '\t';
}

static dk_span span_of(const char *text) {
  return (dk_span){text, strlen(text)};
}

dk_flow dk_flow_plain(void) {
  dk_flow flow;
  memset(&flow, 0, sizeof flow);
  flow.keys = flow.strings = DK_YAML_PLAIN;
  flow.colon = span_of(": ");
  flow.blank = span_of(" ");
  flow.pad[0] = flow.pad[1] = flow.base = span_of("");
  flow.unit = span_of(UNIT);
  flow.end = "\n";
  return flow;
}

dk_flow dk_flow_json(const char *line_end) {
  dk_flow flow = dk_flow_plain();
  flow.keys = flow.strings = DK_YAML_DOUBLE;
  flow.unit = span_of(UNIT_JSON);
  flow.end = line_end;
  for (int i = 0; i < DK_FLOW_LEVELS; i++)
    flow.lines[i] = 1;
  return flow;
}

static int has_break(const dk_yaml_doc *doc, size_t start, size_t end) {
  for (size_t i = start; i < end; i++)
    if (dk_yaml_break_at(doc->text, doc->len, i))
      return 1;
  return 0;
}

/* The blanks that the line of a position begins with. */
static dk_span margin_of(const dk_yaml_doc *doc, size_t pos) {
  size_t start = dk_splice_line_start(doc, pos), end = start;
  while (end < pos && is_blank(doc->text[end]))
    end++;
  return (dk_span){doc->text + start, end - start};
}

static uint32_t last_child(const dk_yaml_doc *doc, uint32_t node, size_t *before) {
  uint32_t last = node + 1;
  *before = doc->nodes[node].start + 1;
  for (uint32_t i = node + 1; i < doc->nodes[node].skip;) {
    uint32_t value = doc->nodes[node].kind == DK_YAML_MAPPING ? doc->nodes[i].skip : i;
    last = i;
    if (doc->nodes[value].skip < doc->nodes[node].skip)
      *before = doc->nodes[value].end;
    i = doc->nodes[value].skip;
  }
  return last;
}

/* The last child that is a collection with something in it; 0: none. */
static uint32_t last_full(const dk_yaml_doc *doc, uint32_t node) {
  uint32_t found = 0;
  for (uint32_t i = node + 1; i < doc->nodes[node].skip; i = doc->nodes[i].skip)
    if (doc->nodes[i].style == DK_YAML_FLOW && dk_flow_is_bare(doc, i) && !dk_yaml_is_empty(doc, i))
      found = i;
  return found;
}

struct learning {
  const dk_yaml_doc *doc;
  dk_flow *out;
  unsigned known; /* bits: what was learned already */
};

enum { COLON = 1, BLANK = 2, PAD_LIST = 4, PAD_MAP = 8, KEYS = 16, STRINGS = 32 };

/* What stands between two places, if it is blank but for a sign at its beginning. */
static void learn_span(struct learning *l, unsigned what, size_t start, size_t end, const char *sign, dk_span *out) {
  const char *text = l->doc->text + start;
  size_t n = strlen(sign);
  if (l->known & what || end < start + n)
    return;
  for (size_t i = 0; i < end - start; i++)
    if (i < n ? text[i] != sign[i] : !is_blank(text[i]))
      return;
  *out = (dk_span){text, end - start};
  l->known |= what;
}

/* "a": "b", c: the blanks that are used there. */
static void learn_blanks(struct learning *l, uint32_t node) {
  const dk_yaml_node *nodes = l->doc->nodes, *n = &nodes[node], *first = &nodes[node + 1];
  int is_map = n->kind == DK_YAML_MAPPING;
  uint32_t value = is_map ? first->skip : node + 1, second = nodes[value].skip;
  if (is_map)
    learn_span(l, COLON, first->end, nodes[value].start, ":", &l->out->colon);
  if (second < n->skip) {
    dk_span comma = {"", 0};
    learn_span(l, BLANK, nodes[value].end, nodes[second].start, ",", &comma);
    if (comma.len > 0)
      l->out->blank = (dk_span){comma.data + 1, comma.len - 1};
  }
  learn_span(l, is_map ? PAD_MAP : PAD_LIST, n->start + 1, first->start, "", &l->out->pad[is_map]);
}

static void learn_string(struct learning *l, uint32_t value) {
  const dk_yaml_node *n = &l->doc->nodes[value];
  if (l->known & STRINGS || n->kind != DK_YAML_SCALAR || dk_yaml_type_of(l->doc, value) != DK_YAML_STRING)
    return;
  l->out->strings = (dk_yaml_style)n->style;
  l->known |= STRINGS;
}

static void learn_quotes(struct learning *l, uint32_t mapping) {
  const dk_yaml_node *nodes = l->doc->nodes;
  if (!(l->known & KEYS))
    l->out->keys = (dk_yaml_style)nodes[mapping + 1].style;
  l->known |= KEYS;
  if (l->out->keys == DK_YAML_DOUBLE) {
    l->out->strings = DK_YAML_DOUBLE;
    l->known |= STRINGS;
  }
  for (uint32_t key = mapping + 1; !(l->known & STRINGS) && key < nodes[mapping].skip;) {
    learn_string(l, nodes[key].skip);
    key = nodes[nodes[key].skip].skip;
  }
}

/* Where the lines of children begin: told by the first collection with a line for each. */
static void learn_margins(const dk_yaml_doc *doc, uint32_t outermost, uint32_t node, uint32_t child, dk_flow *out) {
  dk_span base = margin_of(doc, doc->nodes[outermost].start), outer = margin_of(doc, doc->nodes[node].start),
          inner = margin_of(doc, doc->nodes[child].start);
  int is_deeper = inner.len > outer.len && memcmp(inner.data, outer.data, outer.len) == 0;
  out->base = is_deeper || node != outermost ? base : inner;
  out->unit = is_deeper ? (dk_span){inner.data + outer.len, inner.len - outer.len} : span_of("");
  out->end = dk_splice_line_end(doc, doc->nodes[child].start);
}

/* Written like JSON, so that it has to stay JSON. */
static int is_json(const dk_yaml_doc *doc) {
  return doc->nodes[0].style == DK_YAML_FLOW && doc->count > 1 && doc->nodes[1].style == DK_YAML_DOUBLE;
}

void dk_flow_learn(const dk_yaml_doc *doc, uint32_t node, dk_flow *out) {
  uint32_t outermost = node;
  int level = 0, measured = 0;
  struct learning l = {doc, out, 0};
  *out = dk_flow_plain();
  do {
    size_t before = doc->nodes[node].start + 1;
    uint32_t child = level == 0 ? last_child(doc, node, &before) : node + 1;
    out->lines[level] = has_break(doc, before, doc->nodes[child].start);
    learn_blanks(&l, node);
    if (doc->nodes[node].kind == DK_YAML_MAPPING)
      learn_quotes(&l, node);
    else
      learn_string(&l, node + 1);
    if (out->lines[level] && !measured) {
      learn_margins(doc, outermost, node, child, out);
      measured = 1;
    }
    node = last_full(doc, node);
  } while (++level < DK_FLOW_LEVELS && node);
  for (; level < DK_FLOW_LEVELS; level++)
    out->lines[level] = out->lines[level - 1];
  if (!(l.known & BLANK) && out->colon.len == 1)
    out->blank = span_of("");
  if (is_json(doc))
    out->keys = out->strings = DK_YAML_DOUBLE;
}

dk_flow_writer dk_flow_begin(dk_buf *buf, const dk_flow *flow, uint32_t depth) {
  return (dk_flow_writer){buf, flow, depth, 1, 1, 0};
}

static int has_lines(const dk_flow_writer *w) {
  uint32_t level = w->depth > 0 ? w->depth - 1 : 0;
  return w->flow->lines[level < DK_FLOW_LEVELS ? level : DK_FLOW_LEVELS - 1];
}

static void put_span(dk_buf *buf, dk_span span) {
  dk_buf_add(buf, span.data, span.len);
}

static void put_break(dk_flow_writer *w, uint32_t depth) {
  dk_buf_str(w->buf, w->flow->end);
  put_span(w->buf, w->flow->base);
  while (depth-- > 0)
    put_span(w->buf, w->flow->unit);
}

void dk_flow_comma(dk_flow_writer *w) {
  dk_buf_char(w->buf, ',');
  if (has_lines(w))
    put_break(w, w->depth);
  else
    put_span(w->buf, w->flow->blank);
}

/* The very first thing is put where it belongs by the caller. */
void dk_flow_element(dk_flow_writer *w) {
  if (!w->first)
    dk_flow_comma(w);
  else if (!w->outermost && has_lines(w))
    put_break(w, w->depth);
  else if (!w->outermost)
    put_span(w->buf, w->flow->pad[w->is_map]);
  w->first = w->outermost = 0;
}

void dk_flow_open(dk_flow_writer *w, char bracket) {
  dk_buf_char(w->buf, bracket);
  w->depth++;
  w->first = 1;
  w->outermost = 0;
  w->is_map = bracket == '{';
}

void dk_flow_close(dk_flow_writer *w, char bracket) {
  if (!w->first && has_lines(w))
    put_break(w, w->depth - 1);
  else if (!w->first)
    put_span(w->buf, w->flow->pad[bracket == '}']);
  w->depth--;
  dk_buf_char(w->buf, bracket);
  w->first = w->outermost = 0;
}

void dk_flow_key(dk_flow_writer *w, const char *key) {
  dk_flow_element(w);
  dk_yaml_put_flow_scalar(w->buf, key, strlen(key), w->flow->keys);
  put_span(w->buf, w->flow->colon);
}

void dk_flow_string(dk_flow_writer *w, const char *text, size_t len) {
  dk_yaml_put_flow_scalar(w->buf, text, len, w->flow->strings);
}

void dk_flow_word(dk_flow_writer *w, const char *word) {
  dk_buf_str(w->buf, word);
}
