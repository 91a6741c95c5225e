/* SPDX-License-Identifier: Apache-2.0 */
/* One target: where it is, whom it trusts, what it proves with. */
#include <string.h>

#include "check/internal.h"
#include "core/alloc.h"
#include "core/name.h"
#include "core/str.h"
#include "core/text.h"
#include "core/url.h"

void dk_target_free(dcoskube_target *target) {
  if (!target)
    return;
  dk_probe_free(target->probe);
  dk_identity_free(target->identity);
  dk_free_secret_str(target->token);
  dk_free(target->url);
  dk_free(target->context);
  dk_free(target->host);
  dk_free(target->path);
  dk_free(target->server_name);
  dk_free(target->dial_host);
  dk_free(target);
}

static dcoskube_status fill(dcoskube_target *target, const char *text, const dk_url *url, dcoskube_error *err) {
  size_t path_len = url->path.len;
  while (path_len > 0 && url->path.data[path_len - 1] == '/')
    path_len--;
  target->port = url->port ? url->port : 443;
  target->port_given = url->port != 0;
  target->url = dk_text_clean_dup(text, strlen(text), DK_URL_MAX + 1);
  target->host = dk_memdup(url->host.data, url->host.len);
  target->path = dk_memdup(url->path.data, path_len);
  return target->url && target->host && target->path ? DCOSKUBE_OK : dk_no_memory(err);
}

dcoskube_status dk_target_add(dcoskube_check *check, const char *text, dcoskube_target **out, dcoskube_error *err) {
  dk_url url;
  dcoskube_status status = dk_url_parse(text, 0, &url, err);
  if (status != DCOSKUBE_OK)
    return status;
  void *array = check->targets;
  if (!dk_grow(&array, check->target_count, &check->target_capacity, sizeof(dcoskube_target *)))
    return dk_no_memory(err);
  check->targets = array;
  dcoskube_target *target = dk_calloc(1, sizeof *target);
  if (!target)
    return dk_no_memory(err);
  status = fill(target, text, &url, err);
  if (status != DCOSKUBE_OK) {
    dk_target_free(target);
    return status;
  }
  target->check = check;
  target->index = check->target_count;
  check->targets[check->target_count++] = target;
  *out = target;
  return DCOSKUBE_OK;
}

void dk_target_drop_last(dcoskube_check *check) {
  dk_target_free(check->targets[--check->target_count]);
}

dcoskube_status dcoskube_check_add_url(dcoskube_check *check, const char *url, dcoskube_target **out,
                                       dcoskube_error *err) {
  dk_error_reset(err);
  dcoskube_status status = dk_check_usable(check, 0, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (!url)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "url must not be NULL");
  dcoskube_target *target;
  status = dk_target_add(check, url, &target, err);
  if (status == DCOSKUBE_OK && out)
    *out = target;
  return status;
}

const char *dk_target_expected_name(const dcoskube_target *target) {
  return target->server_name ? target->server_name : target->host;
}

dcoskube_credential dk_target_credential(const dcoskube_target *target) {
  if (!target->token && !target->identity)
    return target->not_run ? DCOSKUBE_CREDENTIAL_NOT_RUN : DCOSKUBE_CREDENTIAL_NONE;
  if (target->insecure && !target->send_insecurely)
    return DCOSKUBE_CREDENTIAL_WITHHELD;
  return target->token ? DCOSKUBE_CREDENTIAL_TOKEN : DCOSKUBE_CREDENTIAL_CERTIFICATE;
}

dcoskube_status dk_target_trust(dcoskube_target *target, const dk_bytes *pem, const char *subject,
                                dcoskube_error *err) {
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  dcoskube_status status = dk_check_trust(target->check, pem, subject, &target->trust, err);
  dk_quiet_end(&quiet);
  return status;
}

static int is_token(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] <= ' ' || text[i] > '~')
      return 0;
  return len > 0;
}

dcoskube_status dk_target_token(dcoskube_target *target, const dk_bytes *text, const char *subject,
                                dcoskube_error *err) {
  const char *end = memchr(text->data, '\n', text->len);
  size_t len = end ? (size_t)(end - text->data) : text->len;
  while (len > 0 && (text->data[len - 1] == '\r' || text->data[len - 1] == ' ' || text->data[len - 1] == '\t'))
    len--;
  if (len == 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "holds no token on its first line");
  if (!is_token(text->data, len))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "holds a token with characters that HTTP cannot carry");
  char *token = dk_memdup(text->data, len);
  if (!token)
    return dk_no_memory(err);
  dk_free_secret_str(target->token);
  target->token = token;
  return DCOSKUBE_OK;
}

