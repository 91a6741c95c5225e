/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One TLS session as a check wants it: chain and name are judged inside the
 * handshake, before anything is sent; everything that was seen is kept, also
 * when the handshake fails.  SSL_CTX, SSL and X509 pass as void *.
 */
#ifndef DK_FORMAT_TLS_H
#define DK_FORMAT_TLS_H

#include <stddef.h>
#include <stdint.h>

#include "format/x509.h"

#define DK_TLS_CERTS 10
#define DK_TLS_PROBLEMS 32
#define DK_TLS_CA_NAMES 16

/* What a problem means for a verdict, the worst first. */
typedef enum dk_tls_fault {
  DK_TLS_FAULT_UNTRUSTED = 0,
  DK_TLS_FAULT_EXPIRED,
  DK_TLS_FAULT_NOT_YET_VALID,
  DK_TLS_FAULT_NAME
} dk_tls_fault;

typedef struct dk_tls_problem {
  int error; /* X509_V_ERR_... */
  int depth;
  int cert; /* index of the certificate in certs; -1: one that was not sent */
  dk_tls_fault fault;
} dk_tls_problem;

typedef struct dk_tls {
  /* wanted; all borrowed, valid as long as connections are */
  const dk_trust *trust;
  const char *name; /* that the certificate must have */
  int name_is_address;
  const dk_identity *identity; /* NULL: none */
  int identity_unverified;     /* show it even if the server could not be verified */
  /* seen; microseconds on the monotonic clock, 0: did not happen */
  int64_t begun_us;
  int64_t done_us;
  char version[16];
  char cipher[64];
  char alpn[16];
  int alert; /* the fatal alert that the server sent; -1: none */
  void *certs[DK_TLS_CERTS];
  size_t cert_count;
  dk_tls_problem problems[DK_TLS_PROBLEMS];
  size_t problem_count;
  int identity_asked; /* the server asked for a client certificate */
  int identity_shown;
  char *ca_names[DK_TLS_CA_NAMES]; /* of the client CAs that it named */
  size_t ca_name_count;
  unsigned char first[16]; /* the first bytes that came */
  size_t first_len;
  int no_memory; /* something was not kept for want of memory */
} dk_tls;

/* Zero it and set what must not be zero. */
void dk_tls_init(dk_tls *tls);
/* Take hold of the SSL_CTX of a connection that is about to be made.  1, or 0. */
int dk_tls_attach(dk_tls *tls, void *ssl_ctx);
/* Was the server's certificate verified in the last handshake, and nothing found? */
int dk_tls_verified(const dk_tls *tls);
/* The problem that decides; NULL: none. */
const dk_tls_problem *dk_tls_worst(const dk_tls *tls);
/* OpenSSL's words for a problem, and the RFC's for an alert ("handshake failure"); static strings. */
const char *dk_tls_problem_text(int error);
const char *dk_tls_alert_text(int alert);
void dk_tls_clear(dk_tls *tls);

/* Kinds of "not trusted" that have their own remedy. */
int dk_tls_is_self_signed(int error);
int dk_tls_is_issuer_unknown(int error);

#endif
