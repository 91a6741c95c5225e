/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file has one line a kubeconfig, the latest first: its real path, a
 * tabulator, the name, both with everything but printable ASCII as %XX.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/findings.h"
#include "core/str.h"
#include "kubeconfig/inplace.h"
#include "kubeconfig/lock.h"
#include "kubeconfig/previous.h"
#include "kubeconfig/replace.h"

#define NAME "previous"
#define SIZE_MAX_BYTES (1024u * 1024u)
#define LINES_MAX 200
#define DIR_MODE 0700
#define FILE_MODE 0600
#define LOCK_MS 1000

static void put_encoded(dk_buf *buf, const char *text) {
  for (const char *p = text; *p; p++) {
    unsigned char c = (unsigned char)*p;
    if (c > ' ' && c < 0x7f && c != '%')
      dk_buf_char(buf, *p);
    else
      dk_buf_printf(buf, "%%%02X", c);
  }
}

static int hex(char c) {
  const char *digits = "0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;
  return at ? (int)(at - digits) : -1;
}

/* In place, as far as it is well-formed. */
static void decode(char *text) {
  char *to = text;
  for (const char *p = text; *p; p++) {
    int high = *p == '%' ? hex(p[1]) : -1, low = high < 0 ? -1 : hex(p[2]);
    if (low >= 0 && high + low > 0) {
      *to++ = (char)(high * 16 + low);
      p += 2;
    } else {
      *to++ = *p;
    }
  }
  *to = '\0';
}

/* What the lines of this kubeconfig begin with: the file that holds its current-context, links followed. */
static dcoskube_status make_key(const dcoskube_kubeconfig *kc, char **out, dcoskube_error *err) {
  char whole[PATH_MAX];
  char *path = NULL;
  dk_buf buf;
  dcoskube_status status = dk_kc_resolve(kc->files.files[kc->files.target].full, &path, err);
  if (status != DCOSKUBE_OK)
    return status;
  dk_buf_init(&buf, SIZE_MAX_BYTES);
  put_encoded(&buf, realpath(path, whole) ? whole : path);
  dk_buf_char(&buf, '\t');
  dk_free(path);
  status = dk_buf_take(&buf, out, NULL, NULL, err);
  dk_buf_free(&buf);
  return status;
}

/* The file as it is; there may be none yet. */
static dcoskube_status read_lines(const char *path, dk_bytes *out, dcoskube_error *err) {
  dcoskube_status status = dk_file_read(path, SIZE_MAX_BYTES, out, NULL, err);
  if (status == DCOSKUBE_ERR_NOT_FOUND)
    dk_error_reset(err);
  return status == DCOSKUBE_ERR_NOT_FOUND ? DCOSKUBE_OK : status;
}

static size_t line_len(const char *line) {
  return strcspn(line, "\n") + (strchr(line, '\n') != NULL);
}

/* The new line, and the old ones of other kubeconfigs. */
static dcoskube_status make_lines(const char *key, const char *name, const char *old, char **out, size_t *len,
                                  dcoskube_error *err) {
  dk_buf buf;
  dk_buf_init(&buf, SIZE_MAX_BYTES);
  dk_buf_str(&buf, key);
  put_encoded(&buf, name);
  dk_buf_char(&buf, '\n');
  int count = 1;
  for (const char *line = old; *line && count < LINES_MAX; line += line_len(line)) {
    if (dk_starts_with(line, key) || !strchr(line, '\n'))
      continue;
    dk_buf_add(&buf, line, line_len(line));
    count++;
  }
  dcoskube_status status = dk_buf_take(&buf, out, len, NULL, err);
  dk_buf_free(&buf);
  return status;
}

