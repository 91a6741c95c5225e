/* SPDX-License-Identifier: Apache-2.0 */
/* Which files, and reading them. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "core/alloc.h"
#include "kubeconfig/replace.h"
#include "kubeconfig/state.h"

#define FILES_MAX 1024
#define READ_TRIES 8
#define PATH_LEN_MAX 65536
#define NULL_MAJOR 1
#define NULL_MINOR 3

static char *join(const char *dir, const char *name) {
  dk_buf buf;
  char *path = NULL;
  dk_buf_init(&buf, PATH_LEN_MAX);
  dk_buf_str(&buf, dir);
  dk_buf_char(&buf, '/');
  dk_buf_str(&buf, name);
  if (dk_buf_take(&buf, &path, NULL, NULL, NULL) != DCOSKUBE_OK)
    dk_buf_free(&buf);
  return path;
}

/* The directory of a path, absolute. */
static char *directory(const char *path) {
  const char *slash = strrchr(path, '/');
  char *dir = slash ? dk_memdup(path, slash == path ? 1 : (size_t)(slash - path)) : dk_strdup(".");
  char here[PATH_MAX];
  if (!dir || dir[0] == '/' || !getcwd(here, sizeof here))
    return dir;
  char *absolute = join(here, dir);
  dk_free(dir);
  return absolute;
}

static void file_free(dk_kc_file *file) {
  dk_kc_model_free(&file->model);
  dk_bytes_free(&file->bytes);
  dk_free(file->path);
  dk_free(file->full);
  dk_free(file->dir);
}

void dk_kc_files_free(dk_kc_files *files) {
  for (size_t i = 0; i < files->count; i++)
    file_free(&files->files[i]);
  dk_free(files->files);
  memset(files, 0, sizeof *files);
}

static int is_null_device(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISCHR(info.st_mode) && major(info.st_rdev) == NULL_MAJOR &&
         minor(info.st_rdev) == NULL_MINOR;
}

/* Were the bytes those of a file that somebody is writing in place, we or another? */
static dcoskube_status is_torn(const dk_kc_file *file, int *torn, dcoskube_error *err) {
  struct stat now;
  char *real = NULL;
  dcoskube_status status = dk_kc_resolve(file->full, &real, err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_inplace_check(real, &file->info, &file->bytes, torn, err);
  dk_free(real);
  if (status == DCOSKUBE_OK && stat(file->full, &now) == 0 && now.st_ino == file->info.st_ino &&
      now.st_dev == file->info.st_dev &&
      (now.st_size != file->info.st_size || now.st_mtim.tv_sec != file->info.st_mtim.tv_sec ||
       now.st_mtim.tv_nsec != file->info.st_mtim.tv_nsec))
    *torn = 1;
  return status;
}

/* The bytes of a file; one that does not exist has none. */
static dcoskube_status read_bytes(dk_kc_file *file, dcoskube_error *err) {
  int torn = 1;
  file->is_null = is_null_device(file->full);
  for (int i = 0; i < READ_TRIES && torn && !file->is_null; i++) {
    dk_bytes_free(&file->bytes);
    dcoskube_status status =
        dk_file_read_at(AT_FDCWD, file->full, file->path, DK_KC_MAX_SIZE, &file->bytes, &file->info, err);
    file->exists = status == DCOSKUBE_OK;
    if (status == DCOSKUBE_ERR_NOT_FOUND) {
      dk_error_reset(err);
      return DCOSKUBE_OK;
    }
    if (status == DCOSKUBE_OK)
      status = is_torn(file, &torn, err);
    if (status != DCOSKUBE_OK)
      return status;
  }
  return DCOSKUBE_OK;
}

static dcoskube_status file_load(const char *path, dk_kc_file *out, dcoskube_error *err) {
  dk_kc_file file;
  memset(&file, 0, sizeof file);
  file.path = dk_strdup(path);
  file.dir = directory(path);
  if (file.dir)
    file.full = join(file.dir, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
  dcoskube_status status = file.path && file.full ? read_bytes(&file, err) : dk_no_memory(err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_model_read(file.bytes.data, file.bytes.len, file.path, &file.model, err);
  if (status != DCOSKUBE_OK) {
    file_free(&file);
    return status;
  }
  *out = file;
  return DCOSKUBE_OK;
}

static dcoskube_status add(dk_kc_files *files, size_t *capacity, const char *path, dcoskube_error *err) {
  if (files->count == FILES_MAX)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, "KUBECONFIG", "names more than %d files", FILES_MAX);
  if (!dk_grow((void **)&files->files, files->count, capacity, sizeof *files->files))
    return dk_no_memory(err);
  dcoskube_status status = file_load(path, &files->files[files->count], err);
  files->count += status == DCOSKUBE_OK;
  return status;
}

static int has(const dk_kc_files *files, const char *path) {
  for (size_t i = 0; i < files->count; i++)
    if (strcmp(files->files[i].path, path) == 0)
      return 1;
  return 0;
}

/* The elements of $KUBECONFIG: empty ones are skipped, of equal ones the first counts. */
static dcoskube_status load_list(const char *list, dk_kc_files *files, size_t *capacity, dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  for (const char *from = list, *end; status == DCOSKUBE_OK; from = end + 1) {
    end = strchrnul(from, ':');
    char *path = dk_memdup(from, (size_t)(end - from));
    if (!path)
      return dk_no_memory(err);
    if (path[0] != '\0' && !has(files, path))
      status = add(files, capacity, path, err);
    dk_free(path);
    if (*end == '\0')
      break;
  }
  if (status == DCOSKUBE_OK && files->count == 0)
    status = dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, "KUBECONFIG", "names no file, only separators");
  return status;
}

static dcoskube_status load_default(dk_kc_files *files, size_t *capacity, dcoskube_error *err) {
  const char *home = secure_getenv("HOME");
  if (!home || home[0] == '\0') {
    dcoskube_status status =
        dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, "kubeconfig", "neither KUBECONFIG nor HOME is set in the environment");
    dk_error_set_remedy(err, "name the file");
    return status;
  }
  char *path = join(home, ".kube/config");
  if (!path)
    return dk_no_memory(err);
  dcoskube_status status = add(files, capacity, path, err);
  dk_free(path);
  return status;
}

