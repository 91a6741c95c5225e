/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of an entry that exists: scalars, lists, pairs, and what stands in exec. */
#include <string.h>

#include "kubeconfig/flow.h"

#define TEXT_MAX DK_YAML_TEXT_MAX

/* Behind the last pair of a mapping. */
static dcoskube_status plan_new_field(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t body) {
  uint32_t column = dk_kc_map_column(plan->doc, body);
  size_t pos = dk_splice_behind(plan->doc, plan->doc->nodes[body].end, column);
  dk_kc_layout layout = {0, 0, 0, 0, 0, dk_splice_line_end(plan->doc, pos)};
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  if (slot == DK_USER_EXEC || dk_kc_is_packed(patch->kind, slot))
    layout = dk_kc_layout_of(plan->doc, patch->kind, pos);
  if (patch->kind == DK_KC_USER && slot == DK_USER_EXEC)
    dk_kc_put_exec(&buf, column, &layout, patch);
  else
    dk_kc_put_field(&buf, column, &layout, patch, slot);
  dk_splice_rank rank = dk_kc_exec_field(patch->kind, slot) ? DK_SPLICE_INNER : DK_SPLICE_FIELD;
  return dk_kc_put_lines(plan, pos, rank, &buf);
}

/* A list or a map that is rewritten as a whole, below its key. */
static dcoskube_status rewrite(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t key, uint32_t value) {
  const dk_yaml_doc *doc = plan->doc;
  if (!dk_kc_begins_line(doc, key))
    return dk_kc_refuse(plan, key, "the field does not stand on a line of its own");
  size_t start = dk_splice_line_start(doc, doc->nodes[key].start),
         end = dk_splice_next_line(doc, doc->nodes[value].end);
  if (dk_kc_has_comment(doc, start, end))
    return dk_kc_refuse(plan, value, "a comment stands within the value");
  dk_kc_layout layout = dk_kc_layout_of(doc, patch->kind, end);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_kc_put_field(&buf, doc->nodes[key].column, &layout, patch, slot);
  if (end == doc->len && buf.status == DCOSKUBE_OK && dk_splice_line_start(doc, end) != end)
    buf.len -= strlen(layout.end); /* the last line had no line end */
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &buf, plan->err);
}

/* What is not alike in one element that stays. */
static dcoskube_status plan_element(dk_kc_plan *plan, dk_kc_shape shape, uint32_t element, const char **at) {
  uint32_t nodes[2] = {element, 0};
  dcoskube_status status = DCOSKUBE_OK;
  if (shape == DK_KC_ENV)
    dk_kc_env_pair(plan->doc, element, &nodes[0], &nodes[1]);
  for (int i = 0; i < 2 && nodes[i] && status == DCOSKUBE_OK; i++) {
    dk_span value = dk_yaml_value(plan->doc, nodes[i]);
    if (dk_kc_compare(value.data, value.len, *at, strlen(*at)) != 0)
      status = dk_kc_replace_scalar(plan, nodes[i], *at, strlen(*at), 0);
    *at += strlen(*at) + 1;
  }
  return status;
}

/* Can every element be changed in its place? */
static int is_plain_list(const dk_yaml_doc *doc, uint32_t list, dk_kc_shape shape) {
  if (doc->nodes[list].kind != DK_YAML_SEQUENCE || doc->nodes[list].style != DK_YAML_BLOCK)
    return 0;
  for (uint32_t i = list + 1; i < doc->nodes[list].skip; i = doc->nodes[i].skip) {
    uint32_t name, value;
    if (shape == DK_KC_LIST ? doc->nodes[i].kind != DK_YAML_SCALAR
                            : doc->nodes[i].style != DK_YAML_BLOCK || !dk_kc_env_pair(doc, i, &name, &value))
      return 0;
  }
  return 1;
}

