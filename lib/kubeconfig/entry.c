/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"
#include "core/file.h"
#include "core/reader.h"
#include "core/text.h"
#include "core/url.h"
#include "format/base64.h"
#include "kubeconfig/entry.h"

#define NAME_MAX_LEN 1024

dcoskube_status dk_kc_judge_name(const char *name, dcoskube_error *err) {
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

#define PARTS (DCOSKUBE_ENTRY_CLUSTER | DCOSKUBE_ENTRY_USER | DCOSKUBE_ENTRY_CONTEXT)

/* An entry with its name and, if it has one, its server; NULL without memory. */
static dcoskube_entry *make_entry(const char *name, const char *server, uint32_t parts) {
  dcoskube_entry *entry = dk_calloc(1, sizeof *entry);
  if (!entry)
    return NULL;
  dk_kc_entry_field *field = &entry->fields[DK_KC_CLUSTER][DK_CLUSTER_SERVER];
  entry->parts = parts;
  entry->name = dk_strdup(name);
  field->text = dk_strdup(server);
  field->len = server ? strlen(server) : 0;
  if (entry->name && (!server || field->text))
    return entry;
  dcoskube_entry_free(entry);
  return NULL;
}

dcoskube_status dcoskube_entry_new(const char *name, const char *server, uint32_t flags, dcoskube_entry **out,
                                   dcoskube_error *err) {
  dk_error_reset(err);
  if (!name || !out || flags & ~PARTS || (!server && flags == 0))
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   "name and out must not be NULL, nor server without flags, and flags must have no unknown bits");
  if (server && flags != 0 && !(flags & DCOSKUBE_ENTRY_CLUSTER))
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "a server is for an entry that has a cluster");
  dk_url url;
  dcoskube_status status = dk_kc_judge_name(name, err);
  if (status == DCOSKUBE_OK && server)
    status = dk_url_parse(server, 0, &url, err);
  if (status != DCOSKUBE_OK)
    return status;
  dcoskube_entry *entry = make_entry(name, server, flags ? flags : PARTS);
  if (!entry)
    return dk_no_memory(err);
  *out = entry;
  return DCOSKUBE_OK;
}

void dcoskube_entry_free(dcoskube_entry *entry) {
  if (!entry)
    return;
  dk_free(entry->name);
  for (int kind = 0; kind < DK_KC_KINDS; kind++)
    for (size_t slot = 0; slot < DK_KC_SLOTS; slot++)
      dk_free_secret(entry->fields[kind][slot].text, entry->fields[kind][slot].len);
  dk_free(entry);
}

dcoskube_entry *dk_kc_entry_copy(const dcoskube_entry *entry) {
  dcoskube_entry *new = dk_calloc(1, sizeof *new);
  if (!new)
    return NULL;
  new->parts = entry->parts;
  new->name = dk_strdup(entry->name);
  int good = new->name != NULL;
  for (int kind = 0; kind < DK_KC_KINDS; kind++)
    for (size_t slot = 0; slot < DK_KC_SLOTS && good; slot++) {
      const dk_kc_entry_field *from = &entry->fields[kind][slot];
      dk_kc_entry_field *to = &new->fields[kind][slot];
      if (!from->text)
        continue;
      to->text = dk_memdup(from->text, from->len);
      to->len = from->len;
      good = to->text != NULL;
    }
  if (good)
    return new;
  dcoskube_entry_free(new);
  return NULL;
}

int dk_kc_entry_has(const dcoskube_entry *entry, dk_kc_kind kind) {
  static const uint32_t parts[DK_KC_KINDS] = {DCOSKUBE_ENTRY_CLUSTER, DCOSKUBE_ENTRY_CONTEXT, DCOSKUBE_ENTRY_USER};
  return (entry->parts & parts[kind]) != 0;
}

static int is_set(const dcoskube_entry *entry, dk_kc_kind kind, size_t slot) {
  return entry->fields[kind][slot].text != NULL;
}

dcoskube_status dk_kc_entry_may(const dcoskube_entry *entry, dk_kc_kind kind, size_t slot, dcoskube_error *err) {
  if (!dk_kc_entry_has(entry, kind))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, entry->name, "the entry has no %s", dk_kc_body_key(kind));
  int token = kind == DK_KC_USER && (slot == DK_USER_TOKEN || slot == DK_USER_TOKEN_FILE);
  int basic = kind == DK_KC_USER && (slot == DK_USER_USERNAME || slot == DK_USER_PASSWORD);
  if ((token && (is_set(entry, kind, DK_USER_USERNAME) || is_set(entry, kind, DK_USER_PASSWORD))) ||
      (basic && (is_set(entry, kind, DK_USER_TOKEN) || is_set(entry, kind, DK_USER_TOKEN_FILE))))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, entry->name,
                   "you cannot specify more than one authentication method at the same time: token, "
                   "username/password");
  return DCOSKUBE_OK;
}

