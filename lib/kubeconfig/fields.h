/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shapes of fields, and how a value of each is kept: a scalar as its text,
 * a list as its elements with a NUL behind each, pairs as key and value so.
 */
#ifndef DK_KUBECONFIG_FIELDS_H
#define DK_KUBECONFIG_FIELDS_H

#include <dcoskube/kubeconfig.h>

#include "kubeconfig/model.h"

typedef enum dk_kc_shape {
  DK_KC_TEXT,
  DK_KC_FLAG,
  DK_KC_LIST,  /* of strings */
  DK_KC_ENV,   /* a list of {name, value} */
  DK_KC_EXTRA, /* a map of lists of strings */
  DK_KC_OBJECT /* exec, auth-provider: taken away as a whole, never written */
} dk_kc_shape;

dk_kc_shape dk_kc_shape_of(dk_kc_kind kind, size_t slot);
int dk_kc_is_flag(dk_kc_kind kind, size_t slot);
int dk_kc_is_packed(dk_kc_kind kind, size_t slot); /* a list or pairs */

/* The name of any slot, and what stands before it in messages: "exec." or "". */
const char *dk_kc_slot_name(dk_kc_kind kind, size_t slot);
const char *dk_kc_slot_prefix(dk_kc_kind kind, size_t slot);

/* Where a public field is; 0 if there is none of that number. */
int dk_kc_field_place(dcoskube_field field, dk_kc_kind *kind, size_t *slot);
int dk_kc_public_kind(dcoskube_kind kind, dk_kc_kind *out);

/* Does the node say what the packed text does? */
int dk_kc_same_packed(const dk_yaml_doc *doc, uint32_t node, dk_kc_shape shape, const char *text, size_t len);
/* name and value of an element of env that says nothing else and has no merge key; 0 if it is not so plain. */
int dk_kc_env_pair(const dk_yaml_doc *doc, uint32_t element, uint32_t *name, uint32_t *value);
/* The packed pairs of a list of environment variables, those of `text` set in it or added; NULL without memory. */
char *dk_kc_merge_env(const dk_yaml_doc *doc, uint32_t node, const char *text, size_t len, size_t *out_len);
/* The same where the pairs that are there are packed, too. */
char *dk_kc_merge_packed(const char *old, size_t old_len, const char *text, size_t len, size_t *out_len);

#endif
