/* SPDX-License-Identifier: Apache-2.0 */
/* From the evidence to one verdict, its stage, and two sentences. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "check/internal.h"
#include "core/text.h"

void dk_say(char *dst, size_t size, const char *fmt, ...) {
  char raw[2048];
  va_list args;
  va_start(args, fmt);
  int n = vsnprintf(raw, sizeof raw, fmt, args);
  va_end(args);
  size_t len = n < 0 ? 0 : (size_t)n < sizeof raw ? (size_t)n : sizeof raw - 1;
  dk_text_clean(dst, size, raw, len);
}

#define SAY(...) dk_say(result->message, sizeof result->message, __VA_ARGS__)
#define MEND(...) dk_say(result->remedy, sizeof result->remedy, __VA_ARGS__)

static void set(dcoskube_result *result, dcoskube_verdict verdict, dcoskube_stage stage) {
  result->verdict = verdict;
  result->stage = stage;
}

static const char *dialled_host(const dcoskube_target *target) {
  return target->dial_host ? target->dial_host : target->host;
}

/* Which server: its address if there is one, else its name. */
static const char *where(const dcoskube_target *target, const dcoskube_result *result) {
  return result->address[0] ? result->address : dialled_host(target);
}

/* As what it answers: "Kubernetes v1.20.2", "Kubernetes" if it did not say. */
static const char *kubernetes(const dcoskube_result *result, char dst[80]) {
  (void)snprintf(dst, 80, result->version[0] ? "Kubernetes %s" : "Kubernetes", result->version);
  return dst;
}

static const char *errno_words(int sys_errno) {
  switch (sys_errno) {
  case ECONNREFUSED:
    return "connection refused";
  case EHOSTUNREACH:
    return "no route to host";
  case ENETUNREACH:
    return "network unreachable";
  case ETIMEDOUT:
    return "no answer";
  case ECONNRESET:
    return "connection reset";
  default: {
    const char *text = sys_errno ? strerrordesc_np(sys_errno) : NULL;
    return text ? text : "no connection";
  }
  }
}

static void judge_name(const dcoskube_target *target, dcoskube_result *result) {
  set(result, DCOSKUBE_VERDICT_DNS, DCOSKUBE_STAGE_NAME);
  SAY("the name \"%s\" does not resolve", dialled_host(target));
  if (strstr(dialled_host(target), "l4lb.thisdcos.directory"))
    MEND("ask from inside the DC/OS cluster, since names of l4lb.thisdcos.directory resolve only there");
  else
    MEND("check the spelling of the name, and the name servers in /etc/resolv.conf");
}

static void judge_connect(const dcoskube_target *target, dcoskube_result *result, int sys_errno) {
  dk_say(result->connect_error, sizeof result->connect_error, "%s", errno_words(sys_errno));
  if (sys_errno == ECONNREFUSED) {
    set(result, DCOSKUBE_VERDICT_REFUSED, DCOSKUBE_STAGE_TCP);
    SAY("%s refuses the connection: nothing listens there", where(target, result));
    MEND("start the API server or the proxy in front of it, and check the port");
    return;
  }
  set(result, DCOSKUBE_VERDICT_UNREACHABLE, DCOSKUBE_STAGE_TCP);
  SAY("%s cannot be reached: %s", where(target, result), errno_words(sys_errno));
  MEND("check the address, the routes and the firewalls on the way");
}

static dcoskube_stage stage_of_silence(const dk_probe *probe) {
  if (probe->asked_us)
    return DCOSKUBE_STAGE_HEALTH;
  if (probe->tls.done_us)
    return DCOSKUBE_STAGE_HTTP;
  if (probe->tls.begun_us)
    return DCOSKUBE_STAGE_TLS;
  return probe->dials.first_us ? DCOSKUBE_STAGE_TCP : DCOSKUBE_STAGE_NAME;
}

/* "10 s", "700 ms" */
static const char *span(char dst[24], uint32_t ms) {
  (void)snprintf(dst, 24, ms % 1000 ? "%u ms" : "%u s", ms % 1000 ? ms : ms / 1000);
  return dst;
}

