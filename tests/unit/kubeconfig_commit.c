/* SPDX-License-Identifier: Apache-2.0 */
/* Commits: what is written, where, under which lock, and what is left alone. */
#include <sys/file.h>

#include "unit/kubeconfig_scene.h"

static void test_update(void) {
  begin();
  struct stat before = state(path);
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "b", err), DCOSKUBE_OK);
  CHECK_ROW_STR("dry run", commit(kc, DCOSKUBE_KUBECONFIG_DRY_RUN), "updated");
  CU_ASSERT(unit_file_is(path, base));
  CHECK_ROW_STR("commit", commit(kc, 0), "updated");
  CU_ASSERT(unit_file_is(path, base_b));
  struct stat after = state(path);
  CU_ASSERT_EQUAL(after.st_mode, before.st_mode);
  CU_ASSERT_EQUAL(after.st_uid, before.st_uid);
  CU_ASSERT_EQUAL(unit_dir_count(dir), 1); /* no lock, no temporary file */
  /* the object shows the file as written, and nothing is left to do */
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "b");
  CHECK_ROW_STR("again", commit(kc, 0), "unchanged");
  struct stat again = state(path);
  CU_ASSERT(same(&after, &again));
  CU_ASSERT_EQUAL(set(kc, "new", "https://new", 0), DCOSKUBE_OK);
  CHECK_ROW_STR("more", commit(kc, 0), "updated");
  CU_ASSERT_EQUAL(dcoskube_context_line(dcoskube_kubeconfig_find_context(kc, "new")), 5);
  CU_ASSERT_EQUAL(set(kc, "new", "https://new", 0), DCOSKUBE_OK);
  after = state(path);
  CHECK_ROW_STR("same content", commit(kc, 0), "unchanged");
  again = state(path);
  CU_ASSERT(same(&after, &again));
  dcoskube_kubeconfig_free(kc);
  end();
}

static void test_create(void) {
  begin();
  mode_t mask = umask(0);
  unit_path(path, dir, "x/y/config");
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 0);
  CU_ASSERT_PTR_NULL(dcoskube_kubeconfig_current(kc));
  CHECK_ROW_STR("nothing", commit(kc, 0), "unchanged");
  CU_ASSERT_NOT_EQUAL(access(path, F_OK), 0);
  CU_ASSERT_EQUAL(set(kc, "a", "https://a", DCOSKUBE_KUBECONFIG_ACTIVATE), DCOSKUBE_OK);
  CHECK_ROW_STR("new", commit(kc, 0), "created");
  CU_ASSERT_EQUAL(state(path).st_mode & 07777, 0600);
  CU_ASSERT_EQUAL(state(unit_path(other, dir, "x/y")).st_mode & 07777, 0700);
  CU_ASSERT_EQUAL(state(unit_path(other, dir, "x")).st_mode & 07777, 0700);
  umask(mask);
  dcoskube_kubeconfig_free(kc);
  end();
}

static void test_links(void) {
  begin();
  CU_ASSERT_EQUAL(symlink("config", unit_path(other, dir, "one")), 0);
  CU_ASSERT_EQUAL(symlink("one", unit_path(other, dir, "two")), 0);
  CHECK_ROW_STR("chain", use_b(other, 0), "updated");
  CU_ASSERT(S_ISLNK(state(other).st_mode));
  CU_ASSERT(unit_file_is(path, base_b));
  CU_ASSERT_EQUAL(symlink("d/target", unit_path(other, dir, "dangling")), 0);
  dcoskube_kubeconfig *kc = open_at(other);
  CU_ASSERT_EQUAL(set(kc, "a", "https://a", 0), DCOSKUBE_OK);
  CHECK_ROW_STR("dangling", commit(kc, 0), "created");
  dcoskube_kubeconfig_free(kc);
  CU_ASSERT(S_ISLNK(state(other).st_mode));
  CU_ASSERT_EQUAL(state(unit_path(other, dir, "d/target")).st_mode & 07777, 0600);
  CU_ASSERT_EQUAL(symlink("loop", unit_path(other, dir, "loop")), 0);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open(other, 0, &kc, err), DCOSKUBE_ERR_IO);
  /* a file with two names keeps both */
  put(path, base, 0600);
  CU_ASSERT_EQUAL(link(path, unit_path(other, dir, "hard")), 0);
  CHECK_ROW_STR("hard link", use_b(path, 0), "updated");
  CHECK_ROW_STR("hard link", warning, "in-place");
  CU_ASSERT(unit_file_is(other, base_b));
  CU_ASSERT_EQUAL(state(other).st_ino, state(path).st_ino);
  end();
}

