/* SPDX-License-Identifier: Apache-2.0 */
/* The listener for HAProxy 2.6, in both modes: who may go where. */
#include "proxy/haproxy.h"

static void map_call(dk_haproxy *out) {
  dk_buf_str(&out->conf, "map_str(");
  dk_haproxy_path(out, DK_HAPROXY_MAP);
  dk_buf_char(&out->conf, ')');
}

/* Certificates, or a list of them: a line takes 64 words. */
static void certificates(dk_haproxy *out) {
  const dk_texts *texts = &out->proxy->certificates;
  dk_buf_str(&out->conf, " ssl");
  if (out->has_certs) {
    dk_buf_str(&out->conf, " crt-list ");
    dk_haproxy_path(out, DK_HAPROXY_CERTS);
  }
  for (size_t i = 0; i < texts->count && !out->has_certs; i++)
    dk_buf_printf(&out->conf, " crt %s", texts->list[i]);
  dk_buf_str(&out->conf, " alpn h2,http/1.1");
}

static void bind_one(dk_haproxy *out, const char *address, const char *more) {
  dk_buf_printf(&out->conf, "    bind %s:%u%s", address, (unsigned)out->proxy->port, more);
  if (out->proxy->mode == DCOSKUBE_PROXY_TERMINATE)
    certificates(out);
  dk_buf_char(&out->conf, '\n');
}

static void bind_lines(dk_haproxy *out) {
  const dcoskube_proxy *proxy = out->proxy;
  if (proxy->listen_host[0] == '\0') {
    dk_line(out, "    # a kernel without IPv6 refuses the second line: listen on 0.0.0.0 there");
    bind_one(out, "ipv4@", "");
    bind_one(out, "ipv6@[::]", " v6only");
    return;
  }
  dk_buf_str(&out->conf, "    bind ");
  dk_buf_printf(&out->conf, proxy->listen_ipv6 ? "ipv6@[%s]:%u" : "ipv4@%s:%u", proxy->listen_host,
                (unsigned)proxy->port);
  if (proxy->mode == DCOSKUBE_PROXY_TERMINATE)
    certificates(out);
  dk_buf_char(&out->conf, '\n');
}

/* As option httplog, but with the path alone: a query can hold a token. */
static void http_log(dk_haproxy *out) {
  if (!out->proxy->log)
    return;
  dk_line(out, "    # as httplog, without the query: it can hold a token");
  dk_line(out,
          "    log-format '%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq "
          "%hr %hs \"%HM %{+E}[var(txn.path)] %HV\"'");
}

static void terminate_routes(dk_haproxy *out) {
  if (!out->has_map) {
    const char *name = out->proxy->clusters[0]->hostname;
    dk_line(out, "    # a client that asked for another name, or for none, is in the wrong place");
    dk_buf_printf(&out->conf, "    http-request deny deny_status 421 if !{ var(txn.sni) -m str %s }\n", name);
    return;
  }
  dk_line(out, "    # a client that asked for a name that is not in the map, or for none, is in the wrong place");
  dk_buf_str(&out->conf, "    http-request deny deny_status 421 if !{ var(txn.sni),");
  map_call(out);
  dk_line(out, " -m found }");
  dk_line(out, "    # a connection for one cluster never carries requests for another; a Host that is no cluster's");
  dk_line(out, "    # name is let through: kubectl with tls-server-name sends the address");
  dk_line(out, "    http-request set-var(txn.host) req.hdr(host),field(1,:),lower");
  dk_buf_str(&out->conf, "    http-request deny deny_status 421 if { var(txn.host),");
  map_call(out);
  dk_line(out, " -m found } !{ var(txn.host),strcmp(txn.sni) eq 0 }");
}

void dk_haproxy_terminate(dk_haproxy *out) {
  dk_line(out, "\nfrontend fe_kube");
  bind_lines(out);
  http_log(out);
  dk_line(out, "    http-request set-var(txn.path) path");
  dk_line(out, "    http-request set-var(txn.sni) ssl_fc_sni,lower");
  terminate_routes(out);
  dk_line(out, "    # identities that only the API server's own front proxy may state");
  dk_line(out, "    http-request del-header X-Remote- -m beg");
  dk_line(out, "    # the API server's audit log wants the client's address");
  dk_line(out, "    http-request set-header X-Forwarded-For %[src]");
  dk_line(out, "    # only what changes nothing may be sent twice");
  dk_line(out, "    http-request disable-l7-retry if !METH_GET");
  if (!out->has_map) {
    dk_buf_printf(&out->conf, "    default_backend be_kube_%s\n", out->proxy->clusters[0]->hostname);
    return;
  }
  dk_buf_str(&out->conf, "    use_backend %[var(txn.sni),");
  map_call(out);
  dk_line(out, "]");
}

/* The name is asked for anew in each rule: so HAProxy waits for a hello that comes in pieces. */
static void passthrough_routes(dk_haproxy *out) {
  const dcoskube_cluster *cluster = out->proxy->clusters[0];
  if (out->has_map) {
    dk_buf_str(&out->conf, "    tcp-request content reject if !{ req.ssl_sni,lower,");
    map_call(out);
    dk_line(out, " -m found }");
    dk_buf_str(&out->conf, "    use_backend %[req.ssl_sni,lower,");
    map_call(out);
    dk_line(out, "]");
    return;
  }
  dk_buf_printf(&out->conf, "    tcp-request content reject if !{ req.ssl_sni -i %s", cluster->hostname);
  if (dk_haproxy_routes_own_name(out, cluster))
    dk_buf_printf(&out->conf, " %s", cluster->host);
  dk_line(out, " }");
  dk_buf_printf(&out->conf, "    default_backend be_kube_%s\n", cluster->hostname);
}

void dk_haproxy_passthrough(dk_haproxy *out) {
  dk_line(out, "\nfrontend fe_kube");
  bind_lines(out);
  if (out->proxy->log)
    dk_line(out, "    option tcplog");
  dk_line(out, "    # wait for the name in the client's hello; what is no TLS is closed after that time");
  dk_line(out, "    tcp-request inspect-delay 5s");
  dk_line(out, "    tcp-request content reject if !{ req.ssl_hello_type 1 } WAIT_END");
  dk_line(out, "    # an API server's own name leads to it as well: kubectl with tls-server-name asks for that");
  passthrough_routes(out);
}
