/* SPDX-License-Identifier: Apache-2.0 */
/* What each operation asks for, and in whose words it is refused. */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/fields.h"
#include "kubeconfig/state.h"

#define WANTS_MAX 64

struct wants {
  dk_kc_want list[WANTS_MAX];
  size_t count;
  char *env; /* the merged environment */
  size_t env_len;
};

static void want(struct wants *wants, dk_kc_kind kind, size_t slot, const char *text, size_t len) {
  wants->list[wants->count++] = (dk_kc_want){kind, slot, text ? DK_KC_SET : DK_KC_DELETE, text, text ? len : 0};
}

/* What cannot stay beside a field that is set.  EXEC.command alone takes away the arguments of another command. */
static const struct {
  dk_kc_kind kind;
  size_t slot, other;
} drops[] = {{DK_KC_CLUSTER, DK_CLUSTER_CA, DK_CLUSTER_CA_DATA},
             {DK_KC_CLUSTER, DK_CLUSTER_CA, DK_CLUSTER_INSECURE},
             {DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, DK_CLUSTER_CA},
             {DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, DK_CLUSTER_INSECURE},
             {DK_KC_CLUSTER, DK_CLUSTER_INSECURE, DK_CLUSTER_CA},
             {DK_KC_CLUSTER, DK_CLUSTER_INSECURE, DK_CLUSTER_CA_DATA},
             {DK_KC_USER, DK_USER_CERTIFICATE, DK_USER_CERTIFICATE_DATA},
             {DK_KC_USER, DK_USER_CERTIFICATE_DATA, DK_USER_CERTIFICATE},
             {DK_KC_USER, DK_USER_KEY, DK_USER_KEY_DATA},
             {DK_KC_USER, DK_USER_KEY_DATA, DK_USER_KEY},
             {DK_KC_USER, DK_USER_TOKEN, DK_USER_TOKEN_FILE},
             {DK_KC_USER, DK_USER_TOKEN, DK_USER_USERNAME},
             {DK_KC_USER, DK_USER_TOKEN, DK_USER_PASSWORD},
             {DK_KC_USER, DK_USER_TOKEN_FILE, DK_USER_TOKEN},
             {DK_KC_USER, DK_USER_TOKEN_FILE, DK_USER_USERNAME},
             {DK_KC_USER, DK_USER_TOKEN_FILE, DK_USER_PASSWORD},
             {DK_KC_USER, DK_USER_USERNAME, DK_USER_TOKEN},
             {DK_KC_USER, DK_USER_USERNAME, DK_USER_TOKEN_FILE},
             {DK_KC_USER, DK_USER_PASSWORD, DK_USER_TOKEN},
             {DK_KC_USER, DK_USER_PASSWORD, DK_USER_TOKEN_FILE},
             {DK_KC_USER, DK_EXEC_COMMAND, DK_EXEC_ARGS},
             {DK_KC_USER, DK_EXEC_COMMAND, DK_USER_AUTH_PROVIDER}};

static int asked(const struct wants *wants, dk_kc_kind kind, size_t slot) {
  for (size_t i = 0; i < wants->count; i++)
    if (wants->list[i].kind == kind && wants->list[i].slot == slot)
      return 1;
  return 0;
}

/* A false flag is one that is not there. */
static int is_false(dk_kc_kind kind, size_t slot, const char *text) {
  return dk_kc_is_flag(kind, slot) && strcmp(text, "false") == 0;
}

static void want_drops(const dcoskube_entry *entry, struct wants *wants) {
  for (size_t i = 0; i < sizeof drops / sizeof drops[0]; i++) {
    dk_kc_kind kind = drops[i].kind;
    const char *text = entry->fields[kind][drops[i].slot].text;
    if (text && !is_false(kind, drops[i].slot, text) && !entry->fields[kind][drops[i].other].text &&
        !asked(wants, kind, drops[i].other))
      want(wants, kind, drops[i].other, NULL, 0);
  }
}

