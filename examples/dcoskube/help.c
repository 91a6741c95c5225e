/* SPDX-License-Identifier: Apache-2.0 */
/* The help, made from the tables of options. */
#include <string.h>

#include "help.h"

#define HELP_COLUMN 32
#define LAST_COLUMN 79

/* Words from column `at` on, wrapped before LAST_COLUMN, ending the line. */
static void wrap(const char *text, size_t at, size_t indent) {
  while (*text) {
    size_t len = strcspn(text, " ");
    if (at > indent && at + 1 + len > LAST_COLUMN) {
      printf("\n%*s", (int)indent, "");
      at = indent;
    } else if (at > indent) {
      putchar(' ');
      at++;
    }
    printf("%.*s", (int)len, text);
    at += len;
    text += len + strspn(text + len, " ");
  }
  putchar('\n');
}

static void print_row(const struct option_row *row) {
  char head[80];
  int n = row->letter
              ? snprintf(head, sizeof head, "  -%c, --%s%s%s", row->letter, row->name, row->arg ? " " : "",
                         row->arg ? row->arg : "")
              : snprintf(head, sizeof head, "      --%s%s%s", row->name, row->arg ? " " : "", row->arg ? row->arg : "");
  fputs(head, stdout);
  if (n < 0 || n + 2 > HELP_COLUMN)
    printf("\n%*s", HELP_COLUMN, "");
  else
    printf("%*s", HELP_COLUMN - n, "");
  wrap(row->help, HELP_COLUMN, HELP_COLUMN);
}

static void print_group(const struct option_group *group) {
  printf("\n%s:\n", group->title);
  for (const struct option_row *row = group->rows; row->name; row++)
    print_row(row);
}

void print_help(const struct usage *usage) {
  printf("Usage: dcoskube %s%s%s\n\n", usage->command, usage->command[0] ? " " : "", usage->synopsis);
  wrap(usage->summary, 0, 0);
  for (const struct option_group *group = usage->groups; group->rows; group++)
    print_group(group);
  print_group(&common_group);
  printf("\n%s", usage->after);
}
