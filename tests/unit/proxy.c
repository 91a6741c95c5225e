/* SPDX-License-Identifier: Apache-2.0 */
/* The model: what may go in, and that nothing else gets near the output. */
#include "core/str.h"
#include "unit/proxy.h"

/* What no setter may take, whatever the field. */
static const char *const hostile[] = {
    "",
    " ",
    "a b",
    " /a",
    "/a ",
    "/a\tb",
    "/a\nhttp-request return status 200",
    "/a\rb",
    "\n",
    "/a#b",
    "/a\"b",
    "/a'b",
    "/a\\b",
    "/a\\",
    "/a$b",
    "/a${HOME}",
    "/a%[src]",
    "/a%20b",
    "/a,b",
    "/a(b",
    "/a)b",
    "/a{b",
    "/a}b",
    "/a;b",
    "/a|b",
    "/a`id`",
    "/a<b",
    "/a*b",
    "/a?b",
    "/a!b",
    "/a~b",
    "-",
    "-a",
    "--help",
    ".",
    "..",
    "../a",
    "/..",
    "/../a",
    "/a/..",
    "/a/./b",
    ".if",
    "a..b",
    "a.",
    ".a",
    "a-",
    "_",
    "@",
    "\x01",
    "/\x7f",
    "/\x80",
    "/\xc3\xbc",
    "\xe2\x80\xa8",
    "\xef\xbb\xbf/a",
    "/a\xe2\x80\xae",
    "\xff\xfe",
    "true\n- a",
    "1.2.3.4.5",
    "1.2.3",
    "256.1.1.1:1",
    "[::1]",
    "[::1",
    "[::g]:1",
    "[fe80::1%eth0]:1",
    "::1:1",
    "127.0.0.1",
    "127.0.0.1:",
    "127.0.0.1:0",
    "127.0.0.1:65536",
    "127.0.0.1:080",
    "127.0.0.1:8a",
    "127.0.0.1:-1",
    "127.0.0.1: 1",
    "host.example.com:1",
    "*:6443",
    ":",
    ":0",
    "stdout ",
    "STDOUT:514",
    "/dev/log ",
};

/* One setter for each text, so that one table serves them all. */
struct target {
  dcoskube_proxy *proxy;
  dcoskube_cluster *cluster;
  dcoskube_error *err;
};
typedef dcoskube_status setter(struct target *target, const char *text);

static dcoskube_status set_listen(struct target *t, const char *text) {
  return dcoskube_proxy_set_listen(t->proxy, text, t->err);
}
static dcoskube_status set_target(struct target *t, const char *text) {
  return dcoskube_proxy_set_target(t->proxy, text, t->err);
}
static dcoskube_status set_check_path(struct target *t, const char *text) {
  return dcoskube_proxy_set_check_path(t->proxy, text, t->err);
}
static dcoskube_status set_install_dir(struct target *t, const char *text) {
  return dcoskube_proxy_set_install_dir(t->proxy, text, t->err);
}
static dcoskube_status set_stats(struct target *t, const char *text) {
  return dcoskube_proxy_set_stats(t->proxy, text, t->err);
}
static dcoskube_status set_log(struct target *t, const char *text) {
  return dcoskube_proxy_set_log(t->proxy, text, t->err);
}
static dcoskube_status add_certificate(struct target *t, const char *text) {
  return dcoskube_proxy_add_certificate(t->proxy, text, t->err);
}
static dcoskube_status add_resolver(struct target *t, const char *text) {
  return dcoskube_proxy_add_resolver(t->proxy, text, t->err);
}
static dcoskube_status add_cluster(struct target *t, const char *text) {
  dcoskube_cluster *cluster = NULL;
  return dcoskube_proxy_add_cluster(t->proxy, text, &cluster, t->err);
}
static dcoskube_status set_service(struct target *t, const char *text) {
  return dcoskube_cluster_set_service(t->cluster, text, t->err);
}
static dcoskube_status set_upstream(struct target *t, const char *text) {
  return dcoskube_cluster_set_upstream(t->cluster, text, 6443, t->err);
}
static dcoskube_status set_ca_file(struct target *t, const char *text) {
  return dcoskube_cluster_set_ca_file(t->cluster, text, t->err);
}

