/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/check.h - can kubectl reach this API server, and if not, exactly
 * why?
 *
 * A check holds targets.  It is pulled: dcoskube_check_start(), then
 * dcoskube_check_next() whenever dcoskube_check_fd() is readable, from any
 * event loop, thread or language; dcoskube_check_run() is the short way.  What
 * the network answers is a result with one verdict, never an error.
 *
 * No verdict is a success without an answer of Kubernetes' own shape over
 * verified TLS (unless verification was switched off for the target); no
 * credential is sent over a connection that was not verified (unless that was
 * switched off as well); the deadline of each target covers everything from the
 * name look-up on.
 */
#ifndef DCOSKUBE_CHECK_H
#define DCOSKUBE_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/error.h>
#include <dcoskube/kubeconfig.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The answer in one word.  The numbers are stable. */
typedef enum dcoskube_verdict {
  DCOSKUBE_VERDICT_HEALTHY = 1,        /* answers as Kubernetes, and readiness says ok */
  DCOSKUBE_VERDICT_REACHABLE = 2,      /* answers as Kubernetes; health could not be read */
  DCOSKUBE_VERDICT_FORBIDDEN = 3,      /* Status 403: a known user (anonymous too) without the right to look */
  DCOSKUBE_VERDICT_UNAUTHORIZED = 4,   /* Status 401: anonymous access is off, or the credential was refused */
  DCOSKUBE_VERDICT_UNHEALTHY = 5,      /* answers as Kubernetes, and readiness fails */
  DCOSKUBE_VERDICT_DNS = 6,            /* the name does not resolve */
  DCOSKUBE_VERDICT_REFUSED = 7,        /* connection refused */
  DCOSKUBE_VERDICT_UNREACHABLE = 8,    /* no route, network or host unreachable */
  DCOSKUBE_VERDICT_TIMEOUT = 9,        /* the deadline passed; the stage says where */
  DCOSKUBE_VERDICT_UNTRUSTED = 10,     /* the certificate's chain is not trusted */
  DCOSKUBE_VERDICT_NAME_MISMATCH = 11, /* trusted, but for other names */
  DCOSKUBE_VERDICT_EXPIRED = 12,       /* a certificate of the chain has expired */
  DCOSKUBE_VERDICT_NOT_YET_VALID = 13, /* a certificate of the chain is not valid yet */
  DCOSKUBE_VERDICT_PLAIN_HTTP = 14,    /* the port speaks HTTP without TLS */
  DCOSKUBE_VERDICT_TLS = 15,           /* the TLS handshake failed */
  DCOSKUBE_VERDICT_PROTOCOL = 16,      /* not a valid HTTP answer, reset, truncated or too large */
  DCOSKUBE_VERDICT_NOT_KUBERNETES = 17 /* something else answered */
} dcoskube_verdict;

/* The step at which a failure stopped. */
typedef enum dcoskube_stage {
  DCOSKUBE_STAGE_NONE = 0, /* nothing stopped it */
  DCOSKUBE_STAGE_NAME = 1,
  DCOSKUBE_STAGE_TCP = 2,
  DCOSKUBE_STAGE_TLS = 3,
  DCOSKUBE_STAGE_CERTIFICATE = 4,
  DCOSKUBE_STAGE_HTTP = 5,
  DCOSKUBE_STAGE_KUBERNETES = 6,
  DCOSKUBE_STAGE_AUTH = 7,
  DCOSKUBE_STAGE_HEALTH = 8
} dcoskube_stage;

/* What was expected of a server. */
typedef enum dcoskube_expect {
  DCOSKUBE_EXPECT_DEFAULT = 0,       /* authenticated if a credential was sent, else reachable */
  DCOSKUBE_EXPECT_REACHABLE = 1,     /* Kubernetes answered (over verified TLS, unless that was switched off) */
  DCOSKUBE_EXPECT_AUTHENTICATED = 2, /* and not with 401, and no credential was withheld or not run */
  DCOSKUBE_EXPECT_HEALTHY = 3        /* the verdict is healthy: readiness said ok */
} dcoskube_expect;

/* What became of the credential. */
typedef enum dcoskube_credential {
  DCOSKUBE_CREDENTIAL_NONE = 0,        /* there was none */
  DCOSKUBE_CREDENTIAL_TOKEN = 1,       /* a bearer token was sent, or would have been had it come so far */
  DCOSKUBE_CREDENTIAL_CERTIFICATE = 2, /* a client certificate, likewise */
  DCOSKUBE_CREDENTIAL_WITHHELD = 3,    /* not sent: the connection is not verified */
  DCOSKUBE_CREDENTIAL_NOT_RUN = 4      /* comes from a program, which was not run */
} dcoskube_credential;