/* Of two in a row one only is written: the one that was set last. */
static const struct {
  dk_kc_kind kind;
  size_t slot, other;
} exclusions[] = {{DK_KC_CLUSTER, DK_CLUSTER_CA, DK_CLUSTER_CA_DATA},
                  {DK_KC_CLUSTER, DK_CLUSTER_CA, DK_CLUSTER_INSECURE},
                  {DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, DK_CLUSTER_CA},
                  {DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, DK_CLUSTER_INSECURE},
                  {DK_KC_USER, DK_USER_CERTIFICATE, DK_USER_CERTIFICATE_DATA},
                  {DK_KC_USER, DK_USER_CERTIFICATE_DATA, DK_USER_CERTIFICATE},
                  {DK_KC_USER, DK_USER_KEY, DK_USER_KEY_DATA},
                  {DK_KC_USER, DK_USER_KEY_DATA, DK_USER_KEY},
                  {DK_KC_USER, DK_USER_TOKEN, DK_USER_TOKEN_FILE},
                  {DK_KC_USER, DK_USER_TOKEN_FILE, DK_USER_TOKEN}};

static void put_field(dcoskube_entry *entry, dk_kc_kind kind, size_t slot, char *text, size_t len) {
  dk_kc_entry_field *field = &entry->fields[kind][slot];
  dk_free_secret(field->text, field->len);
  field->text = text;
  field->len = text ? len : 0;
}

void dk_kc_entry_take(dcoskube_entry *entry, dk_kc_kind kind, size_t slot, char *text, size_t len) {
  put_field(entry, kind, slot, text, len);
  if (!text)
    return;
  for (size_t i = 0; i < sizeof exclusions / sizeof exclusions[0]; i++)
    if (exclusions[i].kind == kind && exclusions[i].slot == slot)
      put_field(entry, kind, exclusions[i].other, NULL, 0);
  if (kind == DK_KC_CLUSTER && slot == DK_CLUSTER_INSECURE && strcmp(text, "true") == 0) {
    put_field(entry, kind, DK_CLUSTER_CA, NULL, 0);
    put_field(entry, kind, DK_CLUSTER_CA_DATA, NULL, 0);
  }
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

/* A text of our own becomes a field; it is freed if it may not. */
static dcoskube_status take(dcoskube_entry *entry, dk_kc_kind kind, size_t slot, char *text, dcoskube_error *err) {
  dcoskube_status status = dk_kc_entry_may(entry, kind, slot, err);
  if (status == DCOSKUBE_OK)
    dk_kc_entry_take(entry, kind, slot, text, strlen(text));
  else
    dk_free_secret_str(text);
  return status;
}

dcoskube_status dcoskube_entry_set_ca_file(dcoskube_entry *entry, const char *path, dcoskube_error *err) {
  char *text = NULL;
  dk_error_reset(err);
  if (!entry || !path)
    return no_argument(err);
  dcoskube_status status = encode_file(path, "CERTIFICATE", &text, err);
  return status == DCOSKUBE_OK ? take(entry, DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, text, err) : status;
}

dcoskube_status dcoskube_entry_set_ca_data(dcoskube_entry *entry, const void *data, size_t len, dcoskube_error *err) {
  char *text = NULL;
  dk_error_reset(err);
  if (!entry || !data)
    return no_argument(err);
  dcoskube_status status = encode_pem("CA", (dk_span){data, len}, "CERTIFICATE", &text, err);
  return status == DCOSKUBE_OK ? take(entry, DK_KC_CLUSTER, DK_CLUSTER_CA_DATA, text, err) : status;
}

/* A copy of a text becomes a field; NULL takes it out. */
static dcoskube_status replace(dcoskube_entry *entry, dk_kc_kind kind, size_t slot, const char *text,
                               dcoskube_error *err) {
  char *copy = dk_strdup(text);
  if (text && !copy)
    return dk_no_memory(err);
  if (text)
    return take(entry, kind, slot, copy, err);
  dk_kc_entry_take(entry, kind, slot, NULL, 0);
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_entry_set_insecure(dcoskube_entry *entry, int on, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry || (on != 0 && on != 1))
    return no_argument(err);
  return replace(entry, DK_KC_CLUSTER, DK_CLUSTER_INSECURE, on ? "true" : NULL, err);
}

dcoskube_status dcoskube_entry_set_tls_server_name(dcoskube_entry *entry, const char *name, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry)
    return no_argument(err);
  if (name)
    return dcoskube_entry_set(entry, DCOSKUBE_FIELD_TLS_SERVER_NAME, name, err);
  return replace(entry, DK_KC_CLUSTER, DK_CLUSTER_TLS_SERVER_NAME, NULL, err);
}

dcoskube_status dcoskube_entry_set_namespace(dcoskube_entry *entry, const char *namespace_, dcoskube_error *err) {
  dk_error_reset(err);
  if (!entry)
    return no_argument(err);
  if (namespace_)
    return dcoskube_entry_set(entry, DCOSKUBE_FIELD_NAMESPACE, namespace_, err);
  return replace(entry, DK_KC_CONTEXT, DK_CONTEXT_NAMESPACE, NULL, err);
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
  return take(entry, DK_KC_USER, DK_USER_TOKEN, token, err);
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
  if (status == DCOSKUBE_OK)
    status = dk_kc_entry_may(entry, DK_KC_USER, DK_USER_KEY_DATA, err);
  if (status != DCOSKUBE_OK) {
    dk_free(certificate_data);
    dk_free_secret_str(key_data);
    return status;
  }
  dk_kc_entry_take(entry, DK_KC_USER, DK_USER_CERTIFICATE_DATA, certificate_data, strlen(certificate_data));
  dk_kc_entry_take(entry, DK_KC_USER, DK_USER_KEY_DATA, key_data, strlen(key_data));
  return DCOSKUBE_OK;
}
