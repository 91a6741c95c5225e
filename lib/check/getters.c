/* SPDX-License-Identifier: Apache-2.0 */
/* What a result says, one by one.  A NULL that is not allowed gives the answer of an empty result. */
#include "check/internal.h"

dcoskube_verdict dcoskube_result_verdict(const dcoskube_result *result) {
  return result ? result->verdict : (dcoskube_verdict)0;
}

dcoskube_stage dcoskube_result_stage(const dcoskube_result *result) {
  return result ? result->stage : DCOSKUBE_STAGE_NONE;
}

dcoskube_credential dcoskube_result_credential(const dcoskube_result *result) {
  return result ? result->credential : DCOSKUBE_CREDENTIAL_NONE;
}

int dcoskube_result_reachable(const dcoskube_result *result) {
  return result ? result->reachable : 0;
}

int dcoskube_result_healthy(const dcoskube_result *result) {
  return result ? result->healthy : -1;
}

/* Was a credential sent, so that "authenticated" is what one would expect? */
static int was_sent(const dcoskube_result *result) {
  return result->credential == DCOSKUBE_CREDENTIAL_TOKEN || result->credential == DCOSKUBE_CREDENTIAL_CERTIFICATE;
}

int dcoskube_result_meets(const dcoskube_result *result, dcoskube_expect expect) {
  if (!result || !result->reachable)
    return 0;
  if (expect == DCOSKUBE_EXPECT_DEFAULT)
    expect = was_sent(result) ? DCOSKUBE_EXPECT_AUTHENTICATED : DCOSKUBE_EXPECT_REACHABLE;
  switch (expect) {
  case DCOSKUBE_EXPECT_REACHABLE:
    return 1;
  case DCOSKUBE_EXPECT_AUTHENTICATED:
    return result->verdict != DCOSKUBE_VERDICT_UNAUTHORIZED &&
           (was_sent(result) || result->credential == DCOSKUBE_CREDENTIAL_NONE);
  case DCOSKUBE_EXPECT_HEALTHY:
    return result->verdict == DCOSKUBE_VERDICT_HEALTHY;
  case DCOSKUBE_EXPECT_DEFAULT:
    break;
  }
  return 0;
}

size_t dcoskube_result_index(const dcoskube_result *result) {
  return result ? result->index : 0;
}

void *dcoskube_result_userdata(const dcoskube_result *result) {
  return result ? result->userdata : NULL;
}

const char *dcoskube_result_target(const dcoskube_result *result) {
  return result ? result->target : "";
}

const char *dcoskube_result_context(const dcoskube_result *result) {
  return result ? result->context : "";
}

const char *dcoskube_result_message(const dcoskube_result *result) {
  return result ? result->message : "";
}

const char *dcoskube_result_remedy(const dcoskube_result *result) {
  return result ? result->remedy : "";
}

const char *dcoskube_result_user(const dcoskube_result *result) {
  return result ? result->user : "";
}

const char *dcoskube_result_server_version(const dcoskube_result *result) {
  return result ? result->version : "";
}

const char *dcoskube_result_address(const dcoskube_result *result) {
  return result ? result->address : "";
}

const char *dcoskube_result_answered_by(const dcoskube_result *result) {
  return result ? result->answered_by : "";
}

uint32_t dcoskube_result_http_status(const dcoskube_result *result) {
  return result ? result->http_status : 0;
}

int64_t dcoskube_result_time_us(const dcoskube_result *result, dcoskube_stage stage) {
  if (!result || (int)stage < 0 || (int)stage > DCOSKUBE_STAGE_HEALTH)
    return -1;
  return result->times[stage];
}

int64_t dcoskube_result_checked_at(const dcoskube_result *result) {
  return result ? result->checked_at : 0;
}

size_t dcoskube_result_certificate_count(const dcoskube_result *result) {
  return result ? result->cert_count : 0;
}

const dcoskube_certificate *dcoskube_result_certificate(const dcoskube_result *result, size_t index) {
  return result && index < result->cert_count ? &result->certs[index] : NULL;
}

const char *dcoskube_certificate_subject(const dcoskube_certificate *certificate) {
  return certificate ? certificate->facts.subject : "";
}

const char *dcoskube_certificate_issuer(const dcoskube_certificate *certificate) {
  return certificate ? certificate->facts.issuer : "";
}

const char *dcoskube_certificate_sha256(const dcoskube_certificate *certificate) {
  return certificate ? certificate->facts.sha256 : "";
}

const char *dcoskube_certificate_verify_error(const dcoskube_certificate *certificate) {
  return certificate ? certificate->verify_error : "";
}

size_t dcoskube_certificate_san_count(const dcoskube_certificate *certificate) {
  return certificate ? certificate->facts.san_count : 0;
}

const char *dcoskube_certificate_san(const dcoskube_certificate *certificate, size_t index) {
  return certificate && index < certificate->facts.san_count ? certificate->facts.sans[index] : "";
}

int64_t dcoskube_certificate_not_before(const dcoskube_certificate *certificate) {
  return certificate ? certificate->facts.not_before : 0;
}

int64_t dcoskube_certificate_not_after(const dcoskube_certificate *certificate) {
  return certificate ? certificate->facts.not_after : 0;
}
