/* SPDX-License-Identifier: Apache-2.0 */
/* Changes turned into the new text of a file, and the proof that it says what it should. */
#ifndef DK_KUBECONFIG_EDIT_H
#define DK_KUBECONFIG_EDIT_H

#include "kubeconfig/fields.h"
#include "kubeconfig/splice.h"
#include "kubeconfig/state.h"

/* A new text and its model, which borrows it. */
typedef struct dk_kc_edited {
  dk_bytes bytes;
  dk_kc_model model;
} dk_kc_edited;

/* The text of the file with the changes, verified; a plain copy when there are none for it. */
dcoskube_status dk_kc_edit(const dcoskube_kubeconfig *kc, size_t file, dk_kc_edited *out, dcoskube_error *err);
void dk_kc_edited_free(dk_kc_edited *edited);

/* Can what the operation recorded be written?  DCOSKUBE_OK or UNSUPPORTED with place and reason. */
dcoskube_status dk_kc_editable(const dcoskube_kubeconfig *kc, const dk_kc_undo *undo, dcoskube_error *err);

/* --- plan.c --- */
typedef struct dk_kc_plan {
  const dcoskube_kubeconfig *kc;
  size_t number; /* of the file */
  const dk_kc_file *file;
  const dk_yaml_doc *doc;
  dk_splices splices;
  dcoskube_error *err;
} dk_kc_plan;

/* Nothing can be written into this file at all: DCOSKUBE_ERR_UNSUPPORTED. */
dcoskube_status dk_kc_plan_file(dk_kc_plan *plan);
/* Splices for an entry that exists, for new ones of a kind, for current-context. */
dcoskube_status dk_kc_plan_patch(dk_kc_plan *plan, const dk_kc_patch *patch);
dcoskube_status dk_kc_plan_new(dk_kc_plan *plan, dk_kc_kind kind, const dk_kc_patch *const *patches, size_t count);
dcoskube_status dk_kc_plan_current(dk_kc_plan *plan, const char *name);
/* Is there no document yet, so that a whole one has to be made? */
int dk_kc_plan_is_empty(const dk_kc_plan *plan);
dcoskube_status dk_kc_plan_document(dk_kc_plan *plan, const dk_kc_patch *const *const *patches, const size_t *counts,
                                    const char *current);

/* Refuse with the place of a node and the reason. */
dcoskube_status dk_kc_refuse(dk_kc_plan *plan, uint32_t node, const char *why);
int dk_kc_has_comment(const dk_yaml_doc *doc, size_t start, size_t end);
/* The only pair of that key; *value is 0 if there is none. */
dcoskube_status dk_kc_own(dk_kc_plan *plan, uint32_t mapping, const char *name, uint32_t *key, uint32_t *value);
/* The list of a kind: *list is 0 if the document has none. */
dcoskube_status dk_kc_plan_list(dk_kc_plan *plan, dk_kc_kind kind, uint32_t *key, uint32_t *list);
int dk_kc_begins_line(const dk_yaml_doc *doc, uint32_t node);
int dk_kc_says_nothing(const dk_yaml_doc *doc, uint32_t node);
dcoskube_status dk_kc_replace_scalar(dk_kc_plan *plan, uint32_t node, const char *text, size_t len, int is_flag);
/* Whole lines at a place; refused where they would change a scalar that ends the text. */
dcoskube_status dk_kc_put_lines(dk_kc_plan *plan, size_t pos, dk_splice_rank rank, dk_buf *lines);
dcoskube_status dk_kc_remove_pair(dk_kc_plan *plan, uint32_t key, uint32_t value);
/* Lines below a key whose value says "nothing": null, [], {}. */
dcoskube_status dk_kc_fill_value(dk_kc_plan *plan, uint32_t key, uint32_t value, dk_splice_rank rank, dk_buf *lines);

/* --- plan_fields.c --- */
/* One field of a mapping, which is the entry's body or its exec. */
dcoskube_status dk_kc_plan_field(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t body);
dcoskube_status dk_kc_plan_exec(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t body);

/* --- plan_entry.c --- */
/* The new name of an entry; entries that go. */
dcoskube_status dk_kc_plan_name(dk_kc_plan *plan, const dk_kc_patch *patch, const dk_kc_item *item);
dcoskube_status dk_kc_plan_removal(dk_kc_plan *plan, dk_kc_kind kind, const char *name);
/* All entries of the kind have gone, and no new one comes; in a list in flow style: any have. */
dcoskube_status dk_kc_plan_no_entries(dk_kc_plan *plan, dk_kc_kind kind);
/* An element of a block list with the comments in it, and no other. */
dcoskube_status dk_kc_remove_element(dk_kc_plan *plan, uint32_t list, uint32_t element);

/* --- layout.c --- */
/* The habits of a file: columns of lists, elements, bodies. */
typedef struct dk_kc_layout {
  uint32_t root;   /* the column of the keys of the document */
  uint32_t dash;   /* of "-" */
  uint32_t item;   /* of the keys of an element */
  uint32_t step;   /* how much deeper its body is */
  int name_first;  /* is `name` before the body? */
  const char *end; /* the line end */
} dk_kc_layout;

/* As the list of that kind is laid out, else the other lists, else as kubectl does; for lines put in at pos. */
dk_kc_layout dk_kc_layout_of(const dk_yaml_doc *doc, dk_kc_kind kind, size_t pos);
/* The lines of a new element, and of "key: value" at a column. */
void dk_kc_put_item(dk_buf *buf, const dk_kc_layout *layout, const dk_kc_patch *patch);
void dk_kc_put_body(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch);
void dk_kc_put_field(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch, size_t slot);
void dk_kc_put_exec(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch);
void dk_kc_put_exec_body(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, const dk_kc_patch *patch);
/* One element of a packed list or of packed pairs; *at steps over it. */
void dk_kc_put_element(dk_buf *buf, uint32_t column, const dk_kc_layout *layout, dk_kc_shape shape, const char **at);
void dk_kc_put_pair(dk_buf *buf, uint32_t column, const char *end, const char *key, const char *text, size_t len,
                    int is_flag);
void dk_kc_put_blanks(dk_buf *buf, size_t count);
/* The column of a block mapping's keys, or of the `?` before them. */
uint32_t dk_kc_map_column(const dk_yaml_doc *doc, uint32_t mapping);
/* The pair of that key which the mapping itself holds; *count tells how often it does. */
void dk_kc_own_pair(const dk_yaml_doc *doc, uint32_t mapping, const char *name, uint32_t *key, uint32_t *value,
                    size_t *count);

/* --- verify.c --- */
/* Does the new text say what the old one did, but for the changes, and is the rest written as it was? */
dcoskube_status dk_kc_verify(const dcoskube_kubeconfig *kc, size_t file, const dk_kc_model *now, dcoskube_error *err);

#endif
