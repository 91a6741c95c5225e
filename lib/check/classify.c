/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "check/classify.h"
#include "core/reader.h"
#include "core/str.h"
#include "core/text.h"
#include "format/json.h"

static int is_one_of(const char *text, const char *const *words) {
  for (; *words; words++)
    if (strcmp(text, *words) == 0)
      return 1;
  return 0;
}

/* "v1.20.2" and what may follow: "v1.27.3+k3s1", "v1.29.0-eks-1". */
static int is_version(const char *text) {
  dk_reader reader;
  dk_reader_init(&reader, text, strlen(text));
  if (!dk_reader_char(&reader, 'v'))
    return 0;
  for (int part = 0; part < 3; part++) {
    if (part > 0 && !dk_reader_char(&reader, '.'))
      return 0;
    if (dk_reader_while(&reader, dk_is_digit).len == 0)
      return 0;
  }
  return 1;
}

static int looks_like_version(const dk_json *root, char *dst, size_t size) {
  const char *git = dk_json_text(dk_json_get(root, "gitVersion"));
  if (!git || !is_version(git) || !dk_json_text(dk_json_get(root, "major")) ||
      !dk_json_text(dk_json_get(root, "minor")))
    return 0;
  dk_text_clean(dst, size, git, strlen(git));
  return 1;
}

static int looks_like_status(const dk_json *root, uint32_t http_status) {
  static const char *const reasons[] = {"Unauthorized", "Forbidden",     "ServiceUnavailable", "TooManyRequests",
                                        "Timeout",      "InternalError", "NotFound",           NULL};
  const char *kind = dk_json_text(dk_json_get(root, "kind"));
  const char *api = dk_json_text(dk_json_get(root, "apiVersion"));
  const char *status = dk_json_text(dk_json_get(root, "status"));
  const char *reason = dk_json_text(dk_json_get(root, "reason"));
  int64_t code = 0;
  return kind && strcmp(kind, "Status") == 0 && api && strcmp(api, "v1") == 0 && status &&
         strcmp(status, "Failure") == 0 && reason && is_one_of(reason, reasons) &&
         dk_json_number(dk_json_get(root, "code"), &code) && code == (int64_t)http_status;
}

int dk_is_mark(const char *line, size_t len) {
  static const char *const marks[] = {
      "audit-id:", "x-kubernetes-pf-flowschema-uid:", "x-kubernetes-pf-prioritylevel-uid:"};
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
    size_t n = 0;
    while (marks[i][n] && n < len && dk_lower(line[n]) == marks[i][n])
      n++;
    if (!marks[i][n])
      return 1;
  }
  return 0;
}

/* What an API server says in plain text, or as half a Status, when it has too much to do. */
static int is_overload(uint32_t http_status, int marked, const char *body, size_t len) {
  dk_reader reader;
  dk_reader_init(&reader, body, len);
  if (http_status == 429 && (dk_reader_word(&reader, "Too many requests, please try again later.") ||
                             dk_reader_word(&reader, "The apiserver is shutting down, please try again later.")))
    return 1;
  return marked && (http_status == 429 || http_status == 500 || http_status == 503 || http_status == 504);
}

/* forbidden: User "system:anonymous" cannot get path "/version" */
static void user_of(const dk_json *root, char *dst, size_t size) {
  const char *message = dk_json_text(dk_json_get(root, "message"));
  const char *begin = message ? strstr(message, "User \"") : NULL;
  const char *end = begin ? strstr(begin, "\" cannot ") : NULL;
  if (end)
    dk_text_clean(dst, size, begin + 6, (size_t)(end - begin) - 6);
}

static int is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static dk_said_look look_of(const dk_json *root, const char *body, size_t len) {
  dk_reader reader;
  dk_reader_init(&reader, body, len);
  if (dk_reader_word(&reader, "Client sent an HTTP request to an HTTPS server"))
    return DK_LOOK_WANTS_TLS;
  dk_reader_while(&reader, is_space);
  if (dk_reader_end(&reader))
    return DK_LOOK_NOTHING;
  if (dk_reader_peek(&reader) == '<')
    return DK_LOOK_HTML;
  return root ? DK_LOOK_JSON : DK_LOOK_TEXT;
}

void dk_classify(uint32_t http_status, int marked, const char *body, size_t len, dk_said *out) {
  memset(out, 0, sizeof *out);
  dk_json *root = dk_json_parse(body, len);
  if (http_status == 200 && looks_like_version(root, out->version, sizeof out->version)) {
    out->kind = DK_SAID_VERSION;
  } else if (http_status >= 400 && looks_like_status(root, http_status)) {
    out->kind = DK_SAID_STATUS;
    user_of(root, out->user, sizeof out->user);
  } else if (is_overload(http_status, marked, body, len)) {
    out->kind = DK_SAID_STATUS;
  } else {
    out->look = look_of(root, body, len);
    dk_text_clean(out->excerpt, sizeof out->excerpt, body, len);
  }
  dk_json_free(root);
}

/* "[-]etcd failed: reason withheld": the name, or an empty span. */
static dk_span failed_check(dk_span line) {
  dk_reader reader;
  dk_reader_init(&reader, line.data, line.len);
  dk_span none = {line.data, 0};
  if (!dk_reader_word(&reader, "[-]"))
    return none;
  dk_span name = dk_reader_until(&reader, ' ');
  return dk_reader_word(&reader, " failed") ? name : none;
}

static void read_list(const char *body, size_t len, dk_health *out) {
  dk_reader reader;
  dk_reader_init(&reader, body, len);
  while (!dk_reader_end(&reader)) {
    dk_span name = failed_check(dk_reader_until(&reader, '\n'));
    dk_reader_char(&reader, '\n');
    if (name.len == 0)
      continue;
    if (out->failed_count < DK_HEALTH_CHECKS)
      dk_text_clean(out->failed[out->failed_count++], DK_HEALTH_NAME, name.data, name.len);
    else
      out->failed_more++;
  }
}

/* What is left of a text without the blanks at its end. */
static size_t trimmed(const char *body, size_t len) {
  while (len > 0 && is_space(body[len - 1]))
    len--;
  return len;
}

static int ends_with(const char *body, size_t len, const char *word) {
  size_t n = strlen(word);
  return len >= n && memcmp(body + len - n, word, n) == 0;
}

void dk_classify_health(uint32_t http_status, int marked, const char *body, size_t len, dk_health *out) {
  memset(out, 0, sizeof *out);
  len = trimmed(body, len);
  if (http_status == 200 && ((len == 2 && memcmp(body, "ok", 2) == 0) || ends_with(body, len, " check passed"))) {
    out->kind = DK_HEALTH_OK;
    return;
  }
  if (http_status == 500 && ends_with(body, len, " check failed")) {
    out->kind = DK_HEALTH_FAILED;
    read_list(body, len, out);
    return;
  }
  if (is_overload(http_status, marked, body, len))
    out->kind = DK_HEALTH_FAILED;
  dk_json *root = http_status >= 400 ? dk_json_parse(body, len) : NULL;
  if (looks_like_status(root, http_status)) {
    user_of(root, out->user, sizeof out->user);
    if (http_status == 500 || http_status == 503 || http_status == 504)
      out->kind = DK_HEALTH_FAILED;
  }
  dk_json_free(root);
}
