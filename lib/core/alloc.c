/* SPDX-License-Identifier: Apache-2.0 */
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"

/* Test hook.  The one mutable global; never written outside tests. */
static atomic_size_t fail_from;
static atomic_size_t counted;

static int refuse(void) {
  size_t limit = atomic_load_explicit(&fail_from, memory_order_relaxed);
  if (limit == 0)
    return 0;
  return atomic_fetch_add_explicit(&counted, 1, memory_order_relaxed) + 1 >= limit;
}

void dk_alloc_fail_from(size_t n) {
  atomic_store(&counted, 0);
  atomic_store(&fail_from, n);
}

size_t dk_alloc_count(void) {
  return atomic_load(&counted);
}

void *dk_malloc(size_t size) {
  return refuse() ? NULL : malloc(size ? size : 1);
}

void *dk_calloc(size_t count, size_t size) {
  return refuse() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *dk_realloc(void *ptr, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size)
    return NULL;
  size_t total = count * size;
  return refuse() ? NULL : realloc(ptr, total ? total : 1);
}

void dk_free(void *ptr) {
  free(ptr);
}

char *dk_memdup(const void *data, size_t len) {
  if (len == SIZE_MAX)
    return NULL;
  char *copy = dk_malloc(len + 1);
  if (!copy)
    return NULL;
  if (len > 0)
    memcpy(copy, data, len);
  copy[len] = '\0';
  return copy;
}

char *dk_strdup(const char *text) {
  return text ? dk_memdup(text, strlen(text)) : NULL;
}

void dk_free_secret(void *ptr, size_t len) {
  if (ptr)
    explicit_bzero(ptr, len);
  free(ptr);
}

void dk_free_secret_str(char *text) {
  dk_free_secret(text, text ? strlen(text) : 0);
}

int dk_grow(void **array, size_t count, size_t *capacity, size_t element_size) {
  if (count < *capacity)
    return 1;
  if (*capacity > SIZE_MAX / 2)
    return 0;
  size_t more = *capacity ? *capacity * 2 : 8;
  void *bigger = dk_realloc(*array, more, element_size);
  if (!bigger)
    return 0;
  *array = bigger;
  *capacity = more;
  return 1;
}
