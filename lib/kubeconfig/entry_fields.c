/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of an entry by their numbers, each by its own rule. */
#include <string.h>

#include "core/alloc.h"
#include "core/error.h"
#include "core/name.h"
#include "core/text.h"
#include "core/url.h"
#include "format/base64.h"
#include "kubeconfig/entry.h"
#include "kubeconfig/fields.h"

#define VALUE_MAX (1024u * 1024u)
#define LINES "\n\t"

static dcoskube_status invalid(dcoskube_error *err, const char *name, const char *why) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID, name, "%s", why);
}

/* What any value must be: not empty, UTF-8, without control characters but those allowed; and not too long. */
static dcoskube_status judge_text(const char *name, const char *value, const char *allowed, dcoskube_error *err) {
  size_t len = strlen(value);
  if (len == 0) {
    dcoskube_status status = invalid(err, name, "the value is empty");
    dk_error_set_remedy(err, "take the field away with dcoskube_kubeconfig_unset()");
    return status;
  }
  if (len > VALUE_MAX)
    return dk_fail(err, DCOSKUBE_ERR_INVALID, name, "the value is longer than %u bytes", VALUE_MAX);
  for (size_t i = 0, n; i < len; i += n) {
    uint32_t code = 0;
    n = dk_utf8_char(value + i, len - i, &code);
    if (n == 0 || (dk_is_control(code) && !(code < 0x80 && strchr(allowed, (int)code))))
      return invalid(err, name, "the value holds a control character or is not UTF-8");
  }
  return DCOSKUBE_OK;
}

static dcoskube_status judge_server(const char *name, const char *value, dcoskube_error *err) {
  dk_url url;
  (void)name;
  return dk_url_parse(value, 0, &url, err);
}

static dcoskube_status judge_host(const char *name, const char *value, dcoskube_error *err) {
  size_t len = strlen(value);
  (void)name;
  return dk_is_host_name(value, len) || dk_is_ipv4(value, len) || dk_is_ipv6(value, len)
             ? DCOSKUBE_OK
             : invalid(err, value, "is neither a host name nor an IP address");
}

static dcoskube_status judge_namespace(const char *name, const char *value, dcoskube_error *err) {
  (void)name;
  return dk_is_label(value, strlen(value))
             ? DCOSKUBE_OK
             : invalid(err, value,
                       "is no namespace: 1 to 63 characters of a-z 0-9 -, with a letter or digit at both ends");
}

static dcoskube_status judge_flag(const char *name, const char *value, dcoskube_error *err) {
  return strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ? DCOSKUBE_OK
                                                                   : invalid(err, name, "is neither true nor false");
}

static dcoskube_status judge_base64(const char *name, const char *value, dcoskube_error *err) {
  return dk_base64_valid(value, strlen(value)) ? DCOSKUBE_OK : invalid(err, name, "the value is not base64");
}

static dcoskube_status judge_token(const char *name, const char *value, dcoskube_error *err) {
  for (const char *p = value; *p; p++)
    if (*p <= ' ' || *p >= 0x7f)
      return invalid(err, name, "the token holds a character that HTTP cannot carry");
  return DCOSKUBE_OK;
}

/* client-go's rule; the value may hold a password, so that it is not repeated. */
static dcoskube_status judge_proxy(const char *name, const char *value, dcoskube_error *err) {
  static const char *const schemes[] = {"http://", "https://", "socks5://"};
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
    const char *host = value + strlen(schemes[i]);
    if (strncmp(value, schemes[i], strlen(schemes[i])) == 0 && *host && !strchr("/?#:", *host) &&
        !strpbrk(host, " <>\"\\^`{|}"))
      return DCOSKUBE_OK;
  }
  return invalid(err, name, "is no proxy: http://, https:// or socks5:// and a host");
}

static dcoskube_status judge_api_version(const char *name, const char *value, dcoskube_error *err) {
  static const char group[] = "client.authentication.k8s.io/";
  return strncmp(value, group, strlen(group)) == 0 && value[strlen(group)]
             ? DCOSKUBE_OK
             : invalid(err, name, "is not client.authentication.k8s.io/VERSION");
}

static dcoskube_status judge_mode(const char *name, const char *value, dcoskube_error *err) {
  return strcmp(value, "Never") == 0 || strcmp(value, "IfAvailable") == 0 || strcmp(value, "Always") == 0
             ? DCOSKUBE_OK
             : invalid(err, name, "is none of Never, IfAvailable, Always");
}

static dcoskube_status judge_reference(const char *name, const char *value, dcoskube_error *err) {
  (void)name;
  return dk_kc_judge_name(value, err);
}

typedef dcoskube_status rule(const char *name, const char *value, dcoskube_error *err);

static const struct {
  dcoskube_field field;
  rule *judge;
} rules[] = {{DCOSKUBE_FIELD_SERVER, judge_server},
             {DCOSKUBE_FIELD_TLS_SERVER_NAME, judge_host},
             {DCOSKUBE_FIELD_INSECURE_SKIP_TLS_VERIFY, judge_flag},
             {DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY_DATA, judge_base64},
             {DCOSKUBE_FIELD_PROXY_URL, judge_proxy},
             {DCOSKUBE_FIELD_DISABLE_COMPRESSION, judge_flag},
             {DCOSKUBE_FIELD_CLIENT_CERTIFICATE_DATA, judge_base64},
             {DCOSKUBE_FIELD_CLIENT_KEY_DATA, judge_base64},
             {DCOSKUBE_FIELD_TOKEN, judge_token},
             {DCOSKUBE_FIELD_EXEC_API_VERSION, judge_api_version},
             {DCOSKUBE_FIELD_EXEC_PROVIDE_CLUSTER_INFO, judge_flag},
             {DCOSKUBE_FIELD_EXEC_INTERACTIVE_MODE, judge_mode},
             {DCOSKUBE_FIELD_CLUSTER, judge_reference},
             {DCOSKUBE_FIELD_USER, judge_reference},
             {DCOSKUBE_FIELD_NAMESPACE, judge_namespace}};

