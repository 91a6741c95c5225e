/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proof before a file is replaced: old and new document are walked side by
 * side.  Every pair must be written alike, but for those that the changes name;
 * and what the changes name must be there with its value.
 */
#include <string.h>

#include "kubeconfig/edit.h"

struct proof {
  const dcoskube_kubeconfig *kc;
  size_t file;
  const dk_kc_model *old;
  const dk_kc_model *now;
};

/* May this pair differ so?  A value of 0: the pair is missing on that side. */
typedef int (*judge)(const struct proof *proof, const void *data, dk_span key, uint32_t old, uint32_t now);

struct cursor {
  const dk_yaml_doc *doc;
  uint32_t key;
  uint32_t end;
};

static struct cursor begin(const dk_yaml_doc *doc, uint32_t node) {
  struct cursor c = {doc, node + 1, doc->nodes[node].skip};
  if (doc->nodes[node].kind != DK_YAML_MAPPING) /* null: no pairs */
    c.end = c.key;
  return c;
}

static uint32_t value_of(const struct cursor *c) {
  return c->doc->nodes[c->key].skip;
}

static void advance(struct cursor *c) {
  c->key = c->doc->nodes[value_of(c)].skip;
}

static int same_key(const struct cursor *a, const struct cursor *b) {
  return dk_yaml_same(a->doc, a->key, b->doc, b->key);
}

static int compare_maps(const struct proof *p, uint32_t old, uint32_t now, judge allowed, const void *data) {
  struct cursor a = begin(&p->old->doc, old), b = begin(&p->now->doc, now);
  while (a.key < a.end || b.key < b.end) {
    int has_a = a.key < a.end, has_b = b.key < b.end;
    dk_span key_a = has_a ? dk_yaml_value(a.doc, a.key) : (dk_span){"", 0};
    dk_span key_b = has_b ? dk_yaml_value(b.doc, b.key) : (dk_span){"", 0};
    if (has_a && has_b && same_key(&a, &b)) {
      if (!dk_yaml_same(a.doc, value_of(&a), b.doc, value_of(&b)) &&
          !allowed(p, data, key_a, value_of(&a), value_of(&b)))
        return 0;
      advance(&a);
      advance(&b);
    } else if (has_a && allowed(p, data, key_a, value_of(&a), 0)) {
      advance(&a);
    } else if (has_b && allowed(p, data, key_b, 0, value_of(&b))) {
      advance(&b);
    } else {
      return 0;
    }
  }
  return 1;
}

static int is(dk_span text, const char *word) {
  return text.len == strlen(word) && memcmp(text.data, word, text.len) == 0;
}

static int may_differ(const dk_kc_patch *patch, size_t slot, uint32_t now) {
  return now ? patch->fields[slot].state == DK_KC_SET : patch->fields[slot].state == DK_KC_DELETE;
}

/* A field of exec: set or deleted. */
static int judge_exec_field(const struct proof *p, const void *data, dk_span key, uint32_t old, uint32_t now) {
  const dk_kc_patch *patch = data;
  (void)p;
  (void)old;
  for (size_t i = DK_USER_EXEC_FIRST; i < DK_KC_SLOTS; i++)
    if (is(key, dk_kc_slot_name(patch->kind, i)))
      return may_differ(patch, i, now);
  return 0;
}

/* exec as a whole: it is new, has gone, was made anew, or differs in what is patched. */
static int judge_exec(const struct proof *p, const dk_kc_patch *patch, uint32_t old, uint32_t now) {
  int goes = patch->fields[DK_USER_EXEC].state == DK_KC_DELETE;
  if (!now)
    return goes;
  return !old || goes ? dk_kc_sets_exec(patch) : compare_maps(p, old, now, judge_exec_field, patch);
}

/* A field of a patched entry: set or deleted. */
static int judge_field(const struct proof *p, const void *data, dk_span key, uint32_t old, uint32_t now) {
  const dk_kc_patch *patch = data;
  for (size_t i = 0; dk_kc_field(patch->kind, i); i++)
    if (is(key, dk_kc_field(patch->kind, i)))
      return patch->kind == DK_KC_USER && i == DK_USER_EXEC ? judge_exec(p, patch, old, now)
                                                            : may_differ(patch, i, now);
  return 0;
}

static int judge_item(const struct proof *p, const void *data, dk_span key, uint32_t old, uint32_t now) {
  const dk_kc_patch *patch = data;
  if (old && now && is(key, "name"))
    return patch->origin && is(dk_yaml_value(&p->now->doc, now), patch->name);
  if (!now || !is(key, dk_kc_body_key(patch->kind)))
    return 0;
  return old ? compare_maps(p, old, now, judge_field, patch) : 1;
}

/* What is recorded for an old entry of this file; *deleted: it goes. */
static const dk_kc_patch *patch_of(const struct proof *p, dk_kc_kind kind, const dk_kc_item *item, int *deleted) {
  const dk_kc_gone *gone = dk_kc_find_gone(&p->kc->changes, kind, item->name, p->file);
  *deleted = gone && !gone->patch;
  if (gone)
    return gone->patch;
  const dk_kc_patch *patch = dk_kc_find_patch_span(&p->kc->changes, kind, item->name);
  return patch && patch->file == p->file && !patch->is_new && !patch->origin ? patch : NULL;
}

static int same_name(const dk_kc_patch *patch, const dk_kc_item *old, const dk_kc_item *now) {
  return patch ? is(now->name, patch->name)
               : dk_kc_compare(old->name.data, old->name.len, now->name.data, now->name.len) == 0;
}

static int is_new(const struct proof *p, dk_kc_kind kind, const dk_kc_item *item) {
  const dk_kc_patch *patch = dk_kc_find_patch_span(&p->kc->changes, kind, item->name);
  return patch && patch->is_new && patch->file == p->file;
}

/* The old elements that stay in their order, then nothing but new ones. */
static int compare_lists(const struct proof *p, dk_kc_kind kind) {
  const dk_kc_section *old = &p->old->sections[kind], *now = &p->now->sections[kind];
  size_t k = 0;
  for (size_t i = 0; i < old->count; i++) {
    int deleted;
    const dk_kc_patch *patch = patch_of(p, kind, &old->items[i], &deleted);
    if (deleted)
      continue;
    const dk_kc_item *a = &old->items[i], *b = &now->items[k];
    if (k++ == now->count || !same_name(patch, a, b))
      return 0;
    if (!dk_yaml_same(&p->old->doc, a->node, &p->now->doc, b->node) &&
        (!patch || !compare_maps(p, a->node, b->node, judge_item, patch)))
      return 0;
  }
  for (; k < now->count; k++)
    if (!is_new(p, kind, &now->items[k]))
      return 0;
  return 1;
}

static int judge_top(const struct proof *p, const void *data, dk_span key, uint32_t old, uint32_t now) {
  (void)data;
  if (!now)
    return 0;
  /* a document made from nothing has more than what was asked for */
  int made = !old && (dk_yaml_type_of(&p->old->doc, 0) == DK_YAML_NULL || dk_yaml_is_empty(&p->old->doc, 0));
  if (is(key, "current-context"))
    return (p->kc->changes.current && p->kc->files.target == p->file) ||
           (made && is(dk_kc_model_text(p->now, now), ""));
  for (int kind = 0; kind < DK_KC_KINDS; kind++)
    if (is(key, dk_kc_list_key((dk_kc_kind)kind)))
      return compare_lists(p, (dk_kc_kind)kind);
  return made && (is(key, "apiVersion") || is(key, "kind") || is(key, "preferences"));
}

static int field_holds(const struct proof *p, const dk_kc_patch *patch, const dk_kc_item *item, size_t slot) {
  if (patch->fields[slot].state == DK_KC_KEEP) /* so is what the kind does not have: an item has no place for that */
    return 1;
  uint32_t node = item->slots[slot];
  const char *text = patch->fields[slot].text;
  size_t len = patch->fields[slot].len;
  if (patch->fields[slot].state == DK_KC_DELETE)
    return !node || (patch->kind == DK_KC_USER && slot == DK_USER_EXEC && dk_kc_sets_exec(patch));
  if (!node)
    return 0;
  if (dk_kc_is_packed(patch->kind, slot))
    return dk_kc_same_packed(&p->now->doc, node, dk_kc_shape_of(patch->kind, slot), text, len);
  dk_span now = dk_kc_model_text(p->now, node);
  return dk_kc_compare(now.data, now.len, text, len) == 0;
}

/* Every field of the patch is as it should be. */
static int holds(const struct proof *p, const dk_kc_patch *patch) {
  const dk_kc_item *item = dk_kc_model_find(p->now, patch->kind, patch->name, strlen(patch->name));
  int good = item != NULL;
  for (size_t i = 0; i < DK_KC_SLOTS && good; i++)
    good = field_holds(p, patch, item, i);
  return good;
}

dcoskube_status dk_kc_verify(const dcoskube_kubeconfig *kc, size_t file, const dk_kc_model *now, dcoskube_error *err) {
  struct proof proof = {kc, file, &kc->files.files[file].model, now};
  int ok = compare_maps(&proof, 0, 0, judge_top, NULL);
  for (size_t i = 0; i < kc->changes.count && ok; i++)
    if (kc->changes.patches[i]->file == file)
      ok = holds(&proof, kc->changes.patches[i]);
  if (ok && kc->changes.current && kc->files.target == file)
    ok = is(dk_kc_model_text(now, now->current), kc->changes.current);
  if (ok)
    return DCOSKUBE_OK;
  return dk_fail(err, DCOSKUBE_ERR_INTERNAL, kc->files.files[file].path,
                 "the new text does not say what it should; nothing was written");
}
