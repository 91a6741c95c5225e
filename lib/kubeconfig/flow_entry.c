/* SPDX-License-Identifier: Apache-2.0 */
/* Entries in flow style: new ones, their fields, and those that go. */
#include <string.h>

#include "kubeconfig/flow.h"

#define TEXT_MAX DK_YAML_TEXT_MAX

/* One element of a packed list or of packed pairs; *at steps over it. */
static void put_element(dk_flow_writer *w, dk_kc_shape shape, const char **at) {
  const char *name = *at, *value = name + strlen(name) + 1;
  dk_flow_element(w);
  if (shape != DK_KC_ENV) {
    dk_flow_string(w, name, strlen(name));
    *at = value;
    return;
  }
  dk_flow_open(w, '{');
  dk_flow_key(w, "name");
  dk_flow_string(w, name, strlen(name));
  dk_flow_key(w, "value");
  dk_flow_string(w, value, strlen(value));
  dk_flow_close(w, '}');
  *at = value + strlen(value) + 1;
}

/* Values of one key stand one behind another. */
static void put_extra(dk_flow_writer *w, const char *text, size_t len) {
  const char *last = NULL;
  dk_flow_open(w, '{');
  for (const char *at = text; at < text + len;) {
    const char *key = at;
    at += strlen(at) + 1;
    if (!last || strcmp(last, key) != 0) {
      if (last)
        dk_flow_close(w, ']');
      dk_flow_key(w, key);
      dk_flow_open(w, '[');
    }
    put_element(w, DK_KC_LIST, &at);
    last = key;
  }
  if (last)
    dk_flow_close(w, ']');
  dk_flow_close(w, '}');
}

static void put_value(dk_flow_writer *w, const dk_kc_patch *patch, size_t slot) {
  dk_kc_shape shape = dk_kc_shape_of(patch->kind, slot);
  const char *text = patch->fields[slot].text;
  size_t len = patch->fields[slot].len;
  if (shape == DK_KC_TEXT) {
    dk_flow_string(w, text, len);
  } else if (shape == DK_KC_FLAG) {
    dk_flow_word(w, text);
  } else if (shape == DK_KC_EXTRA) {
    put_extra(w, text, len);
  } else {
    dk_flow_open(w, '[');
    for (const char *at = text; at < text + len;)
      put_element(w, shape, &at);
    dk_flow_close(w, ']');
  }
}

static void put_exec(dk_flow_writer *w, const dk_kc_patch *patch) {
  dk_flow_open(w, '{');
  for (size_t i = DK_USER_EXEC_FIRST; i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state == DK_KC_SET) {
      dk_flow_key(w, dk_kc_slot_name(patch->kind, i));
      put_value(w, patch, i);
    }
  dk_flow_close(w, '}');
}

static int is_exec(const dk_kc_patch *patch, size_t slot) {
  return patch->kind == DK_KC_USER && slot == DK_USER_EXEC;
}

void dk_flow_put_body(dk_flow_writer *w, const dk_kc_patch *patch) {
  dk_flow_open(w, '{');
  for (size_t i = 0; dk_kc_field(patch->kind, i); i++) {
    int exec = is_exec(patch, i) && dk_kc_sets_exec(patch);
    if (patch->fields[i].state != DK_KC_SET && !exec)
      continue;
    dk_flow_key(w, dk_kc_field(patch->kind, i));
    if (exec)
      put_exec(w, patch);
    else
      put_value(w, patch, i);
  }
  dk_flow_close(w, '}');
}

void dk_flow_put_item(dk_flow_writer *w, const dk_kc_patch *patch, int name_first) {
  dk_flow_open(w, '{');
  for (int i = 0; i < 2; i++)
    if ((i == 0) == (name_first != 0)) {
      dk_flow_key(w, "name");
      dk_flow_string(w, patch->name, strlen(patch->name));
    } else {
      dk_flow_key(w, dk_kc_body_key(patch->kind));
      dk_flow_put_body(w, patch);
    }
  dk_flow_close(w, '}');
}

