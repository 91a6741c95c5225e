/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prober [--timeout MS] [--parallel N] <SPECS: one check over the targets that
 * stdin names, a line each of words separated by tabs:
 *
 *   url=URL ca=FILE token=FILE cert=FILE key=FILE name=NAME connect=HOST:PORT insecure=1 send=1
 *
 * For each result a line of JSON: its index, which expectations it meets
 * (default, reachable, authenticated, healthy), and the result itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dcoskube/dcoskube.h>

typedef struct spec {
  const char *url, *ca, *token, *cert, *key, *name, *connect;
  int insecure, send;
} spec;

static dcoskube_error *err;

static _Noreturn void die(const char *what) {
  fprintf(stderr, "prober: %s: %s: %s\n", what, dcoskube_error_subject(err), dcoskube_error_message(err));
  exit(3);
}

static void must(dcoskube_status status, const char *what) {
  if (status != DCOSKUBE_OK)
    die(what);
}

static void take(spec *out, const char *word) {
  const struct {
    const char *key;
    const char **value;
  } rows[] = {{"url=", &out->url}, {"ca=", &out->ca},     {"token=", &out->token},    {"cert=", &out->cert},
              {"key=", &out->key}, {"name=", &out->name}, {"connect=", &out->connect}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (strncmp(word, rows[i].key, strlen(rows[i].key)) == 0)
      *rows[i].value = word + strlen(rows[i].key);
  if (strcmp(word, "insecure=1") == 0)
    out->insecure = 1;
  if (strcmp(word, "send=1") == 0)
    out->send = 1;
}

static void connect_to(dcoskube_target *target, const char *text) {
  char host[256];
  const char *colon = strrchr(text, ':');
  if (!colon || (size_t)(colon - text) >= sizeof host)
    die("connect");
  memcpy(host, text, (size_t)(colon - text));
  host[colon - text] = '\0';
  must(dcoskube_target_set_connect_to(target, host, (uint32_t)strtoul(colon + 1, NULL, 10), err), "connect");
}

static void add(dcoskube_check *check, char *line) {
  spec s;
  dcoskube_target *target = NULL;
  char *rest = line, *word;
  memset(&s, 0, sizeof s);
  while ((word = strsep(&rest, "\t\n")) != NULL)
    take(&s, word);
  must(dcoskube_check_add_url(check, s.url, &target, err), "url");
  if (s.ca)
    must(dcoskube_target_set_ca_file(target, s.ca, err), "ca");
  if (s.token)
    must(dcoskube_target_set_token_file(target, s.token, err), "token");
  if (s.cert)
    must(dcoskube_target_set_client_certificate(target, s.cert, s.key, err), "cert");
  if (s.name)
    must(dcoskube_target_set_server_name(target, s.name, err), "name");
  if (s.connect)
    connect_to(target, s.connect);
  must(dcoskube_target_set_insecure(target, s.insecure, err), "insecure");
  must(dcoskube_target_set_send_credentials_insecurely(target, s.send, err), "send");
}

static int show(dcoskube_result *result, void *userdata) {
  char *json = NULL;
  (void)userdata;
  must(dcoskube_result_json(result, 0, &json, NULL, err), "json");
  printf("{\"index\":%zu,\"meets\":[%d,%d,%d,%d],\"result\":%s}\n", dcoskube_result_index(result),
         dcoskube_result_meets(result, DCOSKUBE_EXPECT_DEFAULT),
         dcoskube_result_meets(result, DCOSKUBE_EXPECT_REACHABLE),
         dcoskube_result_meets(result, DCOSKUBE_EXPECT_AUTHENTICATED),
         dcoskube_result_meets(result, DCOSKUBE_EXPECT_HEALTHY), json);
  dcoskube_free(json);
  return 0;
}

int main(int argc, char **argv) {
  dcoskube_check *check = NULL;
  char *line = NULL;
  size_t size = 0;
  err = dcoskube_error_new();
  must(dcoskube_check_new(0, &check, err), "new");
  for (int i = 1; i + 1 < argc; i += 2) {
    uint32_t n = (uint32_t)strtoul(argv[i + 1], NULL, 10);
    if (strcmp(argv[i], "--timeout") == 0)
      must(dcoskube_check_set_timeout(check, n, err), "timeout");
    else
      must(dcoskube_check_set_parallel(check, n, err), "parallel");
  }
  while (getline(&line, &size, stdin) > 0)
    add(check, line);
  free(line);
  must(dcoskube_check_run(check, show, NULL, err), "run");
  dcoskube_check_free(check);
  dcoskube_error_free(err);
  return 0;
}