/* Element by element, so that those that are alike are left alone. */
static dcoskube_status plan_elements(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t list) {
  const dk_yaml_doc *doc = plan->doc;
  dk_kc_shape shape = dk_kc_shape_of(patch->kind, slot);
  const char *at = patch->fields[slot].text, *end = at + patch->fields[slot].len;
  dcoskube_status status = DCOSKUBE_OK;
  for (uint32_t i = list + 1; i < doc->nodes[list].skip && status == DCOSKUBE_OK; i = doc->nodes[i].skip)
    status = at < end ? plan_element(plan, shape, i, &at) : dk_kc_remove_element(plan, list, i);
  if (status != DCOSKUBE_OK || at >= end)
    return status;
  size_t pos = dk_splice_behind(doc, doc->nodes[list].end, doc->nodes[list].column);
  dk_kc_layout layout = {0, 0, 0, 0, 0, dk_splice_line_end(doc, pos)};
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  while (at < end)
    dk_kc_put_element(&buf, doc->nodes[list].column, &layout, shape, &at);
  return dk_kc_put_lines(plan, pos, DK_SPLICE_ELEMENT, &buf);
}

static dcoskube_status plan_packed(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t key,
                                   uint32_t value) {
  if (dk_flow_is_bare(plan->doc, value) && !dk_yaml_is_empty(plan->doc, value))
    return dk_flow_replace(plan, patch, slot, 0, value);
  if (is_plain_list(plan->doc, value, dk_kc_shape_of(patch->kind, slot)))
    return plan_elements(plan, patch, slot, value);
  return rewrite(plan, patch, slot, key, value);
}

dcoskube_status dk_kc_plan_field(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t body) {
  uint32_t key, value;
  dcoskube_status status = dk_kc_own(plan, body, dk_kc_slot_name(patch->kind, slot), &key, &value);
  if (status != DCOSKUBE_OK || (!value && patch->fields[slot].state == DK_KC_DELETE))
    return status;
  if (patch->fields[slot].state == DK_KC_DELETE)
    return dk_kc_remove_pair(plan, key, value);
  if (!value)
    return plan_new_field(plan, patch, slot, body);
  if (dk_kc_is_packed(patch->kind, slot))
    return plan_packed(plan, patch, slot, key, value);
  return dk_kc_replace_scalar(plan, value, patch->fields[slot].text, patch->fields[slot].len,
                              dk_kc_is_flag(patch->kind, slot));
}

static int changes_exec(const dk_kc_patch *patch) {
  for (size_t i = DK_USER_EXEC_FIRST; i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state != DK_KC_KEEP)
      return 1;
  return 0;
}

/* `exec:` with nothing in it. */
static dcoskube_status fill_exec(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t key, uint32_t value) {
  dk_kc_layout layout = dk_kc_layout_of(plan->doc, patch->kind, plan->doc->nodes[value].end);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_kc_put_exec_body(&buf, plan->doc->nodes[key].column + layout.step, &layout, patch);
  return dk_kc_fill_value(plan, key, value, DK_SPLICE_INNER, &buf);
}

dcoskube_status dk_kc_plan_exec(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t body) {
  uint32_t key, value;
  if (!changes_exec(patch))
    return DCOSKUBE_OK;
  dcoskube_status status = dk_kc_own(plan, body, dk_kc_field(patch->kind, DK_USER_EXEC), &key, &value);
  if (status != DCOSKUBE_OK)
    return status;
  if (!value || patch->fields[DK_USER_EXEC].state == DK_KC_DELETE)
    return dk_kc_sets_exec(patch) ? plan_new_field(plan, patch, DK_USER_EXEC, body) : DCOSKUBE_OK;
  if (dk_kc_says_nothing(plan->doc, value))
    return dk_kc_sets_exec(patch) ? fill_exec(plan, patch, key, value) : DCOSKUBE_OK;
  if (plan->doc->nodes[value].style == DK_YAML_FLOW)
    return dk_flow_is_bare(plan->doc, value) ? dk_flow_fields(plan, patch, value, 1)
                                             : dk_kc_refuse(plan, value, "it has a tag");
  for (size_t i = DK_USER_EXEC_FIRST; i < DK_KC_SLOTS && status == DCOSKUBE_OK; i++)
    if (patch->fields[i].state != DK_KC_KEEP)
      status = dk_kc_plan_field(plan, patch, i, value);
  return status;
}
