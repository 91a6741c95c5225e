/* SPDX-License-Identifier: Apache-2.0 */
/* What the caller sees: contexts by name, with what their clusters and users say. */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/text.h"
#include "kubeconfig/state.h"

#define CLEAN_MAX (64u * 1024u)
#define BLOCK_MAX (1024u * 1024u * 1024u)

void dk_kc_view_free(dk_kc_view *view) {
  for (size_t i = 0; i < view->count; i++)
    dk_free(view->contexts[i]);
  dk_free(view->contexts);
  dk_free(view->current);
  memset(view, 0, sizeof *view);
}

static void put(dk_buf *buf, size_t *at, dk_span text) {
  *at = buf->len;
  dk_buf_add(buf, text.data, text.len);
  dk_buf_char(buf, '\0');
}

/* What is clean as it is, and stands in the buffer already, is not put there twice. */
static void put_clean(dk_buf *buf, size_t *at, dk_span text, const size_t *raw) {
  if (dk_text_is_clean(text.data, text.len, CLEAN_MAX)) {
    if (raw)
      *at = *raw;
    else
      put(buf, at, text);
    return;
  }
  char *clean = dk_text_clean_dup(text.data, text.len, CLEAN_MAX);
  if (clean)
    put(buf, at, (dk_span){clean, strlen(clean)});
  else if (buf->status == DCOSKUBE_OK)
    buf->status = DCOSKUBE_ERR_NO_MEMORY;
  dk_free(clean);
}

enum { RAW_NAME, RAW_CLUSTER, RAW_USER, NAME, CLUSTER, USER, NAMESPACE, SERVER, TLS_NAME, TEXTS };

/* All texts of a context, one behind the other; at[] tells where each begins. */
static void put_texts(const dcoskube_kubeconfig *kc, const char *name, dk_buf *buf, size_t *at) {
  dk_span cluster = dk_kc_get(kc, DK_KC_CONTEXT, name, DK_CONTEXT_CLUSTER).text;
  dk_span user = dk_kc_get(kc, DK_KC_CONTEXT, name, DK_CONTEXT_USER).text;
  dk_span raw = {name, strlen(name)};
  put(buf, &at[RAW_NAME], raw);
  put(buf, &at[RAW_CLUSTER], cluster);
  put(buf, &at[RAW_USER], user);
  put_clean(buf, &at[NAME], raw, &at[RAW_NAME]);
  put_clean(buf, &at[CLUSTER], cluster, &at[RAW_CLUSTER]);
  put_clean(buf, &at[USER], user, &at[RAW_USER]);
  put_clean(buf, &at[NAMESPACE], dk_kc_get(kc, DK_KC_CONTEXT, name, DK_CONTEXT_NAMESPACE).text, NULL);
  if (buf->status != DCOSKUBE_OK)
    return;
  const char *key = buf->data + at[RAW_CLUSTER]; /* until the buffer grows */
  dk_span server = dk_kc_get(kc, DK_KC_CLUSTER, key, DK_CLUSTER_SERVER).text;
  dk_span tls_name = dk_kc_get(kc, DK_KC_CLUSTER, key, DK_CLUSTER_TLS_SERVER_NAME).text;
  put_clean(buf, &at[SERVER], server, NULL);
  put_clean(buf, &at[TLS_NAME], tls_name, NULL);
}

static void fill(const dcoskube_kubeconfig *kc, dcoskube_context *context, const size_t *at) {
  const char *block = context->texts;
  context->owner = kc;
  context->raw_name = block + at[RAW_NAME];
  context->raw_cluster = block + at[RAW_CLUSTER];
  context->raw_user = block + at[RAW_USER];
  context->name = block + at[NAME];
  context->cluster = block + at[CLUSTER];
  context->user = block + at[USER];
  context->namespace_ = block + at[NAMESPACE];
  context->server = block + at[SERVER];
  context->tls_server_name = block + at[TLS_NAME];
  dk_kc_value self = dk_kc_get(kc, DK_KC_CONTEXT, context->raw_name, 0);
  dk_kc_value insecure = dk_kc_get(kc, DK_KC_CLUSTER, context->raw_cluster, DK_CLUSTER_INSECURE);
  context->file = kc->files.files[self.file].path;
  context->insecure = dk_kc_flag(&insecure);
  context->has_exec = dk_kc_get(kc, DK_KC_USER, context->raw_user, DK_USER_EXEC).has ||
                      dk_kc_get(kc, DK_KC_USER, context->raw_user, DK_USER_AUTH_PROVIDER).has;
  size_t file;
  const dk_kc_item *item = dk_kc_find(kc, DK_KC_CONTEXT, context->raw_name, strlen(context->raw_name), &file);
  context->line = item && !kc->in_memory ? item->line : 0;
}

static dcoskube_status make(const dcoskube_kubeconfig *kc, const char *name, dcoskube_context **out,
                            dcoskube_error *err) {
  size_t at[TEXTS] = {0};
  dk_buf buf;
  dk_buf_init(&buf, BLOCK_MAX);
  put_texts(kc, name, &buf, at);
  dcoskube_context *context = buf.status == DCOSKUBE_OK ? dk_malloc(sizeof *context + buf.len) : NULL;
  if (context) {
    memcpy(context->texts, buf.data, buf.len);
    fill(kc, context, at);
    *out = context;
  }
  dk_buf_free(&buf);
  return context ? DCOSKUBE_OK : dk_no_memory(err);
}

