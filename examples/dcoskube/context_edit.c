/* SPDX-License-Identifier: Apache-2.0 */
/* The words of `context` that change a file, in the words of kubectl. */
#include <stdlib.h>
#include <string.h>

#include "context_edit.h"

/* A sentence of kubectl: "BEFORE NAME BETWEEN OTHER AFTER". */
static void say(const struct common *common, const char *before, const char *name, const char *between,
                const char *other, const char *after) {
  if (common->quiet)
    return;
  fputs(before, stdout);
  print_clean(stdout, name);
  fputs(between, stdout);
  print_clean(stdout, other);
  puts(after);
}

/* What was deleted, what came of it, and which files were written. */
static void say_changes(const struct common *common, const dcoskube_findings *changes) {
  for (size_t i = 0; i < dcoskube_findings_count(changes); i++) {
    const char *code = dcoskube_findings_code(changes, i), *message = dcoskube_findings_message(changes, i);
    if (strcmp(code, "deleted") == 0)
      say(common, "", message, "", "", "");
    else if (strcmp(code, "current-context-missing") == 0)
      tell(common, "warning: this removed your active context, use \"dcoskube context use\" to select a different one");
    else if (message[0] && strcmp(message, code) != 0)
      tell(common, "%s: %s", dcoskube_findings_subject(changes, i), message);
    else
      tell_more(common, "%s: %s", dcoskube_findings_subject(changes, i), code);
  }
}

/* GO_ON, or an exit status: of a failure, of a dry run. */
static int commit(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags,
                  dcoskube_findings **changes) {
  if (flags & DCOSKUBE_KUBECONFIG_DRY_RUN)
    return print_diff(common, kubeconfig);
  dcoskube_status status = commit_undisturbed(kubeconfig, flags, changes, common->err);
  return status == DCOSKUBE_OK ? GO_ON : fail(common, status, NULL, BLAME_WORLD);
}

int context_use(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *name) {
  dcoskube_findings *changes = NULL;
  int back = strcmp(name, "-") == 0;
  dcoskube_status status = back ? dcoskube_kubeconfig_use_previous(kubeconfig, common->err)
                                : dcoskube_kubeconfig_use(kubeconfig, name, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_ANSWER);
  int result = commit(common, kubeconfig, flags, &changes);
  if (result != GO_ON)
    return result;
  say(common, "Switched to context \"", back ? dcoskube_kubeconfig_current(kubeconfig) : name, "", "", "\".");
  say_changes(common, changes);
  dcoskube_findings_free(changes);
  return YES;
}

int context_namespace(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *space) {
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_kubeconfig_set_namespace(kubeconfig, NULL, space, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, status == DCOSKUBE_ERR_INVALID ? BLAME_VALUE : BLAME_ANSWER);
  int result = commit(common, kubeconfig, flags, &changes);
  if (result != GO_ON)
    return result;
  say(common, "Context \"", dcoskube_kubeconfig_current(kubeconfig), "", "", "\" modified.");
  say_changes(common, changes);
  dcoskube_findings_free(changes);
  return YES;
}

int context_rename(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *from,
                   const char *to) {
  dcoskube_findings *changes = NULL;
  dcoskube_status status = dcoskube_kubeconfig_rename(kubeconfig, from, to, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, status == DCOSKUBE_ERR_INVALID ? BLAME_VALUE : BLAME_ANSWER);
  int result = commit(common, kubeconfig, flags, &changes);
  if (result != GO_ON)
    return result;
  say(common, "Context \"", from, "\" renamed to \"", to, "\".");
  say_changes(common, changes);
  dcoskube_findings_free(changes);
  return YES;
}

int context_delete(const struct common *common, dcoskube_kubeconfig *kubeconfig, uint32_t flags, const char *name,
                   int cascade) {
  dcoskube_findings *changes = NULL;
  dcoskube_status status =
      dcoskube_kubeconfig_delete(kubeconfig, name, cascade ? DCOSKUBE_KUBECONFIG_CASCADE : 0, common->err);
  if (status != DCOSKUBE_OK)
    return fail(common, status, NULL, BLAME_ANSWER);
  int result = commit(common, kubeconfig, flags, &changes);
  if (result != GO_ON)
    return result;
  say_changes(common, changes);
  dcoskube_findings_free(changes);
  return YES;
}
