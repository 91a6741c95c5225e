/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vip SERVICE...: where each service's API server is inside DC/OS.
 */
#include <stdio.h>

#include <dcoskube/dcoskube.h>

static int show(const char *service, dcoskube_error *err) {
  dcoskube_vip *vip = NULL;
  if (dcoskube_vip_new(service, 0, &vip, err) != DCOSKUBE_OK) {
    fprintf(stderr, "%s: %s\n", dcoskube_error_subject(err), dcoskube_error_message(err));
    return 1;
  }
  printf("%s is at %s\n", dcoskube_vip_service(vip), dcoskube_vip_address(vip));
  if (dcoskube_vip_differs(vip))
    printf("  (not at %s, as the documentation's rule says)\n", dcoskube_vip_documented_host(vip));
  dcoskube_vip_free(vip);
  return 0;
}

int main(int argc, char **argv) {
  dcoskube_error *err = dcoskube_error_new();
  int failed = 0;
  for (int i = 1; i < argc; i++)
    failed |= show(argv[i], err);
  if (argc == 1)
    failed = show("kubernetes", err);
  dcoskube_error_free(err);
  return failed;
}
