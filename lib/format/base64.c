/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <string.h>

#include <openssl/evp.h>

#include "core/alloc.h"
#include "core/str.h"
#include "format/base64.h"

static int is_alphabet(char c) {
  return dk_is_alnum(c) || c == '+' || c == '/';
}

int dk_base64_valid(const char *text, size_t len) {
  size_t n = 0, padding = 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '\r' || text[i] == '\n')
      continue;
    if (text[i] == '=')
      padding++;
    else if (padding > 0 || !is_alphabet(text[i]))
      return 0;
    n++;
  }
  return n % 4 == 0 && padding <= 2;
}

dcoskube_status dk_base64_decode(const char *text, size_t len, char **out, size_t *out_len, dcoskube_error *err) {
  if (len > INT_MAX / 2 || !dk_base64_valid(text, len))
    return dk_fail(err, DCOSKUBE_ERR_PARSE, NULL, "is not base64");
  char *plain = dk_malloc(len + 1), *data = dk_malloc(len + 1);
  if (!plain || !data) {
    dk_free(plain);
    dk_free(data);
    return dk_no_memory(err);
  }
  size_t n = 0;
  for (size_t i = 0; i < len; i++)
    if (text[i] != '\r' && text[i] != '\n')
      plain[n++] = text[i];
  int got = n ? EVP_DecodeBlock((unsigned char *)data, (const unsigned char *)plain, (int)n) : 0;
  size_t padding = n >= 2 ? (size_t)(plain[n - 1] == '=') + (size_t)(plain[n - 2] == '=') : 0;
  dk_free_secret(plain, n);
  if (got < 0 || (size_t)got < padding) {
    dk_free_secret(data, len);
    return dk_fail(err, DCOSKUBE_ERR_PARSE, NULL, "is not base64");
  }
  data[(size_t)got - padding] = '\0';
  *out = data;
  *out_len = (size_t)got - padding;
  return DCOSKUBE_OK;
}

dcoskube_status dk_base64_encode(const void *data, size_t len, char **out, size_t *out_len, dcoskube_error *err) {
  if (len > INT_MAX / 2)
    return dk_fail(err, DCOSKUBE_ERR_LIMIT, NULL, "is too large for base64");
  char *text = dk_malloc((len + 2) / 3 * 4 + 1);
  if (!text)
    return dk_no_memory(err);
  text[0] = '\0';
  int n = len ? EVP_EncodeBlock((unsigned char *)text, data, (int)len) : 0;
  *out = text;
  *out_len = (size_t)n;
  return DCOSKUBE_OK;
}
