/* SPDX-License-Identifier: Apache-2.0 */
/* The one reader of files, and the temporary files of the one writer. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "unit/dir.h"
#include "unit/unit.h"

#include "core/file.h"

static void test_read(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH];
  unit_dir_make(dir);
  static const struct {
    const char *name;
    size_t size;
    size_t max;
    dcoskube_status status;
  } rows[] = {
      {"empty", 0, 10, DCOSKUBE_OK},
      {"nothing allowed", 0, 0, DCOSKUBE_OK},
      {"small", 5, 10, DCOSKUBE_OK},
      {"exact", 10, 10, DCOSKUBE_OK},
      {"one over", 11, 10, DCOSKUBE_ERR_LIMIT},
      {"one not allowed", 1, 0, DCOSKUBE_ERR_LIMIT},
      {"large", 300000, 1000000, DCOSKUBE_OK},
  };
  dcoskube_error *err = dcoskube_error_new();
  char *data = malloc(300000);
  for (size_t i = 0; i < 300000; i++)
    data[i] = (char)(i % 251); /* NULs as well */
  for (size_t i = 0; i < ROWS(rows); i++) {
    unit_path(path, dir, rows[i].name);
    unit_file_write(path, data, rows[i].size);
    dk_bytes bytes = {NULL, 77};
    struct stat info;
    CHECK_ROW_STATUS(rows[i].name, dk_file_read(path, rows[i].max, &bytes, &info, err), rows[i].status);
    if (rows[i].status != DCOSKUBE_OK) {
      CHECK_ROW(rows[i].name, bytes.data == NULL && bytes.len == 77);
      CHECK_ROW_STR(rows[i].name, dcoskube_error_subject(err), path);
      continue;
    }
    CHECK_ROW(rows[i].name, bytes.len == rows[i].size && memcmp(bytes.data, data, rows[i].size) == 0);
    CHECK_ROW(rows[i].name, bytes.data[bytes.len] == '\0' && (size_t)info.st_size == rows[i].size);
    dk_bytes_free(&bytes);
    CHECK_ROW(rows[i].name, bytes.data == NULL && bytes.len == 0);
  }
  free(data);
  dcoskube_error_free(err);
  unit_dir_remove(dir);
}

/* What is no readable regular file is refused, and nothing hangs (the alarm would end us). */
static void test_refused(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH], fifo[2 * UNIT_PATH];
  unit_dir_make(dir);
  unit_file_write(unit_path(path, dir, "file"), "x", 1);
  CU_ASSERT_EQUAL(mkfifo(unit_path(fifo, dir, "fifo"), 0600), 0);
  CU_ASSERT_EQUAL(symlink("loop", unit_path(path, dir, "loop")), 0);
  CU_ASSERT_EQUAL(symlink("fifo", unit_path(path, dir, "to-fifo")), 0);
  CU_ASSERT_EQUAL(symlink("nowhere", unit_path(path, dir, "dangling")), 0);
  CU_ASSERT_EQUAL(mknod(unit_path(path, dir, "socket"), S_IFSOCK | 0600, 0), 0);
  unit_file_write(unit_path(path, dir, "closed"), "x", 1);
  CU_ASSERT_EQUAL(chmod(path, 0), 0);
  static const struct {
    const char *name;
    dcoskube_status status;
    int sys_errno;
    const char *message;
  } rows[] = {
      {"missing", DCOSKUBE_ERR_NOT_FOUND, ENOENT, "cannot open: No such file or directory"},
      {"", DCOSKUBE_ERR_INVALID, 0, "is a directory"},
      {".", DCOSKUBE_ERR_INVALID, 0, "is a directory"},
      {"file/below", DCOSKUBE_ERR_NOT_FOUND, ENOTDIR, "cannot open: Not a directory"},
      {"fifo", DCOSKUBE_ERR_INVALID, 0, "is not a regular file"},
      {"to-fifo", DCOSKUBE_ERR_INVALID, 0, "is not a regular file"},
      {"socket", DCOSKUBE_ERR_INVALID, 0, "is not a regular file"},
      {"dangling", DCOSKUBE_ERR_NOT_FOUND, ENOENT, "cannot open: No such file or directory"},
      {"loop", DCOSKUBE_ERR_IO, ELOOP, "cannot open: Too many levels of symbolic links"},
      {"/proc/self/mem", DCOSKUBE_ERR_IO, EIO, "cannot read: Input/output error"},
      {"/dev/zero", DCOSKUBE_ERR_INVALID, 0, "is not a regular file"},
      {"/dev/null", DCOSKUBE_ERR_INVALID, 0, "is not a regular file"},
      {"closed", DCOSKUBE_ERR_PERMISSION, EACCES, "cannot open: Permission denied"},
  };
  dcoskube_error *err = dcoskube_error_new();
  alarm(60);
  for (size_t i = 0; i < ROWS(rows); i++) {
    if (rows[i].sys_errno == EACCES && geteuid() == 0)
      continue; /* root may read it */
    if (rows[i].name[0] == '/')
      snprintf(path, sizeof path, "%s", rows[i].name);
    else
      unit_path(path, dir, rows[i].name);
    dk_bytes bytes = {NULL, 77};
    CHECK_ROW_STATUS(rows[i].name, dk_file_read(path, 1000, &bytes, NULL, err), rows[i].status);
    CHECK_ROW_STR(rows[i].name, dcoskube_error_message(err), rows[i].message);
    CHECK_ROW(rows[i].name, dcoskube_error_errno(err) == rows[i].sys_errno);
    CHECK_ROW(rows[i].name, bytes.data == NULL && bytes.len == 77);
    CHECK_ROW_STATUS(rows[i].name, dk_file_read(path, 1000, &bytes, NULL, NULL), rows[i].status);
  }
  alarm(0);
  dcoskube_error_free(err);
  unit_dir_remove(dir);
}

