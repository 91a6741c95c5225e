/* SPDX-License-Identifier: Apache-2.0 */
#include <locale.h>
#include <math.h>

#include "format/json.h"
#include "marathon/app.h"
#include "unit/unit.h"

static dcoskube_marathon_app *app_new(void) {
  dcoskube_marathon_app *app = NULL;
  if (dcoskube_marathon_app_new(DCOSKUBE_MARATHON_ID, 0, &app, NULL) != DCOSKUBE_OK ||
      dcoskube_marathon_app_set_config_dir(app, "/path/to/my/haproxy/config/folder", NULL) != DCOSKUBE_OK)
    exit(99);
  return app;
}

static char *json_of(const dcoskube_marathon_app *app) {
  char *json = NULL;
  size_t len = 0;
  CU_ASSERT(dcoskube_marathon_app_json(app, 0, &json, &len, NULL) == DCOSKUBE_OK);
  CU_ASSERT(json && strlen(json) == len && len > 0 && json[len - 1] == '\n');
  return json;
}

static void has(const char *row, const dcoskube_marathon_app *app, const char *part) {
  char *json = json_of(app);
  CHECK_ROW(row, json && strstr(json, part) != NULL);
  dcoskube_free(json);
}

static const struct {
  const char *id, *path; /* path NULL: refused */
} ids[] = {
    {"/kubernetes-haproxy", "/kubernetes-haproxy"},
    {"kubernetes-haproxy", "/kubernetes-haproxy"},
    {"a", "/a"},
    {"0", "/0"},
    {"/dev/k8s.v2/haproxy-1", "/dev/k8s.v2/haproxy-1"},
    {"a--b", "/a--b"},
    {"restart/a", "/restart/a"},
    {"restarts", "/restarts"},
    {"", NULL},
    {"/", NULL},
    {"//a", NULL},
    {"a//b", NULL},
    {"a/", NULL},
    {"A", NULL},
    {"a_b", NULL},
    {"-a", NULL},
    {"a-", NULL},
    {".a", NULL},
    {"a.", NULL},
    {"a..b", NULL},
    {"a.-b", NULL},
    {"a b", NULL},
    {"a\n", NULL},
    {"k\xc3\xbc", NULL},
    {".", NULL},
    {"..", NULL},
    {"a/..", NULL},
    {"../a", NULL},
    {"a/./b", NULL},
    {"restart", NULL},
    {"/a/tasks", NULL},
    {"/a/versions", NULL},
};

static void test_ids(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(ids); i++) {
    dcoskube_marathon_app *app = NULL;
    CHECK_ROW_STATUS(ids[i].id, dcoskube_marathon_app_new(ids[i].id, 0, &app, err),
                     ids[i].path ? DCOSKUBE_OK : DCOSKUBE_ERR_INVALID);
    CHECK_ROW_STR(ids[i].id, app ? app->id : "", ids[i].path ? ids[i].path : "");
    CHECK_ROW_STR(ids[i].id, dcoskube_error_subject(err), ids[i].path ? "" : "/id");
    dcoskube_marathon_app_free(app);
  }
  dcoskube_error_free(err);
}

/* One text setter a row; part is what the JSON has then, or NULL and what the error says. */
typedef dcoskube_status setter(dcoskube_marathon_app *app, const char *text, dcoskube_error *err);
#define DIR_PATH "/container/volumes/0/hostPath"
#define IN_PATH "/container/volumes/0/containerPath"
#define IMAGE_PATH "/container/docker/image"

