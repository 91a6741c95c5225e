/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <time.h>
#include <arpa/inet.h>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/text.h"
#include "core/time.h"
#include "format/x509.h"

#define NAME_MAX_LEN 1024
#define SAN_MAX_LEN 512
#define SANS_MAX 1024

char *dk_x509_name_text(const void *name) {
  BIO *bio = BIO_new(BIO_s_mem());
  char *text = NULL;
  /* RFC 2253, but UTF-8 as it is: dk_text_clean_dup() takes out what harms */
  if (bio && X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >= 0) {
    char *data = NULL;
    long len = BIO_get_mem_data(bio, &data);
    text = dk_text_clean_dup(len > 0 ? data : "", len > 0 ? (size_t)len : 0, NAME_MAX_LEN);
  }
  BIO_free(bio);
  return text;
}

static int64_t seconds(const ASN1_TIME *when) {
  struct tm tm;
  if (!when || !ASN1_TIME_to_tm(when, &tm))
    return 0;
  return dk_utc_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void digest(const X509 *x509, char out[65]) {
  unsigned char raw[EVP_MAX_MD_SIZE];
  unsigned len = 0;
  out[0] = '\0';
  if (!X509_digest(x509, EVP_sha256(), raw, &len))
    return;
  for (unsigned i = 0; i < len && i < 32; i++) {
    out[2 * i] = "0123456789abcdef"[raw[i] >> 4];
    out[2 * i + 1] = "0123456789abcdef"[raw[i] & 15];
  }
  out[2 * (len < 32 ? len : 32)] = '\0';
}

static void add_text(dk_buf *buf, const char *kind, const ASN1_STRING *text) {
  dk_buf_str(buf, kind);
  dk_buf_add(buf, ASN1_STRING_get0_data(text), (size_t)ASN1_STRING_length(text));
}

static void add_address(dk_buf *buf, const ASN1_STRING *bytes) {
  char text[INET6_ADDRSTRLEN] = "?";
  int len = ASN1_STRING_length(bytes);
  if (len == 4 || len == 16)
    inet_ntop(len == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(bytes), text, sizeof text);
  dk_buf_str(buf, "IP:");
  dk_buf_str(buf, text);
}

/* One name as clean new text; *out stays NULL for kinds that no host has. */
static dcoskube_status one_san(const GENERAL_NAME *name, char **out) {
  dk_buf buf;
  dk_buf_init(&buf, NAME_MAX_LEN * 64);
  if (name->type == GEN_DNS)
    add_text(&buf, "DNS:", name->d.dNSName);
  else if (name->type == GEN_IPADD)
    add_address(&buf, name->d.iPAddress);
  else if (name->type == GEN_URI)
    add_text(&buf, "URI:", name->d.uniformResourceIdentifier);
  else if (name->type == GEN_EMAIL)
    add_text(&buf, "email:", name->d.rfc822Name);
  else
    return DCOSKUBE_OK;
  if (buf.status != DCOSKUBE_ERR_NO_MEMORY)
    *out = dk_text_clean_dup(dk_buf_peek(&buf), buf.len, SAN_MAX_LEN);
  dk_buf_free(&buf);
  return *out ? DCOSKUBE_OK : DCOSKUBE_ERR_NO_MEMORY;
}

static dcoskube_status read_sans(const X509 *x509, dk_cert *out) {
  GENERAL_NAMES *names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
  int count = names ? sk_GENERAL_NAME_num(names) : 0;
  dcoskube_status status = DCOSKUBE_OK;
  if (count > SANS_MAX)
    count = SANS_MAX;
  if (count > 0 && !(out->sans = dk_calloc((size_t)count, sizeof *out->sans)))
    status = DCOSKUBE_ERR_NO_MEMORY;
  for (int i = 0; i < count && status == DCOSKUBE_OK; i++) {
    status = one_san(sk_GENERAL_NAME_value(names, i), &out->sans[out->san_count]);
    if (status == DCOSKUBE_OK && out->sans[out->san_count])
      out->san_count++;
  }
  GENERAL_NAMES_free(names);
  return status;
}

dcoskube_status dk_cert_read(const void *x509, dk_cert *out) {
  memset(out, 0, sizeof *out);
  out->subject = dk_x509_name_text(X509_get_subject_name(x509));
  out->issuer = dk_x509_name_text(X509_get_issuer_name(x509));
  digest(x509, out->sha256);
  out->not_before = seconds(X509_get0_notBefore(x509));
  out->not_after = seconds(X509_get0_notAfter(x509));
  out->self_issued = X509_NAME_cmp(X509_get_subject_name(x509), X509_get_issuer_name(x509)) == 0;
  if (out->subject && out->issuer && read_sans(x509, out) == DCOSKUBE_OK)
    return DCOSKUBE_OK;
  dk_cert_clear(out);
  return DCOSKUBE_ERR_NO_MEMORY;
}

void dk_cert_clear(dk_cert *cert) {
  for (size_t i = 0; i < cert->san_count; i++)
    dk_free(cert->sans[i]);
  dk_free(cert->sans);
  dk_free(cert->subject);
  dk_free(cert->issuer);
  memset(cert, 0, sizeof *cert);
}
