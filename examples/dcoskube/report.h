/* SPDX-License-Identifier: Apache-2.0 */
/* Results of a check, printed: as text in the order of the targets, as JSON, or as lines of JSON as they come. */
#ifndef DCOSKUBE_REPORT_H
#define DCOSKUBE_REPORT_H

#include "options.h"

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_JSONL };

struct report {
  const struct common *common;
  enum report_format format;
  dcoskube_expect expect;
  const char *const *labels; /* of the targets, in the order in which they were added */
  size_t count;
  dcoskube_result **results; /* kept until it is their turn */
  size_t next;
  size_t width; /* of the longest label */
  int colour;
  int unmet;  /* some result does not meet what is expected */
  int broken; /* a result could not be printed */
};

/* Expectation and output format by their words; both may be NULL.  Returns GO_ON or an exit status. */
int report_words(const struct common *common, const char *expect, const char *format, struct report *report);

/* Make room for count results.  Returns GO_ON or an exit status. */
int report_begin(struct report *report);

/* A dcoskube_result_callback; userdata is the report. */
int report_add(dcoskube_result *result, void *userdata);

/* What is printed when all are there; frees.  */
void report_end(struct report *report);

#endif
