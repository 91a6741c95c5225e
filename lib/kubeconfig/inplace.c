/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/time.h"
#include "kubeconfig/inplace.h"

#define SUFFIX ".dcoskube-backup"
#define COPY_MODE 0600
#define STATE_DIR_MODE 0700
#define PATH_LEN_MAX 65536
#define WAIT_US 10000000
#define POLL_US 5000
#define PLACES 2 /* of a copy: beside the file, in the state directory */

int dk_kc_same_state(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
         a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static dcoskube_status take(dk_buf *buf, char **out, dcoskube_error *err) {
  dcoskube_status status = dk_buf_take(buf, out, NULL, NULL, err);
  dk_buf_free(buf);
  return status;
}

dcoskube_status dk_kc_state_path(const char *name, char **out, dcoskube_error *err) {
  const char *state = secure_getenv("XDG_STATE_HOME"), *home = secure_getenv("HOME");
  dk_buf buf;
  dk_buf_init(&buf, PATH_LEN_MAX);
  if (state && state[0] == '/') { /* a relative one has to be ignored, says its specification */
    dk_buf_str(&buf, state);
  } else if (home && home[0] == '/') {
    dk_buf_printf(&buf, "%s/.local/state", home);
  } else {
    dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, "state directory",
                                     "neither XDG_STATE_HOME nor HOME is an absolute path in the environment");
    return status;
  }
  dk_buf_printf(&buf, "/dcoskube/%s", name);
  return take(&buf, out, err);
}

/* Where a copy may lie.  The state directory may be nowhere: NOT_FOUND. */
static dcoskube_status copy_path(int place, const char *path, const struct stat *info, char **out,
                                 dcoskube_error *err) {
  char name[64];
  if (place == 0) {
    dk_buf buf;
    dk_buf_init(&buf, PATH_LEN_MAX);
    dk_buf_printf(&buf, "%s%s", path, SUFFIX);
    return take(&buf, out, err);
  }
  /* the file keeps its inode, by whatever name it is reached */
  snprintf(name, sizeof name, "backup-%llx-%llx", (unsigned long long)info->st_dev, (unsigned long long)info->st_ino);
  return dk_kc_state_path(name, out, err);
}

static int lock_by(int fd, int how, int64_t deadline) {
  struct timespec delay = {0, POLL_US * 1000};
  while (flock(fd, how | LOCK_NB) != 0) {
    if ((errno != EWOULDBLOCK && errno != EINTR) || dk_now_us() >= deadline)
      return 0;
    nanosleep(&delay, NULL);
  }
  return 1;
}

/* It is needed no more.  One that cannot be removed is emptied: that says the same. */
static void drop_copy(const char *path, int fd) {
  if (unlink(path) != 0)
    (void)!ftruncate(fd, 0);
}

/* A copy on the disk, and held; *fd is -1 on failure. */
/* The copy below its open directory: written, synced, locked, and only then under its name. */
static dcoskube_status put_copy(int dir_fd, const char *name, const char *path, const dk_bytes *old, int *fd,
                                dcoskube_error *err) {
  dk_temp temp = {-1, -1, "", path};
  dcoskube_status status = dk_temp_open_for(dir_fd, name, path, COPY_MODE, &temp, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_write(&temp, old->data, old->len, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_sync(&temp, err);
  if (status == DCOSKUBE_OK && flock(temp.fd, LOCK_EX | LOCK_NB) != 0)
    status = dk_fail_errno(err, errno, path, "cannot lock");
  if (status == DCOSKUBE_OK)
    status = dk_temp_rename(&temp, name, err);
  if (status == DCOSKUBE_OK && (status = dk_dir_sync(dir_fd, path, err)) != DCOSKUBE_OK)
    drop_copy(path, temp.fd);
  if (status == DCOSKUBE_OK) {
    *fd = temp.fd;
    temp.fd = -1;
  }
  dk_temp_end(&temp);
  return status;
}

static dcoskube_status make_copy(const char *path, const dk_bytes *old, int *fd, dcoskube_error *err) {
  const char *slash = strrchr(path, '/');
  char *dir = slash ? dk_memdup(path, slash == path ? 1 : (size_t)(slash - path)) : dk_strdup(".");
  int dir_fd = -1;
  if (!dir)
    return dk_no_memory(err);
  dcoskube_status status = dk_dir_open(dir, &dir_fd, err);
  dk_free(dir);
  if (status != DCOSKUBE_OK)
    return status;
  status = put_copy(dir_fd, slash ? slash + 1 : path, path, old, fd, err);
  close(dir_fd);
  return status;
}

/* Beside the file, else in the state directory. */
static dcoskube_status save(const dk_kc_inplace *place, char **path, int *fd, dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  for (int i = 0; i < PLACES; i++) {
    char *copy = NULL;
    dk_error_reset(err);
    status = copy_path(i, place->path, place->info, &copy, err);
    if (status == DCOSKUBE_OK && i > 0)
      status = dk_dir_make_above(copy, STATE_DIR_MODE, err);
    if (status == DCOSKUBE_OK)
      status = make_copy(copy, place->old, fd, err);
    if (status == DCOSKUBE_OK) {
      *path = copy;
      return DCOSKUBE_OK;
    }
    dk_free(copy);
    if (status == DCOSKUBE_ERR_NO_MEMORY)
      break;
  }
  dk_error_set_remedy(err, "it can be written in place only, and that needs room for a copy; it was not touched");
  return status;
}

static dcoskube_status overwrite(int fd, const char *path, const dk_bytes *bytes, dcoskube_error *err) {
  for (size_t at = 0; at < bytes->len;) {
    ssize_t n = pwrite(fd, bytes->data + at, bytes->len - at, (off_t)at);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return dk_fail_errno(err, n < 0 ? errno : ENOSPC, path, "cannot write");
    at += (size_t)n;
  }
  if (ftruncate(fd, (off_t)bytes->len) != 0)
    return dk_fail_errno(err, errno, path, "cannot write");
  if (fsync(fd) != 0)
    return dk_fail_errno(err, errno, path, "cannot sync");
  return DCOSKUBE_OK;
}

/* Better now than half way: the room that the new bytes need.  Not every file system can tell. */
static dcoskube_status reserve(int fd, const dk_kc_inplace *place, dcoskube_error *err) {
  if (place->data->len <= place->old->len || fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)place->data->len) == 0)
    return DCOSKUBE_OK;
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO)
    return dk_fail_errno(err, errno, place->path, "cannot write");
  return DCOSKUBE_OK;
}

