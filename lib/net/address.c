/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <netinet/in.h>
#include <arpa/inet.h>

#include "core/time.h"
#include "net/address.h"

void dk_address_print(char dst[DK_ADDRESS_SIZE], const char *address, uint32_t port) {
  (void)snprintf(dst, DK_ADDRESS_SIZE, strchr(address, ':') ? "[%s]:%u" : "%s:%u", address, port);
}

void dk_dials_add(dk_dials *dials, const struct sockaddr *to, size_t len) {
  char text[INET6_ADDRSTRLEN] = "?";
  uint32_t port = 0;
  if (to->sa_family == AF_INET && len >= sizeof(struct sockaddr_in)) {
    struct sockaddr_in in;
    memcpy(&in, to, sizeof in);
    inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
    port = ntohs(in.sin_port);
  } else if (to->sa_family == AF_INET6 && len >= sizeof(struct sockaddr_in6)) {
    struct sockaddr_in6 in6;
    memcpy(&in6, to, sizeof in6);
    inet_ntop(AF_INET6, &in6.sin6_addr, text, sizeof text);
    port = ntohs(in6.sin6_port);
  }
  if (dials->first_us == 0)
    dials->first_us = dk_now_us();
  if (dials->count < DK_DIALS)
    dk_address_print(dials->address[dials->count++], text, port);
}
