/* SPDX-License-Identifier: Apache-2.0 */
/* The context before the current one, for each kubeconfig: a line each in ${XDG_STATE_HOME:-~/.local/state}/dcoskube.
 */
#ifndef DK_KUBECONFIG_PREVIOUS_H
#define DK_KUBECONFIG_PREVIOUS_H

#include "kubeconfig/state.h"

/* The name that current-context has in the files and loses by the changes; NULL: it has none, or keeps it. */
dcoskube_status dk_kc_previous_name(const dcoskube_kubeconfig *kc, char **out, dcoskube_error *err);
/* Remember it (may be NULL) after the commit, if it is still there to come back to.  Failing is a warning in the
 * report. */
void dk_kc_previous_store(const dcoskube_kubeconfig *kc, const char *name, dcoskube_findings *report);

#endif
