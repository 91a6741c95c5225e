/* SPDX-License-Identifier: Apache-2.0 */
/* Models for the tests of the proxy. */
#ifndef DK_TESTS_PROXY_H
#define DK_TESTS_PROXY_H

#include "unit/unit.h"

/* Add a cluster c<index>.example.com that leads to a service of its own. */
static inline dcoskube_cluster *unit_add(dcoskube_proxy *proxy, size_t index) {
  dcoskube_cluster *cluster = NULL;
  char text[64];
  snprintf(text, sizeof text, "c%zu.example.com", index);
  if (dcoskube_proxy_add_cluster(proxy, text, &cluster, NULL) != DCOSKUBE_OK)
    exit(99);
  snprintf(text, sizeof text, "kube%zu", index);
  if (dcoskube_cluster_set_service(cluster, text, NULL) != DCOSKUBE_OK ||
      dcoskube_cluster_set_ca_file(cluster, "/haproxy/ca.pem", NULL) != DCOSKUBE_OK)
    exit(99);
  return cluster;
}

/* A complete model. */
static inline dcoskube_proxy *unit_proxy(dcoskube_proxy_mode mode, size_t clusters) {
  dcoskube_proxy *proxy = NULL;
  if (dcoskube_proxy_new(0, &proxy, NULL) != DCOSKUBE_OK || dcoskube_proxy_set_mode(proxy, mode, NULL) != DCOSKUBE_OK)
    exit(99);
  if (mode == DCOSKUBE_PROXY_TERMINATE &&
      dcoskube_proxy_add_certificate(proxy, "/haproxy/cert.pem", NULL) != DCOSKUBE_OK)
    exit(99);
  for (size_t i = 0; i < clusters; i++)
    unit_add(proxy, i);
  return proxy;
}

/* The getter lends it for reading; the tests own the whole model. */
static inline dcoskube_cluster *unit_cluster(dcoskube_proxy *proxy, size_t index) {
  union {
    const dcoskube_cluster *lent;
    dcoskube_cluster *owned;
  } cluster = {dcoskube_proxy_cluster(proxy, index)};
  return cluster.owned;
}

/* All rendered files in one text, for free(); NULL if it failed. */
static inline char *unit_render(const dcoskube_proxy *proxy) {
  dcoskube_files *files = NULL;
  if (dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, &files, NULL) != DCOSKUBE_OK)
    return NULL;
  size_t len = 0, used = 0;
  for (size_t i = 0; i < dcoskube_files_count(files); i++)
    len += dcoskube_files_size(files, i) + strlen(dcoskube_files_name(files, i)) + 8;
  char *text = malloc(len + 1);
  for (size_t i = 0; text && i < dcoskube_files_count(files); i++)
    used += (size_t)snprintf(text + used, len + 1 - used, "== %s\n%s", dcoskube_files_name(files, i),
                             dcoskube_files_data(files, i));
  dcoskube_files_free(files);
  return text;
}

#endif
