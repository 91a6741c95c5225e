/* SPDX-License-Identifier: Apache-2.0 */
/* A target from a kubeconfig's context.  Only the public face of kubeconfig is used. */
#include <string.h>

#include "check/internal.h"
#include "core/alloc.h"

typedef dcoskube_status (*getter)(const dcoskube_context *context, char **out, size_t *out_len, dcoskube_error *err);

/* A part that need not be there: out->data stays NULL then.  A file that is named and missing is a failure; the
 * operating system has said so. */
static dcoskube_status part(getter get, const dcoskube_context *context, dk_bytes *out, dcoskube_error *err) {
  dcoskube_status status = get(context, &out->data, &out->len, err);
  if (status != DCOSKUBE_ERR_NOT_FOUND || dcoskube_error_errno(err) != 0)
    return status;
  dk_error_reset(err);
  return DCOSKUBE_OK;
}

static dcoskube_status take_ca(dcoskube_target *target, const dcoskube_context *context, dcoskube_error *err) {
  dk_bytes pem = {NULL, 0};
  dcoskube_status status = part(dcoskube_context_ca, context, &pem, err);
  if (status == DCOSKUBE_OK && pem.data)
    status = dk_target_trust(target, &pem, "certificate-authority", err);
  dk_bytes_free(&pem);
  return status;
}

static dcoskube_status take_token(dcoskube_target *target, const dcoskube_context *context, dcoskube_error *err) {
  dk_bytes text = {NULL, 0};
  dcoskube_status status = part(dcoskube_context_token_secret, context, &text, err);
  if (status == DCOSKUBE_OK && text.data && text.len > 0)
    status = dk_target_token(target, &text, "token", err);
  dk_bytes_free(&text);
  return status;
}

static dcoskube_status take_identity(dcoskube_target *target, const dcoskube_context *context, dcoskube_error *err) {
  dk_bytes certificate = {NULL, 0}, key = {NULL, 0};
  dcoskube_status status = part(dcoskube_context_certificate, context, &certificate, err);
  if (status == DCOSKUBE_OK && certificate.data)
    status = part(dcoskube_context_key_secret, context, &key, err);
  if (status == DCOSKUBE_OK && certificate.data && !key.data)
    status = dk_fail(err, DCOSKUBE_ERR_INVALID, "client-certificate", "has no client-key beside it");
  else if (status == DCOSKUBE_OK && certificate.data)
    status = dk_target_identity(target, &certificate, "client-certificate", &key, "client-key", err);
  dk_bytes_free(&certificate);
  dk_bytes_free(&key);
  return status;
}

static dcoskube_status take(dcoskube_target *target, const dcoskube_context *context, dcoskube_error *err) {
  const char *name = dcoskube_context_tls_server_name(context);
  target->insecure = dcoskube_context_insecure(context);
  target->context = dk_strdup(dcoskube_context_name(context));
  if (!target->context)
    return dk_no_memory(err);
  dcoskube_status status = take_ca(target, context, err);
  if (status == DCOSKUBE_OK && name[0])
    status = dk_target_name(target, name, err);
  if (status == DCOSKUBE_OK)
    status = take_token(target, context, err);
  if (status == DCOSKUBE_OK)
    status = take_identity(target, context, err);
  target->not_run = dcoskube_context_has_exec(context);
  return status;
}

static dcoskube_status find(const dcoskube_kubeconfig *kubeconfig, const char *name, const dcoskube_context **out,
                            dcoskube_error *err) {
  if (!name && !(name = dcoskube_kubeconfig_current(kubeconfig))) {
    dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, NULL, "no current context is set");
    dk_error_set_remedy(err, "name a context, or set one with `dcoskube context use NAME`");
    return status;
  }
  *out = dcoskube_kubeconfig_find_context(kubeconfig, name);
  if (!*out)
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, name, "no context exists with the name");
  if (dcoskube_context_server(*out)[0] == '\0')
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, name, "its cluster \"%s\" does not exist or has no server",
                   dcoskube_context_cluster(*out));
  return DCOSKUBE_OK;
}

static dcoskube_status add(dcoskube_check *check, const dcoskube_kubeconfig *kubeconfig, const char *name,
                           dcoskube_target **out, dcoskube_error *err) {
  const dcoskube_context *context = NULL;
  dcoskube_target *target = NULL;
  dcoskube_status status = find(kubeconfig, name, &context, err);
  if (status == DCOSKUBE_OK)
    status = dk_target_add(check, dcoskube_context_server(context), &target, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = take(target, context, err);
  if (status != DCOSKUBE_OK)
    dk_target_drop_last(check);
  else if (out)
    *out = target;
  return status;
}

dcoskube_status dcoskube_check_add_context(dcoskube_check *check, const dcoskube_kubeconfig *kubeconfig,
                                           const char *context, dcoskube_target **out, dcoskube_error *err) {
  dk_error_reset(err);
  dcoskube_status status = dk_check_usable(check, 0, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (!kubeconfig)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "kubeconfig must not be NULL");
  dcoskube_error *own = err ? NULL : dcoskube_error_new(); /* part() reads it */
  if (!err && !own)
    return DCOSKUBE_ERR_NO_MEMORY;
  status = add(check, kubeconfig, context, out, err ? err : own);
  dcoskube_error_free(own);
  return status;
}
