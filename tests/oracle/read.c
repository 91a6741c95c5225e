/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read [--memory] FILE...: what the library reads in each kubeconfig, one line of JSON a
 * file; FILE "" is what the environment names.  Bytes are shown in hex.
 * With --memory in front, the last line is the most memory it took, in KiB.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dcoskube/dcoskube.h>

typedef dcoskube_status getter(const dcoskube_context *context, char **out, size_t *out_len, dcoskube_error *err);

static void quoted(const char *key, const char *text) {
  printf("\"%s\":\"", key);
  for (; *text; text++)
    if (*text == '"' || *text == '\\')
      printf("\\%c", *text);
    else if ((unsigned char)*text < 0x20)
      printf("\\u%04x", (unsigned)*text);
    else
      putchar(*text);
  printf("\"");
}

/* The bytes, or the name of the status where there are none. */
static void bytes(const char *key, getter *get, const dcoskube_context *context) {
  char *data = NULL;
  size_t len = 0;
  dcoskube_status status = get(context, &data, &len, NULL);
  printf(",");
  if (status != DCOSKUBE_OK) {
    quoted(key, dcoskube_status_name(status));
    return;
  }
  printf("\"%s\":\"", key);
  for (size_t i = 0; i < len; i++)
    printf("%02x", (unsigned)(unsigned char)data[i]);
  printf("\"");
  dcoskube_free(data);
}

static void show_context(const dcoskube_context *c) {
  static const struct {
    const char *key;
    const char *(*get)(const dcoskube_context *);
  } texts[] = {{"name", dcoskube_context_name},     {"cluster", dcoskube_context_cluster},
               {"user", dcoskube_context_user},     {"namespace", dcoskube_context_namespace},
               {"server", dcoskube_context_server}, {"tls-server-name", dcoskube_context_tls_server_name},
               {"file", dcoskube_context_file}};
  printf("{");
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    quoted(texts[i].key, texts[i].get(c));
    printf(",");
  }
  printf("\"insecure\":%s,\"exec\":%s,\"line\":%u", dcoskube_context_insecure(c) ? "true" : "false",
         dcoskube_context_has_exec(c) ? "true" : "false", (unsigned)dcoskube_context_line(c));
  bytes("ca", dcoskube_context_ca, c);
  bytes("certificate", dcoskube_context_certificate, c);
  bytes("key", dcoskube_context_key_secret, c);
  bytes("token", dcoskube_context_token_secret, c);
  printf("}");
}

static void show(const dcoskube_kubeconfig *kubeconfig) {
  const char *current = dcoskube_kubeconfig_current(kubeconfig);
  printf("{");
  quoted("current", current ? current : "");
  printf(",\"contexts\":[");
  for (size_t i = 0; i < dcoskube_kubeconfig_context_count(kubeconfig); i++) {
    printf("%s", i ? "," : "");
    show_context(dcoskube_kubeconfig_context(kubeconfig, i));
  }
  printf("]}\n");
}

static void show_error(const dcoskube_error *error) {
  const char *subject = dcoskube_error_subject(error), *remedy = dcoskube_error_remedy(error);
  printf("{");
  quoted("status", dcoskube_status_name(dcoskube_error_status(error)));
  printf(",");
  quoted("subject", subject ? subject : "");
  printf(",");
  quoted("message", dcoskube_error_message(error));
  printf(",");
  quoted("remedy", remedy ? remedy : "");
  printf(",\"line\":%u,\"column\":%u}\n", (unsigned)dcoskube_error_line(error), (unsigned)dcoskube_error_column(error));
}

static void show_memory(void) {
  FILE *f = fopen("/proc/self/status", "r");
  char line[256];
  unsigned long most = 0;
  while (f && fgets(line, sizeof line, f))
    if (strncmp(line, "VmHWM:", 6) == 0)
      most = strtoul(line + 6, NULL, 10);
  if (f)
    fclose(f);
  printf("%lu\n", most);
}

int main(int argc, char **argv) {
  dcoskube_error *error = dcoskube_error_new();
  if (!error)
    return 99;
  int memory = argc > 1 && strcmp(argv[1], "--memory") == 0;
  for (int i = 1 + memory; i < argc; i++) {
    dcoskube_kubeconfig *kubeconfig = NULL;
    if (dcoskube_kubeconfig_open(argv[i][0] ? argv[i] : NULL, 0, &kubeconfig, error) == DCOSKUBE_OK)
      show(kubeconfig);
    else
      show_error(error);
    dcoskube_kubeconfig_free(kubeconfig);
  }
  dcoskube_error_free(error);
  if (memory)
    show_memory();
  return 0;
}
