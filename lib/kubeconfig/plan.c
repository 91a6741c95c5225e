/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what is recorded to splices.  What cannot be changed without touching
 * what is not ours is refused with the place and the reason.
 */
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/flow.h"

#define TEXT_MAX DK_YAML_TEXT_MAX

dcoskube_status dk_kc_refuse(dk_kc_plan *plan, uint32_t node, const char *why) {
  const dk_yaml_node *n = &plan->doc->nodes[node];
  dcoskube_status status = dk_fail_at(plan->err, DCOSKUBE_ERR_UNSUPPORTED, plan->file->path, n->line, n->column + 1,
                                      "cannot be edited in this form: %s", why);
  dk_error_set_remedy(plan->err, "change it by hand there; the file was not touched");
  return status;
}

int dk_kc_plan_is_empty(const dk_kc_plan *plan) {
  return dk_yaml_type_of(plan->doc, 0) == DK_YAML_NULL || dk_yaml_is_empty(plan->doc, 0);
}

int dk_kc_has_comment(const dk_yaml_doc *doc, size_t start, size_t end) {
  return start < end && memchr(doc->text + start, '#', end - start) != NULL;
}

static dcoskube_status refuse_document(dk_kc_plan *plan) {
  dcoskube_status status =
      dk_fail_at(plan->err, DCOSKUBE_ERR_UNSUPPORTED, plan->file->path, plan->file->model.other_line, 1,
                 "cannot be edited in this form: another document has clusters, users or contexts, too");
  dk_error_set_remedy(plan->err, "kubectl reads the first document: move the other into a file of its own");
  return status;
}

dcoskube_status dk_kc_plan_file(dk_kc_plan *plan) {
  const dk_yaml_node *root = &plan->doc->nodes[0];
  if (plan->file->is_null)
    return dk_kc_refuse(plan, 0, "it is the null device");
  if (plan->doc->is_recoded && plan->file->bytes.len % 2)
    return dk_kc_refuse(plan, 0, "it is UTF-16 with half a character at its end");
  if (plan->file->model.other_line)
    return refuse_document(plan);
  if (dk_kc_plan_is_empty(plan))
    return root->flags & DK_YAML_ANCHOR || dk_kc_has_comment(plan->doc, root->start, root->end)
               ? dk_kc_refuse(plan, 0, "the empty document has an anchor or a comment within it")
               : DCOSKUBE_OK;
  return root->style == DK_YAML_FLOW && !dk_flow_is_bare(plan->doc, 0)
             ? dk_kc_refuse(plan, 0, "the document has an anchor or a tag")
             : DCOSKUBE_OK;
}

/* The only pair of that key; *value is 0 if there is none. */
dcoskube_status dk_kc_own(dk_kc_plan *plan, uint32_t mapping, const char *name, uint32_t *key, uint32_t *value) {
  size_t count;
  dk_kc_own_pair(plan->doc, mapping, name, key, value, &count);
  return count > 1 ? dk_kc_refuse(plan, *key, "the key stands there twice") : DCOSKUBE_OK;
}

static int has_merge(const dk_yaml_doc *doc, uint32_t mapping) {
  uint32_t key, value;
  size_t count;
  dk_kc_own_pair(doc, mapping, "<<", &key, &value, &count);
  return count > 0;
}

/* Is all before the node on its line blank? */
int dk_kc_begins_line(const dk_yaml_doc *doc, uint32_t node) {
  for (size_t i = dk_splice_line_start(doc, doc->nodes[node].start); i < doc->nodes[node].start; i++)
    if (doc->text[i] != ' ')
      return 0;
  return 1;
}

/* An absent value that does not even follow a colon (`? key` alone). */
static int has_no_colon(const dk_yaml_doc *doc, uint32_t value) {
  const dk_yaml_node *n = &doc->nodes[value];
  return n->start == n->end && (n->start == 0 || doc->text[n->start - 1] != ':');
}

