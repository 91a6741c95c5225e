/* SPDX-License-Identifier: Apache-2.0 */
/* What a renderer is: one file of this folder and one row of the table in render.c. */
#ifndef DK_PROXY_RENDER_H
#define DK_PROXY_RENDER_H

#include <dcoskube/files.h>

#include "proxy/model.h"

/* More is refused. */
#define DK_PROXY_OUTPUT_MAX ((size_t)64 * 1024 * 1024)

/* Add the files of a complete model to an empty set. */
dcoskube_status dk_proxy_haproxy(const dcoskube_proxy *proxy, dcoskube_files *files, dcoskube_error *err);

#endif