static void test_not_files(void) {
  dcoskube_kubeconfig *kc = NULL;
  begin();
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open(dir, 0, &kc, err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(mkfifo(unit_path(other, dir, "fifo"), 0600), 0);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open(other, 0, &kc, err), DCOSKUBE_ERR_INVALID);
  kc = open_at("/dev/null");
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 0);
  CU_ASSERT_EQUAL(set(kc, "a", "https://a", 0), DCOSKUBE_ERR_UNSUPPORTED);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 0);
  dcoskube_kubeconfig_free(kc);
  end();
}

/* $KUBECONFIG: the first that defines a name wins; changes go where kubectl puts them. */
static void test_list(void) {
  char list[8 * UNIT_PATH], second[2 * UNIT_PATH];
  dcoskube_findings *changes = NULL;
  begin();
  put(unit_path(second, dir, "second"),
      "contexts:\n- {name: b, context: {cluster: k}}\n- name: c\n  context: &x {user: u}\nusers:\n- name: c\n  user:\n"
      "    token: old\ncurrent-context: c\n",
      0600);
  snprintf(list, sizeof list, ":%s/missing:%s:%s:%s", dir, path, second, path);
  setenv("KUBECONFIG", list, 1);
  dcoskube_kubeconfig *kc = open_at(NULL);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 3);
  CHECK_ROW_STR("first wins", dcoskube_context_cluster(dcoskube_kubeconfig_find_context(kc, "b")), "");
  CHECK_ROW_STR("file", dcoskube_context_file(dcoskube_kubeconfig_find_context(kc, "b")), path);
  CHECK_ROW_STR("file", dcoskube_context_file(dcoskube_kubeconfig_find_context(kc, "c")), second);
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "a");
  /* b and the new cluster: the first file that exists; the user of c: its own file */
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "b", err), DCOSKUBE_OK);
  CHECK_ROW_STR("use", commit(kc, 0), "updated");
  CU_ASSERT(unit_file_is(path, base_b));
  dcoskube_entry *entry = entry_of("c", "https://c");
  CU_ASSERT_EQUAL(dcoskube_entry_set_token(entry, "new", 3, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, 0, err), DCOSKUBE_ERR_EXISTS);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_OVERWRITE, err), DCOSKUBE_ERR_UNSUPPORTED);
  put(second, "users:\n- name: c\n  user:\n    token: old # of second\n", 0600);
  dcoskube_kubeconfig_free(kc);
  kc = open_at(NULL);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_OVERWRITE, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_commit(kc, 0, &changes, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_findings_count(changes), 2);
  CU_ASSERT(unit_file_is(second, "users:\n- name: c\n  user:\n    token: new # of second\n"));
  dcoskube_findings_free(changes);
  dcoskube_entry_free(entry);
  dcoskube_kubeconfig_free(kc);
  /* none exists: the last one is made */
  snprintf(list, sizeof list, "%s/m1:%s/m2", dir, dir);
  setenv("KUBECONFIG", list, 1);
  kc = open_at(NULL);
  CU_ASSERT_EQUAL(set(kc, "a", "https://a", 0), DCOSKUBE_OK);
  CHECK_ROW_STR("new", commit(kc, 0), "created");
  CU_ASSERT_EQUAL(access(unit_path(other, dir, "m2"), F_OK), 0);
  CU_ASSERT_NOT_EQUAL(access(unit_path(other, dir, "m1"), F_OK), 0);
  dcoskube_kubeconfig_free(kc);
  end();
}

static void test_default(void) {
  begin();
  char *home = getenv("HOME") ? dk_strdup(getenv("HOME")) : NULL;
  setenv("KUBECONFIG", "", 1);
  setenv("HOME", dir, 1);
  dcoskube_kubeconfig *kc = open_at(NULL);
  CU_ASSERT_EQUAL(set(kc, "a", "https://a", 0), DCOSKUBE_OK);
  CHECK_ROW_STR("default", commit(kc, 0), "created");
  CU_ASSERT_EQUAL(access(unit_path(other, dir, ".kube/config"), F_OK), 0);
  dcoskube_kubeconfig_free(kc);
  unsetenv("HOME");
  kc = NULL;
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_open(NULL, 0, &kc, err), DCOSKUBE_ERR_NOT_FOUND);
  if (home)
    setenv("HOME", home, 1);
  dk_free(home);
  end();
}

