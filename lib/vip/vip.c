/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <dcoskube/vip.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/name.h"
#include "core/reader.h"
#include "core/str.h"
#include "vip/label.h"

#define NAME_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
#define PORT_MAX 65535u
#define ADDRESS_MAX (DK_HOST_MAX + 6) /* ":65535" */

struct dcoskube_vip {
  char *service; /* without leading and trailing slash */
  char *prefix;
  char *zone;
  uint32_t port;
  char *host; /* these three are made of the four above */
  char *documented;
  char *address;
};

static void clear(dcoskube_vip *vip) {
  dk_free(vip->service);
  dk_free(vip->prefix);
  dk_free(vip->zone);
  dk_free(vip->host);
  dk_free(vip->documented);
  dk_free(vip->address);
}

void dcoskube_vip_free(dcoskube_vip *vip) {
  if (!vip)
    return;
  clear(vip);
  dk_free(vip);
}

static dcoskube_status invalid(dcoskube_error *err, const char *subject, const char *why, const char *remedy) {
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "%s", why);
  dk_error_set_remedy(err, "%s", remedy);
  return status;
}

static dcoskube_status check_group(dk_span group, const char *service, dcoskube_error *err) {
  if (group.len == 0)
    return invalid(err, service, "has an empty group", "write single slashes between the groups");
  if ((group.len == 1 && group.data[0] == '.') || (group.len == 2 && memcmp(group.data, "..", 2) == 0))
    return invalid(err, service, "has . or .. as a group, which Marathon resolves away", "write the whole name");
  if (!dk_all_of(group.data, group.len, NAME_SET))
    return invalid(err, service, "is no service name: letters, digits, - _ . and / only",
                   "give the name that the package was installed under, as dcos kubernetes cluster list shows it");
  return DCOSKUBE_OK;
}

static dcoskube_status check_service(const char *service, dcoskube_error *err) {
  if (service[0] == '\0')
    return invalid(err, "service", "the service name is empty", "give the name that the package was installed under");
  if (strstr(service, "__"))
    return invalid(err, service, "holds __, which DC/OS refuses in a service name",
                   "give the name with slashes, as dev/kubernetes01, not the role or principal made of it");
  dk_reader reader;
  dk_reader_init(&reader, service, strlen(service));
  dcoskube_status status;
  do
    status = check_group(dk_reader_until(&reader, '/'), service, err);
  while (status == DCOSKUBE_OK && dk_reader_char(&reader, '/'));
  return status;
}

/* What DNS would publish of a text: every label must have something in it. */
static dcoskube_status add_published(dk_buf *out, const char *text, const char *subject, dcoskube_error *err) {
  size_t start = out->len;
  dk_vip_domain_frag(out, text);
  if (out->status != DCOSKUBE_OK)
    return DCOSKUBE_OK; /* told when the text is taken */
  const char *made = dk_buf_peek(out) + start;
  size_t len = out->len - start;
  if (len == 0)
    return invalid(err, subject, "gives an empty name: DNS publishes letters and digits only",
                   "use a name with a letter or a digit");
  if (made[0] == '.' || made[len - 1] == '.' || strstr(made, ".."))
    return invalid(err, subject, "gives an empty label: DNS publishes letters and digits only",
                   "have a letter or a digit between any two dots");
  return DCOSKUBE_OK;
}

static char *without_slashes(const char *service) {
  char *text = dk_strdup(service);
  if (!text)
    return NULL;
  size_t len = 0;
  for (const char *p = service; *p != '\0'; p++)
    if (*p != '/')
      text[len++] = *p;
  text[len] = '\0';
  return text;
}

static dcoskube_status take(dk_buf *buf, char **out, const char *subject, dcoskube_error *err) {
  dcoskube_status status = dk_buf_take(buf, out, NULL, subject, err);
  if (status == DCOSKUBE_ERR_LIMIT)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, subject, "gives a name of more than %d characters, which DNS cannot hold",
                   DK_HOST_MAX);
  return status;
}

static dcoskube_status make_host(dcoskube_vip *vip, const char *plain, dcoskube_error *err) {
  dk_buf buf;
  dk_buf_init(&buf, DK_HOST_MAX);
  dcoskube_status status = add_published(&buf, vip->prefix, vip->prefix, err);
  dk_buf_char(&buf, '.');
  if (status == DCOSKUBE_OK)
    status = add_published(&buf, plain, vip->service, err);
  dk_buf_char(&buf, '.');
  if (status == DCOSKUBE_OK)
    status = add_published(&buf, vip->zone, vip->zone, err);
  if (status == DCOSKUBE_OK)
    status = take(&buf, &vip->host, vip->service, err);
  dk_buf_free(&buf);
  return status;
}

