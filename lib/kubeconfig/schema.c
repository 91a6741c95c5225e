/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of a kubeconfig and their types, as Go's decoder takes them: an
 * unknown field is left alone, null is "absent", and a word that YAML 1.1 reads
 * as a number or a boolean is no string.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "format/base64.h"
#include "kubeconfig/model.h"

typedef enum field_type {
  STRING,
  BOOLEAN,
  BYTES,
  ANY,
  LIST,
  OBJECT,
  STRINGS,
  STRING_MAP,
  LISTS_MAP,
  OBJECTS,
  NAMED
} field_type;

struct field {
  const char *name;
  field_type type;
  const dk_kc_level *level; /* of OBJECT, OBJECTS, NAMED */
};

struct dk_kc_level {
  const char *what;
  const struct field *fields;
  size_t count;
};

#define LEVEL(what, fields)                                                                                            \
  { what, fields, sizeof(fields) / sizeof((fields)[0]) }

static const struct field extension_fields[] = {{"name", STRING, NULL}, {"extension", ANY, NULL}};
static const dk_kc_level extension_level = LEVEL("extension", extension_fields);

static const struct field preference_fields[] = {{"colors", BOOLEAN, NULL}, {"extensions", NAMED, &extension_level}};
static const dk_kc_level preference_level = LEVEL("preferences", preference_fields);

static const struct field env_fields[] = {{"name", STRING, NULL}, {"value", STRING, NULL}};
static const dk_kc_level env_level = LEVEL("env", env_fields);

static const struct field exec_fields[] = {
    {"apiVersion", STRING, NULL},         {"args", STRINGS, NULL},       {"command", STRING, NULL},
    {"env", OBJECTS, &env_level},         {"installHint", STRING, NULL}, {"interactiveMode", STRING, NULL},
    {"provideClusterInfo", BOOLEAN, NULL}};
const dk_kc_level dk_kc_exec_level = LEVEL("exec", exec_fields);

static const struct field provider_fields[] = {{"name", STRING, NULL}, {"config", STRING_MAP, NULL}};
static const dk_kc_level provider_level = LEVEL("auth-provider", provider_fields);

/* The first of each level are the slots of model.h, in that order. */
static const struct field top_fields[] = {{"current-context", STRING, NULL},
                                          {"clusters", LIST, NULL},
                                          {"contexts", LIST, NULL},
                                          {"users", LIST, NULL},
                                          {"preferences", OBJECT, &preference_level},
                                          {"extensions", NAMED, &extension_level}};
const dk_kc_level dk_kc_top_level = LEVEL("kubeconfig", top_fields);

static const struct field cluster_fields[] = {{"certificate-authority", STRING, NULL},
                                              {"certificate-authority-data", BYTES, NULL},
                                              {"disable-compression", BOOLEAN, NULL},
                                              {"insecure-skip-tls-verify", BOOLEAN, NULL},
                                              {"proxy-url", STRING, NULL},
                                              {"server", STRING, NULL},
                                              {"tls-server-name", STRING, NULL},
                                              {"extensions", NAMED, &extension_level}};
static const struct field context_fields[] = {{"cluster", STRING, NULL},
                                              {"namespace", STRING, NULL},
                                              {"user", STRING, NULL},
                                              {"extensions", NAMED, &extension_level}};
static const struct field user_fields[] = {{"as", STRING, NULL},
                                           {"as-groups", STRINGS, NULL},
                                           {"as-uid", STRING, NULL},
                                           {"as-user-extra", LISTS_MAP, NULL},
                                           {"auth-provider", OBJECT, &provider_level},
                                           {"client-certificate", STRING, NULL},
                                           {"client-certificate-data", BYTES, NULL},
                                           {"client-key", STRING, NULL},
                                           {"client-key-data", BYTES, NULL},
                                           {"exec", OBJECT, &dk_kc_exec_level},
                                           {"password", STRING, NULL},
                                           {"token", STRING, NULL},
                                           {"tokenFile", STRING, NULL},
                                           {"username", STRING, NULL},
                                           {"extensions", NAMED, &extension_level}};
