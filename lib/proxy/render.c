/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/findings.h"
#include "proxy/render.h"

static const struct {
  dcoskube_renderer renderer;
  dcoskube_status (*render)(const dcoskube_proxy *proxy, dcoskube_files *files, dcoskube_error *err);
} renderers[] = {
    {DCOSKUBE_RENDERER_HAPROXY, dk_proxy_haproxy},
};

static dcoskube_status incomplete(dcoskube_error *err, const char *subject, const char *what, const char *remedy) {
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "%s", what);
  dk_error_set_remedy(err, "%s", remedy);
  return status;
}

static dcoskube_status check_complete(const dcoskube_proxy *proxy, dcoskube_error *err) {
  if (proxy->cluster_count == 0)
    return incomplete(err, "clusters", "the proxy has no cluster", "add a cluster with its public host name");
  if (proxy->mode == DCOSKUBE_PROXY_TERMINATE && proxy->certificates.count == 0)
    return incomplete(err, "certificate", "mode terminate needs a certificate to show to clients",
                      "add a PEM file that holds certificate, key and chain");
  if (proxy->mode == DCOSKUBE_PROXY_PASSTHROUGH && proxy->certificates.count > 0)
    return incomplete(err, "certificate",
                      "mode pass-through has no use for a certificate: the API server shows its own",
                      "leave the certificate away, or use mode terminate");
  for (size_t i = 0; i < proxy->cluster_count; i++) {
    const dcoskube_cluster *cluster = proxy->clusters[i];
    if (!cluster->upstream)
      return incomplete(err, cluster->hostname, "nothing says where its API server is",
                        "give its DC/OS service name, or host and port");
    if (!cluster->ca_file)
      return incomplete(err, cluster->hostname, "has no CA file, so its API server cannot be verified",
                        "name the CA file of the cluster");
  }
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_proxy_render(const dcoskube_proxy *proxy, dcoskube_renderer renderer, uint32_t flags,
                                      dcoskube_files **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!proxy || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "proxy and out must not be NULL");
  if (flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "flags", "must be 0");
  size_t row = 0;
  while (row < sizeof renderers / sizeof renderers[0] && renderers[row].renderer != renderer)
    row++;
  if (row == sizeof renderers / sizeof renderers[0])
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "renderer", "there is no such renderer");
  dcoskube_status status = check_complete(proxy, err);
  if (status != DCOSKUBE_OK)
    return status;
  dcoskube_files *files = NULL;
  status = dcoskube_files_new(0, &files, err);
  if (status == DCOSKUBE_OK)
    status = renderers[row].render(proxy, files, err);
  if (status == DCOSKUBE_OK)
    *out = files;
  else
    dcoskube_files_free(files);
  return status;
}