static size_t position(const dk_kc_view *view, const char *name, int *found) {
  size_t low = 0, high = view->count;
  *found = 0;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(name, view->contexts[middle]->raw_name);
    if (order == 0) {
      *found = 1;
      return middle;
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/* Put a context into its place, which there is room for. */
static void place(dk_kc_view *view, dcoskube_context *context) {
  int found = 0;
  size_t at = view->count;
  if (at > 0 && strcmp(view->contexts[at - 1]->raw_name, context->raw_name) >= 0)
    at = position(view, context->raw_name, &found);
  if (found) {
    dk_free(view->contexts[at]);
  } else {
    memmove(view->contexts + at + 1, view->contexts + at, (view->count - at) * sizeof *view->contexts);
    view->count++;
  }
  view->contexts[at] = context;
}

static dcoskube_status add(const dcoskube_kubeconfig *kc, dk_kc_view *view, const char *name, dcoskube_error *err) {
  dcoskube_context *context = NULL;
  if (!dk_grow((void **)&view->contexts, view->count, &view->capacity, sizeof(dcoskube_context *)))
    return dk_no_memory(err);
  dcoskube_status status = make(kc, name, &context, err);
  if (status == DCOSKUBE_OK)
    place(view, context);
  return status;
}

static dcoskube_status clean_current(const dcoskube_kubeconfig *kc, char **out, dcoskube_error *err) {
  dk_span text = dk_kc_current(kc);
  *out = text.len > 0 ? dk_text_clean_dup(text.data, text.len, CLEAN_MAX) : NULL;
  return *out || text.len == 0 ? DCOSKUBE_OK : dk_no_memory(err);
}

/* The contexts of one file that their names lead to. */
static dcoskube_status place_file(const dcoskube_kubeconfig *kc, size_t file, dk_kc_view *view, dcoskube_error *err) {
  const dk_kc_section *section = &kc->files.files[file].model.sections[DK_KC_CONTEXT];
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < section->count && status == DCOSKUBE_OK; i++) {
    const dk_kc_item *item = &section->items[section->order[i].item];
    size_t found;
    if (dk_kc_find(kc, DK_KC_CONTEXT, item->name.data, item->name.len, &found) != item)
      continue;
    char *name = dk_memdup(item->name.data, item->name.len);
    status = name ? add(kc, view, name, err) : dk_no_memory(err);
    dk_free(name);
  }
  return status;
}

dcoskube_status dk_kc_view_build(const dcoskube_kubeconfig *kc, dk_kc_view *out, dcoskube_error *err) {
  dk_kc_view view = {NULL, 0, 0, NULL};
  dcoskube_status status = clean_current(kc, &view.current, err);
  for (size_t i = 0; i < kc->files.count && status == DCOSKUBE_OK; i++)
    status = place_file(kc, i, &view, err);
  for (size_t i = 0; i < kc->changes.count && status == DCOSKUBE_OK; i++)
    if (kc->changes.patches[i]->kind == DK_KC_CONTEXT &&
        (kc->changes.patches[i]->is_new || kc->changes.patches[i]->origin))
      status = add(kc, &view, kc->changes.patches[i]->name, err);
  if (status != DCOSKUBE_OK) {
    dk_kc_view_free(&view);
    return status;
  }
  *out = view;
  return DCOSKUBE_OK;
}

/* The context of that name and those that use its cluster or user, made anew in a view of their own. */
static dcoskube_status collect(const dcoskube_kubeconfig *kc, const char *name, dk_kc_view *fresh,
                               dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  if (name && dk_kc_get(kc, DK_KC_CONTEXT, name, 0).exists)
    status = add(kc, fresh, name, err);
  for (size_t i = 0; i < kc->view.count && status == DCOSKUBE_OK && name; i++) {
    const dcoskube_context *other = kc->view.contexts[i];
    if (strcmp(other->raw_name, name) != 0 &&
        (strcmp(other->raw_cluster, name) == 0 || strcmp(other->raw_user, name) == 0))
      status = add(kc, fresh, other->raw_name, err);
  }
  return status;
}

static void take_out(dk_kc_view *view, const char *name) {
  int found;
  size_t at = position(view, name, &found);
  if (!found)
    return;
  dk_free(view->contexts[at]);
  view->count--;
  memmove(view->contexts + at, view->contexts + at + 1, (view->count - at) * sizeof *view->contexts);
}

dcoskube_status dk_kc_view_update(dcoskube_kubeconfig *kc, const char *name, const char *other, dcoskube_error *err) {
  dk_kc_view *view = &kc->view, fresh = {NULL, 0, 0, NULL};
  dcoskube_status status = clean_current(kc, &fresh.current, err);
  if (status == DCOSKUBE_OK)
    status = collect(kc, name, &fresh, err);
  if (status == DCOSKUBE_OK)
    status = collect(kc, other, &fresh, err);
  /* at most one of them is new here */
  if (status == DCOSKUBE_OK &&
      !dk_grow((void **)&view->contexts, view->count, &view->capacity, sizeof(dcoskube_context *)))
    status = dk_no_memory(err);
  if (status != DCOSKUBE_OK) {
    dk_kc_view_free(&fresh);
    return status;
  }
  if (name && !dk_kc_get(kc, DK_KC_CONTEXT, name, 0).exists)
    take_out(view, name); /* the other is the new name, if there is one */
  for (size_t i = 0; i < fresh.count; i++)
    place(view, fresh.contexts[i]);
  dk_free(view->current);
  view->current = fresh.current;
  dk_free(fresh.contexts);
  return DCOSKUBE_OK;
}

const dcoskube_context *dk_kc_view_find(const dk_kc_view *view, const char *name) {
  int found;
  size_t at = position(view, name, &found);
  if (found)
    return view->contexts[at];
  for (size_t i = 0; i < view->count; i++)
    if (view->contexts[i]->name != view->contexts[i]->raw_name && strcmp(view->contexts[i]->name, name) == 0)
      return view->contexts[i];
  return NULL;
}
