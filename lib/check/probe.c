/* SPDX-License-Identifier: Apache-2.0 */
/* One target's probe: what is asked, one question after another over one connection. */
#include <string.h>

#include "check/internal.h"
#include "core/alloc.h"
#include "core/buf.h"
#include "core/name.h"
#include "core/time.h"

void dk_probe_free(dk_probe *probe) {
  if (!probe)
    return;
  dk_channel_free(probe->channel); /* first: its connections know the rest */
  dk_tls_clear(&probe->tls);
  dk_tls_clear(&probe->later);
  dk_free(probe->host_header);
  dk_free(probe->name);
  dk_free(probe->dial);
  dk_free(probe);
}

/* A host as a URL has it. */
static char *in_brackets(const char *host) {
  dk_buf buf;
  char *text = NULL;
  dk_buf_init(&buf, 1024);
  dk_buf_printf(&buf, strchr(host, ':') ? "[%s]" : "%s", host);
  (void)dk_buf_take(&buf, &text, NULL, NULL, NULL);
  dk_buf_free(&buf);
  return text;
}

/* The name in the URL is the one of the certificate, so that SNI is; the header tells the real one. */
static int fill_names(dk_probe *probe, const dcoskube_target *target) {
  probe->name = in_brackets(dk_target_expected_name(target));
  probe->dial = in_brackets(target->dial_host ? target->dial_host : target->host);
  if (!probe->name || !probe->dial)
    return 0;
  if (!target->server_name)
    return 1;
  dk_buf buf;
  dk_buf_init(&buf, 1024);
  dk_buf_printf(&buf, strchr(target->host, ':') ? "[%s]" : "%s", target->host);
  if (target->port_given)
    dk_buf_printf(&buf, ":%u", target->port);
  (void)dk_buf_take(&buf, &probe->host_header, NULL, NULL, NULL);
  dk_buf_free(&buf);
  return probe->host_header != NULL;
}

static void fill_tls(dk_tls *tls, const dcoskube_target *target) {
  const char *name = dk_target_expected_name(target);
  dk_tls_init(tls);
  tls->trust = target->trust ? target->trust : target->check->trust;
  tls->name = name;
  tls->name_is_address = dk_is_ipv4(name, strlen(name)) || dk_is_ipv6(name, strlen(name));
  if (dk_target_credential(target) != DCOSKUBE_CREDENTIAL_WITHHELD) {
    tls->identity = target->identity;
    tls->identity_unverified = target->send_insecurely && target->insecure;
  }
}

/* A connection begins.  The first is the one that is told about; others come only if the server closed that one. */
static int on_tls(void *data, void *ssl_ctx) {
  dk_probe *probe = ((dcoskube_target *)data)->probe;
  dk_tls *tls = probe->connections++ == 0 ? &probe->tls : &probe->later;
  return dk_tls_attach(tls, ssl_ctx);
}

static void on_header(void *data, const char *line, size_t len) {
  dk_probe *probe = ((dcoskube_target *)data)->probe;
  probe->marked = probe->marked || dk_is_mark(line, len);
}

static dk_peer peer_of(dcoskube_target *target) {
  dk_probe *probe = target->probe;
  dk_peer peer;
  memset(&peer, 0, sizeof peer);
  peer.name = probe->name;
  peer.port = target->port;
  peer.dial = probe->dial;
  peer.dial_port = target->dial_host ? target->dial_port : target->port;
  peer.host_header = probe->host_header;
  peer.bearer = dk_target_credential(target) == DCOSKUBE_CREDENTIAL_TOKEN ? target->token : NULL;
  peer.verify = !target->insecure;
  peer.timeout_ms = target->check->timeout_ms;
  peer.tls_begins = on_tls;
  peer.header = on_header;
  peer.data = target;
  return peer;
}

