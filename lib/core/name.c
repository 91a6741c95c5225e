/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <string.h>

#include "core/name.h"
#include "core/reader.h"
#include "core/str.h"

#define PATH_MAX_LEN 4096
#define PATH_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+@=-"

static int label_char(char c) {
  return dk_is_alnum(c) || c == '-';
}

static int good_label(const char *text, size_t len) {
  if (len == 0 || len > DK_LABEL_MAX || text[0] == '-' || text[len - 1] == '-')
    return 0;
  for (size_t i = 0; i < len; i++)
    if (!label_char(text[i]))
      return 0;
  return 1;
}

int dk_is_label(const char *text, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (text[i] != dk_lower(text[i]))
      return 0;
  return good_label(text, len);
}

int dk_is_host_name(const char *text, size_t len) {
  if (len == 0 || len > DK_HOST_MAX)
    return 0;
  dk_reader reader;
  dk_reader_init(&reader, text, len);
  dk_span label;
  do {
    label = dk_reader_until(&reader, '.');
    if (!good_label(label.data, label.len))
      return 0;
  } while (dk_reader_char(&reader, '.'));
  /* a last label of digits alone is an address, or meant to be one (RFC 1123, 2.1) */
  return !dk_all_of(label.data, label.len, "0123456789");
}

static int is_address(int family, const char *text, size_t len) {
  char copy[INET6_ADDRSTRLEN];
  unsigned char address[sizeof(struct in6_addr)];
  if (len == 0 || len >= sizeof copy || memchr(text, '\0', len))
    return 0;
  memcpy(copy, text, len);
  copy[len] = '\0';
  return inet_pton(family, copy, address) == 1;
}

int dk_is_ipv4(const char *text, size_t len) {
  return is_address(AF_INET, text, len);
}

int dk_is_ipv6(const char *text, size_t len) {
  return is_address(AF_INET6, text, len);
}

int dk_is_abs_path(const char *text, size_t len) {
  if (len < 2 || len > PATH_MAX_LEN || text[0] != '/' || !dk_all_of(text, len, PATH_SET))
    return 0;
  dk_reader reader;
  dk_reader_init(&reader, text, len);
  while (dk_reader_char(&reader, '/')) {
    dk_span part = dk_reader_until(&reader, '/');
    if ((part.len == 1 && part.data[0] == '.') || (part.len == 2 && memcmp(part.data, "..", 2) == 0))
      return 0;
  }
  return 1;
}

int dk_parse_port(const char *text, size_t len, uint32_t *port) {
  uint64_t value;
  if (len == 0 || text[0] == '0' || !dk_parse_u64(text, len, 65535, &value))
    return 0;
  *port = (uint32_t)value;
  return 1;
}

int dk_parse_hostport(const char *text, size_t len, dk_hostport *out) {
  dk_reader reader;
  dk_reader_init(&reader, text, len);
  dk_hostport result = {0};
  dk_span host;
  if (dk_reader_char(&reader, '[')) {
    host = dk_reader_until(&reader, ']');
    result.is_ipv6 = 1;
    if (!dk_is_ipv6(host.data, host.len) || !dk_reader_char(&reader, ']'))
      return 0;
  } else {
    host = dk_reader_until(&reader, ':');
  }
  if (!dk_reader_char(&reader, ':'))
    return 0;
  dk_span port = dk_reader_rest(&reader);
  if (!dk_parse_port(port.data, port.len, &result.port))
    return 0;
  result.host = host.data;
  result.host_len = host.len;
  *out = result;
  return 1;
}
