/* SPDX-License-Identifier: Apache-2.0 */
#include <dcoskube/vip.h>

#include "core/buf.h"
#include "core/str.h"
#include "core/url.h"

/* Host and path each keep their own colon rule: an IPv6 address would melt into one number without it. */
static void add_name(dk_buf *out, dk_span text, int lower, int keep_colons) {
  for (size_t i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == '.' || c == '/' || (c == ':' && keep_colons))
      dk_buf_char(out, '-');
    else if (c != ':')
      dk_buf_char(out, lower ? dk_lower(c) : c);
  }
}

dcoskube_status dcoskube_context_name_from_url(const char *url, char **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!url || !out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "url and out must not be NULL");
  dk_url parts;
  dcoskube_status status = dk_url_parse(url, DK_URL_NO_SCHEME, &parts, err);
  if (status != DCOSKUBE_OK)
    return status;
  /* https://host/ is https://host */
  while (parts.path.len > 0 && parts.path.data[parts.path.len - 1] == '/')
    parts.path.len--;
  dk_buf name;
  dk_buf_init(&name, DK_URL_MAX);
  add_name(&name, parts.host, 1, parts.is_ipv6);
  if (parts.port != 0)
    dk_buf_u64(&name, parts.port);
  add_name(&name, parts.path, 0, 0);
  status = dk_buf_take(&name, out, NULL, url, err);
  dk_buf_free(&name);
  return status;
}
