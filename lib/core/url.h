/* SPDX-License-Identifier: Apache-2.0 */
/* An API server's URL, read strictly: https://host[:port][/path] and nothing else. */
#ifndef DK_CORE_URL_H
#define DK_CORE_URL_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/reader.h"

#define DK_URL_MAX 2048
#define DK_URL_NO_SCHEME 1u /* the scheme may be missing */

/* The parts point into the text. */
typedef struct dk_url {
  dk_span host;   /* without brackets; not empty; a host name or an IP literal */
  int is_ipv6;    /* was in brackets */
  int is_address; /* IPv4 or IPv6 */
  uint32_t port;  /* 0: not given */
  dk_span path;   /* "" or from "/" on; no query, no fragment; A-Z a-z 0-9 -._~!$&'()*+,;=:@%/ */
} dk_url;

/* Returns DCOSKUBE_OK or DCOSKUBE_ERR_INVALID with a message that says what is wrong and a remedy. */
dcoskube_status dk_url_parse(const char *text, uint32_t flags, dk_url *out, dcoskube_error *err);

#endif
