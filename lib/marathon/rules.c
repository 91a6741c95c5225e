/* SPDX-License-Identifier: Apache-2.0 */
/* Marathon's own rules (PathId.scala, ResourceRole.scala, SchedulingValidation.scala), in its words where it has some.
 */
#include <stdio.h>
#include <string.h>

#include "core/reader.h"
#include "core/str.h"
#include "core/text.h"
#include "marathon/app.h"

#define IMAGE_MAX 512
#define IMAGE_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/:@+"
#define IS_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.-"
#define TARGET_MAX 16
#define INDEXED 64

static dcoskube_status refuse(dcoskube_error *err, const char *path, const char *what, const char *remedy) {
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_INVALID, path, "%s", what);
  dk_error_set_remedy(err, "%s", remedy);
  return status;
}

/* [a-z0-9]([a-z0-9-]*[a-z0-9])? between the dots of a segment */
static int good_part(dk_span part) {
  if (part.len == 0 || part.data[0] == '-' || part.data[part.len - 1] == '-')
    return 0;
  return dk_all_of(part.data, part.len, "abcdefghijklmnopqrstuvwxyz0123456789-");
}

static int good_segment(dk_span segment) {
  dk_reader reader;
  dk_reader_init(&reader, segment.data, segment.len);
  do
    if (!good_part(dk_reader_until(&reader, '.')))
      return 0;
  while (dk_reader_char(&reader, '.'));
  return 1;
}

