/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps by which operations change what is recorded, and the way back.
 * What a step put aside belongs to the undo until that is run or freed.
 */
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/fields.h"
#include "kubeconfig/record.h"

/* Room for a step, so that noting it cannot fail. */
static int reserve(dk_kc_undo *undo) {
  return dk_grow((void **)&undo->steps, undo->count, &undo->capacity, sizeof *undo->steps);
}

static dk_kc_step *note(dk_kc_undo *undo, dk_kc_step_kind kind) {
  dk_kc_step *step = &undo->steps[undo->count++];
  memset(step, 0, sizeof *step);
  step->kind = kind;
  return step;
}

static void insert_patch(dk_kc_changes *changes, dk_kc_patch *patch) {
  int found;
  size_t at = dk_kc_patch_position(changes, patch->kind, patch->name, &found);
  memmove(changes->patches + at + 1, changes->patches + at, (changes->count - at) * sizeof *changes->patches);
  changes->patches[at] = patch;
  changes->count++;
}

static void take_out_patch(dk_kc_changes *changes, const dk_kc_patch *patch) {
  int found;
  size_t at = dk_kc_patch_position(changes, patch->kind, patch->name, &found);
  changes->count--;
  memmove(changes->patches + at, changes->patches + at + 1, (changes->count - at) * sizeof *changes->patches);
}

/* The patch for an entry, made if there is none; NULL without memory. */
static dk_kc_patch *patch_for(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, dk_kc_undo *undo) {
  dk_kc_changes *changes = &kc->changes;
  int found;
  size_t at = dk_kc_patch_position(changes, kind, name, &found), file = kc->files.target;
  if (found)
    return changes->patches[at];
  if (!dk_grow((void **)&changes->patches, changes->count, &changes->capacity, sizeof(dk_kc_patch *)) || !reserve(undo))
    return NULL;
  dk_kc_patch *patch = dk_calloc(1, sizeof *patch);
  if (!patch)
    return NULL;
  patch->name = dk_strdup(name);
  if (!patch->name) {
    dk_free(patch);
    return NULL;
  }
  patch->kind = kind;
  patch->is_new = !dk_kc_find(kc, kind, name, strlen(name), &file);
  patch->file = file;
  patch->number = changes->recorded++;
  insert_patch(changes, patch);
  note(undo, DK_KC_STEP_MADE)->patch = patch;
  return patch;
}

dcoskube_status dk_kc_record_entry(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, dk_kc_undo *undo,
                                   dcoskube_error *err) {
  return patch_for(kc, kind, name, undo) ? DCOSKUBE_OK : dk_no_memory(err);
}

dcoskube_status dk_kc_record(dcoskube_kubeconfig *kc, const char *name, const dk_kc_want *want, dk_kc_undo *undo,
                             dcoskube_error *err) {
  dk_kc_value value = dk_kc_get(kc, want->kind, name, want->slot);
  if (value.exists ? dk_kc_satisfied(kc, &value, want) : want->state == DK_KC_DELETE)
    return DCOSKUBE_OK;
  char *text = want->text ? dk_memdup(want->text, want->len) : NULL;
  dk_kc_patch *patch = text || !want->text ? patch_for(kc, want->kind, name, undo) : NULL;
  if (!patch || !reserve(undo)) {
    dk_free_secret(text, want->len);
    return dk_no_memory(err);
  }
  dk_kc_step *step = note(undo, DK_KC_STEP_FIELD);
  step->patch = patch;
  step->slot = want->slot;
  step->state = patch->fields[want->slot].state;
  step->text = patch->fields[want->slot].text;
  step->len = patch->fields[want->slot].len;
  patch->fields[want->slot].state = want->state;
  patch->fields[want->slot].text = text;
  patch->fields[want->slot].len = text ? want->len : 0;
  return DCOSKUBE_OK;
}

dcoskube_status dk_kc_record_current(dcoskube_kubeconfig *kc, const char *name, dk_kc_undo *undo, dcoskube_error *err) {
  dk_span current = dk_kc_current(kc);
  if (dk_kc_compare(current.data, current.len, name, strlen(name)) == 0)
    return DCOSKUBE_OK;
  char *text = reserve(undo) ? dk_strdup(name) : NULL;
  if (!text)
    return dk_no_memory(err);
  note(undo, DK_KC_STEP_CURRENT)->text = kc->changes.current;
  kc->changes.current = text;
  return DCOSKUBE_OK;
}

/* The entry of that file is not to be found under its name any more: it became `patch`, or nothing. */
static dcoskube_status hide(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, size_t file, dk_kc_patch *patch,
                            dk_kc_undo *undo, dcoskube_error *err) {
  dk_kc_changes *changes = &kc->changes;
  dk_span span = {name, strlen(name)};
  int found;
  size_t at = dk_kc_gone_position(changes, kind, span, file, &found);
  if (!reserve(undo) ||
      !dk_grow((void **)&changes->gone, changes->gone_count, &changes->gone_capacity, sizeof(dk_kc_gone *)))
    return dk_no_memory(err);
  if (found) {
    dk_kc_step *step = note(undo, DK_KC_STEP_BECAME);
    step->gone = changes->gone[at];
    step->patch = step->gone->patch;
    step->gone->patch = patch;
    return DCOSKUBE_OK;
  }
  dk_kc_gone *gone = dk_calloc(1, sizeof *gone);
  if (!gone || !(gone->name = dk_strdup(name))) {
    dk_free(gone);
    return dk_no_memory(err);
  }
  gone->kind = kind;
  gone->file = file;
  gone->patch = patch;
  memmove(changes->gone + at + 1, changes->gone + at, (changes->gone_count - at) * sizeof *changes->gone);
  changes->gone[at] = gone;
  changes->gone_count++;
  note(undo, DK_KC_STEP_HID)->gone = gone;
  return DCOSKUBE_OK;
}

