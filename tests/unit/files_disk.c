/* SPDX-License-Identifier: Apache-2.0 */
/* A set of files on a real disk: links, full disks, what is in the way, and that it is all or nothing. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/dir.h"
#include "unit/unit.h"

static char root[UNIT_PATH];
static unsigned next;

/* A new place in the scratch directory that does not exist yet. */
static const char *fresh(void) {
  static char dir[UNIT_PATH + 16];
  snprintf(dir, sizeof dir, "%s/%u", root, next++);
  return dir;
}

static const char *in(const char *dir, const char *name) {
  static char path[4][2 * UNIT_PATH];
  static unsigned turn;
  char *out = path[turn++ % 4];
  snprintf(out, sizeof path[0], "%s/%s", dir, name);
  return out;
}

static void put(const char *path, const char *text, mode_t mode) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  CU_ASSERT_FATAL(fd >= 0);
  CU_ASSERT(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
  CU_ASSERT(fchmod(fd, mode) == 0);
  close(fd);
}

static const char *get(const char *path) {
  static char text[256];
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  if (fd >= 0)
    close(fd);
  text[n < 0 ? 0 : n] = '\0';
  return n < 0 ? "(none)" : text;
}

static unsigned mode_of(const char *path) {
  struct stat info;
  return lstat(path, &info) == 0 ? info.st_mode & 07777 : 0;
}

static ino_t inode_of(const char *path) {
  struct stat info;
  return lstat(path, &info) == 0 ? info.st_ino : 0;
}

/* How many entries a directory has; -1: there is none. */
static int entries(const char *dir) {
  DIR *stream = opendir(dir);
  int count = -2;
  if (!stream)
    return -1;
  while (readdir(stream))
    count++;
  closedir(stream);
  return count;
}

/* Two files: a main one, and one that holds a secret. */
static dcoskube_files *two(const char *main_text) {
  dcoskube_files *files = NULL;
  CU_ASSERT_FATAL(dcoskube_files_new(0, &files, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_files_add(files, "main.conf", main_text, strlen(main_text), 0644, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_files_add(files, "key.pem", "secret", 6, 0600, NULL) == DCOSKUBE_OK);
  return files;
}

static void check_changes(const char *row, const dcoskube_findings *changes, const char *dir, const char *first,
                          const char *second) {
  CHECK_ROW(row, dcoskube_findings_count(changes) == 2);
  CHECK_ROW_STR(row, dcoskube_findings_code(changes, 0), first);
  CHECK_ROW_STR(row, dcoskube_findings_subject(changes, 0), in(dir, "main.conf"));
  CHECK_ROW_STR(row, dcoskube_findings_code(changes, 1), second);
  CHECK_ROW_STR(row, dcoskube_findings_subject(changes, 1), in(dir, "key.pem"));
  CHECK_ROW(row, dcoskube_findings_severity(changes, 0) == DCOSKUBE_SEVERITY_NOTE);
}

static void write_two(const char *row, const char *text, const char *dir, uint32_t flags, const char *first,
                      const char *second) {
  dcoskube_files *files = two(text);
  dcoskube_findings *changes = NULL;
  CHECK_ROW_STATUS(row, dcoskube_files_write(files, dir, flags, &changes, NULL), DCOSKUBE_OK);
  check_changes(row, changes, dir, first, second);
  dcoskube_findings_free(changes);
  dcoskube_files_free(files);
}

static void test_changes(void) {
  const char *dir = fresh();
  write_two("dry run without a directory", "one", dir, DCOSKUBE_FILES_DRY_RUN, "created", "created");
  CU_ASSERT(entries(dir) == -1);
  umask(077); /* the modes are as they were asked for all the same */
  write_two("first", "one", dir, 0, "created", "created");
  umask(022);
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "one");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "key.pem")), "secret");
  CU_ASSERT(mode_of(in(dir, "main.conf")) == 0644 && mode_of(in(dir, "key.pem")) == 0600);
  ino_t main_inode = inode_of(in(dir, "main.conf")), key_inode = inode_of(in(dir, "key.pem"));
  write_two("again", "one", dir, 0, "unchanged", "unchanged");
  CU_ASSERT(inode_of(in(dir, "main.conf")) == main_inode);
  write_two("dry run", "two", dir, DCOSKUBE_FILES_DRY_RUN, "updated", "unchanged");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "one");
  write_two("other text", "two", dir, 0, "updated", "unchanged");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "two");
  CU_ASSERT(inode_of(in(dir, "key.pem")) == key_inode);
  write_two("shorter", "", dir, 0, "updated", "unchanged");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "");
  put(in(dir, "main.conf"), "much longer than the new one", 0644);
  write_two("longer before", "x", dir, 0, "updated", "unchanged");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "x");
  CU_ASSERT(entries(dir) == 2);
}

