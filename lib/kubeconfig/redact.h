/* SPDX-License-Identifier: Apache-2.0 */
/* What of a kubeconfig is nobody's business: found by the names of the fields, wherever they stand. */
#ifndef DK_KUBECONFIG_REDACT_H
#define DK_KUBECONFIG_REDACT_H

#include "format/yaml_doc.h"

#define DK_REDACTED "REDACTED"
#define DK_DATA_OMITTED "DATA+OMITTED" /* kubectl's word: valid base64 */

/* What is hidden of a scalar. */
typedef enum dk_redact_mark {
  DK_REDACT_NOTHING = 0,
  DK_REDACT_URL = 1, /* who logs in, also without a scheme */
  DK_REDACT_DATA = 2,
  DK_REDACT_ALL = 3
} dk_redact_mark;

/* One byte for each node, to be freed with dk_free(). */
dcoskube_status dk_redact_find(const dk_yaml_doc *doc, uint8_t **out, dcoskube_error *err);
dk_redact_mark dk_redact_mark_of(const uint8_t *marks, uint32_t node);

/*
 * Text that may hold URLs, without who logs in there.  all: the text is a URL,
 * with or without a scheme.  Returns 1 if something was left out.
 */
int dk_redact_url(dk_buf *buf, const char *text, size_t len, int all);

/* A comment's text on one line, without values of fields that look like secrets. */
void dk_redact_comment(dk_buf *buf, const char *text, size_t len);

#endif