static dcoskube_status make_names(dcoskube_vip *vip, const char *plain, dcoskube_error *err) {
  dcoskube_status status = make_host(vip, plain, err);
  if (status != DCOSKUBE_OK)
    return status;
  dk_buf buf;
  dk_buf_init(&buf, DK_HOST_MAX);
  dk_buf_printf(&buf, "%s.%s.%s", vip->prefix, plain, vip->zone);
  status = take(&buf, &vip->documented, vip->service, err);
  dk_buf_free(&buf);
  if (status != DCOSKUBE_OK)
    return status;
  dk_buf_init(&buf, ADDRESS_MAX);
  dk_buf_printf(&buf, "%s:%u", vip->host, (unsigned)vip->port);
  status = take(&buf, &vip->address, vip->service, err);
  dk_buf_free(&buf);
  return status;
}

/* Everything is made anew and only then put in place, so a failure changes nothing. */
static dcoskube_status rebuild(dcoskube_vip *vip, const char *service, const char *prefix, const char *zone,
                               uint32_t port, dcoskube_error *err) {
  dcoskube_vip next = {dk_strdup(service), dk_strdup(prefix), dk_strdup(zone), port, NULL, NULL, NULL};
  char *plain = without_slashes(service);
  dcoskube_status status = DCOSKUBE_OK;
  if (!next.service || !next.prefix || !next.zone || !plain)
    status = dk_no_memory(err);
  if (status == DCOSKUBE_OK)
    status = make_names(&next, plain, err);
  dk_free(plain);
  if (status != DCOSKUBE_OK) {
    clear(&next);
    return status;
  }
  clear(vip);
  *vip = next;
  return DCOSKUBE_OK;
}

/* The service without one leading and one trailing slash; NULL without memory. */
static char *trimmed(const char *service) {
  if (service[0] == '/')
    service++;
  size_t len = strlen(service);
  if (len > 0 && service[len - 1] == '/')
    len--;
  return dk_memdup(service, len);
}

dcoskube_status dcoskube_vip_new(const char *service, uint32_t flags, dcoskube_vip **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!service || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "service and out must not be NULL");
  if (flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "flags", "must be 0");
  char *name = trimmed(service);
  dcoskube_vip *vip = dk_calloc(1, sizeof *vip);
  dcoskube_status status = name && vip ? check_service(name, err) : dk_no_memory(err);
  if (status == DCOSKUBE_OK)
    status = rebuild(vip, name, DCOSKUBE_VIP_PREFIX, DCOSKUBE_VIP_ZONE, DCOSKUBE_VIP_PORT, err);
  dk_free(name);
  if (status == DCOSKUBE_OK)
    *out = vip;
  else
    dcoskube_vip_free(vip);
  return status;
}

dcoskube_status dcoskube_vip_set_prefix(dcoskube_vip *vip, const char *prefix, dcoskube_error *err) {
  dk_error_reset(err);
  if (!vip || !prefix)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "vip and prefix must not be NULL");
  if (prefix[0] == '\0' || !dk_all_of(prefix, strlen(prefix), NAME_SET))
    return invalid(err, prefix[0] ? prefix : "prefix", "is no VIP prefix: letters, digits, - _ . only",
                   "the API server's prefix is apiserver");
  return rebuild(vip, vip->service, prefix, vip->zone, vip->port, err);
}

dcoskube_status dcoskube_vip_set_zone(dcoskube_vip *vip, const char *zone, dcoskube_error *err) {
  dk_error_reset(err);
  if (!vip || !zone)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "vip and zone must not be NULL");
  if (strlen(zone) > DK_HOST_MAX)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, "zone", "is longer than %d characters", DK_HOST_MAX);
  if (!dk_is_host_name(zone, strlen(zone)))
    return invalid(err, zone[0] ? zone : "zone", "is no DNS zone: labels of letters, digits and inner dashes",
                   "the zone of DC/OS is l4lb.thisdcos.directory");
  return rebuild(vip, vip->service, vip->prefix, zone, vip->port, err);
}

dcoskube_status dcoskube_vip_set_port(dcoskube_vip *vip, uint32_t port, dcoskube_error *err) {
  dk_error_reset(err);
  if (!vip)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "vip must not be NULL");
  if (port == 0 || port > PORT_MAX)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "port", "%lu is not in 1..65535", (unsigned long)port);
  return rebuild(vip, vip->service, vip->prefix, vip->zone, port, err);
}

const char *dcoskube_vip_service(const dcoskube_vip *vip) {
  return vip ? vip->service : "";
}

const char *dcoskube_vip_host(const dcoskube_vip *vip) {
  return vip ? vip->host : "";
}

const char *dcoskube_vip_documented_host(const dcoskube_vip *vip) {
  return vip ? vip->documented : "";
}

const char *dcoskube_vip_address(const dcoskube_vip *vip) {
  return vip ? vip->address : "";
}

uint32_t dcoskube_vip_port(const dcoskube_vip *vip) {
  return vip ? vip->port : 0;
}

int dcoskube_vip_differs(const dcoskube_vip *vip) {
  return vip && !dk_equal_nocase(vip->host, vip->documented);
}

int dcoskube_vip_same(const dcoskube_vip *a, const dcoskube_vip *b) {
  return a && b && strcmp(a->address, b->address) == 0;
}
