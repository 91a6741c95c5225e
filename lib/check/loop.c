/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/timerfd.h>

#include "check/loop.h"
#include "net/transport.h"

void dk_loop_init(dk_loop *loop) {
  loop->epoll_fd = loop->timer_fd = loop->wake_fd = -1;
}

static int add(dk_loop *loop, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  return epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

dcoskube_status dk_loop_open(dk_loop *loop, dcoskube_error *err) {
  dk_loop_init(loop);
  loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  loop->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (loop->epoll_fd >= 0 && loop->timer_fd >= 0 && loop->wake_fd >= 0 && add(loop, loop->timer_fd) == 0 &&
      add(loop, loop->wake_fd) == 0)
    return DCOSKUBE_OK;
  dcoskube_status status = dk_fail_errno(err, errno, NULL, "no descriptor for the check");
  dk_loop_close(loop);
  return status;
}

void dk_loop_close(dk_loop *loop) {
  if (loop->epoll_fd >= 0)
    close(loop->epoll_fd);
  if (loop->timer_fd >= 0)
    close(loop->timer_fd);
  if (loop->wake_fd >= 0)
    close(loop->wake_fd);
  dk_loop_init(loop);
}

int dk_loop_watch(dk_loop *loop, int fd, unsigned want) {
  struct epoll_event event = {.data.fd = fd};
  if (want & DK_WANT_READ)
    event.events |= EPOLLIN;
  if (want & DK_WANT_WRITE)
    event.events |= EPOLLOUT;
  if (want == 0) {
    /* a descriptor that was closed is no longer there */
    epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, fd, &event);
    return 0;
  }
  if (epoll_ctl(loop->epoll_fd, EPOLL_CTL_MOD, fd, &event) == 0)
    return 0;
  return errno == ENOENT ? epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) : -1;
}

void dk_loop_alarm(dk_loop *loop, int64_t at_us) {
  struct itimerspec spec;
  memset(&spec, 0, sizeof spec);
  if (at_us >= 0) {
    spec.it_value.tv_sec = (time_t)(at_us / 1000000);
    spec.it_value.tv_nsec = (long)(at_us % 1000000) * 1000;
    if (spec.it_value.tv_sec == 0 && spec.it_value.tv_nsec == 0)
      spec.it_value.tv_nsec = 1; /* 0 would switch it off */
  }
  timerfd_settime(loop->timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

void dk_loop_wake(const dk_loop *loop) {
  uint64_t one = 1;
  int saved = errno; /* a signal handler must not change it */
  ssize_t n;
  do
    n = write(loop->wake_fd, &one, sizeof one);
  while (n < 0 && errno == EINTR);
  errno = saved;
}

int dk_loop_woken(dk_loop *loop) {
  uint64_t count;
  return read(loop->wake_fd, &count, sizeof count) == (ssize_t)sizeof count;
}

int dk_loop_wait(dk_loop *loop, int64_t timeout_us, dk_loop_event out[DK_LOOP_TURN]) {
  struct epoll_event events[DK_LOOP_TURN];
  int64_t ms = (timeout_us + 999) / 1000;
  int n = epoll_wait(loop->epoll_fd, events, DK_LOOP_TURN, ms > 3600000 ? 3600000 : (int)ms), count = 0;
  if (n < 0)
    return errno == EINTR ? 0 : -1;
  for (int i = 0; i < n; i++) {
    if (events[i].data.fd == loop->timer_fd || events[i].data.fd == loop->wake_fd)
      continue;
    dk_loop_event *event = &out[count++];
    event->fd = events[i].data.fd;
    event->events = (events[i].events & EPOLLIN ? DK_WANT_READ : 0) |
                    (events[i].events & EPOLLOUT ? DK_WANT_WRITE : 0) |
                    (events[i].events & (EPOLLERR | EPOLLHUP) ? DK_WANT_ERROR : 0);
  }
  return count;
}

uint32_t dk_loop_parallel_max(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return UINT32_MAX;
  /* a target may dial two addresses at once, and its name look-up holds a pair */
  rlim_t spare = 32, each = 4;
  if (limit.rlim_cur <= spare + each)
    return 1;
  rlim_t n = (limit.rlim_cur - spare) / each;
  return n > UINT32_MAX ? UINT32_MAX : (uint32_t)n;
}

static void only_sigpipe(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGPIPE);
}

void dk_quiet_begin(dk_quiet *quiet) {
  sigset_t pipe, pending;
  only_sigpipe(&pipe);
  sigpending(&pending);
  quiet->was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &quiet->mask);
  dk_errqueue_save(&quiet->errors);
}

void dk_quiet_end(dk_quiet *quiet) {
  int saved = errno;
  dk_errqueue_restore(&quiet->errors);
  if (!quiet->was_pending) {
    sigset_t pipe;
    struct timespec now = {0, 0};
    only_sigpipe(&pipe);
    while (sigtimedwait(&pipe, NULL, &now) < 0 && errno == EINTR)
      ;
  }
  pthread_sigmask(SIG_SETMASK, &quiet->mask, NULL);
  errno = saved;
}
