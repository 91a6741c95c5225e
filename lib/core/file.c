/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/file.h"

#define NAME_TRIES 16
#define CHUNK 65536u
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

void dk_bytes_free(dk_bytes *bytes) {
  dk_free_secret(bytes->data, bytes->len);
  bytes->data = NULL;
  bytes->len = 0;
}

/* Regular and not too large? */
static dcoskube_status judge(const struct stat *info, const char *path, size_t max, dcoskube_error *err) {
  if (S_ISDIR(info->st_mode))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, path, "is a directory");
  if (!S_ISREG(info->st_mode))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, path, "is not a regular file");
  if (info->st_size < 0 || (uint64_t)info->st_size > max)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, path, "is larger than %zu bytes", max);
  return DCOSKUBE_OK;
}

/* To the end of the file, whatever its size was said to be (it can grow, or be in /proc). */
static dcoskube_status read_all(int fd, const char *path, size_t expected, size_t max, dk_bytes *bytes,
                                dcoskube_error *err) {
  size_t capacity = expected + 1;
  bytes->data = dk_malloc(capacity + 1);
  if (!bytes->data)
    return dk_no_memory(err);
  for (;;) {
    ssize_t n = read(fd, bytes->data + bytes->len, capacity - bytes->len);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return dk_fail_errno(err, errno, path, "cannot read");
    bytes->len += (size_t)n;
    if (bytes->len > max)
      return dk_fail(err, DCOSKUBE_ERR_LIMIT, path, "is larger than %zu bytes", max);
    if (n == 0)
      break;
    if (bytes->len < capacity)
      continue;
    char *data = dk_malloc(capacity + CHUNK + 1);
    if (!data)
      return dk_no_memory(err);
    memcpy(data, bytes->data, bytes->len);
    dk_free_secret(bytes->data, bytes->len);
    bytes->data = data;
    capacity += CHUNK;
  }
  bytes->data[bytes->len] = '\0';
  return DCOSKUBE_OK;
}

dcoskube_status dk_file_read_at(int dir_fd, const char *name, const char *path, size_t max, dk_bytes *out,
                                struct stat *info, dcoskube_error *err) {
  /* O_NONBLOCK: opening a FIFO without a writer would hang for ever */
  int fd = openat(dir_fd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0 && errno == ENXIO) /* a socket, or a device that is not there */
    return dk_fail(err, DCOSKUBE_ERR_INVALID, path, "is not a regular file");
  if (fd < 0)
    return dk_fail_errno(err, errno, path, "cannot open");
  dk_bytes bytes = {NULL, 0};
  struct stat state;
  dcoskube_status status = DCOSKUBE_OK;
  if (fstat(fd, &state) != 0)
    status = dk_fail_errno(err, errno, path, "cannot read");
  if (status == DCOSKUBE_OK)
    status = judge(&state, path, max, err);
  if (status == DCOSKUBE_OK)
    status = read_all(fd, path, (size_t)state.st_size, max, &bytes, err);
  close(fd);
  if (status != DCOSKUBE_OK) {
    dk_bytes_free(&bytes);
    return status;
  }
  *out = bytes;
  if (info)
    *info = state;
  return DCOSKUBE_OK;
}

dcoskube_status dk_file_read(const char *path, size_t max, dk_bytes *out, struct stat *info, dcoskube_error *err) {
  return dk_file_read_at(AT_FDCWD, path, path, max, out, info, err);
}

dcoskube_status dk_dir_open(const char *path, int *fd, dcoskube_error *err) {
  int opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0)
    return dk_fail_errno(err, errno, path, "cannot open directory");
  *fd = opened;
  return DCOSKUBE_OK;
}

/* ".dcoskube-" and 16 random hexadecimal digits: not to be guessed, and hidden from globs. */
static int random_name(char *name, size_t size) {
  uint64_t bits;
  if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits)
    return 0;
  return snprintf(name, size, ".dcoskube-%016llx", (unsigned long long)bits) > 0;
}

