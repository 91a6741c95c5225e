/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "unit/faults.h"

static int armed, left, fault_kind;
static const char *hit;

void faults_arm(int n, int fault) {
  armed = 1;
  left = n;
  fault_kind = fault;
  hit = NULL;
}

const char *faults_disarm(void) {
  armed = 0;
  return hit;
}

static int is_due(const char *name) {
  if (!armed || hit || --left > 0)
    return 0;
  hit = name;
  return 1;
}

/* Is this call to fail?  errno says with what. */
static int fails(const char *name) {
  if (fault_kind == FAULT_SHORT || fault_kind == FAULT_KILL_SHORT || !is_due(name))
    return 0;
  if (fault_kind == FAULT_KILL)
    kill(getpid(), SIGKILL);
  errno = fault_kind;
  return 1;
}

static int is_short(const char *name) {
  return (fault_kind == FAULT_SHORT || fault_kind == FAULT_KILL_SHORT) && is_due(name);
}

static ssize_t after_half(ssize_t n) {
  if (fault_kind == FAULT_KILL_SHORT)
    kill(getpid(), SIGKILL);
  return n;
}

#define WRAP(type, name, parameters, arguments)                                                                        \
  type __real_##name parameters;                                                                                       \
  type __wrap_##name parameters;                                                                                       \
  type __wrap_##name parameters {                                                                                      \
    return fails(#name) ? -1 : __real_##name arguments;                                                                \
  }

WRAP(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, ftruncate, (int fd, off_t len), (fd, len))
WRAP(int, fallocate, (int fd, int mode, off_t at, off_t len), (fd, mode, at, len))
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, fchown, (int fd, uid_t uid, gid_t gid), (fd, uid, gid))
WRAP(int, chmod, (const char *path, mode_t mode), (path, mode))
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(int, flock, (int fd, int how), (fd, how))
WRAP(int, fstat, (int fd, struct stat *info), (fd, info))
WRAP(int, stat, (const char *path, struct stat *info), (path, info))
WRAP(int, lstat, (const char *path, struct stat *info), (path, info))
WRAP(int, fstatat, (int dir, const char *path, struct stat *info, int flags), (dir, path, info, flags))
WRAP(int, faccessat, (int dir, const char *path, int mode, int flags), (dir, path, mode, flags))
WRAP(int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
WRAP(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
WRAP(int, unlink, (const char *path), (path))
WRAP(int, unlinkat, (int dir, const char *path, int flags), (dir, path, flags))
WRAP(ssize_t, readlink, (const char *path, char *to, size_t n), (path, to, n))
WRAP(ssize_t, getrandom, (void *to, size_t n, unsigned flags), (to, n, flags))
WRAP(ssize_t, flistxattr, (int fd, char *to, size_t n), (fd, to, n))
WRAP(ssize_t, fgetxattr, (int fd, const char *name, void *to, size_t n), (fd, name, to, n))
WRAP(int, fsetxattr, (int fd, const char *name, const void *from, size_t n, int flags), (fd, name, from, n, flags))
WRAP(int, fremovexattr, (int fd, const char *name), (fd, name))

ssize_t __real_write(int fd, const void *from, size_t n);
ssize_t __wrap_write(int fd, const void *from, size_t n);
ssize_t __wrap_write(int fd, const void *from, size_t n) {
  if (fails("write"))
    return -1;
  return is_short("write") ? after_half(__real_write(fd, from, n / 2)) : __real_write(fd, from, n);
}

ssize_t __real_pwrite(int fd, const void *from, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *from, size_t n, off_t at);
ssize_t __wrap_pwrite(int fd, const void *from, size_t n, off_t at) {
  if (fails("pwrite"))
    return -1;
  return is_short("pwrite") ? after_half(__real_pwrite(fd, from, n / 2, at)) : __real_pwrite(fd, from, n, at);
}

static mode_t mode_of(int flags, va_list list) {
  return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(list, unsigned) : 0;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = mode_of(flags, list);
  va_end(list);
  return fails("open") ? -1 : __real_open(path, flags, mode);
}

int __real_openat(int dir, const char *path, int flags, ...);
int __wrap_openat(int dir, const char *path, int flags, ...);
int __wrap_openat(int dir, const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = mode_of(flags, list);
  va_end(list);
  return fails("openat") ? -1 : __real_openat(dir, path, flags, mode);
}