typedef struct dcoskube_check dcoskube_check;
typedef struct dcoskube_target dcoskube_target;           /* belongs to its check */
typedef struct dcoskube_result dcoskube_result;           /* counted: _ref, _free; may outlive its check */
typedef struct dcoskube_certificate dcoskube_certificate; /* belongs to its result */

/*
 * Called by dcoskube_check_run() for each result, on the thread that runs.  It
 * may call getters and dcoskube_check_cancel(), and keep the result with
 * dcoskube_result_ref().
 *
 *   result    borrowed, valid during the call
 *   userdata  as given to dcoskube_check_run()
 *
 * Returns: 0 to go on; anything else stops the run with DCOSKUBE_ERR_CALLBACK.
 */
typedef int (*dcoskube_result_callback)(dcoskube_result *result, void *userdata);

/*
 * Make a check without targets: 10 s for each, 256 in flight, the CAs of
 * $SSL_CERT_FILE or of the system.
 *
 *   flags  0
 *   out    receives a new object, to be freed with dcoskube_check_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_UNSUPPORTED
 *   (libcurl at run time is not built on OpenSSL); DCOSKUBE_ERR_IO (no
 *   descriptor left); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_new(uint32_t flags, dcoskube_check **out, dcoskube_error *err);

/*
 * Set the deadline of each target's whole probe, or how many are in flight.
 *
 *   check  not NULL, not started
 *   ms     1 … 3600000
 *   n      1 … 65535; lowered to what the descriptor limit allows
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_set_timeout(dcoskube_check *check, uint32_t ms, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_check_set_parallel(dcoskube_check *check, uint32_t n, dcoskube_error *err);

/*
 * Set whom every target without a CA of its own trusts.
 *
 *   check  not NULL, not started
 *   path   a PEM file of at most 1 MiB, read now; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE;
 *   DCOSKUBE_ERR_INVALID (no certificate in it); DCOSKUBE_ERR_NOT_FOUND,
 *   DCOSKUBE_ERR_PERMISSION, DCOSKUBE_ERR_IO, DCOSKUBE_ERR_LIMIT (the file);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_set_ca_file(dcoskube_check *check, const char *path, dcoskube_error *err);

/*
 * Add a target by URL.
 *
 *   check  not NULL, not started
 *   url    https://host[:port][/path], port 443 if none; not NULL
 *   out    receives a borrowed target, valid until the check is freed; may be NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE;
 *   DCOSKUBE_ERR_INVALID (not such a URL; http:// among them);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_add_url(dcoskube_check *check, const char *url, dcoskube_target **out,
                                                    dcoskube_error *err);

/*
 * Add a target by kubeconfig context: server, CA, server name and credential
 * are taken from it now.  A credential that a program must produce is not
 * produced (DCOSKUBE_CREDENTIAL_NOT_RUN).
 *
 *   check       not NULL, not started
 *   kubeconfig  read during the call only; not NULL
 *   context     a context's name; NULL: the current one
 *   out         receives a borrowed target, valid until the check is freed; may be NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE;
 *   DCOSKUBE_ERR_NOT_FOUND (no such context, no current context, no such
 *   cluster or none with a server, a missing file); DCOSKUBE_ERR_INVALID (not
 *   https; a file that is no regular file; no certificate, key or token where
 *   one should be; a certificate without its key); DCOSKUBE_ERR_PARSE (not
 *   base64); DCOSKUBE_ERR_LIMIT;
 *   DCOSKUBE_ERR_PERMISSION; DCOSKUBE_ERR_IO; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_add_context(dcoskube_check *check, const dcoskube_kubeconfig *kubeconfig,
                                                        const char *context, dcoskube_target **out,
                                                        dcoskube_error *err);

/*
 * Change one target before the start: whom it trusts, what it proves with,
 * where it is dialled and under which name.
 *
 *   target       not NULL, its check not started
 *   path         set_ca_file: a PEM file; set_token_file: its first line is
 *                the token; read now, at most 1 MiB; not NULL
 *   certificate  a PEM file, read now; not NULL
 *   key          a PEM file, read now, not encrypted; not NULL
 *   on           0 or 1.  set_insecure: do not verify (credentials are then
 *                withheld); set_send_credentials_insecurely: send them all the same
 *   name         SNI and the name the certificate must have, instead of the
 *                URL's host; not NULL
 *   host, port   dial there, and keep the name; host not NULL
 *   userdata     anything; handed back by dcoskube_result_userdata()
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE;
 *   DCOSKUBE_ERR_INVALID (no certificate, key or token in the file; not a host
 *   name; key and certificate do not match); DCOSKUBE_ERR_NOT_FOUND,
 *   DCOSKUBE_ERR_PERMISSION, DCOSKUBE_ERR_IO, DCOSKUBE_ERR_LIMIT (the file);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_target_set_ca_file(dcoskube_target *target, const char *path,
                                                         dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_token_file(dcoskube_target *target, const char *path,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_client_certificate(dcoskube_target *target, const char *certificate,
                                                                    const char *key, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_insecure(dcoskube_target *target, int on, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_send_credentials_insecurely(dcoskube_target *target, int on,
                                                                             dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_server_name(dcoskube_target *target, const char *name,
                                                             dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_connect_to(dcoskube_target *target, const char *host, uint32_t port,
                                                            dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_target_set_userdata(dcoskube_target *target, void *userdata, dcoskube_error *err);

/*
 * How many targets there are.
 *
 *   check  may be NULL
 *
 * Returns: the number.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_check_target_count(const dcoskube_check *check);

/*
 * Begin.  Nothing is sent before dcoskube_check_next() is called.
 *
 *   check  not NULL, not started
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE
 *   (started before, or made before a fork); DCOSKUBE_ERR_NOT_FOUND,
 *   DCOSKUBE_ERR_PERMISSION, DCOSKUBE_ERR_INVALID, DCOSKUBE_ERR_LIMIT,
 *   DCOSKUBE_ERR_IO (the file of $SSL_CERT_FILE); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_start(dcoskube_check *check, dcoskube_error *err);

/*
 * One descriptor for all sockets, timers and wake-ups of the check: when it is
 * readable, call dcoskube_check_next() with a timeout of 0 until it gives none.
 *
 *   check  may be NULL
 *
 * Returns: the descriptor, which belongs to the check; -1 before the start.
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_check_fd(const dcoskube_check *check);

/*
 * Do what can be done now, and give the next result.
 *
 *   check       not NULL, started
 *   timeout_ms  how long to wait for one; 0: do not wait
 *   out         receives a new result, to be freed with dcoskube_result_free(),
 *               or NULL when there is none yet; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE (all
 *   results were given, or not started, or made before a fork);
 *   DCOSKUBE_ERR_CANCELLED; DCOSKUBE_ERR_IO; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_next(dcoskube_check *check, uint32_t timeout_ms, dcoskube_result **out,
                                                 dcoskube_error *err);

/*
 * Stop: the running or next dcoskube_check_next() returns
 * DCOSKUBE_ERR_CANCELLED at once.  May be called from any thread and from a
 * signal handler.  In the child of a fork it does nothing.
 *
 *   check  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_check_cancel(dcoskube_check *check);

/*
 * Start (if that was not done), and call back for each result as it comes.
 *
 *   check     not NULL
 *   callback  not NULL
 *   userdata  handed to the callback; may be NULL
 *
 * Returns: DCOSKUBE_OK (all done); DCOSKUBE_ERR_CALLBACK (stopped by the
 *   callback); and as dcoskube_check_start() and as dcoskube_check_next().
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_check_run(dcoskube_check *check, dcoskube_result_callback callback,
                                                void *userdata, dcoskube_error *err);

/*
 * Free a check and its targets; open connections are closed, secrets wiped.
 * Results that were given live on.  In the child of a fork the connections are
 * the parent's, so libcurl's part of the memory is left as it is.
 *
 *   check  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_check_free(dcoskube_check *check);

/*
 * The words of the machine format: "name-mismatch", "certificate", "withheld".
 *
 *   verdict, stage, credential  any value; an unknown one gives "unknown",
 *                               DCOSKUBE_STAGE_NONE gives "none"
 *
 * Returns: a static string, never NULL.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_verdict_name(dcoskube_verdict verdict);
DCOSKUBE_API const char *dcoskube_stage_name(dcoskube_stage stage);
DCOSKUBE_API const char *dcoskube_credential_name(dcoskube_credential credential);

/*
 * The verdict, the stage where a failure stopped, and what became of the
 * credential.
 *
 *   result  not NULL
 *
 * Returns: a value of the enumeration.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_verdict dcoskube_result_verdict(const dcoskube_result *result);
DCOSKUBE_API dcoskube_stage dcoskube_result_stage(const dcoskube_result *result);
DCOSKUBE_API dcoskube_credential dcoskube_result_credential(const dcoskube_result *result);

/*
 * Did Kubernetes answer (1 or 0), and does it say that it is ready (1 yes, 0
 * no, -1 it could not be read)?
 *
 *   result  not NULL
 *
 * Returns: the number.
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_result_reachable(const dcoskube_result *result);
DCOSKUBE_API int dcoskube_result_healthy(const dcoskube_result *result);

/*
 * Does the result meet an expectation?
 *
 *   result  not NULL
 *   expect  a value of the enumeration
 *
 * Returns: 1 if it does, else 0 (an unknown expectation is never met).
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_result_meets(const dcoskube_result *result, dcoskube_expect expect);

/*
 * The place of the target in the order in which targets were added, from 0,
 * and what dcoskube_target_set_userdata() was given.
 *
 *   result  not NULL
 *
 * Returns: the number or the pointer.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_result_index(const dcoskube_result *result);
DCOSKUBE_API void *dcoskube_result_userdata(const dcoskube_result *result);

/*
 * What was found, as text: the target's URL and context; one sentence that says
 * what is so and one that says what to do; the user that the server took us
 * for; its version ("v1.20.2"); the address that answered or was tried last
 * ("10.138.0.7:6443"); who answered ("kube-apiserver" or "unknown").
 *
 *   result  not NULL
 *
 * Returns: borrowed text, valid until the result is freed; never NULL, ""
 *   where there is none.  Always one line of valid UTF-8 without control
 *   characters, whatever the server sent.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_result_target(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_context(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_message(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_remedy(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_user(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_server_version(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_address(const dcoskube_result *result);
DCOSKUBE_API const char *dcoskube_result_answered_by(const dcoskube_result *result);

/*
 * The status of the HTTP answer that decided.
 *
 *   result  not NULL
 *
 * Returns: the number; 0 when there was none.
 * Since: 0.1
 */
