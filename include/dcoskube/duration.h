/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/duration.h - durations as people write them: "500ms", "15m", "4h".
 */
#ifndef DCOSKUBE_DURATION_H
#define DCOSKUBE_DURATION_H

#include <stdint.h>

#include <dcoskube/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Read a duration: decimal digits and one unit of ms, s, m, h, d; no sign, no
 * blank, no fraction, and no bare number (HAProxy would take it for
 * milliseconds, people for seconds).
 *
 *   text  the words; not NULL
 *   out   receives milliseconds; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (text or out NULL);
 *   DCOSKUBE_ERR_PARSE (not a duration); DCOSKUBE_ERR_LIMIT (over 2^32-1 ms,
 *   about 49 days).
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_duration_parse(const char *text, uint32_t *out, dcoskube_error *err);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_DURATION_H */
