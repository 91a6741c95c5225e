/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/findings.h"
#include "core/text.h"

#define TEXT_MAX 4096

struct row {
  dcoskube_severity severity;
  uint32_t line;
  uint32_t column;
  char *code;
  char *subject;
  char *message;
  char *remedy;
};

struct dcoskube_findings {
  struct row *rows;
  size_t count;
  size_t capacity;
};

const char *dcoskube_severity_name(dcoskube_severity severity) {
  switch (severity) {
  case DCOSKUBE_SEVERITY_NOTE:
    return "note";
  case DCOSKUBE_SEVERITY_WARNING:
    return "warning";
  case DCOSKUBE_SEVERITY_ERROR:
    return "error";
  case DCOSKUBE_SEVERITY_DANGER:
    return "danger";
  default:
    return "unknown";
  }
}

dcoskube_findings *dk_findings_new(void) {
  return dk_calloc(1, sizeof(dcoskube_findings));
}

static void free_row(struct row *row) {
  dk_free(row->code);
  dk_free(row->subject);
  dk_free(row->message);
  dk_free(row->remedy);
}

static char *copy(const char *text) {
  return text ? dk_text_clean_dup(text, strlen(text), TEXT_MAX) : dk_strdup("");
}

dcoskube_status dk_findings_add(dcoskube_findings *findings, const dk_finding *finding, dcoskube_error *err) {
  if (!dk_grow((void **)&findings->rows, findings->count, &findings->capacity, sizeof(struct row)))
    return dk_no_memory(err);
  struct row row = {finding->severity,      finding->line,          finding->column,      copy(finding->code),
                    copy(finding->subject), copy(finding->message), copy(finding->remedy)};
  if (!row.code || !row.subject || !row.message || !row.remedy) {
    free_row(&row);
    return dk_no_memory(err);
  }
  findings->rows[findings->count++] = row;
  return DCOSKUBE_OK;
}

static const struct row *get(const dcoskube_findings *findings, size_t index) {
  return findings && index < findings->count ? &findings->rows[index] : NULL;
}

size_t dcoskube_findings_count(const dcoskube_findings *findings) {
  return findings ? findings->count : 0;
}

dcoskube_severity dcoskube_findings_severity(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->severity : DCOSKUBE_SEVERITY_NOTE;
}

const char *dcoskube_findings_code(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->code : "";
}

const char *dcoskube_findings_subject(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->subject : "";
}

const char *dcoskube_findings_message(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->message : "";
}

const char *dcoskube_findings_remedy(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->remedy : "";
}

uint32_t dcoskube_findings_line(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->line : 0;
}

uint32_t dcoskube_findings_column(const dcoskube_findings *findings, size_t index) {
  const struct row *row = get(findings, index);
  return row ? row->column : 0;
}

void dcoskube_findings_free(dcoskube_findings *findings) {
  if (!findings)
    return;
  for (size_t i = 0; i < findings->count; i++)
    free_row(&findings->rows[i]);
  dk_free(findings->rows);
  dk_free(findings);
}