static void judge_silence(const dcoskube_target *target, dcoskube_result *result) {
  char text[24];
  const char *ms = span(text, target->check->timeout_ms);
  set(result, DCOSKUBE_VERDICT_TIMEOUT, stage_of_silence(target->probe));
  if (result->stage == DCOSKUBE_STAGE_NAME) {
    SAY("the name \"%s\" was not resolved within %s", dialled_host(target), ms);
    MEND("check the name servers in /etc/resolv.conf");
  } else if (result->stage == DCOSKUBE_STAGE_TCP) {
    dk_say(result->connect_error, sizeof result->connect_error, "no answer");
    SAY("%s did not answer the connection within %s", where(target, result), ms);
    MEND("check the address, and whether a firewall drops the packets");
  } else if (result->stage == DCOSKUBE_STAGE_TLS) {
    SAY("%s took the connection, but did not finish the TLS handshake within %s", where(target, result), ms);
    MEND("check that this port speaks TLS, and that the process behind it is not stuck");
  } else if (result->stage == DCOSKUBE_STAGE_HTTP) {
    SAY("%s speaks TLS, but gave no whole answer to GET /version within %s", where(target, result), ms);
    MEND("look at the load and the log of the API server, or of the proxy that ends TLS there");
  } else {
    char what[80];
    SAY("%s answers as %s, but not whether it is ready within %s", where(target, result), kubernetes(result, what), ms);
    MEND("look at etcd and the log of the API server, or give it more time than this");
  }
}

static int began_with(const dk_tls *tls, const char *word) {
  size_t len = strlen(word);
  return tls->first_len >= len && memcmp(tls->first, word, len) == 0;
}

/* A TLS record has one of four types and major version 3. */
static int began_as_tls(const dk_tls *tls) {
  return tls->first_len == 0 ||
         (tls->first[0] >= 20 && tls->first[0] <= 23 && tls->first_len > 1 && tls->first[1] == 3);
}

static void judge_alert(const dcoskube_target *target, dcoskube_result *result, int alert) {
  SAY("%s ended the TLS handshake with the alert \"%s\" (%d)", where(target, result), dk_tls_alert_text(alert), alert);
  if (alert == 70)
    MEND("let the server offer TLS 1.2 or later");
  else if (alert == 116 || alert == 48 || (alert >= 42 && alert <= 46))
    MEND("%s", result->credential == DCOSKUBE_CREDENTIAL_CERTIFICATE
                   ? "use a client certificate that is valid and signed by a CA that the server trusts"
                   : "give a client certificate, which this server seems to demand");
  else if (alert == 112)
    MEND("use a server name that the server knows");
  else
    MEND("look at the log of the server for the reason");
}

static void judge_tls(const dcoskube_target *target, dcoskube_result *result) {
  const dk_tls *tls = &target->probe->tls;
  const char *detail = target->probe->answer.detail;
  set(result, DCOSKUBE_VERDICT_TLS, DCOSKUBE_STAGE_TLS);
  if (tls->alert >= 0) {
    judge_alert(target, result, tls->alert);
  } else if (began_with(tls, "HTTP/")) {
    set(result, DCOSKUBE_VERDICT_PLAIN_HTTP, DCOSKUBE_STAGE_TLS);
    SAY("%s speaks HTTP without TLS", where(target, result));
    MEND("use the port on which it speaks TLS, or put a proxy that ends TLS in front of it");
  } else if (!began_as_tls(tls)) {
    char first[48];
    dk_text_clean(first, sizeof first, tls->first, tls->first_len);
    SAY("%s does not speak TLS: it began with \"%s\"", where(target, result), first);
    MEND("check the port: something else than an API server listens there");
  } else if (tls->first_len == 0) {
    SAY("%s closed the connection in the TLS handshake, without a word", where(target, result));
    MEND("check that this port speaks TLS, and that the proxy on the way has a server behind it");
  } else {
    SAY("the TLS handshake with %s failed: %s", where(target, result), detail[0] ? detail : "no reason was told");
    MEND("check which TLS versions, ciphers and keys the server offers");
  }
}

static void judge_certificate(const dcoskube_target *target, dcoskube_result *result) {
  static const dcoskube_verdict verdicts[] = {DCOSKUBE_VERDICT_UNTRUSTED, DCOSKUBE_VERDICT_EXPIRED,
                                              DCOSKUBE_VERDICT_NOT_YET_VALID, DCOSKUBE_VERDICT_NAME_MISMATCH};
  const dk_probe *probe = target->probe;
  const dk_tls *tls = probe->connections > 1 ? &probe->later : &probe->tls;
  const dk_tls_problem *worst = dk_tls_worst(tls);
  set(result, worst ? verdicts[worst->fault] : DCOSKUBE_VERDICT_UNTRUSTED, DCOSKUBE_STAGE_CERTIFICATE);
  if (worst) {
    dk_certificate_words(target, result, worst);
    return;
  }
  SAY("the certificate of %s was not accepted: %s", where(target, result), probe->answer.detail);
  MEND("look at the certificate of the server");
}

