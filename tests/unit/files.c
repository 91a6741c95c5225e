/* SPDX-License-Identifier: Apache-2.0 */
/* The set of rendered files, and how it comes onto a disk. */
#include <errno.h>

#include "unit/dir.h"
#include "unit/unit.h"

static dcoskube_files *two(const char *a, const char *b) {
  dcoskube_files *files = NULL;
  CU_ASSERT_EQUAL_FATAL(dcoskube_files_new(0, &files, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_files_add(files, "main.conf", a, strlen(a), 0644, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_files_add(files, "part.pem", b, strlen(b), 0600, NULL), DCOSKUBE_OK);
  return files;
}

static void test_set(void) {
  dcoskube_files *files = two("x", "y");
  CU_ASSERT_EQUAL(dcoskube_files_add(files, "empty", NULL, 0, 0, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_files_add(files, "binary", "a\0b", 3, 0777, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_files_count(files), 4);
  CU_ASSERT_STRING_EQUAL(dcoskube_files_name(files, 3), "binary");
  CU_ASSERT_EQUAL(dcoskube_files_size(files, 3), 3);
  CU_ASSERT_EQUAL(memcmp(dcoskube_files_data(files, 3), "a\0b", 4), 0);
  CU_ASSERT_EQUAL(dcoskube_files_mode(files, 3), 0777);
  CU_ASSERT_STRING_EQUAL(dcoskube_files_data(files, 2), "");
  const dcoskube_files *sets[] = {files, files, NULL};
  static const size_t indexes[] = {4, SIZE_MAX, 0};
  for (size_t i = 0; i < ROWS(sets); i++) { /* no such file */
    CU_ASSERT_STRING_EQUAL(dcoskube_files_name(sets[i], indexes[i]), "");
    CU_ASSERT_STRING_EQUAL(dcoskube_files_data(sets[i], indexes[i]), "");
    CU_ASSERT_EQUAL(dcoskube_files_size(sets[i], indexes[i]), 0);
    CU_ASSERT_EQUAL(dcoskube_files_mode(sets[i], indexes[i]), 0);
  }
  CU_ASSERT_EQUAL(dcoskube_files_count(NULL), 0);
  dcoskube_files_free(files);
  dcoskube_files_free(NULL);
}

static void test_add_refused(void) {
  char name256[257];
  memset(name256, 'a', 256);
  name256[256] = '\0';
  const struct {
    const char *name;
    uint32_t mode;
    dcoskube_status status;
  } rows[] = {
      {"", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {".", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"..", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {".hidden", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"-rf", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"a/b", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"/etc", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"a b", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"a\n", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"\xc3\xa4", 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {name256, 0600, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {name256 + 1, 0600, DCOSKUBE_OK},
      {"mode", 01000, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"mode", UINT32_MAX, DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"mode", 0777, DCOSKUBE_OK},
      {"part.pem", 0600, DCOSKUBE_ERR_EXISTS},
  };
  dcoskube_files *files = two("x", "y");
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    size_t before = dcoskube_files_count(files);
    CHECK_ROW_STATUS(rows[i].name, dcoskube_files_add(files, rows[i].name, "z", 1, rows[i].mode, err), rows[i].status);
    CHECK_ROW(rows[i].name, dcoskube_files_count(files) == before + (rows[i].status == DCOSKUBE_OK));
    CHECK_ROW(rows[i].name, (dcoskube_error_message(err)[0] != '\0') == (rows[i].status != DCOSKUBE_OK));
  }
  CU_ASSERT_EQUAL(dcoskube_files_add(NULL, "a", "z", 1, 0600, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_files_add(files, NULL, "z", 1, 0600, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_files_add(files, "a", NULL, 1, 0600, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  dcoskube_files *out = NULL;
  CU_ASSERT_EQUAL(dcoskube_files_new(1, &out, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_files_new(0, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_PTR_NULL(out);
  CU_ASSERT_EQUAL(dcoskube_files_write(NULL, "/tmp", 0, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, NULL, 0, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, "", 0, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, "/tmp", 2, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  dcoskube_error_free(err);
  dcoskube_files_free(files);
}

/* Write, and compare the report: "created updated" and the like. */
static void check_write(const char *row, const dcoskube_files *files, const char *dir, uint32_t flags,
                        const char *want) {
  dcoskube_findings *changes = NULL;
  char got[128] = "";
  CHECK_ROW_STATUS(row, dcoskube_files_write(files, dir, flags, &changes, NULL), DCOSKUBE_OK);
  for (size_t i = 0; i < dcoskube_findings_count(changes); i++) {
    size_t len = strlen(got);
    snprintf(got + len, sizeof got - len, "%s%s", i ? " " : "", dcoskube_findings_code(changes, i));
    CHECK_ROW(row, dcoskube_findings_severity(changes, i) == DCOSKUBE_SEVERITY_NOTE);
    char path[2 * UNIT_PATH];
    CHECK_ROW_STR(row, dcoskube_findings_subject(changes, i), unit_path(path, dir, dcoskube_files_name(files, i)));
  }
  CHECK_ROW_STR(row, got, want);
  dcoskube_findings_free(changes);
}

static void test_write(void) {
  char base[UNIT_PATH], dir[2 * UNIT_PATH], path[2 * UNIT_PATH + 32];
  unit_dir_make(base);
  unit_path(dir, base, "out");
  dcoskube_files *first = two("one\n", "key\n"), *second = two("two\n", "key\n"), *shorter = two("t", "key\n");
  check_write("dry run without directory", first, dir, DCOSKUBE_FILES_DRY_RUN, "created created");
  CU_ASSERT_EQUAL(unit_dir_count(base), 0);
  unit_path(path, base, "out//");
  dcoskube_findings *changes = NULL;
  CU_ASSERT_EQUAL(dcoskube_files_write(first, path, DCOSKUBE_FILES_DRY_RUN, &changes, NULL), DCOSKUBE_OK);
  dcoskube_findings_free(changes);
  check_write("first", first, dir, 0, "created created");
  struct stat before, after;
  snprintf(path, sizeof path, "%s/main.conf", dir);
  CU_ASSERT(stat(dir, &before) == 0 && (before.st_mode & 022) == 0);
  CU_ASSERT(stat(path, &before) == 0 && (before.st_mode & 0777) == 0644);
  check_write("again", first, dir, 0, "unchanged unchanged");
  CU_ASSERT(stat(path, &after) == 0 && after.st_ino == before.st_ino);
  check_write("dry run", second, dir, DCOSKUBE_FILES_DRY_RUN, "updated unchanged");
  CU_ASSERT(unit_file_is(path, "one\n"));
  check_write("second", second, dir, 0, "updated unchanged");
  CU_ASSERT(unit_file_is(path, "two\n"));
  check_write("shorter", shorter, dir, 0, "updated unchanged");
  CU_ASSERT(unit_file_is(path, "t"));
  check_write("longer", first, dir, 0, "updated unchanged");

  /* a secret that others may read is written anew; a symbolic link is replaced, not followed */
  snprintf(path, sizeof path, "%s/part.pem", dir);
  CU_ASSERT(stat(path, &before) == 0 && (before.st_mode & 0777) == 0600);
  CU_ASSERT_EQUAL(chmod(path, 0644), 0);
  check_write("too wide", first, dir, 0, "unchanged updated");
  CU_ASSERT(stat(path, &after) == 0 && (after.st_mode & 0777) == 0600);
  snprintf(path, sizeof path, "%s/main.conf", dir);
  char target[2 * UNIT_PATH];
  unit_file_write(unit_path(target, base, "target"), "mine", 4);
  CU_ASSERT(unlink(path) == 0 && symlink("../target", path) == 0);
  check_write("link", first, dir, 0, "updated unchanged");
  CU_ASSERT(unit_file_is(path, "one\n") && unit_file_is(target, "mine"));
  CU_ASSERT_EQUAL(unit_dir_count(dir), 2);
  dcoskube_files_free(first);
  dcoskube_files_free(second);
  dcoskube_files_free(shorter);
  unit_dir_remove(base);
}

static void test_write_refused(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH];
  unit_dir_make(dir);
  dcoskube_files *files = two("one\n", "key\n");
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_findings *changes = NULL;
  CU_ASSERT_EQUAL(dcoskube_files_write(files, unit_path(path, dir, "no/parent"), 0, &changes, err),
                  DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), path);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, path, DCOSKUBE_FILES_DRY_RUN, &changes, err), DCOSKUBE_ERR_NOT_FOUND);
  /* a directory in the way of the second: the first is not written either, nothing is left behind */
  CU_ASSERT_EQUAL(mkdir(unit_path(path, dir, "part.pem"), 0700), 0);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, dir, 0, &changes, err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), path);
  CU_ASSERT_EQUAL(unit_dir_count(dir), 1);
  CU_ASSERT(rmdir(path) == 0 && mkfifo(path, 0600) == 0);
  alarm(60);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, dir, 0, &changes, err), DCOSKUBE_ERR_INVALID);
  alarm(0);
  CU_ASSERT_EQUAL(unit_dir_count(dir), 1);
  CU_ASSERT_PTR_NULL(changes);
  unit_file_write(unit_path(path, dir, "file"), "x", 1);
  CU_ASSERT_EQUAL(dcoskube_files_write(files, path, 0, &changes, err), DCOSKUBE_ERR_NOT_FOUND); /* ENOTDIR */
  CU_ASSERT_EQUAL(dcoskube_files_write(files, path, DCOSKUBE_FILES_DRY_RUN, &changes, err), DCOSKUBE_ERR_NOT_FOUND);
  CU_ASSERT_PTR_NULL(changes);
  dcoskube_error_free(err);
  dcoskube_files_free(files);
  unit_dir_remove(dir);
}

static dcoskube_status fill(void *data) {
  (void)data;
  dcoskube_files *files = NULL;
  char name[16];
  dcoskube_status status = dcoskube_files_new(0, &files, NULL);
  for (int i = 0; i < 10 && status == DCOSKUBE_OK; i++) {
    snprintf(name, sizeof name, "file%d", i);
    status = dcoskube_files_add(files, name, "x", 1, 0600, NULL);
  }
  dcoskube_files_free(files);
  return status;
}

struct sweep {
  dcoskube_files *files;
  const char *dir;
};

/* Without memory nothing is left behind, and nothing is half done. */
static dcoskube_status write_all(void *data) {
  struct sweep *sweep = data;
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_files_write(sweep->files, sweep->dir, 0, &changes, NULL);
  CU_ASSERT_EQUAL(unit_dir_count(sweep->dir), status == DCOSKUBE_OK ? 2 : 0);
  CU_ASSERT((changes != NULL) == (status == DCOSKUBE_OK));
  dcoskube_findings_free(changes);
  return status;
}

static void test_sweep(void) {
  char dir[UNIT_PATH];
  unit_dir_make(dir);
  struct sweep sweep = {two("one\n", "key\n"), dir};
  CU_ASSERT(unit_sweep("fill", fill, NULL) >= 20);
  CU_ASSERT(unit_sweep("write", write_all, &sweep) >= 8);
  dcoskube_files_free(sweep.files);
  unit_dir_remove(dir);
}

int main(void) {
  CU_TestInfo tests[] = {{"set", test_set},     {"add refused", test_add_refused},
                         {"write", test_write}, {"write refused", test_write_refused},
                         {"sweep", test_sweep}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"files", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