/* A secret that others may read is written anew; a mode that is narrower than asked for is the operator's will. */
static void test_modes(void) {
  const char *dir = fresh();
  write_two("first", "one", dir, 0, "created", "created");
  CU_ASSERT(chmod(in(dir, "key.pem"), 0644) == 0 && chmod(in(dir, "main.conf"), 0600) == 0);
  write_two("modes", "one", dir, 0, "unchanged", "updated");
  CU_ASSERT(mode_of(in(dir, "key.pem")) == 0600 && mode_of(in(dir, "main.conf")) == 0600);
}

/* What is in the way makes it fail, and then nothing has changed. */
static void check_in_the_way(const char *row, const char *dir, dcoskube_status want) {
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_files *files = two("new");
  dcoskube_findings *const untouched = (dcoskube_findings *)files, *changes = untouched;
  int before = entries(dir);
  for (uint32_t flags = 0; flags <= DCOSKUBE_FILES_DRY_RUN; flags++) {
    CHECK_ROW_STATUS(row, dcoskube_files_write(files, dir, flags, &changes, err), want);
    CHECK_ROW(row, dcoskube_error_message(err)[0] != '\0' && dcoskube_error_subject(err)[0] != '\0');
    CHECK_ROW(row, changes == untouched);
    CHECK_ROW(row, entries(dir) == before);
    CHECK_ROW_STR(row, get(in(dir, "main.conf")), before < 1 ? "(none)" : "old");
  }
  dcoskube_files_free(files);
  dcoskube_error_free(err);
}

static void test_in_the_way(void) {
  const char *dir = fresh();
  CU_ASSERT(mkdir(dir, 0755) == 0);
  put(in(dir, "main.conf"), "old", 0644);
  CU_ASSERT(mkdir(in(dir, "key.pem"), 0755) == 0);
  check_in_the_way("a directory", dir, DCOSKUBE_ERR_INVALID);
  CU_ASSERT(rmdir(in(dir, "key.pem")) == 0 && mkfifo(in(dir, "key.pem"), 0600) == 0);
  check_in_the_way("a FIFO", dir, DCOSKUBE_ERR_INVALID);
  CU_ASSERT(unlink(in(dir, "key.pem")) == 0 && symlink("/dev/null", in(dir, "key.pem")) == 0);
  check_in_the_way("a device", dir, DCOSKUBE_ERR_INVALID);
  CU_ASSERT(unlink(in(dir, "key.pem")) == 0 && symlink("key.pem", in(dir, "key.pem")) == 0);
  check_in_the_way("a link to itself", dir, DCOSKUBE_ERR_IO);
  check_in_the_way("a file as the directory", in(dir, "main.conf"), DCOSKUBE_ERR_NOT_FOUND);
  check_in_the_way("no parent", in(fresh(), "below"), DCOSKUBE_ERR_NOT_FOUND);
}

