/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/alloc.h"
#include "core/name.h"
#include "core/str.h"
#include "core/text.h"
#include "marathon/app.h"

#define CPUS_MIN 0.001
#define CPUS_MAX 1000000.0
#define MEM_MAX 1000000000.0
#define INSTANCES_MAX 2147483647u
#define PORT_MAX 65535u
#define CMD_MAX 131071u /* one argument of execve() on Linux */

static dcoskube_status argument(dcoskube_error *err, const char *subject, const char *what) {
  return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, subject, "%s", what);
}

static dcoskube_status replace(char **where, const char *value, dcoskube_error *err) {
  char *copy = dk_strdup(value);
  if (!copy)
    return dk_no_memory(err);
  dk_free(*where);
  *where = copy;
  return DCOSKUBE_OK;
}

static void constraint_free(dk_constraint *constraint) {
  dk_free(constraint->field);
  dk_free(constraint->op);
  dk_free(constraint->value);
}

void dcoskube_marathon_app_free(dcoskube_marathon_app *app) {
  if (!app)
    return;
  dk_free(app->id);
  dk_free(app->config_dir);
  dk_free(app->container_path);
  dk_free(app->cmd);
  dk_free(app->image);
  dk_free(app->target);
  for (size_t i = 0; i < app->role_count; i++)
    dk_free(app->roles[i]);
  dk_free(app->roles);
  for (size_t i = 0; i < app->constraint_count; i++)
    constraint_free(&app->constraints[i]);
  dk_free(app->constraints);
  dk_free(app);
}

static char *absolute(const char *id) {
  size_t len = strlen(id);
  char *text = dk_malloc(len + 2);
  if (!text)
    return NULL;
  text[0] = '/';
  memcpy(text + 1, id, len + 1);
  return text;
}

dcoskube_status dcoskube_marathon_app_new(const char *id, uint32_t flags, dcoskube_marathon_app **out,
                                          dcoskube_error *err) {
  dk_error_reset(err);
  if (!id || !out)
    return argument(err, NULL, "id and out must not be NULL");
  if (flags != 0)
    return argument(err, "flags", "must be 0");
  if (id[0] == '/')
    id++;
  dcoskube_status status = dk_marathon_check_id(id, err);
  if (status != DCOSKUBE_OK)
    return status;
  dcoskube_marathon_app *app = dk_calloc(1, sizeof *app);
  if (!app)
    return dk_no_memory(err);
  app->id = absolute(id);
  app->container_path = dk_strdup("/haproxy");
  app->cpus = 0.1;
  app->mem = 128;
  app->instances = 1;
  app->port = 6443;
  if (!app->id || !app->container_path) {
    dcoskube_marathon_app_free(app);
    return dk_no_memory(err);
  }
  *out = app;
  return DCOSKUBE_OK;
}

static dcoskube_status set_path(char **where, const char *path, const char *subject, dcoskube_error *err) {
  if (!dk_is_abs_path(path, strlen(path))) {
    dk_fail(err, DCOSKUBE_ERR_INVALID, subject,
            "is no absolute path of A-Z a-z 0-9 . _ / + @ = - only, without . or .. as a part");
    dk_error_set_remedy(err, "name a directory by its whole path, such as /opt/haproxy");
    return DCOSKUBE_ERR_INVALID;
  }
  return replace(where, path, err);
}

dcoskube_status dcoskube_marathon_app_set_config_dir(dcoskube_marathon_app *app, const char *path,
                                                     dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !path)
    return argument(err, NULL, "app and path must not be NULL");
  return set_path(&app->config_dir, path, "/container/volumes/0/hostPath", err);
}

dcoskube_status dcoskube_marathon_app_set_container_path(dcoskube_marathon_app *app, const char *path,
                                                         dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !path)
    return argument(err, NULL, "app and path must not be NULL");
  return set_path(&app->container_path, path, "/container/volumes/0/containerPath", err);
}

dcoskube_status dcoskube_marathon_app_set_cmd(dcoskube_marathon_app *app, const char *cmd, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !cmd)
    return argument(err, NULL, "app and cmd must not be NULL");
  size_t len = strlen(cmd);
  if (len < 2)
    return dk_fail(err, DCOSKUBE_ERR_INVALID, "/cmd", "must not be an empty string (two characters at least)");
  if (len > CMD_MAX)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, "/cmd", "is longer than %u bytes, which no Linux passes to a shell",
                   CMD_MAX);
  if (!dk_utf8_valid(cmd, len))
    return dk_fail(err, DCOSKUBE_ERR_INVALID, "/cmd", "is not UTF-8");
  return replace(&app->cmd, cmd, err);
}

