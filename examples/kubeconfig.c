/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubeconfig FILE NAME SERVER: add a context with its cluster and user to a
 * kubeconfig, make it the current one, and list what is there.  Everything
 * else in the file stays as it is.
 */
#include <stdio.h>

#include <dcoskube/dcoskube.h>

static dcoskube_status add(dcoskube_kubeconfig *kubeconfig, const char *name, const char *server, dcoskube_error *err) {
  dcoskube_entry *entry = NULL;
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_entry_new(name, server, 0, &entry, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_entry_set_namespace(entry, "default", err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set(kubeconfig, entry, DCOSKUBE_KUBECONFIG_ACTIVATE, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_commit(kubeconfig, 0, &changes, err);
  if (status == DCOSKUBE_OK)
    printf("%s: %s\n", dcoskube_findings_subject(changes, 0), dcoskube_findings_code(changes, 0));
  dcoskube_findings_free(changes);
  dcoskube_entry_free(entry);
  return status;
}

static void list(const dcoskube_kubeconfig *kubeconfig) {
  for (size_t i = 0; i < dcoskube_kubeconfig_context_count(kubeconfig); i++) {
    const dcoskube_context *context = dcoskube_kubeconfig_context(kubeconfig, i);
    printf("%s: %s (line %u)\n", dcoskube_context_name(context), dcoskube_context_server(context),
           (unsigned)dcoskube_context_line(context));
  }
  if (dcoskube_kubeconfig_current(kubeconfig))
    printf("current: %s\n", dcoskube_kubeconfig_current(kubeconfig));
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: kubeconfig FILE NAME SERVER\n");
    return 2;
  }
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_kubeconfig *kubeconfig = NULL;
  dcoskube_status status = dcoskube_kubeconfig_open(argv[1], 0, &kubeconfig, err);
  if (status == DCOSKUBE_OK)
    status = add(kubeconfig, argv[2], argv[3], err);
  if (status == DCOSKUBE_OK)
    list(kubeconfig);
  else
    fprintf(stderr, "%s: %s\n", dcoskube_error_subject(err), dcoskube_error_message(err));
  dcoskube_kubeconfig_free(kubeconfig);
  dcoskube_error_free(err);
  return status != DCOSKUBE_OK;
}
