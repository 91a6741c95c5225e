/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/fields.h"

#define PACKED_MAX DK_YAML_TEXT_MAX

struct place {
  dk_kc_kind kind;
  size_t slot;
};

/* By the numbers of dcoskube_field; 0 is none. */
static const struct place places[] = {
    {DK_KC_KINDS, 0},
    {DK_KC_CLUSTER, DK_CLUSTER_SERVER},
    {DK_KC_CLUSTER, DK_CLUSTER_TLS_SERVER_NAME},
    {DK_KC_CLUSTER, DK_CLUSTER_INSECURE},
    {DK_KC_CLUSTER, DK_CLUSTER_CA},
    {DK_KC_CLUSTER, DK_CLUSTER_CA_DATA},
    {DK_KC_CLUSTER, DK_CLUSTER_PROXY_URL},
    {DK_KC_CLUSTER, DK_CLUSTER_DISABLE_COMPRESSION},
    {DK_KC_USER, DK_USER_CERTIFICATE},
    {DK_KC_USER, DK_USER_CERTIFICATE_DATA},
    {DK_KC_USER, DK_USER_KEY},
    {DK_KC_USER, DK_USER_KEY_DATA},
    {DK_KC_USER, DK_USER_TOKEN},
    {DK_KC_USER, DK_USER_TOKEN_FILE},
    {DK_KC_USER, DK_USER_AS},
    {DK_KC_USER, DK_USER_AS_UID},
    {DK_KC_USER, DK_USER_AS_GROUPS},
    {DK_KC_USER, DK_USER_AS_USER_EXTRA},
    {DK_KC_USER, DK_USER_USERNAME},
    {DK_KC_USER, DK_USER_PASSWORD},
    {DK_KC_USER, DK_EXEC_COMMAND},
    {DK_KC_USER, DK_EXEC_API_VERSION},
    {DK_KC_USER, DK_EXEC_ARGS},
    {DK_KC_USER, DK_EXEC_ENV},
    {DK_KC_USER, DK_EXEC_INSTALL_HINT},
    {DK_KC_USER, DK_EXEC_PROVIDE_CLUSTER_INFO},
    {DK_KC_USER, DK_EXEC_INTERACTIVE_MODE},
    {DK_KC_USER, DK_USER_EXEC},
    {DK_KC_USER, DK_USER_AUTH_PROVIDER},
    {DK_KC_CONTEXT, DK_CONTEXT_CLUSTER},
    {DK_KC_CONTEXT, DK_CONTEXT_USER},
    {DK_KC_CONTEXT, DK_CONTEXT_NAMESPACE},
};

int dk_kc_field_place(dcoskube_field field, dk_kc_kind *kind, size_t *slot) {
  size_t number = (size_t)field;
  if (number == 0 || number >= sizeof places / sizeof places[0])
    return 0;
  *kind = places[number].kind;
  *slot = places[number].slot;
  return 1;
}

int dk_kc_public_kind(dcoskube_kind kind, dk_kc_kind *out) {
  static const dk_kc_kind kinds[] = {DK_KC_KINDS, DK_KC_CLUSTER, DK_KC_USER, DK_KC_CONTEXT};
  size_t number = (size_t)kind;
  if (number == 0 || number >= sizeof kinds / sizeof kinds[0])
    return 0;
  *out = kinds[number];
  return 1;
}

static dk_kc_shape user_shape(size_t slot) {
  switch (slot) {
  case DK_USER_AS_GROUPS:
  case DK_EXEC_ARGS:
    return DK_KC_LIST;
  case DK_EXEC_ENV:
    return DK_KC_ENV;
  case DK_USER_AS_USER_EXTRA:
    return DK_KC_EXTRA;
  case DK_USER_EXEC:
  case DK_USER_AUTH_PROVIDER:
    return DK_KC_OBJECT;
  case DK_EXEC_PROVIDE_CLUSTER_INFO:
    return DK_KC_FLAG;
  default:
    return DK_KC_TEXT;
  }
}

dk_kc_shape dk_kc_shape_of(dk_kc_kind kind, size_t slot) {
  if (kind == DK_KC_USER)
    return user_shape(slot);
  return kind == DK_KC_CLUSTER && (slot == DK_CLUSTER_INSECURE || slot == DK_CLUSTER_DISABLE_COMPRESSION) ? DK_KC_FLAG
                                                                                                          : DK_KC_TEXT;
}

int dk_kc_is_flag(dk_kc_kind kind, size_t slot) {
  return dk_kc_shape_of(kind, slot) == DK_KC_FLAG;
}

int dk_kc_is_packed(dk_kc_kind kind, size_t slot) {
  dk_kc_shape shape = dk_kc_shape_of(kind, slot);
  return shape == DK_KC_LIST || shape == DK_KC_ENV || shape == DK_KC_EXTRA;
}

const char *dk_kc_slot_name(dk_kc_kind kind, size_t slot) {
  const char *name = dk_kc_field(kind, slot);
  return name ? name : dk_kc_exec_field(kind, slot);
}

const char *dk_kc_slot_prefix(dk_kc_kind kind, size_t slot) {
  return dk_kc_exec_field(kind, slot) ? "exec." : "";
}

/* Is the node's text the next packed one?  Steps over it. */
static int next_is(const dk_yaml_doc *doc, uint32_t node, const char **at, const char *end) {
  dk_span value = dk_yaml_value(doc, node);
  size_t len = *at < end ? strlen(*at) : 0;
  if (*at >= end || doc->nodes[dk_yaml_target(doc, node)].kind != DK_YAML_SCALAR || value.len != len ||
      (len > 0 && memcmp(value.data, *at, len) != 0))
    return 0;
  *at += len + 1;
  return 1;
}

