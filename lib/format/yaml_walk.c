/* SPDX-License-Identifier: Apache-2.0 */
/* Finding one's way in an index. */
#include <string.h>

#include "format/yaml_doc.h"

uint32_t dk_yaml_target(const dk_yaml_doc *doc, uint32_t node) {
  /* an alias is never the target of an alias: an anchor stands at a node of its own */
  return doc->nodes[node].kind == DK_YAML_ALIAS ? doc->nodes[node].value : node;
}

dk_span dk_yaml_value(const dk_yaml_doc *doc, uint32_t node) {
  const dk_yaml_node *n = &doc->nodes[dk_yaml_target(doc, node)];
  dk_span span = {"", 0};
  if (n->kind == DK_YAML_SCALAR && n->len > 0) {
    span.data = (n->flags & DK_YAML_IN_ARENA ? doc->arena.data : doc->text) + n->value;
    span.len = n->len;
  }
  return span;
}

void dk_yaml_set_type(dk_yaml_node *scalar, const char *value, size_t len) {
  int is_resolved = (scalar->tag >= DK_YAML_TAG_NULL && scalar->tag <= DK_YAML_TAG_NUMBER) ||
                    (scalar->tag == DK_YAML_TAG_NONE && scalar->style == DK_YAML_PLAIN);
  dk_yaml_type type = is_resolved ? dk_yaml_plain_type(value, len) : DK_YAML_STRING;
  scalar->flags |= (uint8_t)(type << DK_YAML_TYPE_SHIFT);
}

dk_yaml_type dk_yaml_type_of(const dk_yaml_doc *doc, uint32_t node) {
  return (dk_yaml_type)(doc->nodes[dk_yaml_target(doc, node)].flags >> DK_YAML_TYPE_SHIFT);
}

int dk_yaml_is_text(const dk_yaml_doc *doc, uint32_t node, const char *text) {
  if (doc->nodes[dk_yaml_target(doc, node)].kind != DK_YAML_SCALAR)
    return 0;
  dk_span value = dk_yaml_value(doc, node);
  return value.len == strlen(text) && memcmp(value.data, text, value.len) == 0;
}

int dk_yaml_is_merge(const dk_yaml_doc *doc, uint32_t key) {
  const dk_yaml_node *n = &doc->nodes[key];
  return n->kind == DK_YAML_SCALAR && n->len == 2 &&
         (n->tag == DK_YAML_TAG_MERGE || (n->style == DK_YAML_PLAIN && n->tag == DK_YAML_TAG_NONE)) &&
         dk_yaml_is_text(doc, key, "<<");
}

int dk_yaml_is_empty(const dk_yaml_doc *doc, uint32_t node) {
  const dk_yaml_node *n = &doc->nodes[node];
  return (n->kind == DK_YAML_SEQUENCE || n->kind == DK_YAML_MAPPING) && n->skip == node + 1;
}

struct walk {
  uint64_t *budget;
  int (*visit)(void *data, uint32_t key, uint32_t value);
  void *data;
};

static int pairs(const dk_yaml_doc *doc, uint32_t mapping, const struct walk *walk);

/* The value of `<<`: a mapping, or a list whose earlier mappings win (so they are visited last). */
static int merged(const dk_yaml_doc *doc, uint32_t value, const struct walk *walk) {
  uint32_t target = dk_yaml_target(doc, value);
  if (doc->nodes[target].kind == DK_YAML_MAPPING)
    return pairs(doc, target, walk);
  if (doc->nodes[target].kind != DK_YAML_SEQUENCE)
    return 1;
  for (uint32_t n = doc->nodes[target].len; n-- > 0;) {
    uint32_t child = target + 1;
    for (uint32_t i = 0; i < n; i++) {
      if (*walk->budget == 0)
        return 0;
      --*walk->budget;
      child = doc->nodes[child].skip;
    }
    if (!pairs(doc, dk_yaml_target(doc, child), walk))
      return 0;
  }
  return 1;
}

/* Recursion ends: an anchor cannot contain itself, and each level of it costs budget. */
static int pairs(const dk_yaml_doc *doc, uint32_t mapping, const struct walk *walk) {
  if (doc->nodes[mapping].kind != DK_YAML_MAPPING)
    return 1;
  for (uint32_t key = mapping + 1, end = doc->nodes[mapping].skip; key < end;) {
    uint32_t value = doc->nodes[key].skip;
    if (*walk->budget == 0)
      return 0;
    --*walk->budget;
    if (dk_yaml_is_merge(doc, key) ? !merged(doc, value, walk) : !walk->visit(walk->data, key, value))
      return 0;
    key = doc->nodes[value].skip;
  }
  return 1;
}

int dk_yaml_pairs(const dk_yaml_doc *doc, uint32_t mapping, uint64_t *budget,
                  int (*visit)(void *data, uint32_t key, uint32_t value), void *data) {
  struct walk walk = {budget, visit, data};
  return pairs(doc, dk_yaml_target(doc, mapping), &walk);
}

static int same_bytes(const char *a, size_t len_a, const char *b, size_t len_b) {
  return len_a == len_b && (len_a == 0 || memcmp(a, b, len_a) == 0);
}

int dk_yaml_same(const dk_yaml_doc *a, uint32_t node_a, const dk_yaml_doc *b, uint32_t node_b) {
  uint32_t n = a->nodes[node_a].skip - node_a;
  if (n != b->nodes[node_b].skip - node_b)
    return 0;
  for (uint32_t i = 0; i < n; i++) {
    const dk_yaml_node *x = &a->nodes[node_a + i], *y = &b->nodes[node_b + i];
    if (x->kind != y->kind || x->style != y->style || x->tag != y->tag || x->skip - node_a != y->skip - node_b ||
        (x->flags & DK_YAML_ANCHOR) != (y->flags & DK_YAML_ANCHOR))
      return 0;
    if (x->kind == DK_YAML_ALIAS &&
        !same_bytes(a->text + x->start, x->end - x->start, b->text + y->start, y->end - y->start))
      return 0;
    if (x->kind != DK_YAML_SCALAR)
      continue;
    dk_span v = dk_yaml_value(a, node_a + i), w = dk_yaml_value(b, node_b + i);
    if (!same_bytes(v.data, v.len, w.data, w.len))
      return 0;
  }
  return 1;
}

uint32_t dk_yaml_find_reference(const dk_yaml_doc *doc, uint32_t node) {
  for (uint32_t i = node; i < doc->nodes[node].skip; i++)
    if (doc->nodes[i].kind == DK_YAML_ALIAS || (doc->nodes[i].flags & DK_YAML_ANCHOR))
      return i;
  return 0;
}
