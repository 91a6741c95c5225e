/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dcoskube/files.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/file.h"
#include "core/findings.h"
#include "core/str.h"

#define NAME_MAX_LEN 255
#define NAME_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
#define WRITE_FLAGS DCOSKUBE_FILES_DRY_RUN
#define PATH_LEN_MAX 65536
#define PARENT_SIZE 4096 /* no longer path can be opened */

struct file {
  char *name;
  char *data;
  size_t size;
  uint32_t mode;
};

struct dcoskube_files {
  struct file *files;
  size_t count;
  size_t capacity;
};

dcoskube_status dcoskube_files_new(uint32_t flags, dcoskube_files **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!out || flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "out must not be NULL and flags must be 0");
  dcoskube_files *files = dk_calloc(1, sizeof *files);
  if (!files)
    return dk_no_memory(err);
  *out = files;
  return DCOSKUBE_OK;
}

void dcoskube_files_free(dcoskube_files *files) {
  if (!files)
    return;
  for (size_t i = 0; i < files->count; i++) {
    dk_free(files->files[i].name);
    dk_free_secret(files->files[i].data, files->files[i].size);
  }
  dk_free(files->files);
  dk_free(files);
}

static int good_name(const char *name) {
  size_t len = strlen(name);
  return len > 0 && len <= NAME_MAX_LEN && name[0] != '.' && name[0] != '-' && dk_all_of(name, len, NAME_SET);
}

static int has(const dcoskube_files *files, const char *name) {
  for (size_t i = 0; i < files->count; i++)
    if (strcmp(files->files[i].name, name) == 0)
      return 1;
  return 0;
}

dcoskube_status dcoskube_files_add(dcoskube_files *files, const char *name, const void *data, size_t len, uint32_t mode,
                                   dcoskube_error *err) {
  dk_error_reset(err);
  if (!files || !name || (!data && len > 0))
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "files, name and data must not be NULL");
  if (!good_name(name))
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, name,
                   "is not a file name of 1 to 255 characters of A-Z a-z 0-9 . _ -, not beginning with . or -");
  if (mode > 0777)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, name, "mode is above 0777");
  if (has(files, name))
    return dk_fail(err, DCOSKUBE_ERR_EXISTS, name, "is in the set already");
  if (!dk_grow((void **)&files->files, files->count, &files->capacity, sizeof(struct file)))
    return dk_no_memory(err);
  struct file file = {dk_strdup(name), dk_memdup(data, len), len, mode};
  if (!file.name || !file.data) {
    dk_free(file.name);
    dk_free_secret(file.data, file.data ? len : 0);
    return dk_no_memory(err);
  }
  files->files[files->count++] = file;
  return DCOSKUBE_OK;
}

size_t dcoskube_files_count(const dcoskube_files *files) {
  return files ? files->count : 0;
}

static const struct file *get(const dcoskube_files *files, size_t index) {
  return files && index < files->count ? &files->files[index] : NULL;
}

const char *dcoskube_files_name(const dcoskube_files *files, size_t index) {
  const struct file *file = get(files, index);
  return file ? file->name : "";
}

const char *dcoskube_files_data(const dcoskube_files *files, size_t index) {
  const struct file *file = get(files, index);
  return file ? file->data : "";
}

size_t dcoskube_files_size(const dcoskube_files *files, size_t index) {
  const struct file *file = get(files, index);
  return file ? file->size : 0;
}

uint32_t dcoskube_files_mode(const dcoskube_files *files, size_t index) {
  const struct file *file = get(files, index);
  return file ? file->mode : 0;
}

/* What is to be done for one file. */
struct step {
  char *path;
  const char *change; /* "created", "updated", "unchanged" */
  dk_temp temp;
};

/* Compare with what is on disk. */
static dcoskube_status look(int dir_fd, const struct file *file, struct step *step, dcoskube_error *err) {
  dk_bytes old = {NULL, 0};
  struct stat info;
  step->change = "created";
  if (dir_fd < 0)
    return DCOSKUBE_OK; /* dry run in a directory that does not exist */
  dcoskube_status status = dk_file_read_at(dir_fd, file->name, step->path, file->size + 1, &old, &info, err);
  if (status == DCOSKUBE_ERR_NOT_FOUND) {
    dk_error_reset(err);
    return DCOSKUBE_OK;
  }
  step->change = "updated";
  if (status == DCOSKUBE_ERR_LIMIT) { /* longer than the new bytes, so different */
    dk_error_reset(err);
    return DCOSKUBE_OK;
  }
  if (status != DCOSKUBE_OK)
    return status;
  int wide = (info.st_mode & 0777 & ~file->mode) != 0; /* more may read it than should */
  if (old.len == file->size && memcmp(old.data, file->data, file->size) == 0 && !wide)
    step->change = "unchanged";
  dk_bytes_free(&old);
  return DCOSKUBE_OK;
}

static int changed(const struct step *step) {
  return strcmp(step->change, "unchanged") != 0;
}

