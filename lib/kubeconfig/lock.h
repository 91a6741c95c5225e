/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubectl's lock: FILE.lock, made with O_EXCL beside the file.  Ours is not
 * empty and is held by flock() as well: one of ours that can be flock'ed has no
 * owner any more and is taken over.  It is removed by who holds it, by nobody
 * else.  An empty one is kubectl's; it is taken over when it is minutes old.
 * Ours appears with its content and flock'ed, in one step, wherever the file
 * system has nameless files or hard links: whenever we are killed, what is left
 * is never taken for kubectl's.
 */
#ifndef DK_KUBECONFIG_LOCK_H
#define DK_KUBECONFIG_LOCK_H

#include <stddef.h>
#include <stdint.h>

#include "core/findings.h"

typedef struct dk_kc_lock {
  char *path; /* of the lock file */
  int fd;     /* -1: not held */
  int stale;  /* it was a foreign one without an owner */
  int barred; /* no file can be made in that directory, so nobody can lock */
} dk_kc_lock;

typedef struct dk_kc_locks {
  dk_kc_lock *locks; /* by path, each once */
  size_t count;
  size_t capacity;
} dk_kc_locks;

/* One more file to be locked: its name with ".lock" behind.  Not locked yet. */
dcoskube_status dk_kc_locks_add(dk_kc_locks *locks, const char *file, dcoskube_error *err);
/* Get all of them in the order of their names, or none; wait_ms counts for all together.  Those that are barred are
 * not held; a writer has to find that out by itself. */
dcoskube_status dk_kc_locks_take(dk_kc_locks *locks, uint32_t wait_ms, dcoskube_error *err);
/* Clear away those of ours that have no owner, for a commit that has nothing to write: kubectl would wait for them. */
void dk_kc_locks_clear(dk_kc_locks *locks);
/* Warn of foreign ones that were taken over.  Returns whether any is held.  Comes after the write: without memory the
 * warning is missing, nothing else. */
int dk_kc_locks_tell(const dk_kc_locks *locks, dcoskube_findings *report);
/* Let go of what is held, and forget all. */
void dk_kc_locks_free(dk_kc_locks *locks);

#endif