static int create(dk_temp *temp) {
  temp->fd = openat(temp->dir_fd, temp->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  return temp->fd >= 0;
}

static dcoskube_status set_mode(dk_temp *temp, uint32_t mode, dk_temp *out, dcoskube_error *err) {
  if (fchmod(temp->fd, (mode_t)mode) != 0) {
    int sys_errno = errno;
    dk_temp_end(temp);
    return dk_fail_errno(err, sys_errno, temp->path, "cannot set its mode");
  }
  *out = *temp;
  return DCOSKUBE_OK;
}

dcoskube_status dk_temp_open(int dir_fd, const char *path, uint32_t mode, dk_temp *out, dcoskube_error *err) {
  dk_temp temp = {dir_fd, -1, "", path};
  for (int i = 0; i < NAME_TRIES && temp.fd < 0; i++) {
    if (!random_name(temp.name, sizeof temp.name))
      return dk_fail_errno(err, errno, path, "cannot get random bytes");
    if (!create(&temp) && errno != EEXIST)
      return dk_fail_errno(err, errno, path, "cannot create a temporary file beside it");
  }
  if (temp.fd < 0)
    return dk_fail_errno(err, EEXIST, path, "cannot create a temporary file beside it");
  return set_mode(&temp, mode, out, err);
}

dcoskube_status dk_temp_open_for(int dir_fd, const char *name, const char *path, uint32_t mode, dk_temp *out,
                                 dcoskube_error *err) {
  dk_temp temp = {dir_fd, -1, "", path};
  uint64_t sum = FNV_START;
  for (const char *p = name; *p; p++)
    sum = (sum ^ (unsigned char)*p) * FNV_PRIME;
  snprintf(temp.name, sizeof temp.name, ".dcoskube-%016llx", (unsigned long long)sum);
  (void)unlinkat(dir_fd, temp.name, 0); /* there is none, as a rule */
  if (create(&temp))
    return set_mode(&temp, mode, out, err);
  return dk_temp_open(dir_fd, path, mode, out, err); /* it cannot be removed: another name, then */
}

dcoskube_status dk_temp_write(dk_temp *temp, const void *data, size_t len, dcoskube_error *err) {
  const char *p = data;
  while (len > 0) {
    ssize_t n = write(temp->fd, p, len);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return dk_fail_errno(err, n < 0 ? errno : ENOSPC, temp->path, "cannot write");
    p += n;
    len -= (size_t)n;
  }
  return DCOSKUBE_OK;
}

dcoskube_status dk_temp_sync(dk_temp *temp, dcoskube_error *err) {
  if (fsync(temp->fd) != 0)
    return dk_fail_errno(err, errno, temp->path, "cannot sync");
  return DCOSKUBE_OK;
}

int dk_temp_try_rename(dk_temp *temp, const char *name) {
  if (renameat(temp->dir_fd, temp->name, temp->dir_fd, name) != 0)
    return errno;
  temp->name[0] = '\0';
  return 0;
}

dcoskube_status dk_temp_rename(dk_temp *temp, const char *name, dcoskube_error *err) {
  int sys_errno = dk_temp_try_rename(temp, name);
  return sys_errno ? dk_fail_errno(err, sys_errno, temp->path, "cannot replace") : DCOSKUBE_OK;
}

void dk_temp_end(dk_temp *temp) {
  if (temp->fd >= 0)
    close(temp->fd);
  temp->fd = -1;
  if (temp->name[0] != '\0')
    unlinkat(temp->dir_fd, temp->name, 0);
  temp->name[0] = '\0';
}

dcoskube_status dk_dir_sync(int dir_fd, const char *path, dcoskube_error *err) {
  /* EINVAL: a file system that cannot sync directories has nothing to lose by it */
  if (fsync(dir_fd) != 0 && errno != EINVAL)
    return dk_fail_errno(err, errno, path, "cannot sync the directory");
  return DCOSKUBE_OK;
}

static dcoskube_status put(int dir_fd, const char *name, const char *path, uint32_t mode, const void *data, size_t len,
                           dcoskube_error *err) {
  dk_temp temp;
  dcoskube_status status = dk_temp_open_for(dir_fd, name, path, mode, &temp, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = dk_temp_write(&temp, data, len, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_sync(&temp, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_rename(&temp, name, err);
  dk_temp_end(&temp);
  return status == DCOSKUBE_OK ? dk_dir_sync(dir_fd, path, err) : status;
}

dcoskube_status dk_file_put(const char *path, uint32_t mode, const void *data, size_t len, dcoskube_error *err) {
  const char *slash = strrchr(path, '/');
  char *dir = slash ? dk_memdup(path, slash == path ? 1 : (size_t)(slash - path)) : dk_strdup(".");
  int dir_fd = -1;
  if (!dir)
    return dk_no_memory(err);
  dcoskube_status status = dk_dir_open(dir, &dir_fd, err);
  dk_free(dir);
  if (status != DCOSKUBE_OK)
    return status;
  status = put(dir_fd, slash ? slash + 1 : path, path, mode, data, len, err);
  close(dir_fd);
  return status;
}

/* mkdir() goes by the umask: what it takes away is given back. */
static int make_one(const char *path, mode_t mode) {
  struct stat info;
  if (mkdir(path, mode) != 0)
    return errno == EEXIST;
  return lstat(path, &info) != 0 || (info.st_mode & 0777) == mode || chmod(path, mode) == 0;
}

dcoskube_status dk_dir_make_above(const char *path, uint32_t mode, dcoskube_error *err) {
  struct stat info;
  char *part = dk_strdup(path);
  if (!part)
    return dk_no_memory(err);
  dcoskube_status status = DCOSKUBE_OK;
  for (char *slash = strchr(part + 1, '/'); slash && status == DCOSKUBE_OK; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (stat(part, &info) != 0 && !make_one(part, (mode_t)mode))
      status = dk_fail_errno(err, errno, part, "cannot make the directory");
    *slash = '/';
  }
  dk_free(part);
  return status;
}
