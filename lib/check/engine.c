/* SPDX-License-Identifier: Apache-2.0 */
/* The pull: admit, serve, end, give. */
#include <errno.h>
#include <unistd.h>

#include "check/internal.h"
#include "core/alloc.h"
#include "core/time.h"

/* How many probes begin before sockets are served again. */
#define ADMIT_TURN 16

void dk_engine_timer(dcoskube_check *check, int64_t ms) {
  check->timer_us = ms < 0 ? -1 : dk_now_us() + ms * 1000;
}

dcoskube_status dcoskube_check_start(dcoskube_check *check, dcoskube_error *err) {
  dk_error_reset(err);
  dcoskube_status status = dk_check_usable(check, 0, err);
  if (status == DCOSKUBE_OK)
    status = dk_check_default_trust(check, err);
  if (status != DCOSKUBE_OK)
    return status;
  uint32_t most = dk_loop_parallel_max();
  if (check->parallel > most)
    check->parallel = most;
  for (size_t i = 0; i < check->target_count; i++)
    dk_list_push(&check->waiting, check->targets[i]);
  check->started = 1;
  dk_loop_alarm(&check->loop, 0); /* readable at once: there is something to do */
  return DCOSKUBE_OK;
}

int dcoskube_check_fd(const dcoskube_check *check) {
  return check && check->started ? check->loop.epoll_fd : -1;
}

void dcoskube_check_cancel(dcoskube_check *check) {
  if (check && check->pid == getpid()) /* the wake-up is shared with a parent, whose check goes on */
    dk_loop_wake(&check->loop);
}

/* A probe that we could not make for a reason of our own begins again later. */
static dcoskube_status postpone(dcoskube_check *check, dk_target_list *list, dcoskube_target *target,
                                dcoskube_status status) {
  dk_list_remove(list, target);
  dk_probe_free(target->probe);
  target->probe = NULL;
  dk_list_push(&check->waiting, target);
  return status;
}

static dcoskube_status admit(dcoskube_check *check, dcoskube_error *err) {
  for (int n = 0; n < ADMIT_TURN && check->waiting.first && check->running.count < check->parallel; n++) {
    dcoskube_target *target = check->waiting.first;
    dcoskube_status status = dk_probe_begin(target, err);
    if (status != DCOSKUBE_OK)
      return postpone(check, &check->waiting, target, status);
    dk_list_remove(&check->waiting, target);
    dk_list_push(&check->running, target);
  }
  return DCOSKUBE_OK;
}

/* Out of descriptors while others run: fewer at a time, and no failure. */
static dcoskube_status fewer(dcoskube_check *check, dcoskube_status status, int sys_errno) {
  if ((sys_errno != EMFILE && sys_errno != ENFILE) || check->running.count == 0)
    return status;
  check->parallel = (uint32_t)check->running.count;
  return DCOSKUBE_OK;
}

static dcoskube_status collect(dcoskube_check *check, dcoskube_error *err) {
  dcoskube_target *target;
  while ((target = dk_transport_done(check->transport)) != NULL) {
    int ended;
    dcoskube_status status = dk_probe_answered(target, &ended, err);
    if (status != DCOSKUBE_OK) {
      int sys_errno = target->probe->answer.sys_errno;
      postpone(check, &check->running, target, status);
      status = status == DCOSKUBE_ERR_NO_MEMORY ? status : fewer(check, status, sys_errno);
      if (status != DCOSKUBE_OK)
        return status;
      dk_error_reset(err);
    } else if (ended) {
      dk_list_remove(&check->running, target);
      dk_list_push(&check->ended, target);
    }
  }
  return DCOSKUBE_OK;
}

/* The deadline is the same for all, so the oldest come first. */
static void expire(dcoskube_check *check) {
  int64_t now = dk_now_us();
  dcoskube_target *target;
  while ((target = check->running.first) != NULL && target->probe->deadline_us <= now) {
    dk_list_remove(&check->running, target);
    dk_probe_time_out(target);
    dk_list_push(&check->ended, target);
  }
}