static const dk_kc_level body_levels[DK_KC_KINDS] = {LEVEL("cluster", cluster_fields), LEVEL("context", context_fields),
                                                     LEVEL("user", user_fields)};

static const struct field cluster_item[] = {{"name", STRING, NULL}, {"cluster", OBJECT, NULL}};
static const struct field context_item[] = {{"name", STRING, NULL}, {"context", OBJECT, NULL}};
static const struct field user_item[] = {{"name", STRING, NULL}, {"user", OBJECT, NULL}};
static const dk_kc_level item_levels[DK_KC_KINDS] = {LEVEL("cluster", cluster_item), LEVEL("context", context_item),
                                                     LEVEL("user", user_item)};

static const size_t kept[DK_KC_KINDS] = {DK_CLUSTER_TLS_SERVER_NAME + 1, DK_CONTEXT_USER + 1, DK_USER_USERNAME + 1};

const dk_kc_level *dk_kc_item_level(dk_kc_kind kind) {
  return &item_levels[kind];
}

const dk_kc_level *dk_kc_body_level(dk_kc_kind kind) {
  return &body_levels[kind];
}

const char *dk_kc_list_key(dk_kc_kind kind) {
  return top_fields[DK_TOP_CLUSTERS + kind].name;
}

const char *dk_kc_body_key(dk_kc_kind kind) {
  return body_levels[kind].what;
}

const char *dk_kc_field(dk_kc_kind kind, size_t slot) {
  return slot < kept[kind] ? body_levels[kind].fields[slot].name : NULL;
}

const char *dk_kc_exec_field(dk_kc_kind kind, size_t slot) {
  return kind == DK_KC_USER && slot >= DK_USER_EXEC_FIRST && slot < DK_KC_SLOTS
             ? exec_fields[slot - DK_USER_EXEC_FIRST].name
             : NULL;
}

dcoskube_status dk_kc_fail_at(dk_kc_checker *checker, dcoskube_status status, uint32_t node, const char *fmt, ...) {
  char text[DK_ERROR_MESSAGE];
  const dk_yaml_node *n = &checker->doc->nodes[node];
  va_list args;
  va_start(args, fmt);
  vsnprintf(text, sizeof text, fmt, args);
  va_end(args);
  return dk_fail_at(checker->err, status, checker->name, n->line, n->column + 1, "%s", text);
}

static const char *found(const dk_yaml_doc *doc, uint32_t node) {
  static const char *const types[] = {"",        "null", "a boolean", "a number", "a number that JSON does not know",
                                      "a string"};
  dk_yaml_kind kind = (dk_yaml_kind)doc->nodes[dk_yaml_target(doc, node)].kind;
  return kind == DK_YAML_MAPPING ? "a map" : kind == DK_YAML_SEQUENCE ? "a list" : types[dk_yaml_type_of(doc, node)];
}

static dcoskube_status wrong(dk_kc_checker *c, uint32_t node, const char *name, const char *wanted) {
  dk_yaml_type type = dk_yaml_type_of(c->doc, node);
  dcoskube_status status =
      dk_kc_fail_at(c, DCOSKUBE_ERR_PARSE, node, "%s is %s, not %s", name, found(c->doc, node), wanted);
  if (strcmp(wanted, "a string") == 0 && type >= DK_YAML_BOOL && type <= DK_YAML_NOT_JSON)
    dk_error_set_remedy(c->err, "put the value in quotes");
  return status;
}

static int is_kind(const dk_kc_checker *c, uint32_t node, dk_yaml_kind kind) {
  return c->doc->nodes[dk_yaml_target(c->doc, node)].kind == kind;
}