static void put_list(dk_flow_writer *w, const dk_kc_patch *const *patches, size_t count, int name_first) {
  for (size_t i = 0; i < count; i++) {
    dk_flow_element(w);
    dk_flow_put_item(w, patches[i], name_first);
  }
}

int dk_flow_put_like(dk_buf *buf, const dk_yaml_doc *doc, uint32_t list, const dk_kc_layout *layout,
                     const dk_kc_patch *const *patches, size_t count) {
  uint32_t last = 0;
  dk_flow flow;
  for (uint32_t i = list + 1; i < doc->nodes[list].skip; i = doc->nodes[i].skip)
    last = i;
  if (!last || !dk_flow_is_bare(doc, last) || dk_yaml_is_empty(doc, last) ||
      doc->nodes[last].column <= layout->dash + 1)
    return 0;
  dk_flow_learn(doc, last, &flow);
  for (size_t i = 0; i < count; i++) {
    dk_flow_writer w = dk_flow_begin(buf, &flow, 0);
    dk_kc_put_blanks(buf, layout->dash);
    dk_buf_char(buf, '-');
    dk_kc_put_blanks(buf, doc->nodes[last].column - layout->dash - 1);
    dk_flow_put_item(&w, patches[i], dk_yaml_is_text(doc, last + 1, "name"));
    dk_buf_str(buf, layout->end);
  }
  return 1;
}

/* --- lists --- */
struct deleted {
  const dk_kc_plan *plan;
  dk_kc_kind kind;
};

static int is_deleted(const void *data, size_t index, uint32_t child) {
  const struct deleted *d = data;
  const dk_kc_section *section = &d->plan->file->model.sections[d->kind];
  (void)child;
  if (index >= section->count)
    return 0;
  const dk_kc_gone *gone = dk_kc_find_gone(&d->plan->kc->changes, d->kind, section->items[index].name, d->plan->number);
  return gone && !gone->patch;
}

/* Does the last element begin with its name? */
static int begins_with_name(const dk_yaml_doc *doc, uint32_t list, dk_kc_kind kind) {
  int found = kind == DK_KC_USER;
  for (uint32_t i = list + 1; i < doc->nodes[list].skip; i = doc->nodes[i].skip)
    if (doc->nodes[i].kind == DK_YAML_MAPPING && !dk_yaml_is_empty(doc, i))
      found = dk_yaml_is_text(doc, i + 1, "name");
  return found;
}

int dk_flow_holds(const dk_kc_plan *plan, dk_kc_kind kind) {
  uint32_t key, list;
  size_t count;
  dk_kc_own_pair(plan->doc, 0, dk_kc_list_key(kind), &key, &list, &count);
  return count == 1 && plan->doc->nodes[list].style == DK_YAML_FLOW;
}

dcoskube_status dk_flow_list(dk_kc_plan *plan, dk_kc_kind kind, uint32_t list, const dk_kc_patch *const *patches,
                             size_t count) {
  struct deleted deleted = {plan, kind};
  dk_flow flow;
  dk_buf added;
  dk_buf_init(&added, TEXT_MAX);
  dk_flow_learn(plan->doc, list, &flow);
  dk_flow_writer w = dk_flow_begin(&added, &flow, 1);
  put_list(&w, patches, count, begins_with_name(plan->doc, list, kind));
  return dk_flow_change(plan, list, &flow, is_deleted, &deleted, &added);
}

/* The habits for something in a mapping: its own if it is in flow style and not empty. */
static dk_flow habits(const dk_yaml_doc *doc, uint32_t mapping) {
  dk_flow flow = dk_flow_plain();
  if (dk_flow_is_bare(doc, mapping) && !dk_yaml_is_empty(doc, mapping))
    dk_flow_learn(doc, mapping, &flow);
  return flow;
}

