/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "format/yaml_anchor.h"

#define FIRST_SIZE 16u

static uint32_t hash(const char *name) {
  uint32_t h = 2166136261u; /* FNV-1a */
  for (; *name; name++)
    h = (h ^ (unsigned char)*name) * 16777619u;
  return h;
}

/* The slot of the name, or the free one where it belongs; the table is never full. */
static dk_anchor *slot(dk_anchor *slots, size_t size, const char *name) {
  size_t i = hash(name) & (size - 1);
  while (slots[i].name && strcmp(slots[i].name, name) != 0)
    i = (i + 1) & (size - 1);
  return &slots[i];
}

static int grow(dk_anchors *anchors) {
  size_t size = anchors->size ? anchors->size * 2 : FIRST_SIZE;
  dk_anchor *slots = dk_calloc(size, sizeof *slots);
  if (!slots)
    return 0;
  for (size_t i = 0; i < anchors->size; i++)
    if (anchors->slots[i].name)
      *slot(slots, size, anchors->slots[i].name) = anchors->slots[i];
  dk_free(anchors->slots);
  anchors->slots = slots;
  anchors->size = size;
  return 1;
}

int dk_anchors_put(dk_anchors *anchors, const char *name, uint32_t node) {
  if (anchors->count * 2 >= anchors->size && !grow(anchors))
    return 0;
  dk_anchor *found = slot(anchors->slots, anchors->size, name);
  if (!found->name) {
    found->name = dk_strdup(name);
    if (!found->name)
      return 0;
    anchors->count++;
  }
  found->node = node;
  return 1;
}

int dk_anchors_get(const dk_anchors *anchors, const char *name, uint32_t *node) {
  if (anchors->size == 0)
    return 0;
  const dk_anchor *found = slot(anchors->slots, anchors->size, name);
  if (!found->name)
    return 0;
  *node = found->node;
  return 1;
}

void dk_anchors_free(dk_anchors *anchors) {
  for (size_t i = 0; i < anchors->size; i++)
    dk_free(anchors->slots[i].name);
  dk_free(anchors->slots);
  memset(anchors, 0, sizeof *anchors);
}
