/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "core/name.h"
#include "core/reader.h"
#include "core/text.h"
#include "core/url.h"
#include "format/base64.h"
#include "kubeconfig/entry.h"

#define NAME_MAX_LEN 1024

static dcoskube_status judge_name(const char *name, dcoskube_error *err) {
  size_t len = strlen(name);
  if (len == 0 || len > NAME_MAX_LEN)
    return dk_fail(err, DCOSKUBE_ERR_INVALID, "name", "the name is empty or longer than %d bytes", NAME_MAX_LEN);
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t code = 0;
    n = dk_utf8_char(name + i, len - i, &code);
    if (n == 0 || dk_is_control(code))
      return dk_fail(err, DCOSKUBE_ERR_INVALID, "name", "the name holds a control character or is not UTF-8");
  }
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_entry_new(const char *name, const char *server, uint32_t flags, dcoskube_entry **out,
                                   dcoskube_error *err) {
  dk_error_reset(err);
  if (!name || !server || !out || flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   "name, server and out must not be NULL and flags must be 0");
  dk_url url;
  dcoskube_status status = judge_name(name, err);
  if (status == DCOSKUBE_OK)
    status = dk_url_parse(server, 0, &url, err);
  if (status != DCOSKUBE_OK)
    return status;
  dcoskube_entry *entry = dk_calloc(1, sizeof *entry);
  if (!entry)
    return dk_no_memory(err);
  entry->name = dk_strdup(name);
  entry->server = dk_strdup(server);
  if (!entry->name || !entry->server) {
    dcoskube_entry_free(entry);
    return dk_no_memory(err);
  }
  *out = entry;
  return DCOSKUBE_OK;
}

void dcoskube_entry_free(dcoskube_entry *entry) {
  if (!entry)
    return;
  dk_free(entry->name);
  dk_free(entry->server);
  dk_free(entry->ca_data);
  dk_free(entry->tls_server_name);
  dk_free(entry->namespace_);
  dk_free_secret_str(entry->token);
  dk_free(entry->certificate_data);
  dk_free_secret_str(entry->key_data);
  dk_free(entry);
}

/* Copy a text that may be absent; 0 only without memory. */
static int copy(char **to, const char *from) {
  *to = dk_strdup(from);
  return *to || !from;
}

dcoskube_entry *dk_kc_entry_copy(const dcoskube_entry *entry) {
  dcoskube_entry *new = dk_calloc(1, sizeof *new);
  if (!new)
    return NULL;
  new->insecure = entry->insecure;
  if (copy(&new->name, entry->name) && copy(&new->server, entry->server) && copy(&new->ca_data, entry->ca_data) &&
      copy(&new->tls_server_name, entry->tls_server_name) && copy(&new->namespace_, entry->namespace_) &&
      copy(&new->token, entry->token) && copy(&new->certificate_data, entry->certificate_data) &&
      copy(&new->key_data, entry->key_data))
    return new;
  dcoskube_entry_free(new);
  return NULL;
}

static dcoskube_status no_argument(dcoskube_error *err) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "an argument is NULL or out of range");
}

/* Where needle begins in the span, from `from` on, or len. */
static size_t find(dk_span text, size_t from, const char *needle) {
  const char *at = from < text.len ? memmem(text.data + from, text.len - from, needle, strlen(needle)) : NULL;
  return at ? (size_t)(at - text.data) : text.len;
}

/*
 * Is the text between two lines of PEM base64 of a DER sequence, which begins
 * with the byte 0x30?  Headers ("Proc-Type: 4,ENCRYPTED") are no base64.
 */
static int is_der(const char *text, size_t len) {
  while (len > 0 && strchr("\r\n", *text)) {
    text++;
    len--;
  }
  return len >= 4 && text[0] == 'M' && text[1] >= 'A' && text[1] <= 'P' && dk_base64_valid(text, len);
}

/* Is there a whole PEM block whose label ends in this word? */
static int has_pem(dk_span text, const char *label) {
  for (size_t at = find(text, 0, "-----BEGIN "); at < text.len; at = find(text, at + 1, "-----BEGIN ")) {
    size_t from = at + strlen("-----BEGIN "), end = find(text, from, "-----");
    size_t close = find(text, end, "-----END ");
    if (close == text.len)
      return 0;
    size_t name = end - from;
    if (name >= strlen(label) && memcmp(text.data + end - strlen(label), label, strlen(label)) == 0 &&
        is_der(text.data + end + 5, close - end - 5))
      return 1;
  }
  return 0;
}

/* Base64 of PEM that holds what it should. */
static dcoskube_status encode_pem(const char *subject, dk_span text, const char *label, char **out,
                                  dcoskube_error *err) {
  size_t len;
  if (text.len > DK_FILE_SMALL_MAX)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, subject, "is larger than %u bytes", DK_FILE_SMALL_MAX);
  if (!has_pem(text, label))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "holds no unencrypted %s in PEM form",
                   strcmp(label, "CERTIFICATE") == 0 ? "certificate" : "private key");
  return dk_base64_encode(text.data, text.len, out, &len, err);
}

