/* SPDX-License-Identifier: Apache-2.0 */
/* Results of a check, printed. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "report.h"

#define VERDICT_WIDTH sizeof "not-kubernetes"

static const char *const expectations[] = {"reachable", "authenticated", "healthy", NULL};
static const char *const formats[] = {"text", "json", "jsonl", NULL};

static int position(const char *word, const char *const *words) {
  for (int i = 0; words[i]; i++)
    if (strcmp(word, words[i]) == 0)
      return i;
  return -1;
}

int report_words(const struct common *common, const char *expect, const char *format, struct report *report) {
  int expected = expect ? position(expect, expectations) : -1;
  int formatted = format ? position(format, formats) : 0;
  if (expect && expected < 0)
    return unknown_word(common, "expectation", expect, expectations);
  if (formatted < 0)
    return unknown_word(common, "output format", format, formats);
  report->expect = (dcoskube_expect)(expected + 1); /* DCOSKUBE_EXPECT_DEFAULT, _REACHABLE, ... */
  report->format = (enum report_format)formatted;
  return GO_ON;
}

int report_begin(struct report *report) {
  report->next = 0;
  report->width = 0;
  for (size_t i = 0; i < report->count; i++) {
    size_t width = clean_width(report->labels[i]);
    report->width = width > report->width ? width : report->width;
  }
  const char *no_colour = secure_getenv("NO_COLOR");
  report->colour = report->format == REPORT_TEXT && isatty(STDOUT_FILENO) && !(no_colour && no_colour[0]);
  report->results = calloc(report->count + 1, sizeof(dcoskube_result *));
  if (report->results)
    return GO_ON;
  complain(report->common, NULL, NULL, "out of memory");
  return NOT_DONE;
}

static void print_time(FILE *to, int64_t seconds) {
  char text[32];
  struct tm parts;
  time_t when = (time_t)seconds;
  if (!gmtime_r(&when, &parts) || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
    text[0] = '\0';
  fputs(text, to);
}

/* With --verbose: how long each stage took. */
static void tell_times(const dcoskube_result *result) {
  static const struct {
    dcoskube_stage stage;
    const char *name;
  } stages[] = {{DCOSKUBE_STAGE_NAME, "name"}, {DCOSKUBE_STAGE_TCP, "tcp"},       {DCOSKUBE_STAGE_TLS, "tls"},
                {DCOSKUBE_STAGE_HTTP, "http"}, {DCOSKUBE_STAGE_HEALTH, "health"}, {DCOSKUBE_STAGE_NONE, "total"}};
  const char *between = "  times: ";
  for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
    int64_t us = dcoskube_result_time_us(result, stages[i].stage);
    if (us < 0)
      continue;
    fprintf(stderr, "%s%s %lld.%lld ms", between, stages[i].name, (long long)(us / 1000), (long long)(us / 100 % 10));
    between = ", ";
  }
  putc('\n', stderr);
}

static void tell_certificates(const dcoskube_result *result) {
  for (size_t i = 0; i < dcoskube_result_certificate_count(result); i++) {
    const dcoskube_certificate *certificate = dcoskube_result_certificate(result, i);
    fprintf(stderr, "  certificate: %s, issued by %s, valid ", dcoskube_certificate_subject(certificate),
            dcoskube_certificate_issuer(certificate));
    print_time(stderr, dcoskube_certificate_not_before(certificate));
    fputs(" to ", stderr);
    print_time(stderr, dcoskube_certificate_not_after(certificate));
    for (size_t j = 0; j < dcoskube_certificate_san_count(certificate); j++)
      fprintf(stderr, "%s%s", j == 0 ? ", for " : " ", dcoskube_certificate_san(certificate, j));
    const char *error = dcoskube_certificate_verify_error(certificate);
    fprintf(stderr, "%s%s\n", error[0] ? "; not accepted: " : "", error);
  }
}

static void tell_result(const dcoskube_result *result) {
  const char *const parts[][2] = {{"url", dcoskube_result_target(result)},
                                  {"context", dcoskube_result_context(result)},
                                  {"address", dcoskube_result_address(result)},
                                  {"answered by", dcoskube_result_answered_by(result)},
                                  {"version", dcoskube_result_server_version(result)},
                                  {"user", dcoskube_result_user(result)}};
  flush_output();
  fprintf(stderr, "  stage: %s, credential: %s", dcoskube_stage_name(dcoskube_result_stage(result)),
          dcoskube_credential_name(dcoskube_result_credential(result)));
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    if (parts[i][1][0])
      fprintf(stderr, ", %s: %s", parts[i][0], parts[i][1]);
  if (dcoskube_result_http_status(result))
    fprintf(stderr, ", http status: %u", (unsigned)dcoskube_result_http_status(result));
  putc('\n', stderr);
  tell_times(result);
  tell_certificates(result);
}

static void print_line(const struct report *report, const dcoskube_result *result, const char *label) {
  int met = dcoskube_result_meets(result, report->expect);
  const char *remedy = dcoskube_result_remedy(result);
  if (report->colour)
    fputs(met ? "\033[32m" : "\033[31m", stdout);
  print_padded(stdout, dcoskube_verdict_name(dcoskube_result_verdict(result)), VERDICT_WIDTH);
  if (report->colour)
    fputs("\033[0m", stdout);
  print_padded(stdout, label, report->width + 2);
  print_clean(stdout, dcoskube_result_message(result));
  putchar('\n');
  if (remedy[0])
    printf("%*s%s\n", (int)VERDICT_WIDTH, "", remedy);
}

static void print_json_line(struct report *report, const dcoskube_result *result) {
  char *text = NULL;
  dcoskube_status status = dcoskube_result_json(result, 0, &text, NULL, report->common->err);
  if (status == DCOSKUBE_OK) {
    fputs(text, stdout);
  } else {
    fail(report->common, status, NULL, BLAME_WORLD);
    report->broken = 1;
  }
  dcoskube_free(text);
}

/* Print the text of all results whose turn it is. */
static void print_turn(struct report *report) {
  while (report->next < report->count && report->results[report->next]) {
    const dcoskube_result *result = report->results[report->next];
    if (!report->common->quiet)
      print_line(report, result, report->labels[report->next]);
    if (report->common->verbose)
      tell_result(result);
    report->next++;
  }
}

int report_add(dcoskube_result *result, void *userdata) {
  struct report *report = userdata;
  size_t i = dcoskube_result_index(result);
  if (!dcoskube_result_meets(result, report->expect))
    report->unmet = 1;
  if (i < report->count && !report->results[i])
    report->results[i] = dcoskube_result_ref(result);
  if (report->format == REPORT_JSONL) {
    print_json_line(report, result);
    putchar('\n');
  } else if (report->format == REPORT_TEXT) {
    print_turn(report);
  }
  if (report->format != REPORT_JSON)
    flush_output();
  return ferror(stdout);
}

void report_end(struct report *report) {
  if (report->format == REPORT_JSON) {
    const char *between = "[";
    for (size_t i = 0; i < report->count; i++)
      if (report->results && report->results[i]) {
        fputs(between, stdout);
        print_json_line(report, report->results[i]);
        between = ",\n ";
      }
    puts(between[0] == '[' ? "[]" : "]");
  }
  for (size_t i = 0; i < report->count && report->results; i++)
    dcoskube_result_free(report->results[i]);
  free(report->results);
}
