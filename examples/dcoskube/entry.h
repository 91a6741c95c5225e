/* SPDX-License-Identifier: Apache-2.0 */
/* A kubeconfig context that is to be added: for `kubeconfig` and `expose`. */
#ifndef DCOSKUBE_ENTRY_H
#define DCOSKUBE_ENTRY_H

#include "options.h"

/* What the options say. */
struct entry {
  const char *ca;
  int insecure;
  const char *name;
  int overwrite;
  int activate;
  const char *kubeconfig;
  struct number lock_timeout;
  int backup;
  const char *space;
  const char *tls_server_name;
  const char *token_file;
  const char *certificate;
  const char *key;
  int no_embed;
  const char *proxy_url;
  const char *exec_command;
  const char *exec_version;
  struct list exec_args;
  struct list exec_env;
  int print; /* the entry is for a document of its own, not for the file */
};

extern const struct option_row entry_rows[];

/* A change of a kubeconfig, recorded and then committed. */
struct edit {
  char *name;  /* of the context */
  int existed; /* there was a context of that name */
  dcoskube_kubeconfig *kubeconfig;
  dcoskube_findings *changes;
};

/* What is wrong with the options for proxy, exec and paths: GO_ON or WRONG_USE; and put them into an entry. */
int fields_consistent(const struct common *common, const struct entry *entry);
int fields_fill(const struct common *common, const struct entry *entry, dcoskube_entry *to);

/* Record the change.  Returns GO_ON or an exit status; edit_free() in any case. */
int edit_record(const struct common *common, const struct entry *entry, const char *url, struct edit *edit);

/* Do it; signals wait meanwhile.  Returns GO_ON or an exit status. */
int edit_commit(const struct common *common, const struct entry *entry, struct edit *edit);

/* As dcoskube_kubeconfig_commit(), while INT, TERM and HUP wait. */
dcoskube_status commit_undisturbed(dcoskube_kubeconfig *kubeconfig, uint32_t flags, dcoskube_findings **changes,
                                   dcoskube_error *err);

/* Warnings of a commit, and with --verbose which files it wrote. */
void tell_changes(const struct common *common, const dcoskube_findings *changes);

/* What a commit would change, on standard output.  Returns an exit status. */
int print_diff(const struct common *common, const dcoskube_kubeconfig *kubeconfig);

/* A kubeconfig, or one context of it (NULL: all), on standard output.  Returns an exit status. */
int print_view(const struct common *common, const dcoskube_kubeconfig *kubeconfig, const char *context, int raw);

void edit_free(struct edit *edit);

#endif
