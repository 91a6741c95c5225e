/* SPDX-License-Identifier: Apache-2.0 */
/* What may be shown of a kubeconfig, and of a change. */
#include "unit/dir.h"
#include "unit/unit.h"

static dcoskube_error *err;

static dcoskube_kubeconfig *parse(const char *row, const char *text) {
  dcoskube_kubeconfig *kc = NULL;
  CHECK_ROW_STATUS(row, dcoskube_kubeconfig_parse(text, strlen(text), "config", 0, &kc, err), DCOSKUBE_OK);
  return kc;
}

static char *view(const char *row, dcoskube_kubeconfig *kc, const char *context, uint32_t flags) {
  char *out = NULL;
  size_t len = 0;
  CHECK_ROW_STATUS(row, dcoskube_kubeconfig_view(kc, context, flags, &out, &len, err), DCOSKUBE_OK);
  CHECK_ROW(row, out && strlen(out) == len);
  return out;
}

struct row {
  const char *name;
  const char *text;
  const char *want; /* NULL: the text itself */
};

static const struct row hidden[] = {
    {"nothing at all", "", NULL},
    {"nothing to hide", "# note\nusers: # all\n- {name: u, user: {username: bob, tokenFile: /t}}\n", NULL},
    {"token", "users:\n- name: u\n  user:\n    token: geheim # why\n",
     "users:\n- name: u\n  user:\n    token: REDACTED # why\n"},
    {"quotes stay", "users: [{name: u, user: {token: \"g\", password: 'h'}}]\n",
     "users: [{name: u, user: {token: \"REDACTED\", password: 'REDACTED'}}]\n"},
    {"JSON stays JSON", "{\"users\":[{\"name\":\"u\",\"user\":{\"token\":\"geheim\"}}]}",
     "{\"users\":[{\"name\":\"u\",\"user\":{\"token\":\"REDACTED\"}}]}"},
    {"empty hides nothing", "users: [{name: u, user: {token: '', password: , client-key-data: null}}]\n", NULL},
    {"data", "clusters: [{name: c, cluster: {certificate-authority-data: Zm9v}}]\n",
     "clusters: [{name: c, cluster: {certificate-authority-data: DATA+OMITTED}}]\n"},
    {"data in a block", "users:\n- user:\n    client-key-data: |\n      Zm9v\n      YmFy\n\n    as: x\n  name: u\n",
     "users:\n- user:\n    client-key-data: DATA+OMITTED\n\n    as: x\n  name: u\n"},
    {"data that keeps empty lines", "users:\n- user:\n    client-key-data: |+\n      Zm9v\n\n    as: x\n  name: u\n",
     "users:\n- user:\n    client-key-data: DATA+OMITTED\n    as: x\n  name: u\n"},
    {"data at the end", "users:\n- name: u\n  user:\n    client-key-data: >-\n      Zm9v",
     "users:\n- name: u\n  user:\n    client-key-data: DATA+OMITTED"},
    {"exec",
     "users: [{name: u, user: {exec: {command: c, apiVersion: v, args: [a, '--x=b'], env: [{name: A, value: b}], "
     "installHint: h, interactiveMode: Never, provideClusterInfo: true, other: x}}}]\n",
     "users: [{name: u, user: {exec: {command: c, apiVersion: v, args: [REDACTED, 'REDACTED'], env: [{name: A, value: "
     "REDACTED}], installHint: h, interactiveMode: Never, provideClusterInfo: true, other: REDACTED}}}]\n"},
    {"auth-provider", "users: [{name: u, user: {auth-provider: {name: gcp, config: {cmd-path: p, client-id: i}}}}]\n",
     "users: [{name: u, user: {auth-provider: {name: gcp, config: {cmd-path: REDACTED, client-id: REDACTED}}}}]\n"},
    {"extensions", "extensions: [{name: e, extension: {apiKey: k, deep: [{ID_TOKEN: t, x: y}], other: [1]}}]\n",
     "extensions: [{name: e, extension: {apiKey: REDACTED, deep: [{ID_TOKEN: REDACTED, x: y}], other: [1]}}]\n"},
    {"case of an unknown field", "users: [{name: u, user: {Token: g, clientKeyData: d}}]\n",
     "users: [{name: u, user: {Token: REDACTED, clientKeyData: DATA+OMITTED}}]\n"},
    {"through an alias", "x: &t geheim\ny: &args [a, b]\nusers: [{name: u, user: {token: *t, exec: {args: *args}}}]\n",
     "x: &t REDACTED\ny: &args [REDACTED, REDACTED]\nusers: [{name: u, user: {token: *t, exec: {args: *args}}}]\n"},
    {"through a merge key", "x: &e {args: [a], command: c}\nusers: [{name: u, user: {exec: {<<: *e}}}]\n",
     "x: &e {args: [REDACTED], command: c}\nusers: [{name: u, user: {exec: {<<: *e}}}]\n"},
    {"the anchor stays", "users: [{name: u, user: {token: !!str &a  g}}, {name: v, user: {token: *a}}]\n",
     "users: [{name: u, user: {token: &a REDACTED}}, {name: v, user: {token: *a}}]\n"},
    {"URLs",
     "clusters: [{name: c, cluster: {server: 'https://u:p@h/', proxy-url: 'u:p@h:1'}}]\nx: see ftp://a@b and c@d\n",
     "clusters: [{name: c, cluster: {server: 'https://REDACTED@h/', proxy-url: 'REDACTED@h:1'}}]\n"
     "x: \"see ftp://REDACTED@b and c@d\"\n"},
    {"an escaped @", "clusters: [{name: c, cluster: {server: \"https://u:p\\u0040h\"}}]\n",
     "clusters: [{name: c, cluster: {server: \"https://REDACTED@h\"}}]\n"},
    {"a slash in a password", "clusters: [{name: c, cluster: {proxy-url: 'http://u:p/q@h:1'}}]\n",
     "clusters: [{name: c, cluster: {proxy-url: 'http://REDACTED@h:1'}}]\n"},
    {"comments",
     "# token: geheim\n#password = x y\n# --token abc\n# args: [a]\n# https://u:p@h\n"
     "# ABCDEFGHabcdefgh01234567 is it\n# the token is elsewhere\n",
     "# token: REDACTED\n#password = REDACTED\n# --token REDACTED\n# args: REDACTED\n# https://REDACTED@h\n"
     "# REDACTED is it\n# the token is elsewhere\n"},
    {"other documents", "users: []\n---\ntoken: geheim\n",
     "users: []\n# what follows this document is not read by kubectl and not shown\n"},
    {"behind the end", "users: []\n...\ntoken geheim\n",
     "users: []\n# what follows this document is not read by kubectl and not shown\n"},
    {"a BOM", "\xef\xbb\xbfusers: []\n", "users: []\n"},
    {"line ends", "users: []\r\n# a\rx: 1\r\n# b\xc2\x85y: 2\n", "users: []\r\n# a\nx: 1\r\n# b\ny: 2\n"},
    {"turned text", "# a\xe2\x80\xae\nx: b\xe2\x80\xae\ny: 'c\xe2\x80\x8f'\nz: |\n  d\xe2\x81\xa6\n",
     "# a\\u202e\nx: \"b\\u202E\"\ny: \"c\\u200F\"\nz: \"d\\u2066\\n\"\n"},
    {"escapes stay", "x: \"\\e[31m\"\n", NULL},
};