static int is_reserved(dk_span segment) {
  static const char *const words[] = {"restart", "tasks", "versions"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (segment.len == strlen(words[i]) && memcmp(segment.data, words[i], segment.len) == 0)
      return 1;
  return 0;
}

dcoskube_status dk_marathon_check_id(const char *id, dcoskube_error *err) {
  if (id[0] == '\0')
    return refuse(err, "/id", "Path must contain at least one path element",
                  "give an id such as " DCOSKUBE_MARATHON_ID);
  dk_reader reader;
  dk_reader_init(&reader, id, strlen(id));
  dk_span segment;
  do {
    segment = dk_reader_until(&reader, '/');
    if (!good_segment(segment))
      return refuse(err, "/id",
                    "must fully match regular expression "
                    "'^(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])$'",
                    "use lower-case letters, digits, inner - and . between single slashes");
  } while (dk_reader_char(&reader, '/'));
  if (is_reserved(segment))
    return refuse(err, "/id",
                  "must not end with any of the following reserved keywords: restart, tasks, versions, ., ..",
                  "give the last part of the id another name");
  return DCOSKUBE_OK;
}

static const char *indexed(char path[INDEXED], const char *list, size_t index) {
  snprintf(path, INDEXED, "/%s/%zu", list, index);
  return path;
}

dcoskube_status dk_marathon_check_role(const char *role, size_t index, dcoskube_error *err) {
  char path[INDEXED];
  const char *remedy = "public agents have the role slave_public, * takes any";
  indexed(path, "acceptedResourceRoles", index);
  if (role[0] == '\0' || strcmp(role, ".") == 0 || strcmp(role, "..") == 0)
    return refuse(err, path, "must not be empty, . or ..", remedy);
  if (role[0] == '-')
    return refuse(err, path, "must not start with -", remedy);
  for (const char *p = role; *p != '\0'; p++)
    if ((unsigned char)*p <= 0x20 || *p == 0x7f || *p == '/')
      return refuse(err, path, "must not hold a blank, a slash or a control character", remedy);
  if (!dk_utf8_valid(role, strlen(role)))
    return refuse(err, path, "is not UTF-8", remedy);
  return DCOSKUBE_OK;
}

/* What toInt of Scala takes. */
static int is_integer(const char *value) {
  uint64_t number;
  if (value[0] == '-' || value[0] == '+')
    value++;
  return dk_parse_u64(value, strlen(value), 2147483647u, &number);
}

static int is_none(const char *value) {
  return !value;
}

static int is_some(const char *value) {
  return value && value[0] != '\0';
}

static int is_number(const char *value) {
  return value && is_integer(value);
}

static int is_number_or_none(const char *value) {
  return !value || is_integer(value);
}

static int is_plain(const char *value) {
  return value && dk_all_of(value, strlen(value), IS_SET);
}

static const char *value_fault(const char *op, const char *value) {
  static const struct {
    const char *op;
    int (*good)(const char *value);
    const char *fault;
  } operators[] = {
      {"UNIQUE", is_none, "UNIQUE does not accept a value"},
      {"CLUSTER", is_some, "CLUSTER requires a value"},
      {"GROUP_BY", is_number_or_none, "GROUP_BY may either have no value or an integer value"},
      {"MAX_PER", is_number, "MAX_PER requires an integer value"},
      {"LIKE", is_some, "LIKE and UNLIKE require a non-empty, regular expression value"},
      {"UNLIKE", is_some, "LIKE and UNLIKE require a non-empty, regular expression value"},
      {"IS", is_plain, "IS requires a value of A-Z a-z 0-9 _ / . -"},
  };
  for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
    if (strcmp(operators[i].op, op) == 0)
      return operators[i].good(value) ? NULL : operators[i].fault;
  return "operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE, MAX_PER, UNLIKE or IS";
}

dcoskube_status dk_marathon_check_constraint(const dk_constraint *constraint, size_t index, dcoskube_error *err) {
  char path[INDEXED];
  const char *remedy = "the documented constraint is hostname UNIQUE";
  indexed(path, "constraints", index);
  if (constraint->field[0] == '\0')
    return refuse(err, path, "Missing field and operator", remedy);
  const char *fault = value_fault(constraint->op, constraint->value);
  if (fault)
    return refuse(err, path, fault, remedy);
  if (!dk_utf8_valid(constraint->field, strlen(constraint->field)) ||
      (constraint->value && !dk_utf8_valid(constraint->value, strlen(constraint->value))))
    return refuse(err, path, "is not UTF-8", remedy);
  return DCOSKUBE_OK;
}

dcoskube_status dk_marathon_check_image(const char *image, dcoskube_error *err) {
  size_t len = strlen(image);
  if (len == 0 || len > IMAGE_MAX || !dk_is_alnum(image[0]) || !dk_all_of(image, len, IMAGE_SET))
    return refuse(err, "/container/docker/image",
                  "is no image: 1 to 512 characters of A-Z a-z 0-9 . _ - / : @ +, beginning with a letter or digit",
                  "give an image such as haproxy:2.6");
  return DCOSKUBE_OK;
}

/* "2.6" or "2.6.12" at the front of text: how many characters are the first two numbers with their dot?  0: none. */
static size_t version_len(const char *text) {
  dk_reader reader;
  dk_reader_init(&reader, text, strlen(text));
  if (dk_reader_while(&reader, dk_is_digit).len == 0)
    return 0;
  if (!dk_reader_char(&reader, '.') || dk_reader_while(&reader, dk_is_digit).len == 0)
    return 0;
  return reader.pos;
}

dcoskube_status dk_marathon_check_target(const char *target, dcoskube_error *err) {
  size_t len = strlen(target);
  if (len > TARGET_MAX || !dk_all_of(target, len, "0123456789.") || version_len(target) == 0 ||
      target[len - 1] == '.' || strstr(target, ".."))
    return refuse(err, target[0] != '\0' && len <= TARGET_MAX ? target : "target", "is no HAProxy version",
                  "give two numbers with a dot, such as 2.6");
  return DCOSKUBE_OK;
}

/* One number of a version, if both have one there: are they the same? */
static int same_number(dk_reader *a, dk_reader *b) {
  dk_span in_a = dk_reader_while(a, dk_is_digit), in_b = dk_reader_while(b, dk_is_digit);
  return in_a.len == 0 || in_b.len == 0 || (in_a.len == in_b.len && memcmp(in_a.data, in_b.data, in_a.len) == 0);
}

int dk_marathon_image_agrees(const char *image, const char *target) {
  const char *name = strrchr(image, '/');
  name = name ? name + 1 : image;
  size_t len = strcspn(name, ":@");
  if (!dk_starts_with(name, "haproxy") || name[len] != ':')
    return 1; /* another image counts by its own numbers, and without a tag nothing is said */
  const char *tag = name + len + 1;
  dk_reader a, b;
  dk_reader_init(&a, tag, strlen(tag)); /* "latest" and "lts" have no number */
  dk_reader_init(&b, target, strlen(target));
  if (!same_number(&a, &b))
    return 0;
  return !dk_reader_char(&a, '.') || !dk_reader_char(&b, '.') || same_number(&a, &b);
}
