/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, and dates without a locale or a time zone. */
#ifndef DK_CORE_TIME_H
#define DK_CORE_TIME_H

#include <stdint.h>

/* Microseconds on the monotonic clock; only differences mean something. */
int64_t dk_now_us(void);

/* Seconds since 1970-01-01 UTC. */
int64_t dk_wall_s(void);

/* Seconds since 1970-01-01 UTC of a civil date (proleptic Gregorian); month 1-12, day 1-31. */
int64_t dk_utc_from_civil(int64_t year, int month, int day, int hour, int minute, int second);

/* RFC 3339, "2026-11-24T17:22:10Z"; years outside 0000-9999 are shown as the nearest of them. */
#define DK_UTC_SIZE 21
void dk_utc_print(char dst[DK_UTC_SIZE], int64_t seconds);

#endif