/* The quotes of what takes its place: its own unless it was empty; in flow style a quoted key shows that it is JSON. */
static dk_yaml_style quotes_for(const dk_yaml_doc *doc, uint32_t node) {
  const dk_yaml_node *n = &doc->nodes[node];
  if (n->flags & DK_YAML_IN_FLOW && doc->nodes[node - 1].style == DK_YAML_DOUBLE)
    return DK_YAML_DOUBLE;
  int keep = n->len > 0 && (n->style == DK_YAML_SINGLE || n->style == DK_YAML_DOUBLE);
  return keep ? (dk_yaml_style)n->style : DK_YAML_PLAIN;
}

static void put_text(dk_buf *buf, const dk_yaml_doc *doc, uint32_t node, const char *text, size_t len) {
  if (doc->nodes[node].flags & DK_YAML_IN_FLOW)
    dk_yaml_put_flow_scalar(buf, text, len, quotes_for(doc, node));
  else
    dk_yaml_put_scalar(buf, text, len, quotes_for(doc, node));
}

/* Where the text of a scalar is; one that is absent has a place behind its key. */
static size_t text_start(const dk_yaml_doc *doc, uint32_t node, dk_buf *buf) {
  const dk_yaml_node *n = &doc->nodes[node];
  int has_colon = 1;
  if (n->start < n->end)
    return n->start;
  size_t pos = n->flags & DK_YAML_IN_FLOW ? dk_flow_pair_end(doc, node - 1, &has_colon) : n->start;
  dk_buf_str(buf, has_colon ? " " : ": ");
  return pos;
}

/* New text for a scalar that stands there. */
dcoskube_status dk_kc_replace_scalar(dk_kc_plan *plan, uint32_t node, const char *text, size_t len, int is_flag) {
  const dk_yaml_node *n = &plan->doc->nodes[node];
  int block = n->style == DK_YAML_LITERAL || n->style == DK_YAML_FOLDED;
  if (n->kind == DK_YAML_ALIAS || n->flags & DK_YAML_ANCHOR)
    return dk_kc_refuse(plan, node, "the value has an anchor or is an alias");
  if (n->kind != DK_YAML_SCALAR || has_no_colon(plan->doc, node))
    return dk_kc_refuse(plan, node, "the value is no scalar");
  if (block && dk_kc_has_comment(plan->doc, n->start, dk_splice_next_line(plan->doc, n->start)))
    return dk_kc_refuse(plan, node, "a comment stands within the value");
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  size_t start = text_start(plan->doc, node, &buf), end = n->end > start ? n->end : start;
  if (is_flag)
    dk_buf_add(&buf, text, len);
  else
    put_text(&buf, plan->doc, node, text, len);
  if (n->flags & DK_YAML_KEEP) /* its last line end is not ours */
    while (end > n->start && strchr("\r\n", plan->doc->text[end - 1]))
      end--;
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &buf, plan->err);
}

/*
 * Whole lines at pos.  Behind a block scalar that ends with the text, without a
 * line end, they would give it one: its value would not be the same.
 */
dcoskube_status dk_kc_put_lines(dk_kc_plan *plan, size_t pos, dk_splice_rank rank, dk_buf *lines) {
  uint32_t last = (uint32_t)plan->doc->count - 1;
  const dk_yaml_node *n = &plan->doc->nodes[last];
  if (pos != plan->doc->len || (n->style != DK_YAML_LITERAL && n->style != DK_YAML_FOLDED) ||
      dk_splice_line_start(plan->doc, pos) == pos)
    return dk_splice_add(&plan->splices, pos, pos, rank, lines, plan->err);
  dk_buf_free_secret(lines);
  return dk_kc_refuse(plan, last, "the text ends in a block scalar without a line end");
}

dcoskube_status dk_kc_remove_pair(dk_kc_plan *plan, uint32_t key, uint32_t value) {
  dk_buf none;
  dk_buf_init(&none, TEXT_MAX);
  if (!dk_kc_begins_line(plan->doc, key))
    return dk_kc_refuse(plan, key, "the field does not stand on a line of its own");
  size_t start = dk_splice_line_start(plan->doc, plan->doc->nodes[key].start);
  size_t end = dk_splice_next_line(plan->doc, plan->doc->nodes[value].end);
  return dk_splice_add(&plan->splices, start, end, DK_SPLICE_INLINE, &none, plan->err);
}