/* What others did between open and commit: kept, or told. */
static void test_replay(void) {
  begin();
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(set(kc, "new", "https://new", 0), DCOSKUBE_OK);
  put(path, "# changed meanwhile\ncontexts:\n- name: later\n", 0600);
  CHECK_ROW_STR("replay", commit(kc, 0), "updated");
  CU_ASSERT(unit_file_is(path, "# changed meanwhile\ncontexts:\n- name: later\n- name: new\n  context:\n"
                               "    cluster: new\n    user: new\nclusters:\n- name: new\n  cluster:\n"
                               "    server: https://new\nusers:\n- name: new\n  user: {}\n"));
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_context_count(kc), 2);
  /* the same entry, made by somebody else: nothing to do; with other content: a conflict */
  CU_ASSERT_EQUAL(set(kc, "x", "https://x", 0), DCOSKUBE_OK);
  put(path, "clusters:\n- name: x\n  cluster: {server: https://y}\n", 0600);
  CHECK_ROW_STR("conflict", commit(kc, 0), "DCOSKUBE_ERR_CONFLICT");
  CU_ASSERT_PTR_NOT_NULL(strstr(dcoskube_error_message(err), "cluster's server"));
  CU_ASSERT(unit_file_is(path, "clusters:\n- name: x\n  cluster: {server: https://y}\n"));
  dcoskube_kubeconfig_free(kc);
  put(path, base, 0600);
  kc = open_at(path);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "b", err), DCOSKUBE_OK);
  put(path, "contexts:\n- name: a\n", 0600);
  CHECK_ROW_STR("gone", commit(kc, 0), "DCOSKUBE_ERR_CONFLICT");
  put(path, "contexts: [\n", 0600);
  CHECK_ROW_STR("broken", commit(kc, 0), "DCOSKUBE_ERR_PARSE");
  CU_ASSERT(unit_file_is(path, "contexts: [\n"));
  put(path, base_b, 0600);
  CHECK_ROW_STR("done by another", commit(kc, 0), "unchanged");
  unlink(path);
  dcoskube_kubeconfig_free(kc);
  CU_ASSERT_EQUAL(unit_dir_count(dir), 0);
  end();
}

static void age(const char *file, time_t seconds) {
  struct timespec times[2] = {{time(NULL) - seconds, 0}, {time(NULL) - seconds, 0}};
  CU_ASSERT_EQUAL(utimensat(AT_FDCWD, file, times, 0), 0);
}

static void test_locks(void) {
  begin();
  unit_path(other, dir, "config.lock");
  /* kubectl's: empty, mode 0 */
  put(other, "", 0);
  CHECK_ROW_STR("young", use_b(path, 0), "DCOSKUBE_ERR_LOCKED");
  CU_ASSERT_PTR_NOT_NULL(strstr(dcoskube_error_message(err), other));
  CU_ASSERT(strlen(dcoskube_error_remedy(err)) > 0);
  CU_ASSERT(unit_file_is(path, base));
  age(other, 240);
  CHECK_ROW_STR("four minutes", use_b(path, 1), "DCOSKUBE_ERR_LOCKED");
  CU_ASSERT_EQUAL(access(other, F_OK), 0);
  age(other, 600);
  CHECK_ROW_STR("ten minutes", use_b(path, 0), "updated");
  CHECK_ROW_STR("ten minutes", warning, "stale-lock");
  CU_ASSERT_NOT_EQUAL(access(other, F_OK), 0);
  /* ours: without its owner taken over at once, with it never */
  put(path, base, 0600);
  put(other, "dcoskube\n", 0600);
  CHECK_ROW_STR("no owner", use_b(path, 0), "updated");
  CHECK_ROW_STR("no owner", warning, "");
  CU_ASSERT_NOT_EQUAL(access(other, F_OK), 0);
  put(path, base, 0600);
  put(other, "dcoskube\n", 0600);
  int fd = open(other, O_RDWR | O_CLOEXEC);
  CU_ASSERT_EQUAL(flock(fd, LOCK_EX), 0);
  age(other, 6000);
  CHECK_ROW_STR("owner", use_b(path, 20), "DCOSKUBE_ERR_LOCKED");
  close(fd);
  CHECK_ROW_STR("owner gone", use_b(path, 0), "updated");
  /* a link in the place of the lock is not followed */
  put(path, base, 0600);
  char victim[2 * UNIT_PATH];
  put(unit_path(victim, dir, "victim"), "precious", 0600);
  CU_ASSERT_EQUAL(symlink("victim", other), 0);
  CHECK_ROW_STR("link", use_b(path, 0), "DCOSKUBE_ERR_LOCKED");
  CU_ASSERT(unit_file_is(victim, "precious"));
  unlink(other);
  /* readers and commits that change nothing need no lock */
  put(other, "", 0600);
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "a", err), DCOSKUBE_OK);
  CHECK_ROW_STR("nothing to do", commit(kc, 0), "unchanged");
  dcoskube_kubeconfig_free(kc);
  end();
}

