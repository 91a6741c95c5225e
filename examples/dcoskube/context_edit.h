/* SPDX-License-Identifier: Apache-2.0 */
/* The words of `context` that change a file, or print what they would change.  Each returns an exit status. */
#ifndef DCOSKUBE_CONTEXT_EDIT_H
#define DCOSKUBE_CONTEXT_EDIT_H

#include "entry.h"

int context_use(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *name);
int context_namespace(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *space);
int context_rename(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *from,
                   const char *to);
int context_delete(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *name,
                   int cascade);

#endif
