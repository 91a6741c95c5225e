/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/findings.h - what there is to say beyond yes and no.
 *
 * Warnings, validation, changes made, dangers of an import: one list type for
 * all families.  Each entry has a severity, a stable code for machines and a
 * sentence for people.
 */
#ifndef DCOSKUBE_FINDINGS_H
#define DCOSKUBE_FINDINGS_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How much a finding weighs. */
typedef enum dcoskube_severity {
  DCOSKUBE_SEVERITY_NOTE = 1,    /* good to know: what was done, what differs */
  DCOSKUBE_SEVERITY_WARNING = 2, /* works, but will surprise somebody */
  DCOSKUBE_SEVERITY_ERROR = 3,   /* will not work */
  DCOSKUBE_SEVERITY_DANGER = 4   /* works, and harms: runs a program, sends a secret, trusts a stranger */
} dcoskube_severity;

/* An ordered list of findings.  Opaque; never changes once it was returned. */
typedef struct dcoskube_findings dcoskube_findings;

/*
 * The word for a severity: "note", "warning", "error", "danger".
 *
 *   severity  any value; an unknown one gives "unknown"
 *
 * Returns: a static string, never NULL.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_severity_name(dcoskube_severity severity);

/*
 * How many findings there are.
 *
 *   findings  may be NULL
 *
 * Returns: the number; 0 for NULL.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_findings_count(const dcoskube_findings *findings);

/*
 * The severity of a finding.
 *
 *   findings  may be NULL
 *   index     0 … count-1
 *
 * Returns: the severity; DCOSKUBE_SEVERITY_NOTE when there is no such finding.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_severity dcoskube_findings_severity(const dcoskube_findings *findings, size_t index);

/*
 * The parts of a finding: its stable code (lower case with dashes, such as
 * "tunnel-timeout-short"), the file, field or name that it is about, one
 * sentence that says what is so, and one that says what to do.
 *
 *   findings  may be NULL
 *   index     0 … count-1
 *
 * Returns: borrowed text, valid until the list is freed; never NULL, "" where
 *   there is none or no such finding.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_findings_code(const dcoskube_findings *findings, size_t index);
DCOSKUBE_API const char *dcoskube_findings_subject(const dcoskube_findings *findings, size_t index);
DCOSKUBE_API const char *dcoskube_findings_message(const dcoskube_findings *findings, size_t index);
DCOSKUBE_API const char *dcoskube_findings_remedy(const dcoskube_findings *findings, size_t index);

/*
 * Line and column of a finding in its subject, counted from 1.
 *
 *   findings  may be NULL
 *   index     0 … count-1
 *
 * Returns: the number; 0 where there is none.
 * Since: 0.1
 */
DCOSKUBE_API uint32_t dcoskube_findings_line(const dcoskube_findings *findings, size_t index);
DCOSKUBE_API uint32_t dcoskube_findings_column(const dcoskube_findings *findings, size_t index);

/*
 * Free a list.
 *
 *   findings  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_findings_free(dcoskube_findings *findings);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_FINDINGS_H */
