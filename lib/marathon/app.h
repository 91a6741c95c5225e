/* SPDX-License-Identifier: Apache-2.0 */
/* What an app is made of, and Marathon's rules about it. */
#ifndef DK_MARATHON_APP_H
#define DK_MARATHON_APP_H

#include <dcoskube/marathon.h>

#include "core/error.h"

typedef struct dk_constraint {
  char *field;
  char *op;    /* upper case */
  char *value; /* NULL: none */
} dk_constraint;

struct dcoskube_marathon_app {
  char *id;         /* with a leading slash */
  char *config_dir; /* NULL: not said yet */
  char *container_path;
  char *cmd;    /* NULL: the documented one */
  char *image;  /* NULL: by target */
  char *target; /* NULL: the documented one */
  double cpus;
  double mem;
  uint32_t instances;
  uint32_t port;
  int force_pull_image;
  char **roles; /* none: the default */
  size_t role_count;
  size_t role_capacity;
  dk_constraint *constraints; /* none: the default */
  size_t constraint_count;
  size_t constraint_capacity;
};

/* Each returns DCOSKUBE_OK, or DCOSKUBE_ERR_INVALID in Marathon's words with the JSON path as the subject. */
dcoskube_status dk_marathon_check_id(const char *id, dcoskube_error *err); /* without the leading slash */
dcoskube_status dk_marathon_check_role(const char *role, size_t index, dcoskube_error *err);
/* op in upper case */
dcoskube_status dk_marathon_check_constraint(const dk_constraint *constraint, size_t index, dcoskube_error *err);
dcoskube_status dk_marathon_check_image(const char *image, dcoskube_error *err);
dcoskube_status dk_marathon_check_target(const char *target, dcoskube_error *err);
/* Do they name the same HAProxy, as far as the image's tag says? */
int dk_marathon_image_agrees(const char *image, const char *target);

#endif
