/* SPDX-License-Identifier: Apache-2.0 */
/* operations FILE COUNT: so many new entries in one transaction. */
#include <stdio.h>
#include <stdlib.h>

#include <dcoskube/kubeconfig.h>

static dcoskube_status set_one(dcoskube_kubeconfig *kubeconfig, long i) {
  char name[32];
  dcoskube_entry *entry = NULL;
  snprintf(name, sizeof name, "added-%ld", i);
  dcoskube_status status = dcoskube_entry_new(name, "https://127.0.0.1:6443", 0, &entry, NULL);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set(kubeconfig, entry, 0, NULL);
  dcoskube_entry_free(entry);
  return status;
}

int main(int argc, char **argv) {
  dcoskube_kubeconfig *kubeconfig = NULL;
  if (argc != 3)
    return 2;
  dcoskube_status status = dcoskube_kubeconfig_open(argv[1], 0, &kubeconfig, NULL);
  for (long i = 0, count = strtol(argv[2], NULL, 10); i < count && status == DCOSKUBE_OK; i++)
    status = set_one(kubeconfig, i);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_commit(kubeconfig, 0, NULL, NULL);
  dcoskube_kubeconfig_free(kubeconfig);
  return status == DCOSKUBE_OK ? 0 : 1;
}