static void test_hidden(void) {
  err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(hidden); i++) {
    const struct row *row = &hidden[i];
    dcoskube_kubeconfig *kc = parse(row->name, row->text);
    char *shown = view(row->name, kc, NULL, 0);
    CHECK_ROW_STR(row->name, shown ? shown : "", row->want ? row->want : row->text);
    dcoskube_kubeconfig_free(kc);
    kc = parse(row->name, shown ? shown : ""); /* it loads, and nothing more is hidden */
    char *again = view(row->name, kc, NULL, 0);
    CHECK_ROW(row->name, again && shown && strcmp(again, shown) == 0);
    dcoskube_free(again);
    dcoskube_free(shown);
    dcoskube_kubeconfig_free(kc);
  }
  dcoskube_error_free(err);
}

/* Each element of a list is the one before in brackets: so many, and the last is a token. */
static char *chain(int links) {
  size_t len = 0, size = (size_t)links * 32 + 256;
  char *text = malloc(size);
  if (!text)
    return NULL;
  len += (size_t)snprintf(text, size, "x:\n- &a0 geheim\n");
  for (int i = 1; i < links; i++)
    len += (size_t)snprintf(text + len, size - len, "- &a%d [*a%d]\n", i, i - 1);
  snprintf(text + len, size - len, "y: {token: *a%d}\n", links - 1);
  return text;
}

