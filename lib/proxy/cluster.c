/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/name.h"
#include "core/str.h"
#include "proxy/model.h"

#define PORT_MAX 65535u
#define UPSTREAM_MAX (DK_HOST_MAX + 8) /* brackets and ":65535" */

static char *join(const char *host, uint32_t port, int is_ipv6) {
  dk_buf buf;
  char *upstream = NULL;
  dk_buf_init(&buf, UPSTREAM_MAX);
  dk_buf_printf(&buf, is_ipv6 ? "[%s]:%u" : "%s:%u", host, (unsigned)port);
  if (dk_buf_take(&buf, &upstream, NULL, host, NULL) != DCOSKUBE_OK)
    dk_buf_free(&buf);
  return upstream;
}

/* Put a new place in; takes the vip over, even on failure. */
static dcoskube_status place(dcoskube_cluster *cluster, const char *host, uint32_t port, dcoskube_vip *vip,
                             dcoskube_error *err) {
  int is_ipv6 = dk_is_ipv6(host, strlen(host));
  int is_address = is_ipv6 || dk_is_ipv4(host, strlen(host));
  char *copy = dk_strdup(host);
  char *upstream = NULL;
  if (copy) {
    dk_lower_str(copy);
    upstream = join(copy, port, is_ipv6);
  }
  if (!upstream) {
    dk_free(copy);
    dcoskube_vip_free(vip);
    return dk_no_memory(err);
  }
  dcoskube_vip_free(cluster->vip);
  dk_free(cluster->host);
  dk_free(cluster->upstream);
  cluster->vip = vip;
  cluster->host = copy;
  cluster->upstream = upstream;
  cluster->is_address = is_address;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_cluster_set_service(dcoskube_cluster *cluster, const char *service, dcoskube_error *err) {
  dk_error_reset(err);
  if (!cluster || !service)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "cluster and service must not be NULL");
  dcoskube_vip *vip = NULL;
  dcoskube_status status = dcoskube_vip_new(service, 0, &vip, err);
  if (status != DCOSKUBE_OK)
    return status;
  return place(cluster, dcoskube_vip_host(vip), dcoskube_vip_port(vip), vip, err);
}

dcoskube_status dcoskube_cluster_set_upstream(dcoskube_cluster *cluster, const char *host, uint32_t port,
                                              dcoskube_error *err) {
  dk_error_reset(err);
  if (!cluster || !host)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "cluster and host must not be NULL");
  if (port == 0 || port > PORT_MAX)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "port", "%lu is not in 1..65535", (unsigned long)port);
  size_t len = strlen(host);
  if (!dk_is_host_name(host, len) && !dk_is_ipv4(host, len) && !dk_is_ipv6(host, len))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, host[0] ? host : "upstream",
                   "is no upstream host: a host name of letters, digits, dots and inner dashes, or an IP address");
  return place(cluster, host, port, NULL, err);
}

dcoskube_status dcoskube_cluster_set_ca_file(dcoskube_cluster *cluster, const char *path, dcoskube_error *err) {
  dk_error_reset(err);
  if (!cluster || !path)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "cluster and path must not be NULL");
  if (!dk_is_abs_path(path, strlen(path)))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, path[0] ? path : "CA file", "is no CA file: " DK_PROXY_PATH_RULE);
  char *copy = dk_strdup(path);
  if (!copy)
    return dk_no_memory(err);
  dk_free(cluster->ca_file);
  cluster->ca_file = copy;
  return DCOSKUBE_OK;
}

const char *dcoskube_cluster_hostname(const dcoskube_cluster *cluster) {
  return cluster ? cluster->hostname : "";
}

const char *dcoskube_cluster_service(const dcoskube_cluster *cluster) {
  return cluster ? dcoskube_vip_service(cluster->vip) : "";
}

const char *dcoskube_cluster_upstream(const dcoskube_cluster *cluster) {
  return cluster && cluster->upstream ? cluster->upstream : "";
}

const char *dcoskube_cluster_ca_file(const dcoskube_cluster *cluster) {
  return cluster && cluster->ca_file ? cluster->ca_file : "";
}
