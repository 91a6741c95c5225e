/* SPDX-License-Identifier: Apache-2.0 */
/* What a file has beside its bytes: owner, group, mode, access control list, extended attributes. */
#ifndef DK_KUBECONFIG_ATTRIBUTES_H
#define DK_KUBECONFIG_ATTRIBUTES_H

#include <sys/stat.h>

#include "core/error.h"

/*
 * Give the file `to` everything that the file `from` (whose state is info) has.
 * Both are open; nothing goes by name.  *why: NULL, or why it is not possible, a
 * static text.  Fails with NO_MEMORY only.
 */
dcoskube_status dk_kc_attributes_copy(int from, int to, const struct stat *info, const char **why, dcoskube_error *err);

#endif
