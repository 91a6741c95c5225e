/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Edits in flow style, JSON included: what is put in is written as the file
 * writes it, so that JSON stays JSON, one line stays one line, and a list with
 * an element a line stays one.
 */
#ifndef DK_KUBECONFIG_FLOW_H
#define DK_KUBECONFIG_FLOW_H

#include "kubeconfig/edit.h"

#define DK_FLOW_LEVELS 8 /* deeper ones are as the last */

/* The habits of a flow collection and of what is in it. */
typedef struct dk_flow {
  dk_yaml_style keys;        /* plain or quoted */
  dk_yaml_style strings;     /* the same for values that are strings; quoted in JSON */
  dk_span colon;             /* between key and value */
  dk_span blank;             /* behind a comma, on one line */
  dk_span pad[2];            /* within [ ] and { }, on one line */
  int lines[DK_FLOW_LEVELS]; /* a line for each child: of the collection, of its children, ... */
  dk_span base;              /* what the line of the opening bracket begins with */
  dk_span unit;              /* by which each level is deeper */
  const char *end;           /* the line end */
} dk_flow;

/* Writes values below a collection of those habits. */
typedef struct dk_flow_writer {
  dk_buf *buf;
  const dk_flow *flow;
  uint32_t depth; /* 1: children of the collection itself */
  int first;      /* of its siblings: no comma before it */
  int outermost;  /* nothing was written yet: what stands before it is not ours */
  int is_map;     /* what was opened last */
} dk_flow_writer;

/* --- flow_style.c --- */
/* The habits of a collection that is not empty. */
void dk_flow_learn(const dk_yaml_doc *doc, uint32_t node, dk_flow *out);
/* Those of one line in a file in block style, and of a JSON document that begins with us. */
dk_flow dk_flow_plain(void);
dk_flow dk_flow_json(const char *line_end);

/* At a child of the collection (depth 1), or at the collection itself (0). */
dk_flow_writer dk_flow_begin(dk_buf *buf, const dk_flow *flow, uint32_t depth);
/* What stands between two children. */
void dk_flow_comma(dk_flow_writer *w);
void dk_flow_open(dk_flow_writer *w, char bracket);
void dk_flow_close(dk_flow_writer *w, char bracket);
void dk_flow_key(dk_flow_writer *w, const char *key);
void dk_flow_element(dk_flow_writer *w); /* before an element of a list */
void dk_flow_string(dk_flow_writer *w, const char *text, size_t len);
void dk_flow_word(dk_flow_writer *w, const char *word); /* true, null */

/* --- flow_edit.c --- */
/* Is it a flow collection between its brackets, without tag and anchor? */
int dk_flow_is_bare(const dk_yaml_doc *doc, uint32_t node);
/* Where a pair ends; its value may be absent.  *has_colon: is there one? */
size_t dk_flow_pair_end(const dk_yaml_doc *doc, uint32_t key, int *has_colon);
/* Change a collection that is not empty: children for which gone() is true go, `added` comes behind the others. */
typedef int (*dk_flow_gone)(const void *data, size_t index, uint32_t child);
dcoskube_status dk_flow_change(dk_kc_plan *plan, uint32_t node, const dk_flow *flow, dk_flow_gone gone,
                               const void *data, dk_buf *added);
/* Put text (brackets included) in the place of a value that says nothing, or is absent. */
dcoskube_status dk_flow_fill(dk_kc_plan *plan, uint32_t key, dk_buf *text);

/* --- flow_entry.c --- */
void dk_flow_put_item(dk_flow_writer *w, const dk_kc_patch *patch, int name_first);
/* New elements of a block list whose last one is in flow style, as that is; 0: it is not. */
int dk_flow_put_like(dk_buf *buf, const dk_yaml_doc *doc, uint32_t list, const dk_kc_layout *layout,
                     const dk_kc_patch *const *patches, size_t count);
void dk_flow_put_body(dk_flow_writer *w, const dk_kc_patch *patch);
/* Are the entries of that kind in a list in flow style? */
int dk_flow_holds(const dk_kc_plan *plan, dk_kc_kind kind);
/* A list of a kind that is not empty: entries that go and new ones. */
dcoskube_status dk_flow_list(dk_kc_plan *plan, dk_kc_kind kind, uint32_t list, const dk_kc_patch *const *patches,
                             size_t count);
/* A list, or the body of an entry, whose key says nothing; key 0: there is none, and one more pair comes. */
dcoskube_status dk_flow_new_list(dk_kc_plan *plan, dk_kc_kind kind, uint32_t key, const dk_kc_patch *const *patches,
                                 size_t count);
dcoskube_status dk_flow_new_body(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t item, uint32_t key);
/* One more pair of a mapping that is not empty. */
dcoskube_status dk_flow_new_text(dk_kc_plan *plan, uint32_t mapping, const char *name, const char *text);
/* The fields of a body, or of exec, that is not empty. */
dcoskube_status dk_flow_fields(dk_kc_plan *plan, const dk_kc_patch *patch, uint32_t mapping, int in_exec);
/* A field's value that is there, whatever it was; mapping is what holds it. */
dcoskube_status dk_flow_replace(dk_kc_plan *plan, const dk_kc_patch *patch, size_t slot, uint32_t mapping,
                                uint32_t value);
/* A whole kubeconfig in the place of `{}`: as JSON. */
dcoskube_status dk_flow_document(dk_kc_plan *plan, const dk_kc_patch *const *const *patches, const size_t *counts,
                                 const char *current);

#endif
