/* SPDX-License-Identifier: Apache-2.0 */
/* What is recorded, and what files and recorded changes say together. */
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/fields.h"
#include "kubeconfig/record.h"

int dk_kc_sets_exec(const dk_kc_patch *patch) {
  for (size_t i = DK_USER_EXEC_FIRST; patch->kind == DK_KC_USER && i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state == DK_KC_SET)
      return 1;
  return 0;
}

int dk_kc_sets_any(const dk_kc_patch *patch) {
  for (size_t i = 0; i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state == DK_KC_SET)
      return 1;
  return 0;
}

const char *dk_kc_origin(const dk_kc_patch *patch) {
  return patch->origin ? patch->origin : patch->name;
}

void dk_kc_patch_free(dk_kc_patch *patch) {
  if (!patch)
    return;
  for (size_t i = 0; i < DK_KC_SLOTS; i++)
    dk_free_secret(patch->fields[i].text, patch->fields[i].len);
  dk_free(patch->name);
  dk_free(patch->origin);
  dk_free(patch);
}

void dk_kc_gone_free(dk_kc_gone *gone) {
  if (!gone)
    return;
  dk_free(gone->name);
  dk_free(gone);
}

void dk_kc_changes_free(dk_kc_changes *changes) {
  for (size_t i = 0; i < changes->count; i++)
    dk_kc_patch_free(changes->patches[i]);
  for (size_t i = 0; i < changes->gone_count; i++)
    dk_kc_gone_free(changes->gone[i]);
  dk_free(changes->patches);
  dk_free(changes->gone);
  dk_free(changes->current);
  memset(changes, 0, sizeof *changes);
}

