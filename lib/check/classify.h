/* SPDX-License-Identifier: Apache-2.0 */
/* Is that Kubernetes, and what does it say?  Pure: bytes in, a judgement out. */
#ifndef DK_CHECK_CLASSIFY_H
#define DK_CHECK_CLASSIFY_H

#include <stddef.h>
#include <stdint.h>

#define DK_SAID_TEXT 256

typedef enum dk_said_kind {
  DK_SAID_OTHER = 0, /* nothing of Kubernetes' own shape */
  DK_SAID_VERSION,   /* 200 and the version */
  DK_SAID_STATUS     /* a failure Status that fits the HTTP status, or what comes in its stead under load */
} dk_said_kind;

/* What a stranger's answer looks like. */
typedef enum dk_said_look {
  DK_LOOK_NOTHING = 0,
  DK_LOOK_HTML,
  DK_LOOK_JSON,
  DK_LOOK_TEXT,
  DK_LOOK_WANTS_TLS /* Go's complaint about plain HTTP on a TLS port */
} dk_said_look;

typedef struct dk_said {
  dk_said_kind kind;
  dk_said_look look;
  char version[64];
  char user[DK_SAID_TEXT]; /* whom a 403 took us for */
  char excerpt[80];        /* of a strange answer; clean */
} dk_said;

/* Is a header line one that kube-apiserver alone sends?  That there is none proves nothing. */
int dk_is_mark(const char *line, size_t len);

/* marked: there was such a line. */
void dk_classify(uint32_t http_status, int marked, const char *body, size_t len, dk_said *out);

typedef enum dk_health_kind { DK_HEALTH_UNREADABLE = 0, DK_HEALTH_OK, DK_HEALTH_FAILED } dk_health_kind;

#define DK_HEALTH_CHECKS 16
#define DK_HEALTH_NAME 96

typedef struct dk_health {
  dk_health_kind kind;
  char failed[DK_HEALTH_CHECKS][DK_HEALTH_NAME]; /* the checks that fail; clean */
  size_t failed_count;                           /* those that are kept */
  size_t failed_more;                            /* those that are not */
  char user[DK_SAID_TEXT];                       /* as above */
} dk_health;

void dk_classify_health(uint32_t http_status, int marked, const char *body, size_t len, dk_health *out);

#endif