static dcoskube_status ask(dcoskube_target *target, dk_step step, dcoskube_error *err) {
  static const char *const paths[DK_STEPS] = {"/version", "/readyz", "/healthz"};
  dk_buf path;
  dk_buf_init(&path, 4096);
  dk_buf_str(&path, target->path);
  dk_buf_str(&path, paths[step]);
  target->probe->step = step;
  target->probe->marked = 0;
  dcoskube_status status =
      path.status == DCOSKUBE_OK ? dk_channel_get(target->probe->channel, dk_buf_peek(&path), err) : dk_no_memory(err);
  dk_buf_free(&path);
  return status;
}

dcoskube_status dk_probe_begin(dcoskube_target *target, dcoskube_error *err) {
  dk_probe *probe = target->probe = dk_calloc(1, sizeof *probe);
  if (!probe)
    return dk_no_memory(err);
  fill_tls(&probe->tls, target);
  fill_tls(&probe->later, target);
  probe->wall_s = dk_wall_s();
  probe->begun_us = dk_now_us();
  probe->deadline_us = probe->begun_us + (int64_t)target->check->timeout_ms * 1000;
  dcoskube_status status = fill_names(probe, target) ? DCOSKUBE_OK : dk_no_memory(err);
  if (status == DCOSKUBE_OK) {
    dk_peer peer = peer_of(target);
    status = dk_channel_new(target->check->transport, &peer, &probe->channel, err);
  }
  return status == DCOSKUBE_OK ? ask(target, DK_STEP_VERSION, err) : status;
}

static void end(dk_probe *probe) {
  probe->ended_us = dk_now_us();
  probe->dials = *dk_channel_dials(probe->channel);
  dk_channel_free(probe->channel);
  probe->channel = NULL;
}

/* More than one path is asked before judging: a cluster that starts, or one that is restricted, forbids the first. */
static int health_is_worth_asking(const dcoskube_target *target) {
  const dk_probe *probe = target->probe;
  dcoskube_credential credential = dk_target_credential(target);
  int shown = credential == DCOSKUBE_CREDENTIAL_TOKEN || credential == DCOSKUBE_CREDENTIAL_CERTIFICATE;
  if (probe->said.kind == DK_SAID_STATUS)
    return probe->answer.http_status == 403 || (probe->answer.http_status == 401 && !shown);
  return probe->said.kind == DK_SAID_VERSION;
}

/* Understand an answer; returns the next question, DK_STEPS if there is none. */
static dk_step understand(const dcoskube_target *target) {
  dk_probe *probe = target->probe;
  size_t len;
  const char *body = dk_channel_body(probe->channel, &len);
  uint32_t http_status = probe->answer.http_status;
  if (probe->step == DK_STEP_VERSION) {
    probe->version = probe->answer;
    if (probe->answer.outcome != DK_OUTCOME_ANSWERED)
      return DK_STEPS;
    dk_classify(http_status, probe->marked, body, len, &probe->said);
    return health_is_worth_asking(target) ? DK_STEP_READYZ : DK_STEPS;
  }
  if (probe->answer.outcome != DK_OUTCOME_ANSWERED)
    return DK_STEPS;
  dk_classify_health(http_status, probe->marked, body, len, &probe->health);
  /* servers before 1.16 know /healthz only */
  return probe->step == DK_STEP_READYZ && http_status == 404 ? DK_STEP_HEALTHZ : DK_STEPS;
}

dcoskube_status dk_probe_answered(dcoskube_target *target, int *ended, dcoskube_error *err) {
  dk_probe *probe = target->probe;
  *ended = 0;
  probe->answer = *dk_channel_answer(probe->channel);
  if (probe->answer.outcome == DK_OUTCOME_NO_MEMORY || probe->tls.no_memory || probe->later.no_memory)
    return dk_no_memory(err);
  if (probe->answer.outcome == DK_OUTCOME_NO_SOCKET)
    return dk_fail_errno(err, probe->answer.sys_errno, target->url, "no socket");
  dk_step next = understand(target);
  if (next == DK_STEPS) {
    end(probe);
    *ended = 1;
    return DCOSKUBE_OK;
  }
  if (probe->asked_us == 0)
    probe->asked_us = dk_now_us();
  return ask(target, next, err);
}

void dk_probe_time_out(dcoskube_target *target) {
  target->probe->timed_out = 1;
  end(target->probe);
}
