/* SPDX-License-Identifier: Apache-2.0 */
/* A result as JSON, schema 1. */
#include <string.h>

#include "check/internal.h"
#include "core/time.h"
#include "format/json.h"

/* "" is null. */
static dk_json *text(const char *value) {
  return value && value[0] ? dk_json_string(value) : dk_json_null();
}

static dk_json *utc(int64_t seconds) {
  char when[DK_UTC_SIZE];
  dk_utc_print(when, seconds);
  return dk_json_string(when);
}

static dk_json *milliseconds(int64_t us) {
  return us < 0 ? dk_json_null() : dk_json_real((double)us / 1000.0);
}

/* What is half built is no use: NULL, and the caller's set fails. */
static dk_json *whole(dk_json *value, int ok) {
  if (ok)
    return value;
  dk_json_free(value);
  return NULL;
}

static dk_json *strings(char *const *items, size_t count) {
  dk_json *array = dk_json_array();
  int ok = array != NULL;
  for (size_t i = 0; i < count && ok; i++)
    ok = dk_json_push(array, dk_json_string(items[i]));
  return whole(array, ok);
}

static dk_json *addresses(const dcoskube_result *result) {
  dk_json *array = dk_json_array();
  int ok = array != NULL;
  for (size_t i = 0; i < result->dials.count && ok; i++) {
    const char *address = result->dials.address[i], *error = NULL;
    if (strcmp(address, result->address) != 0)
      error = "no connection";
    else if (result->connect_error[0])
      error = result->connect_error;
    dk_json *item = dk_json_object();
    ok = dk_json_set(item, "address", dk_json_string(address)) && dk_json_set(item, "error", text(error));
    ok = dk_json_push(array, whole(item, ok));
  }
  return whole(array, ok);
}

static dk_json *tls(const dcoskube_result *result) {
  if (!result->has_tls)
    return dk_json_null();
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "version", text(result->tls_version)) &&
           dk_json_set(object, "cipher", text(result->cipher)) && dk_json_set(object, "alpn", text(result->alpn)) &&
           dk_json_set(object, "verified", dk_json_boolean(result->verified)) &&
           dk_json_set(object, "verify_error", text(result->verify_error)) &&
           dk_json_set(object, "server_name", text(result->server_name)) &&
           dk_json_set(object, "client_ca_names", strings(result->ca_names, result->ca_name_count));
  return whole(object, ok);
}

/* Whole days, rounded down: -1 is "has expired today". */
static int64_t days_left(int64_t not_after, int64_t now) {
  int64_t left = not_after - now, day = 86400;
  return left >= 0 ? left / day : -((-left + day - 1) / day);
}

static dk_json *certificate(const dcoskube_certificate *cert, int64_t now) {
  const dk_cert *facts = &cert->facts;
  dk_json *object = dk_json_object();
  int ok = dk_json_set(object, "subject", dk_json_string(facts->subject)) &&
           dk_json_set(object, "issuer", dk_json_string(facts->issuer)) &&
           dk_json_set(object, "sans", strings(facts->sans, facts->san_count)) &&
           dk_json_set(object, "not_before", utc(facts->not_before)) &&
           dk_json_set(object, "not_after", utc(facts->not_after)) &&
           dk_json_set(object, "days_left", dk_json_integer(days_left(facts->not_after, now))) &&
           dk_json_set(object, "sha256", dk_json_string(facts->sha256)) &&
           dk_json_set(object, "verify_error", text(cert->verify_error));
  return whole(object, ok);
}

static dk_json *certificates(const dcoskube_result *result) {
  dk_json *array = dk_json_array();
  int ok = array != NULL;
  for (size_t i = 0; i < result->cert_count && ok; i++)
    ok = dk_json_push(array, certificate(&result->certs[i], result->checked_at));
  return whole(array, ok);
}