dcoskube_status dcoskube_marathon_app_set_image(dcoskube_marathon_app *app, const char *image, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !image)
    return argument(err, NULL, "app and image must not be NULL");
  dcoskube_status status = dk_marathon_check_image(image, err);
  return status == DCOSKUBE_OK ? replace(&app->image, image, err) : status;
}

dcoskube_status dcoskube_marathon_app_set_target(dcoskube_marathon_app *app, const char *target, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !target)
    return argument(err, NULL, "app and target must not be NULL");
  dcoskube_status status = dk_marathon_check_target(target, err);
  return status == DCOSKUBE_OK ? replace(&app->target, target, err) : status;
}

/* Written so that NaN, which compares with nothing, is refused. */
static int in_range(double value, double min, double max) {
  return value >= min && value <= max;
}

dcoskube_status dcoskube_marathon_app_set_cpus(dcoskube_marathon_app *app, double cpus, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !in_range(cpus, CPUS_MIN, CPUS_MAX))
    return argument(err, "/cpus", app ? "must be 0.001 to 1000000" : "app must not be NULL");
  app->cpus = cpus;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_marathon_app_set_mem(dcoskube_marathon_app *app, double mib, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !in_range(mib, 0, MEM_MAX))
    return argument(err, "/mem", app ? "must be 0 to 1000000000" : "app must not be NULL");
  app->mem = mib;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_marathon_app_set_instances(dcoskube_marathon_app *app, uint32_t instances,
                                                    dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || instances > INSTANCES_MAX)
    return argument(err, "/instances", app ? "must be 0 to 2147483647" : "app must not be NULL");
  app->instances = instances;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_marathon_app_set_port(dcoskube_marathon_app *app, uint32_t port, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || port == 0 || port > PORT_MAX)
    return argument(err, "/portDefinitions/0/port", app ? "must be 1 to 65535" : "app must not be NULL");
  app->port = port;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_marathon_app_set_force_pull_image(dcoskube_marathon_app *app, int on, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || (on != 0 && on != 1))
    return argument(err, "/container/docker/forcePullImage", app ? "on must be 0 or 1" : "app must not be NULL");
  app->force_pull_image = on;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_marathon_app_add_role(dcoskube_marathon_app *app, const char *role, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !role)
    return argument(err, NULL, "app and role must not be NULL");
  dcoskube_status status = dk_marathon_check_role(role, app->role_count, err);
  if (status != DCOSKUBE_OK)
    return status;
  for (size_t i = 0; i < app->role_count; i++)
    if (strcmp(app->roles[i], role) == 0)
      return dk_fail(err, DCOSKUBE_ERR_EXISTS, "/acceptedResourceRoles", "%s is given twice", role);
  char *copy = dk_strdup(role);
  if (!copy || !dk_grow((void **)&app->roles, app->role_count, &app->role_capacity, sizeof *app->roles)) {
    dk_free(copy);
    return dk_no_memory(err);
  }
  app->roles[app->role_count++] = copy;
  return DCOSKUBE_OK;
}

static int same_text(const char *a, const char *b) {
  return a && b ? strcmp(a, b) == 0 : a == b;
}

static int has_constraint(const dcoskube_marathon_app *app, const dk_constraint *constraint) {
  for (size_t i = 0; i < app->constraint_count; i++) {
    const dk_constraint *other = &app->constraints[i];
    if (same_text(other->field, constraint->field) && same_text(other->op, constraint->op) &&
        same_text(other->value, constraint->value))
      return 1;
  }
  return 0;
}

dcoskube_status dcoskube_marathon_app_add_constraint(dcoskube_marathon_app *app, const char *field, const char *op,
                                                     const char *value, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !field || !op)
    return argument(err, NULL, "app, field and op must not be NULL");
  dk_constraint constraint = {dk_strdup(field), dk_strdup(op), dk_strdup(value)};
  dcoskube_status status = DCOSKUBE_OK;
  if (!constraint.field || !constraint.op || (value && !constraint.value))
    status = dk_no_memory(err);
  if (status == DCOSKUBE_OK) {
    for (char *p = constraint.op; *p != '\0'; p++)
      *p = dk_upper(*p);
    status = dk_marathon_check_constraint(&constraint, app->constraint_count, err);
  }
  if (status == DCOSKUBE_OK && has_constraint(app, &constraint))
    status = dk_fail(err, DCOSKUBE_ERR_EXISTS, "/constraints", "%s %s is given twice", field, constraint.op);
  if (status == DCOSKUBE_OK &&
      !dk_grow((void **)&app->constraints, app->constraint_count, &app->constraint_capacity, sizeof *app->constraints))
    status = dk_no_memory(err);
  if (status != DCOSKUBE_OK) {
    constraint_free(&constraint);
    return status;
  }
  app->constraints[app->constraint_count++] = constraint;
  return DCOSKUBE_OK;
}