static dcoskube_status encode_file(const char *path, const char *label, char **out, dcoskube_error *err) {
  dk_bytes bytes = {NULL, 0};
  dcoskube_status status = dk_file_read(path, DK_FILE_SMALL_MAX, &bytes, NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = encode_pem(path, (dk_span){bytes.data, bytes.len}, label, out, err);
  dk_bytes_free(&bytes);
  return status;
}

static void take_ca(dcoskube_entry *entry, char *ca_data) {
  dk_free(entry->ca_data);
  entry->ca_data = ca_data;
  entry->insecure = 0;
}

dcoskube_status dcoskube_entry_set_ca_file(dcoskube_entry *entry, const char *path, dcoskube_error *err) {
  char *text = NULL;
  dk_error_reset(err);
  if (!entry || !path)
    return no_argument(err);
  dcoskube_status status = encode_file(path, "CERTIFICATE", &text, err);
  if (status == DCOSKUBE_OK)
    take_ca(entry, text);
  return status;
}

dcoskube_status dcoskube_entry_set_ca_data(dcoskube_entry *entry, const void *data, size_t len, dcoskube_error *err) {
  char *text = NULL;
  dk_error_reset(err);
  if (!entry || !data)
    return no_argument(err);
  dcoskube_status status = encode_pem("CA", (dk_span){data, len}, "CERTIFICATE", &text, err);
  if (status == DCOSKUBE_OK)
    take_ca(entry, text);
  return status;
}

dcoskube_status dcoskube_entry_set_insecure(dcoskube_entry *entry, int on, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry || (on != 0 && on != 1))
    return no_argument(err);
  if (on)
    take_ca(entry, NULL);
  entry->insecure = on;
  return DCOSKUBE_OK;
}

/* Replace a text by a copy of another, or by none. */
static dcoskube_status replace(char **field, const char *text, dcoskube_error *err) {
  char *new = NULL;
  if (!copy(&new, text))
    return dk_no_memory(err);
  dk_free(*field);
  *field = new;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_entry_set_tls_server_name(dcoskube_entry *entry, const char *name, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry)
    return no_argument(err);
  if (name && !dk_is_host_name(name, strlen(name)) && !dk_is_ipv4(name, strlen(name)) &&
      !dk_is_ipv6(name, strlen(name)))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, name, "is neither a host name nor an IP address");
  return replace(&entry->tls_server_name, name, err);
}

dcoskube_status dcoskube_entry_set_namespace(dcoskube_entry *entry, const char *namespace_, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry)
    return no_argument(err);
  if (namespace_ && !dk_is_label(namespace_, strlen(namespace_)))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, namespace_,
                   "is no namespace: 1 to 63 characters of a-z 0-9 -, with a letter or digit at both ends");
  return replace(&entry->namespace_, namespace_, err);
}

static int is_visible(char c) {
  return c > ' ' && c < 0x7f;
}

static dcoskube_status take_token(dcoskube_entry *entry, const char *subject, const char *data, size_t len,
                                  dcoskube_error *err) {
  while (len > 0 && strchr(" \t\r\n", data[len - 1]))
    len--;
  if (len == 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "the token is empty");
  if (len > DK_FILE_SMALL_MAX)
    return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "the token is larger than %u bytes", DK_FILE_SMALL_MAX);
  for (size_t i = 0; i < len; i++)
    if (!is_visible(data[i]))
      return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "the token holds a character that HTTP cannot carry");
  char *token = dk_memdup(data, len);
  if (!token)
    return dk_no_memory(err);
  dk_free_secret_str(entry->token);
  entry->token = token;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_entry_set_token_file(dcoskube_entry *entry, const char *path, dcoskube_error *err) {
  dk_bytes bytes = {NULL, 0};
  dk_error_reset(err);
  if (!entry || !path)
    return no_argument(err);
  dcoskube_status status = dk_file_read(path, DK_FILE_SMALL_MAX, &bytes, NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  const char *end = memchr(bytes.data, '\n', bytes.len);
  status = take_token(entry, path, bytes.data, end ? (size_t)(end - bytes.data) : bytes.len, err);
  dk_bytes_free(&bytes);
  return status;
}

dcoskube_status dcoskube_entry_set_token(dcoskube_entry *entry, const void *data, size_t len, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry || !data)
    return no_argument(err);
  return take_token(entry, "token", data, len, err);
}

dcoskube_status dcoskube_entry_set_client_certificate(dcoskube_entry *entry, const char *certificate, const char *key,
                                                      dcoskube_error *err) {
  char *certificate_data = NULL, *key_data = NULL;
  dk_error_reset(err);
  if (!entry || !certificate || !key)
    return no_argument(err);
  dcoskube_status status = encode_file(certificate, "CERTIFICATE", &certificate_data, err);
  if (status == DCOSKUBE_OK)
    status = encode_file(key, "PRIVATE KEY", &key_data, err);
  if (status != DCOSKUBE_OK) {
    dk_free(certificate_data);
    return status;
  }
  dk_free(entry->certificate_data);
  dk_free_secret_str(entry->key_data);
  entry->certificate_data = certificate_data;
  entry->key_data = key_data;
  return DCOSKUBE_OK;
}