static void want_fields(const dcoskube_entry *entry, struct wants *wants) {
  for (int kind = 0; kind < DK_KC_KINDS; kind++)
    for (size_t slot = 0; slot < DK_KC_SLOTS; slot++) {
      const dk_kc_entry_field *field = &entry->fields[kind][slot];
      if (field->text && is_false((dk_kc_kind)kind, slot, field->text))
        want(wants, (dk_kc_kind)kind, slot, NULL, 0);
      else if (field->text)
        want(wants, (dk_kc_kind)kind, slot, field->text, field->len);
    }
}

/* A context refers to what the entry has, unless it names others. */
static void want_references(const dcoskube_entry *entry, struct wants *wants) {
  if (!dk_kc_entry_has(entry, DK_KC_CONTEXT))
    return;
  if (dk_kc_entry_has(entry, DK_KC_CLUSTER) && !asked(wants, DK_KC_CONTEXT, DK_CONTEXT_CLUSTER))
    want(wants, DK_KC_CONTEXT, DK_CONTEXT_CLUSTER, entry->name, strlen(entry->name));
  if (dk_kc_entry_has(entry, DK_KC_USER) && !asked(wants, DK_KC_CONTEXT, DK_CONTEXT_USER))
    want(wants, DK_KC_CONTEXT, DK_CONTEXT_USER, entry->name, strlen(entry->name));
}

/* Environment variables are set one by one: those that are there are kept. */
static int merge_env(const dcoskube_kubeconfig *kc, const char *name, struct wants *wants) {
  for (size_t i = 0; i < wants->count; i++) {
    dk_kc_want *w = &wants->list[i];
    dk_kc_value old = dk_kc_get(kc, w->kind, name, w->slot);
    if (dk_kc_shape_of(w->kind, w->slot) != DK_KC_ENV || w->state != DK_KC_SET || !old.has)
      continue;
    wants->env = old.node
                     ? dk_kc_merge_env(&kc->files.files[old.file].model.doc, old.node, w->text, w->len, &wants->env_len)
                     : dk_kc_merge_packed(old.text.data, old.text.len, w->text, w->len, &wants->env_len);
    if (!wants->env)
      return 0;
    w->text = wants->env;
    w->len = wants->env_len;
  }
  return 1;
}

static int by_slot(const void *a, const void *b) {
  const dk_kc_want *x = a, *y = b;
  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  return (x->slot > y->slot) - (x->slot < y->slot);
}

static dcoskube_status list_wants(const dcoskube_kubeconfig *kc, const dcoskube_entry *entry, struct wants *wants,
                                  dcoskube_error *err) {
  memset(wants, 0, sizeof *wants);
  want_fields(entry, wants);
  want_references(entry, wants);
  want_drops(entry, wants);
  if (wants->count > 0)
    qsort(wants->list, wants->count, sizeof wants->list[0], by_slot);
  return merge_env(kc, entry->name, wants) ? DCOSKUBE_OK : dk_no_memory(err);
}