/* A chain of aliases must not cost stack: one that kubectl takes is redacted, one that it calls excessive is refused.
 */
static void test_chain(void) {
  static const struct {
    const char *name;
    int links;
    dcoskube_status want;
  } rows[] = {{"short", 20, DCOSKUBE_OK}, {"long", 200000, DCOSKUBE_ERR_LIMIT}};
  static const char begin[] = "x:\n- &a0 REDACTED\n- &a1 [*a0]\n";
  err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    char *text = chain(rows[i].links), *shown = NULL;
    dcoskube_kubeconfig *kc = NULL;
    dcoskube_status status = dcoskube_kubeconfig_parse(text, strlen(text), "config", 0, &kc, err);
    if (status == DCOSKUBE_OK)
      status = dcoskube_kubeconfig_view(kc, NULL, 0, &shown, NULL, err);
    CHECK_ROW_STATUS(rows[i].name, status, rows[i].want);
    CHECK_ROW(rows[i].name, status != DCOSKUBE_OK || (shown && strncmp(shown, begin, sizeof begin - 1) == 0));
    dcoskube_free(shown);
    dcoskube_kubeconfig_free(kc);
    free(text);
  }
  dcoskube_error_free(err);
}

static const char whole[] = "clusters:\n"
                            "# the one\n"
                            "    -   name: c1 # here\n"
                            "        cluster:\n"
                            "            server: https://c1\n"
                            "            note: |\n"
                            "                two\n"
                            "                  lines\n"
                            "            # below\n"
                            "    -   {name: c2, cluster: {server: 'https://c2', proxy-url: ~}}\n"
                            "users:\n"
                            "- name: u1\n"
                            "  user: &u {token: geheim, as-groups: [], as-user-extra: {on: ['1', \"\\e\"]}}\n"
                            "- name: u2\n"
                            "  user:\n"
                            "    <<: *u\n"
                            "    token: mehr\n"
                            "contexts:\n"
                            "- {name: a, context: {cluster: c1, user: u1}}\n"
                            "- {name: b, context: {cluster: c2, user: u2}}\n"
                            "- {name: \"x\\e[1m\", context: {cluster: '', user: ''}}\n"
                            "- {name: lost, context: {cluster: nope, user: u2}}\n"
                            "- {name: lone, context: {cluster: c2, user: nobody}}\n"
                            "current-context: b\n";

static const struct {
  const char *context;
  uint32_t flags;
  const char *want;
} minified[] = {
    {"a", 0,
     "apiVersion: v1\nclusters:\n# the one\n- name: c1 # here\n  cluster:\n      server: https://c1\n      note: |\n"
     "          two\n            lines\n      # below\ncontexts:\n- {name: a, context: {cluster: c1, user: u1}}\n"
     "current-context: a\nkind: Config\nusers:\n- name: u1\n  user:\n    token: REDACTED\n    as-groups: []\n"
     "    as-user-extra:\n      on:\n      - \"1\"\n      - \"\\u001B\"\n"},
    {"b", DCOSKUBE_KUBECONFIG_RAW,
     "apiVersion: v1\nclusters:\n- {name: c2, cluster: {server: 'https://c2', proxy-url: ~}}\ncontexts:\n"
     "- {name: b, context: {cluster: c2, user: u2}}\ncurrent-context: b\nkind: Config\nusers:\n- name: u2\n  user:\n"
     "    as-groups: []\n    as-user-extra:\n      on:\n      - \"1\"\n      - \"\\u001B\"\n    token: mehr\n"},
    {"x\\x1b[1m", 0,
     "apiVersion: v1\nclusters: []\ncontexts:\n- {name: \"x\\e[1m\", context: {cluster: '', user: ''}}\n"
     "current-context: \"x\\u001B[1m\"\nkind: Config\nusers: []\n"},
};