static void judge_broken(const dcoskube_target *target, dcoskube_result *result) {
  const dk_probe *probe = target->probe;
  if (!probe->tls.done_us || probe->tls.alert >= 0) {
    judge_tls(target, result);
    return;
  }
  set(result, DCOSKUBE_VERDICT_PROTOCOL, DCOSKUBE_STAGE_HTTP);
  if (probe->answer.outcome == DK_OUTCOME_TOO_LARGE)
    SAY("%s sends more than 64 KiB in answer to GET /version", where(target, result));
  else
    SAY("%s gave no whole HTTP answer to GET /version: %s", where(target, result), probe->answer.detail);
  MEND("check that an API server, and not another service, listens on this port");
}

static void judge_stranger(const dcoskube_target *target, dcoskube_result *result) {
  const dk_probe *probe = target->probe;
  const dk_said *said = &probe->said;
  uint32_t http_status = probe->version.http_status;
  set(result, DCOSKUBE_VERDICT_NOT_KUBERNETES, DCOSKUBE_STAGE_KUBERNETES);
  result->answered_by = "unknown";
  MEND("check host, port and path, and which backend the proxy there sends this host name to");
  if (http_status >= 300 && http_status < 400 && probe->version.location[0])
    SAY("%s is no Kubernetes API: it redirects to %s (HTTP %u)", where(target, result), probe->version.location,
        http_status);
  else if (said->look == DK_LOOK_HTML)
    SAY("%s is no Kubernetes API: it answers with a web page (HTTP %u)", where(target, result), http_status);
  else if (said->look == DK_LOOK_JSON)
    SAY("%s is no Kubernetes API: it answers with JSON of another kind (HTTP %u)", where(target, result), http_status);
  else if (said->look == DK_LOOK_WANTS_TLS) {
    SAY("%s ends TLS and then speaks plain HTTP to a server that wants TLS", where(target, result));
    MEND("let the proxy speak TLS to the API server as well (HAProxy: `ssl verify required ca-file ...` on its server "
         "line)");
  } else if (said->look == DK_LOOK_TEXT)
    SAY("%s is no Kubernetes API: it answers \"%s\" (HTTP %u)", where(target, result), said->excerpt, http_status);
  else
    SAY("%s is no Kubernetes API: it answers with nothing (HTTP %u)", where(target, result), http_status);
}

static void judge_unauthorized(const dcoskube_target *target, dcoskube_result *result) {
  set(result, DCOSKUBE_VERDICT_UNAUTHORIZED, DCOSKUBE_STAGE_AUTH);
  switch (result->credential) {
  case DCOSKUBE_CREDENTIAL_TOKEN:
    SAY("%s answers as Kubernetes, but refuses the token", where(target, result));
    MEND("get a new token: this one has expired, was revoked, or is for another cluster");
    break;
  case DCOSKUBE_CREDENTIAL_CERTIFICATE:
    SAY("%s answers as Kubernetes, but %s", where(target, result),
        target->probe->tls.identity_asked ? "refuses the client certificate" : "never asks for the client certificate");
    if (!target->probe->tls.identity_asked)
      MEND("use a token, since a proxy ends TLS there and client certificates cannot pass it");
    else if (result->ca_name_count > 0)
      MEND("use a client certificate that is signed by %s", result->ca_names[0]);
    else
      MEND("use a client certificate that is signed by a CA that the server trusts");
    break;
  case DCOSKUBE_CREDENTIAL_WITHHELD:
    SAY("%s answers as Kubernetes, but takes no anonymous request", where(target, result));
    MEND("give the CA of the server, so that it can be verified and the credential sent");
    break;
  case DCOSKUBE_CREDENTIAL_NOT_RUN:
    SAY("%s answers as Kubernetes, but takes no anonymous request, and the program that makes the credential was not "
        "run",
        where(target, result));
    MEND("give a token of your own");
    break;
  case DCOSKUBE_CREDENTIAL_NONE:
    SAY("%s answers as Kubernetes, but takes no anonymous request, and there was no credential", where(target, result));
    MEND("give a token or a client certificate");
    break;
  }
}

static void join_failed(const dk_health *health, char *dst, size_t size) {
  size_t used = 0;
  dst[0] = '\0';
  for (size_t i = 0; i < health->failed_count && used < size; i++)
    used += (size_t)snprintf(dst + used, size - used, "%s%s", i ? ", " : "", health->failed[i]);
}

static void judge_unhealthy(const dcoskube_target *target, dcoskube_result *result) {
  char failed[512], what[80];
  join_failed(&result->health, failed, sizeof failed);
  kubernetes(result, what);
  set(result, DCOSKUBE_VERDICT_UNHEALTHY, DCOSKUBE_STAGE_HEALTH);
  result->healthy = 0;
  if (result->http_status == 429) {
    SAY("%s answers as %s, but has too much to do (HTTP 429)", where(target, result), what);
    MEND("ask again later, and look at the load of the API server");
    return;
  }
  if (failed[0])
    SAY("%s answers as %s, but is not ready: %s", where(target, result), what, failed);
  else
    SAY("%s answers as %s, but is not ready (HTTP %u)", where(target, result), what, result->http_status);
  if (strstr(failed, "etcd"))
    MEND("look at etcd: the API server cannot use it");
  else
    MEND("wait if the server has just started, else look at its log");
}