static const struct {
  setter *set;
  const char *text, *part; /* part NULL: refused */
  const char *subject;
} texts[] = {
    {dcoskube_marathon_app_set_config_dir, "/opt/haproxy", "\"hostPath\": \"/opt/haproxy\"", ""},
    {dcoskube_marathon_app_set_config_dir, "opt", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_config_dir, "", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_config_dir, "/", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_config_dir, "/a b", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_config_dir, "/a/../b", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_config_dir, "/a\n", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_config_dir, "/$(id)", NULL, DIR_PATH},
    {dcoskube_marathon_app_set_container_path, "/etc/lb/", "\"containerPath\": \"/etc/lb/\"", ""},
    {dcoskube_marathon_app_set_container_path, "/etc/lb/", "haproxy -f /etc/lb/haproxy.conf\"", ""},
    {dcoskube_marathon_app_set_container_path, "/a;id", NULL, IN_PATH},
    {dcoskube_marathon_app_set_cmd, "ab", "\"cmd\": \"ab\"", ""},
    {dcoskube_marathon_app_set_cmd, "printf '%s\\n' \"$HOME\"\n", "\"printf '%s\\\\n' \\\"$HOME\\\"\\n\"", ""},
    {dcoskube_marathon_app_set_cmd, "", NULL, "/cmd"},
    {dcoskube_marathon_app_set_cmd, "a", NULL, "/cmd"},
    {dcoskube_marathon_app_set_cmd, "ab\xff", NULL, "/cmd"},
    {dcoskube_marathon_app_set_image, "haproxy:2.6", "\"image\": \"haproxy:2.6\"", ""},
    {dcoskube_marathon_app_set_image, "registry.example.com:5000/a/haproxy@sha256:0f", "a/haproxy@sha256:0f\"", ""},
    {dcoskube_marathon_app_set_image, "", NULL, IMAGE_PATH},
    {dcoskube_marathon_app_set_image, "-a", NULL, IMAGE_PATH},
    {dcoskube_marathon_app_set_image, "a b", NULL, IMAGE_PATH},
    {dcoskube_marathon_app_set_image, "a\"b", NULL, IMAGE_PATH},
    {dcoskube_marathon_app_set_target, "2.6", "\"image\": \"haproxy:2.6\"", ""},
    {dcoskube_marathon_app_set_target, "1.8.14", "\"image\": \"haproxy:1.8.14\"", ""},
    {dcoskube_marathon_app_set_target, "", NULL, "target"},
    {dcoskube_marathon_app_set_target, "2", NULL, "2"},
    {dcoskube_marathon_app_set_target, "2.", NULL, "2."},
    {dcoskube_marathon_app_set_target, ".6", NULL, ".6"},
    {dcoskube_marathon_app_set_target, "2..6", NULL, "2..6"},
    {dcoskube_marathon_app_set_target, "2.6.", NULL, "2.6."},
    {dcoskube_marathon_app_set_target, "2.6-alpine", NULL, "2.6-alpine"},
    {dcoskube_marathon_app_set_target, "latest", NULL, "latest"},
};

