/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a check, from the target to the result. */
#ifndef DK_CHECK_INTERNAL_H
#define DK_CHECK_INTERNAL_H

#include <stdatomic.h>
#include <sys/types.h>

#include <dcoskube/check.h>

#include "check/classify.h"
#include "check/loop.h"
#include "format/tls.h"
#include "format/x509.h"
#include "net/transport.h"

/* What we ask, in this order. */
typedef enum dk_step { DK_STEP_VERSION = 0, DK_STEP_READYZ, DK_STEP_HEALTHZ, DK_STEPS } dk_step;

/* One target's probe: what runs, and the evidence. */
typedef struct dk_probe {
  dk_channel *channel; /* NULL once it has ended */
  dk_tls tls;          /* of the first connection */
  dk_tls later;        /* of the last, if the server closed the first between two questions */
  size_t connections;
  char *host_header;
  char *name; /* as the URL wants it */
  char *dial;
  dk_step step; /* that runs, or ran last */
  int64_t wall_s;
  int64_t begun_us;
  int64_t deadline_us;
  int64_t ended_us;
  int64_t asked_us;  /* when the health question was asked; 0: never */
  int timed_out;     /* the deadline passed */
  int marked;        /* the answer has a header that only kube-apiserver sends */
  dk_answer answer;  /* to the last question */
  dk_answer version; /* to the first */
  dk_said said;      /* the first answer, understood */
  dk_health health;  /* and the last, if it was about health */
  dk_dials dials;
} dk_probe;

struct dcoskube_target {
  dcoskube_check *check;
  dcoskube_target *next; /* in the one list that it is in */
  dcoskube_target *prev;
  size_t index;
  char *url;
  char *context;
  char *host; /* of the URL, without brackets */
  uint32_t port;
  int port_given;
  char *path; /* without a slash at the end */
  char *server_name;
  char *dial_host;
  uint32_t dial_port;
  const dk_trust *trust; /* NULL: the check's */
  dk_identity *identity;
  char *token;
  int insecure;
  int send_insecurely;
  int not_run;
  void *userdata;
  dk_probe *probe;
};

typedef struct dk_target_list {
  dcoskube_target *first;
  dcoskube_target *last;
  size_t count;
} dk_target_list;

struct dcoskube_check {
  pid_t pid;
  int started;
  uint32_t timeout_ms;
  uint32_t parallel;
  dcoskube_target **targets;
  size_t target_count;
  size_t target_capacity;
  dk_trust **trusts; /* one for each distinct set of CAs */
  size_t trust_count;
  size_t trust_capacity;
  const dk_trust *trust; /* of targets without one of their own */
  dk_loop loop;
  int64_t timer_us; /* when the transport wants to be called; -1: never */
  dk_transport *transport;
  dk_target_list waiting;
  dk_target_list running; /* in the order of their deadlines */
  dk_target_list ended;
  size_t given;
};

struct dcoskube_certificate {
  dk_cert facts;
  const char *verify_error; /* static */
};

struct dcoskube_result {
  atomic_uint count;
  dcoskube_verdict verdict;
  dcoskube_stage stage;
  dcoskube_credential credential;
  int reachable;
  int healthy;
  size_t index;
  void *userdata;
  char *target;
  char *context;
  char message[1024];
  char remedy[512];
  char user[256];
  char version[64];
  char address[DK_ADDRESS_SIZE];
  const char *answered_by; /* static */
  uint32_t http_status;
  int64_t times[DCOSKUBE_STAGE_HEALTH + 1]; /* by stage; NONE: all */
  int64_t checked_at;
  dcoskube_certificate certs[DK_TLS_CERTS];
  size_t cert_count;
  int has_tls;
  int verified;
  char tls_version[16];
  char cipher[64];
  char alpn[16];
  const char *verify_error; /* static; NULL: none */
  char server_name[DK_SAID_TEXT];
  char *ca_names[DK_TLS_CA_NAMES];
  size_t ca_name_count;
  dk_dials dials;
  char connect_error[128]; /* what the last address said */
  int health_old;          /* /healthz was asked */
  dk_health health;
};

/* target.c */
dcoskube_status dk_target_add(dcoskube_check *check, const char *url, dcoskube_target **out, dcoskube_error *err);
dcoskube_status dk_target_trust(dcoskube_target *target, const dk_bytes *pem, const char *subject, dcoskube_error *err);
dcoskube_status dk_target_token(dcoskube_target *target, const dk_bytes *text, const char *subject,
                                dcoskube_error *err);
dcoskube_status dk_target_identity(dcoskube_target *target, const dk_bytes *certificate,
                                   const char *certificate_subject, const dk_bytes *key, const char *key_subject,
                                   dcoskube_error *err);
dcoskube_status dk_target_name(dcoskube_target *target, const char *name, dcoskube_error *err);
void dk_target_drop_last(dcoskube_check *check); /* one that could not be completed */
void dk_target_free(dcoskube_target *target);
const char *dk_target_expected_name(const dcoskube_target *target);
dcoskube_credential dk_target_credential(const dcoskube_target *target);

/* check.c */
dcoskube_status dk_check_trust(dcoskube_check *check, const dk_bytes *pem, const char *subject, const dk_trust **out,
                               dcoskube_error *err);
dcoskube_status dk_check_default_trust(dcoskube_check *check, dcoskube_error *err);
/* Not NULL, of this process, and started or not as it should be? */
dcoskube_status dk_check_usable(const dcoskube_check *check, int started, dcoskube_error *err);
void dk_list_push(dk_target_list *list, dcoskube_target *target);
void dk_list_remove(dk_target_list *list, dcoskube_target *target);

/* engine.c */
void dk_engine_timer(dcoskube_check *check, int64_t ms);

/* probe.c */
dcoskube_status dk_probe_begin(dcoskube_target *target, dcoskube_error *err);
/* Its request has ended.  *ended: the probe has as well.  Not OK: ours, not the server's fault; begin again later. */
dcoskube_status dk_probe_answered(dcoskube_target *target, int *ended, dcoskube_error *err);
void dk_probe_time_out(dcoskube_target *target);
void dk_probe_free(dk_probe *probe);

/* result.c */
dcoskube_status dk_result_new(const dcoskube_target *target, dcoskube_result **out, dcoskube_error *err);

/* verdict.c: fills verdict, stage, reachable, healthy, message, remedy of a result whose evidence is in place. */
void dk_judge(const dcoskube_target *target, dcoskube_result *result);
/* advice.c: what to do about a certificate. */
void dk_certificate_words(const dcoskube_target *target, dcoskube_result *result, const dk_tls_problem *problem);
/* One sentence, cleaned. */
void dk_say(char *dst, size_t size, const char *fmt, ...) DK_PRINTF(3, 4);

#endif
