/* SPDX-License-Identifier: Apache-2.0 */
#include <dcoskube/version.h>

#include "core/buf.h"
#include "format/libraries.h"
#include "net/transport.h"

const char *dcoskube_version(void) {
  return DCOSKUBE_VERSION;
}

uint32_t dcoskube_version_number(void) {
  return DCOSKUBE_VERSION_NUMBER;
}

dcoskube_status dcoskube_version_libraries(char **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "out must not be NULL");
  dk_buf buf;
  dk_buf_init(&buf, 1024);
  dk_buf_printf(&buf, "libcurl/%s OpenSSL/%s libyaml/%s jansson/%s", dk_transport_version(), dk_openssl_version(),
                dk_yaml_version(), dk_json_version());
  dcoskube_status status = dk_buf_take(&buf, out, NULL, "versions", err);
  dk_buf_free(&buf);
  return status;
}