static void unhide(dk_kc_changes *changes, dk_kc_gone *gone) {
  int found;
  dk_span name = {gone->name, strlen(gone->name)};
  size_t at = dk_kc_gone_position(changes, gone->kind, name, gone->file, &found);
  changes->gone_count--;
  memmove(changes->gone + at, changes->gone + at + 1, (changes->gone_count - at) * sizeof *changes->gone);
  dk_kc_gone_free(gone);
}

dcoskube_status dk_kc_record_name(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *from, const char *to,
                                  dk_kc_undo *undo, dcoskube_error *err) {
  dk_kc_patch *patch = patch_for(kc, kind, from, undo);
  if (!patch)
    return dk_no_memory(err);
  dcoskube_status status = DCOSKUBE_OK;
  if (!patch->is_new)
    status = hide(kc, kind, dk_kc_origin(patch), patch->file, patch, undo, err);
  if (status != DCOSKUBE_OK)
    return status;
  char *name = reserve(undo) ? dk_strdup(to) : NULL;
  char *origin = dk_strdup(patch->is_new ? NULL : dk_kc_origin(patch));
  if (!name || (!origin && !patch->is_new)) {
    dk_free(name);
    dk_free(origin);
    return dk_no_memory(err);
  }
  dk_kc_step *step = note(undo, DK_KC_STEP_NAMED);
  step->patch = patch;
  step->text = patch->name;
  step->origin = patch->origin;
  take_out_patch(&kc->changes, patch);
  patch->name = name;
  patch->origin = origin;
  insert_patch(&kc->changes, patch);
  return DCOSKUBE_OK;
}

dcoskube_status dk_kc_record_removal(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, dk_kc_undo *undo,
                                     dcoskube_error *err) {
  int found;
  size_t file = 0, at = dk_kc_patch_position(&kc->changes, kind, name, &found);
  dk_kc_patch *patch = found ? kc->changes.patches[at] : NULL;
  const dk_kc_item *item = dk_kc_find(kc, kind, name, strlen(name), &file);
  dcoskube_status status = DCOSKUBE_OK;
  if (item)
    status = hide(kc, kind, patch ? dk_kc_origin(patch) : name, file, NULL, undo, err);
  if (status != DCOSKUBE_OK || !patch)
    return status;
  if (!reserve(undo))
    return dk_no_memory(err);
  note(undo, DK_KC_STEP_DROPPED)->patch = patch;
  take_out_patch(&kc->changes, patch);
  return DCOSKUBE_OK;
}

static void undo_step(dk_kc_changes *changes, dk_kc_step *step) {
  dk_kc_patch *patch = step->patch;
  switch (step->kind) {
  case DK_KC_STEP_FIELD:
    dk_free_secret(patch->fields[step->slot].text, patch->fields[step->slot].len);
    patch->fields[step->slot].state = step->state;
    patch->fields[step->slot].text = step->text;
    patch->fields[step->slot].len = step->len;
    break;
  case DK_KC_STEP_MADE:
    take_out_patch(changes, patch);
    dk_kc_patch_free(patch);
    break;
  case DK_KC_STEP_NAMED:
    take_out_patch(changes, patch);
    dk_free(patch->name);
    dk_free(patch->origin);
    patch->name = step->text;
    patch->origin = step->origin;
    insert_patch(changes, patch);
    break;
  case DK_KC_STEP_DROPPED:
    insert_patch(changes, patch);
    break;
  case DK_KC_STEP_HID:
    unhide(changes, step->gone);
    break;
  case DK_KC_STEP_BECAME:
    step->gone->patch = patch;
    break;
  case DK_KC_STEP_CURRENT:
    dk_free(changes->current);
    changes->current = step->text;
    break;
  }
}

void dk_kc_undo_run(dcoskube_kubeconfig *kc, dk_kc_undo *undo) {
  while (undo->count > 0)
    undo_step(&kc->changes, &undo->steps[--undo->count]);
  dk_free(undo->steps);
  memset(undo, 0, sizeof *undo);
}

/* Backwards, since a patch that is dropped may be named in earlier steps. */
void dk_kc_undo_free(dk_kc_undo *undo) {
  while (undo->count > 0) {
    dk_kc_step *step = &undo->steps[--undo->count];
    dk_free_secret(step->text, step->kind == DK_KC_STEP_FIELD ? step->len : step->text ? strlen(step->text) : 0);
    dk_free(step->origin);
    if (step->kind == DK_KC_STEP_DROPPED)
      dk_kc_patch_free(step->patch);
  }
  dk_free(undo->steps);
  memset(undo, 0, sizeof *undo);
}