/* Lines below a key whose value says "nothing": null, [], {}. */
dcoskube_status dk_kc_fill_value(dk_kc_plan *plan, uint32_t key, uint32_t value, dk_splice_rank rank, dk_buf *lines) {
  const dk_yaml_node *n = &plan->doc->nodes[value];
  dk_buf none;
  dk_buf_init(&none, TEXT_MAX);
  dcoskube_status status = DCOSKUBE_OK;
  if (n->kind == DK_YAML_ALIAS || n->flags & DK_YAML_ANCHOR)
    status = dk_kc_refuse(plan, value, "the value has an anchor or is an alias");
  else if (has_no_colon(plan->doc, value))
    status = dk_kc_refuse(plan, key, "the key has no colon");
  else if (dk_kc_has_comment(plan->doc, plan->doc->nodes[key].end, n->end))
    status = dk_kc_refuse(plan, value, "a comment stands between the key and its empty value");
  else if (n->start < n->end) {
    size_t start = n->start;
    while (start > plan->doc->nodes[key].end && strchr(" \t\r\n", plan->doc->text[start - 1]))
      start--;
    if (n->end < plan->doc->len && plan->doc->text[n->end] == '#') /* `[]#` is a comment, `:#` is none */
      dk_buf_char(&none, ' ');
    status = dk_splice_add(&plan->splices, start, n->end, DK_SPLICE_INLINE, &none, plan->err);
  }
  size_t pos = dk_splice_next_line(plan->doc, n->end);
  if (status == DCOSKUBE_OK)
    return dk_kc_put_lines(plan, pos, rank, lines);
  dk_buf_free_secret(lines);
  return status;
}

int dk_kc_says_nothing(const dk_yaml_doc *doc, uint32_t node) {
  return dk_yaml_type_of(doc, node) == DK_YAML_NULL || dk_yaml_is_empty(doc, node);
}

/* Does what takes the place of nothing have to be in flow style: within brackets, or behind a comment? */
static int wants_flow(const dk_yaml_doc *doc, uint32_t key, uint32_t value) {
  const dk_yaml_node *n = &doc->nodes[value];
  return n->flags & DK_YAML_IN_FLOW || (n->start < n->end && dk_kc_has_comment(doc, doc->nodes[key].end, n->end));
}

/* The element has no body, or an empty one. */
static dcoskube_status plan_body(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t item, uint32_t key,
                                 uint32_t value) {
  dk_kc_layout layout = dk_kc_layout_of(plan->doc, patch->kind, plan->doc->nodes[item].end);
  uint32_t column = dk_kc_map_column(plan->doc, item);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  if (!dk_kc_sets_any(patch))
    return DCOSKUBE_OK;
  if (plan->doc->nodes[item].style == DK_YAML_FLOW || (value && wants_flow(plan->doc, key, value)))
    return dk_flow_new_body(plan, patch, item, value ? key : 0);
  if (!value) {
    dk_kc_put_blanks(&buf, column);
    dk_buf_printf(&buf, "%s:%s", dk_kc_body_key(patch->kind), layout.end);
  }
  dk_kc_put_body(&buf, column + layout.step, &layout, patch);
  if (value)
    return dk_kc_fill_value(plan, key, value, DK_SPLICE_FIELD, &buf);
  size_t pos = dk_splice_behind(plan->doc, plan->doc->nodes[item].end, column);
  return dk_kc_put_lines(plan, pos, DK_SPLICE_BODY, &buf);
}

/* The list of a kind: *list is 0 if the document has none. */
dcoskube_status dk_kc_plan_list(dk_kc_plan *plan, dk_kc_kind kind, uint32_t *key, uint32_t *list) {
  dcoskube_status status = dk_kc_own(plan, 0, dk_kc_list_key(kind), key, list);
  if (status != DCOSKUBE_OK)
    return status;
  if (!*list)
    return has_merge(plan->doc, 0) ? dk_kc_refuse(plan, 0, "the document has a merge key") : DCOSKUBE_OK;
  const dk_yaml_node *n = &plan->doc->nodes[*list];
  if (n->kind == DK_YAML_ALIAS || n->flags & DK_YAML_ANCHOR)
    return dk_kc_refuse(plan, *list, "the list has an anchor or is an alias");
  if (n->kind == DK_YAML_SEQUENCE && n->style == DK_YAML_FLOW && !dk_flow_is_bare(plan->doc, *list))
    return dk_kc_refuse(plan, *list, "the list has a tag");
  return DCOSKUBE_OK;
}