static void test_texts(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(texts); i++) {
    dcoskube_marathon_app *app = app_new();
    CHECK_ROW_STATUS(texts[i].text, texts[i].set(app, texts[i].text, err),
                     texts[i].part ? DCOSKUBE_OK : DCOSKUBE_ERR_INVALID);
    CHECK_ROW_STR(texts[i].text, dcoskube_error_subject(err), texts[i].subject);
    has(texts[i].text, app, texts[i].part ? texts[i].part : "\"image\": \"haproxy:1.7\"");
    CHECK_ROW_STATUS("NULL", texts[i].set(app, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
    CHECK_ROW_STATUS("NULL", texts[i].set(NULL, texts[i].text, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
    dcoskube_marathon_app_free(app);
  }
  dcoskube_error_free(err);
}

static void test_long_cmd(void) {
  dcoskube_marathon_app *app = app_new();
  char *cmd = malloc(131073);
  memset(cmd, 'x', 131072);
  cmd[131072] = '\0';
  CU_ASSERT(dcoskube_marathon_app_set_cmd(app, cmd, NULL) == DCOSKUBE_ERR_LIMIT);
  has("as before", app, "\"cmd\": \"/usr/local/sbin/haproxy -f /haproxy/haproxy.conf\"");
  cmd[131071] = '\0';
  CU_ASSERT(dcoskube_marathon_app_set_cmd(app, cmd, NULL) == DCOSKUBE_OK);
  has("longest", app, cmd);
  free(cmd);
  dcoskube_marathon_app_free(app);
}

static const struct {
  double value;
  const char *cpus, *mem; /* NULL: refused */
} numbers[] = {
    {0.1, "\"cpus\": 0.1,", "\"mem\": 0.1,"},
    {0.001, "\"cpus\": 0.001,", "\"mem\": 0.001,"},
    {1, "\"cpus\": 1,", "\"mem\": 1,"},
    {1.5, "\"cpus\": 1.5,", "\"mem\": 1.5,"},
    {0.3, "\"cpus\": 0.3,", "\"mem\": 0.3,"},
    {128, "\"cpus\": 128,", "\"mem\": 128,"},
    {1000000, "\"cpus\": 1000000,", "\"mem\": 1000000,"},
    {1000001, NULL, "\"mem\": 1000001,"},
    {1000000000, NULL, "\"mem\": 1000000000,"},
    {1000000001, NULL, NULL},
    {0, NULL, "\"mem\": 0,"},
    {0.0009, NULL, "\"mem\": 0.0009,"},
    {-1, NULL, NULL},
    {(double)NAN, NULL, NULL},
    {(double)INFINITY, NULL, NULL},
    {-(double)INFINITY, NULL, NULL},
};

/* Also in a locale whose decimal point is a comma, where the machine has one. */
static void test_numbers(void) {
  static const char *const locales[] = {"C", "de_DE.UTF-8"};
  for (size_t i = 0; i < ROWS(numbers) * ROWS(locales); i++) {
    size_t row = i / ROWS(locales);
    char name[32];
    snprintf(name, sizeof name, "%g", numbers[row].value);
    setlocale(LC_ALL, locales[i % ROWS(locales)]);
    dcoskube_marathon_app *app = app_new();
    CHECK_ROW_STATUS(name, dcoskube_marathon_app_set_cpus(app, numbers[row].value, NULL),
                     numbers[row].cpus ? DCOSKUBE_OK : DCOSKUBE_ERR_INVALID_ARGUMENT);
    CHECK_ROW_STATUS(name, dcoskube_marathon_app_set_mem(app, numbers[row].value, NULL),
                     numbers[row].mem ? DCOSKUBE_OK : DCOSKUBE_ERR_INVALID_ARGUMENT);
    has(name, app, numbers[row].cpus ? numbers[row].cpus : "\"cpus\": 0.1,");
    has(name, app, numbers[row].mem ? numbers[row].mem : "\"mem\": 128,");
    dcoskube_marathon_app_free(app);
  }
  setlocale(LC_ALL, "");
}

static void test_integers(void) {
  dcoskube_marathon_app *app = app_new();
  dcoskube_marathon_app *none = NULL;
  const struct {
    const char *name;
    dcoskube_status got, want;
  } rows[] = {
      {"instances", dcoskube_marathon_app_set_instances(app, 2147483647u, NULL), DCOSKUBE_OK},
      {"instances", dcoskube_marathon_app_set_instances(app, 2147483648u, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"port", dcoskube_marathon_app_set_port(app, 65535, NULL), DCOSKUBE_OK},
      {"port 0", dcoskube_marathon_app_set_port(app, 0, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"port 65536", dcoskube_marathon_app_set_port(app, 65536, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"pull", dcoskube_marathon_app_set_force_pull_image(app, 1, NULL), DCOSKUBE_OK},
      {"pull 2", dcoskube_marathon_app_set_force_pull_image(app, 2, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL", dcoskube_marathon_app_set_instances(NULL, 1, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL", dcoskube_marathon_app_set_port(NULL, 1, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL", dcoskube_marathon_app_set_force_pull_image(NULL, 1, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL", dcoskube_marathon_app_set_cpus(NULL, 1, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL", dcoskube_marathon_app_set_mem(NULL, 1, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL", dcoskube_marathon_app_new(NULL, 0, &none, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL out", dcoskube_marathon_app_new("a", 0, NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"flags", dcoskube_marathon_app_new("a", 1, &none, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    CHECK_ROW_STATUS(rows[i].name, rows[i].got, rows[i].want);
  has("instances", app, "\"instances\": 2147483647,");
  has("port", app, "\"port\": 65535\n");
  has("pull", app, "\"forcePullImage\": true,");
  CU_ASSERT(none == NULL);
  dcoskube_marathon_app_free(app);
  dcoskube_marathon_app_free(NULL);
}

static const struct {
  const char *image, *target;
  int agrees;
} images[] = {
    {"haproxy:2.6", "2.6", 1},
    {"haproxy:2.6.12", "2.6", 1},
    {"haproxy:2.6", "2.6.12", 1},
    {"haproxy:2.6-alpine", "2.6", 1},
    {"registry.example.com:1.7/haproxy:2.6", "2.6", 1},
    {"haproxytech/haproxy-debian:2.6", "2.6", 1},
    {"haproxy:latest", "2.6", 1},
    {"haproxy:lts-alpine", "2.6", 1},
    {"haproxy", "2.6", 1},
    {"haproxy:2", "2.6", 1},
    {"registry:5000/haproxy", "2.6", 1},
    {"haproxy@sha256:1.7", "2.6", 1},
    {"example/lb:1.7", "2.6", 1},
    {"haproxy:2-alpine", "2.6", 1},
    {"haproxy:1.7", "2.6", 0},
    {"haproxy:1", "2.6", 0},
    {"haproxy:1-alpine", "2.6", 0},
    {"haproxy:2.60", "2.6", 0},
    {"haproxy:2.6", "2.60", 0},
    {"haproxy:12.6", "2.6", 0},
    {"haproxy:1.7.14-alpine", "2.6", 0},
    {"a/haproxy:3.0@sha256:00", "2.6", 0},
    {"haproxytech/haproxy-alpine:3.0", "2.6", 0},
};

static void test_images(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(images); i++) {
    dcoskube_marathon_app *app = app_new();
    char *json = NULL;
    CU_ASSERT(dcoskube_marathon_app_set_target(app, images[i].target, NULL) == DCOSKUBE_OK);
    CU_ASSERT(dcoskube_marathon_app_set_image(app, images[i].image, NULL) == DCOSKUBE_OK);
    CHECK_ROW_STATUS(images[i].image, dcoskube_marathon_app_json(app, 0, &json, NULL, err),
                     images[i].agrees ? DCOSKUBE_OK : DCOSKUBE_ERR_INVALID);
    CHECK_ROW_STR(images[i].image, dcoskube_error_subject(err), images[i].agrees ? "" : IMAGE_PATH);
    CHECK_ROW(images[i].image, (json != NULL) == images[i].agrees);
    dcoskube_free(json);
    dcoskube_marathon_app_free(app);
  }
  dcoskube_error_free(err);
}

static const struct {
  const char *role, *message; /* message NULL: taken */
} roles[] = {
    {"slave_public", NULL}, {"*", NULL},       {"a.b-c", NULL},  {"r\xc3\xb4le", NULL}, {"...", NULL},
    {"", "empty"},          {".", "."},        {"..", ".."},     {"-a", "-"},           {"a b", "blank"},
    {"a\tb", "control"},    {"a\nb", "blank"}, {"a/b", "slash"}, {"a\x7f", "control"},  {"a\xff", "UTF-8"},
    {"a\x0b", "control"},   {"a\r", "blank"},
};

static void test_roles(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(roles); i++) {
    dcoskube_marathon_app *app = app_new();
    CHECK_ROW_STATUS(roles[i].role, dcoskube_marathon_app_add_role(app, roles[i].role, err),
                     roles[i].message ? DCOSKUBE_ERR_INVALID : DCOSKUBE_OK);
    CHECK_ROW(roles[i].role, strstr(dcoskube_error_message(err), roles[i].message ? roles[i].message : "") != NULL);
    CHECK_ROW_STR(roles[i].role, dcoskube_error_subject(err), roles[i].message ? "/acceptedResourceRoles/0" : "");
    has(roles[i].role, app, roles[i].message ? "\"slave_public\"" : roles[i].role);
    dcoskube_marathon_app_free(app);
  }
  dcoskube_marathon_app *app = app_new();
  CU_ASSERT(dcoskube_marathon_app_add_role(app, "a", err) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_marathon_app_add_role(app, "b", err) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_marathon_app_add_role(app, "a", err) == DCOSKUBE_ERR_EXISTS);
  CU_ASSERT(dcoskube_marathon_app_add_role(app, "-", err) == DCOSKUBE_ERR_INVALID);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "/acceptedResourceRoles/2");
  CU_ASSERT(dcoskube_marathon_app_add_role(app, NULL, err) == DCOSKUBE_ERR_INVALID_ARGUMENT);
  has("the first replaces the default", app, "\"acceptedResourceRoles\": [\n    \"a\",\n    \"b\"\n  ],");
  dcoskube_marathon_app_free(app);
  dcoskube_error_free(err);
}

static const struct {
  const char *field, *op, *value;
  const char *message; /* NULL: taken */
} constraints[] = {
    {"hostname", "UNIQUE", NULL, NULL},
    {"hostname", "unique", NULL, NULL},
    {"@region", "Group_By", "3", NULL},
    {"rack", "GROUP_BY", NULL, NULL},
    {"rack", "MAX_PER", "-2", NULL},
    {"rack", "CLUSTER", "rack-1", NULL},
    {"rack", "LIKE", "rack-[1-3]", NULL},
    {"rack", "UNLIKE", ".*", NULL},
    {"rack", "IS", "a/b.c-d_E", NULL},
    {"rack", "IS", "", NULL},
    {"", "UNIQUE", NULL, "Missing field and operator"},
    {"hostname", "UNIQUE", "x", "UNIQUE does not accept a value"},
    {"hostname", "UNIQUE", "", "UNIQUE does not accept a value"},
    {"rack", "CLUSTER", NULL, "CLUSTER requires a value"},
    {"rack", "GROUP_BY", "three", "GROUP_BY may either have no value or an integer value"},
    {"rack", "GROUP_BY", "2147483648", "GROUP_BY may either have no value or an integer value"},
    {"rack", "MAX_PER", NULL, "MAX_PER requires an integer value"},
    {"rack", "MAX_PER", "1.5", "MAX_PER requires an integer value"},
    {"rack", "LIKE", NULL, "LIKE and UNLIKE require a non-empty, regular expression value"},
    {"rack", "UNLIKE", "", "LIKE and UNLIKE require a non-empty, regular expression value"},
    {"rack", "IS", "a b", "IS requires a value"},
    {"rack", "IS", NULL, "IS requires a value"},
    {"rack", "EQUALS", "a", "operator must be one of the following UNIQUE, CLUSTER, GROUP_BY, LIKE"},
    {"rack", "", NULL, "operator must be one of the following"},
    {"r\xff", "UNIQUE", NULL, "UTF-8"},
    {"rack", "LIKE", "\xc3", "UTF-8"},
};

static void test_constraints(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(constraints); i++) {
    char row[128];
    snprintf(row, sizeof row, "%s %s %s", constraints[i].field, constraints[i].op,
             constraints[i].value ? constraints[i].value : "(none)");
    dcoskube_marathon_app *app = app_new();
    const char *message = constraints[i].message;
    CHECK_ROW_STATUS(
        row,
        dcoskube_marathon_app_add_constraint(app, constraints[i].field, constraints[i].op, constraints[i].value, err),
        message ? DCOSKUBE_ERR_INVALID : DCOSKUBE_OK);
    CHECK_ROW(row, strstr(dcoskube_error_message(err), message ? message : "") != NULL);
    CHECK_ROW_STR(row, dcoskube_error_subject(err), message ? "/constraints/0" : "");
    dcoskube_marathon_app_free(app);
  }
  dcoskube_marathon_app *app = app_new();
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, "a", "like", "x", err) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, "a", "LIKE", "x", err) == DCOSKUBE_ERR_EXISTS);
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, "a", "LIKE", "y", err) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, "a", "GROUP_BY", NULL, err) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, "a", "group_by", NULL, err) == DCOSKUBE_ERR_EXISTS);
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, "a", NULL, NULL, err) == DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT(dcoskube_marathon_app_add_constraint(app, NULL, "UNIQUE", NULL, err) == DCOSKUBE_ERR_INVALID_ARGUMENT);
  has("the first replaces the default", app, "\"constraints\": [\n    [\n      \"a\",\n      \"LIKE\",\n      \"x\"\n");
  dcoskube_marathon_app_free(app);
  dcoskube_error_free(err);
}