static dcoskube_status serve(dcoskube_check *check, int64_t wait_us, dcoskube_error *err) {
  dk_loop_event events[DK_LOOP_TURN];
  int count = dk_loop_wait(&check->loop, wait_us, events);
  if (count < 0)
    return dk_fail_errno(err, errno, NULL, "cannot wait for sockets");
  for (int i = 0; i < count; i++)
    dk_transport_event(check->transport, events[i].fd, events[i].events);
  if (check->timer_us >= 0 && check->timer_us <= dk_now_us()) {
    check->timer_us = -1;
    dk_transport_timeout(check->transport);
  }
  dcoskube_status status = collect(check, err);
  expire(check);
  return status;
}

/* When must something be done even if no socket says so? */
static int64_t next_alarm(const dcoskube_check *check) {
  int64_t at = check->timer_us;
  if (check->running.first && (at < 0 || check->running.first->probe->deadline_us < at))
    at = check->running.first->probe->deadline_us;
  if (check->ended.first || (check->waiting.first && check->running.count < check->parallel))
    at = 0;
  return at;
}

static dcoskube_status give(dcoskube_check *check, dcoskube_result **out, dcoskube_error *err) {
  dcoskube_target *target = check->ended.first;
  dcoskube_status status = dk_result_new(target, out, err);
  if (status != DCOSKUBE_OK)
    return status; /* it stays, and is given next time */
  dk_list_remove(&check->ended, target);
  dk_probe_free(target->probe);
  target->probe = NULL;
  check->given++;
  return DCOSKUBE_OK;
}

/* One turn; *out may stay NULL. */
static dcoskube_status turn(dcoskube_check *check, int64_t until_us, dcoskube_result **out, dcoskube_error *err) {
  if (dk_loop_woken(&check->loop))
    return dk_fail(err, DCOSKUBE_ERR_CANCELLED, NULL, "the check was cancelled");
  if (check->ended.first)
    return give(check, out, err);
  dcoskube_status status = admit(check, err);
  if (status != DCOSKUBE_OK)
    return status;
  int64_t now = dk_now_us(), alarm = next_alarm(check), wait = until_us > now ? until_us - now : 0;
  dk_loop_alarm(&check->loop, alarm);
  if (alarm >= 0 && alarm - now < wait)
    wait = alarm > now ? alarm - now : 0;
  status = serve(check, wait, err);
  if (status == DCOSKUBE_OK && check->ended.first)
    status = give(check, out, err);
  dk_loop_alarm(&check->loop, next_alarm(check));
  return status;
}

dcoskube_status dcoskube_check_next(dcoskube_check *check, uint32_t timeout_ms, dcoskube_result **out,
                                    dcoskube_error *err) {
  dk_error_reset(err);
  if (!out)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "out must not be NULL");
  dcoskube_status status = dk_check_usable(check, 1, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (check->given == check->target_count)
    return dk_fail(err, DCOSKUBE_ERR_STATE, NULL, "all results were given");
  int64_t until = dk_now_us() + (int64_t)timeout_ms * 1000;
  dcoskube_result *result = NULL;
  dk_quiet quiet;
  dk_quiet_begin(&quiet);
  do
    status = turn(check, until, &result, err);
  while (status == DCOSKUBE_OK && !result && dk_now_us() < until);
  dk_quiet_end(&quiet);
  if (status == DCOSKUBE_OK)
    *out = result;
  return status;
}

dcoskube_status dcoskube_check_run(dcoskube_check *check, dcoskube_result_callback callback, void *userdata,
                                   dcoskube_error *err) {
  dk_error_reset(err);
  if (!check || !callback)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "check and callback must not be NULL");
  dcoskube_status status = check->started ? DCOSKUBE_OK : dcoskube_check_start(check, err);
  while (status == DCOSKUBE_OK && check->given < check->target_count) {
    dcoskube_result *result;
    status = dcoskube_check_next(check, UINT32_MAX, &result, err);
    if (status != DCOSKUBE_OK || !result)
      continue;
    int stop = callback(result, userdata);
    dcoskube_result_free(result);
    if (stop)
      status = dk_fail(err, DCOSKUBE_ERR_CALLBACK, NULL, "the callback stopped the check");
  }
  return status;
}
