/* SPDX-License-Identifier: Apache-2.0 */
/* Entries as a whole: another name, or none any more. */
#include <string.h>

#include "kubeconfig/flow.h"

#define TEXT_MAX DK_YAML_TEXT_MAX

/* An alias outside of the node that needs an anchor in it (deep) or on it; 0: none. */
static uint32_t needed_by(const dk_yaml_doc *doc, uint32_t node, int deep) {
  uint32_t end = deep ? doc->nodes[node].skip : node + 1;
  int has_anchor = 0;
  for (uint32_t i = node; i < end && !has_anchor; i++)
    has_anchor = (doc->nodes[i].flags & DK_YAML_ANCHOR) != 0;
  for (uint32_t i = 0; i < doc->count && has_anchor; i++)
    if (doc->nodes[i].kind == DK_YAML_ALIAS && doc->nodes[i].value >= node && doc->nodes[i].value < end &&
        (i < node || i >= doc->nodes[node].skip))
      return i;
  return 0;
}

dcoskube_status dk_kc_plan_name(dk_kc_plan *plan, const dk_kc_patch *patch, const dk_kc_item *item) {
  uint32_t key, value, other = needed_by(plan->doc, item->node, 0);
  if (other)
    return dk_kc_refuse(plan, other, "an alias stands for the entry");
  dcoskube_status status = dk_kc_own(plan, item->node, "name", &key, &value);
  if (status != DCOSKUBE_OK)
    return status;
  if (!value)
    return dk_kc_refuse(plan, item->node, "the name comes from a merge key");
  return dk_kc_replace_scalar(plan, value, patch->name, strlen(patch->name), 0);
}

/* The beginning of the line with the element's dash: it need not be that of its first key. */
static int find_dash(const dk_yaml_doc *doc, uint32_t list, uint32_t element, size_t *out) {
  size_t column = doc->nodes[list].column, first = dk_splice_line_start(doc, doc->nodes[list].start);
  size_t line = dk_splice_line_start(doc, doc->nodes[element].start);
  for (;;) {
    size_t dash = line;
    while (dash < doc->len && doc->text[dash] == ' ')
      dash++;
    if (dash - line == column && dash < doc->len && doc->text[dash] == '-') {
      *out = line;
      return 1;
    }
    if (line <= first)
      return 0;
    line = dk_splice_line_start(doc, line - 1);
  }
}

dcoskube_status dk_kc_remove_element(dk_kc_plan *plan, uint32_t list, uint32_t element) {
  dk_buf none;
  size_t start;
  dk_buf_init(&none, TEXT_MAX);
  if (!find_dash(plan->doc, list, element, &start))
    return dk_kc_refuse(plan, element, "it does not stand on lines of its own");
  size_t end = dk_splice_behind(plan->doc, plan->doc->nodes[element].end, plan->doc->nodes[list].column);
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &none, plan->err);
}

dcoskube_status dk_kc_plan_removal(dk_kc_plan *plan, dk_kc_kind kind, const char *name) {
  uint32_t key, list;
  dcoskube_status status = dk_kc_plan_list(plan, kind, &key, &list);
  if (status != DCOSKUBE_OK)
    return status;
  const dk_kc_item *item = dk_kc_model_find(&plan->file->model, kind, name, strlen(name));
  if (!item || !list)
    return dk_fail(plan->err, DCOSKUBE_ERR_INTERNAL, plan->file->path, "the entry is not in its file");
  uint32_t other = needed_by(plan->doc, item->node, 1);
  if (other)
    return dk_kc_refuse(plan, other, "the alias needs an anchor in the entry");
  if (plan->doc->nodes[list].style == DK_YAML_FLOW)
    return DCOSKUBE_OK; /* dk_flow_list() takes all of them at once */
  return dk_kc_remove_element(plan, list, item->node);
}

dcoskube_status dk_kc_plan_no_entries(dk_kc_plan *plan, dk_kc_kind kind) {
  const dk_yaml_doc *doc = plan->doc;
  uint32_t key, list;
  dk_buf buf;
  dcoskube_status status = dk_kc_plan_list(plan, kind, &key, &list);
  if (status != DCOSKUBE_OK)
    return status;
  if (doc->nodes[list].style == DK_YAML_FLOW)
    return dk_flow_list(plan, kind, list, NULL, 0);
  size_t pos = doc->nodes[key].end;
  while (pos < doc->len && strchr(" \t", doc->text[pos]))
    pos++;
  if (pos >= doc->len || doc->text[pos] != ':' || doc->nodes[list].tag != DK_YAML_TAG_NONE)
    return dk_kc_refuse(plan, key, "the list is written in an unusual form");
  dk_buf_init(&buf, TEXT_MAX);
  dk_buf_str(&buf, " []");
  return dk_splice_add(&plan->splices, pos + 1, pos + 1, DK_SPLICE_INLINE, &buf, plan->err);
}
