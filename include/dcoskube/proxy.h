/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/proxy.h - a proxy that shows Kubernetes API servers to the outside:
 * one listener, its timeouts and certificates, and the clusters behind it.
 *
 * Pure: the model in, files out; no input or output.  Every value is checked
 * against a white list when it is set and is never escaped: what cannot be
 * written plainly into a configuration is refused.
 */
#ifndef DCOSKUBE_PROXY_H
#define DCOSKUBE_PROXY_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/error.h>
#include <dcoskube/files.h>
#include <dcoskube/findings.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where TLS ends. */
typedef enum dcoskube_proxy_mode {
  DCOSKUBE_PROXY_TERMINATE = 1,  /* at the proxy, and again to the API server, verified: bearer tokens work */
  DCOSKUBE_PROXY_PASSTHROUGH = 2 /* at the API server, routed by SNI: client certificates work as well */
} dcoskube_proxy_mode;

/* The timeouts, named as HAProxy names them. */
typedef enum dcoskube_proxy_timeout {
  DCOSKUBE_PROXY_TIMEOUT_CONNECT = 1,         /* 5 s */
  DCOSKUBE_PROXY_TIMEOUT_CLIENT = 2,          /* 15 min; 1 min in pass-through mode, where the tunnel timeout rules */
  DCOSKUBE_PROXY_TIMEOUT_SERVER = 3,          /* as the client timeout */
  DCOSKUBE_PROXY_TIMEOUT_TUNNEL = 4,          /* 4 h: how long `kubectl exec` may be silent */
  DCOSKUBE_PROXY_TIMEOUT_CLIENT_FIN = 5,      /* 30 s */
  DCOSKUBE_PROXY_TIMEOUT_HTTP_REQUEST = 6,    /* 10 s */
  DCOSKUBE_PROXY_TIMEOUT_HTTP_KEEP_ALIVE = 7, /* 5 min */
  DCOSKUBE_PROXY_TIMEOUT_QUEUE = 8,           /* 30 s */
  DCOSKUBE_PROXY_TIMEOUT_CHECK = 9            /* 5 s */
} dcoskube_proxy_timeout;

/* What can be rendered.  One file in lib/proxy/ each. */
typedef enum dcoskube_renderer {
  DCOSKUBE_RENDERER_HAPROXY = 1 /* haproxy.conf; hosts.map for several clusters, certificates.list for over 24 */
} dcoskube_renderer;

typedef struct dcoskube_proxy dcoskube_proxy;
typedef struct dcoskube_cluster dcoskube_cluster; /* belongs to its proxy */

