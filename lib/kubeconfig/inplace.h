/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a file in place, for those over which nothing can be renamed.  A
 * complete, synced copy of the old bytes lies beside the file (or, where no
 * file can be made there, in the state directory) before the first byte is
 * changed, and goes when the last one is on the disk.  A copy that nobody holds
 * by flock() tells of a write that was cut.
 */
#ifndef DK_KUBECONFIG_INPLACE_H
#define DK_KUBECONFIG_INPLACE_H

#include <sys/stat.h>

#include "core/file.h"

typedef struct dk_kc_inplace {
  int dir_fd;
  const char *name; /* below it */
  const char *path;
  const struct stat *info; /* as it was read */
  const dk_bytes *old, *data;
} dk_kc_inplace;

/* Is it the same file with the same content, as far as the file system tells? */
int dk_kc_same_state(const struct stat *a, const struct stat *b);

/* *done 0: the file is not in that state any more, and nothing was done. */
dcoskube_status dk_kc_inplace_write(const dk_kc_inplace *place, struct stat *now, int *done, dcoskube_error *err);

/*
 * These bytes were read from the (real) file: are they whole?  A write that was
 * cut is an error that tells how to restore.  *again: somebody was writing in
 * place (we have waited for it), so read once more.
 */
dcoskube_status dk_kc_inplace_check(const char *path, const struct stat *info, const dk_bytes *bytes, int *again,
                                    dcoskube_error *err);

/* A copy of bytes that are in the file (as the check has told) is needed no more: remove it, unless a writer holds it.
 */
void dk_kc_inplace_forget(const char *path, const struct stat *info);

/* A name in the directory for what we remember: ${XDG_STATE_HOME:-~/.local/state}/dcoskube/NAME. */
dcoskube_status dk_kc_state_path(const char *name, char **out, dcoskube_error *err);

#endif
