/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "kubeconfig/replace.h"

#define LINKS_MAX 40
#define PATH_LEN_MAX 65536
#define NEW_MODE 0600
#define NEW_DIR_MODE 0700

/* What a symbolic link names, relative to where it stands. */
static dcoskube_status follow(const char *path, const char *target, char **out, dcoskube_error *err) {
  const char *slash = strrchr(path, '/');
  dk_buf buf;
  dk_buf_init(&buf, PATH_LEN_MAX);
  if (target[0] != '/' && slash)
    dk_buf_add(&buf, path, (size_t)(slash - path) + 1);
  dk_buf_str(&buf, target);
  dcoskube_status status = dk_buf_take(&buf, out, NULL, path, err);
  dk_buf_free(&buf);
  return status;
}

dcoskube_status dk_kc_resolve(const char *path, char **out, dcoskube_error *err) {
  char target[PATH_MAX];
  char *now = dk_strdup(path);
  if (!now)
    return dk_no_memory(err);
  for (int i = 0; i < LINKS_MAX; i++) {
    ssize_t n = readlink(now, target, sizeof target - 1);
    if (n < 0) { /* no link, or nothing there: this is it */
      *out = now;
      return DCOSKUBE_OK;
    }
    target[n] = '\0';
    char *next = NULL;
    dcoskube_status status = follow(now, target, &next, err);
    dk_free(now);
    if (status != DCOSKUBE_OK)
      return status;
    now = next;
  }
  dk_free(now);
  return dk_fail_errno(err, ELOOP, path, "cannot follow its symbolic links");
}

dcoskube_status dk_kc_make_directories(const char *path, dcoskube_error *err) {
  char *part = dk_strdup(path);
  if (!part)
    return dk_no_memory(err);
  dcoskube_status status = DCOSKUBE_OK;
  for (char *slash = strchr(part + 1, '/'); slash && status == DCOSKUBE_OK; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    struct stat info;
    if (stat(part, &info) != 0 && mkdir(part, NEW_DIR_MODE) != 0 && errno != EEXIST)
      status = dk_fail_errno(err, errno, part, "cannot make the directory");
    *slash = '/';
  }
  dk_free(part);
  return status;
}

void dk_kc_replacement_init(dk_kc_replacement *r) {
  memset(r, 0, sizeof *r);
  r->dir_fd = -1;
  r->temp.fd = -1;
}

static dcoskube_status unsupported(const dk_kc_replacement *r, const char *why, dcoskube_error *err) {
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_UNSUPPORTED, r->path, "cannot be replaced atomically: %s", why);
  dk_error_set_remedy(err, "the file was not touched");
  return status;
}

static dcoskube_status judge(const dk_kc_replacement *r, dcoskube_error *err) {
  if (!S_ISREG(r->info.st_mode))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, r->path, "is not a regular file");
  if (r->info.st_nlink > 1)
    return unsupported(r, "it has several hard links", err);
  /* a rename would get round a file that its owner made read-only */
  if (faccessat(r->dir_fd, r->name, W_OK, AT_EACCESS) != 0)
    return dk_fail_errno(err, errno, r->path, "cannot write");
  return DCOSKUBE_OK;
}

dcoskube_status dk_kc_replace_open(dk_kc_replacement *r, char *path, dcoskube_error *err) {
  char *slash = strrchr(path, '/');
  r->path = path;
  r->name = slash ? slash + 1 : path;
  char *dir = slash ? dk_memdup(path, slash == path ? 1 : (size_t)(slash - path)) : dk_strdup(".");
  if (!dir)
    return dk_no_memory(err);
  dcoskube_status status = dk_dir_open(dir, &r->dir_fd, err);
  dk_free(dir);
  if (status != DCOSKUBE_OK)
    return status;
  if (fstatat(r->dir_fd, r->name, &r->info, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT ? DCOSKUBE_OK : dk_fail_errno(err, errno, path, "cannot look at it");
  r->exists = 1;
  return judge(r, err);
}

/* Owner and group as they were; the mode after them, since a change of owner clears bits of it. */
static dcoskube_status keep_owner(dk_kc_replacement *r, dcoskube_error *err) {
  struct stat made;
  if (fstat(r->temp.fd, &made) != 0)
    return dk_fail_errno(err, errno, r->path, "cannot look at its temporary file");
  if ((made.st_uid != r->info.st_uid || made.st_gid != r->info.st_gid) &&
      fchown(r->temp.fd, r->info.st_uid, r->info.st_gid) != 0)
    return unsupported(r, "its owner or group cannot be kept", err);
  if (fchmod(r->temp.fd, r->info.st_mode & 07777) != 0)
    return dk_fail_errno(err, errno, r->path, "cannot set its mode");
  return DCOSKUBE_OK;
}

dcoskube_status dk_kc_replace_write(dk_kc_replacement *r, const void *data, size_t len, dcoskube_error *err) {
  dcoskube_status status = dk_temp_open(r->dir_fd, r->path, NEW_MODE, &r->temp, err);
  if (status == DCOSKUBE_OK && r->exists)
    status = keep_owner(r, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_write(&r->temp, data, len, err);
  return status == DCOSKUBE_OK ? dk_temp_sync(&r->temp, err) : status;
}

int dk_kc_same_state(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
         a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int dk_kc_replace_unchanged(const dk_kc_replacement *r, const struct stat *info) {
  struct stat now;
  if (fstatat(r->dir_fd, r->name, &now, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT && !info;
  return info && dk_kc_same_state(&now, info);
}

dcoskube_status dk_kc_replace_rename(dk_kc_replacement *r, struct stat *now, dcoskube_error *err) {
  dcoskube_status status = dk_temp_rename(&r->temp, r->name, err);
  if (status != DCOSKUBE_OK) {
    dk_error_set_remedy(err, "if the file is a mount point of its own, mount its directory instead");
    return status;
  }
  /* Done.  What follows cannot make it undone: if the directory cannot be synced, a crash leaves the old file or the
   * new one, both whole; if the state cannot be told, the next commit reads the file again. */
  (void)dk_dir_sync(r->dir_fd, r->path, NULL);
  if (fstat(r->temp.fd, now) != 0)
    memset(now, 0, sizeof *now);
  return DCOSKUBE_OK;
}

void dk_kc_replace_end(dk_kc_replacement *r) {
  dk_temp_end(&r->temp);
  if (r->dir_fd >= 0)
    close(r->dir_fd);
  dk_free(r->path);
  dk_kc_replacement_init(r);
}
