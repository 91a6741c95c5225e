/* SPDX-License-Identifier: Apache-2.0 */
/* One descriptor for sockets, a timer and a wake-up.  What only Linux has is in loop.c. */
#ifndef DK_CHECK_LOOP_H
#define DK_CHECK_LOOP_H

#include <signal.h>
#include <stdint.h>

#include "core/error.h"
#include "format/errqueue.h"

typedef struct dk_loop {
  int epoll_fd;
  int timer_fd;
  int wake_fd;
} dk_loop;

/* How many sockets are served before anything else is looked at: each can cost a handshake. */
#define DK_LOOP_TURN 16

typedef struct dk_loop_event {
  int fd;
  unsigned events; /* DK_WANT_... */
} dk_loop_event;

void dk_loop_init(dk_loop *loop); /* so that dk_loop_close() may be called */
dcoskube_status dk_loop_open(dk_loop *loop, dcoskube_error *err);
void dk_loop_close(dk_loop *loop);
int dk_loop_watch(dk_loop *loop, int fd, unsigned want); /* 0, or -1 and errno */
void dk_loop_alarm(dk_loop *loop, int64_t at_us);        /* when the descriptor becomes readable; -1: never */
void dk_loop_wake(const dk_loop *loop);                  /* async-signal-safe, any thread */
int dk_loop_woken(dk_loop *loop);                        /* was there a dk_loop_wake() since the last call? */
/* Wait for sockets; returns how many (0 to DK_LOOP_TURN), -1 and errno. */
int dk_loop_wait(dk_loop *loop, int64_t timeout_us, dk_loop_event out[DK_LOOP_TURN]);

/* How many targets may be in flight with the descriptors that this process may open. */
uint32_t dk_loop_parallel_max(void);

/* Work that may write to closed sockets and fill OpenSSL's queue: SIGPIPE is held back for this thread, the caller's
 * queue put aside. */
typedef struct dk_quiet {
  sigset_t mask;
  int was_pending;
  dk_errqueue errors;
} dk_quiet;
void dk_quiet_begin(dk_quiet *quiet);
void dk_quiet_end(dk_quiet *quiet);

#endif