/* Say which fields of what exists differ: their names only. */
static dcoskube_status judge_existing(const dcoskube_kubeconfig *kc, const char *name, const struct wants *wants,
                                      dcoskube_error *err) {
  char list[DK_ERROR_MESSAGE];
  dk_buf buf;
  dk_buf_init(&buf, sizeof list - 1);
  for (size_t i = 0; i < wants->count; i++) {
    const dk_kc_want *w = &wants->list[i];
    dk_kc_value value = dk_kc_get(kc, w->kind, name, w->slot);
    if (value.exists && !dk_kc_satisfied(kc, &value, w))
      dk_buf_printf(&buf, "%s%s's %s%s", buf.len ? ", " : "", dk_kc_body_key(w->kind),
                    dk_kc_slot_prefix(w->kind, w->slot), dk_kc_slot_name(w->kind, w->slot));
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

/* A part without a single field is an entry, too. */
static dcoskube_status record_parts(dcoskube_kubeconfig *kc, const dcoskube_entry *entry, dk_kc_undo *undo,
                                    dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  for (int kind = 0; kind < DK_KC_KINDS && status == DCOSKUBE_OK; kind++)
    if (dk_kc_entry_has(entry, (dk_kc_kind)kind) && !dk_kc_get(kc, (dk_kc_kind)kind, entry->name, 0).exists)
      status = dk_kc_record_entry(kc, (dk_kc_kind)kind, entry->name, undo, err);
  return status;
}

static dcoskube_status run_put(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dk_kc_undo *undo,
                               dcoskube_error *err) {
  struct wants wants;
  const char *name = operation->entry->name;
  dcoskube_status status = list_wants(kc, operation->entry, &wants, err);
  if (status == DCOSKUBE_OK && !(operation->flags & DCOSKUBE_KUBECONFIG_OVERWRITE))
    status = judge_existing(kc, name, &wants, err);
  for (size_t i = 0; i < wants.count && status == DCOSKUBE_OK; i++)
    status = dk_kc_record(kc, name, &wants.list[i], undo, err);
  if (status == DCOSKUBE_OK)
    status = record_parts(kc, operation->entry, undo, err);
  if (status == DCOSKUBE_OK && operation->flags & DCOSKUBE_KUBECONFIG_ACTIVATE)
    status = dk_kc_record_current(kc, name, undo, err);
  dk_free_secret(wants.env, wants.env_len);
  return status;
}

/* kubectl names the file that new entries go to, wherever the entry is. */
static const char *target(const dcoskube_kubeconfig *kc) {
  return kc->files.files[kc->files.target].path;
}

static dcoskube_status no_context(const char *name, dcoskube_error *err) {
  return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, name, "no context exists with the name: \"%s\"", name);
}

static dcoskube_status run_use(dcoskube_kubeconfig *kc, const char *name, dk_kc_undo *undo, dcoskube_error *err) {
  if (!dk_kc_get(kc, DK_KC_CONTEXT, name, 0).exists)
    return no_context(name, err);
  return dk_kc_record_current(kc, name, undo, err);
}

static dcoskube_status run_rename(dcoskube_kubeconfig *kc, const char *from, const char *to, dk_kc_undo *undo,
                                  dcoskube_error *err) {
  if (!dk_kc_get(kc, DK_KC_CONTEXT, from, 0).exists)
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, from, "cannot rename the context \"%s\", it's not in %s", from,
                   target(kc));
  dk_kc_value other = dk_kc_get(kc, DK_KC_CONTEXT, to, 0);
  if (other.exists)
    return dk_fail(err, DCOSKUBE_ERR_EXISTS, to,
                   "cannot rename the context \"%s\", the context \"%s\" already exists in %s", from, to,
                   kc->files.files[other.file].path);
  dk_span current = dk_kc_current(kc);
  int follows = dk_kc_compare(current.data, current.len, from, strlen(from)) == 0;
  dcoskube_status status = dk_kc_record_name(kc, DK_KC_CONTEXT, from, to, undo, err);
  return status == DCOSKUBE_OK && follows ? dk_kc_record_current(kc, to, undo, err) : status;
}

static int refers(const dcoskube_kubeconfig *kc, const char *context, size_t slot, const char *name) {
  dk_span text = dk_kc_get(kc, DK_KC_CONTEXT, context, slot).text;
  return dk_kc_compare(text.data, text.len, name, strlen(name)) == 0;
}

/* Does the name of the item in that file still lead to it, and to nothing else that is recorded? */
static int is_as_read(const dcoskube_kubeconfig *kc, const dk_kc_item *item, size_t file) {
  const dk_kc_patch *patch = dk_kc_find_patch_span(&kc->changes, DK_KC_CONTEXT, item->name);
  return !dk_kc_find_gone(&kc->changes, DK_KC_CONTEXT, item->name, file) && !(patch && patch->file == file);
}

/* Does any context of any file, even one that an earlier file hides, refer to the name? */
static int is_used(const dcoskube_kubeconfig *kc, size_t slot, const char *name) {
  size_t len = strlen(name);
  for (size_t i = 0; i < kc->changes.count; i++)
    if (kc->changes.patches[i]->kind == DK_KC_CONTEXT && refers(kc, kc->changes.patches[i]->name, slot, name))
      return 1;
  for (size_t f = 0; f < kc->files.count; f++) {
    const dk_kc_model *model = &kc->files.files[f].model;
    const dk_kc_section *section = &model->sections[DK_KC_CONTEXT];
    for (size_t i = 0; i < section->count; i++) {
      dk_span text = dk_kc_model_text(model, section->items[i].slots[slot]);
      if (text.len == len && memcmp(text.data, name, len) == 0 && is_as_read(kc, &section->items[i], f))
        return 1;
    }
  }
  return 0;
}

