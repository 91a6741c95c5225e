/* SPDX-License-Identifier: Apache-2.0 */
/* A kubeconfig's text as it may be shown: without secrets, and so that no terminal obeys it. */
#ifndef DK_KUBECONFIG_SHOW_H
#define DK_KUBECONFIG_SHOW_H

#include "kubeconfig/model.h"

typedef enum dk_show_how {
  DK_SHOW_MODEL = 0, /* loads, with the same model but for the secrets */
  DK_SHOW_LINES = 1  /* one line for each line of the text, for people to compare */
} dk_show_how;

typedef struct dk_show {
  const dk_yaml_doc *doc;
  dk_show_how how;
  int raw;        /* secrets are shown */
  uint8_t *marks; /* what is hidden */
} dk_show;

dcoskube_status dk_show_init(dk_show *show, const dk_yaml_doc *doc, dk_show_how how, int raw, dcoskube_error *err);
void dk_show_free(dk_show *show);

/* The text from start on, with the nodes from first to before last, up to end. */
void dk_show_range(const dk_show *show, dk_buf *buf, size_t start, size_t end, uint32_t first, uint32_t last);
/* A scalar's value on one line; it stays of its type. */
void dk_show_value(const dk_show *show, dk_buf *buf, uint32_t node);
/* All of it.  Other documents are not shown: of their lines only how many there are, by DK_SHOW_LINES. */
void dk_show_document(const dk_show *show, dk_buf *buf);
/* --- show_tree.c --- */
/*
 * A node anew as an element of a list ("- ..." at column 0): its own lines where
 * they can be moved, else in block style with aliases and merge keys followed.
 */
dcoskube_status dk_show_item(const dk_show *show, dk_buf *buf, uint32_t node, dcoskube_error *err);

#endif
