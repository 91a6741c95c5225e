/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/time.h"
#include "kubeconfig/lock.h"

#define MARK "dcoskube\n"
#define LOCK_MODE 0600
#define STALE_S 300
#define POLL_FIRST_US 2000
#define POLL_MOST_US 50000
#define PATH_LEN_MAX 65536

typedef enum outcome { TAKEN, BUSY, AGAIN, FAILED } outcome;

dcoskube_status dk_kc_locks_add(dk_kc_locks *locks, const char *file, dcoskube_error *err) {
  dk_buf buf;
  char *path = NULL;
  dk_buf_init(&buf, PATH_LEN_MAX);
  dk_buf_printf(&buf, "%s.lock", file);
  dcoskube_status status = dk_buf_take(&buf, &path, NULL, file, err);
  dk_buf_free(&buf);
  if (status != DCOSKUBE_OK)
    return status;
  size_t at = 0;
  while (at < locks->count && strcmp(locks->locks[at].path, path) < 0)
    at++;
  if (at < locks->count && strcmp(locks->locks[at].path, path) == 0) {
    dk_free(path);
    return DCOSKUBE_OK;
  }
  if (!dk_grow((void **)&locks->locks, locks->count, &locks->capacity, sizeof *locks->locks)) {
    dk_free(path);
    return dk_no_memory(err);
  }
  memmove(locks->locks + at + 1, locks->locks + at, (locks->count - at) * sizeof *locks->locks);
  locks->locks[at] = (dk_kc_lock){path, -1, 0, 0};
  locks->count++;
  return DCOSKUBE_OK;
}

static int same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* We have the flock: is this still the file of that name, and not one that its holder has removed meanwhile? */
static int is_at(int fd, const char *path) {
  struct stat ours, there;
  return fstat(fd, &ours) == 0 && lstat(path, &there) == 0 && same_file(&ours, &there);
}

/* Not empty, so that nobody takes it for kubectl's.  One write, never a truncation: no moment at which it is empty. */
static int write_mark(int fd) {
  ssize_t n;
  do
    n = pwrite(fd, MARK, sizeof MARK - 1, 0);
  while (n < 0 && errno == EINTR);
  return n > 0;
}

/* An empty lock that is minutes old: its maker is gone.  kubectl gives it mode 0. */
static int open_stale(const char *path, const struct stat *info) {
  struct stat opened;
  char name[40];
  int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return -1;
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  int ok = fstat(fd, &opened) == 0 && same_file(info, &opened) && opened.st_uid == geteuid() && chmod(name, 0600) == 0;
  close(fd);
  return ok ? open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
}

static int is_stale(const struct stat *info) {
  return info->st_size == 0 && dk_wall_s() - (int64_t)info->st_mtime > STALE_S;
}

/* Is that the lock file of another name of ours (a directory that is reached by two names)? */
static int is_ours(const dk_kc_locks *locks, const struct stat *info) {
  struct stat held;
  for (size_t i = 0; i < locks->count; i++)
    if (locks->locks[i].fd >= 0 && fstat(locks->locks[i].fd, &held) == 0 && same_file(&held, info))
      return 1;
  return 0;
}

/* Make an open lock ours, unless it has an owner or is no longer what is at the path. */
static int seize(dk_kc_lock *lock, int fd) {
  struct stat info;
  if (flock(fd, LOCK_EX | LOCK_NB) != 0 || !is_at(fd, lock->path) || fstat(fd, &info) != 0)
    return 0;
  if (info.st_size == 0 && (!is_stale(&info) || !write_mark(fd)))
    return 0;
  lock->fd = fd;
  lock->stale = info.st_size == 0;
  return 1;
}

/* Somebody's lock is there: has it an owner? */
static outcome take_over(const dk_kc_locks *locks, dk_kc_lock *lock) {
  struct stat info;
  if (lstat(lock->path, &info) != 0)
    return errno == ENOENT ? AGAIN : BUSY;
  if (is_ours(locks, &info))
    return TAKEN;
  if (!S_ISREG(info.st_mode) || (info.st_size == 0 && !is_stale(&info)))
    return BUSY;
  int fd = open(lock->path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == EACCES && is_stale(&info))
    fd = open_stale(lock->path, &info);
  if (fd < 0)
    return errno == ENOENT ? AGAIN : BUSY;
  if (seize(lock, fd))
    return TAKEN;
  close(fd);
  return BUSY;
}

/* A file without a name in the directory of the lock, ready to be one; -1: the file system has none. */
static int make_nameless(const char *path) {
  const char *slash = strrchr(path, '/');
  char *dir = slash ? dk_memdup(path, slash == path ? 1 : (size_t)(slash - path)) : dk_strdup(".");
  int fd = dir ? open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, LOCK_MODE) : -1;
  dk_free(dir);
  if (fd >= 0 && fchmod(fd, LOCK_MODE) == 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && write_mark(fd))
    return fd;
  if (fd >= 0)
    close(fd);
  return -1;
}

