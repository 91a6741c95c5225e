/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DK_KUBECONFIG_COMMIT_H
#define DK_KUBECONFIG_COMMIT_H

#include "kubeconfig/state.h"

/* Lock, replay, verify, replace.  changes may be NULL. */
dcoskube_status dk_kc_commit(dcoskube_kubeconfig *kc, uint32_t flags, dcoskube_findings **changes, dcoskube_error *err);

/* --- consequences.c --- */
/* Findings about a current context that is gone and entries that are visible again. */
dcoskube_status dk_kc_report_consequences(const dcoskube_kubeconfig *kc, dcoskube_findings *report,
                                          dcoskube_error *err);

#endif