static const struct {
  const char *name;
  setter *set;
  const char *good[7];     /* taken */
  const char *allowed[12]; /* of the hostile ones: harmless for this field */
} fields[] = {
    {"listen",
     set_listen,
     {":6443", ":1", ":65535", "10.0.0.1:6443", "0.0.0.0:443", "[::1]:6443", "[2001:DB8::]:1"},
     {0}},
    {"target", set_target, {"2.6"}, {0}},
    {"check path", set_check_path, {"/", "/readyz", "/healthz", "/a/b", "/A0._+@=-", "//a"}, {0}},
    {"install dir", set_install_dir, {"/haproxy", "/haproxy/", "/a//b", "/...", "/.hidden", "/a@b=c+d"}, {0}},
    {"stats", set_stats, {"127.0.0.1:8404", "[::1]:8404"}, {0}},
    {"log", set_log, {"stdout", "stderr", "/dev/log", "10.0.0.1:514", "[::1]:514"}, {0}},
    {"certificate", add_certificate, {"/a.pem", "/a/b-c_d.pem"}, {0}},
    {"resolver", add_resolver, {"198.51.100.1:53", "[::1]:53"}, {0}},
    {"host name", add_cluster, {"a", "a.b", "A-1.Example.COM", "xn--bcher-kva.example", "1a.b2", "0.a"}, {0}},
    {"service",
     set_service,
     {"kubernetes", "/dev/k8s", "my_kube", "a.b"},
     {"-a", "--help", "a..b", "a.", ".a", "a-", ".if", "1.2.3.4.5", "1.2.3", "127.0.0.1"}},
    {"upstream", set_upstream, {"a.b", "10.0.0.1", "::1", "fd01:c::5", "API.Example.com"}, {"127.0.0.1", "::1:1"}},
    {"CA file", set_ca_file, {"/ca.pem", "/haproxy/a-b.crt"}, {0}},
};

static int is_allowed(size_t field, const char *text) {
  for (size_t i = 0; i < ROWS(fields[field].allowed) && fields[field].allowed[i]; i++)
    if (strcmp(fields[field].allowed[i], text) == 0)
      return 1;
  return 0;
}

static void refuse(size_t field, struct target *t, const char *text, const char *before) {
  dcoskube_status status = fields[field].set(t, text);
  int refused = status == DCOSKUBE_ERR_INVALID || (status == DCOSKUBE_ERR_LIMIT && strlen(text) > 200) ||
                (status == DCOSKUBE_ERR_UNSUPPORTED && field == 1);
  if (!refused)
    fprintf(stderr, "%s took \"%s\": %s\n", fields[field].name, text, dcoskube_status_name(status));
  CU_ASSERT(refused);
  CHECK_ROW(text, dcoskube_error_message(t->err)[0] != '\0' && dcoskube_error_subject(t->err)[0] != '\0');
  char *after = unit_render(t->proxy);
  CHECK_ROW(fields[field].name, after && strcmp(before, after) == 0);
  free(after);
}

static void test_hostile(void) {
  struct target t = {NULL, NULL, dcoskube_error_new()};
  char *big = malloc(10001);
  memset(big, 'a', 10000);
  big[0] = '/';
  big[10000] = '\0';
  t.proxy = unit_proxy(DCOSKUBE_PROXY_TERMINATE, 2);
  CU_ASSERT_FATAL(dcoskube_cluster_set_service(unit_cluster(t.proxy, 0), "kubernetes", NULL) == DCOSKUBE_OK);
  t.cluster = unit_cluster(t.proxy, 0);
  char *before = unit_render(t.proxy);
  CU_ASSERT_FATAL(before != NULL);
  for (size_t field = 0; field < ROWS(fields); field++) {
    for (size_t i = 0; i < ROWS(hostile); i++)
      if (!is_allowed(field, hostile[i]))
        refuse(field, &t, hostile[i], before);
    refuse(field, &t, big, before);
    refuse(field, &t, big + 1, before);
  }
  free(before);
  free(big);
  dcoskube_proxy_free(t.proxy);
  dcoskube_error_free(t.err);
}