/* A link is replaced, as rename() does it: what it led to is not written through it. */
static void test_links(void) {
  const char *dir = fresh();
  CU_ASSERT(mkdir(dir, 0755) == 0);
  put(in(dir, "elsewhere"), "one", 0644);
  CU_ASSERT(symlink("elsewhere", in(dir, "main.conf")) == 0);
  CU_ASSERT(symlink("nowhere", in(dir, "key.pem")) == 0);
  write_two("same bytes behind the link", "one", dir, 0, "unchanged", "created");
  CU_ASSERT(mode_of(in(dir, "main.conf")) == 0777);
  CU_ASSERT(entries(dir) == 3);
  write_two("other bytes", "two", dir, 0, "updated", "unchanged");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "elsewhere")), "one");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "two");
  CU_ASSERT(mode_of(in(dir, "main.conf")) == 0644);
  const char *link = in(root, "link");
  CU_ASSERT(symlink(dir, link) == 0);
  write_two("a link to the directory", "three", link, 0, "updated", "unchanged");
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "three");
}

/* A file size limit stands for a full disk. */
static void test_full_disk(void) {
  const char *dir = fresh();
  write_two("first", "old", dir, 0, "created", "created");
  char big[5000];
  memset(big, 'x', sizeof big);
  dcoskube_files *files = two("new");
  CU_ASSERT(dcoskube_files_add(files, "big", big, sizeof big, 0644, NULL) == DCOSKUBE_OK);
  struct rlimit before, small;
  CU_ASSERT(getrlimit(RLIMIT_FSIZE, &before) == 0);
  small = before;
  small.rlim_cur = 1000;
  signal(SIGXFSZ, SIG_IGN);
  CU_ASSERT(setrlimit(RLIMIT_FSIZE, &small) == 0);
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_status status = dcoskube_files_write(files, dir, 0, NULL, err);
  CU_ASSERT(setrlimit(RLIMIT_FSIZE, &before) == 0);
  CHECK_ROW_STATUS("full", status, DCOSKUBE_ERR_IO);
  CU_ASSERT(dcoskube_error_errno(err) == EFBIG);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), in(dir, "big"));
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "old");
  CU_ASSERT(entries(dir) == 2);
  CHECK_ROW_STATUS("room again", dcoskube_files_write(files, dir, 0, NULL, err), DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(get(in(dir, "main.conf")), "new");
  CU_ASSERT(entries(dir) == 3);
  dcoskube_error_free(err);
  dcoskube_files_free(files);
}

static void test_permission(void) {
  if (geteuid() == 0)
    return; /* root may write everywhere */
  const char *dir = fresh();
  write_two("first", "old", dir, 0, "created", "created");
  CU_ASSERT(chmod(dir, 0555) == 0);
  dcoskube_files *files = two("new");
  CHECK_ROW_STATUS("read-only directory", dcoskube_files_write(files, dir, 0, NULL, NULL), DCOSKUBE_ERR_PERMISSION);
  CU_ASSERT(chmod(dir, 0755) == 0);
  CU_ASSERT(entries(dir) == 2);
  dcoskube_files_free(files);
}

static dcoskube_files *swept;
static const char *swept_dir;

/* Whatever allocation fails: nothing is renamed then, and nothing is left behind. */
static dcoskube_status sweep_write(void *data) {
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_files_write(swept, swept_dir, 0, &changes, data);
  CHECK_ROW("write", (changes != NULL) == (status == DCOSKUBE_OK));
  dcoskube_findings_free(changes);
  CHECK_ROW_STR("write", get(in(swept_dir, "main.conf")), status == DCOSKUBE_OK ? "new" : "old");
  CHECK_ROW("write", entries(swept_dir) == 2);
  return status;
}

static void test_no_memory(void) {
  dcoskube_error *err = dcoskube_error_new();
  swept_dir = fresh();
  write_two("first", "old", swept_dir, 0, "created", "created");
  swept = two("new");
  CU_ASSERT(unit_sweep("write", sweep_write, err) > 5);
  dcoskube_files_free(swept);
  dcoskube_error_free(err);
}

int main(void) {
  unit_dir_make(root);
  CU_TestInfo tests[] = {{"changes", test_changes},       {"modes", test_modes},
                         {"in the way", test_in_the_way}, {"links", test_links},
                         {"full disk", test_full_disk},   {"permission", test_permission},
                         {"no memory", test_no_memory},   CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"files", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  int status = unit_main(suites);
  unit_dir_remove(root);
  return status;
}
