/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "core/alloc.h"
#include "core/time.h"
#include "format/tls.h"

void dk_tls_init(dk_tls *tls) {
  memset(tls, 0, sizeof *tls);
  tls->alert = -1;
}

static dk_tls_fault fault_of(int error) {
  switch (error) {
  case X509_V_ERR_CERT_HAS_EXPIRED:
    return DK_TLS_FAULT_EXPIRED;
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return DK_TLS_FAULT_NOT_YET_VALID;
  case X509_V_ERR_HOSTNAME_MISMATCH:
  case X509_V_ERR_IP_ADDRESS_MISMATCH:
    return DK_TLS_FAULT_NAME;
  default:
    return DK_TLS_FAULT_UNTRUSTED;
  }
}

static void forget_certs(dk_tls *tls) {
  for (size_t i = 0; i < tls->cert_count; i++)
    X509_free(tls->certs[i]);
  tls->cert_count = tls->problem_count = 0;
}

/* The chain as the server sent it. */
static void keep_chain(dk_tls *tls, X509_STORE_CTX *store) {
  if (tls->cert_count > 0)
    return;
  STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(store);
  for (int i = 0; i < sk_X509_num(sent) && tls->cert_count < DK_TLS_CERTS; i++) {
    X509 *x509 = sk_X509_value(sent, i);
    if (X509_up_ref(x509))
      tls->certs[tls->cert_count++] = x509;
  }
}

static int index_of(const dk_tls *tls, const X509 *x509) {
  for (size_t i = 0; x509 && i < tls->cert_count; i++)
    if (X509_cmp(x509, tls->certs[i]) == 0)
      return (int)i;
  return -1;
}

static void keep_problem(dk_tls *tls, X509_STORE_CTX *store) {
  if (tls->problem_count == DK_TLS_PROBLEMS)
    return;
  dk_tls_problem *problem = &tls->problems[tls->problem_count++];
  problem->error = X509_STORE_CTX_get_error(store);
  problem->depth = X509_STORE_CTX_get_error_depth(store);
  problem->cert = index_of(tls, X509_STORE_CTX_get_current_cert(store));
  problem->fault = fault_of(problem->error);
}

static dk_tls *tls_of(const SSL *ssl) {
  return SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
}

static void keep_text(char *dst, size_t size, const void *text, size_t len) {
  if (len >= size)
    len = size - 1;
  memcpy(dst, text, len);
  dst[len] = '\0';
}

static void keep_session(dk_tls *tls, const SSL *ssl) {
  const char *version = SSL_get_version(ssl), *cipher = SSL_get_cipher_name(ssl);
  const unsigned char *alpn = NULL;
  unsigned alpn_len = 0;
  SSL_get0_alpn_selected(ssl, &alpn, &alpn_len);
  keep_text(tls->version, sizeof tls->version, version, strlen(version));
  keep_text(tls->cipher, sizeof tls->cipher, cipher, strlen(cipher));
  keep_text(tls->alpn, sizeof tls->alpn, alpn ? alpn : (const unsigned char *)"", alpn_len);
}

/* Sees each certificate and each fault, and lets the handshake go on, so that all faults are known.  The first of
 * them stays the verification's result: the connection is not used for anything but closing. */
static int on_verify(int ok, X509_STORE_CTX *store) {
  SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
  dk_tls *tls = tls_of(ssl);
  keep_session(tls, ssl);
  keep_chain(tls, store);
  if (!ok)
    keep_problem(tls, store);
  if (tls->problem_count > 0)
    X509_STORE_CTX_set_error(store, tls->problems[0].error);
  return 1;
}

static void keep_ca_names(dk_tls *tls, const SSL *ssl) {
  const STACK_OF(X509_NAME) *names = SSL_get0_peer_CA_list(ssl);
  if (tls->ca_name_count > 0)
    return;
  for (int i = 0; i < sk_X509_NAME_num(names) && tls->ca_name_count < DK_TLS_CA_NAMES; i++) {
    char *text = dk_x509_name_text(sk_X509_NAME_value(names, i));
    if (!text) {
      tls->no_memory = 1;
      return;
    }
    tls->ca_names[tls->ca_name_count++] = text;
  }
}

