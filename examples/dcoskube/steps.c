/* SPDX-License-Identifier: Apache-2.0 */
/* What `expose` says at the end. */
#include <string.h>

#include "steps.h"

#define COLUMNS 5
#define GAP 3

static void print_table(const struct steps *steps) {
  const dcoskube_cluster *cluster = dcoskube_proxy_cluster(steps->proxy, 0);
  const char *const table[2][COLUMNS] = {
      {"CLUSTER", "API SERVER", "PUBLIC URL", "CONTEXT", "VERDICT"},
      {dcoskube_cluster_hostname(cluster), dcoskube_cluster_upstream(cluster), steps->url, steps->context,
       steps->result ? dcoskube_verdict_name(dcoskube_result_verdict(steps->result)) : "not checked"}};
  for (int row = 0; row < 2; row++) {
    for (int i = 0; i < COLUMNS - 1; i++) {
      size_t head = clean_width(table[0][i]), body = clean_width(table[1][i]);
      print_padded(stdout, table[row][i], (head > body ? head : body) + GAP);
    }
    puts(table[row][COLUMNS - 1]);
  }
}

/* Part of a word of a command: in quotes, if a shell would not take it as it is. */
static void print_word(const char *word) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-:@%+=,";
  const char *quote = word[strspn(word, plain)] && !strchr(word, '\'') ? "'" : "";
  fputs(quote, stdout);
  print_clean(stdout, word);
  fputs(quote, stdout);
}

static void print_command(const char *before, const char *word, const char *after) {
  fputs(before, stdout);
  print_word(word);
  fputs(after, stdout);
}

static void print_path(const char *dir, const char *name) {
  print_word(dir);
  printf("%s%s", dir[strlen(dir) - 1] == '/' ? "" : "/", name);
}

/* Where a file that the configuration names by its path in the container must lie. */
static void print_needed(const struct steps *steps, const char *path, const char *what) {
  const char *mounted = dcoskube_proxy_install_dir(steps->proxy);
  size_t len = strlen(mounted);
  fputs("       ", stdout);
  if (strncmp(path, mounted, len) == 0 && path[len] == '/') {
    print_path(steps->config_dir, path + len + 1);
    printf(": %s\n", what);
  } else {
    printf("%s: %s; the container sees only what is below %s\n", path, what, mounted);
  }
}

static void print_copies(const struct steps *steps) {
  const dcoskube_cluster *cluster = dcoskube_proxy_cluster(steps->proxy, 0);
  fputs("  1. Copy to the directory ", stdout);
  print_clean(stdout, steps->config_dir);
  puts(" of each public agent that may run the proxy:");
  for (size_t i = 0; i + 1 < dcoskube_files_count(steps->files); i++) {
    fputs("       ", stdout);
    print_path(steps->dir, dcoskube_files_name(steps->files, i));
    putchar('\n');
  }
  puts("     and lay there, if they do not lie there yet:");
  for (size_t i = 0; i < steps->certificates->count; i++)
    print_needed(steps, steps->certificates->items[i], "certificate, key and chain for clients");
  print_needed(steps, dcoskube_cluster_ca_file(cluster), "the CA of the API server's certificate");
}

void print_steps(const struct steps *steps) {
  const dcoskube_cluster *cluster = dcoskube_proxy_cluster(steps->proxy, 0);
  putchar('\n');
  print_table(steps);
  if (steps->result) {
    printf("\n%s\n", dcoskube_result_message(steps->result));
    if (dcoskube_result_remedy(steps->result)[0])
      printf("%s\n", dcoskube_result_remedy(steps->result));
  }
  if (steps->met) {
    int anonymous = dcoskube_result_credential(steps->result) == DCOSKUBE_CREDENTIAL_NONE;
    puts(anonymous ? "\nIt can be reached. The context has no credential yet (--token-file, --force-overwrite)."
                   : "\nIt works:");
    print_command("  kubectl --context=", steps->context, " get nodes\n");
    return;
  }
  puts("\nWhat to do next:");
  print_copies(steps);
  printf("  2. Let the name %s lead to such an agent.\n", dcoskube_cluster_hostname(cluster));
  fputs("  3. dcos marathon app add ", stdout);
  print_path(steps->dir, dcoskube_files_name(steps->files, dcoskube_files_count(steps->files) - 1));
  putchar('\n');
  print_command("  4. dcoskube check ", steps->context, "\n");
  print_command("  5. kubectl --context=", steps->context, " get nodes\n");
}