/* Files that say their size is 0 and have bytes all the same. */
static void test_proc(void) {
  dk_bytes bytes;
  CU_ASSERT_EQUAL(dk_file_read("/proc/self/status", 1000000, &bytes, NULL, NULL), DCOSKUBE_OK);
  CU_ASSERT(bytes.len > 100 && strncmp(bytes.data, "Name:", 5) == 0);
  dk_bytes_free(&bytes);
  CU_ASSERT_EQUAL(dk_file_read("/proc/self/status", 20, &bytes, NULL, NULL), DCOSKUBE_ERR_LIMIT);
}

static dcoskube_status sweep_read(void *data) {
  dk_bytes bytes = {NULL, 0};
  dcoskube_status status = dk_file_read(data, 1000000, &bytes, NULL, NULL);
  CU_ASSERT((status == DCOSKUBE_OK) == (bytes.data != NULL));
  dk_bytes_free(&bytes);
  return status;
}

static void test_read_sweep(void) {
  char path[] = "/proc/self/status"; /* grows while it is read */
  CU_ASSERT(unit_sweep("read", sweep_read, path) >= 2);
}

static void test_temp(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH];
  unit_dir_make(dir);
  static const uint32_t modes[] = {0600, 0644, 0666, 0400};
  static const mode_t masks[] = {0, 022, 077};
  int dir_fd = -1;
  CU_ASSERT_EQUAL(dk_dir_open(dir, &dir_fd, NULL), DCOSKUBE_OK);
  for (size_t i = 0; i < ROWS(modes); i++)
    for (size_t j = 0; j < ROWS(masks); j++) {
      dk_temp temp;
      struct stat info;
      mode_t old = umask(masks[j]);
      CU_ASSERT_EQUAL(dk_temp_open(dir_fd, "goal", modes[i], &temp, NULL), DCOSKUBE_OK);
      umask(old);
      CU_ASSERT(strncmp(temp.name, ".dcoskube-", 10) == 0);
      CU_ASSERT(fstat(temp.fd, &info) == 0 && (info.st_mode & 07777) == modes[i]);
      CU_ASSERT(fcntl(temp.fd, F_GETFD) & FD_CLOEXEC);
      CU_ASSERT_EQUAL(dk_temp_write(&temp, "one", 3, NULL), DCOSKUBE_OK);
      CU_ASSERT_EQUAL(dk_temp_write(&temp, "", 0, NULL), DCOSKUBE_OK);
      CU_ASSERT_EQUAL(dk_temp_write(&temp, "two", 3, NULL), DCOSKUBE_OK);
      CU_ASSERT_EQUAL(dk_temp_sync(&temp, NULL), DCOSKUBE_OK);
      CU_ASSERT_EQUAL(unit_dir_count(dir), i + j > 0 ? 2 : 1);
      CU_ASSERT_EQUAL(dk_temp_rename(&temp, "goal", NULL), DCOSKUBE_OK);
      CU_ASSERT_EQUAL(dk_dir_sync(dir_fd, dir, NULL), DCOSKUBE_OK);
      dk_temp_end(&temp);
      dk_temp_end(&temp); /* at any time */
      CU_ASSERT(unit_dir_count(dir) == 1 && unit_file_is(unit_path(path, dir, "goal"), "onetwo"));
    }
  /* not renamed: gone, and the goal is as it was */
  dk_temp temp;
  CU_ASSERT_EQUAL(dk_temp_open(dir_fd, "goal", 0600, &temp, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dk_temp_write(&temp, "three", 5, NULL), DCOSKUBE_OK);
  dk_temp_end(&temp);
  CU_ASSERT(unit_dir_count(dir) == 1 && unit_file_is(path, "onetwo"));
  close(dir_fd);
  unit_dir_remove(dir);
}

