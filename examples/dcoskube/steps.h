/* SPDX-License-Identifier: Apache-2.0 */
/* What `expose` says at the end: the table, and what the operator does next. */
#ifndef DCOSKUBE_STEPS_H
#define DCOSKUBE_STEPS_H

#include "options.h"

struct steps {
  const dcoskube_proxy *proxy;
  const struct list *certificates; /* of the proxy, by their paths in the container */
  const dcoskube_files *files;     /* the last one is the descriptor */
  const char *dir;
  const char *config_dir;
  const char *url;
  const char *context;
  const dcoskube_result *result; /* NULL: not checked */
  int met;
};

void print_steps(const struct steps *steps);

#endif
