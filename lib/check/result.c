/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence of a probe that has ended, made to last. */
#include <stdio.h>
#include <string.h>

#include "check/internal.h"
#include "core/alloc.h"
#include "core/text.h"

static void copy_text(char *dst, size_t size, const char *text) {
  dk_text_clean(dst, size, text, strlen(text));
}

/* The deeper fault of one certificate is a consequence: its first is told. */
static const char *error_of(const dk_tls *tls, size_t cert) {
  for (size_t i = 0; i < tls->problem_count; i++)
    if (tls->problems[i].cert == (int)cert)
      return dk_tls_problem_text(tls->problems[i].error);
  return "";
}

static dcoskube_status fill_certs(dcoskube_result *result, const dk_tls *tls, dcoskube_error *err) {
  for (size_t i = 0; i < tls->cert_count; i++) {
    dcoskube_certificate *cert = &result->certs[i];
    if (dk_cert_read(tls->certs[i], &cert->facts) != DCOSKUBE_OK)
      return dk_no_memory(err);
    cert->verify_error = error_of(tls, i);
    result->cert_count++;
  }
  for (size_t i = 0; i < tls->ca_name_count; i++) {
    if (!(result->ca_names[i] = dk_strdup(tls->ca_names[i])))
      return dk_no_memory(err);
    result->ca_name_count++;
  }
  return DCOSKUBE_OK;
}

static void fill_tls(dcoskube_result *result, const dcoskube_target *target, const dk_tls *tls) {
  const dk_tls_problem *worst = dk_tls_worst(tls);
  result->has_tls = tls->version[0] != '\0' && tls->cert_count > 0;
  result->verified = !target->insecure && tls->done_us > 0 && dk_tls_verified(tls);
  result->verify_error = worst ? dk_tls_problem_text(worst->error) : NULL;
  copy_text(result->tls_version, sizeof result->tls_version, tls->version);
  copy_text(result->cipher, sizeof result->cipher, tls->cipher);
  copy_text(result->alpn, sizeof result->alpn, tls->alpn);
  copy_text(result->server_name, sizeof result->server_name, dk_target_expected_name(target));
}

/* Each stage's own time, on our clock; what was not reached is -1. */
static void fill_times(dcoskube_result *result, const dk_probe *probe) {
  int64_t *times = result->times, dialled = probe->dials.first_us;
  const dk_tls *tls = &probe->tls;
  for (size_t i = 0; i < sizeof result->times / sizeof *times; i++)
    times[i] = -1;
  times[DCOSKUBE_STAGE_NONE] = probe->ended_us - probe->begun_us;
  times[DCOSKUBE_STAGE_NAME] = (dialled ? dialled : probe->ended_us) - probe->begun_us;
  if (dialled)
    times[DCOSKUBE_STAGE_TCP] = (tls->begun_us ? tls->begun_us : probe->ended_us) - dialled;
  if (tls->begun_us)
    times[DCOSKUBE_STAGE_TLS] = (tls->done_us ? tls->done_us : probe->ended_us) - tls->begun_us;
  if (tls->done_us && probe->version.outcome != DK_OUTCOME_CERTIFICATE)
    times[DCOSKUBE_STAGE_HTTP] = (probe->version.end_us ? probe->version.end_us : probe->ended_us) - tls->done_us;
  if (probe->asked_us)
    times[DCOSKUBE_STAGE_HEALTH] = probe->ended_us - probe->asked_us;
}

static void fill_answer(dcoskube_result *result, const dk_probe *probe) {
  result->dials = probe->dials;
  if (probe->version.address[0])
    copy_text(result->address, sizeof result->address, probe->version.address);
  else if (probe->dials.count > 0)
    copy_text(result->address, sizeof result->address, probe->dials.address[probe->dials.count - 1]);
  copy_text(result->version, sizeof result->version, probe->said.version);
  copy_text(result->user, sizeof result->user, probe->said.user[0] ? probe->said.user : probe->health.user);
  result->health = probe->health;
  result->health_old = probe->step == DK_STEP_HEALTHZ;
  result->checked_at = probe->wall_s;
}

dcoskube_status dk_result_new(const dcoskube_target *target, dcoskube_result **out, dcoskube_error *err) {
  const dk_probe *probe = target->probe;
  dcoskube_result *result = dk_calloc(1, sizeof *result);
  if (!result)
    return dk_no_memory(err);
  /* a connection that was made later and is faulty is what stopped it */
  const dk_tls *tls =
      probe->answer.outcome == DK_OUTCOME_CERTIFICATE && probe->connections > 1 ? &probe->later : &probe->tls;
  atomic_init(&result->count, 1);
  result->index = target->index;
  result->userdata = target->userdata;
  result->credential = dk_target_credential(target);
  result->healthy = -1;
  result->answered_by = "";
  result->target = dk_strdup(target->url);
  result->context = dk_strdup(target->context ? target->context : "");
  if (!result->target || !result->context || fill_certs(result, tls, err) != DCOSKUBE_OK) {
    dcoskube_result_free(result);
    return dk_no_memory(err);
  }
  fill_tls(result, target, tls);
  fill_times(result, probe);
  fill_answer(result, probe);
  dk_judge(target, result);
  *out = result;
  return DCOSKUBE_OK;
}

dcoskube_result *dcoskube_result_ref(dcoskube_result *result) {
  if (result)
    atomic_fetch_add_explicit(&result->count, 1, memory_order_relaxed);
  return result;
}

void dcoskube_result_free(dcoskube_result *result) {
  if (!result || atomic_fetch_sub_explicit(&result->count, 1, memory_order_acq_rel) != 1)
    return;
  for (size_t i = 0; i < DK_TLS_CERTS; i++)
    dk_cert_clear(&result->certs[i].facts);
  for (size_t i = 0; i < result->ca_name_count; i++)
    dk_free(result->ca_names[i]);
  dk_free(result->target);
  dk_free(result->context);
  dk_free(result);
}
