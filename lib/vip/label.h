/* SPDX-License-Identifier: Apache-2.0 */
/* How dcos-net makes DNS names (mesos_state.erl): label/1 and domain_frag/1. */
#ifndef DK_VIP_LABEL_H
#define DK_VIP_LABEL_H

#include <stddef.h>

#include "core/buf.h"
#include "core/name.h"

/* One label of at most 63 characters; not ended by a NUL.  Returns its length, which may be 0. */
size_t dk_vip_label(const char *text, size_t len, char label[DK_LABEL_MAX]);

/* Labels of what stands between the dots, empty parts dropped, joined with dots. */
void dk_vip_domain_frag(dk_buf *out, const char *text);

#endif
