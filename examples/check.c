/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check [--ca FILE] URL...: can these API servers be reached?
 *
 * Driven from a loop of its own by poll(2): the check gives one descriptor.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <dcoskube/dcoskube.h>

static int complain(const dcoskube_error *err) {
  fprintf(stderr, "check: %s: %s\n", dcoskube_error_subject(err), dcoskube_error_message(err));
  return 3;
}

/* Prints a result and lets go of it.  Returns 1 if it is not what was hoped for. */
static int show(dcoskube_result *result) {
  int bad = !dcoskube_result_meets(result, DCOSKUBE_EXPECT_DEFAULT);
  printf("%s: %s: %s\n", dcoskube_result_target(result), dcoskube_verdict_name(dcoskube_result_verdict(result)),
         dcoskube_result_message(result));
  if (bad)
    printf("  %s\n", dcoskube_result_remedy(result));
  dcoskube_result_free(result);
  return bad;
}

/* Wait for the descriptor, then take what there is. */
static int drive(dcoskube_check *check, dcoskube_error *err) {
  size_t left = dcoskube_check_target_count(check);
  int bad = 0;
  while (left > 0) {
    struct pollfd fd = {0, POLLIN, 0};
    fd.fd = dcoskube_check_fd(check);
    if (poll(&fd, 1, -1) < 0 && errno != EINTR)
      return 3;
    dcoskube_result *result = NULL;
    do {
      if (left == 0)
        break;
      if (dcoskube_check_next(check, 0, &result, err) != DCOSKUBE_OK)
        return complain(err);
      if (result) {
        bad |= show(result);
        left--;
      }
    } while (result);
  }
  return bad;
}

int main(int argc, char **argv) {
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_check *check = NULL;
  int first = 1, code = 0;
  if (dcoskube_check_new(0, &check, err) != DCOSKUBE_OK)
    code = complain(err);
  if (code == 0 && argc > 2 && strcmp(argv[1], "--ca") == 0) {
    first = 3;
    if (dcoskube_check_set_ca_file(check, argv[2], err) != DCOSKUBE_OK)
      code = complain(err);
  }
  for (int i = first; i < argc && code == 0; i++)
    if (dcoskube_check_add_url(check, argv[i], NULL, err) != DCOSKUBE_OK)
      code = complain(err);
  if (code == 0 && dcoskube_check_start(check, err) != DCOSKUBE_OK)
    code = complain(err);
  if (code == 0)
    code = drive(check, err);
  dcoskube_check_free(check);
  dcoskube_error_free(err);
  return code;
}
