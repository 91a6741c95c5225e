/* SPDX-License-Identifier: Apache-2.0 */
/* The anchors of a document while it is read: a name, and the node that had it last. */
#ifndef DK_FORMAT_YAML_ANCHOR_H
#define DK_FORMAT_YAML_ANCHOR_H

#include <stddef.h>
#include <stdint.h>

typedef struct dk_anchor {
  char *name;
  uint32_t node;
} dk_anchor;

typedef struct dk_anchors {
  dk_anchor *slots; /* open addressing */
  size_t count;
  size_t size; /* a power of two, or 0 */
} dk_anchors;

/* Remember, replacing an older one of the name.  Returns 1, or 0 without memory. */
int dk_anchors_put(dk_anchors *anchors, const char *name, uint32_t node);
/* Returns 1 and the node, or 0. */
int dk_anchors_get(const dk_anchors *anchors, const char *name, uint32_t *node);
void dk_anchors_free(dk_anchors *anchors);

#endif
