/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/name.h"
#include "core/str.h"
#include "proxy/model.h"

#define MS 1u
#define S (1000u * MS)
#define MIN (60u * S)
#define H (60u * MIN)
#define TIMEOUT_MAX 2147483647u

/* By number - 1: in mode terminate, and in mode pass-through. */
static const uint32_t default_timeouts[DK_PROXY_TIMEOUTS][2] = {
    {5 * S, 5 * S},   {15 * MIN, 1 * MIN}, {15 * MIN, 1 * MIN}, {4 * H, 4 * H}, {30 * S, 30 * S},
    {10 * S, 10 * S}, {5 * MIN, 5 * MIN},  {30 * S, 30 * S},    {5 * S, 5 * S}};

static dcoskube_status argument(dcoskube_error *err, const char *what) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "%s", what);
}

/* Against a white list: field, value and rule. */
static dcoskube_status refuse(dcoskube_error *err, const char *field, const char *value, const char *rule) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID, value[0] != '\0' ? value : field, "is no %s: %s", field, rule);
}

static dcoskube_status replace(char **where, const char *value, dcoskube_error *err) {
  char *copy = dk_strdup(value);
  if (value && !copy)
    return dk_no_memory(err);
  dk_free(*where);
  *where = copy;
  return DCOSKUBE_OK;
}

/* An IP literal with its port; without an address it means all of them, where that is allowed. */
static int is_address_port(const char *text, int all_allowed, dk_hostport *out) {
  if (!dk_parse_hostport(text, strlen(text), out))
    return 0;
  if (out->host_len == 0)
    return all_allowed;
  return out->is_ipv6 || dk_is_ipv4(out->host, out->host_len);
}

static void texts_free(dk_texts *texts) {
  for (size_t i = 0; i < texts->count; i++)
    dk_free(texts->list[i]);
  dk_free(texts->list);
  dk_names_free(&texts->names);
}

static dcoskube_status texts_add(dk_texts *texts, const char *value, dcoskube_error *err) {
  if (dk_names_find(&texts->names, value))
    return dk_fail(err, DCOSKUBE_ERR_EXISTS, value, "is given twice");
  if (!dk_grow((void **)&texts->list, texts->count, &texts->capacity, sizeof *texts->list))
    return dk_no_memory(err);
  char *copy = dk_strdup(value);
  if (!copy || !dk_names_put(&texts->names, copy, texts->count)) {
    dk_free(copy);
    return dk_no_memory(err);
  }
  texts->list[texts->count++] = copy;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_proxy_new(uint32_t flags, dcoskube_proxy **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!out || flags != 0)
    return argument(err, "out must not be NULL and flags must be 0");
  dcoskube_proxy *proxy = dk_calloc(1, sizeof *proxy);
  if (!proxy)
    return dk_no_memory(err);
  proxy->mode = DCOSKUBE_PROXY_TERMINATE;
  proxy->port = DCOSKUBE_VIP_PORT;
  proxy->listen_host = dk_strdup("");
  proxy->target = dk_strdup("2.6");
  proxy->check_path = dk_strdup("/readyz");
  proxy->install_dir = dk_strdup("/haproxy");
  proxy->log = dk_strdup("stdout");
  if (!proxy->listen_host || !proxy->target || !proxy->check_path || !proxy->install_dir || !proxy->log) {
    dcoskube_proxy_free(proxy);
    return dk_no_memory(err);
  }
  *out = proxy;
  return DCOSKUBE_OK;
}

static void cluster_free(dcoskube_cluster *cluster) {
  dk_free(cluster->hostname);
  dcoskube_vip_free(cluster->vip);
  dk_free(cluster->host);
  dk_free(cluster->upstream);
  dk_free(cluster->ca_file);
  dk_free(cluster);
}

void dcoskube_proxy_free(dcoskube_proxy *proxy) {
  if (!proxy)
    return;
  dk_free(proxy->listen_host);
  dk_free(proxy->target);
  dk_free(proxy->check_path);
  dk_free(proxy->install_dir);
  dk_free(proxy->stats);
  dk_free(proxy->log);
  texts_free(&proxy->certificates);
  texts_free(&proxy->resolvers);
  for (size_t i = 0; i < proxy->cluster_count; i++)
    cluster_free(proxy->clusters[i]);
  dk_free(proxy->clusters);
  dk_names_free(&proxy->hostnames);
  dk_free(proxy);
}

