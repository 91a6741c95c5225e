/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <openssl/crypto.h>
#include <yaml.h>

#include "format/libraries.h"

const char *dk_openssl_version(void) {
  return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *dk_yaml_version(void) {
  return yaml_get_version_string();
}

const char *dk_json_version(void) {
  return jansson_version_str();
}
