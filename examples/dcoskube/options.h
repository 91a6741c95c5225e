/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options as tables: one row gives the name, the place of the value and the
 * line of the help.
 */
#ifndef DCOSKUBE_OPTIONS_H
#define DCOSKUBE_OPTIONS_H

#include <stdint.h>

#include "program.h"

enum option_kind {
  OPTION_ON,       /* int, becomes 1 */
  OPTION_OFF,      /* int, becomes 0 */
  OPTION_TEXT,     /* const char * */
  OPTION_LIST,     /* struct list */
  OPTION_PORT,     /* uint32_t, 1 ... 65535 */
  OPTION_COUNT,    /* struct number, 0 ... 2147483647 */
  OPTION_DECIMAL,  /* struct number */
  OPTION_DURATION, /* struct number, milliseconds */
  OPTION_ENDPOINT  /* struct endpoint */
};

struct list {
  const char **items;
  size_t count;
};

struct number {
  int given;
  uint32_t whole;
  double decimal;
};

/* HOST:PORT or [IPv6]:PORT. */
struct endpoint {
  int given;
  char host[256];
  uint32_t port;
};

struct option_row {
  const char *name; /* NULL ends a table */
  char letter;      /* 0: none */
  const char *arg;  /* what the help calls the value; NULL for ON and OFF */
  enum option_kind kind;
  size_t offset; /* into the values, after the group's base */
  const char *help;
};

struct option_group {
  const char *title; /* in the help; NULL ends the groups */
  const struct option_row *rows;
  size_t base;
};

struct usage {
  const char *command;
  const char *synopsis; /* after "dcoskube COMMAND " */
  const char *summary;
  const struct option_group *groups;
  const char *after; /* more help: examples, exit status */
};

/* Result of options_read() when the command shall go on. */
#define GO_ON (-1)

/*
 * Read the command line into values, whose first member is a struct common.
 * Operands are left at argv[*first] ... argv[argc - 1].  Prints help, version
 * and complaints.  Returns GO_ON or an exit status.
 */
int options_read(const struct usage *usage, void *values, int argc, char **argv, int *first);

/* Free what options_read() allocated, and common.err. */
void options_free(const struct usage *usage, void *values);

/* Parse HOST:PORT; returns 1, or 0 when it is none. */
int endpoint_parse(const char *text, struct endpoint *out);

/* The words and versions of --version; returns an exit status. */
int print_version(const char *command);

/*
 * A file option that may be "-": the path to give to the library.  Standard
 * input is read into memory that has a path of its own (nothing touches a
 * disk).  Returns NULL after complaining.
 */
const char *input_path(const struct common *common, const char *option, const char *path);

/*
 * Open a kubeconfig; "-" is standard input, which can be read but not
 * committed.  Takes the failure's details into common->err, unless it
 * complained itself (then the status is DCOSKUBE_ERR_CANCELLED).
 */
dcoskube_status kubeconfig_from(const struct common *common, const char *path, dcoskube_kubeconfig **out);

/* More than one of these (NULL where not given) is "-": complains and returns 1. */
int several_stdin(const struct common *common, const char *const *paths, size_t count);

#endif