/* What leaves is JSON with the documented keys in the documented order, whatever was set. */
static void test_keys(void) {
  static const char *const keys[] = {
      "id",       "acceptedResourceRoles", "cmd",         "constraints", "container", "cpus", "instances", "mem",
      "networks", "portDefinitions",       "requirePorts"};
  dcoskube_marathon_app *app = app_new();
  CU_ASSERT(dcoskube_marathon_app_set_cmd(app, "\"\\\n\xe2\x82\xac\x01", NULL) == DCOSKUBE_OK);
  char *json = json_of(app);
  dk_json *value = dk_json_parse(json, strlen(json));
  CU_ASSERT_FATAL(value != NULL);
  CU_ASSERT_STRING_EQUAL(dk_json_text(dk_json_get(value, "cmd")), "\"\\\n\xe2\x82\xac\x01");
  const char *at = json;
  for (size_t i = 0; i < ROWS(keys); i++) {
    char want[64];
    snprintf(want, sizeof want, "\n  \"%s\": ", keys[i]);
    at = at ? strstr(at, want) : NULL;
    CHECK_ROW(keys[i], at != NULL && dk_json_get(value, keys[i]) != NULL);
  }
  dk_json_free(value);
  dcoskube_free(json);
  dcoskube_marathon_app_free(app);
}

