/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kubeconfig/edit.h"

#define STEP 2

void dk_kc_own_pair(const dk_yaml_doc *doc, uint32_t mapping, const char *name, uint32_t *key, uint32_t *value,
                    size_t *count) {
  *count = 0;
  *key = *value = 0;
  if (doc->nodes[mapping].kind != DK_YAML_MAPPING)
    return;
  for (uint32_t k = mapping + 1; k < doc->nodes[mapping].skip;) {
    uint32_t v = doc->nodes[k].skip;
    if (dk_yaml_is_text(doc, k, name)) {
      *key = k;
      *value = v;
      ++*count;
    }
    k = doc->nodes[v].skip;
  }
}

uint32_t dk_kc_map_column(const dk_yaml_doc *doc, uint32_t mapping) {
  const dk_yaml_node *n = &doc->nodes[mapping];
  int moved = n->flags & DK_YAML_ANCHOR || n->tag != DK_YAML_TAG_NONE; /* then it begins with that */
  return doc->nodes[moved ? mapping + 1 : mapping].column;
}

/* A block collection whose column is that of its first token. */
static int is_plain_block(const dk_yaml_doc *doc, uint32_t node, dk_yaml_kind kind) {
  const dk_yaml_node *n = &doc->nodes[node];
  return n->kind == kind && n->style == DK_YAML_BLOCK && !(n->flags & DK_YAML_ANCHOR) && n->tag == DK_YAML_TAG_NONE;
}

/* The last element of a list that shows how the file lays them out. */
static uint32_t sample(const dk_yaml_doc *doc, uint32_t list) {
  uint32_t found = 0;
  for (uint32_t i = list + 1; i < doc->nodes[list].skip; i = doc->nodes[i].skip)
    if (is_plain_block(doc, i, DK_YAML_MAPPING))
      found = i;
  return found;
}

static void learn_item(const dk_yaml_doc *doc, dk_kc_kind kind, uint32_t item, dk_kc_layout *layout) {
  uint32_t key, value;
  size_t count;
  if (doc->nodes[item].column >= layout->dash + STEP) /* less goes only below a dash on a line of its own */
    layout->item = doc->nodes[item].column;
  layout->name_first = dk_yaml_is_text(doc, item + 1, "name");
  dk_kc_own_pair(doc, item, dk_kc_body_key(kind), &key, &value, &count);
  if (count == 1 && is_plain_block(doc, value, DK_YAML_MAPPING) && doc->nodes[value].column > doc->nodes[item].column)
    layout->step = doc->nodes[value].column - doc->nodes[item].column;
}

static int learn(const dk_yaml_doc *doc, dk_kc_kind kind, dk_kc_layout *layout) {
  uint32_t key, list;
  size_t count;
  dk_kc_own_pair(doc, 0, dk_kc_list_key(kind), &key, &list, &count);
  if (count != 1 || !is_plain_block(doc, list, DK_YAML_SEQUENCE))
    return 0;
  layout->dash = doc->nodes[list].column;
  layout->item = layout->dash + STEP;
  uint32_t item = sample(doc, list);
  if (item)
    learn_item(doc, kind, item, layout);
  return 1;
}

dk_kc_layout dk_kc_layout_of(const dk_yaml_doc *doc, dk_kc_kind kind, size_t pos) {
  dk_kc_layout layout = {0, 0, STEP, STEP, kind == DK_KC_USER, dk_splice_line_end(doc, pos)};
  if (doc->nodes[0].kind != DK_YAML_MAPPING || dk_yaml_is_empty(doc, 0))
    return layout;
  layout.root = layout.dash = dk_kc_map_column(doc, 0);
  layout.item = layout.dash + STEP;
  if (learn(doc, kind, &layout))
    return layout;
  int name_first = layout.name_first, known = 0;
  for (int other = 0; other < DK_KC_KINDS && !known; other++) {
    known = learn(doc, (dk_kc_kind)other, &layout);
    /* kubectl sorts keys by name, so that `user` differs from the others; a file that always begins with names does not
     */
    if (known)
      layout.name_first = layout.name_first && (other != DK_KC_USER || name_first) ? 1 : name_first;
  }
  return layout;
}

void dk_kc_put_blanks(dk_buf *buf, size_t count) {
  while (count-- > 0)
    dk_buf_char(buf, ' ');
}

void dk_kc_put_pair(dk_buf *buf, uint32_t column, const char *end, const char *key, const char *text, size_t len,
                    int is_flag) {
  dk_kc_put_blanks(buf, column);
  dk_buf_str(buf, key);
  dk_buf_str(buf, ": ");
  if (is_flag)
    dk_buf_add(buf, text, len);
  else
    dk_yaml_put_scalar(buf, text, len, DK_YAML_PLAIN);
  dk_buf_str(buf, end);
}