static void test_temp_refused(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH];
  unit_dir_make(dir);
  dcoskube_error *err = dcoskube_error_new();
  int dir_fd = -1, full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  unit_file_write(unit_path(path, dir, "file"), "x", 1);
  CU_ASSERT_EQUAL(dk_dir_open(path, &dir_fd, err), DCOSKUBE_ERR_NOT_FOUND); /* ENOTDIR */
  CU_ASSERT_EQUAL(dk_dir_open(unit_path(path, dir, "missing"), &dir_fd, err), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), path);
  CU_ASSERT_EQUAL(dir_fd, -1);
  CU_ASSERT_EQUAL(dk_dir_open(dir, &dir_fd, err), DCOSKUBE_OK);

  dk_temp temp = {dir_fd, full, "", "goal"};
  CU_ASSERT_EQUAL(dk_temp_write(&temp, "x", 1, err), DCOSKUBE_ERR_IO);
  CU_ASSERT_EQUAL(dcoskube_error_errno(err), ENOSPC);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "goal");
  CU_ASSERT_EQUAL(dk_temp_sync(&temp, err), DCOSKUBE_ERR_IO); /* no device syncs */
  dk_temp_end(&temp);
  CU_ASSERT_EQUAL(dk_dir_sync(-1, dir, err), DCOSKUBE_ERR_IO);
  CU_ASSERT_EQUAL(dcoskube_error_errno(err), EBADF);

  /* a directory in the way of the rename */
  CU_ASSERT_EQUAL(mkdir(unit_path(path, dir, "taken"), 0700), 0);
  CU_ASSERT_EQUAL(dk_temp_open(dir_fd, "taken", 0600, &temp, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dk_temp_rename(&temp, "taken", err), DCOSKUBE_ERR_IO);
  CU_ASSERT_EQUAL(dcoskube_error_errno(err), EISDIR);
  dk_temp_end(&temp);
  CU_ASSERT_EQUAL(unit_dir_count(dir), 2);

  unit_dir_remove(dir); /* the directory vanishes */
  memset(&temp, 0x55, sizeof temp);
  CU_ASSERT_EQUAL(dk_temp_open(dir_fd, "goal", 0600, &temp, err), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_EQUAL(temp.fd, 0x55555555); /* untouched */
  close(dir_fd);
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo tests[] = {
      {"read", test_read}, {"refused", test_refused},           {"proc", test_proc}, {"read sweep", test_read_sweep},
      {"temp", test_temp}, {"temp refused", test_temp_refused}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"file", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