/* New entries go where kubectl puts them: the first file that exists, else the last one. */
static void choose_target(dk_kc_files *files) {
  files->target = files->count - 1;
  for (size_t i = files->count; i-- > 0;)
    if (files->files[i].exists || files->files[i].is_null)
      files->target = i;
}

static dcoskube_status finish(dk_kc_files *files, dcoskube_status status, dk_kc_files *out) {
  if (status != DCOSKUBE_OK) {
    dk_kc_files_free(files);
    return status;
  }
  choose_target(files);
  *out = *files;
  return DCOSKUBE_OK;
}

dcoskube_status dk_kc_load(const char *source, dk_kc_files *out, dcoskube_error *err) {
  dk_kc_files files = {NULL, 0, 0};
  size_t capacity = 0;
  dcoskube_status status = DCOSKUBE_OK;
  if (source) {
    status = add(&files, &capacity, source, err);
  } else {
    const char *list = secure_getenv("KUBECONFIG");
    if (list && list[0] != '\0')
      status = load_list(list, &files, &capacity, err);
    else
      status = load_default(&files, &capacity, err);
  }
  return finish(&files, status, out);
}

dcoskube_status dk_kc_load_text(const void *data, size_t len, const char *name, dk_kc_files *out, dcoskube_error *err) {
  dk_kc_files files = {dk_calloc(1, sizeof *files.files), 1, 0};
  dk_kc_file *file = files.files;
  if (!file)
    return dk_no_memory(err);
  file->path = dk_strdup(name);
  file->dir = directory("");
  if (len <= DK_KC_MAX_SIZE)
    file->bytes.data = dk_memdup(data, len);
  file->bytes.len = file->bytes.data ? len : 0;
  dcoskube_status status = DCOSKUBE_OK;
  if (len > DK_KC_MAX_SIZE)
    status = dk_fail(err, DCOSKUBE_ERR_LIMIT, name, "is larger than %u bytes", DK_KC_MAX_SIZE);
  else if (!file->path || !file->dir || !file->bytes.data)
    status = dk_no_memory(err);
  else
    status = dk_kc_model_read(file->bytes.data, len, name, &file->model, err);
  return finish(&files, status, out);
}

dcoskube_status dk_kc_reload(const dk_kc_files *old, dk_kc_files *out, dcoskube_error *err) {
  dk_kc_files files = {NULL, 0, 0};
  size_t capacity = 0;
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < old->count && status == DCOSKUBE_OK; i++)
    status = add(&files, &capacity, old->files[i].path, err);
  return finish(&files, status, out);
}
