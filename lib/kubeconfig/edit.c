/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "format/utf16.h"
#include "kubeconfig/flow.h"

void dk_kc_edited_free(dk_kc_edited *edited) {
  dk_kc_model_free(&edited->model);
  dk_bytes_free(&edited->bytes);
}

static dk_kc_plan plan_of(const dcoskube_kubeconfig *kc, size_t file, dcoskube_error *err) {
  dk_kc_plan plan = {kc, file, &kc->files.files[file], &kc->files.files[file].model.doc, {NULL, 0, 0}, err};
  return plan;
}

/* The new entries of a file by kind, in the order in which they were recorded. */
struct fresh {
  const dk_kc_patch **all;
  const dk_kc_patch *const *of[DK_KC_KINDS];
  size_t counts[DK_KC_KINDS];
};

static int by_number(const void *a, const void *b) {
  const dk_kc_patch *const *x = a, *const *y = b;
  return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

static dcoskube_status list_fresh(const dcoskube_kubeconfig *kc, size_t file, struct fresh *out, dcoskube_error *err) {
  const dk_kc_changes *changes = &kc->changes;
  size_t n = 0;
  memset(out, 0, sizeof *out);
  out->all = dk_calloc(changes->count, sizeof(dk_kc_patch *));
  if (!out->all)
    return dk_no_memory(err);
  for (int kind = 0; kind < DK_KC_KINDS; kind++) { /* the patches are sorted by kind */
    out->of[kind] = out->all + n;
    for (size_t i = 0; i < changes->count; i++)
      if (changes->patches[i]->kind == (dk_kc_kind)kind && changes->patches[i]->is_new &&
          changes->patches[i]->file == file)
        out->all[n + out->counts[kind]++] = changes->patches[i];
    qsort(out->all + n, out->counts[kind], sizeof *out->all, by_number);
    n += out->counts[kind];
  }
  return DCOSKUBE_OK;
}

/* Deleted entries, each of which takes its own lines along. */
static dcoskube_status plan_removals(dk_kc_plan *plan, const struct fresh *fresh) {
  const dk_kc_changes *changes = &plan->kc->changes;
  size_t counts[DK_KC_KINDS] = {0};
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < changes->gone_count && status == DCOSKUBE_OK; i++) {
    const dk_kc_gone *gone = changes->gone[i];
    if (gone->file != plan->number || gone->patch)
      continue;
    status = dk_kc_plan_removal(plan, gone->kind, gone->name);
    counts[gone->kind]++;
  }
  for (int kind = 0; kind < DK_KC_KINDS && status == DCOSKUBE_OK; kind++)
    if (counts[kind] > 0 && fresh->counts[kind] == 0 &&
        (counts[kind] == plan->file->model.sections[kind].count || dk_flow_holds(plan, (dk_kc_kind)kind)))
      status = dk_kc_plan_no_entries(plan, (dk_kc_kind)kind);
  return status;
}

static dcoskube_status plan_changes(dk_kc_plan *plan, const struct fresh *fresh) {
  const dk_kc_changes *changes = &plan->kc->changes;
  const char *current = plan->kc->files.target == plan->number ? changes->current : NULL;
  dcoskube_status status = dk_kc_plan_file(plan);
  if (status == DCOSKUBE_OK && dk_kc_plan_is_empty(plan))
    return dk_kc_plan_document(plan, fresh->of, fresh->counts, current);
  for (int kind = 0; kind < DK_KC_KINDS && status == DCOSKUBE_OK; kind++)
    if (fresh->counts[kind] > 0)
      status = dk_kc_plan_new(plan, (dk_kc_kind)kind, fresh->of[kind], fresh->counts[kind]);
  for (size_t i = 0; i < changes->count && status == DCOSKUBE_OK; i++)
    if (changes->patches[i]->file == plan->number && !changes->patches[i]->is_new)
      status = dk_kc_plan_patch(plan, changes->patches[i]);
  if (status == DCOSKUBE_OK)
    status = plan_removals(plan, fresh);
  if (status == DCOSKUBE_OK && current)
    status = dk_kc_plan_current(plan, current);
  return status;
}

/* Back into the encoding of the file. */
static dcoskube_status encode(const dk_yaml_doc *doc, const char *path, dk_bytes *bytes, dcoskube_error *err) {
  dk_buf buf;
  if (!doc->is_recoded)
    return DCOSKUBE_OK;
  dk_buf_init(&buf, DK_YAML_TEXT_MAX);
  dk_buf_add(&buf, doc->is_big_endian ? "\xfe\xff" : "\xff\xfe", 2);
  dk_utf16_encode(&buf, bytes->data, bytes->len, doc->is_big_endian);
  dk_bytes_free(bytes);
  dcoskube_status status = dk_buf_take(&buf, &bytes->data, &bytes->len, path, err);
  dk_buf_free_secret(&buf);
  return status;
}

