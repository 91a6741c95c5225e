/* SPDX-License-Identifier: Apache-2.0 */
#include <dcoskube/error.h>

/* One row a status: its name and one phrase. */
static const struct {
  const char *name;
  const char *phrase;
} rows[] = {
    [DCOSKUBE_OK] = {"DCOSKUBE_OK", "no error"},
    [DCOSKUBE_ERR_INVALID_ARGUMENT] = {"DCOSKUBE_ERR_INVALID_ARGUMENT", "invalid argument"},
    [DCOSKUBE_ERR_NO_MEMORY] = {"DCOSKUBE_ERR_NO_MEMORY", "out of memory"},
    [DCOSKUBE_ERR_LIMIT] = {"DCOSKUBE_ERR_LIMIT", "over a limit"},
    [DCOSKUBE_ERR_PARSE] = {"DCOSKUBE_ERR_PARSE", "cannot be parsed"},
    [DCOSKUBE_ERR_INVALID] = {"DCOSKUBE_ERR_INVALID", "against a rule"},
    [DCOSKUBE_ERR_UNSUPPORTED] = {"DCOSKUBE_ERR_UNSUPPORTED", "not supported"},
    [DCOSKUBE_ERR_NOT_FOUND] = {"DCOSKUBE_ERR_NOT_FOUND", "no such file or name"},
    [DCOSKUBE_ERR_EXISTS] = {"DCOSKUBE_ERR_EXISTS", "exists already"},
    [DCOSKUBE_ERR_CONFLICT] = {"DCOSKUBE_ERR_CONFLICT", "changed by somebody else meanwhile"},
    [DCOSKUBE_ERR_LOCKED] = {"DCOSKUBE_ERR_LOCKED", "locked by another writer"},
    [DCOSKUBE_ERR_PERMISSION] = {"DCOSKUBE_ERR_PERMISSION", "permission denied"},
    [DCOSKUBE_ERR_IO] = {"DCOSKUBE_ERR_IO", "input or output failed"},
    [DCOSKUBE_ERR_CANCELLED] = {"DCOSKUBE_ERR_CANCELLED", "cancelled"},
    [DCOSKUBE_ERR_STATE] = {"DCOSKUBE_ERR_STATE", "not possible in this state"},
    [DCOSKUBE_ERR_CALLBACK] = {"DCOSKUBE_ERR_CALLBACK", "stopped by the callback"},
    [DCOSKUBE_ERR_INTERNAL] = {"DCOSKUBE_ERR_INTERNAL", "internal fault of libdcoskube"},
};

static int known(dcoskube_status status) {
  /* through uint32_t: a caller may hand over any int, a negative one as well */
  return (uint32_t)status < sizeof rows / sizeof rows[0];
}

const char *dcoskube_status_name(dcoskube_status status) {
  return known(status) ? rows[status].name : "DCOSKUBE_ERR_UNKNOWN";
}

const char *dcoskube_strerror(dcoskube_status status) {
  return known(status) ? rows[status].phrase : "unknown status";
}
