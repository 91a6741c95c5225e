/* SPDX-License-Identifier: Apache-2.0 */
/* Which names are taken, and by whom: a hash table, so that many thousand clusters stay quick. */
#ifndef DK_PROXY_NAMES_H
#define DK_PROXY_NAMES_H

#include <stddef.h>

struct dk_name_slot;

typedef struct dk_names {
  struct dk_name_slot *slots;
  size_t count;
  size_t capacity; /* 0 or a power of two */
} dk_names;

/* The value that was put under a text; NULL if there is none.  Valid until the next put. */
size_t *dk_names_find(const dk_names *names, const char *text);
/* Put a text (borrowed) that is not in it.  Returns 1, or 0 without memory. */
int dk_names_put(dk_names *names, const char *text, size_t value);
void dk_names_free(dk_names *names);

#endif
