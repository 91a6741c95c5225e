/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a failure is written down.  Public functions call dk_error_reset() once,
 * at their entry; whoever finds the fault calls dk_fail*() and passes the
 * status up.  All take err == NULL.  Nothing here allocates.
 */
#ifndef DK_CORE_ERROR_H
#define DK_CORE_ERROR_H

#include <dcoskube/error.h>

#define DK_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Sizes inside an error, the NUL included; longer texts are cut at a character. */
#define DK_ERROR_MESSAGE 512
#define DK_ERROR_SUBJECT 512
#define DK_ERROR_REMEDY 512

void dk_error_reset(dcoskube_error *err);

/* Write down a failure and return its status.  subject may be NULL.  Text is cleaned (core/text.h). */
dcoskube_status dk_fail(dcoskube_error *err, dcoskube_status status, const char *subject, const char *fmt, ...)
    DK_PRINTF(4, 5);
dcoskube_status dk_fail_at(dcoskube_error *err, dcoskube_status status, const char *subject, uint32_t line,
                           uint32_t column, const char *fmt, ...) DK_PRINTF(6, 7);

/* The same for a failed system call: "<what>: <text of errno>", the status taken from sys_errno. */
dcoskube_status dk_fail_errno(dcoskube_error *err, int sys_errno, const char *subject, const char *what);

dcoskube_status dk_no_memory(dcoskube_error *err);

/* Add how to mend it to a failure that was just written down. */
void dk_error_set_remedy(dcoskube_error *err, const char *fmt, ...) DK_PRINTF(2, 3);

/* Replace the subject (a field's name instead of the value's, say). */
void dk_error_set_subject(dcoskube_error *err, const char *subject);

/* The status for an errno: NOT_FOUND, PERMISSION, NO_MEMORY, EXISTS or IO. */
dcoskube_status dk_status_from_errno(int sys_errno);

#endif
