/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes one throw-away certificate a call, for the tests and the demo:
 *
 *   pki --dir D --name ca --ca
 *   pki --dir D --name server --issuer ca --san DNS:kube.example.com --san IP:127.0.0.1
 *
 * Never use what it makes for anything real.
 */
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#define LIST_MAX 64
#define DAY 86400L

typedef struct {
  const char *dir, *name, *issuer, *subject, *key, *digest, *usage;
  const char *sans[LIST_MAX];
  int san_count;
  long from, to; /* seconds from now */
  int ca, pathlen;
} request;

typedef struct {
  X509 *cert;
  EVP_PKEY *key;
  char *chain; /* PEM of the intermediates above it, "" for a root */
} authority;

static const char help[] = "usage: pki --dir DIR --name NAME [OPTION...]\n"
                           "Make a throw-away certificate and its key:\n"
                           "  DIR/NAME.crt    the certificate\n"
                           "  DIR/NAME.key    its key (0600)\n"
                           "  DIR/NAME.chain  the certificate and the intermediates above it\n"
                           "  DIR/NAME.pem    chain, then key (0600): what a proxy wants\n"
                           "\n"
                           "  --issuer NAME      sign by DIR/NAME.crt and .key; without it: self-signed\n"
                           "  --ca               a certificate authority (an intermediate, with --issuer)\n"
                           "  --pathlen N        how many authorities may follow this one\n"
                           "  --subject TEXT     such as CN=alice,O=system:masters (default CN=NAME)\n"
                           "  --san KIND:VALUE   DNS:name, IP:address, URI:uri; may be repeated; none: no SAN\n"
                           "  --usage WORD       server (default), client, both, none\n"
                           "  --not-before TIME  seconds, or with s, m, h, d, from now, may be negative (default -1h)\n"
                           "  --not-after TIME   (default 30d)\n"
                           "  --key KIND         ec (default: P-256), p384, rsa (2048), rsa:BITS, ed25519\n"
                           "  --digest NAME      sha256 (default), sha384, sha1, md5\n";

static _Noreturn void die(const char *subject, const char *what) {
  unsigned long code = ERR_peek_last_error();
  fprintf(stderr, "pki: %s: %s", subject, what);
  if (code != 0)
    fprintf(stderr, " (%s)", ERR_error_string(code, NULL));
  fputc('\n', stderr);
  exit(3);
}

static _Noreturn void usage_error(const char *subject, const char *what) {
  fprintf(stderr, "pki: %s: %s\n", subject, what);
  exit(2);
}

static void must(int ok, const char *what) {
  if (!ok)
    die("openssl", what);
}

/* DIR/NAME.SUFFIX, new. */
static char *path_of(const request *req, const char *name, const char *suffix) {
  char *path = NULL;
  if (asprintf(&path, "%s/%s.%s", req->dir, name, suffix) < 0)
    die("memory", "exhausted");
  return path;
}

/* "-2d", "90s", "3600": seconds. */
static long span_of(const char *option, const char *text) {
  char *end = NULL;
  long n = strtol(text, &end, 10);
  if (end == text || n < -100000000L || n > 100000000L)
    usage_error(option, "not a time such as -2d");
  if (strcmp(end, "d") == 0)
    return n * DAY;
  if (strcmp(end, "h") == 0)
    return n * 3600;
  if (strcmp(end, "m") == 0)
    return n * 60;
  if (*end != '\0' && strcmp(end, "s") != 0)
    usage_error(option, "not a time such as -2d");
  return n;
}

static EVP_PKEY *new_key(const char *kind) {
  EVP_PKEY *key = NULL;
  if (strcmp(kind, "ec") == 0)
    key = EVP_EC_gen("P-256");
  else if (strcmp(kind, "p384") == 0)
    key = EVP_EC_gen("P-384");
  else if (strcmp(kind, "ed25519") == 0)
    key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
  else if (strcmp(kind, "rsa") == 0)
    key = EVP_RSA_gen(2048);
  else if (strncmp(kind, "rsa:", 4) == 0)
    key = EVP_RSA_gen((unsigned int)strtoul(kind + 4, NULL, 10));
  else
    usage_error("--key", "not one of ec, p384, rsa, rsa:BITS, ed25519");
  must(key != NULL, "no key");
  return key;
}

/* CN=alice,O=system:masters; the first comes first in the certificate. */
static X509_NAME *new_name(const char *text) {
  X509_NAME *name = X509_NAME_new();
  char *copy = strdup(text), *next = copy, *part;
  must(name != NULL && copy != NULL, "no memory");
  while ((part = strsep(&next, ",")) != NULL) {
    char *value = strchr(part, '=');
    if (value == NULL)
      usage_error("--subject", "not KIND=VALUE,...");
    *value++ = '\0';
    must(X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8, (const unsigned char *)value, -1, -1, 0),
         "bad --subject");
  }
  free(copy);
  return name;
}

