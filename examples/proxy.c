/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proxy DIR: write an HAProxy configuration for two clusters into a directory.
 */
#include <stdio.h>

#include <dcoskube/dcoskube.h>

static dcoskube_status add(dcoskube_proxy *proxy, const char *hostname, const char *service, const char *ca_file,
                           dcoskube_error *err) {
  dcoskube_cluster *cluster = NULL;
  dcoskube_status status = dcoskube_proxy_add_cluster(proxy, hostname, &cluster, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_cluster_set_service(cluster, service, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_cluster_set_ca_file(cluster, ca_file, err);
  return status;
}

static dcoskube_status describe(dcoskube_proxy *proxy, dcoskube_error *err) {
  dcoskube_status status = dcoskube_proxy_add_certificate(proxy, "/haproxy/cert-and-key.pem", err);
  if (status == DCOSKUBE_OK)
    status = add(proxy, "dev.example.com", "dev/kubernetes01", "/haproxy/dev-ca.pem", err);
  if (status == DCOSKUBE_OK)
    status = add(proxy, "prod.example.com", "prod/kubernetes01", "/haproxy/prod-ca.pem", err);
  return status;
}

/* What will surprise somebody. */
static dcoskube_status warn(const dcoskube_proxy *proxy, dcoskube_error *err) {
  dcoskube_findings *list = NULL;
  dcoskube_status status = dcoskube_proxy_findings(proxy, &list, err);
  for (size_t i = 0; i < dcoskube_findings_count(list); i++)
    fprintf(stderr, "%s: %s\n", dcoskube_findings_subject(list, i), dcoskube_findings_message(list, i));
  dcoskube_findings_free(list);
  return status;
}

static dcoskube_status write_files(const dcoskube_proxy *proxy, const char *dir, dcoskube_error *err) {
  dcoskube_files *files = NULL;
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, &files, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_files_write(files, dir, 0, &changes, err);
  for (size_t i = 0; i < dcoskube_findings_count(changes); i++)
    printf("%s: %s\n", dcoskube_findings_subject(changes, i), dcoskube_findings_code(changes, i));
  dcoskube_findings_free(changes);
  dcoskube_files_free(files);
  return status;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: proxy DIR\n");
    return 2;
  }
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_proxy *proxy = NULL;
  dcoskube_status status = dcoskube_proxy_new(0, &proxy, err);
  if (status == DCOSKUBE_OK)
    status = describe(proxy, err);
  if (status == DCOSKUBE_OK)
    status = warn(proxy, err);
  if (status == DCOSKUBE_OK)
    status = write_files(proxy, argv[1], err);
  if (status != DCOSKUBE_OK)
    fprintf(stderr, "%s: %s\n", dcoskube_error_subject(err), dcoskube_error_message(err));
  dcoskube_proxy_free(proxy);
  dcoskube_error_free(err);
  return status != DCOSKUBE_OK;
}
