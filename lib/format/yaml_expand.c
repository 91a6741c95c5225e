/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much of a document comes from aliases, counted as go-yaml counts while
 * it decodes, so that what it refuses as a bomb is refused here.  Its own rule
 * ends the walk: of more than 4 million steps a tenth may be of aliases.
 */
#include "format/yaml_doc.h"

#define FEW_ALIASED 100u
#define FEW_STEPS 1000u
#define RATIO_LOW 400000.0
#define RATIO_HIGH 4000000.0

struct counting {
  const dk_yaml_doc *doc;
  uint64_t steps;
  uint64_t aliased; /* those of them that are below an alias */
  unsigned depth;   /* of aliases */
};

static double allowed(uint64_t steps) {
  if ((double)steps <= RATIO_LOW)
    return 0.99;
  if ((double)steps >= RATIO_HIGH)
    return 0.10;
  return 0.99 - 0.89 * (((double)steps - RATIO_LOW) / (RATIO_HIGH - RATIO_LOW));
}

/* Count one node; 0: that was one too many. */
static int step(struct counting *c) {
  c->steps++;
  c->aliased += c->depth > 0;
  return c->aliased <= FEW_ALIASED || c->steps <= FEW_STEPS ||
         (double)c->aliased / (double)c->steps <= allowed(c->steps);
}

static int count(struct counting *c, uint32_t node);

/* What a merge key takes in, the last first. */
static int count_merge(struct counting *c, uint32_t value) {
  const dk_yaml_node *n = &c->doc->nodes[value];
  if (n->kind != DK_YAML_SEQUENCE)
    return count(c, value);
  for (uint32_t i = value + 1; i < n->skip; i = c->doc->nodes[i].skip)
    if (!count(c, i))
      return 0;
  return 1;
}

/* Recursion ends: nesting has a limit, and no anchor contains itself. */
static int count(struct counting *c, uint32_t node) {
  const dk_yaml_node *n = &c->doc->nodes[node];
  if (!step(c))
    return 0;
  if (n->kind == DK_YAML_ALIAS) {
    c->depth++;
    int fits = count(c, n->value);
    c->depth--;
    return fits;
  }
  for (uint32_t i = node + 1; i < n->skip; i = c->doc->nodes[i].skip) {
    if (n->kind == DK_YAML_MAPPING && dk_yaml_is_merge(c->doc, i)) {
      i = c->doc->nodes[i].skip;
      if (!count_merge(c, i))
        return 0;
    } else if (!count(c, i))
      return 0;
  }
  return 1;
}

int dk_yaml_is_bomb(const dk_yaml_doc *doc) {
  struct counting c = {doc, 1, 0, 0}; /* the document itself is a step */
  for (uint32_t i = 0; i < doc->count; i++)
    if (doc->nodes[i].kind == DK_YAML_ALIAS)
      return !count(&c, 0);
  return 0;
}