/* The whole file as text; NULL when it is not there. */
static char *slurp(const char *path) {
  FILE *in = fopen(path, "r");
  char *text = NULL;
  size_t size = 0;
  ssize_t got;
  if (in == NULL)
    return NULL;
  got = getdelim(&text, &size, '\0', in);
  fclose(in);
  if (got < 0) {
    free(text);
    return NULL;
  }
  return text;
}

static void load_authority(const request *req, authority *out) {
  char *cert_path = path_of(req, req->issuer, "crt"), *key_path = path_of(req, req->issuer, "key");
  char *chain_path = path_of(req, req->issuer, "chain");
  FILE *in = fopen(cert_path, "r");
  if (in == NULL || (out->cert = PEM_read_X509(in, NULL, NULL, NULL)) == NULL)
    die(cert_path, "no certificate there");
  fclose(in);
  in = fopen(key_path, "r");
  if (in == NULL || (out->key = PEM_read_PrivateKey(in, NULL, NULL, NULL)) == NULL)
    die(key_path, "no key there");
  fclose(in);
  /* A root is known to the other side: it is not sent. */
  out->chain = X509_NAME_cmp(X509_get_subject_name(out->cert), X509_get_issuer_name(out->cert)) == 0
                   ? strdup("")
                   : slurp(chain_path);
  if (out->chain == NULL)
    die(chain_path, "no chain there");
  free(cert_path);
  free(key_path);
  free(chain_path);
}

static void add_extension(X509 *cert, X509 *issuer, int nid, const char *value) {
  X509V3_CTX context;
  X509_EXTENSION *extension;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
  must(extension != NULL && X509_add_ext(cert, extension, -1), value);
  X509_EXTENSION_free(extension);
}

static void add_sans(X509 *cert, const request *req) {
  GENERAL_NAMES *names = GENERAL_NAMES_new();
  int i;
  must(names != NULL, "no memory");
  for (i = 0; i < req->san_count; i++) {
    const char *san = req->sans[i];
    const char *value = strchr(san, ':');
    int kind = strncmp(san, "DNS:", 4) == 0   ? GEN_DNS
               : strncmp(san, "IP:", 3) == 0  ? GEN_IPADD
               : strncmp(san, "URI:", 4) == 0 ? GEN_URI
                                              : -1;
    GENERAL_NAME *name;
    if (value == NULL || kind < 0)
      usage_error("--san", "not DNS:name, IP:address or URI:uri");
    name = a2i_GENERAL_NAME(NULL, NULL, NULL, kind, value + 1, 0);
    must(name != NULL && sk_GENERAL_NAME_push(names, name) > 0, san);
  }
  must(X509_add1_ext_i2d(cert, NID_subject_alt_name, names, 0, 0), "no SAN");
  GENERAL_NAMES_free(names);
}

static void add_extensions(X509 *cert, X509 *issuer, const request *req) {
  char basic[64] = "critical,CA:FALSE";
  if (req->ca && req->pathlen >= 0)
    snprintf(basic, sizeof basic, "critical,CA:TRUE,pathlen:%d", req->pathlen);
  else if (req->ca)
    snprintf(basic, sizeof basic, "critical,CA:TRUE");
  add_extension(cert, issuer, NID_basic_constraints, basic);
  add_extension(cert, issuer, NID_subject_key_identifier, "hash");
  add_extension(cert, issuer, NID_authority_key_identifier, "keyid");
  add_extension(cert, issuer, NID_key_usage,
                req->ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature,keyEncipherment");
  if (!req->ca && strcmp(req->usage, "server") == 0)
    add_extension(cert, issuer, NID_ext_key_usage, "serverAuth");
  else if (!req->ca && strcmp(req->usage, "client") == 0)
    add_extension(cert, issuer, NID_ext_key_usage, "clientAuth");
  else if (!req->ca && strcmp(req->usage, "both") == 0)
    add_extension(cert, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
  else if (!req->ca && strcmp(req->usage, "none") != 0)
    usage_error("--usage", "not one of server, client, both, none");
  if (req->san_count > 0)
    add_sans(cert, req);
}

static void set_serial(X509 *cert) {
  BIGNUM *number = BN_new();
  must(number != NULL && BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), "no serial");
  must(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert)) != NULL, "no serial");
  BN_free(number);
}

