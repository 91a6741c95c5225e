/* SPDX-License-Identifier: Apache-2.0 */
/* A scratch directory for unit programs, and small files in it. */
#ifndef DK_TESTS_DIR_H
#define DK_TESTS_DIR_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNIT_PATH 256

/* Make one below $TMPDIR or /tmp; a failure ends the program as "could not be set up". */
static inline void unit_dir_make(char dir[UNIT_PATH]) {
  const char *base = getenv("TMPDIR");
  int n = snprintf(dir, UNIT_PATH, "%s/dcoskube-unit-XXXXXX", base && *base ? base : "/tmp");
  if (n < 0 || n >= UNIT_PATH || !mkdtemp(dir)) {
    perror("a scratch directory");
    exit(99);
  }
}

static inline int unit_dir_remove_one(const char *path, const struct stat *info, int kind, struct FTW *ftw) {
  (void)info, (void)kind, (void)ftw;
  return remove(path);
}

static inline void unit_dir_remove(const char *dir) {
  nftw(dir, unit_dir_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* How many entries it has, hidden ones too. */
static inline size_t unit_dir_count(const char *dir) {
  size_t count = 0;
  DIR *stream = opendir(dir);
  for (struct dirent *entry; stream && (entry = readdir(stream)) != NULL;)
    count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
  if (stream)
    closedir(stream);
  return count;
}

/* "<dir>/<name>" in path, which is returned. */
static inline const char *unit_path(char path[2 * UNIT_PATH], const char *dir, const char *name) {
  snprintf(path, 2 * UNIT_PATH, "%s/%s", dir, name);
  return path;
}

static inline void unit_file_write(const char *path, const void *data, size_t len) {
  FILE *file = fopen(path, "w");
  if (!file || fwrite(data, 1, len, file) != len || fclose(file) != 0) {
    perror(path);
    exit(99);
  }
}

/* Are these the bytes of the file? */
static inline int unit_file_is(const char *path, const char *want) {
  char got[4096];
  FILE *file = fopen(path, "r");
  if (!file)
    return 0;
  size_t len = fread(got, 1, sizeof got, file);
  fclose(file);
  return len == strlen(want) && memcmp(got, want, len) == 0;
}

#endif
