/* SPDX-License-Identifier: Apache-2.0 */
/* The options that describe one cluster behind one proxy: for `proxy` and `expose`. */
#ifndef DCOSKUBE_MODEL_H
#define DCOSKUBE_MODEL_H

#include "options.h"

#define TIMEOUTS (DCOSKUBE_PROXY_TIMEOUT_CHECK + 1)

struct model {
  struct list hostnames;
  const char *service;
  struct endpoint upstream;
  const char *ca_file;
  struct list certificates;
  const char *mode;
  const char *listen;
  const char *target;
  const char *install_dir;
  const char *check_path;
  const char *stats;
  const char *log;
  struct list resolvers;
  struct number timeouts[TIMEOUTS];
};

extern const struct option_row model_rows[];

/* Make the library's model of the options; tells its findings.  Returns GO_ON with *out, or an exit status. */
int model_make(const struct common *common, const struct model *model, dcoskube_proxy **out);

/* Render for HAProxy.  Returns GO_ON with *out, or an exit status. */
int model_render(const struct common *common, const dcoskube_proxy *proxy, dcoskube_files **out);

#endif
