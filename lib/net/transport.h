/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTPS requests in flight, driven by somebody else's loop.
 *
 * A transport is many requests; a channel is one peer with connections of its
 * own, which are shared with nobody, and at most one request at a time.  One
 * thread at a time.  Whoever calls blocks SIGPIPE and puts the OpenSSL error
 * queue aside.
 */
#ifndef DK_NET_TRANSPORT_H
#define DK_NET_TRANSPORT_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

/* The version of the library that runs, such as "7.88.1"; a static string. */
const char *dk_transport_version(void);

/* How much an answer may have. */
#define DK_BODY_MAX (64u * 1024u)
#define DK_HEADER_MAX (64u * 1024u)

/* What a socket is watched for, and what has happened to it. */
#define DK_WANT_READ 1u
#define DK_WANT_WRITE 2u
#define DK_WANT_ERROR 4u

/* What a transport needs of the loop. */
typedef struct dk_loop_hooks {
  void (*watch)(void *data, int fd, unsigned want); /* 0: no more */
  void (*timer)(void *data, int64_t ms);            /* call dk_transport_timeout() then; -1: no need */
  void *data;
} dk_loop_hooks;

typedef struct dk_transport dk_transport;
typedef struct dk_channel dk_channel;

/* UNSUPPORTED: the library's TLS is not OpenSSL's. */
dcoskube_status dk_transport_new(const dk_loop_hooks *hooks, dk_transport **out, dcoskube_error *err);
void dk_transport_free(dk_transport *transport); /* after its channels */
void dk_transport_event(dk_transport *transport, int fd, unsigned events);
void dk_transport_timeout(dk_transport *transport);
/* The data of a channel whose request has ended; NULL: none has. */
void *dk_transport_done(dk_transport *transport);

/* Whom to ask.  Texts are borrowed and must live as long as the channel. */
typedef struct dk_peer {
  const char *name; /* SNI, and the name in the URL; IPv6 in brackets */
  uint32_t port;
  const char *dial; /* host to dial, IPv6 in brackets */
  uint32_t dial_port;
  const char *host_header;                      /* NULL: the URL's */
  const char *bearer;                           /* token; NULL: none */
  int verify;                                   /* 0: the request is sent over an unverified connection as well */
  int64_t timeout_ms;                           /* the library's own limits are kept above it */
  int (*tls_begins)(void *data, void *ssl_ctx); /* 1, or 0: out of memory */
  void (*header)(void *data, const char *line, size_t len);
  void *data;
} dk_peer;

typedef enum dk_outcome {
  DK_OUTCOME_ANSWERED = 0,
  DK_OUTCOME_NO_MEMORY, /* ours, not the peer's fault */
  DK_OUTCOME_NO_SOCKET, /* likewise; see sys_errno */
  DK_OUTCOME_NAME,
  DK_OUTCOME_CONNECT, /* see sys_errno */
  DK_OUTCOME_TLS,
  DK_OUTCOME_CERTIFICATE,
  DK_OUTCOME_TOO_LARGE,
  DK_OUTCOME_BROKEN,  /* not HTTP, cut off, reset */
  DK_OUTCOME_TIMEOUT, /* the library's own; the caller's comes first */
} dk_outcome;

#define DK_ADDRESS_SIZE 64
#define DK_DIALS 8

typedef struct dk_answer {
  dk_outcome outcome;
  int sys_errno;
  uint32_t http_status;
  char detail[256];   /* the library's words; not clean */
  char location[512]; /* of a redirect; not clean */
  char address[DK_ADDRESS_SIZE];
  int64_t end_us;
} dk_answer;

/* The addresses that were dialled, the first of them when. */
typedef struct dk_dials {
  char address[DK_DIALS][DK_ADDRESS_SIZE]; /* "10.0.0.1:6443", "[::1]:6443" */
  size_t count;
  int64_t first_us; /* 0: none */
} dk_dials;

dcoskube_status dk_channel_new(dk_transport *transport, const dk_peer *peer, dk_channel **out, dcoskube_error *err);
dcoskube_status dk_channel_get(dk_channel *channel, const char *path, dcoskube_error *err);
const dk_answer *dk_channel_answer(const dk_channel *channel);
const char *dk_channel_body(const dk_channel *channel, size_t *len);
const dk_dials *dk_channel_dials(const dk_channel *channel);
void dk_channel_free(dk_channel *channel); /* a request that runs is broken off, connections are closed */

#endif