static dk_json *health(const dcoskube_result *result) {
  if (result->health.kind == DK_HEALTH_UNREADABLE)
    return dk_json_null();
  const char *word = result->health.kind == DK_HEALTH_OK ? "ok" : "failed";
  dk_json *object = dk_json_object(), *failed = dk_json_array();
  int ok = failed != NULL;
  for (size_t i = 0; i < result->health.failed_count && ok; i++)
    ok = dk_json_push(failed, dk_json_string(result->health.failed[i]));
  failed = whole(failed, ok);
  ok = dk_json_set(object, "livez", dk_json_null()) &&
       dk_json_set(object, "readyz", result->health_old ? dk_json_null() : dk_json_string(word)) &&
       (!result->health_old || dk_json_set(object, "healthz", dk_json_string(word)));
  ok = dk_json_set(object, "failed", failed) && ok;
  return whole(object, ok);
}

static dk_json *times(const dcoskube_result *result) {
  static const struct {
    const char *key;
    dcoskube_stage stage;
  } rows[] = {{"name", DCOSKUBE_STAGE_NAME}, {"tcp", DCOSKUBE_STAGE_TCP},       {"tls", DCOSKUBE_STAGE_TLS},
              {"http", DCOSKUBE_STAGE_HTTP}, {"health", DCOSKUBE_STAGE_HEALTH}, {"total", DCOSKUBE_STAGE_NONE}};
  dk_json *object = dk_json_object();
  int ok = object != NULL;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0] && ok; i++)
    ok = dk_json_set(object, rows[i].key, milliseconds(result->times[rows[i].stage]));
  return whole(object, ok);
}

static dk_json *stage_word(dcoskube_stage stage) {
  return stage == DCOSKUBE_STAGE_NONE ? dk_json_null() : dk_json_string(dcoskube_stage_name(stage));
}

static int set_verdict(dk_json *root, const dcoskube_result *result) {
  return dk_json_set(root, "schema", dk_json_integer(1)) && dk_json_set(root, "target", text(result->target)) &&
         dk_json_set(root, "context", text(result->context)) &&
         dk_json_set(root, "checked_at", utc(result->checked_at)) &&
         dk_json_set(root, "verdict", dk_json_string(dcoskube_verdict_name(result->verdict))) &&
         dk_json_set(root, "reachable", dk_json_boolean(result->reachable)) &&
         dk_json_set(root, "healthy", result->healthy < 0 ? dk_json_null() : dk_json_boolean(result->healthy)) &&
         dk_json_set(root, "stage", stage_word(result->stage));
}

static int set_answer(dk_json *root, const dcoskube_result *result) {
  uint32_t http = result->http_status;
  return dk_json_set(root, "answered_by", text(result->answered_by)) &&
         dk_json_set(root, "http_status", http ? dk_json_integer(http) : dk_json_null()) &&
         dk_json_set(root, "user", text(result->user)) &&
         dk_json_set(root, "credential", dk_json_string(dcoskube_credential_name(result->credential))) &&
         dk_json_set(root, "server_version", text(result->version)) &&
         dk_json_set(root, "message", text(result->message)) && dk_json_set(root, "remedy", text(result->remedy));
}

static int set_evidence(dk_json *root, const dcoskube_result *result) {
  return dk_json_set(root, "address", text(result->address)) && dk_json_set(root, "addresses", addresses(result)) &&
         dk_json_set(root, "proxy", dk_json_null()) && dk_json_set(root, "redirect", dk_json_null()) &&
         dk_json_set(root, "tls", tls(result)) && dk_json_set(root, "certificates", certificates(result)) &&
         dk_json_set(root, "health", health(result)) && dk_json_set(root, "times_ms", times(result));
}

dcoskube_status dcoskube_result_json(const dcoskube_result *result, uint32_t flags, char **out, size_t *out_len,
                                     dcoskube_error *err) {
  dk_error_reset(err);
  if (!result || !out || flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL,
                   result && out ? "flags must be 0" : "result and out must not be NULL");
  dk_json *root = dk_json_object();
  dcoskube_status status = set_verdict(root, result) && set_answer(root, result) && set_evidence(root, result)
                               ? dk_json_dump(root, 0, out, out_len, err)
                               : dk_no_memory(err);
  dk_json_free(root);
  return status;
}
