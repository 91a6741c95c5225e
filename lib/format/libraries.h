/* SPDX-License-Identifier: Apache-2.0 */
/* The versions of the libraries of this floor as they are loaded; static strings. */
#ifndef DK_FORMAT_LIBRARIES_H
#define DK_FORMAT_LIBRARIES_H

const char *dk_openssl_version(void);
const char *dk_yaml_version(void);
const char *dk_json_version(void);

#endif
