/* SPDX-License-Identifier: Apache-2.0 */
/* The calling thread's OpenSSL error queue, put aside while we and libcurl (which clears it) work. */
#ifndef DK_FORMAT_ERRQUEUE_H
#define DK_FORMAT_ERRQUEUE_H

#include <stddef.h>

#define DK_ERRQUEUE_MAX 16 /* as long as OpenSSL's own queue */

typedef struct dk_errqueue_entry {
  unsigned long code;
  int line;
  char *file; /* these three may be NULL */
  char *function;
  char *data;
} dk_errqueue_entry;

typedef struct dk_errqueue {
  dk_errqueue_entry entries[DK_ERRQUEUE_MAX];
  size_t count;
} dk_errqueue;

/* Without memory an entry loses its texts, never its code. */
void dk_errqueue_save(dk_errqueue *saved);    /* the queue is empty afterwards */
void dk_errqueue_restore(dk_errqueue *saved); /* whatever was added since is dropped */

#endif