/* Both names of a file are locked: one through a link, one without. */
static void test_link_locks(void) {
  char link_path[2 * UNIT_PATH];
  begin();
  CU_ASSERT_EQUAL(symlink("config", unit_path(link_path, dir, "link")), 0);
  put(unit_path(other, dir, "config.lock"), "", 0600);
  CHECK_ROW_STR("real name", use_b(link_path, 0), "DCOSKUBE_ERR_LOCKED");
  unlink(other);
  put(unit_path(other, dir, "link.lock"), "", 0600);
  CHECK_ROW_STR("link's name", use_b(link_path, 0), "DCOSKUBE_ERR_LOCKED");
  CU_ASSERT_NOT_EQUAL(access(unit_path(other, dir, "config.lock"), F_OK), 0);
  CHECK_ROW_STR("straight", use_b(path, 0), "updated");
  end();
}

static int work_denied(void) {
  dcoskube_kubeconfig *kc = NULL;
  if (dcoskube_kubeconfig_open(path, 0, &kc, err) != DCOSKUBE_OK ||
      dcoskube_kubeconfig_use(kc, "b", err) != DCOSKUBE_OK)
    return 1;
  dcoskube_status status = dcoskube_kubeconfig_commit(kc, 0, NULL, err);
  dcoskube_kubeconfig_free(kc);
  return status == DCOSKUBE_ERR_PERMISSION && dcoskube_error_errno(err) == EACCES ? 0 : 2;
}

static void test_denied(void) {
  begin();
  chmod(path, 0444);
  chmod(dir, 0755);
  CU_ASSERT_EQUAL(as_nobody(work_denied), 0); /* a directory that cannot be written */
  CU_ASSERT(unit_file_is(path, base));
  if (geteuid() == 0) {
    CU_ASSERT_EQUAL(chown(dir, 65534, 65534), 0);
    CU_ASSERT_EQUAL(as_nobody(work_denied), 0); /* a file that cannot be written */
  }
  CU_ASSERT(unit_file_is(path, base));
  CU_ASSERT_EQUAL(unit_dir_count(dir), 1);
  end();
}

static dcoskube_status sweep_open(void *data) {
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_status status = dcoskube_kubeconfig_open(data, 0, &kc, NULL);
  dcoskube_kubeconfig_free(kc);
  return status;
}

/* Until it succeeds the file is the old one, and no lock and no temporary file is left. */
static dcoskube_status sweep_commit(void *data) {
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_kubeconfig_commit(data, 0, &changes, NULL);
  dcoskube_findings_free(changes);
  dk_alloc_fail_from(0);
  if (status != DCOSKUBE_OK)
    CU_ASSERT(unit_file_is(path, base));
  CU_ASSERT_EQUAL(unit_dir_count(dir), 1);
  return status;
}

static dcoskube_status sweep_replay(void *data) {
  put(path, base, 0600); /* another state each time, so that all is done again */
  return sweep_commit(data);
}

static void test_memory(void) {
  begin();
  CU_ASSERT(unit_sweep("open", sweep_open, path) > 10);
  dcoskube_kubeconfig *kc = open_at(path);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "b", err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(set(kc, "new", "https://new", 0), DCOSKUBE_OK);
  CU_ASSERT(unit_sweep("commit", sweep_commit, kc) > 20);
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "b");
  put(path, base, 0600);
  dcoskube_kubeconfig_free(kc);
  kc = open_at(path);
  CU_ASSERT_EQUAL(set(kc, "new", "https://new", DCOSKUBE_KUBECONFIG_ACTIVATE), DCOSKUBE_OK);
  CU_ASSERT(unit_sweep("replay", sweep_replay, kc) > 40);
  CHECK_ROW_STR("current", dcoskube_kubeconfig_current(kc), "new");
  dcoskube_kubeconfig_free(kc);
  end();
}

int main(void) {
  CU_TestInfo writing[] = {{"update", test_update},         {"create", test_create},
                           {"links", test_links},           {"what is no file", test_not_files},
                           {"list of files", test_list},    {"default file", test_default},
                           {"without rights", test_denied}, CU_TEST_INFO_NULL};
  CU_TestInfo together[] = {{"replay", test_replay},
                            {"locks", test_locks},
                            {"locks of a link", test_link_locks},
                            {"without memory", test_memory},
                            CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"writing", NULL, NULL, NULL, NULL, writing},
                           {"with others", NULL, NULL, NULL, NULL, together},
                           CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
