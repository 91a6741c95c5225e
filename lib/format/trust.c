/* SPDX-License-Identifier: Apache-2.0 */
/* PEM in, OpenSSL's objects out: sets of CAs and client certificates. */
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "core/alloc.h"
#include "format/x509.h"

struct dk_trust {
  X509_STORE *store;
  unsigned char digest[32]; /* of the PEM; all zero for the system's */
};

struct dk_identity {
  X509 *certificate;
  STACK_OF(X509) * chain;
  EVP_PKEY *key;
};

static int digest(const dk_bytes *pem, unsigned char out[32]) {
  return EVP_Digest(pem->data, pem->len, out, NULL, EVP_sha256(), NULL);
}

/* A key that needs a pass phrase is refused, never asked for on a terminal. */
static int no_phrase(char *buf, int size, int writing, void *data) {
  (void)buf, (void)size, (void)writing, (void)data;
  return -1;
}

/* The next certificate; NULL at the end (*broken is then 0) or at a block that is none. */
static X509 *next_certificate(BIO *bio, int *broken) {
  ERR_clear_error();
  X509 *x509 = PEM_read_bio_X509(bio, NULL, no_phrase, NULL);
  unsigned long code = ERR_peek_last_error();
  *broken = !x509 && !(ERR_GET_LIB(code) == ERR_LIB_PEM && ERR_GET_REASON(code) == PEM_R_NO_START_LINE);
  ERR_clear_error();
  return x509;
}

static BIO *reader_of(const dk_bytes *pem) {
  return BIO_new_mem_buf(pem->data ? pem->data : "", (int)pem->len); /* files are 1 MiB at most */
}

static dcoskube_status no_certificate(const char *subject, int broken, dcoskube_error *err) {
  dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "%s",
                                   broken ? "holds a certificate that cannot be read" : "holds no certificate");
  dk_error_set_remedy(err, "give a PEM file with blocks that start with -----BEGIN CERTIFICATE-----");
  return status;
}

dcoskube_status dk_trust_parse(const dk_bytes *pem, const char *subject, dk_trust **out, dcoskube_error *err) {
  dk_trust *trust = dk_calloc(1, sizeof *trust);
  BIO *bio = reader_of(pem);
  int broken = 0, count = 0, ok = trust && bio && digest(pem, trust->digest) && (trust->store = X509_STORE_new());
  X509 *x509;
  while (ok && (x509 = next_certificate(bio, &broken)) != NULL) {
    ok = X509_STORE_add_cert(trust->store, x509);
    X509_free(x509);
    count++;
  }
  BIO_free(bio);
  /* an intermediate or a server's own certificate in the file is trusted as it stands there, as Go does it */
  if (ok && !broken && count > 0 && X509_STORE_set_flags(trust->store, X509_V_FLAG_PARTIAL_CHAIN)) {
    *out = trust;
    return DCOSKUBE_OK;
  }
  dk_trust_free(trust);
  return ok && (broken || count == 0) ? no_certificate(subject, broken, err) : dk_no_memory(err);
}

dcoskube_status dk_trust_system(dk_trust **out, dcoskube_error *err) {
  dk_trust *trust = dk_calloc(1, sizeof *trust);
  if (!trust || !(trust->store = X509_STORE_new()) || !X509_STORE_set_default_paths(trust->store) ||
      !X509_STORE_set_flags(trust->store, X509_V_FLAG_PARTIAL_CHAIN)) {
    dk_trust_free(trust);
    return dk_no_memory(err);
  }
  *out = trust;
  return DCOSKUBE_OK;
}

int dk_trust_is(const dk_trust *trust, const dk_bytes *pem) {
  unsigned char of_pem[32];
  return digest(pem, of_pem) && memcmp(of_pem, trust->digest, sizeof of_pem) == 0;
}

void *dk_trust_store(const dk_trust *trust) {
  return trust->store;
}

void dk_trust_free(dk_trust *trust) {
  if (!trust)
    return;
  X509_STORE_free(trust->store);
  dk_free(trust);
}

static dcoskube_status read_chain(const dk_bytes *pem, const char *subject, dk_identity *identity,
                                  dcoskube_error *err) {
  BIO *bio = reader_of(pem);
  int broken = 0, ok = bio && (identity->chain = sk_X509_new_null());
  X509 *x509;
  while (ok && (x509 = next_certificate(bio, &broken)) != NULL) {
    if (!identity->certificate)
      identity->certificate = x509;
    else if (!(ok = sk_X509_push(identity->chain, x509) > 0))
      X509_free(x509);
  }
  BIO_free(bio);
  if (!ok)
    return dk_no_memory(err);
  return identity->certificate && !broken ? DCOSKUBE_OK : no_certificate(subject, broken, err);
}

static dcoskube_status read_key(const dk_bytes *pem, const char *subject, dk_identity *identity, dcoskube_error *err) {
  BIO *bio = reader_of(pem);
  if (!bio)
    return dk_no_memory(err);
  ERR_clear_error();
  identity->key = PEM_read_bio_PrivateKey(bio, NULL, no_phrase, NULL);
  ERR_clear_error();
  BIO_free(bio);
  if (!identity->key) {
    dcoskube_status status = dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "holds no private key that can be read");
    dk_error_set_remedy(err, "give a PEM file with a private key that is not encrypted");
    return status;
  }
  int match = X509_check_private_key(identity->certificate, identity->key) == 1;
  ERR_clear_error();
  if (match)
    return DCOSKUBE_OK;
  return dk_fail(err, DCOSKUBE_ERR_INVALID, subject, "the key does not belong to the certificate");
}

dcoskube_status dk_identity_parse(const dk_bytes *certificate, const char *certificate_subject, const dk_bytes *key,
                                  const char *key_subject, dk_identity **out, dcoskube_error *err) {
  dk_identity *identity = dk_calloc(1, sizeof *identity);
  if (!identity)
    return dk_no_memory(err);
  dcoskube_status status = read_chain(certificate, certificate_subject, identity, err);
  if (status == DCOSKUBE_OK)
    status = read_key(key, key_subject, identity, err);
  if (status == DCOSKUBE_OK)
    *out = identity;
  else
    dk_identity_free(identity);
  return status;
}

int dk_identity_use(const dk_identity *identity, void *ssl) {
  return SSL_use_certificate(ssl, identity->certificate) == 1 && SSL_use_PrivateKey(ssl, identity->key) == 1 &&
         SSL_set1_chain(ssl, identity->chain) == 1;
}

void dk_identity_free(dk_identity *identity) {
  if (!identity)
    return;
  X509_free(identity->certificate);
  sk_X509_pop_free(identity->chain, X509_free);
  EVP_PKEY_free(identity->key);
  dk_free(identity);
}
