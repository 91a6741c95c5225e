/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HAProxy renderer, target 2.6.  Its rules: no word is quoted or escaped
 * (the model is white-listed), the file ends in a line feed, tcp-request stands
 * before http-request, frontends are fe_*, backends be_kube_HOSTNAME.
 */
#include <string.h>

#include "core/str.h"
#include "proxy/haproxy.h"

/* A line of HAProxy has 64 words at most. */
#define CERTS_IN_LINE 24
#define FILE_MODE 0644u /* no secret is in them, and HAProxy may run as another user */

void dk_haproxy_path(dk_haproxy *out, const char *name) {
  const char *dir = out->proxy->install_dir;
  size_t len = strlen(dir);
  while (len > 1 && dir[len - 1] == '/')
    len--;
  dk_buf_add(&out->conf, dir, len);
  dk_buf_char(&out->conf, '/');
  dk_buf_str(&out->conf, name);
}

int dk_haproxy_routes_own_name(const dk_haproxy *out, const dcoskube_cluster *cluster) {
  if (out->proxy->mode != DCOSKUBE_PROXY_PASSTHROUGH || cluster->is_address)
    return 0;
  if (dk_names_find(&out->proxy->hostnames, cluster->host))
    return 0; /* a public name goes first */
  const size_t *times = dk_names_find(&out->hosts, cluster->host);
  return times && *times == 1;
}

static void global(dk_haproxy *out) {
  const char *log = out->proxy->log;
  dk_line(out, "global");
  if (log && log[0] == 's')
    dk_buf_printf(&out->conf, "    log %s format raw local0 info\n", log);
  else if (log)
    dk_buf_printf(&out->conf, "    log %s local0 info\n", log);
  dk_line(
      out,
      "    # some 4,000 connections, or as many as the machine allows; with maxconn HAProxy would not start there,");
  dk_line(out, "    # and without a limit it takes memory for as many files as it may open, a million in a container");
  dk_line(out, "    fd-hard-limit 8400");
  dk_line(out, "    # how long exec and watch may go on in an old process after a reload; there is no stats socket,");
  dk_line(out, "    # since the directory is mounted read-only and one task never reloads: Marathon replaces it");
  dk_line(out, "    hard-stop-after 30m");
  if (out->proxy->mode == DCOSKUBE_PROXY_TERMINATE) {
    dk_line(out, "    ssl-default-bind-ciphers "
                 "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                 "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305");
    dk_line(out, "    ssl-default-bind-ciphersuites "
                 "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
    dk_line(out, "    ssl-default-bind-options prefer-client-ciphers ssl-min-ver TLSv1.2 no-tls-tickets");
  }
  dk_line(out, "    ssl-default-server-options ssl-min-ver TLSv1.2 no-tls-tickets");
}

static int any_name(const dcoskube_proxy *proxy) {
  for (size_t i = 0; i < proxy->cluster_count; i++)
    if (!proxy->clusters[i]->is_address)
      return 1;
  return 0;
}

static void resolvers(dk_haproxy *out) {
  const dk_texts *texts = &out->proxy->resolvers;
  if (!any_name(out->proxy))
    return;
  dk_line(out, "\n# names are looked up while HAProxy runs, so that a VIP that appears later is found");
  dk_line(out, "resolvers dcos");
  if (texts->count == 0)
    dk_line(out, "    nameserver dns1 " DK_PROXY_RESOLVER);
  for (size_t i = 0; i < texts->count; i++)
    dk_buf_printf(&out->conf, "    nameserver dns%zu %s\n", i + 1, texts->list[i]);
  dk_line(out, "    resolve_retries 3");
  dk_line(out, "    timeout resolve 1s");
  dk_line(out, "    timeout retry 1s");
  dk_line(out, "    hold valid 10s");
  dk_line(out, "    hold obsolete 30s");
  dk_line(out, "    # a name server that is silent takes nothing away: 30 s without it would mean 503");
  dk_line(out, "    hold timeout 10m");
  dk_line(out, "    hold refused 10m");
  dk_line(out, "    hold other 10m");
  dk_line(out, "    accepted_payload_size 8192");
}

/* In the largest unit that says it exactly. */
static void timeout(dk_haproxy *out, const char *name, dcoskube_proxy_timeout which) {
  static const struct {
    uint32_t ms;
    const char *unit;
  } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}, {1, "ms"}};
  uint32_t ms = dcoskube_proxy_get_timeout(out->proxy, which);
  size_t i = 0;
  while (ms % units[i].ms != 0)
    i++;
  dk_buf_printf(&out->conf, "    timeout %s %u%s\n", name, (unsigned)(ms / units[i].ms), units[i].unit);
}