static void test_incomplete(void) {
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_marathon_app *app = NULL;
  char *json = NULL;
  CU_ASSERT_FATAL(dcoskube_marathon_app_new("a", 0, &app, err) == DCOSKUBE_OK);
  CHECK_ROW_STATUS("no directory", dcoskube_marathon_app_json(app, 0, &json, NULL, err), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), DIR_PATH);
  CU_ASSERT(dcoskube_error_remedy(err)[0] != '\0');
  CHECK_ROW_STATUS("flags", dcoskube_marathon_app_json(app, 1, &json, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("NULL", dcoskube_marathon_app_json(NULL, 0, &json, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("NULL", dcoskube_marathon_app_json(app, 0, NULL, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT(json == NULL);
  dcoskube_marathon_app_free(app);
  dcoskube_error_free(err);
}

static dcoskube_status sweep_app(void *data) {
  dcoskube_marathon_app *app = NULL;
  char *json = NULL;
  dcoskube_status status = dcoskube_marathon_app_new("a/b", 0, &app, data);
  status = status ? status : dcoskube_marathon_app_set_config_dir(app, "/a", data);
  status = status ? status : dcoskube_marathon_app_set_container_path(app, "/b", data);
  status = status ? status : dcoskube_marathon_app_set_target(app, "2.6", data);
  status = status ? status : dcoskube_marathon_app_json(app, 0, &json, NULL, data);
  CHECK_ROW("json", (json != NULL) == (status == DCOSKUBE_OK));
  dcoskube_free(json);
  json = NULL;
  status = status ? status : dcoskube_marathon_app_set_cmd(app, "cmd", data);
  status = status ? status : dcoskube_marathon_app_set_image(app, "haproxy:2.6", data);
  for (int i = 0; i < 9 && !status; i++) {
    char name[16];
    snprintf(name, sizeof name, "r%d", i);
    status = dcoskube_marathon_app_add_role(app, name, data);
    status = status ? status : dcoskube_marathon_app_add_constraint(app, name, "like", "x", data);
    status = status ? status : dcoskube_marathon_app_add_constraint(app, name, "unique", NULL, data);
  }
  status = status ? status : dcoskube_marathon_app_json(app, 0, &json, NULL, data);
  CHECK_ROW("json", (json != NULL) == (status == DCOSKUBE_OK));
  dcoskube_free(json);
  dcoskube_marathon_app_free(app);
  return status;
}

static void test_no_memory(void) {
  dcoskube_error *err = dcoskube_error_new();
  CU_ASSERT(unit_sweep("app", sweep_app, err) > 60);
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo tests[] = {{"ids", test_ids},
                         {"texts", test_texts},
                         {"long command", test_long_cmd},
                         {"numbers", test_numbers},
                         {"integers", test_integers},
                         {"images", test_images},
                         {"roles", test_roles},
                         {"constraints", test_constraints},
                         {"keys", test_keys},
                         {"incomplete", test_incomplete},
                         {"no memory", test_no_memory},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"marathon", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