static dcoskube_status write_temp(int dir_fd, const struct file *file, struct step *step, dcoskube_error *err) {
  dcoskube_status status = dk_temp_open(dir_fd, step->path, file->mode, &step->temp, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_write(&step->temp, file->data, file->size, err);
  if (status == DCOSKUBE_OK)
    status = dk_temp_sync(&step->temp, err);
  return status;
}

/* All temporary files first; then the renames, the main file last. */
static dcoskube_status replace_all(const dcoskube_files *files, int dir_fd, const char *dir, struct step *steps,
                                   dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  int any = 0;
  for (size_t i = 0; i < files->count && status == DCOSKUBE_OK; i++)
    if (changed(&steps[i]))
      status = write_temp(dir_fd, &files->files[i], &steps[i], err);
  for (size_t i = files->count; i-- > 0 && status == DCOSKUBE_OK;)
    if (changed(&steps[i])) {
      status = dk_temp_rename(&steps[i].temp, files->files[i].name, err);
      any = 1;
    }
  return status == DCOSKUBE_OK && any ? dk_dir_sync(dir_fd, dir, err) : status;
}

/* Could mkdir() make it: nothing is there, and its parent is a directory? */
static int can_be_made(const char *dir) {
  char parent[PARENT_SIZE];
  struct stat info;
  size_t len = strlen(dir);
  if (len >= sizeof parent || lstat(dir, &info) == 0)
    return 0;
  while (len > 0 && dir[len - 1] == '/')
    len--;
  while (len > 0 && dir[len - 1] != '/')
    len--;
  if (len == 0)
    return 1; /* a name in the current directory */
  memcpy(parent, dir, len);
  parent[len] = '\0';
  return stat(parent, &info) == 0 && S_ISDIR(info.st_mode);
}

static dcoskube_status open_dir(const char *dir, uint32_t flags, int *fd, dcoskube_error *err) {
  dcoskube_status status = dk_dir_open(dir, fd, err);
  if (status != DCOSKUBE_ERR_NOT_FOUND)
    return status;
  if (flags & DCOSKUBE_FILES_DRY_RUN) {
    if (!can_be_made(dir))
      return status;
    dk_error_reset(err);
    return DCOSKUBE_OK;
  }
  if (mkdir(dir, 0755) != 0 && errno != EEXIST)
    return dk_fail_errno(err, errno, dir, "cannot make the directory");
  return dk_dir_open(dir, fd, err);
}

static dcoskube_status report(const dcoskube_files *files, const struct step *steps, dcoskube_findings **changes,
                              dcoskube_error *err) {
  dcoskube_findings *list = dk_findings_new();
  if (!list)
    return dk_no_memory(err);
  for (size_t i = 0; i < files->count; i++) {
    dk_finding finding = {DCOSKUBE_SEVERITY_NOTE, steps[i].change, steps[i].path, steps[i].change, NULL, 0, 0};
    dcoskube_status status = dk_findings_add(list, &finding, err);
    if (status != DCOSKUBE_OK) {
      dcoskube_findings_free(list);
      return status;
    }
  }
  *changes = list;
  return DCOSKUBE_OK;
}

static char *join(const char *dir, const char *name) {
  dk_buf buf;
  char *path = NULL;
  dk_buf_init(&buf, PATH_LEN_MAX);
  dk_buf_str(&buf, dir);
  if (buf.len > 0 && buf.data[buf.len - 1] != '/')
    dk_buf_char(&buf, '/');
  dk_buf_str(&buf, name);
  if (dk_buf_take(&buf, &path, NULL, NULL, NULL) != DCOSKUBE_OK)
    dk_buf_free(&buf);
  return path;
}

/* Look at every file, prepare the report (so that no memory is needed after the renames), then write. */
static dcoskube_status write_steps(const dcoskube_files *files, const char *dir, int dir_fd, uint32_t flags,
                                   struct step *steps, dcoskube_findings **changes, dcoskube_error *err) {
  dcoskube_findings *list = NULL;
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < files->count && status == DCOSKUBE_OK; i++) {
    steps[i].path = join(dir, files->files[i].name);
    status = steps[i].path ? look(dir_fd, &files->files[i], &steps[i], err) : dk_no_memory(err);
  }
  if (status == DCOSKUBE_OK)
    status = report(files, steps, &list, err);
  if (status == DCOSKUBE_OK && !(flags & DCOSKUBE_FILES_DRY_RUN))
    status = replace_all(files, dir_fd, dir, steps, err);
  if (status == DCOSKUBE_OK && changes) {
    *changes = list;
    list = NULL;
  }
  dcoskube_findings_free(list);
  return status;
}

dcoskube_status dcoskube_files_write(const dcoskube_files *files, const char *dir, uint32_t flags,
                                     dcoskube_findings **changes, dcoskube_error *err) {
  dk_error_reset(err);
  if (!files || !dir || dir[0] == '\0')
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "files and dir must not be NULL or empty");
  if (flags & ~WRITE_FLAGS)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "flags has unknown bits");
  struct step *steps = dk_calloc(files->count, sizeof *steps);
  if (!steps)
    return dk_no_memory(err);
  for (size_t i = 0; i < files->count; i++)
    steps[i].temp.fd = -1;
  int dir_fd = -1;
  dcoskube_status status = open_dir(dir, flags, &dir_fd, err);
  if (status == DCOSKUBE_OK)
    status = write_steps(files, dir, dir_fd, flags, steps, changes, err);
  for (size_t i = 0; i < files->count; i++) {
    dk_temp_end(&steps[i].temp);
    dk_free(steps[i].path);
  }
  if (dir_fd >= 0)
    close(dir_fd);
  dk_free(steps);
  return status;
}