/* "key:" and below it what is deeper. */
static void put_key(dk_buf *buf, uint32_t column, const char *end, const char *key) {
  dk_kc_put_blanks(buf, column);
  dk_buf_str(buf, key);
  dk_buf_str(buf, ":");
  dk_buf_str(buf, end);
}

/* One element of a packed list or of packed pairs; *at steps over it. */
void dk_kc_put_element(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, dk_kc_shape shape, const char **at) {
  size_t len = strlen(*at);
  dk_kc_put_blanks(buf, column);
  dk_buf_str(buf, "- ");
  if (shape == DK_KC_ENV)
    dk_kc_put_pair(buf, 0, layout->end, "name", *at, len, 0);
  else {
    dk_yaml_put_scalar(buf, *at, len, DK_YAML_PLAIN);
    dk_buf_str(buf, layout->end);
  }
  *at += len + 1;
  if (shape != DK_KC_ENV)
    return;
  len = strlen(*at);
  dk_kc_put_pair(buf, column + STEP, layout->end, "value", *at, len, 0);
  *at += len + 1;
}

/* Lists of one key behind another. */
static void put_extra(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const char *text, size_t len) {
  const char *last = NULL;
  for (const char *at = text; at < text + len;) {
    const char *key = at;
    at += strlen(at) + 1;
    if (!last || strcmp(last, key) != 0) {
      dk_kc_put_blanks(buf, column);
      dk_yaml_put_scalar(buf, key, strlen(key), DK_YAML_PLAIN);
      dk_buf_str(buf, ":");
      dk_buf_str(buf, layout->end);
    }
    dk_kc_put_element(buf, column + layout->dash - layout->root, layout, DK_KC_LIST, &at);
    last = key;
  }
}

void dk_kc_put_field(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch, size_t slot) {
  dk_kc_shape shape = dk_kc_shape_of(patch->kind, slot);
  const char *name = dk_kc_slot_name(patch->kind, slot), *text = patch->fields[slot].text;
  size_t len = patch->fields[slot].len;
  if (shape == DK_KC_TEXT || shape == DK_KC_FLAG) {
    dk_kc_put_pair(buf, column, layout->end, name, text, len, shape == DK_KC_FLAG);
    return;
  }
  put_key(buf, column, layout->end, name);
  if (shape == DK_KC_EXTRA)
    put_extra(buf, column + layout->step, layout, text, len);
  else
    for (const char *at = text; at < text + len;)
      dk_kc_put_element(buf, column + layout->dash - layout->root, layout, shape, &at);
}

void dk_kc_put_exec_body(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch) {
  for (size_t i = DK_USER_EXEC_FIRST; i < DK_KC_SLOTS; i++)
    if (patch->fields[i].state == DK_KC_SET)
      dk_kc_put_field(buf, column, layout, patch, i);
}

void dk_kc_put_exec(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch) {
  put_key(buf, column, layout->end, dk_kc_field(patch->kind, DK_USER_EXEC));
  dk_kc_put_exec_body(buf, column + layout->step, layout, patch);
}

void dk_kc_put_body(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch) {
  for (size_t i = 0; dk_kc_field(patch->kind, i); i++)
    if (patch->fields[i].state == DK_KC_SET)
      dk_kc_put_field(buf, column, layout, patch, i);
    else if (patch->kind == DK_KC_USER && i == DK_USER_EXEC && dk_kc_sets_exec(patch))
      dk_kc_put_exec(buf, column, layout, patch);
}

/* "- " or its blanks before a key of an element. */
static void put_margin(dk_buf *buf, const dk_kc_layout *layout, int first) {
  if (!first) {
    dk_kc_put_blanks(buf, layout->item);
    return;
  }
  dk_kc_put_blanks(buf, layout->dash);
  dk_buf_char(buf, '-');
  dk_kc_put_blanks(buf, layout->item - layout->dash - 1);
}

static void put_named_body(dk_buf *buf, const dk_kc_layout *layout, const dk_kc_patch *patch, int first) {
  put_margin(buf, layout, first);
  dk_buf_str(buf, dk_kc_body_key(patch->kind));
  dk_buf_str(buf, dk_kc_sets_any(patch) ? ":" : ": {}");
  dk_buf_str(buf, layout->end);
  dk_kc_put_body(buf, layout->item + layout->step, layout, patch);
}

static void put_name(dk_buf *buf, const dk_kc_layout *layout, const dk_kc_patch *patch, int first) {
  put_margin(buf, layout, first);
  dk_kc_put_pair(buf, 0, layout->end, "name", patch->name, strlen(patch->name), 0);
}

void dk_kc_put_item(dk_buf *buf, const dk_kc_layout *layout, const dk_kc_patch *patch) {
  if (layout->name_first)
    put_name(buf, layout, patch, 1);
  put_named_body(buf, layout, patch, !layout->name_first);
  if (!layout->name_first)
    put_name(buf, layout, patch, 0);
}