static void judge_readable(const dcoskube_target *target, dcoskube_result *result, int forbidden) {
  const char *user = result->user[0] ? result->user : "this user";
  char what[80];
  if (forbidden) {
    set(result, DCOSKUBE_VERDICT_FORBIDDEN, DCOSKUBE_STAGE_NONE);
    SAY("%s answers as Kubernetes, but does not let \"%s\" look at it", where(target, result), user);
    MEND("give the user the cluster role system:public-info-viewer, or wait if the server has just started");
    return;
  }
  set(result, DCOSKUBE_VERDICT_REACHABLE, DCOSKUBE_STAGE_NONE);
  SAY("%s answers as %s, but whether it is ready could not be read", where(target, result), kubernetes(result, what));
  if (result->user[0])
    MEND("give \"%s\" the cluster role system:public-info-viewer to see its health", user);
}

static void judge_kubernetes(const dcoskube_target *target, dcoskube_result *result) {
  const dk_probe *probe = target->probe;
  uint32_t said = probe->version.http_status;
  char what[80];
  result->reachable = 1;
  result->answered_by = "kube-apiserver";
  if (result->health.kind != DK_HEALTH_UNREADABLE)
    result->http_status = probe->answer.http_status;
  if (result->health.kind == DK_HEALTH_OK) {
    set(result, DCOSKUBE_VERDICT_HEALTHY, DCOSKUBE_STAGE_NONE);
    result->healthy = 1;
    SAY("%s answers as %s and is ready", where(target, result), kubernetes(result, what));
  } else if (result->health.kind == DK_HEALTH_FAILED ||
             (probe->said.kind == DK_SAID_STATUS && said != 401 && said != 403 && said != 404)) {
    judge_unhealthy(target, result);
  } else if (probe->said.kind == DK_SAID_STATUS && said == 401) {
    judge_unauthorized(target, result);
  } else {
    judge_readable(target, result, probe->said.kind == DK_SAID_STATUS && said == 403);
  }
}

static void add_to_message(dcoskube_result *result, const char *text) {
  size_t len = strlen(result->message);
  dk_text_clean(result->message + len, sizeof result->message - len, text, strlen(text));
}

/* Did the certificate, and nothing else, end the handshake? */
static int is_certificate(const dcoskube_target *target, dk_outcome outcome) {
  return outcome == DK_OUTCOME_CERTIFICATE ||
         (outcome == DK_OUTCOME_TLS && !target->insecure && dk_tls_worst(&target->probe->tls));
}

/* There was no answer to the first question at all. */
static void judge_no_answer(const dcoskube_target *target, dcoskube_result *result, dk_outcome outcome) {
  if (outcome == DK_OUTCOME_NAME)
    judge_name(target, result);
  else if (outcome == DK_OUTCOME_CONNECT)
    judge_connect(target, result, target->probe->answer.sys_errno);
  else if (outcome == DK_OUTCOME_TLS)
    judge_tls(target, result);
  else
    judge_broken(target, result);
}

/* What became of the credential belongs into the message where it is not told otherwise. */
static void add_credential(dcoskube_result *result) {
  if (!result->reachable)
    return;
  if (result->credential == DCOSKUBE_CREDENTIAL_WITHHELD)
    add_to_message(result, "; the credential was withheld, since the connection is not verified");
  else if (result->credential == DCOSKUBE_CREDENTIAL_NOT_RUN && result->verdict != DCOSKUBE_VERDICT_UNAUTHORIZED)
    add_to_message(result, "; the program that makes the credential was not run");
}

void dk_judge(const dcoskube_target *target, dcoskube_result *result) {
  const dk_probe *probe = target->probe;
  dk_outcome outcome = probe->answer.outcome;
  result->http_status = probe->version.outcome == DK_OUTCOME_ANSWERED ? probe->version.http_status : 0;
  if (probe->timed_out || outcome == DK_OUTCOME_TIMEOUT)
    judge_silence(target, result);
  else if (is_certificate(target, outcome))
    judge_certificate(target, result);
  else if (probe->step == DK_STEP_VERSION && outcome != DK_OUTCOME_ANSWERED)
    judge_no_answer(target, result, outcome);
  else if (probe->said.kind == DK_SAID_OTHER)
    judge_stranger(target, result);
  else
    judge_kubernetes(target, result);
  add_credential(result);
}
