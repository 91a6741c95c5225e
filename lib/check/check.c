/* SPDX-License-Identifier: Apache-2.0 */
/* The object: options, targets, sets of CAs. */
#include <stdlib.h>
#include <unistd.h>

#include "check/internal.h"
#include "core/alloc.h"

#define DEFAULT_TIMEOUT_MS 10000
#define MAX_TIMEOUT_MS 3600000
#define DEFAULT_PARALLEL 256
#define MAX_PARALLEL 65535

static void on_watch(void *data, int fd, unsigned want) {
  dcoskube_check *check = data;
  /* a socket that cannot be watched is seen at the deadline */
  (void)dk_loop_watch(&check->loop, fd, want);
}

static void on_timer(void *data, int64_t ms) {
  dcoskube_check *check = data;
  dk_engine_timer(check, ms);
}

static dcoskube_status open_parts(dcoskube_check *check, dcoskube_error *err) {
  dk_loop_hooks hooks = {on_watch, on_timer, check};
  dcoskube_status status = dk_loop_open(&check->loop, err);
  if (status == DCOSKUBE_OK)
    status = dk_transport_new(&hooks, &check->transport, err);
  return status;
}

dcoskube_status dcoskube_check_new(uint32_t flags, dcoskube_check **out, dcoskube_error *err) {
  dk_error_reset(err);
  if (!out || flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, out ? "flags must be 0" : "out must not be NULL");
  dcoskube_check *check = dk_calloc(1, sizeof *check);
  if (!check)
    return dk_no_memory(err);
  check->pid = getpid();
  check->timeout_ms = DEFAULT_TIMEOUT_MS;
  check->parallel = DEFAULT_PARALLEL;
  check->timer_us = -1;
  dk_loop_init(&check->loop);
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  dcoskube_status status = open_parts(check, err);
  dk_quiet_end(&quiet);
  if (status == DCOSKUBE_OK)
    *out = check;
  else
    dcoskube_check_free(check);
  return status;
}

dcoskube_status dk_check_usable(const dcoskube_check *check, int started, dcoskube_error *err) {
  if (!check)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "check must not be NULL");
  if (check->pid != getpid())
    return dk_fail(err, DCOSKUBE_ERR_STATE, NULL, "the check was made before a fork, by another process");
  if (check->started != started)
    return dk_fail(err, DCOSKUBE_ERR_STATE, NULL,
                   started ? "the check was not started" : "the check was started before");
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_check_set_timeout(dcoskube_check *check, uint32_t ms, dcoskube_error *err) {
  dk_error_reset(err);
  dcoskube_status status = dk_check_usable(check, 0, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (ms == 0 || ms > MAX_TIMEOUT_MS)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "timeout", "%u ms is outside 1..3600000", ms);
  check->timeout_ms = ms;
  return DCOSKUBE_OK;
}

dcoskube_status dcoskube_check_set_parallel(dcoskube_check *check, uint32_t n, dcoskube_error *err) {
  dk_error_reset(err);
  dcoskube_status status = dk_check_usable(check, 0, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (n == 0 || n > MAX_PARALLEL)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, "parallel", "%u is outside 1..65535", n);
  check->parallel = n;
  return DCOSKUBE_OK;
}

static dcoskube_status keep_trust(dcoskube_check *check, dk_trust *trust, const dk_trust **out, dcoskube_error *err) {
  void *array = check->trusts;
  if (!dk_grow(&array, check->trust_count, &check->trust_capacity, sizeof(dk_trust *))) {
    dk_trust_free(trust);
    return dk_no_memory(err);
  }
  check->trusts = array;
  check->trusts[check->trust_count++] = trust;
  *out = trust;
  return DCOSKUBE_OK;
}

/* Each distinct set is parsed once, however many targets name it. */
dcoskube_status dk_check_trust(dcoskube_check *check, const dk_bytes *pem, const char *subject, const dk_trust **out,
                               dcoskube_error *err) {
  for (size_t i = check->trust_count; i > 0; i--) {
    if (dk_trust_is(check->trusts[i - 1], pem)) {
      *out = check->trusts[i - 1];
      return DCOSKUBE_OK;
    }
  }
  dk_trust *trust;
  dcoskube_status status = dk_trust_parse(pem, subject, &trust, err);
  return status == DCOSKUBE_OK ? keep_trust(check, trust, out, err) : status;
}

static dcoskube_status trust_file(dcoskube_check *check, const char *path, dcoskube_error *err) {
  dk_bytes pem;
  dcoskube_status status = dk_file_read(path, DK_FILE_SMALL_MAX, &pem, NULL, err);
  if (status != DCOSKUBE_OK)
    return status;
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  status = dk_check_trust(check, &pem, path, &check->trust, err);
  dk_quiet_end(&quiet);
  dk_bytes_free(&pem);
  return status;
}

dcoskube_status dcoskube_check_set_ca_file(dcoskube_check *check, const char *path, dcoskube_error *err) {
  dk_error_reset(err);
  dcoskube_status status = dk_check_usable(check, 0, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (!path)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "path must not be NULL");
  return trust_file(check, path, err);
}

/* Whom do those trust that were told nothing?  $SSL_CERT_FILE, else the system's. */
dcoskube_status dk_check_default_trust(dcoskube_check *check, dcoskube_error *err) {
  int needed = 0;
  for (size_t i = 0; i < check->target_count && !check->trust; i++)
    needed = needed || !check->targets[i]->trust;
  if (!needed)
    return DCOSKUBE_OK;
  const char *path = secure_getenv("SSL_CERT_FILE");
  if (path && path[0])
    return trust_file(check, path, err);
  dk_trust *trust;
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  dcoskube_status status = dk_trust_system(&trust, err);
  if (status == DCOSKUBE_OK)
    status = keep_trust(check, trust, &check->trust, err);
  dk_quiet_end(&quiet);
  return status;
}

size_t dcoskube_check_target_count(const dcoskube_check *check) {
  return check ? check->target_count : 0;
}

void dk_list_push(dk_target_list *list, dcoskube_target *target) {
  target->next = NULL;
  target->prev = list->last;
  if (list->last)
    list->last->next = target;
  else
    list->first = target;
  list->last = target;
  list->count++;
}

void dk_list_remove(dk_target_list *list, dcoskube_target *target) {
  if (target->prev)
    target->prev->next = target->next;
  else
    list->first = target->next;
  if (target->next)
    target->next->prev = target->prev;
  else
    list->last = target->prev;
  target->next = target->prev = NULL;
  list->count--;
}

void dcoskube_check_free(dcoskube_check *check) {
  if (!check)
    return;
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  /* After a fork the connections are the parent's: libcurl would say goodbye on them, so its objects are left alone. */
  int ours = check->pid == getpid();
  for (size_t i = 0; i < check->target_count; i++) {
    if (!ours && check->targets[i]->probe)
      check->targets[i]->probe->channel = NULL;
    dk_target_free(check->targets[i]);
  }
  if (ours)
    dk_transport_free(check->transport);
  for (size_t i = 0; i < check->trust_count; i++)
    dk_trust_free(check->trusts[i]);
  dk_loop_close(&check->loop);
  dk_quiet_end(&quiet);
  dk_free(check->targets);
  dk_free(check->trusts);
  dk_free(check);
}