/* The server asks for a client certificate: it comes after verification. */
static int on_identity_wanted(SSL *ssl, void *data) {
  dk_tls *tls = data;
  tls->identity_asked = 1;
  keep_ca_names(tls, ssl);
  if (!tls->identity || (!dk_tls_verified(tls) && !tls->identity_unverified))
    return 1;
  tls->identity_shown = dk_identity_use(tls->identity, ssl);
  return tls->identity_shown;
}

static long on_bytes(BIO *bio, int oper, const char *data, size_t len, int argi, long argl, int ret,
                     size_t *processed) {
  (void)len, (void)argi, (void)argl;
  dk_tls *tls = (dk_tls *)(void *)BIO_get_callback_arg(bio);
  if (oper == (BIO_CB_READ | BIO_CB_RETURN) && ret > 0 && processed && tls->first_len < sizeof tls->first) {
    size_t room = sizeof tls->first - tls->first_len, take = *processed < room ? *processed : room;
    memcpy(tls->first + tls->first_len, data, take);
    tls->first_len += take;
  }
  return ret;
}

static void on_info(const SSL *ssl, int where, int value) {
  dk_tls *tls = tls_of(ssl);
  if ((where & SSL_CB_HANDSHAKE_START) && tls->begun_us == 0) {
    tls->begun_us = dk_now_us();
    BIO_set_callback_arg(SSL_get_rbio(ssl), (char *)tls);
    BIO_set_callback_ex(SSL_get_rbio(ssl), on_bytes);
  }
  if ((where & SSL_CB_HANDSHAKE_DONE) && tls->done_us == 0) {
    tls->done_us = dk_now_us();
    keep_session(tls, ssl);
  }
  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value >> 8) == SSL3_AL_FATAL)
    tls->alert = value & 0xff;
}

/* Go's rules: the subject's common name is not looked at, and a wildcard is a whole label. */
static int expect_name(const dk_tls *tls, SSL_CTX *ctx) {
  X509_VERIFY_PARAM *param = SSL_CTX_get0_param(ctx);
  X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (tls->name_is_address)
    return X509_VERIFY_PARAM_set1_ip_asc(param, tls->name);
  return X509_VERIFY_PARAM_set1_host(param, tls->name, 0);
}

int dk_tls_attach(dk_tls *tls, void *ssl_ctx) {
  SSL_CTX *ctx = ssl_ctx;
  forget_certs(tls); /* of an earlier connection */
  SSL_CTX_set_app_data(ctx, tls);
  SSL_CTX_set1_cert_store(ctx, dk_trust_store(tls->trust));
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
  SSL_CTX_set_cert_cb(ctx, on_identity_wanted, tls);
  SSL_CTX_set_info_callback(ctx, on_info);
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION);
  return expect_name(tls, ctx);
}

int dk_tls_verified(const dk_tls *tls) {
  return tls->cert_count > 0 && tls->problem_count == 0;
}

const dk_tls_problem *dk_tls_worst(const dk_tls *tls) {
  const dk_tls_problem *worst = NULL;
  for (size_t i = 0; i < tls->problem_count; i++)
    if (!worst || tls->problems[i].fault < worst->fault)
      worst = &tls->problems[i];
  return worst;
}

const char *dk_tls_problem_text(int error) {
  return X509_verify_cert_error_string(error);
}

/* OpenSSL 3.0 has no words for the newer ones. */
const char *dk_tls_alert_text(int alert) {
  if (alert == SSL_AD_CERTIFICATE_REQUIRED)
    return "certificate required";
  if (alert == SSL_AD_NO_APPLICATION_PROTOCOL)
    return "no application protocol";
  return SSL_alert_desc_string_long(alert);
}

int dk_tls_is_self_signed(int error) {
  return error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT;
}

int dk_tls_is_issuer_unknown(int error) {
  return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
         error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE || error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
}

void dk_tls_clear(dk_tls *tls) {
  forget_certs(tls);
  for (size_t i = 0; i < tls->ca_name_count; i++)
    dk_free(tls->ca_names[i]);
  dk_tls_init(tls);
}
