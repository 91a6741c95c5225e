/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the machine format. */
#include <dcoskube/check.h>

const char *dcoskube_verdict_name(dcoskube_verdict verdict) {
  switch (verdict) {
  case DCOSKUBE_VERDICT_HEALTHY:
    return "healthy";
  case DCOSKUBE_VERDICT_REACHABLE:
    return "reachable";
  case DCOSKUBE_VERDICT_FORBIDDEN:
    return "forbidden";
  case DCOSKUBE_VERDICT_UNAUTHORIZED:
    return "unauthorized";
  case DCOSKUBE_VERDICT_UNHEALTHY:
    return "unhealthy";
  case DCOSKUBE_VERDICT_DNS:
    return "dns";
  case DCOSKUBE_VERDICT_REFUSED:
    return "refused";
  case DCOSKUBE_VERDICT_UNREACHABLE:
    return "unreachable";
  case DCOSKUBE_VERDICT_TIMEOUT:
    return "timeout";
  case DCOSKUBE_VERDICT_UNTRUSTED:
    return "untrusted";
  case DCOSKUBE_VERDICT_NAME_MISMATCH:
    return "name-mismatch";
  case DCOSKUBE_VERDICT_EXPIRED:
    return "expired";
  case DCOSKUBE_VERDICT_NOT_YET_VALID:
    return "not-yet-valid";
  case DCOSKUBE_VERDICT_PLAIN_HTTP:
    return "plain-http";
  case DCOSKUBE_VERDICT_TLS:
    return "tls";
  case DCOSKUBE_VERDICT_PROTOCOL:
    return "protocol";
  case DCOSKUBE_VERDICT_NOT_KUBERNETES:
    return "not-kubernetes";
  }
  return "unknown";
}

const char *dcoskube_stage_name(dcoskube_stage stage) {
  switch (stage) {
  case DCOSKUBE_STAGE_NONE:
    return "none";
  case DCOSKUBE_STAGE_NAME:
    return "name";
  case DCOSKUBE_STAGE_TCP:
    return "tcp";
  case DCOSKUBE_STAGE_TLS:
    return "tls";
  case DCOSKUBE_STAGE_CERTIFICATE:
    return "certificate";
  case DCOSKUBE_STAGE_HTTP:
    return "http";
  case DCOSKUBE_STAGE_KUBERNETES:
    return "kubernetes";
  case DCOSKUBE_STAGE_AUTH:
    return "auth";
  case DCOSKUBE_STAGE_HEALTH:
    return "health";
  }
  return "unknown";
}

const char *dcoskube_credential_name(dcoskube_credential credential) {
  switch (credential) {
  case DCOSKUBE_CREDENTIAL_NONE:
    return "none";
  case DCOSKUBE_CREDENTIAL_TOKEN:
    return "token";
  case DCOSKUBE_CREDENTIAL_CERTIFICATE:
    return "certificate";
  case DCOSKUBE_CREDENTIAL_WITHHELD:
    return "withheld";
  case DCOSKUBE_CREDENTIAL_NOT_RUN:
    return "not-run";
  }
  return "unknown";
}