static dcoskube_status cascade(dcoskube_kubeconfig *kc, dk_kc_kind kind, size_t slot, const char *name,
                               dk_kc_undo *undo, dcoskube_error *err) {
  if (!name[0] || !dk_kc_get(kc, kind, name, 0).exists || is_used(kc, slot, name))
    return DCOSKUBE_OK;
  return dk_kc_record_removal(kc, kind, name, undo, err);
}

static char *copy_field(const dcoskube_kubeconfig *kc, const char *context, size_t slot) {
  dk_span text = dk_kc_get(kc, DK_KC_CONTEXT, context, slot).text;
  return dk_memdup(text.data, text.len);
}

static dcoskube_status run_remove(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dk_kc_undo *undo,
                                  dcoskube_error *err) {
  const char *name = operation->name;
  if (!dk_kc_get(kc, DK_KC_CONTEXT, name, 0).exists)
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, name, "cannot delete context %s, not in %s", name, target(kc));
  char *cluster = copy_field(kc, name, DK_CONTEXT_CLUSTER), *user = copy_field(kc, name, DK_CONTEXT_USER);
  dcoskube_status status =
      cluster && user ? dk_kc_record_removal(kc, DK_KC_CONTEXT, name, undo, err) : dk_no_memory(err);
  if (operation->flags & DCOSKUBE_KUBECONFIG_CASCADE) {
    if (status == DCOSKUBE_OK)
      status = cascade(kc, DK_KC_CLUSTER, DK_CONTEXT_CLUSTER, cluster, undo, err);
    if (status == DCOSKUBE_OK)
      status = cascade(kc, DK_KC_USER, DK_CONTEXT_USER, user, undo, err);
  }
  dk_free(cluster);
  dk_free(user);
  return status;
}

/* What is in a field may be in others that go with it. */
static dcoskube_status run_field(dcoskube_kubeconfig *kc, const dk_kc_operation *o, dk_kc_undo *undo,
                                 dcoskube_error *err) {
  if (!dk_kc_get(kc, o->kind, o->name, 0).exists)
    return o->kind == DK_KC_CONTEXT ? no_context(o->name, err)
                                    : dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, o->name,
                                              "no %s exists with the name: \"%s\"", dk_kc_body_key(o->kind), o->name);
  dcoskube_status status = DCOSKUBE_OK;
  if (o->kind == DK_KC_USER && o->slot == DK_USER_EXEC) /* what is recorded for it, first */
    for (size_t slot = DK_USER_EXEC_FIRST; slot < DK_KC_SLOTS && status == DCOSKUBE_OK; slot++) {
      dk_kc_want part = {o->kind, slot, DK_KC_DELETE, NULL, 0};
      const dk_kc_patch *patch = dk_kc_find_patch(&kc->changes, o->kind, o->name);
      if (patch && patch->fields[slot].state == DK_KC_SET)
        status = dk_kc_record(kc, o->name, &part, undo, err);
    }
  dk_kc_want whole = {o->kind, o->slot, o->text ? DK_KC_SET : DK_KC_DELETE, o->text, o->text ? strlen(o->text) : 0};
  return status == DCOSKUBE_OK ? dk_kc_record(kc, o->name, &whole, undo, err) : status;
}

dcoskube_status dk_kc_run(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dk_kc_undo *undo,
                          dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  memset(undo, 0, sizeof *undo);
  switch (operation->verb) {
  case DK_KC_USE:
    status = run_use(kc, operation->name, undo, err);
    break;
  case DK_KC_PUT:
    status = run_put(kc, operation, undo, err);
    break;
  case DK_KC_RENAME:
    status = run_rename(kc, operation->name, operation->text, undo, err);
    break;
  case DK_KC_REMOVE:
    status = run_remove(kc, operation, undo, err);
    break;
  case DK_KC_FIELD:
    status = run_field(kc, operation, undo, err);
    break;
  }
  if (status != DCOSKUBE_OK)
    dk_kc_undo_run(kc, undo);
  return status;
}
