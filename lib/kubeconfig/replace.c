/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "kubeconfig/attributes.h"
#include "kubeconfig/replace.h"

#define LINKS_MAX 40
#define PATH_LEN_MAX 65536
#define NEW_MODE 0600
#define NO_TEMP "no file can be made in its directory"

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

void dk_kc_replacement_init(dk_kc_replacement *r) {
  memset(r, 0, sizeof *r);
  r->dir_fd = -1;
  r->temp.fd = -1;
}

static dcoskube_status judge(dk_kc_replacement *r, dcoskube_error *err) {
  if (!S_ISREG(r->info.st_mode))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, r->path, "is not a regular file");
  /* a rename would get round a file that its owner made read-only */
  if (faccessat(r->dir_fd, r->name, W_OK, AT_EACCESS) != 0)
    return dk_fail_errno(err, errno, r->path, "cannot write");
  if (r->info.st_nlink > 1)
    r->in_place = "it has several hard links";
  else if (faccessat(r->dir_fd, ".", W_OK | X_OK, AT_EACCESS) != 0)
    r->in_place = NO_TEMP;
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

/* All that the file has beside its bytes, or the reason why not. */
static dcoskube_status keep_attributes(dk_kc_replacement *r, dcoskube_error *err) {
  struct stat info;
  int fd = openat(r->dir_fd, r->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return dk_fail_errno(err, errno, r->path, "cannot open");
  dcoskube_status status = DCOSKUBE_OK;
  if (fstat(fd, &info) != 0)
    status = dk_fail_errno(err, errno, r->path, "cannot look at it");
  else /* another file than before: that is noticed before the rename */
    status = dk_kc_attributes_copy(fd, r->temp.fd, &info, &r->in_place, err);
  close(fd);
  if (r->in_place)
    dk_temp_end(&r->temp);
  return status;
}

static dcoskube_status open_temp(dk_kc_replacement *r, dcoskube_error *err) {
  dcoskube_status status = dk_temp_open_for(r->dir_fd, r->name, r->path, NEW_MODE, &r->temp, err);
  if (status == DCOSKUBE_OK && r->exists)
    return keep_attributes(r, err);
  if (status == DCOSKUBE_ERR_PERMISSION && r->exists) {
    dk_error_reset(err);
    r->in_place = NO_TEMP;
    return DCOSKUBE_OK;
  }
  return status;
}

dcoskube_status dk_kc_replace_write(dk_kc_replacement *r, const dk_bytes *old, const dk_bytes *data,
                                    dcoskube_error *err) {
  r->old = old;
  r->data = data;
  dcoskube_status status = r->in_place ? DCOSKUBE_OK : open_temp(r, err);
  if (status != DCOSKUBE_OK || r->in_place)
    return status;
  status = dk_temp_write(&r->temp, data->data, data->len, err);
  return status == DCOSKUBE_OK ? dk_temp_sync(&r->temp, err) : status;
}

int dk_kc_replace_unchanged(const dk_kc_replacement *r, const struct stat *info) {
  struct stat now;
  if (fstatat(r->dir_fd, r->name, &now, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT && !info;
  return info && dk_kc_same_state(&now, info);
}

/* Nothing may be renamed over it; but it can be written, as the judge has seen. */
static const char *why_not(int sys_errno) {
  if (sys_errno == EBUSY || sys_errno == EXDEV)
    return "it is a mount point of its own";
  return sys_errno == EPERM || sys_errno == EACCES ? "its directory lets nobody replace it" : NULL;
}

static dcoskube_status write_in_place(dk_kc_replacement *r, struct stat *now, int *done, dcoskube_error *err) {
  dk_kc_inplace place = {r->dir_fd, r->name, r->path, &r->info, r->old, r->data};
  return dk_kc_inplace_write(&place, now, done, err);
}

dcoskube_status dk_kc_replace_rename(dk_kc_replacement *r, struct stat *now, int *done, dcoskube_error *err) {
  *done = 0;
  if (r->exists)
    dk_kc_inplace_forget(r->path, &r->info);
  int sys_errno = r->in_place ? 0 : dk_temp_try_rename(&r->temp, r->name);
  if (sys_errno && r->exists)
    r->in_place = why_not(sys_errno);
  if (r->in_place)
    return write_in_place(r, now, done, err);
  if (sys_errno)
    return dk_fail_errno(err, sys_errno, r->path, "cannot replace");
  /* Done.  What follows cannot make it undone: if the directory cannot be synced, a crash leaves the old file or the
   * new one, both whole; if the state cannot be told, the next commit reads the file again. */
  *done = 1;
  (void)dk_dir_sync(r->dir_fd, r->path, NULL);
  if (fstat(r->temp.fd, now) != 0)
    memset(now, 0, sizeof *now);
  return DCOSKUBE_OK;
}

void dk_kc_replace_tell(const dk_kc_replacement *r, const char *path, int held, dcoskube_findings *report) {
  char message[160];
  if (!r->in_place)
    return;
  snprintf(message, sizeof message, "was written in place, not replaced: %s", r->in_place);
  dk_finding finding = {DCOSKUBE_SEVERITY_WARNING, "in-place", path, message, NULL, 0, 0};
  if (!held)
    finding.remedy = "no lock file can be made beside it either, so kubectl was not kept away";
  (void)dk_findings_add(report, &finding, NULL); /* it is written: without memory the warning is missing */
}

dcoskube_status dk_kc_back_up(const char *file, const dk_bytes *bytes, dcoskube_error *err) {
  dk_buf buf;
  char *path = NULL;
  dk_buf_init(&buf, PATH_LEN_MAX);
  dk_buf_printf(&buf, "%s.bak", file);
  dcoskube_status status = dk_buf_take(&buf, &path, NULL, file, err);
  dk_buf_free(&buf);
  if (status == DCOSKUBE_OK)
    status = dk_file_put(path, NEW_MODE, bytes->data, bytes->len, err);
  dk_free(path);
  return status;
}

void dk_kc_replace_end(dk_kc_replacement *r) {
  dk_temp_end(&r->temp);
  if (r->dir_fd >= 0)
    close(r->dir_fd);
  dk_free(r->path);
  dk_kc_replacement_init(r);
}
