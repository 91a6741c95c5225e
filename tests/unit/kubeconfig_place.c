/* SPDX-License-Identifier: Apache-2.0 */
/* What a commit does beside the bytes: attributes, modes, backups, writing in place, the previous context. */
#include <sys/xattr.h>

#include "unit/kubeconfig_scene.h"

#define ACL "system.posix_acl_access"

/* use -: there and back, for each kubeconfig, through any name of it. */
static const char *use_previous(const char *file) {
  static char now[32];
  dcoskube_kubeconfig *kc = open_at(file);
  dcoskube_status status = dcoskube_kubeconfig_use_previous(kc, err);
  const char *answer = status == DCOSKUBE_OK ? commit(kc, 0) : dcoskube_status_name(status);
  snprintf(now, sizeof now, "%s", status == DCOSKUBE_OK ? dcoskube_kubeconfig_current(kc) : answer);
  dcoskube_kubeconfig_free(kc);
  return now;
}

static dcoskube_status sweep_previous(void *data) {
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_status status = dcoskube_kubeconfig_open(data, 0, &kc, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_use_previous(kc, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_commit(kc, 0, NULL, NULL);
  dcoskube_kubeconfig_free(kc);
  return status;
}

static void test_previous(void) {
  char state_dir[UNIT_PATH], link_path[2 * UNIT_PATH], store[2 * UNIT_PATH];
  char *kept = dk_strdup(getenv("XDG_STATE_HOME"));
  begin();
  unit_dir_make(state_dir);
  setenv("XDG_STATE_HOME", state_dir, 1);
  CU_ASSERT_EQUAL(symlink("config", unit_path(link_path, dir, "odd\t%name")), 0);
  CHECK_ROW_STR("none yet", use_previous(path), "DCOSKUBE_ERR_NOT_FOUND");
  CHECK_ROW_STR("use b", use_b(path, 0), "updated");
  CHECK_ROW_STR("use b", warning, "");
  CU_ASSERT_EQUAL(state(unit_path(store, state_dir, "dcoskube/previous")).st_mode & 07777, 0600);
  CU_ASSERT_EQUAL(state(unit_path(other, state_dir, "dcoskube")).st_mode & 07777, 0700);
  CHECK_ROW_STR("back", use_previous(link_path), "a");
  CHECK_ROW_STR("and forth", use_previous(path), "b");
  put(unit_path(other, dir, "other"), base, 0600);
  CHECK_ROW_STR("another file", use_previous(other), "DCOSKUBE_ERR_NOT_FOUND");
  CHECK_ROW_STR("another file", use_b(other, 0), "updated");
  CHECK_ROW_STR("the first one", use_previous(path), "a");
  CU_ASSERT(unit_sweep("previous", sweep_previous, path) > 20);
  put(path, "contexts:\n- name: a\ncurrent-context: a\n", 0600);
  CHECK_ROW_STR("it is gone", use_previous(path), "DCOSKUBE_ERR_NOT_FOUND");
  CU_ASSERT_EQUAL(unit_dir_count(unit_path(other, state_dir, "dcoskube")), 1);
  put(path, base, 0600);
  put(store, "garbage\n%\t%4\n", 0600);
  CHECK_ROW_STR("garbage", use_previous(path), "DCOSKUBE_ERR_NOT_FOUND");
  unlink(store);
  CU_ASSERT_EQUAL(mkdir(store, 0700), 0);
  CHECK_ROW_STR("not stored", use_b(path, 0), "updated");
  CHECK_ROW_STR("not stored", warning, "previous-not-stored");
  if (kept)
    setenv("XDG_STATE_HOME", kept, 1);
  dk_free(kept);
  unit_dir_remove(state_dir);
  end();
}

static void test_backup(void) {
  begin();
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "a", err), DCOSKUBE_OK);
  CHECK_ROW_STR("nothing to do", commit(kc, DCOSKUBE_KUBECONFIG_BACKUP), "unchanged");
  CU_ASSERT_NOT_EQUAL(access(unit_path(other, dir, "config.bak"), F_OK), 0);
  put(other, "an older one", 0666);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "b", err), DCOSKUBE_OK);
  CHECK_ROW_STR("changed", commit(kc, DCOSKUBE_KUBECONFIG_BACKUP), "updated");
  CU_ASSERT(unit_file_is(other, base));
  CU_ASSERT_EQUAL(state(other).st_mode & 07777, 0600);
  CU_ASSERT_EQUAL(state(path).st_mode & 07777, 0640);
  dcoskube_kubeconfig_free(kc);
  end();
}

