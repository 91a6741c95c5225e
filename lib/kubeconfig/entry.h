/* SPDX-License-Identifier: Apache-2.0 */
/* An entry to be added, as its fields will stand in the file. */
#ifndef DK_KUBECONFIG_ENTRY_H
#define DK_KUBECONFIG_ENTRY_H

#include <dcoskube/kubeconfig.h>

struct dcoskube_entry {
  char *name;
  char *server;
  char *ca_data; /* base64; NULL: none */
  int insecure;
  char *tls_server_name;
  char *namespace_;
  char *token;
  char *certificate_data; /* base64, with key_data */
  char *key_data;
};

dcoskube_entry *dk_kc_entry_copy(const dcoskube_entry *entry); /* NULL without memory */

#endif