static void test_context(void) {
  err = dcoskube_error_new();
  dcoskube_kubeconfig *kc = parse("whole", whole);
  for (size_t i = 0; i < ROWS(minified); i++) {
    char *shown = view(minified[i].context, kc, minified[i].context, minified[i].flags);
    CHECK_ROW_STR(minified[i].context, shown ? shown : "", minified[i].want);
    dcoskube_kubeconfig_free(parse(minified[i].context, shown ? shown : ""));
    dcoskube_free(shown);
  }
  static const char *const missing[][2] = {{"nope", "cannot locate context nope"},
                                           {"lost", "cannot locate cluster nope"},
                                           {"lone", "cannot locate user nobody"}};
  for (size_t i = 0; i < ROWS(missing); i++) {
    char *out = NULL;
    CHECK_ROW_STATUS(missing[i][0], dcoskube_kubeconfig_view(kc, missing[i][0], 0, &out, NULL, err),
                     DCOSKUBE_ERR_NOT_FOUND);
    CHECK_ROW_STR(missing[i][0], dcoskube_error_message(err), missing[i][1]);
    CU_ASSERT_PTR_NULL(out);
  }
  dcoskube_kubeconfig_free(kc);
  dcoskube_error_free(err);
}

/* Several files: one document. */
static void test_several(void) {
  char dir[UNIT_PATH], a[2 * UNIT_PATH], b[2 * UNIT_PATH], list[4 * UNIT_PATH + 2];
  static const char first[] = "users:\n- name: u\n  user: {token: one}\ncurrent-context: ''\n";
  static const char second[] =
      "users:\n- {name: u, user: {token: two}}\n- {name: v, user: {as: x}}\ncurrent-context: k\n";
  err = dcoskube_error_new();
  unit_dir_make(dir);
  unit_file_write(unit_path(a, dir, "a"), first, strlen(first));
  unit_file_write(unit_path(b, dir, "b"), second, strlen(second));
  snprintf(list, sizeof list, "%s:%s", a, b);
  setenv("KUBECONFIG", list, 1);
  dcoskube_kubeconfig *kc = NULL;
  CHECK_ROW_STATUS("open", dcoskube_kubeconfig_open(NULL, 0, &kc, err), DCOSKUBE_OK);
  char *shown = view("several", kc, NULL, DCOSKUBE_KUBECONFIG_RAW);
  CHECK_ROW_STR("several", shown,
                "apiVersion: v1\nclusters: []\ncontexts: []\ncurrent-context: k\nkind: Config\nusers:\n"
                "- name: u\n  user: {token: one}\n- {name: v, user: {as: x}}\n");
  dcoskube_free(shown);
  dcoskube_kubeconfig_free(kc);
  unsetenv("KUBECONFIG");
  unit_dir_remove(dir);
  dcoskube_error_free(err);
}

/* --- diffs --- */

static dcoskube_status add(dcoskube_kubeconfig *kc, const char *name, const char *token) {
  dcoskube_entry *entry = NULL;
  dcoskube_status status = dcoskube_entry_new(name, "https://new", 0, &entry, err);
  if (status == DCOSKUBE_OK && token)
    status = dcoskube_entry_set_token(entry, token, strlen(token), err);
  if (status == DCOSKUBE_OK)
    status = dcoskube_kubeconfig_set(kc, entry, DCOSKUBE_KUBECONFIG_OVERWRITE, err);
  dcoskube_entry_free(entry);
  return status;
}

static char *diff(const char *row, dcoskube_kubeconfig *kc) {
  char *out = NULL;
  size_t len = 0;
  CHECK_ROW_STATUS(row, dcoskube_kubeconfig_diff(kc, 0, &out, &len, err), DCOSKUBE_OK);
  CHECK_ROW(row, out && strlen(out) == len);
  return out;
}

