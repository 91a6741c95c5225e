/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/name.h"
#include "core/str.h"
#include "core/url.h"

#define PATH_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/"

/* A name and password before an @, or a token in a query, is never echoed, wherever the sign stands: what is no URL
 * may still hold them. */
static dcoskube_status bad(dcoskube_error *err, const char *text, const char *what) {
  int echo = strpbrk(text, "@?#") == NULL;
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_INVALID, echo ? text : "URL", "%s", what);
  dk_error_set_remedy(err, "write https://HOST, https://HOST:PORT or https://HOST:PORT/PATH");
  return status;
}

static int has_userinfo(dk_span authority) {
  return memchr(authority.data, '@', authority.len) != NULL;
}

static dcoskube_status scheme(dk_reader *reader, const char *text, uint32_t flags, dcoskube_error *err) {
  const char *mark = strstr(text, "://");
  if (!mark) {
    if (flags & DK_URL_NO_SCHEME)
      return DCOSKUBE_OK;
    return bad(err, text, "has no scheme");
  }
  char word[6] = "";
  if ((size_t)(mark - text) < sizeof word)
    memcpy(word, text, (size_t)(mark - text));
  if (!dk_equal_nocase(word, "https"))
    return bad(err, text, "is not an https:// URL");
  reader->pos = (size_t)(mark - text) + 3;
  return DCOSKUBE_OK;
}

static dcoskube_status host_and_port(dk_span authority, const char *text, dk_url *url, dcoskube_error *err) {
  dk_reader reader;
  dk_reader_init(&reader, authority.data, authority.len);
  if (dk_reader_char(&reader, '[')) {
    url->host = dk_reader_until(&reader, ']');
    url->is_ipv6 = url->is_address = 1;
    if (!dk_is_ipv6(url->host.data, url->host.len) || !dk_reader_char(&reader, ']'))
      return bad(err, text, "has no IPv6 address in its brackets");
  } else {
    url->host = dk_reader_until(&reader, ':');
    url->is_address = dk_is_ipv4(url->host.data, url->host.len);
    if (url->host.len == 0)
      return bad(err, text, "has no host");
    if (!url->is_address && !dk_is_host_name(url->host.data, url->host.len))
      return bad(err, text, "has a host that is neither a host name nor an IP address");
  }
  if (dk_reader_char(&reader, ':')) {
    dk_span port = dk_reader_rest(&reader);
    if (!dk_parse_port(port.data, port.len, &url->port))
      return bad(err, text, "has a port that is not a number in 1..65535");
  }
  return dk_reader_end(&reader) ? DCOSKUBE_OK : bad(err, text, "has something between host and path");
}

dcoskube_status dk_url_parse(const char *text, uint32_t flags, dk_url *out, dcoskube_error *err) {
  size_t len = strlen(text);
  if (len > DK_URL_MAX)
    return bad(err, "URL", "is longer than 2048 bytes");
  dk_url url = {0};
  dk_reader reader;
  dk_reader_init(&reader, text, len);
  /* first, whatever the scheme: this is the mistake to name */
  const char *mark = strstr(text, "://");
  if (mark)
    reader.pos = (size_t)(mark - text) + 3;
  if (has_userinfo(dk_reader_until(&reader, '/')))
    return bad(err, "URL", "holds user information (a name or password before @)");
  reader.pos = 0;
  dcoskube_status status = scheme(&reader, text, flags, err);
  if (status != DCOSKUBE_OK)
    return status;
  status = host_and_port(dk_reader_until(&reader, '/'), text, &url, err);
  if (status != DCOSKUBE_OK)
    return status;
  url.path = dk_reader_rest(&reader);
  if (!dk_all_of(url.path.data, url.path.len, PATH_SET))
    return bad(err, text, "has a query, a fragment or a character that no path may have");
  *out = url;
  return DCOSKUBE_OK;
}