static int changes_fields(const dk_kc_patch *patch) {
  for (size_t i = 0; i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state != DK_KC_KEEP)
      return 1;
  return 0;
}

static dcoskube_status plan_fields(dk_kc_plan *plan, const dk_kc_patch *patch, const dk_kc_item *item) {
  uint32_t key, value, reference = dk_yaml_find_reference(plan->doc, item->node);
  if (reference)
    return dk_kc_refuse(plan, reference, "an anchor or alias stands in the entry");
  dcoskube_status status = dk_kc_own(plan, item->node, dk_kc_body_key(patch->kind), &key, &value);
  if (status != DCOSKUBE_OK)
    return status;
  if (!value || dk_kc_says_nothing(plan->doc, value))
    return plan_body(plan, patch, item->node, key, value);
  if (plan->doc->nodes[value].style == DK_YAML_FLOW)
    return dk_flow_is_bare(plan->doc, value) ? dk_flow_fields(plan, patch, value, 0)
                                             : dk_kc_refuse(plan, value, "the entry has a tag");
  for (size_t i = 0; dk_kc_field(patch->kind, i) && status == DCOSKUBE_OK; i++)
    if (patch->fields[i].state != DK_KC_KEEP)
      status = dk_kc_plan_field(plan, patch, i, value);
  return status == DCOSKUBE_OK && patch->kind == DK_KC_USER ? dk_kc_plan_exec(plan, patch, value) : status;
}

dcoskube_status dk_kc_plan_patch(dk_kc_plan *plan, const dk_kc_patch *patch) {
  uint32_t key, value;
  const char *name = dk_kc_origin(patch);
  dcoskube_status status = dk_kc_plan_list(plan, patch->kind, &key, &value);
  if (status != DCOSKUBE_OK)
    return status;
  const dk_kc_item *item = dk_kc_model_find(&plan->file->model, patch->kind, name, strlen(name));
  if (!item || !value)
    return dk_fail(plan->err, DCOSKUBE_ERR_INTERNAL, plan->file->path, "the entry is not in its file");
  const dk_yaml_node *n = &plan->doc->nodes[item->node];
  if (n->style == DK_YAML_FLOW && !(n->flags & DK_YAML_ANCHOR) && !dk_flow_is_bare(plan->doc, item->node))
    return dk_kc_refuse(plan, item->node, "the entry has a tag, or no braces");
  if (strcmp(name, patch->name) != 0)
    status = dk_kc_plan_name(plan, patch, item);
  return status == DCOSKUBE_OK && changes_fields(patch) ? plan_fields(plan, patch, item) : status;
}

/* In block style: the list is there, or says nothing, or comes with its key. */
static dcoskube_status plan_new_lines(dk_kc_plan *plan, dk_kc_kind kind, uint32_t key, uint32_t list,
                                      const dk_kc_patch *const *patches, size_t count) {
  size_t end = plan->doc->nodes[list].end; /* of the root if there is no list */
  dk_kc_layout layout = dk_kc_layout_of(plan->doc, kind, dk_splice_next_line(plan->doc, end));
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  if (!list) {
    dk_kc_put_blanks(&buf, layout.root);
    dk_buf_printf(&buf, "%s:%s", dk_kc_list_key(kind), layout.end);
  }
  if (!list || !dk_flow_put_like(&buf, plan->doc, list, &layout, patches, count))
    for (size_t i = 0; i < count; i++)
      dk_kc_put_item(&buf, &layout, patches[i]);
  if (list && dk_kc_says_nothing(plan->doc, list))
    return dk_kc_fill_value(plan, key, list, DK_SPLICE_ITEM, &buf);
  size_t pos = dk_splice_behind(plan->doc, end, list ? layout.dash : layout.root);
  return dk_kc_put_lines(plan, pos, list ? DK_SPLICE_ITEM : DK_SPLICE_TOP, &buf);
}

