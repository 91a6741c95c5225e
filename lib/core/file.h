/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one reader of files and the one atomic writer.
 *
 * Reading: regular files only, opened so that a FIFO or a device cannot hang
 * us, never more than a limit.  Writing: new bytes go to a temporary file of a
 * random name in the same, once opened directory, are synced, and are renamed
 * over the old ones; readers see the old file or the new one.
 */
#ifndef DK_CORE_FILE_H
#define DK_CORE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "core/error.h"

/* How large a file that a user or a kubeconfig names (certificate, key, token) may be. */
#define DK_FILE_SMALL_MAX (1024u * 1024u)

typedef struct dk_bytes {
  char *data; /* ended by a NUL that len does not count */
  size_t len;
} dk_bytes;

void dk_bytes_free(dk_bytes *bytes); /* wiped, since it may have been a secret */

/* Read a whole file.  info (may be NULL) receives the state of the very file that was read. */
dcoskube_status dk_file_read(const char *path, size_t max, dk_bytes *out, struct stat *info, dcoskube_error *err);
/* The same below an open directory. */
dcoskube_status dk_file_read_at(int dir_fd, const char *name, const char *path, size_t max, dk_bytes *out,
                                struct stat *info, dcoskube_error *err);

/* Open a directory for the calls below.  Returns DCOSKUBE_OK and *fd. */
dcoskube_status dk_dir_open(const char *path, int *fd, dcoskube_error *err);

/* A temporary file on its way to its name. */
typedef struct dk_temp {
  int dir_fd;       /* borrowed */
  int fd;           /* -1: none */
  char name[40];    /* below dir_fd */
  const char *path; /* for messages; borrowed */
} dk_temp;

/* Make one (O_EXCL|O_NOFOLLOW, mode exactly as given whatever the umask); path is what messages call the goal. */
dcoskube_status dk_temp_open(int dir_fd, const char *path, uint32_t mode, dk_temp *out, dcoskube_error *err);
/* The same with a name that is always the same for that name below the directory: what a killed writer left is removed
 * first.  For callers that hold a lock which keeps other writers of name away. */
dcoskube_status dk_temp_open_for(int dir_fd, const char *name, const char *path, uint32_t mode, dk_temp *out,
                                 dcoskube_error *err);
/* All bytes, short writes and EINTR included. */
dcoskube_status dk_temp_write(dk_temp *temp, const void *data, size_t len, dcoskube_error *err);
dcoskube_status dk_temp_sync(dk_temp *temp, dcoskube_error *err);
/* Rename to name below the directory.  The directory itself is synced by dk_dir_sync(). */
dcoskube_status dk_temp_rename(dk_temp *temp, const char *name, dcoskube_error *err);
/* The same; returns 0 or the errno. */
int dk_temp_try_rename(dk_temp *temp, const char *name);
/* Close, and remove if it was not renamed.  May be called at any time. */
void dk_temp_end(dk_temp *temp);

/* A whole small file at once: temporary file, sync, rename, sync.  For callers that hold a lock, as above. */
dcoskube_status dk_file_put(const char *path, uint32_t mode, const void *data, size_t len, dcoskube_error *err);
/* Make the directories above path that are missing, with exactly that mode whatever the umask. */
dcoskube_status dk_dir_make_above(const char *path, uint32_t mode, dcoskube_error *err);

dcoskube_status dk_dir_sync(int dir_fd, const char *path, dcoskube_error *err);

#endif
