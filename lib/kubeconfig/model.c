/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/alloc.h"
#include "kubeconfig/model.h"

/* How much work aliases and merge keys may make beyond the nodes that are there. */
#define WORK_BASE 1000000u
#define WORK_FACTOR 8u

int dk_kc_compare(const char *a, size_t len_a, const char *b, size_t len_b) {
  size_t len = len_a < len_b ? len_a : len_b;
  int order = len ? memcmp(a, b, len) : 0;
  return order ? order : (len_a > len_b) - (len_a < len_b);
}

dk_span dk_kc_model_text(const dk_kc_model *model, uint32_t node) {
  dk_span none = {"", 0};
  return node ? dk_yaml_value(&model->doc, node) : none;
}

static dcoskube_status read_item(dk_kc_checker *c, dk_kc_kind kind, uint32_t node, dk_kc_item *item) {
  uint32_t slots[DK_KC_FIELDS_MAX];
  dcoskube_status status = dk_kc_check(c, dk_kc_item_level(kind), node, slots);
  if (status != DCOSKUBE_OK)
    return status;
  uint32_t name = slots[DK_ITEM_NAME], body = slots[DK_ITEM_BODY];
  item->node = node;
  item->name.data = "";
  if (name)
    item->name = dk_yaml_value(c->doc, name);
  item->line = c->doc->nodes[name ? name : node].line;
  if (!body)
    return DCOSKUBE_OK;
  status = dk_kc_check(c, dk_kc_body_level(kind), body, slots);
  for (size_t i = 0; dk_kc_field(kind, i); i++)
    item->slots[i] = slots[i];
  if (status != DCOSKUBE_OK || kind != DK_KC_USER || !item->slots[DK_USER_EXEC])
    return status;
  status = dk_kc_check(c, &dk_kc_exec_level, item->slots[DK_USER_EXEC], slots);
  for (size_t i = 0; dk_kc_exec_field(kind, DK_USER_EXEC_FIRST + i); i++)
    item->slots[DK_USER_EXEC_FIRST + i] = slots[i];
  return status;
}

static uint64_t front_of(const char *name, size_t len) {
  uint64_t front = 0;
  for (size_t i = 0; i < sizeof front; i++)
    front = front << 8 | (i < len ? (unsigned char)name[i] : 0);
  return front;
}

static int compare_names(const void *a, const void *b, void *items) {
  const dk_kc_name *x = a, *y = b;
  if (x->front != y->front)
    return x->front < y->front ? -1 : 1;
  const dk_span *p = &((const dk_kc_item *)items)[x->item].name, *q = &((const dk_kc_item *)items)[y->item].name;
  int order = dk_kc_compare(p->data, p->len, q->data, q->len);
  return order ? order : (x->item > y->item) - (x->item < y->item);
}

/* Sort by name; two of one name make the whole text invalid, as for kubectl. */
static dcoskube_status sort_items(dk_kc_checker *c, dk_kc_kind kind, dk_kc_section *section) {
  section->order = dk_calloc(section->count, sizeof *section->order);
  if (!section->order)
    return dk_no_memory(c->err);
  for (size_t i = 0; i < section->count; i++)
    section->order[i] = (dk_kc_name){front_of(section->items[i].name.data, section->items[i].name.len), (uint32_t)i};
  qsort_r(section->order, section->count, sizeof *section->order, compare_names, section->items);
  for (size_t i = 1; i < section->count; i++) {
    const dk_kc_item *a = &section->items[section->order[i - 1].item];
    const dk_kc_item *b = &section->items[section->order[i].item];
    if (dk_kc_compare(a->name.data, a->name.len, b->name.data, b->name.len) != 0)
      continue;
    dcoskube_status status =
        dk_kc_fail_at(c, DCOSKUBE_ERR_INVALID, b->node, "duplicate name \"%.*s\" in %s",
                      (int)(b->name.len < 256 ? b->name.len : 256), b->name.data, dk_kc_list_key(kind));
    dk_error_set_remedy(c->err, "remove or rename one of them; the first is in line %u", a->line);
    return status;
  }
  return DCOSKUBE_OK;
}

/* How many slots an item of the kind has; those of `exec` come last. */
static size_t slot_count(dk_kc_kind kind) {
  size_t n = 0;
  while (dk_kc_field(kind, n) || dk_kc_exec_field(kind, n))
    n++;
  return n;
}

static dcoskube_status read_section(dk_kc_checker *c, dk_kc_kind kind, uint32_t value, dk_kc_section *section) {
  uint32_t list = value ? dk_yaml_target(c->doc, value) : 0;
  size_t count = value ? c->doc->nodes[list].len : 0, slots = slot_count(kind);
  if (count > DK_KC_MAX_ENTRIES)
    return dk_kc_fail_at(c, DCOSKUBE_ERR_LIMIT, list, "%s has more than %u entries", dk_kc_list_key(kind),
                         DK_KC_MAX_ENTRIES);
  section->items = dk_calloc(count, sizeof *section->items);
  section->slots = dk_calloc(count, slots * sizeof *section->slots);
  if (!section->items || !section->slots)
    return dk_no_memory(c->err);
  for (uint32_t node = list + 1; section->count < count; node = c->doc->nodes[node].skip) {
    dk_kc_item *item = &section->items[section->count];
    item->slots = section->slots + section->count * slots;
    dcoskube_status status = read_item(c, kind, node, item);
    if (status != DCOSKUBE_OK)
      return status;
    section->count++;
  }
  return sort_items(c, kind, section);
}