static void timeouts(dk_haproxy *out) {
  timeout(out, "connect", DCOSKUBE_PROXY_TIMEOUT_CONNECT);
  timeout(out, "client", DCOSKUBE_PROXY_TIMEOUT_CLIENT);
  timeout(out, "client-fin", DCOSKUBE_PROXY_TIMEOUT_CLIENT_FIN);
  timeout(out, "server", DCOSKUBE_PROXY_TIMEOUT_SERVER);
  if (out->proxy->mode == DCOSKUBE_PROXY_TERMINATE)
    dk_line(out, "    # how long kubectl exec may be silent");
  else
    dk_line(out, "    # how long any connection may be silent: exec, watch and logs -f");
  timeout(out, "tunnel", DCOSKUBE_PROXY_TIMEOUT_TUNNEL);
  if (out->proxy->mode == DCOSKUBE_PROXY_TERMINATE) {
    timeout(out, "http-request", DCOSKUBE_PROXY_TIMEOUT_HTTP_REQUEST);
    timeout(out, "http-keep-alive", DCOSKUBE_PROXY_TIMEOUT_HTTP_KEEP_ALIVE);
  }
  timeout(out, "queue", DCOSKUBE_PROXY_TIMEOUT_QUEUE);
  timeout(out, "check", DCOSKUBE_PROXY_TIMEOUT_CHECK);
}

static void defaults(dk_haproxy *out) {
  int terminate = out->proxy->mode == DCOSKUBE_PROXY_TERMINATE;
  dk_line(out, "\ndefaults");
  if (out->proxy->log)
    dk_line(out, "    log global");
  dk_line(out, terminate ? "    mode http" : "    mode tcp");
  dk_line(out, "    option dontlognull");
  if (terminate) {
    dk_line(out, "    option http-keep-alive");
    dk_line(out, "    retries 3");
    dk_line(out, "    retry-on conn-failure empty-response");
  } else {
    dk_line(out, "    # dead peers of idle connections are found");
    dk_line(out, "    option clitcpka");
    dk_line(out, "    option srvtcpka");
  }
  dk_line(out, "    balance leastconn");
  dk_line(out, "    default-server inter 5s fastinter 2s fall 3 rise 2");
  timeouts(out);
}

/* The check: a GET over verified TLS; 401 and 403 say that the API server lives. */
static void health_check(dk_haproxy *out, const dcoskube_cluster *cluster) {
  dk_buf *conf = &out->conf;
  dk_line(out, "    option httpchk");
  if (cluster->is_address)
    dk_line(out, "    http-check connect ssl alpn http/1.1");
  else
    dk_buf_printf(conf, "    http-check connect ssl sni %s alpn http/1.1\n", cluster->host);
  dk_buf_printf(conf, "    http-check send meth GET uri %s ver HTTP/1.1 hdr Host %s\n", out->proxy->check_path,
                cluster->is_address ? cluster->upstream : cluster->host);
  dk_line(out, "    http-check expect rstatus ^(200|401|403)$");
}

static void backend(dk_haproxy *out, const dcoskube_cluster *cluster) {
  dk_buf *conf = &out->conf;
  int terminate = out->proxy->mode == DCOSKUBE_PROXY_TERMINATE;
  dk_buf_printf(conf, "\nbackend be_kube_%s\n", cluster->hostname);
  health_check(out, cluster);
  dk_buf_printf(conf, "    server kube-apiserver %s check%s verify required ca-file %s", cluster->upstream,
                terminate ? " ssl" : " check-ssl", cluster->ca_file);
  if (!cluster->is_address)
    dk_buf_printf(conf, " %s%s%s verifyhost %s resolvers dcos resolve-prefer ipv4 init-addr last,libc,none",
                  terminate ? "sni str(" : "check-sni ", cluster->host, terminate ? ")" : "", cluster->host);
  else if (terminate)
    dk_buf_printf(conf, " verifyhost %s", cluster->host); /* no SNI: it holds names only (RFC 6066, 3) */
  dk_buf_char(conf, '\n');
}

