/* SPDX-License-Identifier: Apache-2.0 */
/* What a proxy is made of.  Every text in it has passed its white list. */
#ifndef DK_PROXY_MODEL_H
#define DK_PROXY_MODEL_H

#include <dcoskube/proxy.h>
#include <dcoskube/vip.h>

#include "core/error.h"
#include "proxy/names.h"

#define DK_PROXY_TIMEOUTS 9

struct dcoskube_cluster {
  char *hostname;    /* lower case */
  dcoskube_vip *vip; /* of its service; NULL when it was given by host and port */
  char *host;        /* where its API server is: lower-case name, or address without brackets */
  char *upstream;    /* host:port, [address]:port; NULL: not said yet */
  int is_address;    /* host is an IP literal */
  char *ca_file;     /* NULL: not said yet */
};

/* Texts of the model that are set as they are. */
typedef struct dk_texts {
  char **list;
  size_t count;
  size_t capacity;
  dk_names names;
} dk_texts;

struct dcoskube_proxy {
  dcoskube_proxy_mode mode;
  char *listen_host; /* address without brackets; "" for all */
  int listen_ipv6;
  uint32_t port;
  char *target;
  char *check_path;
  char *install_dir;
  char *stats;                          /* NULL: none */
  char *log;                            /* NULL: none */
  uint32_t timeouts[DK_PROXY_TIMEOUTS]; /* by number - 1; 0: the default */
  dk_texts certificates;
  dk_texts resolvers; /* empty: the default one */
  dcoskube_cluster **clusters;
  size_t cluster_count;
  size_t cluster_capacity;
  dk_names hostnames; /* each with its index */
};

#define DK_PROXY_PATH_RULE "an absolute path of A-Z a-z 0-9 . _ / + @ = - only, without . or .. as a part"

/* The DC/OS DNS forwarder. */
#define DK_PROXY_RESOLVER "198.51.100.1:53"

#endif