/* kubectl looks for kind and apiVersion first, whatever the case of the keys; the last in byte order counts. */
struct version {
  const dk_yaml_doc *doc;
  const char *name;
  uint32_t key;
  uint32_t value;
};

static int find_version(void *data, uint32_t key, uint32_t value) {
  struct version *v = data;
  dk_span text = dk_yaml_value(v->doc, key), last = v->key ? dk_yaml_value(v->doc, v->key) : (dk_span){"", 0};
  if (text.len == strlen(v->name) && strncasecmp(text.data, v->name, text.len) == 0 &&
      dk_kc_compare(text.data, text.len, last.data, last.len) >= 0) {
    v->key = key;
    v->value = value;
  }
  return 1;
}

static dcoskube_status check_version(dk_kc_checker *c, const char *name, const char *wanted) {
  struct version v = {c->doc, name, 0, 0};
  if (!dk_yaml_pairs(c->doc, 0, &c->budget, find_version, &v))
    return dk_kc_fail_at(c, DCOSKUBE_ERR_LIMIT, 0, "aliases and merge keys expand too far");
  dk_yaml_type type = v.value ? dk_yaml_type_of(c->doc, v.value) : DK_YAML_NULL;
  if (type == DK_YAML_NULL)
    return DCOSKUBE_OK;
  if (type != DK_YAML_STRING)
    return dk_kc_fail_at(c, DCOSKUBE_ERR_PARSE, v.value, "%s is not a string", name);
  if (dk_yaml_value(c->doc, v.value).len == 0 || dk_yaml_is_text(c->doc, v.value, wanted))
    return DCOSKUBE_OK;
  return dk_kc_fail_at(c, DCOSKUBE_ERR_INVALID, v.value, "%s is not %s: this is no kubeconfig", name, wanted);
}

static dcoskube_status read_model(dk_kc_checker *c, dk_kc_model *model) {
  uint32_t slots[DK_KC_FIELDS_MAX];
  dcoskube_status status = dk_kc_check(c, &dk_kc_top_level, 0, slots);
  if (status == DCOSKUBE_OK)
    status = check_version(c, "apiVersion", "v1");
  if (status == DCOSKUBE_OK)
    status = check_version(c, "kind", "Config");
  for (int kind = 0; kind < DK_KC_KINDS && status == DCOSKUBE_OK; kind++)
    status = read_section(c, (dk_kc_kind)kind, slots[DK_TOP_CLUSTERS + kind], &model->sections[kind]);
  model->current = slots[DK_TOP_CURRENT];
  return status;
}

dcoskube_status dk_kc_model_read(const char *text, size_t len, const char *name, dk_kc_model *out,
                                 dcoskube_error *err) {
  dk_kc_model model;
  memset(&model, 0, sizeof model);
  dcoskube_status status = dk_yaml_read(text, len, name, &model.doc, err);
  if (status != DCOSKUBE_OK)
    return status;
  dk_kc_checker checker = {&model.doc, name, WORK_BASE + (uint64_t)WORK_FACTOR * model.doc.count, err};
  status = read_model(&checker, &model);
  if (status == DCOSKUBE_OK)
    status = dk_kc_other_documents(&model.doc, name, &model.other_line, err);
  if (status != DCOSKUBE_OK) {
    dk_kc_model_free(&model);
    return status;
  }
  *out = model;
  return DCOSKUBE_OK;
}

void dk_kc_model_free(dk_kc_model *model) {
  for (int kind = 0; kind < DK_KC_KINDS; kind++) {
    dk_free(model->sections[kind].items);
    dk_free(model->sections[kind].slots);
    dk_free(model->sections[kind].order);
  }
  dk_yaml_free(&model->doc);
  memset(model, 0, sizeof *model);
}

const dk_kc_item *dk_kc_model_find(const dk_kc_model *model, dk_kc_kind kind, const char *name, size_t len) {
  const dk_kc_section *section = &model->sections[kind];
  uint64_t front = front_of(name, len);
  for (size_t low = 0, high = section->count; low < high;) {
    size_t middle = low + (high - low) / 2;
    const dk_kc_name *at = &section->order[middle];
    const dk_kc_item *item = &section->items[at->item];
    int order = front < at->front ? -1 : front > at->front;
    if (order == 0)
      order = dk_kc_compare(name, len, item->name.data, item->name.len);
    if (order == 0)
      return item;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}