static dcoskube_status store_at(const char *path, const char *key, const char *name, dcoskube_error *err) {
  dk_kc_locks locks = {NULL, 0, 0};
  dk_bytes old = {NULL, 0};
  char *lines = NULL;
  size_t len = 0;
  dcoskube_status status = dk_dir_make_above(path, DIR_MODE, err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_locks_add(&locks, path, err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_locks_take(&locks, LOCK_MS, err);
  if (status == DCOSKUBE_OK)
    status = read_lines(path, &old, err);
  if (status == DCOSKUBE_OK)
    status = make_lines(key, name, old.data ? old.data : "", &lines, &len, err);
  if (status == DCOSKUBE_OK)
    status = dk_file_put(path, FILE_MODE, lines, len, err);
  dk_kc_locks_free(&locks);
  dk_bytes_free(&old);
  dk_free(lines);
  return status;
}

static dcoskube_status store(const dcoskube_kubeconfig *kc, const char *name, dcoskube_error *err) {
  char *path = NULL, *key = NULL;
  dcoskube_status status = dk_kc_state_path(NAME, &path, err);
  if (status == DCOSKUBE_OK)
    status = make_key(kc, &key, err);
  if (status == DCOSKUBE_OK)
    status = store_at(path, key, name, err);
  dk_free(path);
  dk_free(key);
  return status;
}

dcoskube_status dk_kc_previous_name(const dcoskube_kubeconfig *kc, char **out, dcoskube_error *err) {
  dcoskube_kubeconfig bare = *kc;
  if (!kc->changes.current)
    return DCOSKUBE_OK;
  memset(&bare.changes, 0, sizeof bare.changes);
  dk_span name = dk_kc_current(&bare);
  if (name.len == 0 || memchr(name.data, '\0', name.len))
    return DCOSKUBE_OK;
  *out = dk_memdup(name.data, name.len);
  return *out ? DCOSKUBE_OK : dk_no_memory(err);
}

/* Is the context of that name still there to come back to? */
static int has_context(const dcoskube_kubeconfig *kc, const char *name) {
  size_t file;
  return name && dk_kc_find(kc, DK_KC_CONTEXT, name, strlen(name), &file) != NULL;
}

void dk_kc_previous_store(const dcoskube_kubeconfig *kc, const char *name, dcoskube_findings *report) {
  if (!has_context(kc, name))
    return;
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_status status = store(kc, name, err);
  if (status != DCOSKUBE_OK) {
    dk_finding finding = {DCOSKUBE_SEVERITY_WARNING,
                          "previous-not-stored",
                          err ? dcoskube_error_subject(err) : "",
                          err ? dcoskube_error_message(err) : dcoskube_strerror(status),
                          "the switch is done; it cannot be taken back by 'use -'",
                          0,
                          0};
    (void)dk_findings_add(report, &finding, NULL); /* the file is written: without memory the warning is missing */
  }
  dcoskube_error_free(err);
}

/* The line of the key, decoded; NOT_FOUND. */
static dcoskube_status find(const char *lines, const char *key, char **out, dcoskube_error *err) {
  for (const char *line = lines; *line; line += line_len(line)) {
    if (!dk_starts_with(line, key))
      continue;
    const char *from = line + strlen(key);
    char *name = dk_memdup(from, strcspn(from, "\n"));
    if (!name)
      return dk_no_memory(err);
    decode(name);
    *out = name;
    return DCOSKUBE_OK;
  }
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, NULL, "no previous context is known");
  dk_error_set_remedy(err, "name the context");
  return status;
}

static dcoskube_status load(const dcoskube_kubeconfig *kc, char **out, dcoskube_error *err) {
  char *path = NULL, *key = NULL;
  dk_bytes lines = {NULL, 0};
  dcoskube_status status = dk_kc_state_path(NAME, &path, err);
  if (status == DCOSKUBE_OK)
    status = make_key(kc, &key, err);
  if (status == DCOSKUBE_OK)
    status = read_lines(path, &lines, err);
  if (status == DCOSKUBE_OK)
    status = find(lines.data ? lines.data : "", key, out, err);
  dk_bytes_free(&lines);
  dk_free(path);
  dk_free(key);
  return status;
}

dcoskube_status dcoskube_kubeconfig_use_previous(dcoskube_kubeconfig *kc, dcoskube_error *err) {
  char *name = NULL;
  dk_error_reset(err);
  if (!kc)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "kubeconfig must not be NULL");
  if (kc->in_memory)
    return dk_fail(err, DCOSKUBE_ERR_STATE, kc->files.files[0].path,
                   "was read from memory: it has no previous context");
  dcoskube_status status = load(kc, &name, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_use(kc, name, err);
  dk_free(name);
  return status;
}