dcoskube_status dk_kc_plan_new(dk_kc_plan *plan, dk_kc_kind kind, const dk_kc_patch *const *patches, size_t count) {
  uint32_t key, list;
  dcoskube_status status = dk_kc_plan_list(plan, kind, &key, &list);
  if (status != DCOSKUBE_OK)
    return status;
  if (list && !dk_kc_says_nothing(plan->doc, list) && plan->doc->nodes[list].style == DK_YAML_FLOW)
    return dk_flow_list(plan, kind, list, patches, count);
  if (list ? dk_kc_says_nothing(plan->doc, list) && wants_flow(plan->doc, key, list)
           : plan->doc->nodes[0].style == DK_YAML_FLOW)
    return dk_flow_new_list(plan, kind, list ? key : 0, patches, count);
  return plan_new_lines(plan, kind, key, list, patches, count);
}

dcoskube_status dk_kc_plan_current(dk_kc_plan *plan, const char *name) {
  uint32_t key, value;
  dcoskube_status status = dk_kc_own(plan, 0, "current-context", &key, &value);
  if (status != DCOSKUBE_OK)
    return status;
  if (value)
    return dk_kc_replace_scalar(plan, value, name, strlen(name), 0);
  if (has_merge(plan->doc, 0))
    return dk_kc_refuse(plan, 0, "the document has a merge key");
  if (plan->doc->nodes[0].style == DK_YAML_FLOW)
    return dk_flow_new_text(plan, 0, "current-context", name);
  uint32_t column = dk_kc_map_column(plan->doc, 0);
  size_t pos = dk_splice_behind(plan->doc, plan->doc->nodes[0].end, column);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  dk_kc_put_pair(&buf, column, dk_splice_line_end(plan->doc, pos), "current-context", name, strlen(name), 0);
  return dk_kc_put_lines(plan, pos, DK_SPLICE_TOP, &buf);
}

/* A whole kubeconfig, as kubectl lays it out. */
static void put_document(dk_buf *buf, const dk_kc_layout *layout, const dk_kc_patch *const *const *patches,
                         const size_t *counts, const char *current) {
  dk_kc_put_pair(buf, 0, layout->end, "apiVersion", "v1", 2, 0);
  for (int kind = 0; kind < DK_KC_KINDS; kind++) {
    dk_kc_layout own_layout = *layout;
    own_layout.name_first = kind == DK_KC_USER;
    if (kind == DK_KC_USER) { /* by name, as kubectl sorts the keys */
      dk_kc_put_pair(buf, 0, layout->end, "current-context", current, strlen(current), 0);
      dk_kc_put_pair(buf, 0, layout->end, "kind", "Config", 6, 0);
      dk_buf_printf(buf, "preferences: {}%s", layout->end);
    }
    dk_buf_printf(buf, "%s:%s%s", dk_kc_list_key((dk_kc_kind)kind), counts[kind] ? "" : " null", layout->end);
    for (size_t i = 0; i < counts[kind]; i++)
      dk_kc_put_item(buf, &own_layout, patches[kind][i]);
  }
}

dcoskube_status dk_kc_plan_document(dk_kc_plan *plan, const dk_kc_patch *const *const *patches, const size_t *counts,
                                    const char *current) {
  const dk_yaml_node *root = &plan->doc->nodes[0];
  if (root->style == DK_YAML_FLOW)
    return dk_flow_document(plan, patches, counts, current ? current : "");
  int is_explicit = root->start < root->end; /* `null` `null` stands there: it goes, and its line stays */
  size_t pos = is_explicit ? root->start : plan->doc->body_end;
  dk_kc_layout layout = dk_kc_layout_of(plan->doc, DK_KC_CLUSTER, pos);
  dk_buf buf;
  dk_buf_init(&buf, TEXT_MAX);
  if (is_explicit && dk_splice_line_start(plan->doc, pos) != pos)
    dk_buf_str(&buf, layout.end);
  put_document(&buf, &layout, patches, counts, current ? current : "");
  if (!is_explicit)
    return dk_kc_put_lines(plan, pos, DK_SPLICE_TOP, &buf);
  if (buf.status == DCOSKUBE_OK)
    buf.len -= strlen(layout.end);
  if (root->end < plan->doc->len && plan->doc->text[root->end] == '#')
    dk_buf_char(&buf, ' ');
  return dk_splice_add(&plan->splices, root->start, root->end, DK_SPLICE_INLINE, &buf, plan->err);
}
