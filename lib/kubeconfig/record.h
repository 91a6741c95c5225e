/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the changes: where patches are, how they are freed. */
#ifndef DK_KUBECONFIG_RECORD_H
#define DK_KUBECONFIG_RECORD_H

#include "kubeconfig/state.h"

/* Where it is, or belongs. */
size_t dk_kc_patch_position(const dk_kc_changes *changes, dk_kc_kind kind, const char *name, int *found);
size_t dk_kc_gone_position(const dk_kc_changes *changes, dk_kc_kind kind, dk_span name, size_t file, int *found);
void dk_kc_patch_free(dk_kc_patch *patch);
void dk_kc_gone_free(dk_kc_gone *gone);

#endif