/* The old bytes are safe.  A failure brings them back; if not even that is possible, they are where the copy is. */
static dcoskube_status change(int fd, const dk_kc_inplace *place, const char *copy, int copy_fd, dcoskube_error *err) {
  dcoskube_status status = reserve(fd, place, err);
  int touched = status == DCOSKUBE_OK;
  if (touched)
    status = overwrite(fd, place->path, place->data, err);
  if (status != DCOSKUBE_OK && touched && overwrite(fd, place->path, place->old, NULL) != DCOSKUBE_OK)
    dk_error_set_remedy(err, "restore it: cp '%s' '%s' && rm '%s'", copy, place->path, copy);
  else
    drop_copy(copy, copy_fd);
  close(copy_fd);
  return status;
}

dcoskube_status dk_kc_inplace_write(const dk_kc_inplace *place, struct stat *now, int *done, dcoskube_error *err) {
  char *copy = NULL;
  int copy_fd = -1;
  *done = 0;
  int fd = openat(place->dir_fd, place->name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return dk_fail_errno(err, errno, place->path, "cannot write");
  dcoskube_status status = DCOSKUBE_OK;
  struct stat state;
  if (!lock_by(fd, LOCK_EX, dk_now_us() + WAIT_US)) /* for our own kind, where no lock file can be made */
    status = dk_fail(err, DCOSKUBE_ERR_LOCKED, place->path, "is being written by another process");
  if (status == DCOSKUBE_OK && fstat(fd, &state) != 0)
    status = dk_fail_errno(err, errno, place->path, "cannot look at it");
  if (status == DCOSKUBE_OK && dk_kc_same_state(&state, place->info)) {
    status = save(place, &copy, &copy_fd, err);
    if (status == DCOSKUBE_OK)
      status = change(fd, place, copy, copy_fd, err);
    *done = status == DCOSKUBE_OK;
  }
  if (fstat(fd, now) != 0)
    memset(now, 0, sizeof *now);
  close(fd);
  dk_free(copy);
  return status;
}

static int is_at(int fd, const char *path) {
  struct stat ours, there;
  return fstat(fd, &ours) == 0 && lstat(path, &there) == 0 && ours.st_dev == there.st_dev &&
         ours.st_ino == there.st_ino;
}

/* What a copy that is there means. */
static dcoskube_status judge(int fd, const char *copy, const char *path, const dk_bytes *bytes, int *again,
                             dcoskube_error *err) {
  struct stat ours;
  dk_bytes old = {NULL, 0};
  if (flock(fd, LOCK_SH | LOCK_NB) != 0) { /* a writer is at it */
    *again = 1;
    if (lock_by(fd, LOCK_SH, dk_now_us() + WAIT_US))
      return DCOSKUBE_OK;
    return dk_fail(err, DCOSKUBE_ERR_LOCKED, path, "is being written by another process");
  }
  if (fstat(fd, &ours) != 0 || !is_at(fd, copy)) {
    *again = 1; /* that writer is through */
    return DCOSKUBE_OK;
  }
  size_t max = bytes->len > (size_t)ours.st_size ? bytes->len : (size_t)ours.st_size;
  dcoskube_status status = dk_file_read(copy, max, &old, NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  int done = old.len == 0 || (old.len == bytes->len && memcmp(old.data, bytes->data, old.len) == 0);
  dk_bytes_free(&old);
  if (done) /* emptied; cut before the first byte; or restored */
    return DCOSKUBE_OK;
  status =
      dk_fail(err, DCOSKUBE_ERR_INVALID, path, "a write of this file was cut; what was in it before is in %s", copy);
  dk_error_set_remedy(err, "restore it: cp '%s' '%s' && rm '%s'; or remove that copy to go on with the file as it is",
                      copy, path, copy);
  return status;
}

dcoskube_status dk_kc_inplace_check(const char *path, const struct stat *info, const dk_bytes *bytes, int *again,
                                    dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  *again = 0;
  for (int i = 0; i < PLACES && status == DCOSKUBE_OK && !*again; i++) {
    char *copy = NULL;
    status = copy_path(i, path, info, &copy, err);
    if (status == DCOSKUBE_ERR_NOT_FOUND) {
      dk_error_reset(err);
      return DCOSKUBE_OK;
    }
    int fd = status == DCOSKUBE_OK ? open(copy, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
    if (fd >= 0) {
      status = judge(fd, copy, path, bytes, again, err);
      close(fd);
    }
    dk_free(copy);
  }
  return status;
}

void dk_kc_inplace_forget(const char *path, const struct stat *info) {
  for (int i = 0; i < PLACES; i++) {
    char *copy = NULL;
    if (copy_path(i, path, info, &copy, NULL) != DCOSKUBE_OK)
      return;
    int fd = open(copy, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_at(fd, copy))
      unlink(copy);
    if (fd >= 0)
      close(fd);
    dk_free(copy);
  }
}
