/* SPDX-License-Identifier: Apache-2.0 */
/* How the program speaks. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

#define MESSAGE_MAX 2048

/* Control characters, and those that turn text round or hide in it. */
static int is_control(unsigned code) {
  static const unsigned ranges[][2] = {{0, 0x1f},        {0x7f, 0x9f},     {0x61c, 0x61c},  {0x200e, 0x200f},
                                       {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};
  for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
    if (code >= ranges[i][0] && code <= ranges[i][1])
      return 1;
  return 0;
}

/* The bytes of the UTF-8 character at p, 0 if it is broken or a control character. */
static size_t printable(const unsigned char *p) {
  static const unsigned least[5] = {0, 0, 0x80, 0x800, 0x10000};
  size_t n = p[0] < 0x80 ? 1 : (p[0] & 0xe0) == 0xc0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : (p[0] & 0xf8) == 0xf0 ? 4 : 0;
  unsigned code = n == 1 ? p[0] : p[0] & (0x7fu >> n);
  for (size_t i = 1; i < n; i++) {
    if ((p[i] & 0xc0) != 0x80)
      return 0;
    code = code << 6 | (p[i] & 0x3fu);
  }
  int broken = n == 0 || code < least[n] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return broken || is_control(code) ? 0 : n;
}

void print_clean(FILE *to, const char *text) {
  const unsigned char *p = (const unsigned char *)text;
  while (*p) {
    size_t n = printable(p);
    if (n > 0)
      fwrite(p, 1, n, to);
    else
      fprintf(to, "\\x%02x", *p);
    p += n > 0 ? n : 1;
  }
}

size_t clean_width(const char *text) {
  const unsigned char *p = (const unsigned char *)text;
  size_t width = 0;
  while (*p) {
    size_t n = printable(p);
    width += n > 0 ? 1 : 4;
    p += n > 0 ? n : 1;
  }
  return width;
}

void print_padded(FILE *to, const char *text, size_t columns) {
  print_clean(to, text);
  for (size_t i = clean_width(text); i < columns; i++)
    putc(' ', to);
}

static void say(const struct common *common, const char *subject, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void say(const struct common *common, const char *subject, const char *format, va_list args) {
  char text[MESSAGE_MAX];
  if (vsnprintf(text, sizeof text, format, args) < 0)
    text[0] = '\0';
  fprintf(stderr, "dcoskube%s%s: ", common->command[0] ? " " : "", common->command);
  if (subject && subject[0]) {
    print_clean(stderr, subject);
    fputs(": ", stderr);
  }
  print_clean(stderr, text);
  putc('\n', stderr);
}

void complain(const struct common *common, const char *subject, const char *remedy, const char *format, ...) {
  va_list args;
  va_start(args, format);
  say(common, subject, format, args);
  va_end(args);
  if (remedy && remedy[0]) {
    fputs("  ", stderr);
    print_clean(stderr, remedy);
    putc('\n', stderr);
  }
}

int wrong_use(const struct common *common, const char *format, ...) {
  va_list args;
  va_start(args, format);
  say(common, NULL, format, args);
  va_end(args);
  fprintf(stderr, "  see dcoskube%s%s --help\n", common->command[0] ? " " : "", common->command);
  return WRONG_USE;
}

void tell(const struct common *common, const char *format, ...) {
  if (common->quiet)
    return;
  va_list args;
  va_start(args, format);
  say(common, NULL, format, args);
  va_end(args);
}

void tell_more(const struct common *common, const char *format, ...) {
  if (!common->verbose)
    return;
  va_list args;
  va_start(args, format);
  say(common, NULL, format, args);
  va_end(args);
}

int exit_status(dcoskube_status status, enum blame blame) {
  switch (status) {
  case DCOSKUBE_OK:
    return YES;
  case DCOSKUBE_ERR_INVALID_ARGUMENT:
  case DCOSKUBE_ERR_INVALID:
  case DCOSKUBE_ERR_PARSE:
  case DCOSKUBE_ERR_LIMIT:
  case DCOSKUBE_ERR_UNSUPPORTED:
    return blame == BLAME_VALUE ? WRONG_USE : NOT_DONE;
  case DCOSKUBE_ERR_EXISTS:
    return blame == BLAME_VALUE ? WRONG_USE : blame == BLAME_ANSWER ? NO : NOT_DONE;
  case DCOSKUBE_ERR_NOT_FOUND:
    return blame == BLAME_ANSWER ? NO : NOT_DONE;
  case DCOSKUBE_ERR_NO_MEMORY:
  case DCOSKUBE_ERR_CONFLICT:
  case DCOSKUBE_ERR_LOCKED:
  case DCOSKUBE_ERR_PERMISSION:
  case DCOSKUBE_ERR_IO:
  case DCOSKUBE_ERR_CANCELLED:
  case DCOSKUBE_ERR_STATE:
  case DCOSKUBE_ERR_CALLBACK:
  case DCOSKUBE_ERR_INTERNAL:
  default:
    return NOT_DONE;
  }
}

int fail_with(const struct common *common, dcoskube_status status, const char *option, enum blame blame,
              const char *remedy) {
  char subject[MESSAGE_MAX], place[32] = "";
  const char *of = dcoskube_error_subject(common->err);
  const char *message = dcoskube_error_message(common->err);
  uint32_t line = dcoskube_error_line(common->err);
  if (line > 0)
    snprintf(place, sizeof place, ":%u:%u", (unsigned)line, (unsigned)dcoskube_error_column(common->err));
  if (strncmp(of, "/proc/self/fd/", 14) == 0)
    of = "standard input";
  snprintf(subject, sizeof subject, "%s%s%s%s", option ? option : "", option && of[0] ? " " : "", of, place);
  complain(common, subject, remedy ? remedy : dcoskube_error_remedy(common->err), "%s",
           message[0] ? message : dcoskube_strerror(status));
  return exit_status(status, blame);
}

int fail(const struct common *common, dcoskube_status status, const char *option, enum blame blame) {
  return fail_with(common, status, option, blame, NULL);
}

void tell_findings(const struct common *common, const dcoskube_findings *findings) {
  for (size_t i = 0; i < dcoskube_findings_count(findings); i++) {
    dcoskube_severity severity = dcoskube_findings_severity(findings, i);
    if (common->quiet || (severity == DCOSKUBE_SEVERITY_NOTE && !common->verbose))
      continue;
    char subject[MESSAGE_MAX];
    snprintf(subject, sizeof subject, "%s: %s", dcoskube_severity_name(severity),
             dcoskube_findings_subject(findings, i));
    complain(common, subject, dcoskube_findings_remedy(findings, i), "%s", dcoskube_findings_message(findings, i));
  }
}

void print_changes(const struct common *common, const dcoskube_findings *changes) {
  for (size_t i = 0; i < dcoskube_findings_count(changes) && !common->quiet; i++) {
    print_padded(stdout, dcoskube_findings_code(changes, i), sizeof "unchanged");
    print_clean(stdout, dcoskube_findings_subject(changes, i));
    putchar('\n');
  }
}

int nothing_changed(const dcoskube_findings *changes) {
  for (size_t i = 0; i < dcoskube_findings_count(changes); i++)
    if (strcmp(dcoskube_findings_code(changes, i), "unchanged") != 0)
      return 0;
  return 1;
}

static int output_errno; /* of the first write that failed: a later one may succeed, with nothing left to write */

void flush_output(void) {
  if (fflush(stdout) != 0 && output_errno == 0)
    output_errno = errno;
}

int finish_output(const char *command, int exit_code) {
  flush_output();
  int failed = ferror(stdout);
  errno = output_errno;
  if (fclose(stdout) == 0 && !failed)
    return exit_code;
  struct common common = {command, 0, 0, NULL};
  complain(&common, "standard output", NULL, "cannot be written: %s", errno ? strerror(errno) : "write error");
  return NOT_DONE;
}
