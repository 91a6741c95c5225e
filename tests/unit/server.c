/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static const char version_page[] = "{\"major\":\"1\",\"minor\":\"20\",\"gitVersion\":\"v1.20.2\"}";

int silent_port(uint32_t *port) {
  struct sockaddr_in at;
  socklen_t len = sizeof at;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  memset(&at, 0, sizeof at);
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 64) != 0 ||
      getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
    perror("server");
    exit(99);
  }
  *port = ntohs(at.sin_port);
  return fd;
}

static int add(X509 *x509, int nid, const char *value) {
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
  int ok = extension && X509_add_ext(x509, extension, -1);
  X509_EXTENSION_free(extension);
  return ok;
}

static X509 *make_certificate(EVP_PKEY *key) {
  X509 *x509 = X509_new();
  X509_NAME *name = X509_get_subject_name(x509);
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 86400);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"unit", -1, -1, 0);
  X509_set_issuer_name(x509, name);
  X509_set_pubkey(x509, key);
  if (!add(x509, NID_subject_alt_name, "IP:127.0.0.1,DNS:unit.example,URI:urn:x,email:a@example.com") ||
      !X509_sign(x509, key, EVP_sha256())) {
    X509_free(x509);
    return NULL;
  }
  return x509;
}

static int save(const server *s, X509 *x509, EVP_PKEY *key) {
  FILE *cert_file = fopen(s->cert, "w"), *key_file = fopen(s->key, "w");
  int ok = cert_file && key_file && PEM_write_X509(cert_file, x509) &&
           PEM_write_PrivateKey(key_file, key, NULL, NULL, 0, NULL, NULL);
  if (cert_file)
    fclose(cert_file);
  if (key_file)
    fclose(key_file);
  return ok;
}

static int any_certificate(int ok, X509_STORE_CTX *store) {
  (void)ok, (void)store;
  return 1;
}

static int set_up_tls(server *s) {
  EVP_PKEY *key = EVP_EC_gen("P-256");
  X509 *x509 = key ? make_certificate(key) : NULL;
  SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
  STACK_OF(X509_NAME) *names = sk_X509_NAME_new_null();
  int ok = x509 && ctx && names && SSL_CTX_use_certificate(ctx, x509) && SSL_CTX_use_PrivateKey(ctx, key) &&
           sk_X509_NAME_push(names, X509_NAME_dup(X509_get_subject_name(x509))) && save(s, x509, key);
  if (ok) {
    SSL_CTX_set_client_CA_list(ctx, names);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, any_certificate);
  }
  s->ctx = ctx;
  X509_free(x509);
  EVP_PKEY_free(key);
  return ok;
}

static void answer(SSL *ssl, const char *type, const char *body) {
  char text[512];
  int len = snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", type,
                     strlen(body), body);
  SSL_write(ssl, text, len);
}

static void serve(server *s, SSL *ssl) {
  char head[4096];
  size_t used = 0;
  int n;
  while ((n = SSL_read(ssl, head + used, (int)(sizeof head - 1 - used))) > 0) {
    used += (size_t)n;
    head[used] = '\0';
    if (!strstr(head, "\r\n\r\n"))
      continue;
    if (strstr(head, "Authorization: Bearer "))
      s->tokens++;
    if (strncmp(head, "GET /version ", 13) == 0)
      answer(ssl, "application/json", version_page);
    else
      answer(ssl, "text/plain", "ok");
    used = 0;
  }
}

static void *run(void *data) {
  server *s = data;
  sigset_t set;
  sigfillset(&set); /* signals are the test's */
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  int fd;
  while ((fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0 && !s->stop) {
    SSL *ssl = SSL_new(s->ctx);
    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) == 1) {
      s->certificates += SSL_get0_peer_certificate(ssl) != NULL;
      serve(s, ssl);
    }
    SSL_free(ssl);
    close(fd);
  }
  if (fd >= 0)
    close(fd);
  return NULL;
}

int server_start(server *out) {
  memset(out, 0, sizeof *out);
  unit_dir_make(out->dir);
  snprintf(out->cert, sizeof out->cert, "%s/cert.pem", out->dir);
  snprintf(out->key, sizeof out->key, "%s/key.pem", out->dir);
  out->listener = silent_port(&out->port);
  snprintf(out->url, sizeof out->url, "https://127.0.0.1:%u", out->port);
  return set_up_tls(out) && pthread_create(&out->thread, NULL, run, out) == 0;
}

void server_stop(server *s) {
  s->stop = 1;
  shutdown(s->listener, SHUT_RDWR); /* accept() returns */
  pthread_join(s->thread, NULL);
  close(s->listener);
  SSL_CTX_free(s->ctx);
  unit_dir_remove(s->dir);
}