/* Extended attributes go along; where the file system has none there is nothing to lose. */
static void test_attributes(void) {
  static const unsigned char acl[] = {2, 0, 0,   0,   1,   0,   6,  0, 255, 255, 255, 255, 2,   0,  4,
                                      0, 1, 0,   0,   0,   4,   0,  0, 0,   255, 255, 255, 255, 16, 0,
                                      4, 0, 255, 255, 255, 255, 32, 0, 0,   0,   255, 255, 255, 255};
  char got[64] = "";
  begin();
  if (setxattr(path, "user.note", "mine", 4, 0) != 0 || setxattr(path, ACL, acl, sizeof acl, 0) != 0) {
    printf("not run: no extended attributes or access control lists here ");
    end();
    return;
  }
  ino_t before = state(path).st_ino;
  mode_t mode = state(path).st_mode;
  CHECK_ROW_STR("attributes", use_b(path, 0), "updated");
  CHECK_ROW_STR("attributes", warning, "");
  CU_ASSERT_NOT_EQUAL(state(path).st_ino, before);
  CU_ASSERT_EQUAL(state(path).st_mode, mode);
  CU_ASSERT_EQUAL(getxattr(path, "user.note", got, sizeof got), 4);
  CU_ASSERT_EQUAL(memcmp(got, "mine", 4), 0);
  CU_ASSERT_EQUAL(getxattr(path, ACL, got, sizeof got), (ssize_t)sizeof acl);
  CU_ASSERT_EQUAL(memcmp(got, acl, sizeof acl), 0);
  /* a default list of the directory adds nothing to a file that has none */
  put(path, base, 0640);
  removexattr(path, ACL);
  CU_ASSERT_EQUAL(setxattr(dir, "system.posix_acl_default", acl, sizeof acl, 0), 0);
  CHECK_ROW_STR("default list", use_b(path, 0), "updated");
  CU_ASSERT(getxattr(path, ACL, got, sizeof got) < 0);
  CU_ASSERT_EQUAL(state(path).st_mode & 07777, 0640);
  end();
}

/* Without a umask and with all of it: the same modes, and a lock that the next one can take over. */
static void test_umask(void) {
  begin();
  mode_t mask = umask(0777);
  unit_path(path, dir, "x/y/config");
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(set(kc, "a", "https://a", DCOSKUBE_KUBECONFIG_ACTIVATE), DCOSKUBE_OK);
  CHECK_ROW_STR("new", commit(kc, 0), "created");
  umask(mask);
  CU_ASSERT_EQUAL(state(path).st_mode & 07777, 0600);
  CU_ASSERT_EQUAL(state(unit_path(other, dir, "x/y")).st_mode & 07777, 0700);
  CU_ASSERT_EQUAL(state(unit_path(other, dir, "x")).st_mode & 07777, 0700);
  dcoskube_kubeconfig_free(kc);
  end();
}

/* A file that may be written, in a directory where nothing may be made: in place, without a lock, the copy elsewhere.
 */
static int work_in_place(void) {
  dcoskube_findings *changes = NULL;
  dcoskube_kubeconfig *kc = NULL;
  setenv("XDG_STATE_HOME", unit_path(other, dir, "state"), 1);
  if (dcoskube_kubeconfig_open(path, 0, &kc, err) != DCOSKUBE_OK ||
      dcoskube_kubeconfig_use(kc, "b", err) != DCOSKUBE_OK ||
      dcoskube_kubeconfig_commit(kc, 0, &changes, err) != DCOSKUBE_OK)
    return 1;
  int told = strcmp(dcoskube_findings_code(changes, 1), "in-place") == 0 &&
             strstr(dcoskube_findings_remedy(changes, 1), "lock") != NULL;
  dcoskube_findings_free(changes);
  dcoskube_kubeconfig_free(kc);
  return told ? 0 : 2;
}

static void test_in_place(void) {
  begin();
  CU_ASSERT_EQUAL(mkdir(unit_path(other, dir, "state"), 0777), 0);
  CU_ASSERT_EQUAL(chmod(other, 0777), 0);
  CU_ASSERT_EQUAL(mkdir(unit_path(other, dir, "d"), 0777), 0);
  put(unit_path(path, dir, "d/config"), base, 0666);
  CU_ASSERT_EQUAL(chmod(other, 0555), 0);
  chmod(dir, 0755);
  ino_t before = state(path).st_ino;
  CU_ASSERT_EQUAL(as_nobody(work_in_place), 0);
  CU_ASSERT(unit_file_is(path, base_b));
  CU_ASSERT_EQUAL(state(path).st_ino, before);
  CU_ASSERT_EQUAL(state(path).st_mode & 07777, 0666);
  CU_ASSERT_EQUAL(unit_dir_count(unit_path(other, dir, "d")), 1);
  CU_ASSERT_EQUAL(unit_dir_count(unit_path(other, dir, "state/dcoskube")), 1); /* the previous context */
  chmod(unit_path(other, dir, "d"), 0755);
  end();
}

/* What a write that was cut leaves: told with the way back, until one of the two is gone. */
static void test_cut(void) {
  dcoskube_kubeconfig *kc = NULL;
  begin();
  put(unit_path(other, dir, "config.dcoskube-backup"), base_b, 0600);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open(path, 0, &kc, err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_PTR_NOT_NULL(strstr(dcoskube_error_message(err), other));
  CU_ASSERT_PTR_NOT_NULL(strstr(dcoskube_error_remedy(err), "cp '"));
  put(other, base, 0600); /* the bytes of the file: it was not begun, or is restored */
  CHECK_ROW_STR("restored", use_b(path, 0), "updated");
  CU_ASSERT_NOT_EQUAL(access(other, F_OK), 0);
  CU_ASSERT_EQUAL(unit_dir_count(dir), 1);
  end();
}

int main(void) {
  CU_TestInfo tests[] = {{"previous", test_previous},
                         {"backup", test_backup},
                         {"attributes", test_attributes},
                         {"umask", test_umask},
                         {"in place", test_in_place},
                         {"cut", test_cut},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"beside the bytes", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