size_t dk_kc_patch_position(const dk_kc_changes *changes, dk_kc_kind kind, const char *name, int *found) {
  size_t low = 0, high = changes->count;
  *found = 0;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const dk_kc_patch *patch = changes->patches[middle];
    int order = patch->kind != kind ? (patch->kind > kind ? -1 : 1) : strcmp(name, patch->name);
    if (order == 0) {
      *found = 1;
      return middle;
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

static int compare_gone(const dk_kc_gone *gone, dk_kc_kind kind, dk_span name, size_t file) {
  if (gone->kind != kind)
    return gone->kind > kind ? -1 : 1;
  int order = dk_kc_compare(name.data, name.len, gone->name, strlen(gone->name));
  return order ? order : (file > gone->file) - (file < gone->file);
}

size_t dk_kc_gone_position(const dk_kc_changes *changes, dk_kc_kind kind, dk_span name, size_t file, int *found) {
  size_t low = 0, high = changes->gone_count;
  *found = 0;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_gone(changes->gone[middle], kind, name, file);
    if (order == 0) {
      *found = 1;
      return middle;
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

const dk_kc_patch *dk_kc_find_patch_span(const dk_kc_changes *changes, dk_kc_kind kind, dk_span name) {
  size_t low = 0, high = changes->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const dk_kc_patch *patch = changes->patches[middle];
    int order = patch->kind != kind ? (patch->kind > kind ? -1 : 1)
                                    : dk_kc_compare(name.data, name.len, patch->name, strlen(patch->name));
    if (order == 0)
      return patch;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const dk_kc_patch *dk_kc_find_patch(const dk_kc_changes *changes, dk_kc_kind kind, const char *name) {
  return dk_kc_find_patch_span(changes, kind, (dk_span){name, strlen(name)});
}

const dk_kc_gone *dk_kc_find_gone(const dk_kc_changes *changes, dk_kc_kind kind, dk_span name, size_t file) {
  int found;
  size_t at = dk_kc_gone_position(changes, kind, name, file, &found);
  return found ? changes->gone[at] : NULL;
}

/* The first file whose item of that name is still called so. */
static const dk_kc_item *find_in_files(const dcoskube_kubeconfig *kc, dk_kc_kind kind, dk_span name, size_t *file) {
  for (size_t i = 0; i < kc->files.count; i++) {
    const dk_kc_item *item = dk_kc_model_find(&kc->files.files[i].model, kind, name.data, name.len);
    if (!item || dk_kc_find_gone(&kc->changes, kind, name, i))
      continue;
    *file = i;
    return item;
  }
  return NULL;
}

static const dk_kc_item *item_of_patch(const dcoskube_kubeconfig *kc, const dk_kc_patch *patch) {
  const char *name = dk_kc_origin(patch);
  return patch->is_new ? NULL : dk_kc_model_find(&kc->files.files[patch->file].model, patch->kind, name, strlen(name));
}

const dk_kc_item *dk_kc_find(const dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, size_t len,
                             size_t *file) {
  dk_span span = {name, len};
  const dk_kc_patch *patch = dk_kc_find_patch_span(&kc->changes, kind, span);
  if (patch) {
    *file = patch->file;
    return item_of_patch(kc, patch);
  }
  return find_in_files(kc, kind, span, file);
}

/* Does exec go, and with it what is in it? */
static int loses_exec(const dk_kc_patch *patch, size_t slot) {
  return patch && dk_kc_exec_field(patch->kind, slot) && patch->fields[DK_USER_EXEC].state == DK_KC_DELETE;
}

static int in_patch(const dk_kc_patch *patch, size_t slot, dk_kc_value *value) {
  int is_exec = patch->kind == DK_KC_USER && slot == DK_USER_EXEC;
  if (is_exec && dk_kc_sets_exec(patch)) {
    value->has = 1;
    return 1;
  }
  if (patch->fields[slot].state == DK_KC_KEEP)
    return 0;
  value->text.data = patch->fields[slot].text ? patch->fields[slot].text : "";
  value->text.len = patch->fields[slot].len;
  value->has = patch->fields[slot].state == DK_KC_SET && value->text.len > 0;
  return 1;
}

dk_kc_value dk_kc_get(const dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, size_t slot) {
  dk_kc_value value = {0, 0, {"", 0}, 0, DK_KC_NONE, DK_YAML_STRING};
  const dk_kc_item *item = dk_kc_find(kc, kind, name, strlen(name), &value.file);
  const dk_kc_patch *patch = dk_kc_find_patch(&kc->changes, kind, name);
  value.exists = item || patch;
  if ((patch && in_patch(patch, slot, &value)) || loses_exec(patch, slot))
    return value;
  if (item && item->slots[slot]) {
    const dk_kc_model *model = &kc->files.files[value.file].model;
    value.node = item->slots[slot];
    value.text = dk_kc_model_text(model, item->slots[slot]);
    value.type = dk_yaml_type_of(&model->doc, item->slots[slot]);
    value.has = value.type == 0 || value.text.len > 0; /* a map counts as well */
  }
  return value;
}

int dk_kc_flag(const dk_kc_value *value) {
  if (!value->has || value->text.len == 0)
    return 0;
  /* y, yes, true; and of on, off, no the one that begins with o and has two letters */
  return strchr("yYtT", value->text.data[0]) || (value->text.len == 2 && strchr("oO", value->text.data[0]));
}

dk_span dk_kc_current(const dcoskube_kubeconfig *kc) {
  dk_span none = {"", 0};
  if (kc->changes.current)
    return (dk_span){kc->changes.current, strlen(kc->changes.current)};
  for (size_t i = 0; i < kc->files.count; i++) {
    dk_span text = dk_kc_model_text(&kc->files.files[i].model, kc->files.files[i].model.current);
    if (text.len > 0)
      return text;
  }
  return none;
}

int dk_kc_changes_file(const dcoskube_kubeconfig *kc, size_t file) {
  if (kc->changes.current && kc->files.target == file)
    return 1;
  for (size_t i = 0; i < kc->changes.gone_count; i++)
    if (kc->changes.gone[i]->file == file)
      return 1;
  for (size_t i = 0; i < kc->changes.count; i++)
    if (kc->changes.patches[i]->file == file)
      return 1;
  return 0;
}

/* Base64 may be folded in the file. */
static int same_text(const dk_kc_value *value, const char *text) {
  size_t k = 0;
  for (size_t i = 0; i < value->text.len; i++) {
    char c = value->text.data[i];
    if ((c == '\n' || c == '\r') && text[k] != c)
      continue;
    if (text[k] == '\0' || text[k++] != c)
      return 0;
  }
  return text[k] == '\0';
}

static int same_packed(const dcoskube_kubeconfig *kc, const dk_kc_value *value, const dk_kc_want *want) {
  if (value->node)
    return dk_kc_same_packed(&kc->files.files[value->file].model.doc, value->node,
                             dk_kc_shape_of(want->kind, want->slot), want->text, want->len);
  return dk_kc_compare(value->text.data, value->text.len, want->text, want->len) == 0;
}

int dk_kc_satisfied(const dcoskube_kubeconfig *kc, const dk_kc_value *value, const dk_kc_want *want) {
  int is_flag = dk_kc_is_flag(want->kind, want->slot);
  if (want->state == DK_KC_DELETE)
    return is_flag ? !dk_kc_flag(value) : !value->has;
  if (is_flag)
    return dk_kc_flag(value);
  return value->has &&
         (dk_kc_is_packed(want->kind, want->slot) ? same_packed(kc, value, want) : same_text(value, want->text));
}