static outcome failed(int fd, const char *remove) {
  int sys_errno = errno;
  if (remove)
    unlink(remove);
  if (fd >= 0)
    close(fd);
  errno = sys_errno;
  return FAILED;
}

/* In two steps, where it cannot be done in one. */
static outcome make_plain(const dk_kc_locks *locks, dk_kc_lock *lock) {
  int fd = open(lock->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, LOCK_MODE);
  if (fd < 0)
    return errno == EEXIST ? take_over(locks, lock) : FAILED;
  if (fchmod(fd, LOCK_MODE) != 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || !write_mark(fd))
    return failed(fd, lock->path);
  lock->fd = fd;
  return TAKEN;
}

static outcome try_take(const dk_kc_locks *locks, dk_kc_lock *lock) {
  struct stat info;
  char name[40];
  if (lstat(lock->path, &info) == 0)
    return take_over(locks, lock);
  int fd = make_nameless(lock->path);
  if (fd < 0)
    return make_plain(locks, lock);
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  if (linkat(AT_FDCWD, name, AT_FDCWD, lock->path, AT_SYMLINK_FOLLOW) == 0) {
    lock->fd = fd;
    return TAKEN;
  }
  close(fd);
  return make_plain(locks, lock);
}

static dcoskube_status fail_locked(const dk_kc_lock *lock, dcoskube_error *err) {
  struct stat info;
  int empty = lstat(lock->path, &info) == 0 && info.st_size == 0;
  dcoskube_status status =
      dk_fail(err, DCOSKUBE_ERR_LOCKED, lock->path, "the kubeconfig is locked by another writer: %s", lock->path);
  if (empty)
    dk_error_set_remedy(err, "if no kubectl is running, remove that file: a kubectl that was killed leaves it");
  else
    dk_error_set_remedy(err, "wait for the other program, or allow a longer time");
  return status;
}

/* Nobody can make a file there, kubectl neither. */
static int is_barred(int sys_errno) {
  return sys_errno == EACCES || sys_errno == EPERM || sys_errno == EROFS;
}

static dcoskube_status take(const dk_kc_locks *locks, dk_kc_lock *lock, int64_t deadline, dcoskube_error *err) {
  int64_t pause = POLL_FIRST_US;
  for (;;) {
    outcome result = try_take(locks, lock);
    lock->barred = result == FAILED && is_barred(errno);
    if (result == TAKEN || lock->barred)
      return DCOSKUBE_OK;
    if (result == FAILED)
      return dk_fail_errno(err, errno, lock->path, "cannot make the lock file");
    int64_t left = deadline - dk_now_us();
    if (left <= 0)
      return fail_locked(lock, err);
    if (result == AGAIN)
      continue;
    int64_t us = pause < left ? pause : left;
    struct timespec delay = {us / 1000000, (long)(us % 1000000) * 1000};
    nanosleep(&delay, NULL);
    pause = pause * 2 < POLL_MOST_US ? pause * 2 : POLL_MOST_US;
  }
}

static void release(dk_kc_lock *lock) {
  if (lock->fd < 0)
    return;
  if (is_at(lock->fd, lock->path))
    unlink(lock->path);
  close(lock->fd); /* after the name is gone: nobody gets a lock that is about to vanish */
  lock->fd = -1;
}

dcoskube_status dk_kc_locks_take(dk_kc_locks *locks, uint32_t wait_ms, dcoskube_error *err) {
  int64_t deadline = dk_now_us() + (int64_t)wait_ms * 1000;
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < locks->count && status == DCOSKUBE_OK; i++)
    status = take(locks, &locks->locks[i], deadline, err);
  for (size_t i = locks->count; i-- > 0 && status != DCOSKUBE_OK;)
    release(&locks->locks[i]);
  return status;
}

void dk_kc_locks_clear(dk_kc_locks *locks) {
  struct stat info;
  for (size_t i = 0; i < locks->count; i++) {
    dk_kc_lock *lock = &locks->locks[i];
    if (lock->fd < 0 && lstat(lock->path, &info) == 0 && info.st_size > 0 && take_over(locks, lock) == TAKEN)
      release(lock);
  }
}

int dk_kc_locks_tell(const dk_kc_locks *locks, dcoskube_findings *report) {
  int held = 0;
  for (size_t i = 0; i < locks->count; i++) {
    dk_finding finding = {DCOSKUBE_SEVERITY_WARNING,
                          "stale-lock",
                          locks->locks[i].path,
                          "this lock file was empty and older than 5 minutes, and was taken over",
                          "a kubectl that is killed leaves one",
                          0,
                          0};
    held |= locks->locks[i].fd >= 0;
    if (locks->locks[i].stale)
      (void)dk_findings_add(report, &finding, NULL);
  }
  return held;
}

void dk_kc_locks_free(dk_kc_locks *locks) {
  for (size_t i = locks->count; i-- > 0;) {
    release(&locks->locks[i]);
    dk_free(locks->locks[i].path);
  }
  dk_free(locks->locks);
  memset(locks, 0, sizeof *locks);
}
