/* SPDX-License-Identifier: Apache-2.0 */
/* White lists for what comes from outside: host names, addresses, paths, ports. */
#ifndef DK_CORE_NAME_H
#define DK_CORE_NAME_H

#include <stddef.h>
#include <stdint.h>

#define DK_HOST_MAX 253
#define DK_LABEL_MAX 63

/* RFC 1123: labels of letters, digits and inner dashes, 1 to 63 long, 253 in all; not an IPv4 address. */
int dk_is_host_name(const char *text, size_t len);
/* One such label in lower case (a Kubernetes namespace). */
int dk_is_label(const char *text, size_t len);
/* Numeric addresses as inet_pton() takes them, IPv6 without brackets or zone. */
int dk_is_ipv4(const char *text, size_t len);
int dk_is_ipv6(const char *text, size_t len);
/* "/" and then A-Z a-z 0-9 . _ / + @ = - only, at most 4096, no "." or ".." as a part. */
int dk_is_abs_path(const char *text, size_t len);
/* A decimal port 1-65535 without leading zeros. */
int dk_parse_port(const char *text, size_t len, uint32_t *port);

/* An "ADDRESS:PORT", "[IPv6]:PORT" or ":PORT" taken apart.  host points into the text, without brackets. */
typedef struct dk_hostport {
  const char *host;
  size_t host_len; /* 0 for ":PORT" */
  int is_ipv6;     /* was in brackets */
  uint32_t port;
} dk_hostport;

/* Returns 1, or 0 if it does not have that form (the host itself is not judged, but for IPv6). */
int dk_parse_hostport(const char *text, size_t len, dk_hostport *out);

#endif
