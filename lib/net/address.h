/* SPDX-License-Identifier: Apache-2.0 */
/* Socket addresses as text. */
#ifndef DK_NET_ADDRESS_H
#define DK_NET_ADDRESS_H

#include <sys/socket.h>

#include "net/transport.h"

/* "10.0.0.1:6443", "[::1]:6443". */
void dk_address_print(char dst[DK_ADDRESS_SIZE], const char *address, uint32_t port);
/* Note that an address (at most len bytes of it are there) is dialled now. */
void dk_dials_add(dk_dials *dials, const struct sockaddr *to, size_t len);

#endif