static dcoskube_status make_text(const dcoskube_kubeconfig *kc, size_t file, dk_bytes *out, dcoskube_error *err) {
  const dk_bytes *old = &kc->files.files[file].bytes;
  if (!dk_kc_changes_file(kc, file)) {
    out->data = dk_memdup(old->data, old->len);
    out->len = old->len;
    return out->data ? DCOSKUBE_OK : dk_no_memory(err);
  }
  dk_kc_plan plan = plan_of(kc, file, err);
  struct fresh fresh;
  dcoskube_status status = list_fresh(kc, file, &fresh, err);
  if (status == DCOSKUBE_OK)
    status = plan_changes(&plan, &fresh);
  if (status == DCOSKUBE_OK)
    status = dk_splice_apply(&plan.splices, plan.doc, out, err);
  if (status == DCOSKUBE_OK)
    status = encode(plan.doc, plan.file->path, out, err);
  dk_splices_free(&plan.splices);
  dk_free(fresh.all);
  return status;
}

/* What we wrote has to load; if it does not, that is our fault and nobody's file. */
static dcoskube_status load_back(const dcoskube_kubeconfig *kc, size_t file, dk_kc_edited *edited,
                                 dcoskube_error *err) {
  const char *path = kc->files.files[file].path;
  if (edited->bytes.len > DK_KC_MAX_SIZE)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, path, "would be larger than %u bytes", DK_KC_MAX_SIZE);
  dcoskube_status status = dk_kc_model_read(edited->bytes.data, edited->bytes.len, path, &edited->model, err);
  if (status == DCOSKUBE_OK)
    return dk_kc_verify(kc, file, &edited->model, err);
  if (status == DCOSKUBE_ERR_NO_MEMORY)
    return status;
  return dk_fail(err, DCOSKUBE_ERR_INTERNAL, path, "the new text does not load; nothing was written");
}

dcoskube_status dk_kc_edit(const dcoskube_kubeconfig *kc, size_t file, dk_kc_edited *out, dcoskube_error *err) {
  dk_kc_edited edited;
  memset(&edited, 0, sizeof edited);
  dcoskube_status status = make_text(kc, file, &edited.bytes, err);
  if (status == DCOSKUBE_OK && dk_kc_changes_file(kc, file))
    status = load_back(kc, file, &edited, err);
  if (status != DCOSKUBE_OK) {
    dk_kc_edited_free(&edited);
    return status;
  }
  *out = edited;
  return DCOSKUBE_OK;
}

static dcoskube_status try_patch(const dcoskube_kubeconfig *kc, const dk_kc_patch *patch, dcoskube_error *err) {
  dk_kc_plan plan = plan_of(kc, patch->file, err);
  dcoskube_status status = dk_kc_plan_file(&plan);
  if (status == DCOSKUBE_OK && !dk_kc_plan_is_empty(&plan))
    status = patch->is_new ? dk_kc_plan_new(&plan, patch->kind, &patch, 1) : dk_kc_plan_patch(&plan, patch);
  dk_splices_free(&plan.splices);
  return status;
}

static dcoskube_status try_current(const dcoskube_kubeconfig *kc, dcoskube_error *err) {
  dk_kc_plan plan = plan_of(kc, kc->files.target, err);
  dcoskube_status status = dk_kc_plan_file(&plan);
  if (status == DCOSKUBE_OK && !dk_kc_plan_is_empty(&plan))
    status = dk_kc_plan_current(&plan, kc->changes.current);
  dk_splices_free(&plan.splices);
  return status;
}

static dcoskube_status try_removal(const dcoskube_kubeconfig *kc, const dk_kc_gone *gone, dcoskube_error *err) {
  dk_kc_plan plan = plan_of(kc, gone->file, err);
  dcoskube_status status = dk_kc_plan_file(&plan);
  if (status == DCOSKUBE_OK)
    status = dk_kc_plan_removal(&plan, gone->kind, gone->name);
  if (status == DCOSKUBE_OK)
    status = dk_kc_plan_no_entries(&plan, gone->kind);
  dk_splices_free(&plan.splices);
  return status;
}

static int was_dropped(const dk_kc_undo *undo, const dk_kc_patch *patch) {
  for (size_t i = 0; i < undo->count; i++)
    if (undo->steps[i].kind == DK_KC_STEP_DROPPED && undo->steps[i].patch == patch)
      return 1;
  return 0;
}

dcoskube_status dk_kc_editable(const dcoskube_kubeconfig *kc, const dk_kc_undo *undo, dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  const dk_kc_patch *last = NULL;
  for (size_t i = 0; i < undo->count && status == DCOSKUBE_OK; i++) {
    const dk_kc_step *step = &undo->steps[i];
    if (step->kind == DK_KC_STEP_CURRENT)
      status = try_current(kc, err);
    else if (step->gone && !step->gone->patch)
      status = try_removal(kc, step->gone, err);
    else if (step->patch && step->patch != last && !was_dropped(undo, step->patch))
      status = try_patch(kc, step->patch, err);
    last = step->patch;
  }
  return status;
}