static void test_good(void) {
  struct target t = {NULL, NULL, dcoskube_error_new()};
  for (size_t field = 0; field < ROWS(fields); field++) {
    for (size_t i = 0; i < ROWS(fields[field].good) && fields[field].good[i]; i++) {
      t.proxy = unit_proxy(DCOSKUBE_PROXY_TERMINATE, 1);
      t.cluster = unit_cluster(t.proxy, 0);
      CHECK_ROW_STATUS(fields[field].good[i], fields[field].set(&t, fields[field].good[i]), DCOSKUBE_OK);
      CHECK_ROW_STR(fields[field].good[i], dcoskube_error_message(t.err), "");
      dcoskube_proxy_free(t.proxy);
    }
  }
  dcoskube_error_free(t.err);
}

static void test_null(void) {
  dcoskube_proxy *proxy = unit_proxy(DCOSKUBE_PROXY_TERMINATE, 1);
  dcoskube_cluster *cluster = unit_cluster(proxy, 0), *out = NULL;
  dcoskube_files *files = NULL;
  dcoskube_findings *list = NULL;
  const struct {
    const char *name;
    dcoskube_status got;
  } rows[] = {
      {"new", dcoskube_proxy_new(0, NULL, NULL)},
      {"new flags", dcoskube_proxy_new(1, &proxy, NULL)},
      {"mode", dcoskube_proxy_set_mode(NULL, DCOSKUBE_PROXY_TERMINATE, NULL)},
      {"mode 0", dcoskube_proxy_set_mode(proxy, (dcoskube_proxy_mode)0, NULL)},
      {"mode 3", dcoskube_proxy_set_mode(proxy, (dcoskube_proxy_mode)3, NULL)},
      {"timeout", dcoskube_proxy_set_timeout(NULL, DCOSKUBE_PROXY_TIMEOUT_CHECK, 1, NULL)},
      {"timeout 0", dcoskube_proxy_set_timeout(proxy, (dcoskube_proxy_timeout)0, 1, NULL)},
      {"timeout 10", dcoskube_proxy_set_timeout(proxy, (dcoskube_proxy_timeout)10, 1, NULL)},
      {"0 ms", dcoskube_proxy_set_timeout(proxy, DCOSKUBE_PROXY_TIMEOUT_CHECK, 0, NULL)},
      {"2^31 ms", dcoskube_proxy_set_timeout(proxy, DCOSKUBE_PROXY_TIMEOUT_CHECK, 2147483648u, NULL)},
      {"listen", dcoskube_proxy_set_listen(proxy, NULL, NULL)},
      {"listen", dcoskube_proxy_set_listen(NULL, ":1", NULL)},
      {"target", dcoskube_proxy_set_target(proxy, NULL, NULL)},
      {"target", dcoskube_proxy_set_target(NULL, "2.6", NULL)},
      {"check path", dcoskube_proxy_set_check_path(proxy, NULL, NULL)},
      {"check path", dcoskube_proxy_set_check_path(NULL, "/a", NULL)},
      {"install dir", dcoskube_proxy_set_install_dir(proxy, NULL, NULL)},
      {"install dir", dcoskube_proxy_set_install_dir(NULL, "/a", NULL)},
      {"stats", dcoskube_proxy_set_stats(NULL, NULL, NULL)},
      {"log", dcoskube_proxy_set_log(NULL, NULL, NULL)},
      {"certificate", dcoskube_proxy_add_certificate(proxy, NULL, NULL)},
      {"certificate", dcoskube_proxy_add_certificate(NULL, "/a", NULL)},
      {"resolver", dcoskube_proxy_add_resolver(proxy, NULL, NULL)},
      {"resolver", dcoskube_proxy_add_resolver(NULL, "1.1.1.1:53", NULL)},
      {"cluster", dcoskube_proxy_add_cluster(proxy, NULL, &out, NULL)},
      {"cluster", dcoskube_proxy_add_cluster(proxy, "a", NULL, NULL)},
      {"cluster", dcoskube_proxy_add_cluster(NULL, "a", &out, NULL)},
      {"service", dcoskube_cluster_set_service(cluster, NULL, NULL)},
      {"service", dcoskube_cluster_set_service(NULL, "a", NULL)},
      {"upstream", dcoskube_cluster_set_upstream(cluster, NULL, 1, NULL)},
      {"upstream", dcoskube_cluster_set_upstream(NULL, "a", 1, NULL)},
      {"upstream port 0", dcoskube_cluster_set_upstream(cluster, "a", 0, NULL)},
      {"upstream port 65536", dcoskube_cluster_set_upstream(cluster, "a", 65536, NULL)},
      {"CA file", dcoskube_cluster_set_ca_file(cluster, NULL, NULL)},
      {"CA file", dcoskube_cluster_set_ca_file(NULL, "/a", NULL)},
      {"findings", dcoskube_proxy_findings(NULL, &list, NULL)},
      {"findings", dcoskube_proxy_findings(proxy, NULL, NULL)},
      {"render", dcoskube_proxy_render(NULL, DCOSKUBE_RENDERER_HAPROXY, 0, &files, NULL)},
      {"render", dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, NULL, NULL)},
      {"render flags", dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 1, &files, NULL)},
      {"no such renderer", dcoskube_proxy_render(proxy, (dcoskube_renderer)99, 0, &files, NULL)},
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    CHECK_ROW_STATUS(rows[i].name, rows[i].got, DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT(!out && !files && !list);
  dcoskube_proxy_free(proxy);
  dcoskube_proxy_free(NULL);
}

