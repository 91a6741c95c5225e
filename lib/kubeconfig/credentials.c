/* SPDX-License-Identifier: Apache-2.0 */
/* What a client of a context needs: bytes that stand in the kubeconfig, or in a file that it names. */
#include <string.h>

#include "core/alloc.h"
#include "format/base64.h"
#include "kubeconfig/state.h"

#define PATH_LEN_MAX 65536

/* A path in a kubeconfig is relative to that file's directory. */
static dcoskube_status absolute(const dcoskube_kubeconfig *kc, const dk_kc_value *value, char **out,
                                dcoskube_error *err) {
  dk_buf buf;
  dk_buf_init(&buf, PATH_LEN_MAX);
  if (value->text.data[0] != '/') {
    dk_buf_str(&buf, kc->files.files[value->file].dir);
    dk_buf_char(&buf, '/');
  }
  dk_buf_add(&buf, value->text.data, value->text.len);
  dcoskube_status status = dk_buf_take(&buf, out, NULL, "path", err);
  dk_buf_free(&buf);
  return status;
}

static dcoskube_status read_named(const dcoskube_kubeconfig *kc, const dk_kc_value *value, dk_bytes *out,
                                  dcoskube_error *err) {
  char *path = NULL;
  dcoskube_status status = absolute(kc, value, &path, err);
  if (status == DCOSKUBE_OK)
    status = dk_file_read(path, DK_FILE_SMALL_MAX, out, NULL, err);
  dk_free(path);
  return status;
}

static dcoskube_status give(dk_bytes *bytes, char **out, size_t *out_len) {
  *out = bytes->data;
  if (out_len)
    *out_len = bytes->len;
  return DCOSKUBE_OK;
}

static dcoskube_status no_argument(dcoskube_error *err) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "context and out must not be NULL");
}

/* The data field decoded, else the bytes of the file that the other field names. */
static dcoskube_status data_or_file(const dcoskube_context *context, dk_kc_kind kind, size_t data, size_t file,
                                    char **out, size_t *out_len, dcoskube_error *err) {
  dk_error_reset(err);
  if (!context || !out)
    return no_argument(err);
  const char *name = kind == DK_KC_CLUSTER ? context->raw_cluster : context->raw_user;
  const char *field = dk_kc_field(kind, data);
  dk_bytes bytes = {NULL, 0};
  dk_kc_value value = dk_kc_get(context->owner, kind, name, data);
  dcoskube_status status;
  if (value.has) {
    status = dk_base64_decode(value.text.data, value.text.len, &bytes.data, &bytes.len, err);
    if (status != DCOSKUBE_OK && status != DCOSKUBE_ERR_NO_MEMORY)
      dk_error_set_subject(err, field);
  } else {
    value = dk_kc_get(context->owner, kind, name, file);
    if (!value.has)
      return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, context->name, "the context has no %s", dk_kc_field(kind, file));
    status = read_named(context->owner, &value, &bytes, err);
  }
  return status == DCOSKUBE_OK ? give(&bytes, out, out_len) : status;
}

dcoskube_status dcoskube_context_ca(const dcoskube_context *context, char **out, size_t *out_len, dcoskube_error *err) {
  return data_or_file(context, DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, DK_CLUSTER_CA, out, out_len, err);
}

dcoskube_status dcoskube_context_certificate(const dcoskube_context *context, char **out, size_t *out_len,
                                             dcoskube_error *err) {
  return data_or_file(context, DK_KC_USER, DK_USER_CERTIFICATE_DATA, DK_USER_CERTIFICATE, out, out_len, err);
}

dcoskube_status dcoskube_context_key_secret(const dcoskube_context *context, char **out, size_t *out_len,
                                            dcoskube_error *err) {
  return data_or_file(context, DK_KC_USER, DK_USER_KEY_DATA, DK_USER_KEY, out, out_len, err);
}

/* The first line, without the blanks at its end. */
static void first_line(dk_bytes *bytes) {
  const char *end = memchr(bytes->data, '\n', bytes->len);
  size_t len = end ? (size_t)(end - bytes->data) : bytes->len;
  while (len > 0 && strchr(" \t\r", bytes->data[len - 1]))
    len--;
  explicit_bzero(bytes->data + len, bytes->len - len);
  bytes->len = len;
}

dcoskube_status dcoskube_context_token_secret(const dcoskube_context *context, char **out, size_t *out_len,
                                              dcoskube_error *err) {
  dk_error_reset(err);
  if (!context || !out)
    return no_argument(err);
  dk_bytes bytes = {NULL, 0};
  dk_kc_value value = dk_kc_get(context->owner, DK_KC_USER, context->raw_user, DK_USER_TOKEN);
  if (value.has) {
    bytes.data = dk_memdup(value.text.data, value.text.len);
    bytes.len = value.text.len;
    return bytes.data ? give(&bytes, out, out_len) : dk_no_memory(err);
  }
  value = dk_kc_get(context->owner, DK_KC_USER, context->raw_user, DK_USER_TOKEN_FILE);
  if (!value.has)
    return dk_fail(err, DCOSKUBE_ERR_NOT_FOUND, context->name, "the context has no token");
  dcoskube_status status = read_named(context->owner, &value, &bytes, err);
  if (status != DCOSKUBE_OK)
    return status;
  first_line(&bytes);
  return give(&bytes, out, out_len);
}
