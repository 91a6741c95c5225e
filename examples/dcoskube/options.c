/* SPDX-License-Identifier: Apache-2.0 */
/* Options as tables, read by getopt_long. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"
#include "options.h"

#define LONG 256 /* getopt_long gives LONG + the row's number for a long option */

static const struct option_row common_rows[] = {
    {"quiet", 'q', NULL, OPTION_ON, offsetof(struct common, quiet), "no words and reports: only data and errors"},
    {"verbose", 'v', NULL, OPTION_ON, offsetof(struct common, verbose), "say more, on standard error"},
    {"help", 'h', NULL, OPTION_ON, 0, "print this help and exit"},
    {"version", 0, NULL, OPTION_ON, 0, "print the versions of program and libraries and exit"},
    {NULL, 0, NULL, OPTION_ON, 0, NULL}};

const struct option_group common_group = {"General options", common_rows, 0};

/* The tables of one command, flat. */
struct table {
  const struct option_row **rows;
  size_t *bases;
  struct option *longs;
  char *shorts;
  size_t count;
};

static void add_group(struct table *table, const struct option_group *group) {
  for (const struct option_row *row = group->rows; row->name; row++) {
    size_t i = table->count++;
    table->rows[i] = row;
    table->bases[i] = group->base;
    table->longs[i].name = row->name;
    table->longs[i].has_arg = row->arg ? required_argument : no_argument;
    table->longs[i].val = LONG + (int)i;
    if (row->letter) {
      char text[3] = {row->letter, row->arg ? ':' : '\0', '\0'};
      memcpy(table->shorts + strlen(table->shorts), text, strlen(text) + 1);
    }
  }
}

static size_t rows_of(const struct option_group *group) {
  size_t n = 0;
  while (group->rows[n].name)
    n++;
  return n;
}

static void table_free(struct table *table) {
  free(table->rows);
  free(table->bases);
  free(table->longs);
  free(table->shorts);
}

static int table_make(struct table *table, const struct option_group *groups) {
  size_t n = rows_of(&common_group);
  for (const struct option_group *group = groups; group->rows; group++)
    n += rows_of(group);
  table->count = 0;
  table->rows = calloc(n + 1, sizeof *table->rows);
  table->bases = calloc(n + 1, sizeof *table->bases);
  table->longs = calloc(n + 1, sizeof *table->longs);
  table->shorts = calloc(2 * n + 2, 1);
  if (!table->rows || !table->bases || !table->longs || !table->shorts)
    return 0;
  table->shorts[0] = ':'; /* a missing value is told from an unknown option */
  for (const struct option_group *group = groups; group->rows; group++)
    add_group(table, group);
  add_group(table, &common_group);
  return 1;
}

static int bad_value(const struct common *common, const struct option_row *row, const char *value, const char *wanted) {
  return wrong_use(common, "--%s: '%s' is not %s", row->name, value, wanted);
}

static int read_whole(const char *value, uint32_t most, uint32_t *out) {
  uint64_t n = 0;
  size_t len = strspn(value, "0123456789");
  if (len == 0 || len > 10 || value[len] != '\0')
    return 0;
  for (const char *p = value; *p; p++)
    n = n * 10 + (uint64_t)(*p - '0');
  *out = (uint32_t)n;
  return n <= most;
}

static int read_decimal(const char *value, double *out) {
  char *end;
  if (strspn(value, "0123456789.") != strlen(value) || strlen(value) > 32)
    return 0;
  *out = strtod(value, &end); /* never a locale's comma: the program does not call setlocale */
  return end != value && *end == '\0';
}

static int read_duration(const struct common *common, const struct option_row *row, const char *value,
                         struct number *out) {
  char option[64];
  dcoskube_status status = dcoskube_duration_parse(value, &out->whole, common->err);
  if (status == DCOSKUBE_OK)
    return GO_ON;
  snprintf(option, sizeof option, "--%s", row->name);
  return fail(common, status, option, BLAME_VALUE);
}

static int read_number(const struct common *common, const struct option_row *row, const char *value, void *where) {
  struct number *number = where;
  number->given = 1;
  if (row->kind == OPTION_DURATION)
    return read_duration(common, row, value, number);
  if (row->kind == OPTION_DECIMAL)
    return read_decimal(value, &number->decimal) ? GO_ON : bad_value(common, row, value, "a number such as 0.1");
  return read_whole(value, INT32_MAX, &number->whole) ? GO_ON
                                                      : bad_value(common, row, value, "a number from 0 to 2147483647");
}

static int read_endpoint(const struct common *common, const struct option_row *row, const char *value, void *where) {
  struct endpoint *endpoint = where;
  endpoint->given = 1;
  return endpoint_parse(value, endpoint) ? GO_ON : bad_value(common, row, value, "HOST:PORT or [IPv6]:PORT");
}

static int read_port(const struct common *common, const struct option_row *row, const char *value, void *where) {
  uint32_t port;
  if (!read_whole(value, 65535, &port) || port == 0)
    return bad_value(common, row, value, "a port from 1 to 65535");
  *(uint32_t *)where = port;
  return GO_ON;
}

