/* SPDX-License-Identifier: Apache-2.0 */
/* An entry to be added, as its fields will stand in the file. */
#ifndef DK_KUBECONFIG_ENTRY_H
#define DK_KUBECONFIG_ENTRY_H

#include <dcoskube/kubeconfig.h>

#include "kubeconfig/model.h"

typedef struct dk_kc_entry_field {
  char *text; /* NULL: not mentioned; see fields.h for lists and pairs; "true" or "false" */
  size_t len;
} dk_kc_entry_field;

struct dcoskube_entry {
  char *name;
  uint32_t parts; /* DCOSKUBE_ENTRY_…, at least one */
  dk_kc_entry_field fields[DK_KC_KINDS][DK_KC_SLOTS];
};

dcoskube_entry *dk_kc_entry_copy(const dcoskube_entry *entry); /* NULL without memory */
int dk_kc_entry_has(const dcoskube_entry *entry, dk_kc_kind kind);
/* 1 to 1024 bytes of UTF-8 without control characters. */
dcoskube_status dk_kc_judge_name(const char *name, dcoskube_error *err);

/* Replace a field by a text that is taken over (NULL: not mentioned any more), and drop what it excludes. */
void dk_kc_entry_take(dcoskube_entry *entry, dk_kc_kind kind, size_t slot, char *text, size_t len);
/* May the field be set: does the entry have that part, and no other way to log in? */
dcoskube_status dk_kc_entry_may(const dcoskube_entry *entry, dk_kc_kind kind, size_t slot, dcoskube_error *err);

#endif
