/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting new bytes in the place of a file: symbolic links followed; mode,
 * owner and attributes kept; by a rename.  Where that cannot be, the file is
 * written in place behind a complete copy of what was in it (inplace.h).
 */
#ifndef DK_KUBECONFIG_REPLACE_H
#define DK_KUBECONFIG_REPLACE_H

#include <sys/stat.h>

#include "core/findings.h"
#include "kubeconfig/inplace.h"

typedef struct dk_kc_replacement {
  char *path; /* the real file behind the symbolic links */
  char *name; /* its last part */
  int dir_fd; /* the directory of the real file */
  int exists;
  struct stat info;     /* of the file that is to be replaced, if it exists */
  const char *in_place; /* why it cannot be renamed over, and is written in place; NULL: it can */
  const dk_bytes *old, *data;
  dk_temp temp;
} dk_kc_replacement;

/* The file that a path finally names, whether or not it exists. */
dcoskube_status dk_kc_resolve(const char *path, char **out, dcoskube_error *err);
void dk_kc_replacement_init(dk_kc_replacement *r);
/* Take over a resolved path (freed at the end), open its directory and judge whether it can be replaced. */
dcoskube_status dk_kc_replace_open(dk_kc_replacement *r, char *path, dcoskube_error *err);
/* Write the new bytes beside it, synced, with all that it has beside its bytes.  old and data are borrowed. */
dcoskube_status dk_kc_replace_write(dk_kc_replacement *r, const dk_bytes *old, const dk_bytes *data,
                                    dcoskube_error *err);
/* Is the file still the one that was read (info; NULL: there was none)? */
int dk_kc_replace_unchanged(const dk_kc_replacement *r, const struct stat *info);
/* The one step that changes anything.  now receives the state of the new file.  *done 0: the file is another one than
 * it was when its place was opened, and nothing was done. */
dcoskube_status dk_kc_replace_rename(dk_kc_replacement *r, struct stat *now, int *done, dcoskube_error *err);
/* Warn of a file that was written in place; held: behind a lock. */
void dk_kc_replace_tell(const dk_kc_replacement *r, const char *path, int held, dcoskube_findings *report);
/* Keep the bytes as FILE.bak, 0600, beside the file as it is named. */
dcoskube_status dk_kc_back_up(const char *file, const dk_bytes *bytes, dcoskube_error *err);
void dk_kc_replace_end(dk_kc_replacement *r);

#endif