static dcoskube_status judge(dcoskube_field field, const char *name, const char *value, dcoskube_error *err) {
  dcoskube_status status = judge_text(name, value, field == DCOSKUBE_FIELD_EXEC_INSTALL_HINT ? LINES : "", err);
  for (size_t i = 0; i < sizeof rules / sizeof rules[0] && status == DCOSKUBE_OK; i++)
    if (rules[i].field == field)
      status = rules[i].judge(name, value, err);
  return status;
}

static dcoskube_status no_argument(dcoskube_error *err) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                 "an argument is NULL, or the field is not one that is set in this way");
}

dcoskube_status dcoskube_entry_set(dcoskube_entry *entry, dcoskube_field field, const char *value,
                                   dcoskube_error *err) {
  dk_kc_kind kind;
  size_t slot;
  dk_error_reset(err);
  if (!entry || !value || !dk_kc_field_place(field, &kind, &slot))
    return no_argument(err);
  dk_kc_shape shape = dk_kc_shape_of(kind, slot);
  if (shape != DK_KC_TEXT && shape != DK_KC_FLAG)
    return no_argument(err);
  dcoskube_status status = judge(field, dk_kc_slot_name(kind, slot), value, err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_entry_may(entry, kind, slot, err);
  if (status != DCOSKUBE_OK)
    return status;
  char *copy = dk_strdup(value);
  if (!copy)
    return dk_no_memory(err);
  dk_kc_entry_take(entry, kind, slot, copy, strlen(copy));
  return DCOSKUBE_OK;
}

/* Elements may be empty; for the rest they are text as any other. */
static dcoskube_status judge_element(const char *name, const char *value, dcoskube_error *err) {
  return value[0] ? judge_text(name, value, LINES, err) : DCOSKUBE_OK;
}

/* The packed text with something more at a place. */
static dcoskube_status extend(dcoskube_entry *entry, dk_kc_kind kind, size_t slot, size_t at, size_t end,
                              const char *key, const char *value, dcoskube_error *err) {
  dk_kc_entry_field *field = &entry->fields[kind][slot];
  char *text = NULL;
  size_t len = 0;
  dk_buf buf;
  dk_buf_init(&buf, VALUE_MAX);
  if (field->text)
    dk_buf_add(&buf, field->text, at);
  if (key)
    dk_buf_add(&buf, key, strlen(key) + 1);
  dk_buf_add(&buf, value, strlen(value) + 1);
  if (field->text)
    dk_buf_add(&buf, field->text + end, field->len - end);
  dcoskube_status status = dk_buf_take(&buf, &text, &len, dk_kc_slot_name(kind, slot), err);
  dk_buf_free_secret(&buf);
  if (status == DCOSKUBE_OK)
    dk_kc_entry_take(entry, kind, slot, text, len);
  return status;
}

dcoskube_status dcoskube_entry_add(dcoskube_entry *entry, dcoskube_field field, const char *value,
                                   dcoskube_error *err) {
  dk_kc_kind kind;
  size_t slot;
  dk_error_reset(err);
  if (!entry || !value || !dk_kc_field_place(field, &kind, &slot) || dk_kc_shape_of(kind, slot) != DK_KC_LIST)
    return no_argument(err);
  dcoskube_status status = judge_element(dk_kc_slot_name(kind, slot), value, err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_entry_may(entry, kind, slot, err);
  size_t end = entry->fields[kind][slot].len;
  return status == DCOSKUBE_OK ? extend(entry, kind, slot, end, end, NULL, value, err) : status;
}

/* Where the pair belongs: in the place of one of that name (env), behind the last of that key (as-user-extra). */
static void place_pair(const dk_kc_entry_field *field, dk_kc_shape shape, const char *key, size_t *start, size_t *end) {
  *start = *end = field->len;
  for (size_t at = 0; at < field->len;) {
    size_t value = at + strlen(field->text + at) + 1, next = value + strlen(field->text + value) + 1;
    if (strcmp(field->text + at, key) == 0) {
      *start = shape == DK_KC_ENV ? at : next;
      *end = next;
    }
    at = next;
  }
}

dcoskube_status dcoskube_entry_add_pair(dcoskube_entry *entry, dcoskube_field field, const char *key, const char *value,
                                        dcoskube_error *err) {
  dk_kc_kind kind;
  size_t slot, start, end;
  dk_error_reset(err);
  if (!entry || !key || !value || !dk_kc_field_place(field, &kind, &slot))
    return no_argument(err);
  dk_kc_shape shape = dk_kc_shape_of(kind, slot);
  if (shape != DK_KC_ENV && shape != DK_KC_EXTRA)
    return no_argument(err);
  dcoskube_status status = judge_text(dk_kc_slot_name(kind, slot), key, "", err);
  if (status == DCOSKUBE_OK)
    status = judge_element(dk_kc_slot_name(kind, slot), value, err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_entry_may(entry, kind, slot, err);
  if (status != DCOSKUBE_OK)
    return status;
  place_pair(&entry->fields[kind][slot], shape, key, &start, &end);
  return extend(entry, kind, slot, start, end, key, value, err);
}