static void test_getters(void) {
  dcoskube_proxy *proxy = NULL;
  dcoskube_cluster *cluster = NULL;
  CU_ASSERT_FATAL(dcoskube_proxy_new(0, &proxy, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_get_mode(proxy) == DCOSKUBE_PROXY_TERMINATE);
  CU_ASSERT(dcoskube_proxy_port(proxy) == 6443);
  CU_ASSERT_STRING_EQUAL(dcoskube_proxy_target(proxy), "2.6");
  CU_ASSERT_STRING_EQUAL(dcoskube_proxy_install_dir(proxy), "/haproxy");
  CU_ASSERT(dcoskube_proxy_cluster_count(proxy) == 0 && !dcoskube_proxy_cluster(proxy, 0));
  CU_ASSERT_FATAL(dcoskube_proxy_add_cluster(proxy, "Kube.Example.COM", &cluster, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_cluster_count(proxy) == 1 && dcoskube_proxy_cluster(proxy, 0) == cluster);
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_hostname(cluster), "kube.example.com");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_service(cluster), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_upstream(cluster), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_ca_file(cluster), "");
  CU_ASSERT(dcoskube_cluster_set_service(cluster, "/dev/my_kube", NULL) == DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_service(cluster), "dev/my_kube");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_upstream(cluster), "apiserver.devmy-kube.l4lb.thisdcos.directory:6443");
  CU_ASSERT(dcoskube_cluster_set_upstream(cluster, "FD01:C::5", 8443, NULL) == DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_service(cluster), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_upstream(cluster), "[fd01:c::5]:8443");
  CU_ASSERT(dcoskube_cluster_set_ca_file(cluster, "/ca.pem", NULL) == DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_ca_file(cluster), "/ca.pem");
  CU_ASSERT(dcoskube_proxy_set_listen(proxy, "[::1]:443", NULL) == DCOSKUBE_OK && dcoskube_proxy_port(proxy) == 443);
  dcoskube_proxy_free(proxy);
  CU_ASSERT(dcoskube_proxy_port(NULL) == 0 && dcoskube_proxy_cluster_count(NULL) == 0);
  CU_ASSERT(dcoskube_proxy_get_mode(NULL) == (dcoskube_proxy_mode)0 && !dcoskube_proxy_cluster(NULL, 0));
  CU_ASSERT(dcoskube_proxy_get_timeout(NULL, DCOSKUBE_PROXY_TIMEOUT_CHECK) == 0);
  CU_ASSERT_STRING_EQUAL(dcoskube_proxy_target(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_proxy_install_dir(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_hostname(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_service(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_upstream(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_cluster_ca_file(NULL), "");
}

/* The defaults follow the mode; what was set stays. */
static void test_timeouts(void) {
  static const uint32_t terminate[] = {5000, 900000, 900000, 14400000, 30000, 10000, 300000, 30000, 5000};
  static const uint32_t passthrough[] = {5000, 60000, 60000, 14400000, 30000, 10000, 300000, 30000, 5000};
  dcoskube_proxy *proxy = NULL;
  CU_ASSERT_FATAL(dcoskube_proxy_new(0, &proxy, NULL) == DCOSKUBE_OK);
  for (int i = 1; i <= 9; i++)
    CU_ASSERT(dcoskube_proxy_get_timeout(proxy, (dcoskube_proxy_timeout)i) == terminate[i - 1]);
  CU_ASSERT(dcoskube_proxy_set_mode(proxy, DCOSKUBE_PROXY_PASSTHROUGH, NULL) == DCOSKUBE_OK);
  for (int i = 1; i <= 9; i++)
    CU_ASSERT(dcoskube_proxy_get_timeout(proxy, (dcoskube_proxy_timeout)i) == passthrough[i - 1]);
  CU_ASSERT(dcoskube_proxy_get_timeout(proxy, (dcoskube_proxy_timeout)10) == 0);
  CU_ASSERT(dcoskube_proxy_set_timeout(proxy, DCOSKUBE_PROXY_TIMEOUT_CLIENT, 2147483647u, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_set_mode(proxy, DCOSKUBE_PROXY_TERMINATE, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_get_timeout(proxy, DCOSKUBE_PROXY_TIMEOUT_CLIENT) == 2147483647u);
  dcoskube_proxy_free(proxy);
}

static void test_twice(void) {
  dcoskube_proxy *proxy = unit_proxy(DCOSKUBE_PROXY_TERMINATE, 1);
  dcoskube_cluster *cluster = NULL;
  CU_ASSERT(dcoskube_proxy_add_cluster(proxy, "C0.Example.com", &cluster, NULL) == DCOSKUBE_ERR_EXISTS);
  CU_ASSERT(cluster == NULL && dcoskube_proxy_cluster_count(proxy) == 1);
  CU_ASSERT(dcoskube_proxy_add_certificate(proxy, "/haproxy/cert.pem", NULL) == DCOSKUBE_ERR_EXISTS);
  CU_ASSERT(dcoskube_proxy_add_resolver(proxy, "1.1.1.1:53", NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_add_resolver(proxy, "1.1.1.1:53", NULL) == DCOSKUBE_ERR_EXISTS);
  dcoskube_proxy_free(proxy);
}

static const struct {
  const char *name;
  dcoskube_proxy_mode mode;
  uint32_t tunnel;
  const char *clusters[6]; /* "service" or "@host", one after the other */
  const char *codes;       /* "code subject;" in order */
} findings[] = {
    {"nothing", DCOSKUBE_PROXY_TERMINATE, 0, {"a", "b"}, ""},
    {"tunnel 5 s", DCOSKUBE_PROXY_TERMINATE, 5000, {"a"}, "tunnel-timeout-short timeout tunnel;"},
    {"tunnel 1 ms", DCOSKUBE_PROXY_PASSTHROUGH, 1, {"a"}, "tunnel-timeout-short timeout tunnel;"},
    {"tunnel 5001 ms", DCOSKUBE_PROXY_TERMINATE, 5001, {"a"}, ""},
    {"collapse", DCOSKUBE_PROXY_TERMINATE, 0, {"dev/k8s", "x", "devk8s"}, "same-upstream c2.example.com;"},
    {"three of one",
     DCOSKUBE_PROXY_TERMINATE,
     0,
     {"@h", "@H", "@h"},
     "same-upstream c1.example.com;same-upstream c2.example.com;"},
    {"service and its host",
     DCOSKUBE_PROXY_TERMINATE,
     0,
     {"a", "@apiserver.a.l4lb.thisdcos.directory"},
     "same-upstream c1.example.com;"},
    {"VIP differs", DCOSKUBE_PROXY_PASSTHROUGH, 0, {"my_kube"}, "vip-differs c0.example.com;"},
    {"only in case", DCOSKUBE_PROXY_TERMINATE, 0, {"My-Kube"}, ""},
    {"address", DCOSKUBE_PROXY_TERMINATE, 0, {"@10.0.0.1"}, "upstream-address c0.example.com;"},
    {"address, client verifies", DCOSKUBE_PROXY_PASSTHROUGH, 0, {"@10.0.0.1"}, ""},
    {"all",
     DCOSKUBE_PROXY_TERMINATE,
     1000,
     {"a_b", "a-b", "@::1"},
     "tunnel-timeout-short timeout tunnel;vip-differs c0.example.com;same-upstream c1.example.com;"
     "upstream-address c2.example.com;"},
};

static void check_findings(size_t row, dcoskube_proxy *proxy) {
  dcoskube_findings *list = NULL;
  char got[512] = "";
  CHECK_ROW_STATUS(findings[row].name, dcoskube_proxy_findings(proxy, &list, NULL), DCOSKUBE_OK);
  for (size_t i = 0; i < dcoskube_findings_count(list); i++) {
    size_t len = strlen(got);
    snprintf(got + len, sizeof got - len, "%s %s;", dcoskube_findings_code(list, i),
             dcoskube_findings_subject(list, i));
    CHECK_ROW(findings[row].name, dcoskube_findings_message(list, i)[0] && dcoskube_findings_remedy(list, i)[0]);
  }
  CHECK_ROW_STR(findings[row].name, got, findings[row].codes);
  dcoskube_findings_free(list);
}

static void test_findings(void) {
  for (size_t i = 0; i < ROWS(findings); i++) {
    dcoskube_proxy *proxy = unit_proxy(findings[i].mode, 0);
    if (findings[i].tunnel)
      CU_ASSERT(dcoskube_proxy_set_timeout(proxy, DCOSKUBE_PROXY_TIMEOUT_TUNNEL, findings[i].tunnel, NULL) ==
                DCOSKUBE_OK);
    for (size_t k = 0; k < ROWS(findings[i].clusters) && findings[i].clusters[k]; k++) {
      const char *place = findings[i].clusters[k];
      dcoskube_cluster *cluster = unit_add(proxy, k);
      dcoskube_status status = place[0] == '@' ? dcoskube_cluster_set_upstream(cluster, place + 1, 6443, NULL)
                                               : dcoskube_cluster_set_service(cluster, place, NULL);
      CHECK_ROW_STATUS(place, status, DCOSKUBE_OK);
    }
    check_findings(i, proxy);
    dcoskube_proxy_free(proxy);
  }
  dcoskube_proxy *unfinished = NULL; /* a cluster without a place is no finding, but an error when it is rendered */
  dcoskube_cluster *cluster = NULL;
  dcoskube_findings *list = NULL;
  CU_ASSERT(dcoskube_proxy_new(0, &unfinished, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_add_cluster(unfinished, "a.b", &cluster, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_proxy_findings(unfinished, &list, NULL) == DCOSKUBE_OK && dcoskube_findings_count(list) == 0);
  dcoskube_findings_free(list);
  dcoskube_proxy_free(unfinished);
}

/* The whole model from nothing, at every allocation. */
static dcoskube_status fill(dcoskube_proxy *proxy, dcoskube_error *err) {
  struct target t = {proxy, NULL, err};
  dcoskube_status status = dcoskube_proxy_add_cluster(proxy, "a.example.com", &t.cluster, err);
  static const struct {
    setter *set;
    const char *text;
  } rows[] = {{set_service, "my_kube"},    {set_ca_file, "/ca.pem"},     {set_listen, "10.0.0.1:1"},
              {set_target, "2.6"},         {set_check_path, "/healthz"}, {set_install_dir, "/x"},
              {set_stats, "127.0.0.1:1"},  {set_log, "stderr"},          {add_certificate, "/c.pem"},
              {add_certificate, "/d.pem"}, {add_resolver, "1.1.1.1:53"}, {set_upstream, "h"},
              {set_upstream, "fd01:c::5"}};
  for (size_t i = 0; i < ROWS(rows) && status == DCOSKUBE_OK; i++)
    status = rows[i].set(&t, rows[i].text);
  for (size_t i = 1; i < 20 && status == DCOSKUBE_OK; i++) {
    char name[32];
    snprintf(name, sizeof name, "c%zu.example.com", i);
    status = dcoskube_proxy_add_cluster(proxy, name, &t.cluster, err);
    if (status == DCOSKUBE_OK)
      status = dcoskube_cluster_set_service(t.cluster, i % 2 ? "dev/k8s" : "d_k", err);
    if (status == DCOSKUBE_OK)
      status = dcoskube_cluster_set_ca_file(t.cluster, "/ca.pem", err);
  }
  return status;
}

static dcoskube_status sweep_model(void *data) {
  dcoskube_proxy *proxy = NULL;
  dcoskube_findings *list = NULL;
  dcoskube_status status = dcoskube_proxy_new(0, &proxy, data);
  if (status == DCOSKUBE_OK)
    status = fill(proxy, data);
  if (status == DCOSKUBE_OK)
    status = dcoskube_proxy_findings(proxy, &list, data);
  CHECK_ROW("findings", (list != NULL) == (status == DCOSKUBE_OK));
  dcoskube_findings_free(list);
  dcoskube_proxy_free(proxy);
  return status;
}

/* On failure of any setter, the model renders as before. */
static void test_no_memory(void) {
  dcoskube_error *err = dcoskube_error_new();
  CU_ASSERT(unit_sweep("model", sweep_model, err) > 100);
  struct target t = {unit_proxy(DCOSKUBE_PROXY_TERMINATE, 2), NULL, err};
  t.cluster = unit_cluster(t.proxy, 1);
  char *before = unit_render(t.proxy);
  for (size_t field = 0; field < ROWS(fields); field++) {
    dk_alloc_fail_from(1);
    CHECK_ROW_STATUS(fields[field].name, fields[field].set(&t, fields[field].good[0]), DCOSKUBE_ERR_NO_MEMORY);
    dk_alloc_fail_from(0);
    char *after = unit_render(t.proxy);
    CHECK_ROW(fields[field].name, after && strcmp(before, after) == 0);
    free(after);
  }
  free(before);
  dcoskube_proxy_free(t.proxy);
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo model[] = {{"hostile values", test_hostile}, {"good values", test_good},    {"NULL", test_null},
                         {"getters", test_getters},        {"timeouts", test_timeouts},   {"twice", test_twice},
                         {"findings", test_findings},      {"no memory", test_no_memory}, CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"proxy", NULL, NULL, NULL, NULL, model}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
