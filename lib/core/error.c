/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"
#include "core/text.h"

/* Opaque, so it may grow; fixed, so it never allocates while something fails. */
struct dcoskube_error {
  dcoskube_status status;
  int sys_errno;
  uint32_t line;
  uint32_t column;
  char message[DK_ERROR_MESSAGE];
  char subject[DK_ERROR_SUBJECT];
  char remedy[DK_ERROR_REMEDY];
};

void dk_error_reset(dcoskube_error *err) {
  if (!err)
    return;
  err->status = DCOSKUBE_OK;
  err->sys_errno = 0;
  err->line = err->column = 0;
  err->message[0] = err->subject[0] = err->remedy[0] = '\0';
}

static void fill(char *dst, size_t size, const char *fmt, va_list args) DK_PRINTF(3, 0);

static void fill(char *dst, size_t size, const char *fmt, va_list args) {
  char raw[1024]; /* formatted first, so that escapes in the arguments are cleaned as well */
  int n = vsnprintf(raw, sizeof raw, fmt, args);
  size_t len = n < 0 ? 0 : (size_t)n < sizeof raw ? (size_t)n : sizeof raw - 1;
  dk_text_clean(dst, size, raw, len);
}

static void put(dcoskube_error *err, dcoskube_status status, const char *subject, const char *fmt, va_list args)
    DK_PRINTF(4, 0);

static void put(dcoskube_error *err, dcoskube_status status, const char *subject, const char *fmt, va_list args) {
  dk_error_reset(err);
  err->status = status;
  if (subject)
    dk_text_clean(err->subject, sizeof err->subject, subject, strlen(subject));
  fill(err->message, sizeof err->message, fmt, args);
}

dcoskube_status dk_fail(dcoskube_error *err, dcoskube_status status, const char *subject, const char *fmt, ...) {
  if (!err)
    return status;
  va_list args;
  va_start(args, fmt);
  put(err, status, subject, fmt, args);
  va_end(args);
  return status;
}

dcoskube_status dk_fail_at(dcoskube_error *err, dcoskube_status status, const char *subject, uint32_t line,
                           uint32_t column, const char *fmt, ...) {
  if (!err)
    return status;
  va_list args;
  va_start(args, fmt);
  put(err, status, subject, fmt, args);
  va_end(args);
  err->line = line;
  err->column = column;
  return status;
}

dcoskube_status dk_status_from_errno(int sys_errno) {
  switch (sys_errno) {
  case ENOENT:
  case ENOTDIR:
    return DCOSKUBE_ERR_NOT_FOUND;
  case EACCES:
  case EPERM:
  case EROFS:
    return DCOSKUBE_ERR_PERMISSION;
  case ENOMEM:
    return DCOSKUBE_ERR_NO_MEMORY;
  case EEXIST:
    return DCOSKUBE_ERR_EXISTS;
  default:
    return DCOSKUBE_ERR_IO;
  }
}

dcoskube_status dk_fail_errno(dcoskube_error *err, int sys_errno, const char *subject, const char *what) {
  const char *text = strerrordesc_np(sys_errno); /* not translated, so the same in every locale */
  dcoskube_status status = dk_fail(err, dk_status_from_errno(sys_errno), subject, "%s: %s", what,
                                   text ? text : "unknown error of the operating system");
  if (err)
    err->sys_errno = sys_errno;
  return status;
}

dcoskube_status dk_no_memory(dcoskube_error *err) {
  return dk_fail(err, DCOSKUBE_ERR_NO_MEMORY, NULL, "out of memory");
}

void dk_error_set_remedy(dcoskube_error *err, const char *fmt, ...) {
  if (!err)
    return;
  va_list args;
  va_start(args, fmt);
  fill(err->remedy, sizeof err->remedy, fmt, args);
  va_end(args);
}

void dk_error_set_subject(dcoskube_error *err, const char *subject) {
  if (err)
    dk_text_clean(err->subject, sizeof err->subject, subject, strlen(subject));
}

dcoskube_error *dcoskube_error_new(void) {
  return dk_calloc(1, sizeof(dcoskube_error));
}

void dcoskube_error_free(dcoskube_error *err) {
  dk_free(err);
}

dcoskube_status dcoskube_error_status(const dcoskube_error *err) {
  return err ? err->status : DCOSKUBE_OK;
}

const char *dcoskube_error_message(const dcoskube_error *err) {
  return err ? err->message : "";
}

const char *dcoskube_error_subject(const dcoskube_error *err) {
  return err ? err->subject : "";
}

const char *dcoskube_error_remedy(const dcoskube_error *err) {
  return err ? err->remedy : "";
}

uint32_t dcoskube_error_line(const dcoskube_error *err) {
  return err ? err->line : 0;
}

uint32_t dcoskube_error_column(const dcoskube_error *err) {
  return err ? err->column : 0;
}

int dcoskube_error_errno(const dcoskube_error *err) {
  return err ? err->sys_errno : 0;
}

void dcoskube_free(void *ptr) {
  dk_free(ptr);
}
