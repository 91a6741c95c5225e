/* SPDX-License-Identifier: Apache-2.0 */
/* A small API server for the unit programs: it knows /version and /readyz, and answers over TLS. */
#ifndef DK_TESTS_SERVER_H
#define DK_TESTS_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "unit/dir.h"

typedef struct server {
  int listener;
  uint32_t port;
  pthread_t thread;
  void *ctx;                 /* SSL_CTX */
  char dir[UNIT_PATH];       /* scratch */
  char cert[UNIT_PATH + 16]; /* its self-signed certificate, for 127.0.0.1 */
  char key[UNIT_PATH + 16];  /* its key */
  char url[64];              /* https://127.0.0.1:PORT */
  atomic_int stop;
  atomic_int tokens;       /* how many requests carried one */
  atomic_int certificates; /* how many connections showed a client certificate */
} server;

/* 1, or 0 when it could not be set up. */
int server_start(server *out);
void server_stop(server *s);

/* A listening socket that nobody accepts from.  The descriptor; *port is its own. */
int silent_port(uint32_t *port);

#endif
