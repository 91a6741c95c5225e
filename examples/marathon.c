/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marathon CONFIG-DIR: print the descriptor that `dcos marathon app add` takes,
 * for an HAProxy whose configuration lies in that directory on the agents.
 */
#include <stdio.h>

#include <dcoskube/dcoskube.h>

static dcoskube_status describe(dcoskube_marathon_app *app, const char *dir, dcoskube_error *err) {
  dcoskube_status status = dcoskube_marathon_app_set_config_dir(app, dir, err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_marathon_app_set_target(app, "2.6", err); /* the image is haproxy:2.6 then */
  if (status == DCOSKUBE_OK)
    status = dcoskube_marathon_app_set_mem(app, 256, err);
  return status;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: marathon CONFIG-DIR\n");
    return 2;
  }
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_marathon_app *app = NULL;
  char *json = NULL;
  dcoskube_status status = dcoskube_marathon_app_new(DCOSKUBE_MARATHON_ID, 0, &app, err);
  if (status == DCOSKUBE_OK)
    status = describe(app, argv[1], err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_marathon_app_json(app, 0, &json, NULL, err);
  if (status == DCOSKUBE_OK)
    fputs(json, stdout);
  else
    fprintf(stderr, "%s: %s\n", dcoskube_error_subject(err), dcoskube_error_message(err));
  dcoskube_free(json);
  dcoskube_marathon_app_free(app);
  dcoskube_error_free(err);
  return status != DCOSKUBE_OK;
}
