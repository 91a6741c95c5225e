/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 as Go's encoding/json reads and writes it: standard alphabet, padded, line breaks ignored. */
#ifndef DK_FORMAT_BASE64_H
#define DK_FORMAT_BASE64_H

#include <stddef.h>

#include "core/error.h"

/* Is it valid?  The empty text is. */
int dk_base64_valid(const char *text, size_t len);
/* New memory (wipe it when it is a secret), a NUL behind; DCOSKUBE_ERR_PARSE without a message if it is not valid. */
dcoskube_status dk_base64_decode(const char *text, size_t len, char **out, size_t *out_len, dcoskube_error *err);
dcoskube_status dk_base64_encode(const void *data, size_t len, char **out, size_t *out_len, dcoskube_error *err);

#endif
