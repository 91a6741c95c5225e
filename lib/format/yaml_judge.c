/* SPDX-License-Identifier: Apache-2.0 */
/* What libyaml takes and go-yaml, and so kubectl, does not. */
#include "format/yaml_doc.h"

struct judging {
  const dk_yaml_doc *doc;
  const char *name;
  dcoskube_error *err;
};

static dcoskube_status fail_node(const struct judging *j, uint32_t node, const char *what) {
  const dk_yaml_node *n = &j->doc->nodes[node];
  return dk_fail_at(j->err, DCOSKUBE_ERR_PARSE, j->name, n->line, n->column + 1, "%s", what);
}

/* What `<<` may have: a map, or a list of maps. */
static int can_merge(const dk_yaml_doc *doc, uint32_t value) {
  uint32_t target = dk_yaml_target(doc, value);
  if (doc->nodes[target].kind == DK_YAML_MAPPING)
    return 1;
  if (doc->nodes[target].kind != DK_YAML_SEQUENCE)
    return 0;
  for (uint32_t i = target + 1; i < doc->nodes[target].skip; i = doc->nodes[i].skip)
    if (doc->nodes[dk_yaml_target(doc, i)].kind != DK_YAML_MAPPING)
      return 0;
  return 1;
}

/* Keys as JSON can have them (no collections, no null), and merges of maps. */
static dcoskube_status judge_keys(const struct judging *j, uint32_t mapping) {
  const dk_yaml_doc *doc = j->doc;
  for (uint32_t key = mapping + 1; key < doc->nodes[mapping].skip; key = doc->nodes[doc->nodes[key].skip].skip) {
    dk_yaml_type type = dk_yaml_type_of(doc, key);
    if (type < DK_YAML_BOOL)
      return fail_node(j, key, type == DK_YAML_NULL ? "a map key is null" : "a map key is no scalar");
    if (dk_yaml_is_merge(doc, key) && !can_merge(doc, doc->nodes[key].skip))
      return fail_node(j, key, "a map merge requires a map or a list of maps as the value");
  }
  return DCOSKUBE_OK;
}

/* go-yaml knows YAML 1.1, where a slash cannot be escaped. */
static int escapes_slash(const dk_yaml_doc *doc, const dk_yaml_node *node) {
  for (uint32_t i = node->start; i + 1 < node->end; i++)
    if (doc->text[i] == '\\' && doc->text[++i] == '/')
      return 1;
  return 0;
}

static dcoskube_status judge_scalar(const struct judging *j, uint32_t node) {
  static const dk_yaml_type types[] = {
      [DK_YAML_TAG_NULL] = DK_YAML_NULL, [DK_YAML_TAG_BOOL] = DK_YAML_BOOL, [DK_YAML_TAG_NUMBER] = DK_YAML_NUMBER};
  const dk_yaml_node *n = &j->doc->nodes[node];
  if (n->style == DK_YAML_DOUBLE && escapes_slash(j->doc, n))
    return fail_node(j, node, "found unknown escape character");
  if (n->tag >= DK_YAML_TAG_NULL && n->tag <= DK_YAML_TAG_NUMBER) {
    dk_yaml_type type = dk_yaml_type_of(j->doc, node);
    if (type != types[n->tag] && !(type == DK_YAML_NOT_JSON && n->tag == DK_YAML_TAG_NUMBER))
      return fail_node(j, node, "the value is not what its tag says");
  }
  return DCOSKUBE_OK;
}

dcoskube_status dk_yaml_judge(const dk_yaml_doc *doc, const char *name, dcoskube_error *err) {
  struct judging j = {doc, name, err};
  dcoskube_status status = DCOSKUBE_OK;
  for (uint32_t i = 0; i < doc->count && status == DCOSKUBE_OK; i++)
    if (doc->nodes[i].kind == DK_YAML_MAPPING)
      status = judge_keys(&j, i);
    else if (doc->nodes[i].kind == DK_YAML_SCALAR)
      status = judge_scalar(&j, i);
  return status;
}