static int add_item(const struct common *common, struct list *list, const char *value) {
  const char **grown = realloc(list->items, (list->count + 1) * sizeof *grown);
  if (!grown) {
    complain(common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  list->items = grown;
  list->items[list->count++] = value;
  return GO_ON;
}

static int take(const struct common *common, const struct option_row *row, const char *value, void *where) {
  switch (row->kind) {
  case OPTION_ON:
  case OPTION_OFF:
    *(int *)where = row->kind == OPTION_ON;
    return GO_ON;
  case OPTION_TEXT:
    *(const char **)where = value;
    return GO_ON;
  case OPTION_LIST:
    return add_item(common, where, value);
  case OPTION_PORT:
    return read_port(common, row, value, where);
  case OPTION_ENDPOINT:
    return read_endpoint(common, row, value, where);
  case OPTION_COUNT:
  case OPTION_DECIMAL:
  case OPTION_DURATION:
    return read_number(common, row, value, where);
  default:
    return NOT_DONE;
  }
}

static const char *row_name(const void *list, size_t i) {
  const struct table *table = list;
  return i < table->count ? table->rows[i]->name : NULL;
}

/* Only the name is repeated: what follows `=` may have been meant as a secret. */
static int unknown_option(const struct common *common, const struct table *table, const char *word) {
  char name[64];
  size_t len = strcspn(word, "=");
  snprintf(name, sizeof name, "%.*s", len < sizeof name ? (int)len : (int)sizeof name - 1, word);
  const char *near = strncmp(name, "--", 2) == 0 ? nearest(name + 2, row_name, table) : NULL;
  if (near)
    return wrong_use(common, "unknown option '%s'; did you mean '--%s'?", name, near);
  return wrong_use(common, "unknown option '%s'", name);
}

static int not_understood(const struct common *common, const struct table *table, int got, char **argv) {
  char letter[3] = {'-', (char)optopt, '\0'};
  int is_long = optopt >= LONG && (size_t)(optopt - LONG) < table->count;
  const char *name = is_long ? table->rows[optopt - LONG]->name : letter + 1;
  const char *dashes = is_long ? "--" : "-";
  if (got == ':')
    return wrong_use(common, "option '%s%s' needs a value", dashes, name);
  if (is_long)
    return wrong_use(common, "option '--%s' takes no value", name);
  return unknown_option(common, table, optopt ? letter : argv[optind - 1]);
}

/* The word on the command line that gave a long option, in full: abbreviations would change their meaning as
   options are added, and --token would be taken for --token-file. */
static int abbreviated(const struct option_row *row, char **argv, const char **word) {
  *word = argv[optarg && optarg == argv[optind - 1] ? optind - 2 : optind - 1];
  size_t len = strlen(row->name);
  return strncmp(*word + 2, row->name, len) != 0 || ((*word)[2 + len] != '\0' && (*word)[2 + len] != '=');
}

static const struct option_row *find_row(const struct table *table, int got, size_t *i) {
  for (*i = 0; *i < table->count; ++*i)
    if (got == LONG + (int)*i || (got < LONG && table->rows[*i]->letter == got))
      return table->rows[*i];
  return NULL;
}

static int read_one(const struct usage *usage, const struct table *table, int got, char *values, char **argv) {
  const struct common *common = (const struct common *)(const void *)values;
  const char *word;
  size_t i;
  const struct option_row *row = got == '?' || got == ':' ? NULL : find_row(table, got, &i);
  if (!row)
    return not_understood(common, table, got, argv);
  if (got >= LONG && abbreviated(row, argv, &word))
    return unknown_option(common, table, word);
  if (strcmp(row->name, "help") == 0) {
    print_help(usage);
    return YES;
  }
  if (strcmp(row->name, "version") == 0)
    return print_version(usage->command);
  return take(common, row, optarg, values + table->bases[i] + row->offset);
}

int options_read(const struct usage *usage, void *values, int argc, char **argv, int *first) {
  struct common *common = values;
  struct table table;
  int result = GO_ON, got;
  common->command = usage->command;
  common->err = dcoskube_error_new();
  if (!common->err || !table_make(&table, usage->groups)) {
    complain(common, NULL, NULL, "out of memory");
    return NOT_DONE;
  }
  opterr = 0;
  while (result == GO_ON && (got = getopt_long(argc, argv, table.shorts, table.longs, NULL)) != -1)
    result = read_one(usage, &table, got, values, argv);
  *first = optind;
  table_free(&table);
  return result;
}

void options_free(const struct usage *usage, void *values) {
  for (const struct option_group *group = usage->groups; group->rows; group++)
    for (const struct option_row *row = group->rows; row->name; row++)
      if (row->kind == OPTION_LIST)
        free(((struct list *)(void *)((char *)values + group->base + row->offset))->items);
  dcoskube_error_free(((struct common *)values)->err);
}