dcoskube_status dcoskube_proxy_set_mode(dcoskube_proxy *proxy, dcoskube_proxy_mode mode, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy)
    return argument(err, "proxy must not be NULL");
  if (mode != DCOSKUBE_PROXY_TERMINATE && mode != DCOSKUBE_PROXY_PASSTHROUGH)
    return argument(err, "mode is neither terminate nor pass-through");
  proxy->mode = mode;
  return DCOSKUBE_OK;
}

static int known_timeout(dcoskube_proxy_timeout which) {
  return which >= DCOSKUBE_PROXY_TIMEOUT_CONNECT && which <= DCOSKUBE_PROXY_TIMEOUT_CHECK;
}

dcoskube_status dcoskube_proxy_set_timeout(dcoskube_proxy *proxy, dcoskube_proxy_timeout which, uint32_t ms,
                                           dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !known_timeout(which))
    return argument(err, "proxy must not be NULL and which must be a timeout");
  if (ms == 0 || ms > TIMEOUT_MAX)
    return argument(err, "a timeout must be 1 to 2147483647 milliseconds");
  proxy->timeouts[which - 1] = ms;
  return DCOSKUBE_OK;
}

uint32_t dcoskube_proxy_get_timeout(const dcoskube_proxy *proxy, dcoskube_proxy_timeout which) {
  if (!proxy || !known_timeout(which))
    return 0;
  uint32_t ms = proxy->timeouts[which - 1];
  return ms != 0 ? ms : default_timeouts[which - 1][proxy->mode == DCOSKUBE_PROXY_PASSTHROUGH];
}

dcoskube_status dcoskube_proxy_set_listen(dcoskube_proxy *proxy, const char *listen, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !listen)
    return argument(err, "proxy and listen must not be NULL");
  dk_hostport parts;
  if (!is_address_port(listen, 1, &parts)) {
    refuse(err, "listen address", listen, ":PORT, IPV4:PORT or [IPV6]:PORT");
    dk_error_set_remedy(err, "write :6443 for all addresses, or an IP address of this machine and a port");
    return DCOSKUBE_ERR_INVALID;
  }
  char *host = dk_memdup(parts.host, parts.host_len);
  if (!host)
    return dk_no_memory(err);
  dk_free(proxy->listen_host);
  proxy->listen_host = host;
  proxy->listen_ipv6 = parts.is_ipv6;
  proxy->port = parts.port;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_proxy_set_target(dcoskube_proxy *proxy, const char *target, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !target)
    return argument(err, "proxy and target must not be NULL");
  if (target[0] == '\0' || strlen(target) > 16 || !dk_all_of(target, strlen(target), "0123456789."))
    return refuse(err, "HAProxy version", target, "two numbers with a dot, such as 2.6");
  if (strcmp(target, "2.6") != 0) {
    dk_fail(err, DCOSKUBE_ERR_UNSUPPORTED, target, "is an HAProxy version that cannot be rendered for");
    dk_error_set_remedy(err, "2.6 is known; its form runs on 2.6 to 3.x as well");
    return DCOSKUBE_ERR_UNSUPPORTED;
  }
  return replace(&proxy->target, target, err);
}

dcoskube_status dcoskube_proxy_set_check_path(dcoskube_proxy *proxy, const char *path, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !path)
    return argument(err, "proxy and path must not be NULL");
  if (strcmp(path, "/") != 0 && !dk_is_abs_path(path, strlen(path)))
    return refuse(err, "check path", path, DK_PROXY_PATH_RULE);
  return replace(&proxy->check_path, path, err);
}

dcoskube_status dcoskube_proxy_set_install_dir(dcoskube_proxy *proxy, const char *path, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !path)
    return argument(err, "proxy and path must not be NULL");
  if (!dk_is_abs_path(path, strlen(path)))
    return refuse(err, "install directory", path, DK_PROXY_PATH_RULE);
  return replace(&proxy->install_dir, path, err);
}

