/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that includes curl. */
#include <curl/curl.h>

#include "net/transport.h"

const char *dk_transport_version(void) {
  return curl_version_info(CURLVERSION_NOW)->version;
}
