/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube marathon: the proxy as a Marathon app. */
#include <stdlib.h>
#include <string.h>

#include "options.h"

struct values {
  struct common common;
  const char *id;
  const char *config_dir;
  const char *target;
  const char *image;
  struct number cpus;
  struct number mem;
  struct number instances;
  uint32_t port;
  struct list roles;
  struct list constraints;
};

static const struct option_row rows[] = {
    {"config-dir", 0, "DIR", OPTION_TEXT, offsetof(struct values, config_dir),
     "the directory on the agent that holds the proxy's files; required"},
    {"id", 0, "ID", OPTION_TEXT, offsetof(struct values, id), "the app's id (/kubernetes-haproxy)"},
    {"target", 0, "VERSION", OPTION_TEXT, offsetof(struct values, target),
     "the version of HAProxy: gives the image haproxy:VERSION"},
    {"image", 0, "IMAGE", OPTION_TEXT, offsetof(struct values, image),
     "the container image (haproxy:1.7, as documented); must agree with --target"},
    {"cpus", 0, "N", OPTION_DECIMAL, offsetof(struct values, cpus), "CPU shares (0.1)"},
    {"mem", 0, "MIB", OPTION_DECIMAL, offsetof(struct values, mem), "memory in MiB (128)"},
    {"instances", 0, "N", OPTION_COUNT, offsetof(struct values, instances), "how many (1)"},
    {"port", 0, "PORT", OPTION_PORT, offsetof(struct values, port), "the port on the agent (6443)"},
    {"role", 0, "ROLE", OPTION_LIST, offsetof(struct values, roles),
     "an accepted resource role (slave_public); may be repeated"},
    {"constraint", 0, "FIELD:OP[:VALUE]", OPTION_LIST, offsetof(struct values, constraints),
     "a placement constraint (hostname:UNIQUE); may be repeated"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {{"Options", rows, 0}, {NULL, NULL, 0}};

static const struct usage usage = {"marathon", "app --config-dir DIR [OPTION]...",
                                   "Print the descriptor of the Marathon app that runs the proxy on a public agent, as "
                                   "JSON. Roles and constraints that "
                                   "are given replace the default.",
                                   groups,
                                   "Example:\n"
                                   "  $ dcoskube marathon app --config-dir /path/to/my/haproxy/config/folder \\\n"
                                   "      --target 2.6 >marathon.json\n"
                                   "  $ dcos marathon app add marathon.json\n"
                                   "\n"
                                   "Exit status: 0, or 2 wrong use or a refused value, 3 it could not be done.\n"};

typedef dcoskube_status text_setter(dcoskube_marathon_app *app, const char *text, dcoskube_error *err);

static int set_texts(const struct values *v, dcoskube_marathon_app *app) {
  const struct {
    const char *option, *text;
    text_setter *set;
  } texts[] = {{"--config-dir", v->config_dir, dcoskube_marathon_app_set_config_dir},
               {"--target", v->target, dcoskube_marathon_app_set_target},
               {"--image", v->image, dcoskube_marathon_app_set_image}};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    dcoskube_status status = texts[i].text ? texts[i].set(app, texts[i].text, v->common.err) : DCOSKUBE_OK;
    if (status != DCOSKUBE_OK)
      return fail(&v->common, status, texts[i].option, BLAME_VALUE);
  }
  return GO_ON;
}

static int set_numbers(const struct values *v, dcoskube_marathon_app *app) {
  const char *option = "--cpus";
  dcoskube_status status = DCOSKUBE_OK;
  if (v->cpus.given)
    status = dcoskube_marathon_app_set_cpus(app, v->cpus.decimal, v->common.err);
  if (status == DCOSKUBE_OK && v->mem.given) {
    option = "--mem";
    status = dcoskube_marathon_app_set_mem(app, v->mem.decimal, v->common.err);
  }
  if (status == DCOSKUBE_OK && v->instances.given) {
    option = "--instances";
    status = dcoskube_marathon_app_set_instances(app, v->instances.whole, v->common.err);
  }
  if (status == DCOSKUBE_OK && v->port) {
    option = "--port";
    status = dcoskube_marathon_app_set_port(app, v->port, v->common.err);
  }
  return status == DCOSKUBE_OK ? GO_ON : fail(&v->common, status, option, BLAME_VALUE);
}

/* FIELD:OP[:VALUE]; the value may hold further colons. */
static int add_constraint(const struct values *v, dcoskube_marathon_app *app, const char *text) {
  char *field = strdup(text);
  if (!field) {
    complain(&v->common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  int result = GO_ON;
  char *op = strchr(field, ':');
  if (!op) {
    result = wrong_use(&v->common, "--constraint: '%s' is not FIELD:OP[:VALUE]", text);
  } else {
    *op++ = '\0';
    char *value = strchr(op, ':');
    if (value)
      *value++ = '\0';
    dcoskube_status status = dcoskube_marathon_app_add_constraint(app, field, op, value, v->common.err);
    if (status != DCOSKUBE_OK)
      result = fail(&v->common, status, "--constraint", BLAME_VALUE);
  }
  free(field);
  return result;
}

static int add_lists(const struct values *v, dcoskube_marathon_app *app) {
  for (size_t i = 0; i < v->roles.count; i++) {
    dcoskube_status status = dcoskube_marathon_app_add_role(app, v->roles.items[i], v->common.err);
    if (status != DCOSKUBE_OK)
      return fail(&v->common, status, "--role", BLAME_VALUE);
  }
  int result = GO_ON;
  for (size_t i = 0; i < v->constraints.count && result == GO_ON; i++)
    result = add_constraint(v, app, v->constraints.items[i]);
  return result;
}

static int print_app(const struct values *v, dcoskube_marathon_app *app) {
  char *json = NULL;
  size_t len = 0;
  dcoskube_status status = dcoskube_marathon_app_json(app, 0, &json, &len, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, NULL, BLAME_VALUE);
  fwrite(json, 1, len, stdout);
  dcoskube_free(json);
  return YES;
}

static int run(const struct values *v, char **words, int count) {
  static const char *const known[] = {"app", NULL};
  dcoskube_marathon_app *app = NULL;
  if (count == 0)
    return wrong_use(&v->common, "a word is missing: app");
  if (!one_of(words[0], known))
    return unknown_word(&v->common, "word", words[0], known);
  if (count > 1)
    return wrong_use(&v->common, "'%s' is one argument too many", words[1]);
  if (!v->config_dir)
    return wrong_use(&v->common, "--config-dir is missing");
  dcoskube_status status = dcoskube_marathon_app_new(v->id ? v->id : DCOSKUBE_MARATHON_ID, 0, &app, v->common.err);
  if (status != DCOSKUBE_OK)
    return fail(&v->common, status, "--id", BLAME_VALUE);
  int result = set_texts(v, app);
  if (result == GO_ON)
    result = set_numbers(v, app);
  if (result == GO_ON)
    result = add_lists(v, app);
  if (result == GO_ON)
    result = print_app(v, app);
  dcoskube_marathon_app_free(app);
  return result;
}

int marathon_main(int argc, char **argv) {
  struct values v;
  int first = 0;
  memset(&v, 0, sizeof v);
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, argc - first);
  options_free(&usage, &v);
  return result;
}
