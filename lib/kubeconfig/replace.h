/* SPDX-License-Identifier: Apache-2.0 */
/* Putting new bytes in the place of a file: symbolic links followed, mode and owner kept, atomically. */
#ifndef DK_KUBECONFIG_REPLACE_H
#define DK_KUBECONFIG_REPLACE_H

#include <sys/stat.h>

#include "core/file.h"

typedef struct dk_kc_replacement {
  char *path; /* the real file behind the symbolic links */
  char *name; /* its last part */
  int dir_fd; /* the directory of the real file */
  int exists;
  struct stat info; /* of the file that is to be replaced, if it exists */
  dk_temp temp;
} dk_kc_replacement;

/* The file that a path finally names, whether or not it exists. */
dcoskube_status dk_kc_resolve(const char *path, char **out, dcoskube_error *err);
/* Make the directories of a new file, 0700. */
dcoskube_status dk_kc_make_directories(const char *path, dcoskube_error *err);

void dk_kc_replacement_init(dk_kc_replacement *r);
/* Take over a resolved path (freed at the end), open its directory and judge whether it can be replaced. */
dcoskube_status dk_kc_replace_open(dk_kc_replacement *r, char *path, dcoskube_error *err);
/* Write the new bytes beside it, synced, with its mode and owner. */
dcoskube_status dk_kc_replace_write(dk_kc_replacement *r, const void *data, size_t len, dcoskube_error *err);
/* Is it the same file with the same content, as far as the file system tells? */
int dk_kc_same_state(const struct stat *a, const struct stat *b);
/* Is the file still the one that was read (info; NULL: there was none)? */
int dk_kc_replace_unchanged(const dk_kc_replacement *r, const struct stat *info);
/* The one step that changes anything.  now receives the state of the new file. */
dcoskube_status dk_kc_replace_rename(dk_kc_replacement *r, struct stat *now, dcoskube_error *err);
void dk_kc_replace_end(dk_kc_replacement *r);

#endif