static const struct {
  const char *name;
  const char *text;
  const char *use;   /* a context, or NULL */
  const char *entry; /* a name, or NULL */
  const char *token;
  const char *want;
} diffs[] = {
    {"nothing", "contexts: [{name: a}]\ncurrent-context: a\n", "a", NULL, NULL, ""},
    {"one line", "contexts: [{name: a}]\ncurrent-context: b\n", "a", NULL, NULL,
     "--- config\n+++ config\n@@ -1,2 +1,2 @@\n contexts: [{name: a}]\n-current-context: b\n+current-context: a\n"},
    {"no line end", "contexts: [{name: a}]\ncurrent-context: b", "a", NULL, NULL,
     "--- config\n+++ config\n@@ -1,2 +1,2 @@\n contexts: [{name: a}]\n-current-context: b\n"
     "\\ No newline at end of file\n+current-context: a\n\\ No newline at end of file\n"},
    {"no line end, not touched", "current-context: b\ncontexts: [{name: a}]", "a", NULL, NULL,
     "--- config\n+++ config\n@@ -1,2 +1,2 @@\n-current-context: b\n+current-context: a\n contexts: [{name: a}]\n"
     "\\ No newline at end of file\n"},
    {"three lines around", "# 1\n# 2\n# 3\n# 4\ncurrent-context: b\n# 5\n# 6\n# 7\n# 8\ncontexts: [{name: a}]\n", "a",
     NULL, NULL,
     "--- config\n+++ config\n@@ -2,7 +2,7 @@\n # 2\n # 3\n # 4\n-current-context: b\n+current-context: a\n # 5\n # 6\n"
     " # 7\n"},
    {"a secret that changes",
     "contexts:\n- {name: a, context: {cluster: a, user: a}}\nclusters:\n- {name: a, cluster: {server: "
     "'https://new'}}\n"
     "users:\n- name: a\n  user:\n    token: old\n",
     NULL, "a", "new",
     "--- config\n+++ config\n@@ -5,4 +5,4 @@\n users:\n - name: a\n   user:\n-    token: REDACTED\n+    token: "
     "REDACTED\n"},
    {"lines of a secret are counted",
     "users:\n- name: u\n  user:\n    client-key-data: |\n      Zm9v\n      YmFy\ncontexts: [{name: a}]\n"
     "current-context: b\n",
     "a", NULL, NULL,
     "--- config\n+++ config\n@@ -5,4 +5,4 @@\n       DATA+OMITTED\n       DATA+OMITTED\n contexts: [{name: a}]\n"
     "-current-context: b\n+current-context: a\n"},
    {"what a terminal obeys", "# \xe2\x80\xae\ncontexts: [{name: a}]\ncurrent-context: \"\\e[1m\"\n", "a", NULL, NULL,
     "--- config\n+++ config\n@@ -1,3 +1,3 @@\n # \\u202e\n contexts: [{name: a}]\n-current-context: \"\\e[1m\"\n"
     "+current-context: \"a\"\n"},
    {"another document", "contexts: [{name: a}]\ncurrent-context: b\n---\nsecret: x\n\ny", "a", NULL, NULL,
     "--- config\n+++ config\n@@ -1,5 +1,5 @@\n contexts: [{name: a}]\n-current-context: b\n+current-context: a\n"
     " # not shown\n # not shown\n \n"},
    {"a new text", "", NULL, "a", NULL,
     "--- config\n+++ config\n@@ -0,0 +1,16 @@\n+apiVersion: v1\n+clusters:\n+- cluster:\n+    server: https://new\n"
     "+  name: a\n+contexts:\n+- context:\n+    cluster: a\n+    user: a\n+  name: a\n+current-context: \"\"\n"
     "+kind: Config\n+preferences: {}\n+users:\n+- name: a\n+  user: {}\n"},
};