dcoskube_status dk_flow_new_list(dk_kc_plan *plan, dk_kc_kind kind, uint32_t key, const dk_kc_patch *const *patches,
                                 size_t count) {
  dk_flow flow = habits(plan->doc, 0);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_flow_writer w = dk_flow_begin(&buf, &flow, 1);
  if (!key)
    dk_flow_key(&w, dk_kc_list_key(kind));
  dk_flow_open(&w, '[');
  put_list(&w, patches, count, kind == DK_KC_USER);
  dk_flow_close(&w, ']');
  return key ? dk_flow_fill(plan, key, &buf) : dk_flow_change(plan, 0, &flow, NULL, NULL, &buf);
}

dcoskube_status dk_flow_new_body(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t item, uint32_t key) {
  dk_flow flow = habits(plan->doc, item);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_flow_writer w = dk_flow_begin(&buf, &flow, 1);
  if (!key)
    dk_flow_key(&w, dk_kc_body_key(patch->kind));
  dk_flow_put_body(&w, patch);
  return key ? dk_flow_fill(plan, key, &buf) : dk_flow_change(plan, item, &flow, NULL, NULL, &buf);
}

dcoskube_status dk_flow_new_text(dk_kc_plan *plan, uint32_t mapping, const char *name, const char *text) {
  dk_flow flow = habits(plan->doc, mapping);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_flow_writer w = dk_flow_begin(&buf, &flow, 1);
  dk_flow_key(&w, name);
  dk_flow_string(&w, text, strlen(text));
  return dk_flow_change(plan, mapping, &flow, NULL, NULL, &buf);
}

/* --- fields --- */
struct fields {
  dk_kc_plan *plan;
  const dk_kc_patch *patch;
  uint32_t mapping;
  size_t first, end; /* the slots that stand in it */
};

static int field_goes(const void *data, size_t index, uint32_t key) {
  const struct fields *f = data;
  (void)index;
  for (size_t i = f->first; i < f->end; i++)
    if (f->patch->fields[i].state == DK_KC_DELETE &&
        dk_yaml_is_text(f->plan->doc, key, dk_kc_slot_name(f->patch->kind, i)))
      return 1;
  return 0;
}

dcoskube_status dk_flow_replace(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t mapping,
                                uint32_t value) {
  const dk_yaml_node *n = &plan->doc->nodes[value];
  if (n->kind == DK_YAML_SCALAR && !dk_kc_is_packed(patch->kind, slot))
    return dk_kc_replace_scalar(plan, value, patch->fields[slot].text, patch->fields[slot].len,
                                dk_kc_is_flag(patch->kind, slot));
  if (dk_kc_has_comment(plan->doc, n->start, n->end))
    return dk_kc_refuse(plan, value, "a comment stands within the value");
  int is_full = dk_flow_is_bare(plan->doc, value) && !dk_yaml_is_empty(plan->doc, value);
  dk_flow flow = habits(plan->doc, is_full ? value : mapping);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_flow_writer w = dk_flow_begin(&buf, &flow, is_full ? 0 : 1);
  put_value(&w, patch, slot);
  return dk_flow_fill(plan, value - 1, &buf); /* a key is one node */
}

static dcoskube_status plan_exec(struct fields *f, dk_flow_writer *w, uint32_t key, uint32_t value) {
  const dk_kc_patch *patch = f->patch;
  const char *name = dk_kc_field(patch->kind, DK_USER_EXEC);
  if (!value || patch->fields[DK_USER_EXEC].state == DK_KC_DELETE) {
    if (dk_kc_sets_exec(patch)) {
      dk_flow_key(w, name);
      put_exec(w, patch);
    }
    return DCOSKUBE_OK;
  }
  if (!dk_kc_says_nothing(f->plan->doc, value))
    return dk_flow_is_bare(f->plan->doc, value) ? dk_flow_fields(f->plan, patch, value, 1)
                                                : dk_kc_refuse(f->plan, value, "it is written in an unusual form");
  if (!dk_kc_sets_exec(patch))
    return DCOSKUBE_OK;
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_flow_writer own = dk_flow_begin(&buf, w->flow, 1);
  put_exec(&own, patch);
  return dk_flow_fill(f->plan, key, &buf);
}

