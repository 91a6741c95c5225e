/* SPDX-License-Identifier: Apache-2.0 */
/* What a caller may show of a kubeconfig: the text of its file, or a document made of entries. */
#include <string.h>

#include "core/alloc.h"
#include "core/text.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/redact.h"
#include "kubeconfig/show.h"

#define VIEW_FLAGS DCOSKUBE_KUBECONFIG_RAW
#define VIEW_MAX (4u * DK_KC_MAX_SIZE)

/* A file as a commit would leave it. */
struct page {
  const dk_kc_model *model;
  dk_kc_edited edited;
  dk_show show;
  int is_there;
};

struct book {
  const dcoskube_kubeconfig *kc;
  struct page *pages;
  size_t count;
  int raw;
  dk_buf buf;
  dcoskube_error *err;
};

static void close_book(struct book *book) {
  for (size_t i = 0; book->pages && i < book->count; i++) {
    dk_show_free(&book->pages[i].show);
    dk_kc_edited_free(&book->pages[i].edited);
  }
  dk_free(book->pages);
  dk_buf_free_secret(&book->buf);
}

static dcoskube_status open_page(struct book *book, size_t file) {
  struct page *page = &book->pages[file];
  dcoskube_status status = DCOSKUBE_OK;
  page->model = &book->kc->files.files[file].model;
  page->is_there = book->kc->files.files[file].exists || book->kc->in_memory;
  if (dk_kc_changes_file(book->kc, file)) {
    status = dk_kc_edit(book->kc, file, &page->edited, book->err);
    page->model = &page->edited.model;
    page->is_there = 1;
  }
  return status == DCOSKUBE_OK ? dk_show_init(&page->show, &page->model->doc, DK_SHOW_MODEL, book->raw, book->err)
                               : status;
}

static dcoskube_status open_book(struct book *book) {
  book->count = book->kc->files.count;
  book->pages = dk_calloc(book->count, sizeof *book->pages);
  if (!book->pages)
    return dk_no_memory(book->err);
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < book->count && status == DCOSKUBE_OK; i++)
    status = open_page(book, i);
  return status;
}

/* The first page that defines it. */
static const dk_kc_item *find(const struct book *book, dk_kc_kind kind, dk_span name, size_t *page) {
  for (*page = 0; *page < book->count; ++*page) {
    const dk_kc_item *item = dk_kc_model_find(book->pages[*page].model, kind, name.data, name.len);
    if (item)
      return item;
  }
  return NULL;
}

static dcoskube_status put_one(struct book *book, dk_kc_kind kind, dk_span name) {
  size_t page;
  const dk_kc_item *item = find(book, kind, name, &page);
  if (item)
    return dk_show_item(&book->pages[page].show, &book->buf, item->node, book->err);
  char clean[256];
  dk_text_clean(clean, sizeof clean, name.data, name.len);
  return dk_fail(book->err, DCOSKUBE_ERR_NOT_FOUND, clean, "cannot locate %s %s", dk_kc_body_key(kind), clean);
}

/* All that are not defined by an earlier page. */
static dcoskube_status put_all(struct book *book, dk_kc_kind kind) {
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < book->count; i++) {
    const dk_kc_section *section = &book->pages[i].model->sections[kind];
    for (size_t k = 0; k < section->count && status == DCOSKUBE_OK; k++) {
      size_t page;
      find(book, kind, section->items[k].name, &page);
      if (page == i)
        status = dk_show_item(&book->pages[i].show, &book->buf, section->items[k].node, book->err);
    }
  }
  return status;
}

static dk_span span_of(const char *text) {
  dk_span span = {text, strlen(text)};
  return span;
}

static dcoskube_status put_list(struct book *book, dk_kc_kind kind, const dcoskube_context *context) {
  const char *const names[DK_KC_KINDS] = {context ? context->raw_cluster : NULL, context ? context->raw_name : NULL,
                                          context ? context->raw_user : NULL};
  dk_buf_str(&book->buf, dk_kc_list_key(kind));
  dk_buf_char(&book->buf, ':');
  size_t before = book->buf.len;
  dk_buf_char(&book->buf, '\n');
  dcoskube_status status = DCOSKUBE_OK;
  if (!context)
    status = put_all(book, kind);
  else if (names[kind][0] || kind == DK_KC_CONTEXT)
    status = put_one(book, kind, span_of(names[kind]));
  if (status == DCOSKUBE_OK && book->buf.status == DCOSKUBE_OK && book->buf.len == before + 1) {
    book->buf.len = before;
    dk_buf_str(&book->buf, " []\n");
  }
  return status;
}

static void put_current(struct book *book, const dcoskube_context *context) {
  dk_span name = context ? span_of(context->raw_name) : dk_kc_current(book->kc);
  dk_buf shown;
  dk_buf_init(&shown, DK_KC_MAX_SIZE);
  if (book->raw)
    dk_buf_add(&shown, name.data, name.len);
  else
    dk_redact_url(&shown, name.data, name.len, 0);
  dk_buf_str(&book->buf, "current-context: ");
  dk_yaml_put_scalar(&book->buf, dk_buf_peek(&shown), shown.len, DK_YAML_PLAIN);
  dk_buf_char(&book->buf, '\n');
  if (shown.status != DCOSKUBE_OK)
    book->buf.status = shown.status;
  dk_buf_free(&shown);
}

/* A document of its own, keys as kubectl sorts them. */
static dcoskube_status put_document(struct book *book, const dcoskube_context *context) {
  dk_buf_str(&book->buf, "apiVersion: v1\n");
  dcoskube_status status = put_list(book, DK_KC_CLUSTER, context);
  if (status == DCOSKUBE_OK)
    status = put_list(book, DK_KC_CONTEXT, context);
  put_current(book, context);
  dk_buf_str(&book->buf, "kind: Config\n");
  return status == DCOSKUBE_OK ? put_list(book, DK_KC_USER, context) : status;
}

/* The only page that is there, if it is the only one. */
static const struct page *only_page(const struct book *book) {
  const struct page *only = NULL;
  for (size_t i = 0; i < book->count; i++) {
    if (book->pages[i].is_there && only)
      return NULL;
    if (book->pages[i].is_there)
      only = &book->pages[i];
  }
  return only ? only : &book->pages[0];
}

static dcoskube_status write_book(struct book *book, const dcoskube_context *context) {
  const struct page *only = context ? NULL : only_page(book);
  if (!only)
    return put_document(book, context);
  dk_show_document(&only->show, &book->buf);
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_kubeconfig_view(const dcoskube_kubeconfig *kc, const char *name, uint32_t flags, char **out,
                                         size_t *out_len, dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !out || flags & ~VIEW_FLAGS)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   "kubeconfig and out must not be NULL and flags must have no unknown bits");
  const dcoskube_context *context = name ? dk_kc_view_find(&kc->view, name) : NULL;
  if (name && !context)
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, name, "cannot locate context %s", name);
  struct book book = {kc, NULL, 0, (flags & DCOSKUBE_KUBECONFIG_RAW) != 0, {NULL, 0, 0, 0, DCOSKUBE_OK}, err};
  dk_buf_init(&book.buf, VIEW_MAX);
  dcoskube_status status = open_book(&book);
  if (status == DCOSKUBE_OK)
    status = write_book(&book, context);
  if (status == DCOSKUBE_OK)
    status = dk_buf_take(&book.buf, out, out_len, "kubeconfig", err);
  close_book(&book);
  return status;
}
