/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates: whom to trust, what to prove with, and what a certificate says.
 * OpenSSL's own types stay behind this face: void * where they must pass.
 * Callers put the error queue aside (format/errqueue.h).
 */
#ifndef DK_FORMAT_X509_H
#define DK_FORMAT_X509_H

#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/file.h"

/* A set of CAs, parsed once (an X509_STORE). */
typedef struct dk_trust dk_trust;

/* subject is what messages call it.  INVALID: no certificate in it, or a broken one. */
dcoskube_status dk_trust_parse(const dk_bytes *pem, const char *subject, dk_trust **out, dcoskube_error *err);
/* The system's, looked up as they are needed. */
dcoskube_status dk_trust_system(dk_trust **out, dcoskube_error *err);
/* Was it made of these very bytes? */
int dk_trust_is(const dk_trust *trust, const dk_bytes *pem);
void *dk_trust_store(const dk_trust *trust); /* X509_STORE *, borrowed */
void dk_trust_free(dk_trust *trust);

/* A client certificate with its chain and key. */
typedef struct dk_identity dk_identity;

/* INVALID: no certificate, no key, an encrypted key, or two that do not match. */
dcoskube_status dk_identity_parse(const dk_bytes *certificate, const char *certificate_subject, const dk_bytes *key,
                                  const char *key_subject, dk_identity **out, dcoskube_error *err);
int dk_identity_use(const dk_identity *identity, void *ssl); /* 1, or 0 */
void dk_identity_free(dk_identity *identity);

/* What a certificate says, in clean text. */
typedef struct dk_cert {
  char *subject; /* RFC 2253 */
  char *issuer;
  char sha256[65];
  char **sans; /* "DNS:a.example", "IP:10.0.0.1", "URI:...", "email:..." */
  size_t san_count;
  int64_t not_before;
  int64_t not_after;
  int self_issued;
} dk_cert;

/* From an X509 *.  OK or NO_MEMORY. */
dcoskube_status dk_cert_read(const void *x509, dk_cert *out);
void dk_cert_clear(dk_cert *cert);

/* An X509_NAME * as RFC 2253 text; NULL without memory. */
char *dk_x509_name_text(const void *name);

#endif
