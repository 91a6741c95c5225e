/* SPDX-License-Identifier: Apache-2.0 */
/* The public face: opening, looking, recording. */
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/commit.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/state.h"

#define LOCK_MS 10000
#define COMMIT_FLAGS (DCOSKUBE_KUBECONFIG_DRY_RUN | DCOSKUBE_KUBECONFIG_BACKUP)

size_t dcoskube_kubeconfig_max_size(void) {
  return DK_KC_MAX_SIZE;
}

size_t dcoskube_kubeconfig_max_depth(void) {
  return DK_YAML_DEPTH_MAX;
}

size_t dcoskube_kubeconfig_max_entries(void) {
  return DK_KC_MAX_ENTRIES;
}

void dk_kc_operation_free(dk_kc_operation *operation) {
  dcoskube_entry_free(operation->entry);
  dk_free(operation->name);
  dk_free(operation->text);
}

void dk_kc_forget_operations(dcoskube_kubeconfig *kc) {
  while (kc->operation_count > 0)
    dk_kc_operation_free(&kc->operations[--kc->operation_count]);
}

void dcoskube_kubeconfig_free(dcoskube_kubeconfig *kc) {
  if (!kc)
    return;
  dk_kc_forget_operations(kc);
  dk_free(kc->operations);
  dk_kc_view_free(&kc->view);
  dk_kc_changes_free(&kc->changes);
  dk_kc_files_free(&kc->files);
  dk_free(kc);
}

static dcoskube_status finish(dcoskube_kubeconfig *kc, dcoskube_status status, dcoskube_kubeconfig **out,
                              dcoskube_error *err) {
  if (status == DCOSKUBE_OK)
    status = dk_kc_view_build(kc, &kc->view, err);
  if (status != DCOSKUBE_OK) {
    dcoskube_kubeconfig_free(kc);
    return status;
  }
  kc->lock_ms = LOCK_MS;
  *out = kc;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_kubeconfig_open(const char *path, uint32_t flags, dcoskube_kubeconfig **out,
                                         dcoskube_error *err) {
  dk_error_reset(err);
  if (!out || flags != 0 || (path && path[0] == '\0'))
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   "out must not be NULL, flags must be 0 and path not be empty");
  dcoskube_kubeconfig *kc = dk_calloc(1, sizeof *kc);
  if (!kc)
    return dk_no_memory(err);
  return finish(kc, dk_kc_load(path, &kc->files, err), out, err);
}

dcoskube_status dcoskube_kubeconfig_parse(const void *data, size_t len, const char *name, uint32_t flags,
                                          dcoskube_kubeconfig **out, dcoskube_error *err) {
  dk_error_reset(err);
  if ((!data && len > 0) || !name || !out || flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "data, name and out must not be NULL and flags must be 0");
  dcoskube_kubeconfig *kc = dk_calloc(1, sizeof *kc);
  if (!kc)
    return dk_no_memory(err);
  kc->in_memory = 1;
  return finish(kc, dk_kc_load_text(data, len, name, &kc->files, err), out, err);
}

const char *dcoskube_kubeconfig_current(const dcoskube_kubeconfig *kc) {
  return kc ? kc->view.current : NULL;
}

size_t dcoskube_kubeconfig_context_count(const dcoskube_kubeconfig *kc) {
  return kc ? kc->view.count : 0;
}

const dcoskube_context *dcoskube_kubeconfig_context(const dcoskube_kubeconfig *kc, size_t index) {
  return kc && index < kc->view.count ? kc->view.contexts[index] : NULL;
}

const dcoskube_context *dcoskube_kubeconfig_find_context(const dcoskube_kubeconfig *kc, const char *name) {
  return kc && name ? dk_kc_view_find(&kc->view, name) : NULL;
}

const char *dcoskube_context_name(const dcoskube_context *context) {
  return context ? context->name : "";
}

const char *dcoskube_context_cluster(const dcoskube_context *context) {
  return context ? context->cluster : "";
}

const char *dcoskube_context_user(const dcoskube_context *context) {
  return context ? context->user : "";
}

const char *dcoskube_context_namespace(const dcoskube_context *context) {
  return context ? context->namespace_ : "";
}

const char *dcoskube_context_file(const dcoskube_context *context) {
  return context ? context->file : "";
}

const char *dcoskube_context_server(const dcoskube_context *context) {
  return context ? context->server : "";
}

uint32_t dcoskube_context_line(const dcoskube_context *context) {
  return context ? context->line : 0;
}

const char *dcoskube_context_tls_server_name(const dcoskube_context *context) {
  return context ? context->tls_server_name : "";
}

int dcoskube_context_insecure(const dcoskube_context *context) {
  return context ? context->insecure : 0;
}

int dcoskube_context_has_exec(const dcoskube_context *context) {
  return context ? context->has_exec : 0;
}

/* The file that a commit would write: the target, or the only other one that has changes. */
static size_t written_file(const dcoskube_kubeconfig *kc) {
  if (!dk_kc_changes_file(kc, kc->files.target))
    for (size_t i = 0; i < kc->files.count; i++)
      if (dk_kc_changes_file(kc, i))
        return i;
  return kc->files.target;
}

dcoskube_status dcoskube_kubeconfig_text_secret(const dcoskube_kubeconfig *kc, char **out, size_t *out_len,
                                                dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "kubeconfig and out must not be NULL");
  size_t file = written_file(kc);
  dk_kc_edited edited;
  memset(&edited, 0, sizeof edited);
  dcoskube_status status = dk_kc_edit(kc, file, &edited, err);
  if (status != DCOSKUBE_OK)
    return status;
  *out = edited.bytes.data;
  if (out_len)
    *out_len = edited.bytes.len;
  edited.bytes.data = NULL;
  dk_kc_edited_free(&edited);
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_kubeconfig_set_lock_timeout(dcoskube_kubeconfig *kc, uint32_t ms, dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "kubeconfig must not be NULL");
  kc->lock_ms = ms;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_kubeconfig_commit(dcoskube_kubeconfig *kc, uint32_t flags, dcoskube_findings **changes,
                                           dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || flags & ~COMMIT_FLAGS)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   "kubeconfig must not be NULL and flags must have no unknown bits");
  if (kc->in_memory) {
    dcoskube_status status =
        dk_fail(err, DCOSKUBE_ERR_STATE, kc->files.files[0].path, "was read from memory: there is no file to write");
    return status;
  }
  return dk_kc_commit(kc, flags, changes, err);
}
