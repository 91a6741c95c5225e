/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <jansson.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/text.h"
#include "format/json.h"

#define DUMP_MAX (64u * 1024u * 1024u)

/* dk_json is json_t under another name, so that no header of ours names jansson. */
static dk_json *wrap(json_t *value) {
  return (dk_json *)value;
}

static json_t *unwrap(dk_json *value) {
  return (json_t *)value;
}

static const json_t *unwrap_const(const dk_json *value) {
  return (const json_t *)value;
}

dk_json *dk_json_object(void) {
  return wrap(json_object());
}

dk_json *dk_json_array(void) {
  return wrap(json_array());
}

dk_json *dk_json_string(const char *text) {
  if (!text || !dk_utf8_valid(text, strlen(text)))
    return wrap(json_null());
  return wrap(json_string(text)); /* NULL then means "no memory", never null */
}

dk_json *dk_json_integer(int64_t value) {
  return wrap(json_integer(value));
}

dk_json *dk_json_real(double value) {
  return wrap(json_real(value));
}

dk_json *dk_json_boolean(int on) {
  return wrap(json_boolean(on));
}

dk_json *dk_json_null(void) {
  return wrap(json_null());
}

int dk_json_set(dk_json *object, const char *key, dk_json *value) {
  return json_object_set_new(unwrap(object), key, unwrap(value)) == 0;
}

int dk_json_push(dk_json *array, dk_json *value) {
  return json_array_append_new(unwrap(array), unwrap(value)) == 0;
}

void dk_json_free(dk_json *value) {
  json_decref(unwrap(value));
}

static int append(const char *data, size_t len, void *buf) {
  dk_buf_add(buf, data, len);
  return ((dk_buf *)buf)->status == DCOSKUBE_OK ? 0 : -1;
}

dcoskube_status dk_json_dump(const dk_json *value, uint32_t flags, char **out, size_t *out_len, dcoskube_error *err) {
  size_t how = JSON_ENCODE_ANY | JSON_REAL_PRECISION(DK_JSON_PRECISION);
  how |= flags & DK_JSON_INDENT ? JSON_INDENT(2) : JSON_COMPACT;
  dk_buf buf;
  dk_buf_init(&buf, DUMP_MAX);
  int failed = json_dump_callback(unwrap_const(value), append, &buf, how);
  if (flags & DK_JSON_INDENT)
    dk_buf_char(&buf, '\n');
  if (failed && buf.status == DCOSKUBE_OK)
    buf.status = DCOSKUBE_ERR_NO_MEMORY;
  dcoskube_status status = dk_buf_take(&buf, out, out_len, "JSON", err);
  dk_buf_free(&buf);
  return status;
}

dk_json *dk_json_parse(const void *data, size_t len) {
  return wrap(json_loadb(data, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL));
}

const dk_json *dk_json_get(const dk_json *value, const char *key) {
  return wrap(json_object_get(unwrap_const(value), key));
}

const char *dk_json_text(const dk_json *value) {
  const char *text = json_string_value(unwrap_const(value));
  return text && strlen(text) == json_string_length(unwrap_const(value)) ? text : NULL;
}

int dk_json_number(const dk_json *value, int64_t *out) {
  if (!json_is_integer(unwrap_const(value)))
    return 0;
  *out = json_integer_value(unwrap_const(value));
  return 1;
}

int dk_json_is_object(const dk_json *value) {
  return json_is_object(unwrap_const(value));
}

int dk_json_is_array(const dk_json *value) {
  return json_is_array(unwrap_const(value));
}

size_t dk_json_count(const dk_json *array) {
  return json_array_size(unwrap_const(array));
}

const dk_json *dk_json_at(const dk_json *array, size_t index) {
  return wrap(json_array_get(unwrap_const(array), index));
}