DCOSKUBE_API uint32_t dcoskube_result_http_status(const dcoskube_result *result);

/*
 * How long a stage took, on one monotonic clock, kept on failure too.
 *
 *   result  not NULL
 *   stage   NAME, TCP, TLS, HTTP or HEALTH; DCOSKUBE_STAGE_NONE: all in all
 *
 * Returns: microseconds; -1 when the stage was not reached or has no time of
 *   its own.
 * Since: 0.1
 */
DCOSKUBE_API int64_t dcoskube_result_time_us(const dcoskube_result *result, dcoskube_stage stage);

/*
 * When the probe began.
 *
 *   result  not NULL
 *
 * Returns: seconds since 1970-01-01 UTC.
 * Since: 0.1
 */
DCOSKUBE_API int64_t dcoskube_result_checked_at(const dcoskube_result *result);

/*
 * The certificates as the server sent them, its own first; also when they were
 * not accepted.
 *
 *   result  not NULL
 *   index   0 … count-1
 *
 * Returns: the number, or a borrowed certificate, valid until the result is
 *   freed; NULL if there is none.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_result_certificate_count(const dcoskube_result *result);
DCOSKUBE_API const dcoskube_certificate *dcoskube_result_certificate(const dcoskube_result *result, size_t index);

/*
 * The parts of a certificate: subject and issuer (RFC 2253), SHA-256 of its
 * DER in lower-case hexadecimal, what verification found wrong with it, and
 * its subject alternative names ("DNS:a.example", "IP:10.0.0.1").
 *
 *   certificate  not NULL
 *   index        0 … count-1
 *
 * Returns: borrowed text, valid until the result is freed, never NULL, ""
 *   where there is none; or the number.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_certificate_subject(const dcoskube_certificate *certificate);
DCOSKUBE_API const char *dcoskube_certificate_issuer(const dcoskube_certificate *certificate);
DCOSKUBE_API const char *dcoskube_certificate_sha256(const dcoskube_certificate *certificate);
DCOSKUBE_API const char *dcoskube_certificate_verify_error(const dcoskube_certificate *certificate);
DCOSKUBE_API size_t dcoskube_certificate_san_count(const dcoskube_certificate *certificate);
DCOSKUBE_API const char *dcoskube_certificate_san(const dcoskube_certificate *certificate, size_t index);

/*
 * From when and until when a certificate is valid.
 *
 *   certificate  not NULL
 *
 * Returns: seconds since 1970-01-01 UTC.
 * Since: 0.1
 */
DCOSKUBE_API int64_t dcoskube_certificate_not_before(const dcoskube_certificate *certificate);
DCOSKUBE_API int64_t dcoskube_certificate_not_after(const dcoskube_certificate *certificate);

/*
 * The result as one JSON object on one line (schema 1; dcoskube-check(1)).
 *
 *   result   not NULL
 *   flags    0
 *   out      receives new text without a line feed, to be freed with
 *            dcoskube_free(); not NULL
 *   out_len  receives its length; may be NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_result_json(const dcoskube_result *result, uint32_t flags, char **out,
                                                  size_t *out_len, dcoskube_error *err);

/*
 * Keep a result: one more dcoskube_result_free() is then needed.  Counting is
 * atomic.
 *
 *   result  may be NULL
 *
 * Returns: the same result.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_result *dcoskube_result_ref(dcoskube_result *result);

/*
 * Let go of a result; freed when nobody keeps it.
 *
 *   result  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_result_free(dcoskube_result *result);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_CHECK_H */