dcoskube_status dk_target_identity(dcoskube_target *target, const dk_bytes *certificate,
                                   const char *certificate_subject, const dk_bytes *key, const char *key_subject,
                                   dcoskube_error *err) {
  dk_identity *identity;
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  dcoskube_status status = dk_identity_parse(certificate, certificate_subject, key, key_subject, &identity, err);
  if (status == DCOSKUBE_OK) {
    dk_identity_free(target->identity);
    target->identity = identity;
  }
  dk_quiet_end(&quiet);
  return status;
}

static int is_host(const char *text) {
  size_t len = strlen(text);
  return dk_is_host_name(text, len) || dk_is_ipv4(text, len) || dk_is_ipv6(text, len);
}

dcoskube_status dk_target_name(dcoskube_target *target, const char *name, dcoskube_error *err) {
  if (!is_host(name))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, name, "is neither a host name nor an IP address");
  char *copy = dk_strdup(name);
  if (!copy)
    return dk_no_memory(err);
  dk_free(target->server_name);
  target->server_name = copy;
  return DCOSKUBE_OK;
}

/* The entry of all setters. */
static dcoskube_status usable(const dcoskube_target *target, const void *argument, dcoskube_error *err) {
  dk_error_reset(err);
  if (!target || !argument)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "no argument may be NULL");
  return dk_check_usable(target->check, 0, err);
}

typedef dcoskube_status (*taker)(dcoskube_target *target, const dk_bytes *bytes, const char *subject,
                                 dcoskube_error *err);

static dcoskube_status from_file(dcoskube_target *target, const char *path, taker take, dcoskube_error *err) {
  dk_bytes bytes;
  dcoskube_status status = usable(target, path, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = dk_file_read(path, DK_FILE_SMALL_MAX, &bytes, NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = take(target, &bytes, path, err);
  dk_bytes_free(&bytes);
  return status;
}

dcoskube_status dcoskube_target_set_ca_file(dcoskube_target *target, const char *path, dcoskube_error *err) {
  return from_file(target, path, dk_target_trust, err);
}

dcoskube_status dcoskube_target_set_token_file(dcoskube_target *target, const char *path, dcoskube_error *err) {
  return from_file(target, path, dk_target_token, err);
}

dcoskube_status dcoskube_target_set_client_certificate(dcoskube_target *target, const char *certificate,
                                                       const char *key, dcoskube_error *err) {
  dk_bytes certificate_pem, key_pem;
  dcoskube_status status = usable(target, certificate ? key : NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = dk_file_read(certificate, DK_FILE_SMALL_MAX, &certificate_pem, NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = dk_file_read(key, DK_FILE_SMALL_MAX, &key_pem, NULL, err);
  if (status == DCOSKUBE_OK) {
    status = dk_target_identity(target, &certificate_pem, certificate, &key_pem, key, err);
    dk_bytes_free(&key_pem);
  }
  dk_bytes_free(&certificate_pem);
  return status;
}

static dcoskube_status set_flag(dcoskube_target *target, int *flag, int on, dcoskube_error *err) {
  dcoskube_status status = usable(target, target, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (on != 0 && on != 1)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "on must be 0 or 1");
  *flag = on;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_target_set_insecure(dcoskube_target *target, int on, dcoskube_error *err) {
  return set_flag(target, target ? &target->insecure : NULL, on, err);
}

dcoskube_status dcoskube_target_set_send_credentials_insecurely(dcoskube_target *target, int on, dcoskube_error *err) {
  return set_flag(target, target ? &target->send_insecurely : NULL, on, err);
}

dcoskube_status dcoskube_target_set_server_name(dcoskube_target *target, const char *name, dcoskube_error *err) {
  dcoskube_status status = usable(target, name, err);
  return status == DCOSKUBE_OK ? dk_target_name(target, name, err) : status;
}

dcoskube_status dcoskube_target_set_connect_to(dcoskube_target *target, const char *host, uint32_t port,
                                               dcoskube_error *err) {
  dcoskube_status status = usable(target, host, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (port == 0 || port > 65535)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "port", "%u is outside 1..65535", port);
  if (!is_host(host))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, host, "is neither a host name nor an IP address");
  char *copy = dk_strdup(host);
  if (!copy)
    return dk_no_memory(err);
  dk_free(target->dial_host);
  target->dial_host = copy;
  target->dial_port = port;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_target_set_userdata(dcoskube_target *target, void *userdata, dcoskube_error *err) {
  dcoskube_status status = usable(target, target, err);
  if (status == DCOSKUBE_OK)
    target->userdata = userdata;
  return status;
}