static void test_diffs(void) {
  err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(diffs); i++) {
    dcoskube_kubeconfig *kc = parse(diffs[i].name, diffs[i].text);
    if (diffs[i].use)
      CHECK_ROW_STATUS(diffs[i].name, dcoskube_kubeconfig_use(kc, diffs[i].use, err), DCOSKUBE_OK);
    if (diffs[i].entry)
      CHECK_ROW_STATUS(diffs[i].name, add(kc, diffs[i].entry, diffs[i].token), DCOSKUBE_OK);
    char *got = diff(diffs[i].name, kc);
    CHECK_ROW_STR(diffs[i].name, got ? got : "", diffs[i].want);
    dcoskube_free(got);
    dcoskube_kubeconfig_free(kc);
  }
  dcoskube_error_free(err);
}

/* The file that does not exist yet; a name that a terminal would obey. */
static void test_paths(void) {
  char dir[UNIT_PATH], path[2 * UNIT_PATH], want[4 * UNIT_PATH];
  dcoskube_kubeconfig *kc = NULL;
  err = dcoskube_error_new();
  unit_dir_make(dir);
  CHECK_ROW_STATUS("open", dcoskube_kubeconfig_open(unit_path(path, dir, "a\x1b[1mb"), 0, &kc, err), DCOSKUBE_OK);
  CHECK_ROW_STATUS("add", add(kc, "a", NULL), DCOSKUBE_OK);
  char *got = diff("path", kc);
  snprintf(want, sizeof want, "--- /dev/null\n+++ %s/a\\x1b[1mb\n@@ -0,0 +1,16 @@\n", dir);
  CU_ASSERT(got && strncmp(got, want, strlen(want)) == 0);
  dcoskube_free(got);
  dcoskube_kubeconfig_free(kc);
  unit_dir_remove(dir);
  dcoskube_error_free(err);
}

static void test_arguments(void) {
  char *out = NULL;
  err = dcoskube_error_new();
  dcoskube_kubeconfig *kc = parse("arguments", "");
  CHECK_ROW_STATUS("view", dcoskube_kubeconfig_view(NULL, NULL, 0, &out, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("view", dcoskube_kubeconfig_view(kc, NULL, 0, NULL, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("view", dcoskube_kubeconfig_view(kc, NULL, 2, &out, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("diff", dcoskube_kubeconfig_diff(NULL, 0, &out, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("diff", dcoskube_kubeconfig_diff(kc, 0, NULL, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("diff", dcoskube_kubeconfig_diff(kc, 1, &out, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_PTR_NULL(out);
  dcoskube_kubeconfig_free(kc);
  dcoskube_error_free(err);
}

/* --- without memory --- */

static dcoskube_status sweep_view(void *data) {
  char *out = NULL;
  dcoskube_status status = dcoskube_kubeconfig_view(data, NULL, 0, &out, NULL, NULL);
  dcoskube_free(out);
  return status;
}

static dcoskube_status sweep_context(void *data) {
  char *out = NULL;
  dcoskube_status status = dcoskube_kubeconfig_view(data, "a", 0, &out, NULL, NULL);
  dcoskube_free(out);
  return status;
}

static dcoskube_status sweep_diff(void *data) {
  char *out = NULL;
  dcoskube_status status = dcoskube_kubeconfig_diff(data, 0, &out, NULL, NULL);
  dcoskube_free(out);
  return status;
}

static void test_memory(void) {
  err = dcoskube_error_new();
  dcoskube_kubeconfig *kc = parse("whole", whole);
  CU_ASSERT(unit_sweep("view", sweep_view, kc) > 5);
  CU_ASSERT(unit_sweep("one context", sweep_context, kc) > 10);
  CHECK_ROW_STATUS("add", add(kc, "new", "t"), DCOSKUBE_OK);
  CU_ASSERT(unit_sweep("view of a change", sweep_view, kc) > 20);
  CU_ASSERT(unit_sweep("diff", sweep_diff, kc) > 20);
  dcoskube_kubeconfig_free(kc);
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo tests[] = {{"what is hidden", test_hidden},
                         {"a chain of aliases", test_chain},
                         {"one context", test_context},
                         {"several files", test_several},
                         {"diffs", test_diffs},
                         {"paths", test_paths},
                         {"arguments", test_arguments},
                         {"without memory", test_memory},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"show", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
