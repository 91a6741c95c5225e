/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <dcoskube/duration.h>

#include "core/error.h"
#include "core/reader.h"
#include "core/str.h"

static const struct {
  const char *unit;
  uint64_t ms;
} units[] = {{"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 60 * 60 * 1000}, {"d", 24 * 60 * 60 * 1000}};

static uint64_t unit_ms(dk_span unit) {
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (unit.len == strlen(units[i].unit) && memcmp(unit.data, units[i].unit, unit.len) == 0)
      return units[i].ms;
  return 0;
}

dcoskube_status dcoskube_duration_parse(const char *text, uint32_t *out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!text || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "text and out must not be NULL");
  dk_reader reader;
  dk_reader_init(&reader, text, strlen(text));
  dk_span digits = dk_reader_while(&reader, dk_is_digit);
  uint64_t ms = unit_ms(dk_reader_rest(&reader));
  if (digits.len == 0 || ms == 0) {
    dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_PARSE, text, "not a duration");
    dk_error_set_remedy(err, "write digits and one unit of ms, s, m, h, d, such as 500ms or 15m");
    return status;
  }
  uint64_t value;
  if (!dk_parse_u64(digits.data, digits.len, UINT32_MAX / ms, &value))
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, text, "longer than 4294967295 ms (about 49 days)");
  *out = (uint32_t)(value * ms);
  return DCOSKUBE_OK;
}
