/* SPDX-License-Identifier: Apache-2.0 */
/* How findings are collected. */
#ifndef DK_CORE_FINDINGS_H
#define DK_CORE_FINDINGS_H

#include <dcoskube/findings.h>

#include "core/error.h"

/* A finding before it is put into a list.  All texts are copied and cleaned; NULL is "". */
typedef struct dk_finding {
  dcoskube_severity severity;
  const char *code;
  const char *subject;
  const char *message;
  const char *remedy;
  uint32_t line;
  uint32_t column;
} dk_finding;

dcoskube_findings *dk_findings_new(void); /* NULL without memory */

/* Returns DCOSKUBE_OK or DCOSKUBE_ERR_NO_MEMORY. */
dcoskube_status dk_findings_add(dcoskube_findings *findings, const dk_finding *finding, dcoskube_error *err);

#endif