static dcoskube_status check_scalar(dk_kc_checker *c, const struct field *field, uint32_t node) {
  dk_yaml_type type = dk_yaml_type_of(c->doc, node);
  const dk_yaml_node *target = &c->doc->nodes[dk_yaml_target(c->doc, node)];
  if (target->kind == DK_YAML_SCALAR && target->tag == DK_YAML_TAG_BINARY)
    return dk_kc_fail_at(c, DCOSKUBE_ERR_UNSUPPORTED, node, "%s is !!binary and no text", field->name);
  if (field->type == BYTES && target->kind == DK_YAML_SEQUENCE) /* Go takes numbers for bytes */
    return target->len == 0 ? DCOSKUBE_OK
                            : dk_kc_fail_at(c, DCOSKUBE_ERR_UNSUPPORTED, node, "%s is a list, not base64", field->name);
  if (field->type == BOOLEAN)
    return type == DK_YAML_BOOL ? DCOSKUBE_OK : wrong(c, node, field->name, "a boolean");
  if (type != DK_YAML_STRING)
    return wrong(c, node, field->name, "a string");
  dk_span value = dk_yaml_value(c->doc, node);
  if (value.len > 0 && memchr(value.data, '\0', value.len))
    return dk_kc_fail_at(c, DCOSKUBE_ERR_UNSUPPORTED, node, "%s holds a NUL character", field->name);
  if (field->type == BYTES && !dk_base64_valid(value.data, value.len))
    return dk_kc_fail_at(c, DCOSKUBE_ERR_PARSE, node, "%s is not base64", field->name);
  return DCOSKUBE_OK;
}

static dcoskube_status check_value(dk_kc_checker *c, const struct field *field, uint32_t node);

/* Every element (or pair) as if it were a field of its own. */
static dcoskube_status check_elements(dk_kc_checker *c, const struct field *element, uint32_t node) {
  uint32_t list = dk_yaml_target(c->doc, node);
  for (uint32_t i = list + 1; i < c->doc->nodes[list].skip; i = c->doc->nodes[i].skip) {
    if (c->budget == 0)
      return dk_kc_fail_at(c, DCOSKUBE_ERR_LIMIT, node, "aliases and merge keys expand too far");
    c->budget--;
    dcoskube_status status = check_value(c, element, i);
    if (status != DCOSKUBE_OK)
      return status;
  }
  return DCOSKUBE_OK;
}

struct map_walk {
  dk_kc_checker *checker;
  const struct field *element;
  dcoskube_status status;
};

static int check_pair(void *data, uint32_t key, uint32_t value) {
  struct map_walk *walk = data;
  (void)key;
  walk->status = check_value(walk->checker, walk->element, value);
  return walk->status == DCOSKUBE_OK;
}

static dcoskube_status check_map(dk_kc_checker *c, const struct field *element, uint32_t node) {
  struct map_walk walk = {c, element, DCOSKUBE_OK};
  if (dk_yaml_pairs(c->doc, node, &c->budget, check_pair, &walk) || walk.status != DCOSKUBE_OK)
    return walk.status;
  return dk_kc_fail_at(c, DCOSKUBE_ERR_LIMIT, node, "aliases and merge keys expand too far");
}

struct named {
  dk_span name;
  uint32_t node;
  int has_value;
};

static int compare_named(const void *a, const void *b) {
  const struct named *x = a, *y = b;
  int order = dk_kc_compare(x->name.data, x->name.len, y->name.data, y->name.len);
  return order ? order : (x->node > y->node) - (x->node < y->node);
}

/* No two elements of the list may have one name, but that client-go lets one replace an earlier one without a value. */
static dcoskube_status check_unique(dk_kc_checker *c, const dk_kc_level *level, uint32_t node) {
  uint32_t list = dk_yaml_target(c->doc, node), slots[DK_KC_FIELDS_MAX];
  struct named *names = dk_calloc(c->doc->nodes[list].len, sizeof *names);
  size_t n = 0;
  if (!names)
    return dk_no_memory(c->err);
  dcoskube_status status = DCOSKUBE_OK;
  for (uint32_t i = list + 1; i < c->doc->nodes[list].skip && status == DCOSKUBE_OK; i = c->doc->nodes[i].skip) {
    status = dk_kc_check(c, level, i, slots);
    dk_span name = {"", 0};
    if (status == DCOSKUBE_OK && slots[0])
      name = dk_yaml_value(c->doc, slots[0]);
    names[n++] = (struct named){name, i, slots[1] != 0};
  }
  if (status == DCOSKUBE_OK)
    qsort(names, n, sizeof *names, compare_named);
  for (size_t i = 1; i < n && status == DCOSKUBE_OK; i++)
    if (names[i - 1].has_value &&
        dk_kc_compare(names[i - 1].name.data, names[i - 1].name.len, names[i].name.data, names[i].name.len) == 0)
      status = dk_kc_fail_at(c, DCOSKUBE_ERR_INVALID, names[i].node, "duplicate name \"%.*s\" in a list of extensions",
                             (int)(names[i].name.len < 256 ? names[i].name.len : 256), names[i].name.data);
  dk_free(names);
  return status;
}