static X509 *new_cert(const request *req, EVP_PKEY *key, const authority *by) {
  X509 *cert = X509_new();
  X509 *issuer = by->cert != NULL ? by->cert : cert;
  EVP_PKEY *signer = by->key != NULL ? by->key : key;
  char fallback[256];
  X509_NAME *subject;
  const EVP_MD *digest = EVP_PKEY_is_a(signer, "ED25519") ? NULL : EVP_get_digestbyname(req->digest);
  must(cert != NULL, "no memory");
  if (digest == NULL && !EVP_PKEY_is_a(signer, "ED25519"))
    usage_error("--digest", "not known");
  snprintf(fallback, sizeof fallback, "CN=%s", req->name);
  subject = new_name(req->subject != NULL ? req->subject : fallback);
  set_serial(cert);
  must(X509_set_version(cert, X509_VERSION_3) && X509_set_pubkey(cert, key) && X509_set_subject_name(cert, subject),
       "cannot fill the certificate");
  must(X509_set_issuer_name(cert, by->cert != NULL ? X509_get_subject_name(by->cert) : subject), "no issuer");
  must(X509_gmtime_adj(X509_getm_notBefore(cert), req->from) != NULL &&
           X509_gmtime_adj(X509_getm_notAfter(cert), req->to) != NULL,
       "bad dates");
  add_extensions(cert, issuer, req);
  must(X509_sign(cert, signer, digest) > 0, "cannot sign");
  X509_NAME_free(subject);
  return cert;
}

/* Write CERT, then the text CHAIN, then KEY; each may be NULL. */
static void write_pem(const char *path, X509 *cert, const char *chain, EVP_PKEY *key) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, key != NULL ? 0600 : 0644);
  FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
  int ok = out != NULL;
  if (!ok)
    die(path, "cannot be written");
  if (key != NULL)
    ok = fchmod(fd, 0600) == 0;
  ok = ok && (cert == NULL || PEM_write_X509(out, cert) == 1);
  ok = ok && (chain == NULL || fputs(chain, out) >= 0);
  ok = ok && (key == NULL || PEM_write_PKCS8PrivateKey(out, key, NULL, NULL, 0, NULL, NULL) == 1);
  if (fclose(out) != 0 || !ok)
    die(path, "cannot be written");
}

static void make(const request *req) {
  authority by = {NULL, NULL, NULL};
  char *crt = path_of(req, req->name, "crt"), *keyfile = path_of(req, req->name, "key");
  char *chain = path_of(req, req->name, "chain"), *pem = path_of(req, req->name, "pem");
  EVP_PKEY *key = new_key(req->key);
  X509 *cert;
  if (req->issuer != NULL)
    load_authority(req, &by);
  cert = new_cert(req, key, &by);
  write_pem(crt, cert, NULL, NULL);
  write_pem(chain, cert, by.chain, NULL);
  write_pem(keyfile, NULL, NULL, key);
  write_pem(pem, cert, by.chain, key);
  X509_free(cert);
  EVP_PKEY_free(key);
  X509_free(by.cert);
  EVP_PKEY_free(by.key);
  free(by.chain);
  free(crt);
  free(keyfile);
  free(chain);
  free(pem);
}

static const struct option options[] = {{"dir", required_argument, NULL, 'd'},
                                        {"name", required_argument, NULL, 'n'},
                                        {"issuer", required_argument, NULL, 'i'},
                                        {"ca", no_argument, NULL, 'c'},
                                        {"pathlen", required_argument, NULL, 'p'},
                                        {"subject", required_argument, NULL, 's'},
                                        {"san", required_argument, NULL, 'a'},
                                        {"usage", required_argument, NULL, 'u'},
                                        {"not-before", required_argument, NULL, 'b'},
                                        {"not-after", required_argument, NULL, 't'},
                                        {"key", required_argument, NULL, 'k'},
                                        {"digest", required_argument, NULL, 'm'},
                                        {"help", no_argument, NULL, 'h'},
                                        {NULL, 0, NULL, 0}};

static void take(request *req, int option, const char *value) {
  switch (option) {
  case 'd':
    req->dir = value;
    break;
  case 'n':
    req->name = value;
    break;
  case 'i':
    req->issuer = value;
    break;
  case 'c':
    req->ca = 1;
    break;
  case 'p':
    req->pathlen = (int)strtol(value, NULL, 10);
    break;
  case 's':
    req->subject = value;
    break;
  case 'a':
    if (req->san_count == LIST_MAX)
      usage_error("--san", "too many");
    req->sans[req->san_count++] = value;
    break;
  case 'u':
    req->usage = value;
    break;
  case 'b':
    req->from = span_of("--not-before", value);
    break;
  case 't':
    req->to = span_of("--not-after", value);
    break;
  case 'k':
    req->key = value;
    break;
  case 'm':
    req->digest = value;
    break;
  case 'h':
    fputs(help, stdout);
    exit(0);
  default:
    exit(2);
  }
}

int main(int argc, char **argv) {
  request req = {.key = "ec", .digest = "sha256", .usage = "server", .from = -3600, .to = 30 * DAY, .pathlen = -1};
  int option;
  while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
    take(&req, option, optarg);
  if (optind != argc)
    usage_error(argv[optind], "unexpected word");
  if (req.dir == NULL || req.name == NULL)
    usage_error("--dir and --name", "are required (see --help)");
  make(&req);
  return 0;
}
