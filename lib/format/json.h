/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON, read and written by jansson.  The only face of it in this library.
 *
 * Building: the functions that make a value give NULL without memory; set and
 * push take the value over even when they fail, and fail for a NULL value.  So
 * a caller builds everything with `ok &= dk_json_set(...)` and looks once.
 */
#ifndef DK_FORMAT_JSON_H
#define DK_FORMAT_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

typedef struct dk_json dk_json;

/* --- making --- */
dk_json *dk_json_object(void);
dk_json *dk_json_array(void);
dk_json *dk_json_string(const char *text); /* valid UTF-8; NULL and invalid text give a JSON null */
dk_json *dk_json_integer(int64_t value);
dk_json *dk_json_real(double value);
dk_json *dk_json_boolean(int on);
dk_json *dk_json_null(void);
int dk_json_set(dk_json *object, const char *key, dk_json *value); /* 1, or 0 */
int dk_json_push(dk_json *array, dk_json *value);                  /* 1, or 0 */
void dk_json_free(dk_json *value);                                 /* NULL allowed; only the root is freed */

/* --- writing: keys in the order they were set --- */
#define DK_JSON_INDENT 1u    /* two blanks a level, a line feed at the end; else one line without */
#define DK_JSON_PRECISION 15 /* significant digits of a real: 0.1 is written as 0.1 */
dcoskube_status dk_json_dump(const dk_json *value, uint32_t flags, char **out, size_t *out_len, dcoskube_error *err);

/* --- reading --- */
/* NULL: not JSON (duplicate keys and trailing text included), or no memory.  Any root value is taken. */
dk_json *dk_json_parse(const void *data, size_t len);
/* Borrowed, or NULL if value is no object or has no such key. */
const dk_json *dk_json_get(const dk_json *value, const char *key);
/* Borrowed; NULL if it is not a string, or one with a NUL inside. */
const char *dk_json_text(const dk_json *value);
/* 1 and the number, or 0 if it is not an integer. */
int dk_json_number(const dk_json *value, int64_t *out);
int dk_json_is_object(const dk_json *value);
int dk_json_is_array(const dk_json *value);
size_t dk_json_count(const dk_json *array);
const dk_json *dk_json_at(const dk_json *array, size_t index);

#endif
