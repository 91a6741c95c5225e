/* SPDX-License-Identifier: Apache-2.0 */
#include "core/buf.h"
#include "core/findings.h"
#include "proxy/model.h"

#define TUNNEL_SHORT_MS 5000u /* kubectl sends a ping each 5 s: a race that the proxy wins */
#define MESSAGE_MAX 2048

static dcoskube_status add(dcoskube_findings *list, const dk_finding *finding, dk_buf *message, dcoskube_error *err) {
  dk_finding copy = *finding;
  copy.message = dk_buf_peek(message);
  dcoskube_status status = message->status == DCOSKUBE_OK ? dk_findings_add(list, &copy, err) : dk_no_memory(err);
  dk_buf_free(message);
  return status;
}

static dcoskube_status tunnel_short(const dcoskube_proxy *proxy, dcoskube_findings *list, dcoskube_error *err) {
  uint32_t ms = dcoskube_proxy_get_timeout(proxy, DCOSKUBE_PROXY_TIMEOUT_TUNNEL);
  if (ms > TUNNEL_SHORT_MS)
    return DCOSKUBE_OK;
  dk_finding finding = {.severity = DCOSKUBE_SEVERITY_WARNING,
                        .code = "tunnel-timeout-short",
                        .subject = "timeout tunnel",
                        .remedy = "use an hour or more; the default is 4h"};
  dk_buf message;
  dk_buf_init(&message, MESSAGE_MAX);
  dk_buf_printf(&message, "cuts kubectl exec, attach and port-forward after %u ms of silence", (unsigned)ms);
  if (proxy->mode == DCOSKUBE_PROXY_PASSTHROUGH)
    dk_buf_str(&message, ", and in mode pass-through every other idle connection as well");
  return add(list, &finding, &message, err);
}

static dcoskube_status same_upstream(const dcoskube_cluster *cluster, const dcoskube_cluster *other,
                                     dcoskube_findings *list, dcoskube_error *err) {
  dk_finding finding = {.severity = DCOSKUBE_SEVERITY_WARNING,
                        .code = "same-upstream",
                        .subject = cluster->hostname,
                        .remedy = "name the service of each cluster exactly as it was installed"};
  dk_buf message;
  dk_buf_init(&message, MESSAGE_MAX);
  dk_buf_printf(&message, "leads to %s, as %s does", cluster->upstream, other->hostname);
  return add(list, &finding, &message, err);
}

static dcoskube_status vip_differs(const dcoskube_cluster *cluster, dcoskube_findings *list, dcoskube_error *err) {
  dk_finding finding = {.severity = DCOSKUBE_SEVERITY_NOTE,
                        .code = "vip-differs",
                        .subject = cluster->hostname,
                        .remedy = "use the published name where a name of the API server is asked for"};
  dk_buf message;
  dk_buf_init(&message, MESSAGE_MAX);
  dk_buf_printf(&message, "DNS publishes %s, not the documented %s", cluster->host,
                dcoskube_vip_documented_host(cluster->vip));
  return add(list, &finding, &message, err);
}

/* HAProxy compares the name to verify with DNS names and the common name, never with IP addresses (seen on 2.6). */
static dcoskube_status address_unverified(const dcoskube_cluster *cluster, dcoskube_findings *list,
                                          dcoskube_error *err) {
  dk_finding finding = {.severity = DCOSKUBE_SEVERITY_WARNING,
                        .code = "upstream-address",
                        .subject = cluster->hostname,
                        .remedy = "give the host name that stands in the API server's certificate"};
  dk_buf message;
  dk_buf_init(&message, MESSAGE_MAX);
  dk_buf_printf(&message,
                "HAProxy answers 503 unless the certificate of %s has that address as its common name or as a DNS "
                "name: it ignores the IP addresses of a certificate",
                cluster->host);
  return add(list, &finding, &message, err);
}

static dcoskube_status look_at(const dcoskube_proxy *proxy, size_t index, dk_names *seen, dcoskube_findings *list,
                               dcoskube_error *err) {
  const dcoskube_cluster *cluster = proxy->clusters[index];
  dcoskube_status status = DCOSKUBE_OK;
  if (!cluster->upstream)
    return status;
  const size_t *first = dk_names_find(seen, cluster->upstream);
  if (first)
    status = same_upstream(cluster, proxy->clusters[*first], list, err);
  else if (!dk_names_put(seen, cluster->upstream, index))
    status = dk_no_memory(err);
  if (status == DCOSKUBE_OK && dcoskube_vip_differs(cluster->vip))
    status = vip_differs(cluster, list, err);
  if (status == DCOSKUBE_OK && cluster->is_address && proxy->mode == DCOSKUBE_PROXY_TERMINATE)
    status = address_unverified(cluster, list, err);
  return status;
}

dcoskube_status dcoskube_proxy_findings(const dcoskube_proxy *proxy, dcoskube_findings **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "proxy and out must not be NULL");
  dcoskube_findings *list = dk_findings_new();
  if (!list)
    return dk_no_memory(err);
  dk_names seen = {0};
  dcoskube_status status = tunnel_short(proxy, list, err);
  for (size_t i = 0; i < proxy->cluster_count && status == DCOSKUBE_OK; i++)
    status = look_at(proxy, i, &seen, list, err);
  dk_names_free(&seen);
  if (status == DCOSKUBE_OK)
    *out = list;
  else
    dcoskube_findings_free(list);
  return status;
}