static int changes_exec(const dk_kc_patch *patch) {
  for (size_t i = DK_USER_EXEC_FIRST; patch->kind == DK_KC_USER && i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state != DK_KC_KEEP)
      return 1;
  return 0;
}

/* What stands there is changed in its place, what is new goes to the writer. */
static dcoskube_status plan_slot(struct fields *f, dk_flow_writer *w, size_t slot) {
  const dk_kc_patch *patch = f->patch;
  int exec = is_exec(patch, slot) && changes_exec(patch);
  uint32_t key, value;
  if (patch->fields[slot].state == DK_KC_KEEP && !exec)
    return DCOSKUBE_OK;
  dcoskube_status status = dk_kc_own(f->plan, f->mapping, dk_kc_slot_name(patch->kind, slot), &key, &value);
  if (status != DCOSKUBE_OK)
    return status;
  if (exec)
    return plan_exec(f, w, key, value);
  if (patch->fields[slot].state == DK_KC_DELETE)
    return DCOSKUBE_OK;
  if (value)
    return dk_flow_replace(f->plan, patch, slot, f->mapping, value);
  dk_flow_key(w, dk_kc_slot_name(patch->kind, slot));
  put_value(w, patch, slot);
  return DCOSKUBE_OK;
}

dcoskube_status dk_flow_fields(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t mapping, int in_exec) {
  struct fields f = {plan, patch, mapping, in_exec ? DK_USER_EXEC_FIRST : 0, in_exec ? DK_KC_SLOTS : 0};
  dcoskube_status status = DCOSKUBE_OK;
  dk_flow flow;
  dk_buf added;
  while (!in_exec && dk_kc_field(patch->kind, f.end))
    f.end++;
  dk_buf_init(&added, TEXT_MAX);
  dk_flow_learn(plan->doc, mapping, &flow);
  dk_flow_writer w = dk_flow_begin(&added, &flow, 1);
  for (size_t i = f.first; i < f.end && status == DCOSKUBE_OK; i++)
    status = plan_slot(&f, &w, i);
  if (status == DCOSKUBE_OK)
    return dk_flow_change(plan, mapping, &flow, field_goes, &f, &added);
  dk_buf_free_secret(&added);
  return status;
}

/* --- the document --- */
dcoskube_status dk_flow_document(dk_kc_plan *plan, const dk_kc_patch *const *const *patches, const size_t *counts,
                                 const char *current) {
  const dk_yaml_node *root = &plan->doc->nodes[0];
  dk_flow flow = dk_flow_json(dk_splice_line_end(plan->doc, root->start));
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_flow_writer w = dk_flow_begin(&buf, &flow, 0);
  dk_flow_open(&w, '{');
  dk_flow_key(&w, "apiVersion");
  dk_flow_string(&w, "v1", 2);
  for (int kind = 0; kind < DK_KC_KINDS; kind++) {
    if (kind == DK_KC_USER) { /* by name, as kubectl sorts the keys */
      dk_flow_key(&w, "current-context");
      dk_flow_string(&w, current, strlen(current));
      dk_flow_key(&w, "kind");
      dk_flow_string(&w, "Config", 6);
      dk_flow_key(&w, "preferences");
      dk_flow_word(&w, "{}");
    }
    dk_flow_key(&w, dk_kc_list_key((dk_kc_kind)kind));
    dk_flow_open(&w, '[');
    put_list(&w, patches[kind], counts[kind], kind == DK_KC_USER);
    dk_flow_close(&w, ']');
  }
  dk_flow_close(&w, '}');
  return dk_splice_add(&plan->splices, root->start, root->end, DK_SPLICE_INLINE, &buf, plan->err);
}
