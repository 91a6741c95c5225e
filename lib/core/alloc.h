/* SPDX-License-Identifier: Apache-2.0 */
/* The only allocator of the library: overflow-checked, and able to fail on demand in tests. */
#ifndef DK_CORE_ALLOC_H
#define DK_CORE_ALLOC_H

#include <stddef.h>

/* As malloc, calloc, realloc, free; a size of 0 allocates one byte, so NULL always means "no memory". */
void *dk_malloc(size_t size);
void *dk_calloc(size_t count, size_t size);
void *dk_realloc(void *ptr, size_t count, size_t size);
void dk_free(void *ptr);

/* Copies; NULL stays NULL (and then is no failure). */
char *dk_strdup(const char *text);
char *dk_memdup(const void *data, size_t len); /* with a NUL behind it */

/* Wipe, then free.  For tokens, keys and what they stood in. */
void dk_free_secret(void *ptr, size_t len);
void dk_free_secret_str(char *text);

/*
 * Room for one element more in an array that grows by doubling.
 * Returns 1, or 0 without memory (the array is then as it was).
 */
int dk_grow(void **array, size_t count, size_t *capacity, size_t element_size);

/* Tests only: let the n-th allocation from now on fail, and all after it; 0 switches that off. */
void dk_alloc_fail_from(size_t n);
/* Tests only: how many allocations there were since the last dk_alloc_fail_from(). */
size_t dk_alloc_count(void);

#endif
