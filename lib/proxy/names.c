/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>

#include "core/alloc.h"
#include "proxy/names.h"

#define FIRST_CAPACITY 16

struct dk_name_slot {
  const char *text; /* NULL: free */
  size_t value;
};

/* FNV-1a */
static uint64_t hash(const char *text) {
  uint64_t value = UINT64_C(14695981039346656037);
  for (const char *p = text; *p != '\0'; p++)
    value = (value ^ (unsigned char)*p) * UINT64_C(1099511628211);
  return value ^ (value >> 32);
}

/* The slot of a text, or the free one where it would go.  The table is never full. */
static struct dk_name_slot *slot(const dk_names *names, const char *text) {
  size_t mask = names->capacity - 1;
  size_t at = (size_t)hash(text) & mask;
  while (names->slots[at].text && strcmp(names->slots[at].text, text) != 0)
    at = (at + 1) & mask;
  return &names->slots[at];
}

size_t *dk_names_find(const dk_names *names, const char *text) {
  if (names->count == 0)
    return NULL;
  struct dk_name_slot *found = slot(names, text);
  return found->text ? &found->value : NULL;
}

static int grow(dk_names *names) {
  size_t capacity = names->capacity ? names->capacity * 2 : FIRST_CAPACITY;
  dk_names wider = {dk_calloc(capacity, sizeof(struct dk_name_slot)), names->count, capacity};
  if (!wider.slots)
    return 0;
  for (size_t i = 0; i < names->capacity; i++)
    if (names->slots[i].text)
      *slot(&wider, names->slots[i].text) = names->slots[i];
  dk_free(names->slots);
  *names = wider;
  return 1;
}

int dk_names_put(dk_names *names, const char *text, size_t value) {
  if ((names->count + 1) * 2 > names->capacity && !grow(names))
    return 0;
  *slot(names, text) = (struct dk_name_slot){text, value};
  names->count++;
  return 1;
}

void dk_names_free(dk_names *names) {
  dk_free(names->slots);
  *names = (dk_names){0};
}
