/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the HAProxy renderer. */
#ifndef DK_PROXY_HAPROXY_H
#define DK_PROXY_HAPROXY_H

#include "core/buf.h"
#include "proxy/render.h"

/* A rendering under way. */
typedef struct dk_haproxy {
  const dcoskube_proxy *proxy;
  dk_buf conf;
  dk_buf map;   /* name and backend, when there are several clusters */
  dk_buf certs; /* a list, when there are more certificates than one line takes */
  int has_map;
  int has_certs;
  dk_names hosts; /* pass-through: how often the API servers' own names occur */
} dk_haproxy;

static inline void dk_line(dk_haproxy *out, const char *text) {
  dk_buf_str(&out->conf, text);
  dk_buf_char(&out->conf, '\n');
}

/* The frontend of each mode, in haproxy_frontend.c. */
void dk_haproxy_terminate(dk_haproxy *out);
void dk_haproxy_passthrough(dk_haproxy *out);

/* Does the API server's own name lead to this cluster, too? */
int dk_haproxy_routes_own_name(const dk_haproxy *out, const dcoskube_cluster *cluster);
/* A path below the install directory. */
void dk_haproxy_path(dk_haproxy *out, const char *name);

#define DK_HAPROXY_CONF "haproxy.conf"
#define DK_HAPROXY_MAP "hosts.map"
#define DK_HAPROXY_CERTS "certificates.list"

#endif
