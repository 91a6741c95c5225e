/* SPDX-License-Identifier: Apache-2.0 */
/* What is recorded, and how operations turn into it. */
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/state.h"

/* What an entry asks for: one field. */
struct want {
  dk_kc_kind kind;
  size_t slot;
  dk_kc_state state;
  const char *text; /* of DK_KC_SET */
};

int dk_kc_is_flag(dk_kc_kind kind, size_t slot) {
  return kind == DK_KC_CLUSTER && slot == DK_CLUSTER_INSECURE;
}

int dk_kc_sets_any(const dk_kc_patch *patch) {
  for (size_t i = 0; i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state == DK_KC_SET)
      return 1;
  return 0;
}

static void patch_free(dk_kc_patch *patch) {
  for (size_t i = 0; i < DK_KC_SLOTS; i++)
    dk_free_secret(patch->fields[i].text, patch->fields[i].len);
  dk_free(patch->name);
  dk_free(patch);
}

void dk_kc_changes_free(dk_kc_changes *changes) {
  for (size_t i = 0; i < changes->count; i++)
    patch_free(changes->patches[i]);
  dk_free(changes->patches);
  dk_free(changes->current);
  memset(changes, 0, sizeof *changes);
}

/* Where the patch is, or belongs. */
static size_t position(const dk_kc_changes *changes, dk_kc_kind kind, const char *name, int *found) {
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

const dk_kc_patch *dk_kc_find_patch(const dk_kc_changes *changes, dk_kc_kind kind, const char *name) {
  int found;
  size_t at = position(changes, kind, name, &found);
  return found ? changes->patches[at] : NULL;
}

const dk_kc_item *dk_kc_find(const dk_kc_files *files, dk_kc_kind kind, const char *name, size_t len, size_t *file) {
  for (size_t i = 0; i < files->count; i++) {
    const dk_kc_item *item = dk_kc_model_find(&files->files[i].model, kind, name, len);
    if (!item)
      continue;
    if (file)
      *file = i;
    return item;
  }
  return NULL;
}

dk_kc_value dk_kc_get(const dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, size_t slot) {
  dk_kc_value value = {0, 0, {"", 0}, DK_KC_NONE, DK_YAML_STRING};
  const dk_kc_item *item = dk_kc_find(&kc->files, kind, name, strlen(name), &value.file);
  const dk_kc_patch *patch = dk_kc_find_patch(&kc->changes, kind, name);
  value.exists = item || patch;
  if (patch) {
    value.file = patch->file;
    if (patch->fields[slot].state != DK_KC_KEEP) {
      value.text.data = patch->fields[slot].text ? patch->fields[slot].text : "";
      value.text.len = patch->fields[slot].len;
      value.has = patch->fields[slot].state == DK_KC_SET && value.text.len > 0;
      return value;
    }
  }
  if (item && item->slots[slot]) {
    const dk_kc_model *model = &kc->files.files[value.file].model;
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

static int satisfied(const dk_kc_value *value, const struct want *want) {
  int is_flag = dk_kc_is_flag(want->kind, want->slot);
  if (want->state == DK_KC_DELETE)
    return is_flag ? !dk_kc_flag(value) : !value->has;
  return is_flag ? dk_kc_flag(value) : value->has && same_text(value, want->text);
}

static size_t set(struct want *wants, size_t n, dk_kc_kind kind, size_t slot, const char *text) {
  if (text)
    wants[n++] = (struct want){kind, slot, DK_KC_SET, text};
  return n;
}

static size_t drop(struct want *wants, size_t n, dk_kc_kind kind, size_t slot) {
  wants[n++] = (struct want){kind, slot, DK_KC_DELETE, NULL};
  return n;
}

/* What the entry says, and what contradicts it and has to go.  The rest is kept. */
static size_t list_wants(const dcoskube_entry *entry, struct want *wants) {
  size_t n = set(wants, 0, DK_KC_CLUSTER, DK_CLUSTER_SERVER, entry->server);
  if (entry->ca_data || entry->insecure)
    n = drop(wants, n, DK_KC_CLUSTER, DK_CLUSTER_CA);
  if (entry->ca_data)
    n = drop(wants, n, DK_KC_CLUSTER, DK_CLUSTER_INSECURE);
  if (entry->insecure)
    n = drop(wants, n, DK_KC_CLUSTER, DK_CLUSTER_CA_DATA);
  n = set(wants, n, DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, entry->ca_data);
  n = set(wants, n, DK_KC_CLUSTER, DK_CLUSTER_INSECURE, entry->insecure ? "true" : NULL);
  n = set(wants, n, DK_KC_CLUSTER, DK_CLUSTER_TLS_SERVER_NAME, entry->tls_server_name);
  n = set(wants, n, DK_KC_USER, DK_USER_TOKEN, entry->token);
  if (entry->token) {
    n = drop(wants, n, DK_KC_USER, DK_USER_TOKEN_FILE);
    n = drop(wants, n, DK_KC_USER, DK_USER_USERNAME);
    n = drop(wants, n, DK_KC_USER, DK_USER_PASSWORD);
  }
  n = set(wants, n, DK_KC_USER, DK_USER_CERTIFICATE_DATA, entry->certificate_data);
  n = set(wants, n, DK_KC_USER, DK_USER_KEY_DATA, entry->key_data);
  if (entry->certificate_data) {
    n = drop(wants, n, DK_KC_USER, DK_USER_CERTIFICATE);
    n = drop(wants, n, DK_KC_USER, DK_USER_KEY);
  }
  n = set(wants, n, DK_KC_CONTEXT, DK_CONTEXT_CLUSTER, entry->name);
  n = set(wants, n, DK_KC_CONTEXT, DK_CONTEXT_USER, entry->name);
  return set(wants, n, DK_KC_CONTEXT, DK_CONTEXT_NAMESPACE, entry->namespace_);
}

/* Say which fields of what exists differ: their names only. */
static dcoskube_status judge_existing(const dcoskube_kubeconfig *kc, const char *name, const struct want *wants,
                                      size_t count, dcoskube_error *err) {
  char list[DK_ERROR_MESSAGE];
  dk_buf buf;
  dk_buf_init(&buf, sizeof list - 1);
  for (size_t i = 0; i < count; i++) {
    dk_kc_value value = dk_kc_get(kc, wants[i].kind, name, wants[i].slot);
    if (value.exists && !satisfied(&value, &wants[i]))
      dk_buf_printf(&buf, "%s%s's %s", buf.len ? ", " : "", dk_kc_body_key(wants[i].kind),
                    dk_kc_field(wants[i].kind, wants[i].slot));
  }
  if (buf.len == 0 && buf.status == DCOSKUBE_OK)
    return DCOSKUBE_OK;
  if (buf.status == DCOSKUBE_ERR_NO_MEMORY) {
    dk_buf_free(&buf);
    return dk_no_memory(err);
  }
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_EXISTS, name, "exists with other content: %s", dk_buf_peek(&buf));
  dk_error_set_remedy(err, "allow it to be overwritten, or take another name");
  dk_buf_free(&buf);
  return status;
}

static void insert(dk_kc_changes *changes, size_t at, dk_kc_patch *patch) {
  memmove(changes->patches + at + 1, changes->patches + at, (changes->count - at) * sizeof *changes->patches);
  changes->patches[at] = patch;
  changes->count++;
}

/* The patch for an entry, made if there is none; NULL without memory. */
static dk_kc_patch *patch_for(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, dk_kc_undo *undo) {
  dk_kc_changes *changes = &kc->changes;
  int found;
  size_t at = position(changes, kind, name, &found), file = kc->files.target;
  if (found)
    return changes->patches[at];
  if (!dk_grow((void **)&changes->patches, changes->count, &changes->capacity, sizeof(dk_kc_patch *)))
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
  patch->is_new = !dk_kc_find(&kc->files, kind, name, strlen(name), &file);
  patch->file = file;
  patch->number = changes->count;
  insert(changes, at, patch);
  undo->made[undo->made_count++] = patch;
  return patch;
}

static dcoskube_status record(dcoskube_kubeconfig *kc, const char *name, const struct want *want, dk_kc_undo *undo,
                              dcoskube_error *err) {
  dk_kc_value value = dk_kc_get(kc, want->kind, name, want->slot);
  if (value.exists ? satisfied(&value, want) : want->state == DK_KC_DELETE)
    return DCOSKUBE_OK;
  char *text = dk_strdup(want->text);
  dk_kc_patch *patch = text || !want->text ? patch_for(kc, want->kind, name, undo) : NULL;
  if (!patch) {
    dk_free_secret_str(text);
    return dk_no_memory(err);
  }
  size_t n = undo->old_count++;
  undo->old[n].patch = patch;
  undo->old[n].slot = want->slot;
  undo->old[n].state = patch->fields[want->slot].state;
  undo->old[n].text = patch->fields[want->slot].text;
  undo->old[n].len = patch->fields[want->slot].len;
  patch->fields[want->slot].state = want->state;
  patch->fields[want->slot].text = text;
  patch->fields[want->slot].len = text ? strlen(text) : 0;
  return DCOSKUBE_OK;
}

void dk_kc_undo_run(dcoskube_kubeconfig *kc, dk_kc_undo *undo) {
  dk_kc_changes *changes = &kc->changes;
  while (undo->old_count > 0) {
    size_t n = --undo->old_count, slot = undo->old[n].slot;
    dk_kc_patch *patch = undo->old[n].patch;
    dk_free_secret(patch->fields[slot].text, patch->fields[slot].len);
    patch->fields[slot].state = undo->old[n].state;
    patch->fields[slot].text = undo->old[n].text;
    patch->fields[slot].len = undo->old[n].len;
  }
  while (undo->made_count > 0) {
    dk_kc_patch *patch = undo->made[--undo->made_count];
    int found;
    size_t at = position(changes, patch->kind, patch->name, &found);
    changes->count--;
    memmove(changes->patches + at, changes->patches + at + 1, (changes->count - at) * sizeof *changes->patches);
    patch_free(patch);
  }
  if (undo->has_current) {
    dk_free(changes->current);
    changes->current = undo->current;
  }
  memset(undo, 0, sizeof *undo);
}

void dk_kc_undo_free(dk_kc_undo *undo) {
  for (size_t i = 0; i < undo->old_count; i++)
    dk_free_secret(undo->old[i].text, undo->old[i].len);
  dk_free(undo->current);
  memset(undo, 0, sizeof *undo);
}

static dcoskube_status make_current(dcoskube_kubeconfig *kc, const char *name, dk_kc_undo *undo, dcoskube_error *err) {
  dk_span current = dk_kc_current(kc);
  if (dk_kc_compare(current.data, current.len, name, strlen(name)) == 0)
    return DCOSKUBE_OK;
  char *text = dk_strdup(name);
  if (!text)
    return dk_no_memory(err);
  undo->has_current = 1;
  undo->current = kc->changes.current;
  kc->changes.current = text;
  return DCOSKUBE_OK;
}

static dcoskube_status run_set(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dk_kc_undo *undo,
                               dcoskube_error *err) {
  struct want wants[DK_KC_WANTS_MAX];
  const char *name = operation->entry->name;
  size_t count = list_wants(operation->entry, wants);
  dcoskube_status status = DCOSKUBE_OK;
  if (!(operation->flags & DCOSKUBE_KUBECONFIG_OVERWRITE))
    status = judge_existing(kc, name, wants, count, err);
  for (size_t i = 0; i < count && status == DCOSKUBE_OK; i++)
    status = record(kc, name, &wants[i], undo, err);
  /* a user without a credential is an entry, too */
  if (status == DCOSKUBE_OK && !dk_kc_get(kc, DK_KC_USER, name, 0).exists && !patch_for(kc, DK_KC_USER, name, undo))
    status = dk_no_memory(err);
  if (status == DCOSKUBE_OK && operation->flags & DCOSKUBE_KUBECONFIG_ACTIVATE)
    status = make_current(kc, name, undo, err);
  return status;
}

dcoskube_status dk_kc_run(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dk_kc_undo *undo,
                          dcoskube_error *err) {
  dcoskube_status status;
  memset(undo, 0, sizeof *undo);
  if (operation->entry)
    status = run_set(kc, operation, undo, err);
  else if (dk_kc_get(kc, DK_KC_CONTEXT, operation->name, 0).exists)
    status = make_current(kc, operation->name, undo, err);
  else
    status = dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, operation->name, "no context exists with the name: \"%s\"",
                     operation->name);
  if (status != DCOSKUBE_OK)
    dk_kc_undo_run(kc, undo);
  return status;
}
