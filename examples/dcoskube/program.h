/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the program share: its exit statuses, its commands, how it
 * speaks.  Data goes to standard output, words go to standard error.
 */
#ifndef DCOSKUBE_PROGRAM_H
#define DCOSKUBE_PROGRAM_H

#include <stddef.h>
#include <stdio.h>

#include <dcoskube/dcoskube.h>

enum { YES = 0, NO = 1, WRONG_USE = 2, NOT_DONE = 3 };

/* The options that every command has.  Each command's values begin with them. */
struct common {
  const char *command; /* as messages name it: "vip" */
  int quiet;
  int verbose;
  dcoskube_error *err;
};

/* One file each. */
int vip_main(int argc, char **argv);
int proxy_main(int argc, char **argv);
int marathon_main(int argc, char **argv);
int kubeconfig_main(int argc, char **argv);
int context_main(int argc, char **argv);
int check_main(int argc, char **argv);
int expose_main(int argc, char **argv);

/* Where a failure comes from decides its exit status. */
enum blame {
  BLAME_VALUE, /* a value on the command line: a refused one is wrong use */
  BLAME_WORLD, /* files, locks: it could not be done */
  BLAME_ANSWER /* the answer to the question is no: the name exists, or does not */
};

/* Print text so that no terminal obeys it: control characters and broken UTF-8 as \xNN. */
void print_clean(FILE *to, const char *text);

/* How many columns print_clean() fills. */
size_t clean_width(const char *text);

/* Print text and pad it to a number of columns. */
void print_padded(FILE *to, const char *text, size_t columns);

/* "dcoskube COMMAND: SUBJECT: what is wrong", and "  what to do" where remedy is not NULL or "". */
void complain(const struct common *common, const char *subject, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Wrong use: complain, point to --help, return WRONG_USE. */
int wrong_use(const struct common *common, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Words on standard error that --quiet silences; tell_more() speaks only with --verbose. */
void tell(const struct common *common, const char *format, ...) __attribute__((format(printf, 2, 3)));
void tell_more(const struct common *common, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit status for a failure: the one place where statuses become numbers. */
int exit_status(dcoskube_status status, enum blame blame);

/*
 * Print the failure in common->err and return its exit status.  The subject is
 * the library's; `option` (such as "--hostname", or NULL) is put before it.
 * fail_with() gives a remedy in the program's own words.
 */
int fail(const struct common *common, dcoskube_status status, const char *option, enum blame blame);
int fail_with(const struct common *common, dcoskube_status status, const char *option, enum blame blame,
              const char *remedy);

/* Warnings and worse of a list, as words; frees nothing. */
void tell_findings(const struct common *common, const dcoskube_findings *findings);

/* "created PATH", one line for each change of a list, on standard output unless --quiet. */
void print_changes(const struct common *common, const dcoskube_findings *changes);

/* Is every change of the list "unchanged"? */
int nothing_changed(const dcoskube_findings *changes);

/* Flush standard output now; a failure is kept for finish_output(). */
void flush_output(void);

/* Flush standard output; a write error (a full disk) turns any exit status into NOT_DONE. */
int finish_output(const char *command, int exit_code);

/* The word of a list that is nearest to a wrong one, or NULL.  `next` gives the i-th word or NULL. */
const char *nearest(const char *wrong, const char *(*next)(const void *list, size_t i), const void *list);

/* Is it one of these (NULL at the end)? */
int one_of(const char *word, const char *const *words);

/* nearest() in such a list. */
const char *nearest_of(const char *wrong, const char *const *words);

/* Complain about an unknown word: "unknown WHAT 'WORD'; did you mean 'NEAREST'?". */
int unknown_word(const struct common *common, const char *what, const char *word, const char *const *words);

#endif
