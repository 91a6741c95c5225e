/* SPDX-License-Identifier: Apache-2.0 */
/* What libyaml takes and go-yaml, and so kubectl, does not. */
#include <string.h>

#include "core/reader.h"
#include "core/str.h"
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

/* What `<<` may have: a map, or a list of maps that is no alias. */
static int can_merge(const dk_yaml_doc *doc, uint32_t value) {
  uint32_t target = dk_yaml_target(doc, value);
  if (doc->nodes[target].kind == DK_YAML_MAPPING)
    return 1;
  if (doc->nodes[value].kind != DK_YAML_SEQUENCE)
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
    dk_span text = dk_yaml_value(doc, key);
    if (type == DK_YAML_NUMBER && dk_yaml_is_unsigned(text.data, text.len))
      return fail_node(j, key, "a map key is a number of more than 63 bits");
    if (dk_yaml_type_of(doc, doc->nodes[key].skip) == DK_YAML_NOT_JSON)
      return fail_node(j, doc->nodes[key].skip, "the value is a number that JSON does not know");
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

/* One or two digits, from low to high; -1: none such. */
static int number(dk_reader *r, int low, int high) {
  int value = 0, n = 0;
  for (; n < 2 && dk_is_digit(dk_reader_peek(r)); n++)
    value = value * 10 + (r->data[r->pos++] - '0');
  return n > 0 && value >= low && value <= high ? value : -1;
}

static int is_date(dk_reader *r) {
  static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  dk_span year = dk_reader_while(r, dk_is_digit);
  if (year.len != 4 || !dk_reader_char(r, '-'))
    return 0;
  int y = 0, month = number(r, 1, 12);
  for (size_t i = 0; i < year.len; i++)
    y = y * 10 + (year.data[i] - '0');
  if (month < 0 || !dk_reader_char(r, '-'))
    return 0;
  int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  return number(r, 1, days[month - 1] - (month == 2 && !leap)) > 0;
}

static int is_time(dk_reader *r) {
  if (number(r, 0, 23) < 0 || !dk_reader_char(r, ':') || number(r, 0, 59) < 0 || !dk_reader_char(r, ':') ||
      number(r, 0, 59) < 0)
    return 0;
  return !dk_reader_char(r, '.') || dk_reader_while(r, dk_is_digit).len > 0;
}

static int is_zone(dk_reader *r) {
  if (dk_reader_char(r, 'Z'))
    return 1;
  return (dk_reader_char(r, '+') || dk_reader_char(r, '-')) && number(r, 0, 24) >= 0 && dk_reader_char(r, ':') &&
         number(r, 0, 60) >= 0;
}

/* What !!timestamp may have: a date, a time after a blank, or one after T with a zone. */
static int is_timestamp(const char *text, size_t len) {
  dk_reader r;
  dk_reader_init(&r, text, len);
  if (!is_date(&r))
    return 0;
  if (dk_reader_char(&r, ' '))
    return is_time(&r) && dk_reader_end(&r);
  if (dk_reader_char(&r, 'T') || dk_reader_char(&r, 't'))
    return is_time(&r) && is_zone(&r) && dk_reader_end(&r);
  return dk_reader_end(&r);
}

static dcoskube_status judge_scalar(const struct judging *j, uint32_t node) {
  static const dk_yaml_type types[] = {
      [DK_YAML_TAG_NULL] = DK_YAML_NULL, [DK_YAML_TAG_BOOL] = DK_YAML_BOOL, [DK_YAML_TAG_NUMBER] = DK_YAML_NUMBER};
  const dk_yaml_node *n = &j->doc->nodes[node];
  if (n->style == DK_YAML_DOUBLE && escapes_slash(j->doc, n))
    return fail_node(j, node, "found unknown escape character");
  dk_span value = dk_yaml_value(j->doc, node);
  if (n->tag == DK_YAML_TAG_TIMESTAMP && !is_timestamp(value.data, value.len))
    return fail_node(j, node, "the value is not what its tag says");
  if (n->tag >= DK_YAML_TAG_NULL && n->tag <= DK_YAML_TAG_NUMBER) {
    dk_yaml_type type = dk_yaml_type_of(j->doc, node);
    if (type != types[n->tag] && !(type == DK_YAML_NOT_JSON && n->tag == DK_YAML_TAG_NUMBER))
      return fail_node(j, node, "the value is not what its tag says");
  }
  return DCOSKUBE_OK;
}

static dcoskube_status judge_elements(const struct judging *j, uint32_t list) {
  for (uint32_t i = list + 1; i < j->doc->nodes[list].skip; i = j->doc->nodes[i].skip)
    if (dk_yaml_type_of(j->doc, i) == DK_YAML_NOT_JSON)
      return fail_node(j, i, "the value is a number that JSON does not know");
  return DCOSKUBE_OK;
}

/* libyaml skips a byte order mark that begins a line; to go-yaml it is a part of the text. */
static dcoskube_status judge_marks(const struct judging *j) {
  static const char mark[] = "\xef\xbb\xbf";
  const char *text = j->doc->text, *at = text + j->doc->start,
             *end = text + (j->doc->has_more ? j->doc->nodes[0].end : j->doc->body_end);
  for (; (at = memmem(at, (size_t)(end - at), mark, 3)); at += 3) {
    if (at == text + j->doc->start || !strchr("\r\n", at[-1]))
      continue;
    uint32_t line = 1;
    for (size_t i = 0, n; i < (size_t)(at - text); i += n ? n : 1)
      line += (n = dk_yaml_break_at(text, (size_t)(at - text), i)) > 0;
    return dk_fail_at(j->err, DCOSKUBE_ERR_UNSUPPORTED, j->name, line, 1, "a byte order mark begins the line");
  }
  return DCOSKUBE_OK;
}

dcoskube_status dk_yaml_judge(const dk_yaml_doc *doc, const char *name, dcoskube_error *err) {
  struct judging j = {doc, name, err};
  dcoskube_status status = judge_marks(&j);
  for (uint32_t i = 0; i < doc->count && status == DCOSKUBE_OK; i++)
    if (doc->nodes[i].kind == DK_YAML_MAPPING)
      status = judge_keys(&j, i);
    else if (doc->nodes[i].kind == DK_YAML_SEQUENCE)
      status = judge_elements(&j, i);
    else if (doc->nodes[i].kind == DK_YAML_SCALAR)
      status = judge_scalar(&j, i);
  if (status == DCOSKUBE_OK && dk_yaml_is_bomb(doc))
    status = dk_fail_at(err, DCOSKUBE_ERR_LIMIT, name, doc->nodes[0].line, doc->nodes[0].column + 1,
                        "the document contains excessive aliasing");
  return status;
}
