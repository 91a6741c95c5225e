/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each system call of a commit fails once in turn, and the process dies at each
 * of them.  Afterwards the file is the old one or the new one, the next run
 * works at once, and nothing is left lying about.
 *
 * With arguments it is a tool: kubeconfig_faults N SCENE DIR dies at the N-th
 * call of a commit (exit 0: there are not so many), so that a script can let
 * kubectl judge what is left.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "unit/dir.h"
#include "unit/faults.h"
#include "unit/unit.h"

#define CALLS_MAX 400

static const char base[] =
    "apiVersion: v1\nkind: Config\n# note\ncontexts:\n- name: a\n  context: {cluster: a, user: a}\n"
    "- name: b\n  context: {cluster: a, user: a}\ncurrent-context: a\n";

static char dir[UNIT_PATH];
static char path[2 * UNIT_PATH];  /* the file as it is named */
static char real[2 * UNIT_PATH];  /* and where it is */
static char extra[2 * UNIT_PATH]; /* a link, a backup */
static char state[UNIT_PATH];     /* the state directory */
static char *old_text, *new_text; /* NULL: no file */

struct scene {
  const char *name;
  void (*prepare)(void);
  uint32_t flags;
  size_t entries; /* in the directory, when all is done */
  int use;        /* change to the other context, instead of adding one */
};

static void put(const char *file, const char *text) {
  unit_file_write(file, text, strlen(text));
  chmod(file, 0600);
}

static void plain(void) {
  put(unit_path(real, dir, "config"), base);
  memcpy(path, real, sizeof path);
}

static void missing(void) {
  unit_path(real, dir, "d/e/config");
  memcpy(path, real, sizeof path);
}

static void symbolic(void) {
  plain();
  if (symlink("config", unit_path(path, dir, "link")) != 0)
    exit(99);
}

static void hard(void) {
  plain();
  if (link(real, unit_path(extra, dir, "other")) != 0)
    exit(99);
}

static const struct scene scenes[] = {
    {"plain", plain, 0, 1, 0},
    {"new file", missing, 0, 1, 0},
    {"symbolic link", symbolic, 0, 2, 0},
    {"in place", hard, 0, 2, 0},
    {"backup", plain, DCOSKUBE_KUBECONFIG_BACKUP, 2, 0},
    {"in place with backup", hard, DCOSKUBE_KUBECONFIG_BACKUP, 3, 0},
    {"use", plain, 0, 1, 1},
};

static char *read_text(const char *file) {
  char *text = calloc(1, 65536);
  FILE *stream = fopen(file, "r");
  if (!stream || !text) {
    free(text);
    return NULL;
  }
  (void)!fread(text, 1, 65535, stream);
  fclose(stream);
  return text;
}

static int is_text(const char *want) {
  char *text = read_text(real);
  int same = text && want ? strcmp(text, want) == 0 : text == want;
  free(text);
  return same;
}

