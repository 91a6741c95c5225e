/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from a deletion or a renaming that is not to be seen in the files' own lines. */
#include <string.h>

#include "core/alloc.h"
#include "core/findings.h"
#include "kubeconfig/commit.h"
#include "kubeconfig/state.h"

/* Was the context of that name deleted?  What is recorded as current existed at that time. */
static int was_deleted(const dcoskube_kubeconfig *kc, dk_span name) {
  if (kc->changes.current)
    return 1;
  for (size_t i = 0; i < kc->files.count; i++)
    if (dk_kc_find_gone(&kc->changes, DK_KC_CONTEXT, name, i))
      return 1;
  return 0;
}

/* kubectl leaves current-context as it is, and so do we; but it is told. */
static dcoskube_status tell_current(const dcoskube_kubeconfig *kc, dcoskube_findings *report, dcoskube_error *err) {
  dk_span current = dk_kc_current(kc);
  size_t file;
  if (current.len == 0 || dk_kc_find(kc, DK_KC_CONTEXT, current.data, current.len, &file) ||
      dk_kc_find_patch_span(&kc->changes, DK_KC_CONTEXT, current) || !was_deleted(kc, current))
    return DCOSKUBE_OK;
  char *name = dk_memdup(current.data, current.len);
  if (!name)
    return dk_no_memory(err);
  dk_finding finding = {DCOSKUBE_SEVERITY_WARNING,
                        "current-context-missing",
                        name,
                        "this removed your active context",
                        "make another one the current context",
                        0,
                        0};
  dcoskube_status status = dk_findings_add(report, &finding, err);
  dk_free(name);
  return status;
}

/* In kubectl's words, but with the file that is really changed. */
static dcoskube_status tell_deleted(const dcoskube_kubeconfig *kc, const dk_kc_gone *gone, dcoskube_findings *report,
                                    dcoskube_error *err) {
  char message[DK_ERROR_MESSAGE];
  dk_buf buf;
  dk_buf_init(&buf, sizeof message - 1);
  dk_buf_printf(&buf, "deleted %s %s from %s", dk_kc_body_key(gone->kind), gone->name,
                kc->files.files[gone->file].path);
  dk_finding finding = {DCOSKUBE_SEVERITY_NOTE, "deleted", gone->name, dk_buf_peek(&buf), NULL, 0, 0};
  dcoskube_status status =
      buf.status == DCOSKUBE_ERR_NO_MEMORY ? dk_no_memory(err) : dk_findings_add(report, &finding, err);
  dk_buf_free(&buf);
  return status;
}

static dcoskube_status tell_visible(const dcoskube_kubeconfig *kc, const dk_kc_gone *gone, size_t file,
                                    const dk_kc_item *item, dcoskube_findings *report, dcoskube_error *err) {
  char message[DK_ERROR_MESSAGE];
  dk_buf buf;
  dk_buf_init(&buf, sizeof message - 1);
  dk_buf_printf(&buf, "a %s of that name is visible again: it stands in %s", dk_kc_body_key(gone->kind),
                kc->files.files[file].path);
  dk_finding finding = {DCOSKUBE_SEVERITY_NOTE, "visible-again", gone->name, dk_buf_peek(&buf), NULL, item->line, 0};
  dcoskube_status status =
      buf.status == DCOSKUBE_ERR_NO_MEMORY ? dk_no_memory(err) : dk_findings_add(report, &finding, err);
  dk_buf_free(&buf);
  return status;
}

static dcoskube_status tell_gone(const dcoskube_kubeconfig *kc, const dk_kc_gone *gone, dcoskube_findings *report,
                                 dcoskube_error *err) {
  size_t file = 0;
  const dk_kc_item *item = dk_kc_find(kc, gone->kind, gone->name, strlen(gone->name), &file);
  dcoskube_status status = gone->patch ? DCOSKUBE_OK : tell_deleted(kc, gone, report, err);
  if (status == DCOSKUBE_OK && item && file != gone->file &&
      dk_kc_compare(item->name.data, item->name.len, gone->name, strlen(gone->name)) == 0)
    status = tell_visible(kc, gone, file, item, report, err);
  return status;
}

dcoskube_status dk_kc_report_consequences(const dcoskube_kubeconfig *kc, dcoskube_findings *report,
                                          dcoskube_error *err) {
  static const dk_kc_kind order[] = {DK_KC_CONTEXT, DK_KC_CLUSTER, DK_KC_USER};
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t k = 0; k < DK_KC_KINDS; k++)
    for (size_t i = 0; i < kc->changes.gone_count && status == DCOSKUBE_OK; i++)
      if (kc->changes.gone[i]->kind == order[k])
        status = tell_gone(kc, kc->changes.gone[i], report, err);
  return status == DCOSKUBE_OK ? tell_current(kc, report, err) : status;
}
