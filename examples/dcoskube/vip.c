/* SPDX-License-Identifier: Apache-2.0 */
/* dcoskube vip: the address under which DC/OS publishes an API server. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

struct values {
  struct common common;
  const char *prefix;
  const char *zone;
  uint32_t port;
  int host_only;
  int documented;
  const char *output;
};

static const struct option_row rows[] = {
    {"prefix", 0, "NAME", OPTION_TEXT, offsetof(struct values, prefix), "the first label (apiserver)"},
    {"port", 0, "PORT", OPTION_PORT, offsetof(struct values, port), "the port (6443)"},
    {"zone", 0, "NAME", OPTION_TEXT, offsetof(struct values, zone), "the zone (l4lb.thisdcos.directory)"},
    {"host-only", 0, NULL, OPTION_ON, offsetof(struct values, host_only), "print the host without the port"},
    {"documented", 0, NULL, OPTION_ON, offsetof(struct values, documented),
     "print the name by the documentation's plain rule, not the one that DNS publishes"},
    {"output", 'o', "FORMAT", OPTION_TEXT, offsetof(struct values, output), "text (default) or json"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

static const struct option_group groups[] = {{"Options", rows, 0}, {NULL, NULL, 0}};

static const struct usage usage = {
    "vip", "[OPTION]... SERVICE...",
    "Print the address under which DC/OS publishes the API server of a Kubernetes service inside its cluster. SERVICE "
    "is the name that the package was installed under, groups included (dev/kubernetes01).",
    groups,
    "Examples:\n"
    "  $ dcoskube vip kubernetes\n"
    "  apiserver.kubernetes.l4lb.thisdcos.directory:6443\n"
    "  $ dcoskube vip --host-only dev/kubernetes01\n"
    "  apiserver.devkubernetes01.l4lb.thisdcos.directory\n"
    "\n"
    "Exit status: 0, or 1 if two of the services get the same address, 2 wrong use\n"
    "or a name that no service can have, 3 it could not be done.\n"};

static const char *const formats[] = {"text", "json", NULL};

static dcoskube_status set_parts(const struct values *v, dcoskube_vip *vip, const char **option) {
  dcoskube_status status = DCOSKUBE_OK;
  *option = "--prefix";
  if (v->prefix)
    status = dcoskube_vip_set_prefix(vip, v->prefix, v->common.err);
  if (status == DCOSKUBE_OK && v->zone) {
    *option = "--zone";
    status = dcoskube_vip_set_zone(vip, v->zone, v->common.err);
  }
  if (status == DCOSKUBE_OK && v->port) {
    *option = "--port";
    status = dcoskube_vip_set_port(vip, v->port, v->common.err);
  }
  return status;
}

static int make(const struct values *v, char **services, size_t count, dcoskube_vip **vips) {
  for (size_t i = 0; i < count; i++) {
    const char *option = NULL;
    dcoskube_status status = dcoskube_vip_new(services[i], 0, &vips[i], v->common.err);
    if (status == DCOSKUBE_OK)
      status = set_parts(v, vips[i], &option);
    if (status != DCOSKUBE_OK)
      return fail(&v->common, status, option, BLAME_VALUE);
  }
  return YES;
}

static void print_text(const struct values *v, const dcoskube_vip *vip) {
  const char *host = v->documented ? dcoskube_vip_documented_host(vip) : dcoskube_vip_host(vip);
  if (v->host_only)
    printf("%s\n", host);
  else
    printf("%s:%u\n", host, (unsigned)dcoskube_vip_port(vip));
  if (dcoskube_vip_differs(vip))
    tell_more(&v->common, "%s: DNS publishes %s, the documentation's rule gives %s", dcoskube_vip_service(vip),
              dcoskube_vip_host(vip), dcoskube_vip_documented_host(vip));
}

static json_t *to_json(const dcoskube_vip *vip) {
  return json_pack("{s:s, s:s, s:i, s:s, s:s, s:b}", "service", dcoskube_vip_service(vip), "host",
                   dcoskube_vip_host(vip), "port", (int)dcoskube_vip_port(vip), "address", dcoskube_vip_address(vip),
                   "documented_host", dcoskube_vip_documented_host(vip), "differs", dcoskube_vip_differs(vip));
}

static int print_json(const struct values *v, dcoskube_vip **vips, size_t count) {
  json_t *array = json_array();
  int good = array != NULL;
  for (size_t i = 0; i < count && good; i++)
    good = json_array_append_new(array, to_json(vips[i])) == 0;
  char *text = good ? json_dumps(array, JSON_COMPACT) : NULL;
  json_decref(array);
  if (!text) {
    complain(&v->common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  puts(text);
  free(text);
  return YES;
}

/* Different services, one address: only one of them can be reached. */
static int collisions(const struct values *v, dcoskube_vip **vips, size_t count) {
  int result = YES;
  for (size_t i = 0; i < count; i++)
    for (size_t j = i + 1; j < count; j++) {
      const char *a = dcoskube_vip_service(vips[i]), *b = dcoskube_vip_service(vips[j]);
      if (!dcoskube_vip_same(vips[i], vips[j]) || strcmp(a, b) == 0)
        continue;
      complain(&v->common, dcoskube_vip_address(vips[i]), NULL, "is the address of both '%s' and '%s'", a, b);
      result = NO;
    }
  return result;
}

static int print_all(const struct values *v, dcoskube_vip **vips, size_t count) {
  int result = YES;
  if (v->output && strcmp(v->output, "json") == 0)
    result = print_json(v, vips, count);
  else
    for (size_t i = 0; i < count; i++)
      print_text(v, vips[i]);
  return result == YES ? collisions(v, vips, count) : result;
}

static int run(const struct values *v, char **services, size_t count) {
  if (v->output && !one_of(v->output, formats))
    return unknown_word(&v->common, "output format", v->output, formats);
  if (count == 0)
    return wrong_use(&v->common, "a SERVICE is missing");
  dcoskube_vip **vips = calloc(count, sizeof *vips);
  if (!vips) {
    complain(&v->common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  int result = make(v, services, count, vips);
  if (result == YES)
    result = print_all(v, vips, count);
  for (size_t i = 0; i < count; i++)
    dcoskube_vip_free(vips[i]);
  free(vips);
  return result;
}

int vip_main(int argc, char **argv) {
  struct values v = {{"vip", 0, 0, NULL}, NULL, NULL, 0, 0, 0, NULL};
  int first = 0;
  int result = options_read(&usage, &v, argc, argv, &first);
  if (result == GO_ON)
    result = run(&v, argv + first, (size_t)(argc - first));
  options_free(&usage, &v);
  return result;
}