static dcoskube_status run_commit(const struct scene *scene, dcoskube_error *err) {
  dcoskube_kubeconfig *kc = NULL;
  dcoskube_entry *entry = NULL;
  dcoskube_status status = dcoskube_kubeconfig_open(path, 0, &kc, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_new("a-longer-name", "https://a.example", 0, &entry, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set_lock_timeout(kc, 0, err);
  if (status == DCOSKUBE_OK)
    status = scene->use ? dcoskube_kubeconfig_use(kc, "b", err) : dcoskube_kubeconfig_set(kc, entry, 0, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_commit(kc, scene->flags, NULL, err);
  dcoskube_entry_free(entry);
  dcoskube_kubeconfig_free(kc);
  return status;
}

static void begin(const struct scene *scene) {
  unit_dir_make(dir);
  scene->prepare();
}

/* What the scene looks like without any fault. */
static void rehearse(const struct scene *scene) {
  free(old_text);
  free(new_text);
  begin(scene);
  old_text = read_text(real);
  CHECK_ROW_STATUS(scene->name, run_commit(scene, NULL), DCOSKUBE_OK);
  new_text = read_text(real);
  CHECK_ROW(scene->name, new_text && (!old_text || strcmp(old_text, new_text) != 0));
  CHECK_ROW(scene->name, unit_dir_count(dir) == scene->entries);
  unit_dir_remove(dir);
}

/* The next run works, whatever happened before, and clears up. */
static void next_run(const struct scene *scene, const char *row) {
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_status status = run_commit(scene, err);
  if (status != DCOSKUBE_OK)
    fprintf(stderr, "%s: %s\n", row, dcoskube_error_message(err));
  CHECK_ROW_STATUS(row, status, DCOSKUBE_OK);
  CHECK_ROW(row, is_text(new_text));
  dcoskube_error_free(err);
}

static void name_row(char *row, size_t size, const struct scene *scene, const char *call, int n, int fault) {
  snprintf(row, size, "%s, call %d (%s), %s", scene->name, n, call ? call : "?",
           fault > 0 ? strerror(fault) : "short or killed");
}

/* One call fails.  Returns 0 when there are not so many. */
static int fail_once(const struct scene *scene, int n, int fault) {
  char row[200];
  begin(scene);
  faults_arm(n, fault);
  dcoskube_status status = run_commit(scene, NULL);
  const char *call = faults_disarm();
  if (call) {
    name_row(row, sizeof row, scene, call, n, fault);
    CHECK_ROW(row, is_text(status == DCOSKUBE_OK ? new_text : old_text));
    next_run(scene, row);
    CHECK_ROW(row, unit_dir_count(dir) <= scene->entries);
  }
  unit_dir_remove(dir);
  return call != NULL;
}

static void test_failures(void) {
  static const int faults[] = {ENOSPC, EIO, EINTR, EACCES, FAULT_SHORT};
  int count = 0;
  for (size_t i = 0; i < ROWS(scenes); i++) {
    rehearse(&scenes[i]);
    for (size_t k = 0; k < ROWS(faults); k++) {
      int n = 1;
      while (n < CALLS_MAX && fail_once(&scenes[i], n, faults[k]))
        n++;
      CHECK_ROW(scenes[i].name, n > 1 && n < CALLS_MAX);
      count += n - 1;
    }
  }
  printf("%d failures ", count);
}

/* A write in place that was cut: told, with a command that mends it. */
static void restore(const char *row) {
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_kubeconfig *kc = NULL;
  char command[2048];
  dcoskube_status status = dcoskube_kubeconfig_open(path, 0, &kc, err);
  dcoskube_kubeconfig_free(kc);
  CHECK_ROW_STATUS(row, status, DCOSKUBE_ERR_INVALID);
  const char *from = strstr(dcoskube_error_remedy(err), "restore it: ");
  CHECK_ROW(row, from != NULL);
  if (from) {
    snprintf(command, sizeof command, "%s", from + strlen("restore it: "));
    command[strcspn(command, ";")] = '\0';
    CHECK_ROW(row, system(command) == 0);
  }
  CHECK_ROW(row, is_text(old_text));
  dcoskube_error_free(err);
}

/* The process dies at a call.  Returns 0 when there are not so many. */
static int kill_once(const struct scene *scene, int n, int fault) {
  char row[200];
  int status = 0;
  begin(scene);
  fflush(NULL);
  pid_t pid = fork();
  if (pid == 0) {
    faults_arm(n, fault);
    _exit(run_commit(scene, NULL) == DCOSKUBE_OK ? 0 : 1);
  }
  CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
  name_row(row, sizeof row, scene, NULL, n, fault);
  if (WIFSIGNALED(status)) {
    if (!is_text(old_text) && !is_text(new_text) && strncmp(scene->name, "in place", 8) == 0)
      restore(row);
    CHECK_ROW(row, is_text(old_text) || is_text(new_text));
    if (strncmp(scene->name, "in place", 8) == 0) {
      dcoskube_kubeconfig *kc = NULL;
      if (dcoskube_kubeconfig_open(path, 0, &kc, NULL) != DCOSKUBE_OK)
        restore(row); /* new to the last byte, but that was not yet known */
      dcoskube_kubeconfig_free(kc);
    }
    next_run(scene, row);
    CHECK_ROW(row, unit_dir_count(dir) <= scene->entries + (scene->flags != 0));
  } else {
    CHECK_ROW(row, WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  unit_dir_remove(dir);
  return WIFSIGNALED(status);
}

static void test_kills(void) {
  static const int faults[] = {FAULT_KILL, FAULT_KILL_SHORT};
  int count = 0;
  for (size_t i = 0; i < ROWS(scenes); i++) {
    rehearse(&scenes[i]);
    for (size_t k = 0; k < ROWS(faults); k++) {
      int n = 1;
      while (n < CALLS_MAX && kill_once(&scenes[i], n, faults[k]))
        n++;
      CHECK_ROW(scenes[i].name, n > 1 && n < CALLS_MAX);
      count += n - 1;
    }
  }
  printf("%d kills ", count);
}

static int tool(char **argv) {
  size_t scene = (size_t)atoi(argv[2]);
  snprintf(dir, sizeof dir, "%s", argv[3]);
  if (scene >= ROWS(scenes))
    return 99;
  scenes[scene].prepare();
  faults_arm(atoi(argv[1]), FAULT_KILL);
  return run_commit(&scenes[scene], NULL) == DCOSKUBE_OK ? 0 : 1;
}

int main(int argc, char **argv) {
  CU_TestInfo tests[] = {{"each call fails", test_failures}, {"killed at each call", test_kills}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"faults", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  if (argc == 4)
    return tool(argv);
  if (access("/dev/shm", W_OK | X_OK) == 0)
    setenv("TMPDIR", "/dev/shm", 0); /* thousands of syncs: the calls are judged, not the disk */
  unit_dir_make(state);
  setenv("XDG_STATE_HOME", state, 1);
  int result = unit_main(suites);
  unit_dir_remove(state);
  free(old_text);
  free(new_text);
  return result;
}
