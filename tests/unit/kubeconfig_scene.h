/* SPDX-License-Identifier: Apache-2.0 */
/* A directory with a kubeconfig in it, and what tests of commits do with it. */
#ifndef DK_TESTS_KUBECONFIG_SCENE_H
#define DK_TESTS_KUBECONFIG_SCENE_H

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <time.h>

#include "unit/dir.h"
#include "unit/unit.h"

static const char base[] = "# note\ncontexts:\n- name: a\n- name: b\ncurrent-context: a\n";
static const char base_b[] = "# note\ncontexts:\n- name: a\n- name: b\ncurrent-context: b\n";

static char dir[UNIT_PATH];
static char path[2 * UNIT_PATH];
static char other[2 * UNIT_PATH];
static dcoskube_error *err;
static char warning[32]; /* what the last commit warned of; "": of nothing */

static inline void put(const char *file, const char *text, mode_t mode) {
  unit_file_write(file, text, strlen(text));
  chmod(file, mode);
}

static inline void begin(void) {
  unit_dir_make(dir);
  unit_path(path, dir, "config");
  err = dcoskube_error_new();
  put(path, base, 0640);
}

static inline void end(void) {
  unit_dir_remove(dir);
  dcoskube_error_free(err);
}

static inline dcoskube_kubeconfig *open_at(const char *file) {
  dcoskube_kubeconfig *kc = NULL;
  CHECK_ROW_STATUS(dcoskube_error_message(err), dcoskube_kubeconfig_open(file, 0, &kc, err), DCOSKUBE_OK);
  return kc;
}

static inline dcoskube_entry *entry_of(const char *name, const char *server) {
  dcoskube_entry *entry = NULL;
  CU_ASSERT_EQUAL(dcoskube_entry_new(name, server, 0, &entry, err), DCOSKUBE_OK);
  return entry;
}

static inline dcoskube_status set(dcoskube_kubeconfig *kc, const char *name, const char *server, uint32_t flags) {
  dcoskube_entry *entry = entry_of(name, server);
  dcoskube_status status = dcoskube_kubeconfig_set(kc, entry, flags, err);
  dcoskube_entry_free(entry);
  return status;
}

/* Commit, and say what the only note says; a warning may follow it. */
static inline const char *commit(dcoskube_kubeconfig *kc, uint32_t flags) {
  static char code[32];
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_kubeconfig_commit(kc, flags, &changes, err);
  if (status != DCOSKUBE_OK)
    return dcoskube_status_name(status);
  CU_ASSERT(dcoskube_findings_count(changes) >= 1);
  snprintf(warning, sizeof warning, "%s", dcoskube_findings_code(changes, 1));
  snprintf(code, sizeof code, "%s", dcoskube_findings_code(changes, 0));
  dcoskube_findings_free(changes);
  return code;
}

/* Make b the current context of a file; the answer of the commit. */
static inline const char *use_b(const char *file, uint32_t wait_ms) {
  dcoskube_kubeconfig *kc = open_at(file);
  dcoskube_kubeconfig_set_lock_timeout(kc, wait_ms, err);
  CU_ASSERT_EQUAL(dcoskube_kubeconfig_use(kc, "b", err), DCOSKUBE_OK);
  const char *answer = commit(kc, 0);
  dcoskube_kubeconfig_free(kc);
  return answer;
}

static inline struct stat state(const char *file) {
  struct stat info;
  CU_ASSERT_EQUAL_FATAL(lstat(file, &info), 0);
  return info;
}

static inline int same(const struct stat *a, const struct stat *b) {
  return a->st_ino == b->st_ino && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
         a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* As somebody without rights: a child of another user, since root may do everything. */
static inline int as_nobody(int (*work)(void)) {
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
      _exit(77);
    _exit(work());
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif
