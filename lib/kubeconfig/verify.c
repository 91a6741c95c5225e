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

/* A field of a patched entry: set or deleted. */
static int judge_field(const struct proof *p, const void *data, dk_span key, uint32_t old, uint32_t now) {
  const dk_kc_patch *patch = data;
  (void)p;
  (void)old;
  for (size_t i = 0; dk_kc_field(patch->kind, i); i++)
    if (is(key, dk_kc_field(patch->kind, i)))
      return now ? patch->fields[i].state == DK_KC_SET : patch->fields[i].state == DK_KC_DELETE;
  return 0;
}

static int judge_item(const struct proof *p, const void *data, dk_span key, uint32_t old, uint32_t now) {
  const dk_kc_patch *patch = data;
  if (!now || !is(key, dk_kc_body_key(patch->kind)))
    return 0;
  return old ? compare_maps(p, old, now, judge_field, patch) : 1;
}

static const dk_kc_patch *patch_of(const struct proof *p, dk_kc_kind kind, const dk_kc_item *item) {
  size_t low = 0, high = p->kc->changes.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const dk_kc_patch *patch = p->kc->changes.patches[middle];
    int order = patch->kind != kind ? (patch->kind > kind ? -1 : 1)
                                    : dk_kc_compare(item->name.data, item->name.len, patch->name, strlen(patch->name));
    if (order == 0)
      return patch->file == p->file ? patch : NULL;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

/* The old elements in their places, then nothing but new ones. */
static int compare_lists(const struct proof *p, dk_kc_kind kind) {
  const dk_kc_section *old = &p->old->sections[kind], *now = &p->now->sections[kind];
  if (now->count < old->count)
    return 0;
  for (size_t i = 0; i < old->count; i++) {
    const dk_kc_item *a = &old->items[i], *b = &now->items[i];
    if (dk_kc_compare(a->name.data, a->name.len, b->name.data, b->name.len) != 0)
      return 0;
    if (dk_yaml_same(&p->old->doc, a->node, &p->now->doc, b->node))
      continue;
    const dk_kc_patch *patch = patch_of(p, kind, a);
    if (!patch || patch->is_new || !compare_maps(p, a->node, b->node, judge_item, patch))
      return 0;
  }
  for (size_t i = old->count; i < now->count; i++) {
    const dk_kc_patch *patch = patch_of(p, kind, &now->items[i]);
    if (!patch || !patch->is_new)
      return 0;
  }
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

/* Every field of the patch is as it should be. */
static int holds(const struct proof *p, const dk_kc_patch *patch) {
  const dk_kc_item *item = dk_kc_model_find(p->now, patch->kind, patch->name, strlen(patch->name));
  if (!item)
    return 0;
  for (size_t i = 0; dk_kc_field(patch->kind, i); i++) {
    dk_span text = dk_kc_model_text(p->now, item->slots[i]);
    if (patch->fields[i].state == DK_KC_DELETE && item->slots[i])
      return 0;
    if (patch->fields[i].state == DK_KC_SET &&
        (!item->slots[i] || dk_kc_compare(text.data, text.len, patch->fields[i].text, patch->fields[i].len) != 0))
      return 0;
  }
  return 1;
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
