/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DK_KUBECONFIG_COMMIT_H
#define DK_KUBECONFIG_COMMIT_H

#include "kubeconfig/state.h"

/* Lock, replay, verify, replace.  changes may be NULL. */
dcoskube_status dk_kc_commit(dcoskube_kubeconfig *kc, uint32_t flags, dcoskube_findings **changes, dcoskube_error *err);

#endif
