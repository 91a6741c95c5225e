/* SPDX-License-Identifier: Apache-2.0 */
/* What the check needs of a network library. */
#ifndef DK_NET_TRANSPORT_H
#define DK_NET_TRANSPORT_H

/* The version of the library that runs, such as "7.88.1"; a static string. */
const char *dk_transport_version(void);

#endif
