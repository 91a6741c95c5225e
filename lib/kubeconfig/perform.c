/* SPDX-License-Identifier: Apache-2.0 */
/* The public operations: each is recorded whole or not at all. */
#include <string.h>

#include "core/alloc.h"
#include "core/name.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/fields.h"
#include "kubeconfig/state.h"

#define SET_FLAGS (DCOSKUBE_KUBECONFIG_OVERWRITE | DCOSKUBE_KUBECONFIG_ACTIVATE)

static dcoskube_status show(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dcoskube_error *err) {
  const char *name = operation->entry ? operation->entry->name : operation->name;
  if (operation->verb == DK_KC_USE)
    return dk_kc_view_update(kc, NULL, NULL, err);
  return dk_kc_view_update(kc, name, operation->verb == DK_KC_RENAME ? operation->text : NULL, err);
}

/* Run, show, remember; or leave everything as it was.  The operation is taken over in any case. */
dcoskube_status dk_kc_perform(dcoskube_kubeconfig *kc, dk_kc_operation *operation, dcoskube_error *err) {
  dk_kc_undo undo;
  dcoskube_status status = DCOSKUBE_OK;
  if (!dk_grow((void **)&kc->operations, kc->operation_count, &kc->operation_capacity, sizeof *kc->operations))
    status = dk_no_memory(err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_run(kc, operation, &undo, err);
  if (status != DCOSKUBE_OK) {
    dk_kc_operation_free(operation);
    return status;
  }
  status = dk_kc_editable(kc, &undo, err);
  if (status == DCOSKUBE_OK)
    status = show(kc, operation, err);
  if (status != DCOSKUBE_OK) {
    dk_kc_undo_run(kc, &undo);
    dk_kc_operation_free(operation);
    return status;
  }
  dk_kc_undo_free(&undo);
  kc->operations[kc->operation_count++] = *operation;
  return DCOSKUBE_OK;
}

static dcoskube_status no_argument(dcoskube_error *err) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "an argument is NULL, out of range or has unknown bits");
}

/* The name as it stands in the files, of one that may be as it is shown. */
static const char *raw_name(const dcoskube_kubeconfig *kc, const char *name) {
  const dcoskube_context *context = dk_kc_view_find(&kc->view, name);
  return context ? context->raw_name : name;
}

/* With copies of name and text. */
static dcoskube_status perform_texts(dcoskube_kubeconfig *kc, dk_kc_operation operation, const char *name,
                                     const char *text, dcoskube_error *err) {
  operation.name = dk_strdup(name);
  operation.text = dk_strdup(text);
  if (operation.name && (operation.text || !text))
    return dk_kc_perform(kc, &operation, err);
  dk_kc_operation_free(&operation);
  return dk_no_memory(err);
}

dcoskube_status dcoskube_kubeconfig_use(dcoskube_kubeconfig *kc, const char *name, dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !name)
    return no_argument(err);
  dk_kc_operation operation = {.verb = DK_KC_USE};
  return perform_texts(kc, operation, raw_name(kc, name), NULL, err);
}

dcoskube_status dcoskube_kubeconfig_set(dcoskube_kubeconfig *kc, const dcoskube_entry *entry, uint32_t flags,
                                        dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !entry || flags & ~SET_FLAGS)
    return no_argument(err);
  if (flags & DCOSKUBE_KUBECONFIG_ACTIVATE && !dk_kc_entry_has(entry, DK_KC_CONTEXT))
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   "an entry without a context cannot be made the current one");
  dk_kc_operation operation = {.verb = DK_KC_PUT, .entry = dk_kc_entry_copy(entry), .flags = flags};
  return operation.entry ? dk_kc_perform(kc, &operation, err) : dk_no_memory(err);
}

dcoskube_status dcoskube_kubeconfig_rename(dcoskube_kubeconfig *kc, const char *from, const char *to,
                                           dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !from || !to)
    return no_argument(err);
  dcoskube_status status = dk_kc_judge_name(to, err);
  dk_kc_operation operation = {.verb = DK_KC_RENAME};
  return status == DCOSKUBE_OK ? perform_texts(kc, operation, raw_name(kc, from), to, err) : status;
}

dcoskube_status dcoskube_kubeconfig_delete(dcoskube_kubeconfig *kc, const char *context, uint32_t flags,
                                           dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !context || flags & ~DCOSKUBE_KUBECONFIG_CASCADE)
    return no_argument(err);
  dk_kc_operation operation = {.verb = DK_KC_REMOVE, .flags = flags};
  return perform_texts(kc, operation, raw_name(kc, context), NULL, err);
}

dcoskube_status dcoskube_kubeconfig_set_namespace(dcoskube_kubeconfig *kc, const char *context, const char *namespace_,
                                                  dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc)
    return no_argument(err);
  if (namespace_ && !dk_is_label(namespace_, strlen(namespace_)))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, namespace_,
                   "is no namespace: 1 to 63 characters of a-z 0-9 -, with a letter or digit at both ends");
  if (!context && !kc->view.current)
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, NULL, "no current context is set");
  dk_kc_operation operation = {.verb = DK_KC_FIELD, .kind = DK_KC_CONTEXT, .slot = DK_CONTEXT_NAMESPACE};
  return perform_texts(kc, operation, raw_name(kc, context ? context : kc->view.current), namespace_, err);
}

dcoskube_status dcoskube_kubeconfig_unset(dcoskube_kubeconfig *kc, dcoskube_kind kind, const char *name,
                                          dcoskube_field field, dcoskube_error *err) {
  dk_kc_operation operation = {.verb = DK_KC_FIELD};
  dk_kc_kind wanted;
  dk_error_reset(err);
  if (!kc || !name || !dk_kc_public_kind(kind, &wanted) ||
      !dk_kc_field_place(field, &operation.kind, &operation.slot) || operation.kind != wanted)
    return no_argument(err);
  return perform_texts(kc, operation, wanted == DK_KC_CONTEXT ? raw_name(kc, name) : name, NULL, err);
}
