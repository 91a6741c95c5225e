/* SPDX-License-Identifier: Apache-2.0 */
/* The descriptor, key by key in the order of the documentation. */
#include "core/buf.h"
#include "core/alloc.h"
#include "format/json.h"
#include "marathon/app.h"

#define DOCUMENTED_TARGET "1.7"
#define TEXT_MAX 8192

/* 128, not 128.0 */
static dk_json *number(double value) {
  if (value >= 0 && value < 1e15 && value == (double)(int64_t)value)
    return dk_json_integer((int64_t)value);
  return dk_json_real(value);
}

static dk_json *array_of(dk_json *only) {
  dk_json *array = dk_json_array();
  if (dk_json_push(array, only))
    return array;
  dk_json_free(array);
  return NULL;
}

/* An object or array that is only handed on when all of it could be made. */
static dk_json *whole(dk_json *value, int ok) {
  if (ok)
    return value;
  dk_json_free(value);
  return NULL;
}

static dk_json *roles(const dcoskube_marathon_app *app) {
  if (app->role_count == 0)
    return array_of(dk_json_string("slave_public"));
  dk_json *array = dk_json_array();
  int ok = 1;
  for (size_t i = 0; i < app->role_count; i++)
    ok &= dk_json_push(array, dk_json_string(app->roles[i]));
  return whole(array, ok);
}

static dk_json *constraint(const char *field, const char *op, const char *value) {
  dk_json *array = dk_json_array();
  int ok = dk_json_push(array, dk_json_string(field));
  ok &= dk_json_push(array, dk_json_string(op));
  if (value)
    ok &= dk_json_push(array, dk_json_string(value));
  return whole(array, ok);
}

static dk_json *constraints(const dcoskube_marathon_app *app) {
  if (app->constraint_count == 0)
    return array_of(constraint("hostname", "UNIQUE", NULL));
  dk_json *array = dk_json_array();
  int ok = 1;
  for (size_t i = 0; i < app->constraint_count; i++) {
    const dk_constraint *each = &app->constraints[i];
    ok &= dk_json_push(array, constraint(each->field, each->op, each->value));
  }
  return whole(array, ok);
}

static dk_json *volume(const dcoskube_marathon_app *app) {
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "containerPath", dk_json_string(app->container_path));
  ok &= dk_json_set(object, "hostPath", dk_json_string(app->config_dir));
  ok &= dk_json_set(object, "mode", dk_json_string("RO"));
  return whole(object, ok);
}

static dk_json *docker(const dcoskube_marathon_app *app, const char *image) {
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "image", dk_json_string(image));
  ok &= dk_json_set(object, "forcePullImage", dk_json_boolean(app->force_pull_image));
  ok &= dk_json_set(object, "parameters", dk_json_array());
  return whole(object, ok);
}

static dk_json *container(const dcoskube_marathon_app *app, const char *image) {
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "type", dk_json_string("MESOS"));
  ok &= dk_json_set(object, "volumes", array_of(volume(app)));
  ok &= dk_json_set(object, "docker", docker(app, image));
  return whole(object, ok);
}

static dk_json *network(void) {
  dk_json *object = dk_json_object();
  return whole(object, dk_json_set(object, "mode", dk_json_string("host")));
}

static dk_json *port_definition(const dcoskube_marathon_app *app) {
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "protocol", dk_json_string("tcp"));
  ok &= dk_json_set(object, "port", dk_json_integer(app->port));
  return whole(object, ok);
}

static dk_json *descriptor(const dcoskube_marathon_app *app, const char *cmd, const char *image) {
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "id", dk_json_string(app->id));
  ok &= dk_json_set(object, "acceptedResourceRoles", roles(app));
  ok &= dk_json_set(object, "cmd", dk_json_string(cmd));
  ok &= dk_json_set(object, "constraints", constraints(app));
  ok &= dk_json_set(object, "container", container(app, image));
  ok &= dk_json_set(object, "cpus", number(app->cpus));
  ok &= dk_json_set(object, "instances", dk_json_integer(app->instances));
  ok &= dk_json_set(object, "mem", number(app->mem));
  ok &= dk_json_set(object, "networks", array_of(network()));
  ok &= dk_json_set(object, "portDefinitions", array_of(port_definition(app)));
  ok &= dk_json_set(object, "requirePorts", dk_json_boolean(1));
  return whole(object, ok);
}

static dcoskube_status check_whole(const dcoskube_marathon_app *app, dcoskube_error *err) {
  dcoskube_status status = DCOSKUBE_OK;
  if (!app->config_dir) {
    status = dk_fail(err, DCOSKUBE_ERR_INVALID, "/container/volumes/0/hostPath", "there is no configuration directory");
    dk_error_set_remedy(err, "name the directory on the agent that holds haproxy.conf");
  } else if (app->image && app->target && !dk_marathon_image_agrees(app->image, app->target)) {
    status = dk_fail(err, DCOSKUBE_ERR_INVALID, "/container/docker/image", "%s contradicts the target %s", app->image,
                     app->target);
    dk_error_set_remedy(err, "leave the image away (then it is haproxy:%s), or give the target of that image",
                        app->target);
  }
  return status;
}

/* The documented command, for the place where the directory is mounted. */
static char *made_cmd(const dcoskube_marathon_app *app) {
  dk_buf buf;
  char *text = NULL;
  dk_buf_init(&buf, TEXT_MAX);
  size_t len = 0;
  for (size_t i = 0; app->container_path[i] != '\0'; i++)
    if (app->container_path[i] != '/')
      len = i + 1;
  dk_buf_str(&buf, "/usr/local/sbin/haproxy -f ");
  dk_buf_add(&buf, app->container_path, len);
  dk_buf_str(&buf, "/haproxy.conf");
  if (dk_buf_take(&buf, &text, NULL, NULL, NULL) != DCOSKUBE_OK)
    dk_buf_free(&buf);
  return text;
}

static char *made_image(const dcoskube_marathon_app *app) {
  dk_buf buf;
  char *text = NULL;
  dk_buf_init(&buf, TEXT_MAX);
  dk_buf_printf(&buf, "haproxy:%s", app->target ? app->target : DOCUMENTED_TARGET);
  if (dk_buf_take(&buf, &text, NULL, NULL, NULL) != DCOSKUBE_OK)
    dk_buf_free(&buf);
  return text;
}

dcoskube_status dcoskube_marathon_app_json(const dcoskube_marathon_app *app, uint32_t flags, char **out,
                                           size_t *out_len, dcoskube_error *err) {
  dk_error_reset(err);
  if (!app || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "app and out must not be NULL");
  if (flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "flags", "must be 0");
  dcoskube_status status = check_whole(app, err);
  if (status != DCOSKUBE_OK)
    return status;
  char *cmd = app->cmd ? dk_strdup(app->cmd) : made_cmd(app);
  char *image = app->image ? dk_strdup(app->image) : made_image(app);
  dk_json *json = cmd && image ? descriptor(app, cmd, image) : NULL;
  status = json ? dk_json_dump(json, DK_JSON_INDENT, out, out_len, err) : dk_no_memory(err);
  dk_json_free(json);
  dk_free(cmd);
  dk_free(image);
  return status;
}