static void backends(dk_haproxy *out) {
  dk_line(
      out,
      out->proxy->mode == DCOSKUBE_PROXY_TERMINATE
          ? "\n# verifyhost and sni: else any certificate of the CA passes. No h2 here: exec needs HTTP/1.1 upgrades"
          : "\n# TLS goes on to the API server untouched; only the health check opens its own");
  for (size_t i = 0; i < out->proxy->cluster_count; i++)
    backend(out, out->proxy->clusters[i]);
}

static void stats(dk_haproxy *out) {
  if (!out->proxy->stats)
    return;
  dk_line(out, "\nfrontend fe_stats");
  dk_buf_printf(&out->conf, "    bind %s\n", out->proxy->stats);
  dk_line(out, "    mode http");
  if (out->proxy->log)
    dk_line(out, "    no log");
  dk_line(out, "    monitor-uri /healthz");
  dk_line(out, "    stats enable");
  dk_line(out, "    stats uri /stats");
  dk_line(out, "    stats hide-version");
}

/* Each value is the name of a backend that backends() writes. */
static void map(dk_haproxy *out) {
  dk_buf_str(&out->map, "# the name a client asks for, and the backend that it leads to\n");
  for (size_t i = 0; i < out->proxy->cluster_count; i++) {
    const dcoskube_cluster *cluster = out->proxy->clusters[i];
    dk_buf_printf(&out->map, "%s be_kube_%s\n", cluster->hostname, cluster->hostname);
    if (dk_haproxy_routes_own_name(out, cluster))
      dk_buf_printf(&out->map, "%s be_kube_%s\n", cluster->host, cluster->hostname);
  }
}

static void certificate_list(dk_haproxy *out) {
  for (size_t i = 0; i < out->proxy->certificates.count; i++)
    dk_buf_printf(&out->certs, "%s\n", out->proxy->certificates.list[i]);
}

static dcoskube_status count_hosts(dk_haproxy *out, dcoskube_error *err) {
  for (size_t i = 0; i < out->proxy->cluster_count; i++) {
    const char *host = out->proxy->clusters[i]->host;
    size_t *times = dk_names_find(&out->hosts, host);
    if (times)
      ++*times;
    else if (!dk_names_put(&out->hosts, host, 1))
      return dk_no_memory(err);
  }
  return DCOSKUBE_OK;
}

static dcoskube_status add_file(dcoskube_files *files, const char *name, dk_buf *buf, dcoskube_error *err) {
  if (buf->status == DCOSKUBE_ERR_LIMIT)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, name, "would be larger than 64 MiB");
  if (buf->status != DCOSKUBE_OK)
    return dk_no_memory(err);
  return dcoskube_files_add(files, name, dk_buf_peek(buf), buf->len, FILE_MODE, err);
}

dcoskube_status dk_proxy_haproxy(const dcoskube_proxy *proxy, dcoskube_files *files, dcoskube_error *err) {
  dk_haproxy out = {
      .proxy = proxy, .has_map = proxy->cluster_count > 1, .has_certs = proxy->certificates.count > CERTS_IN_LINE};
  dk_buf_init(&out.conf, DK_PROXY_OUTPUT_MAX);
  dk_buf_init(&out.map, DK_PROXY_OUTPUT_MAX);
  dk_buf_init(&out.certs, DK_PROXY_OUTPUT_MAX);
  dcoskube_status status = count_hosts(&out, err);
  if (status == DCOSKUBE_OK) {
    int terminate = proxy->mode == DCOSKUBE_PROXY_TERMINATE;
    dk_line(&out, terminate ? "# HAProxy 2.6: TLS ends here, and again at each API server (bearer tokens pass)"
                            : "# HAProxy 2.6: TLS passes through, routed by the name that the client asks for");
    dk_line(&out, "# Written by libdcoskube: change the model and render again");
    global(&out);
    resolvers(&out);
    defaults(&out);
    if (terminate)
      dk_haproxy_terminate(&out);
    else
      dk_haproxy_passthrough(&out);
    stats(&out);
    backends(&out);
    status = add_file(files, DK_HAPROXY_CONF, &out.conf, err);
  }
  if (status == DCOSKUBE_OK && out.has_map) {
    map(&out);
    status = add_file(files, DK_HAPROXY_MAP, &out.map, err);
  }
  if (status == DCOSKUBE_OK && out.has_certs) {
    certificate_list(&out);
    status = add_file(files, DK_HAPROXY_CERTS, &out.certs, err);
  }
  dk_buf_free(&out.conf);
  dk_buf_free(&out.map);
  dk_buf_free(&out.certs);
  dk_names_free(&out.hosts);
  return status;
}
