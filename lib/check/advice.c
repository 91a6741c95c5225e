/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a certificate, and what to do about it. */
#include <string.h>

#include "check/internal.h"
#include "core/str.h"
#include "core/time.h"

#define NAMES_TOLD 4
#define KUBERNETES_NAME "kubernetes.default.svc"

#define SAY(...) dk_say(result->message, sizeof result->message, __VA_ARGS__)
#define MEND(...) dk_say(result->remedy, sizeof result->remedy, __VA_ARGS__)

static int is_dns(const char *san) {
  return dk_starts_with(san, "DNS:");
}

/* How much a SAN and a host name have in common, from their end: a.k8s.example and b.k8s.example are near; addresses
 * are near to nothing. */
static size_t nearness(const char *san, const char *wanted) {
  size_t ls = strlen(san), lw = strlen(wanted), n = 0;
  if (!is_dns(san))
    return 0;
  while (n < ls && n < lw && dk_lower(san[ls - 1 - n]) == dk_lower(wanted[lw - 1 - n]))
    n++;
  return n + 1;
}

static const char *without_kind(const char *san) {
  const char *colon = strchr(san, ':');
  return colon ? colon + 1 : san;
}

/* The nearest SANs first; returns how many were written into the array. */
static size_t nearest(const dk_cert *cert, const char *wanted, const char *out[NAMES_TOLD]) {
  size_t count = 0;
  for (size_t i = 0; i < cert->san_count; i++) {
    const char *san = cert->sans[i];
    size_t at = count;
    while (at > 0 && nearness(san, wanted) > nearness(out[at - 1], wanted))
      at--;
    if (at == NAMES_TOLD)
      continue;
    size_t last = count < NAMES_TOLD ? count : NAMES_TOLD - 1;
    memmove(&out[at + 1], &out[at], (last - at) * sizeof *out);
    out[at] = san;
    count = last + 1;
  }
  return count;
}

static void say_names(dcoskube_result *result, const char *wanted, const char *const *names, size_t count, size_t all) {
  char list[640] = "";
  for (size_t i = 0; i < count; i++) {
    size_t used = strlen(list);
    dk_say(list + used, sizeof list - used, "%s`%.120s`", i ? ", " : "", without_kind(names[i]));
  }
  if (all > count)
    SAY("the certificate is for %s and %zu more, not for `%s`", list, all - count, wanted);
  else
    SAY("the certificate is for %s, not for `%s`", list, wanted);
}

static int is_for_kubernetes(const dk_cert *cert) {
  for (size_t i = 0; i < cert->san_count; i++)
    if (strcmp(cert->sans[i], "DNS:" KUBERNETES_NAME) == 0)
      return 1;
  return 0;
}

/* The name to be told as server name: a whole one. */
static const char *whole_name(const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (is_dns(names[i]) && !strchr(names[i], '*'))
      return without_kind(names[i]);
  return NULL;
}

static void wrong_name(const dcoskube_target *target, dcoskube_result *result) {
  const char *wanted = dk_target_expected_name(target);
  const char *names[NAMES_TOLD];
  const dk_cert *cert = &result->certs[0].facts;
  size_t count = result->cert_count ? nearest(cert, wanted, names) : 0;
  if (count == 0) {
    SAY("the certificate of `%s` has no subject alternative name at all", wanted);
    MEND("issue a certificate with the name as subject alternative name, since the common name does not count");
    return;
  }
  const char *name = whole_name(names, count);
  say_names(result, wanted, names, count, cert->san_count);
  if (is_for_kubernetes(cert))
    MEND("add `%s` to the certSANs of the API server, set the server name to `%s`, or let the proxy end TLS", wanted,
         KUBERNETES_NAME);
  else if (name)
    MEND("call it by one of these names, or set the server name to `%s`", name);
  else
    MEND("call it by a name or address that the certificate is for");
}

static void untrusted(dcoskube_result *result, const dk_tls_problem *problem) {
  size_t at = problem->cert >= 0 ? (size_t)problem->cert : 0;
  const dk_cert *cert = at < result->cert_count ? &result->certs[at].facts : NULL;
  if (!cert) {
    SAY("the certificate is not trusted: %s", dk_tls_problem_text(problem->error));
    MEND("look at the chain of certificates of the server");
  } else if (dk_tls_is_self_signed(problem->error)) {
    SAY("the certificate is self-signed (%.200s), and is not among the trusted CAs", cert->subject);
    MEND("give this certificate as the CA if you know it by its SHA-256, or let the server use one of your CA");
  } else if (dk_tls_is_issuer_unknown(problem->error)) {
    SAY("the certificate is not trusted: its issuer `%.200s` is neither among the trusted CAs nor sent by the server",
        cert->issuer);
    MEND("give the CA file of this cluster, or, if the CA is right, let the server send the intermediate certificate");
  } else {
    SAY("the certificate `%.200s` is not trusted: %s", cert->subject, dk_tls_problem_text(problem->error));
    MEND("issue a certificate that is right for a TLS server");
  }
}

static void out_of_time(dcoskube_result *result, const dk_tls_problem *problem) {
  const dk_cert *cert = problem->cert >= 0 ? &result->certs[problem->cert].facts : NULL;
  char when[DK_UTC_SIZE];
  if (!cert) {
    SAY("a CA in the chain is out of its time: %s", dk_tls_problem_text(problem->error));
    MEND("renew this CA and the CA file, and check the clock of this machine");
  } else if (problem->fault == DK_TLS_FAULT_EXPIRED) {
    dk_utc_print(when, cert->not_after);
    SAY("the certificate `%.200s` has expired at %s", cert->subject, when);
    MEND("renew it (kubeadm: `kubeadm certs renew apiserver`), and check the clock of this machine");
  } else {
    dk_utc_print(when, cert->not_before);
    SAY("the certificate `%.200s` is not valid before %s", cert->subject, when);
    MEND("check the clocks of this machine and of the one that issued it");
  }
}

void dk_certificate_words(const dcoskube_target *target, dcoskube_result *result, const dk_tls_problem *problem) {
  if (problem->fault == DK_TLS_FAULT_NAME)
    wrong_name(target, result);
  else if (problem->fault == DK_TLS_FAULT_UNTRUSTED)
    untrusted(result, problem);
  else
    out_of_time(result, problem);
}