static dcoskube_status check_value(dk_kc_checker *c, const struct field *field, uint32_t node) {
  static const struct field string = {"an element", STRING, NULL}, strings = {"an element", STRINGS, NULL};
  uint32_t slots[DK_KC_FIELDS_MAX];
  if (field->type == ANY || dk_yaml_type_of(c->doc, node) == DK_YAML_NULL)
    return DCOSKUBE_OK;
  int list = is_kind(c, node, DK_YAML_SEQUENCE), map = is_kind(c, node, DK_YAML_MAPPING);
  switch (field->type) {
  case LIST:
    return list ? DCOSKUBE_OK : wrong(c, node, field->name, "a list");
  case OBJECT:
    if (!map)
      return wrong(c, node, field->name, "a map");
    return field->level ? dk_kc_check(c, field->level, node, slots) : DCOSKUBE_OK;
  case STRINGS:
    return list ? check_elements(c, &string, node) : wrong(c, node, field->name, "a list");
  case STRING_MAP:
    return map ? check_map(c, &string, node) : wrong(c, node, field->name, "a map");
  case LISTS_MAP:
    return map ? check_map(c, &strings, node) : wrong(c, node, field->name, "a map");
  case OBJECTS: {
    struct field element = {field->name, OBJECT, field->level};
    return list ? check_elements(c, &element, node) : wrong(c, node, field->name, "a list");
  }
  case NAMED:
    return list ? check_unique(c, field->level, node) : wrong(c, node, field->name, "a list");
  case STRING:
  case BOOLEAN:
  case BYTES:
  case ANY:
    break;
  }
  return check_scalar(c, field, node);
}

struct level_walk {
  dk_kc_checker *checker;
  const dk_kc_level *level;
  uint32_t *slots;
};

static int collect(void *data, uint32_t key, uint32_t value) {
  struct level_walk *walk = data;
  dk_span name = dk_yaml_value(walk->checker->doc, key);
  for (size_t i = 0; i < walk->level->count; i++) {
    const char *known = walk->level->fields[i].name;
    if (known[0] == name.data[0] && strlen(known) == name.len && memcmp(known, name.data, name.len) == 0)
      walk->slots[i] = value;
  }
  return 1;
}

dcoskube_status dk_kc_check(dk_kc_checker *c, const dk_kc_level *level, uint32_t node, uint32_t *slots) {
  memset(slots, 0, DK_KC_FIELDS_MAX * sizeof *slots);
  if (dk_yaml_type_of(c->doc, node) == DK_YAML_NULL)
    return DCOSKUBE_OK;
  if (!is_kind(c, node, DK_YAML_MAPPING))
    return wrong(c, node, level->what, "a map");
  struct level_walk walk = {c, level, slots};
  if (!dk_yaml_pairs(c->doc, node, &c->budget, collect, &walk))
    return dk_kc_fail_at(c, DCOSKUBE_ERR_LIMIT, node, "aliases and merge keys expand too far");
  for (size_t i = 0; i < level->count; i++) {
    if (slots[i] == 0)
      continue;
    dcoskube_status status = check_value(c, &level->fields[i], slots[i]);
    if (status != DCOSKUBE_OK)
      return status;
    if (dk_yaml_type_of(c->doc, slots[i]) == DK_YAML_NULL)
      slots[i] = 0;
  }
  return DCOSKUBE_OK;
}