/*
 * Make a proxy with the defaults: mode terminate, listening on :6443 (IPv4 and
 * IPv6), target "2.6", install directory /haproxy, resolver 198.51.100.1:53
 * (the DC/OS DNS forwarder), check path /readyz, log to stdout, no statistics,
 * no certificate, no cluster.
 *
 *   flags  0
 *   out    receives a new object, to be freed with dcoskube_proxy_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_new(uint32_t flags, dcoskube_proxy **out, dcoskube_error *err);

/*
 * Set where TLS ends.
 *
 *   proxy  not NULL
 *   mode   a value of the enumeration
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_mode(dcoskube_proxy *proxy, dcoskube_proxy_mode mode,
                                                     dcoskube_error *err);

/*
 * Set a timeout.
 *
 *   proxy  not NULL
 *   which  a value of the enumeration
 *   ms     1 … 2147483647 milliseconds (HAProxy's range).  A tunnel timeout of
 *          5 s or less is allowed and found by dcoskube_proxy_findings().
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_timeout(dcoskube_proxy *proxy, dcoskube_proxy_timeout which,
                                                        uint32_t ms, dcoskube_error *err);

/*
 * Set one text of the model.
 *
 *   proxy   not NULL
 *   listen  "[ADDRESS]:PORT": ":6443" (all addresses), "10.0.0.1:6443",
 *           "[::1]:6443"; not NULL
 *   target  the HAProxy version to render for; "2.6" is known; not NULL
 *   path    set_check_path: what the health check GETs ("/readyz"; "/healthz"
 *           before Kubernetes 1.16); set_install_dir: where the files will lie
 *           when the proxy runs; absolute; not NULL
 *   address set_stats: "ADDRESS:PORT" of a statistics page; NULL for none
 *   dest    set_log: "stdout", "stderr", "/dev/log" or "ADDRESS:PORT" (UDP
 *           syslog); NULL for none
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL where it may not
 *   be); DCOSKUBE_ERR_INVALID (against the white list; the message names the
 *   rule); DCOSKUBE_ERR_UNSUPPORTED (a target that is not known);
 *   DCOSKUBE_ERR_NO_MEMORY.  On failure the model is as it was.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_listen(dcoskube_proxy *proxy, const char *listen, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_target(dcoskube_proxy *proxy, const char *target, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_check_path(dcoskube_proxy *proxy, const char *path,
                                                           dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_install_dir(dcoskube_proxy *proxy, const char *path,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_stats(dcoskube_proxy *proxy, const char *address, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_proxy_set_log(dcoskube_proxy *proxy, const char *dest, dcoskube_error *err);

/*
 * Add a certificate file (PEM: certificate, key, chain) for the listener, or a
 * name server that resolves the VIP while the proxy runs.  The first resolver
 * given replaces the default.
 *
 *   proxy    not NULL
 *   path     absolute path on the machine where the proxy runs; not NULL
 *   address  "ADDRESS:PORT", the address an IP literal; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL);
 *   DCOSKUBE_ERR_INVALID; DCOSKUBE_ERR_EXISTS (given twice);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_add_certificate(dcoskube_proxy *proxy, const char *path,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_proxy_add_resolver(dcoskube_proxy *proxy, const char *address,
                                                         dcoskube_error *err);

/*
 * Add a cluster under its public host name.
 *
 *   proxy     not NULL
 *   hostname  the name clients use (RFC 1123 host name, stored in lower case);
 *             not NULL
 *   out       receives a borrowed object, valid until the proxy is freed; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL);
 *   DCOSKUBE_ERR_INVALID (not a host name); DCOSKUBE_ERR_EXISTS (the proxy has
 *   a cluster of that name); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_add_cluster(dcoskube_proxy *proxy, const char *hostname,
                                                        dcoskube_cluster **out, dcoskube_error *err);

/*
 * Say where the cluster's API server is: by its DC/OS service name (the VIP is
 * derived as in vip.h) or by host and port.  The later call wins.
 *
 *   cluster  not NULL
 *   service  as in dcoskube_vip_new(); not NULL
 *   host     host name or IP literal; not NULL
 *   port     1 … 65535
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID;
 *   DCOSKUBE_ERR_LIMIT; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_cluster_set_service(dcoskube_cluster *cluster, const char *service,
                                                          dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_cluster_set_upstream(dcoskube_cluster *cluster, const char *host, uint32_t port,
                                                           dcoskube_error *err);

/*
 * Name the CA that signed the API server's certificate.
 *
 *   cluster  not NULL
 *   path     absolute path on the machine where the proxy runs; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL);
 *   DCOSKUBE_ERR_INVALID; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_cluster_set_ca_file(dcoskube_cluster *cluster, const char *path,
                                                          dcoskube_error *err);

/*
 * What the model holds.
 *
 *   proxy    may be NULL
 *   cluster  may be NULL
 *   which    a value of the enumeration
 *   index    0 … count-1
 *
 * Returns: borrowed text, valid until the model is changed, or the number;
 *   "", 0 or NULL where there is nothing.  dcoskube_cluster_service() is ""
 *   for a cluster that was given by host and port, dcoskube_cluster_upstream()
 *   is "host:port" in both cases.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_proxy_mode dcoskube_proxy_get_mode(const dcoskube_proxy *proxy);
DCOSKUBE_API uint32_t dcoskube_proxy_port(const dcoskube_proxy *proxy);
DCOSKUBE_API uint32_t dcoskube_proxy_get_timeout(const dcoskube_proxy *proxy, dcoskube_proxy_timeout which);
DCOSKUBE_API const char *dcoskube_proxy_target(const dcoskube_proxy *proxy);
DCOSKUBE_API const char *dcoskube_proxy_install_dir(const dcoskube_proxy *proxy);
DCOSKUBE_API size_t dcoskube_proxy_cluster_count(const dcoskube_proxy *proxy);
DCOSKUBE_API const dcoskube_cluster *dcoskube_proxy_cluster(const dcoskube_proxy *proxy, size_t index);
DCOSKUBE_API const char *dcoskube_cluster_hostname(const dcoskube_cluster *cluster);
DCOSKUBE_API const char *dcoskube_cluster_service(const dcoskube_cluster *cluster);
DCOSKUBE_API const char *dcoskube_cluster_upstream(const dcoskube_cluster *cluster);
DCOSKUBE_API const char *dcoskube_cluster_ca_file(const dcoskube_cluster *cluster);

/*
 * What will surprise somebody, though it can be rendered: "tunnel-timeout-short"
 * (5 s or less cuts `kubectl exec`), "same-upstream" (two clusters lead to one
 * API server; two DC/OS services can collapse to one VIP),
 * "vip-differs" (DNS publishes another name than the documentation's rule),
 * "upstream-address" (HAProxy never compares with a certificate's IP addresses).
 *
 *   proxy  not NULL
 *   out    receives a new list, to be freed with dcoskube_findings_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_findings(const dcoskube_proxy *proxy, dcoskube_findings **out,
                                                     dcoskube_error *err);

/*
 * Render the model.  The same model gives the same bytes, whatever the locale.
 *
 *   proxy     not NULL
 *   renderer  a value of the enumeration
 *   flags     0
 *   out       receives a new set, the main file first, to be freed with
 *             dcoskube_files_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID
 *   (the model is not complete: no cluster, a cluster without service or
 *   upstream or CA file, no certificate in mode terminate, a certificate in
 *   mode pass-through); DCOSKUBE_ERR_LIMIT (a file over 64 MiB);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_proxy_render(const dcoskube_proxy *proxy, dcoskube_renderer renderer,
                                                   uint32_t flags, dcoskube_files **out, dcoskube_error *err);

/*
 * Free a proxy and its clusters.
 *
 *   proxy  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_proxy_free(dcoskube_proxy *proxy);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_PROXY_H */