dcoskube_status dcoskube_proxy_set_stats(dcoskube_proxy *proxy, const char *address, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy)
    return argument(err, "proxy must not be NULL");
  dk_hostport parts;
  if (address && !is_address_port(address, 0, &parts)) {
    refuse(err, "statistics address", address, "IPV4:PORT or [IPV6]:PORT");
    dk_error_set_remedy(err, "write 127.0.0.1:8404 to show statistics on the machine itself only");
    return DCOSKUBE_ERR_INVALID;
  }
  return replace(&proxy->stats, address, err);
}

dcoskube_status dcoskube_proxy_set_log(dcoskube_proxy *proxy, const char *dest, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy)
    return argument(err, "proxy must not be NULL");
  dk_hostport parts;
  int known = !dest || strcmp(dest, "stdout") == 0 || strcmp(dest, "stderr") == 0 || strcmp(dest, "/dev/log") == 0;
  if (!known && !is_address_port(dest, 0, &parts))
    return refuse(err, "log destination", dest, "stdout, stderr, /dev/log, IPV4:PORT or [IPV6]:PORT");
  return replace(&proxy->log, dest, err);
}

dcoskube_status dcoskube_proxy_add_certificate(dcoskube_proxy *proxy, const char *path, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !path)
    return argument(err, "proxy and path must not be NULL");
  if (!dk_is_abs_path(path, strlen(path)))
    return refuse(err, "certificate file", path, DK_PROXY_PATH_RULE);
  return texts_add(&proxy->certificates, path, err);
}

dcoskube_status dcoskube_proxy_add_resolver(dcoskube_proxy *proxy, const char *address, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !address)
    return argument(err, "proxy and address must not be NULL");
  dk_hostport parts;
  if (!is_address_port(address, 0, &parts))
    return refuse(err, "name server", address, "IPV4:PORT or [IPV6]:PORT");
  return texts_add(&proxy->resolvers, address, err);
}

dcoskube_status dcoskube_proxy_add_cluster(dcoskube_proxy *proxy, const char *hostname, dcoskube_cluster **out,
                                           dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !hostname || !out)
    return argument(err, "proxy, hostname and out must not be NULL");
  if (!dk_is_host_name(hostname, strlen(hostname)))
    return refuse(err, "host name", hostname, "labels of 1 to 63 letters, digits and inner dashes, 253 in all");
  dcoskube_cluster *cluster = dk_calloc(1, sizeof *cluster);
  if (cluster)
    cluster->hostname = dk_strdup(hostname);
  dcoskube_status status = DCOSKUBE_OK;
  if (!cluster || !cluster->hostname ||
      !dk_grow((void **)&proxy->clusters, proxy->cluster_count, &proxy->cluster_capacity, sizeof *proxy->clusters))
    status = dk_no_memory(err);
  if (status == DCOSKUBE_OK) {
    dk_lower_str(cluster->hostname);
    if (dk_names_find(&proxy->hostnames, cluster->hostname))
      status = dk_fail(err, DCOSKUBE_ERR_EXISTS, cluster->hostname, "has a cluster in this proxy already");
    else if (!dk_names_put(&proxy->hostnames, cluster->hostname, proxy->cluster_count))
      status = dk_no_memory(err);
  }
  if (status != DCOSKUBE_OK) {
    if (cluster)
      cluster_free(cluster);
    return status;
  }
  proxy->clusters[proxy->cluster_count++] = cluster;
  *out = cluster;
  return DCOSKUBE_OK;
}

dcoskube_proxy_mode dcoskube_proxy_get_mode(const dcoskube_proxy *proxy) {
  return proxy ? proxy->mode : (dcoskube_proxy_mode)0;
}

uint32_t dcoskube_proxy_port(const dcoskube_proxy *proxy) {
  return proxy ? proxy->port : 0;
}

const char *dcoskube_proxy_target(const dcoskube_proxy *proxy) {
  return proxy ? proxy->target : "";
}

const char *dcoskube_proxy_install_dir(const dcoskube_proxy *proxy) {
  return proxy ? proxy->install_dir : "";
}

size_t dcoskube_proxy_cluster_count(const dcoskube_proxy *proxy) {
  return proxy ? proxy->cluster_count : 0;
}

const dcoskube_cluster *dcoskube_proxy_cluster(const dcoskube_proxy *proxy, size_t index) {
  return proxy && index < proxy->cluster_count ? proxy->clusters[index] : NULL;
}