int dk_kc_env_pair(const dk_yaml_doc *doc, uint32_t element, uint32_t *name, uint32_t *value) {
  uint32_t key, other;
  size_t names, values, pairs = 0;
  element = dk_yaml_target(doc, element);
  if (doc->nodes[element].kind != DK_YAML_MAPPING)
    return 0;
  for (uint32_t k = element + 1; k < doc->nodes[element].skip; k = doc->nodes[doc->nodes[k].skip].skip)
    pairs++;
  dk_kc_own_pair(doc, element, "name", &key, name, &names);
  dk_kc_own_pair(doc, element, "value", &other, value, &values);
  return pairs == 2 && names == 1 && values == 1;
}

static int same_list(const dk_yaml_doc *doc, uint32_t list, dk_kc_shape shape, const char **at, const char *end) {
  if (doc->nodes[list].kind != DK_YAML_SEQUENCE)
    return 0;
  for (uint32_t i = list + 1; i < doc->nodes[list].skip; i = doc->nodes[i].skip) {
    uint32_t name = i, value = 0;
    if (shape == DK_KC_ENV && !dk_kc_env_pair(doc, i, &name, &value))
      return 0;
    if (!next_is(doc, name, at, end) || (value && !next_is(doc, value, at, end)))
      return 0;
  }
  return 1;
}

/* Pairs of one key stand together. */
static int same_extra(const dk_yaml_doc *doc, uint32_t map, const char **at, const char *end) {
  if (doc->nodes[map].kind != DK_YAML_MAPPING)
    return 0;
  for (uint32_t key = map + 1; key < doc->nodes[map].skip; key = doc->nodes[doc->nodes[key].skip].skip) {
    uint32_t list = dk_yaml_target(doc, doc->nodes[key].skip);
    if (doc->nodes[list].kind != DK_YAML_SEQUENCE)
      return 0;
    for (uint32_t i = list + 1; i < doc->nodes[list].skip; i = doc->nodes[i].skip)
      if (!next_is(doc, key, at, end) || !next_is(doc, i, at, end))
        return 0;
  }
  return 1;
}

int dk_kc_same_packed(const dk_yaml_doc *doc, uint32_t node, dk_kc_shape shape, const char *text, size_t len) {
  const char *at = text, *end = text + len;
  node = dk_yaml_target(doc, node);
  int same = shape == DK_KC_EXTRA ? same_extra(doc, node, &at, end) : same_list(doc, node, shape, &at, end);
  return same && at == end;
}

/* The value that the pairs have for a name, or NULL. */
static const char *packed_value(const char *text, size_t len, const char *name) {
  for (const char *at = text; at < text + len;) {
    const char *value = at + strlen(at) + 1;
    if (strcmp(at, name) == 0)
      return value;
    at = value + strlen(value) + 1;
  }
  return NULL;
}

char *dk_kc_merge_packed(const char *old, size_t old_len, const char *text, size_t len, size_t *out_len) {
  dk_buf buf;
  char *out = NULL;
  dk_buf_init(&buf, PACKED_MAX);
  old = old ? old : "";
  for (const char *at = old; at < old + old_len;) {
    const char *value = at + strlen(at) + 1, *new = packed_value(text, len, at);
    dk_buf_add(&buf, at, strlen(at) + 1);
    dk_buf_add(&buf, new ? new : value, strlen(new ? new : value) + 1);
    at = value + strlen(value) + 1;
  }
  for (const char *at = text; at < text + len;) {
    const char *value = at + strlen(at) + 1;
    if (!packed_value(old, old_len, at)) {
      dk_buf_add(&buf, at, strlen(at) + 1);
      dk_buf_add(&buf, value, strlen(value) + 1);
    }
    at = value + strlen(value) + 1;
  }
  if (dk_buf_take(&buf, &out, out_len, NULL, NULL) != DCOSKUBE_OK)
    out = NULL;
  dk_buf_free_secret(&buf);
  return out;
}

static void pack(dk_buf *buf, dk_span text) {
  dk_buf_add(buf, text.data, text.len);
  dk_buf_char(buf, '\0');
}

char *dk_kc_merge_env(const dk_yaml_doc *doc, uint32_t node, const char *text, size_t len, size_t *out_len) {
  uint32_t list = dk_yaml_target(doc, node);
  dk_buf buf;
  dk_buf_init(&buf, PACKED_MAX);
  for (uint32_t i = list + 1; doc->nodes[list].kind == DK_YAML_SEQUENCE && i < doc->nodes[list].skip;
       i = doc->nodes[i].skip) {
    uint32_t key, name = 0, value = 0, element = dk_yaml_target(doc, i);
    size_t count;
    dk_span none = {"", 0};
    dk_kc_own_pair(doc, element, "name", &key, &name, &count);
    dk_kc_own_pair(doc, element, "value", &key, &value, &count);
    pack(&buf, name ? dk_yaml_value(doc, name) : none);
    pack(&buf, value ? dk_yaml_value(doc, value) : none);
  }
  char *out = buf.status == DCOSKUBE_OK ? dk_kc_merge_packed(buf.data, buf.len, text, len, out_len) : NULL;
  dk_buf_free_secret(&buf);
  return out;
}
