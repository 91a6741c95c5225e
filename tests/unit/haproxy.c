/* SPDX-License-Identifier: Apache-2.0 */
/* What the HAProxy renderer writes: rule by rule, and what must hold for every model. */
#include <locale.h>

#include "core/str.h"
#include "unit/proxy.h"

#define T DCOSKUBE_PROXY_TERMINATE
#define P DCOSKUBE_PROXY_PASSTHROUGH
#define VIP0 "apiserver.kube0.l4lb.thisdcos.directory"
#define HOST_SET "abcdefghijklmnopqrstuvwxyz0123456789-"
#define PATH_SET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+@=-"

/* One rule a row: what stands in the output, or must not ("!"). */
static const struct {
  const char *rule;
  dcoskube_proxy_mode mode;
  size_t clusters;
  const char *text;
} rules[] = {
    {"never debug", T, 1, "!debug"},
    {"never debug", P, 1, "!debug"},
    {"the name in the hello to the API server", T, 1, " sni str(" VIP0 ") "},
    {"and the name is verified", T, 1, " verifyhost " VIP0 " "},
    {"the certificate is verified", T, 1, " ssl verify required ca-file /haproxy/ca.pem "},
    {"never unverified", T, 2, "!verify none"},
    {"never unverified", P, 2, "!verify none"},
    {"h2 on the bind", T, 1, ":6443 ssl crt /haproxy/cert.pem alpn h2,http/1.1\n"},
    {"no TLS on the bind in pass-through", P, 1, "    bind ipv4@:6443\n"},
    {"IPv4 and IPv6", T, 1, "    bind ipv4@:6443 ssl "},
    {"IPv4 and IPv6", T, 1, "    bind ipv6@[::]:6443 v6only ssl "},
    {"IPv4 and IPv6", P, 1, "    bind ipv6@[::]:6443 v6only\n"},
    {"names at run time", T, 1, "\nresolvers dcos\n    nameserver dns1 198.51.100.1:53\n"},
    {"names at run time", T, 1, " resolvers dcos resolve-prefer ipv4 init-addr last,libc,none\n"},
    {"a silent name server", T, 1, "    hold timeout 10m\n    hold refused 10m\n    hold other 10m\n"},
    {"names at run time", P, 1, " resolvers dcos resolve-prefer ipv4 init-addr last,libc,none\n"},
    {"never init-addr none alone", T, 1, "!init-addr none"},
    {"tunnel", T, 1, "    timeout tunnel 4h\n"},
    {"tunnel", P, 1, "    timeout tunnel 4h\n"},
    {"client-fin", T, 1, "    timeout client-fin 30s\n"},
    {"client-fin", P, 1, "    timeout client-fin 30s\n"},
    {"client", T, 1, "    timeout client 15m\n"},
    {"client in pass-through", P, 1, "    timeout client 1m\n"},
    {"no HTTP timeout in mode tcp", P, 1, "!timeout http-request"},
    {"mode", T, 1, "    mode http\n"},
    {"mode", P, 1, "    mode tcp\n"},
    {"unknown name, one cluster", T, 1, " deny deny_status 421 if !{ var(txn.sni) -m str c0.example.com }\n"},
    {"unknown name, several", T, 2,
     " deny deny_status 421 if !{ var(txn.sni),map_str(/haproxy/hosts.map) -m found }\n"},
    {"another cluster's Host", T, 2,
     " deny deny_status 421 if { var(txn.host),map_str(/haproxy/hosts.map) -m found } !{ var(txn.host),strcmp(txn.sni) "
     "eq 0 }\n"},
    {"not every Host", T, 1, "!txn.host"},
    {"the name in lower case", T, 1, "set-var(txn.sni) ssl_fc_sni,lower\n"},
    {"identity headers", T, 1, "    http-request del-header X-Remote- -m beg\n"},
    {"the client's address", T, 1, "    http-request set-header X-Forwarded-For %[src]\n"},
    {"the log has no query", T, 1, "!httplog\n"},
    {"the log has no query", T, 1, "\"%HM %{+E}[var(txn.path)] %HV\"'\n"},
    {"a GET as the check", T, 1, "    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host " VIP0 "\n"},
    {"a GET as the check", P, 1, "    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host " VIP0 "\n"},
    {"401 and 403 live", T, 1, "    http-check expect rstatus ^(200|401|403)$\n"},
    {"the check's name", T, 1, "    http-check connect ssl sni " VIP0 " alpn http/1.1\n"},
    {"the check's name", P, 1,
     " check check-ssl verify required ca-file /haproxy/ca.pem check-sni " VIP0 " verifyhost "},
    {"the last check wins", T, 1, "!ssl-hello-chk"},
    {"no proxy protocol to the API server", P, 1, "!send-proxy"},
    {"starts where few files are allowed", T, 1, "!maxconn 4"},
    {"and takes no memory for a million", T, 1, "    fd-hard-limit 8400\n"},
    {"reload", T, 1, "    hard-stop-after 30m\n"},
    {"no stats socket", T, 1, "!    stats socket"},
    {"no stats", T, 1, "!fe_stats"},
    {"log", T, 1, "    log stdout format raw local0 info\n"},
    {"TLS 1.2 at least", T, 1, "ssl-default-bind-options prefer-client-ciphers ssl-min-ver TLSv1.2"},
    {"one cluster needs no map", T, 1, "!hosts.map"},
    {"one cluster needs no map", P, 1, "!hosts.map"},
    {"several have one", T, 2, "== hosts.map\n"},
    {"wait for the hello", P, 1, "    tcp-request inspect-delay 5s\n"},
    {"no TLS", P, 1, "    tcp-request content reject if !{ req.ssl_hello_type 1 } WAIT_END\n"},
    {"unknown name, one cluster", P, 1, "content reject if !{ req.ssl_sni -i c0.example.com " VIP0 " }\n"},
    {"unknown name, several", P, 2, "content reject if !{ req.ssl_sni,lower,map_str(/haproxy/hosts.map) -m found }\n"},
    {"route by name", P, 2, "    use_backend %[req.ssl_sni,lower,map_str(/haproxy/hosts.map)]\n"},
    {"the VIP's own name", P, 2, "\n" VIP0 " be_kube_c0.example.com\n"},
    {"not in mode terminate", T, 2, "!\n" VIP0 " be_kube"},
    {"what changes nothing may be repeated", T, 1, "    http-request disable-l7-retry if !METH_GET\n"},
};

static void test_rules(void) {
  for (size_t i = 0; i < ROWS(rules); i++) {
    dcoskube_proxy *proxy = unit_proxy(rules[i].mode, rules[i].clusters);
    char *text = unit_render(proxy);
    int unwanted = rules[i].text[0] == '!';
    int found = text && strstr(text, rules[i].text + unwanted) != NULL;
    if (!text || found == unwanted)
      fprintf(stderr, "rule \"%s\" (mode %d): \"%s\"\n", rules[i].rule, rules[i].mode, rules[i].text);
    CU_ASSERT(text && found != unwanted);
    free(text);
    dcoskube_proxy_free(proxy);
  }
}

static const struct {
  const char *name, *listen, *stats, *log, *check_path, *install_dir, *host, *text;
} settings[] = {
    {"one IPv4 address", "10.0.0.1:443", NULL, "stdout", "/readyz", "/haproxy", "h", "    bind ipv4@10.0.0.1:443 ssl"},
    {"and no other bind", "10.0.0.1:443", NULL, "stdout", "/readyz", "/haproxy", "h", "!bind ipv6@"},
    {"one IPv6 address", "[::1]:443", NULL, "stdout", "/readyz", "/haproxy", "h", "    bind ipv6@[::1]:443 ssl"},
    {"statistics", ":1", "127.0.0.1:8404", "stdout", "/readyz", "/haproxy", "h",
     "frontend fe_stats\n    bind 127.0.0.1:8404\n    mode http\n    no log\n"},
    {"statistics, no log", ":1", "127.0.0.1:8404", NULL, "/readyz", "/haproxy", "h", "!no log"},
    {"stderr", ":1", NULL, "stderr", "/readyz", "/haproxy", "h", "    log stderr format raw local0 info\n"},
    {"/dev/log", ":1", NULL, "/dev/log", "/readyz", "/haproxy", "h", "    log /dev/log local0 info\n"},
    {"syslog", ":1", NULL, "[::1]:514", "/readyz", "/haproxy", "h", "    log [::1]:514 local0 info\n"},
    {"no log", ":1", NULL, NULL, "/readyz", "/haproxy", "h", "!log global"},
    {"no log", ":1", NULL, NULL, "/readyz", "/haproxy", "h", "!log-format"},
    {"check path", ":1", NULL, "stdout", "/healthz", "/haproxy", "h", "meth GET uri /healthz ver"},
    {"install dir", ":1", NULL, "stdout", "/readyz", "/opt/lb///", "h", "map_str(/opt/lb/hosts.map)"},
    {"address: no SNI", ":1", NULL, "stdout", "/readyz", "/haproxy", "10.0.0.1",
     "server kube-apiserver 10.0.0.1:6443 check ssl verify required ca-file /haproxy/ca.pem verifyhost 10.0.0.1\n"},
    {"IPv6 address", ":1", NULL, "stdout", "/readyz", "/haproxy", "fd01:c::5",
     "server kube-apiserver [fd01:c::5]:6443 "},
    {"IPv6 address as Host", ":1", NULL, "stdout", "/readyz", "/haproxy", "fd01:c::5", " hdr Host [fd01:c::5]:6443\n"},
};

static void test_settings(void) {
  for (size_t i = 0; i < ROWS(settings); i++) {
    dcoskube_proxy *proxy = unit_proxy(T, 2);
    dcoskube_status status = dcoskube_proxy_set_listen(proxy, settings[i].listen, NULL);
    status = status ? status : dcoskube_proxy_set_stats(proxy, settings[i].stats, NULL);
    status = status ? status : dcoskube_proxy_set_log(proxy, settings[i].log, NULL);
    status = status ? status : dcoskube_proxy_set_check_path(proxy, settings[i].check_path, NULL);
    status = status ? status : dcoskube_proxy_set_install_dir(proxy, settings[i].install_dir, NULL);
    status = status ? status : dcoskube_cluster_set_upstream(unit_cluster(proxy, 0), settings[i].host, 6443, NULL);
    CHECK_ROW_STATUS(settings[i].name, status, DCOSKUBE_OK);
    char *text = unit_render(proxy);
    int unwanted = settings[i].text[0] == '!';
    CHECK_ROW(settings[i].name, text && (strstr(text, settings[i].text + unwanted) != NULL) != unwanted);
    free(text);
    dcoskube_proxy_free(proxy);
  }
}

/* Names only in the server line where there is a name; no resolvers when nobody is looked up. */
static void test_addresses_only(void) {
  for (dcoskube_proxy_mode mode = T; mode <= P; mode++) {
    dcoskube_proxy *proxy = unit_proxy(mode, 1);
    CU_ASSERT(dcoskube_cluster_set_upstream(unit_cluster(proxy, 0), "10.0.0.1", 6443, NULL) == DCOSKUBE_OK);
    char *text = unit_render(proxy);
    CU_ASSERT(text && !strstr(text, "resolvers") && !strstr(text, " sni ") && !strstr(text, "init-addr"));
    CU_ASSERT((strstr(text, "verifyhost 10.0.0.1") != NULL) == (mode == T));
    free(text);
    dcoskube_proxy_free(proxy);
  }
}

static void test_timeouts(void) {
  static const struct {
    uint32_t ms;
    const char *text;
  } rows[] = {{1, "1ms"},
              {999, "999ms"},
              {1000, "1s"},
              {1500, "1500ms"},
              {60000, "1m"},
              {90000, "90s"},
              {3600000, "1h"},
              {5400000, "90m"},
              {86400000, "1d"},
              {90000000, "25h"},
              {86400001, "86400001ms"},
              {2147483647, "2147483647ms"}};
  static const char *const names[] = {"connect",      "client",          "server", "tunnel", "client-fin",
                                      "http-request", "http-keep-alive", "queue",  "check"};
  for (size_t i = 0; i < ROWS(rows); i++) {
    for (int which = 1; which <= 9; which++) {
      dcoskube_proxy *proxy = unit_proxy(T, 1);
      char want[64];
      snprintf(want, sizeof want, "    timeout %s %s\n", names[which - 1], rows[i].text);
      CU_ASSERT(dcoskube_proxy_set_timeout(proxy, (dcoskube_proxy_timeout)which, rows[i].ms, NULL) == DCOSKUBE_OK);
      char *text = unit_render(proxy);
      CHECK_ROW(want, text && strstr(text, want) != NULL);
      free(text);
      dcoskube_proxy_free(proxy);
    }
  }
}

static int word_of(const char *line, const char *word) {
  while (*line == ' ')
    line++;
  size_t len = strlen(word);
  return strncmp(line, word, len) == 0 && (line[len] == ' ' || line[len] == '\n');
}

/* What HAProxy asks of any file: whole lines, 64 words, tcp-request first, names apart, no byte that it would read
 * otherwise. */
static void check_form(const char *row, const char *text, size_t len) {
  int http_seen = 0;
  CHECK_ROW(row, len > 0 && text[len - 1] == '\n' && strlen(text) == len);
  for (const char *p = text; *p != '\0';) {
    size_t line_len = strcspn(p, "\n");
    size_t words = 0;
    int plain = 1;
    for (size_t i = 0; i < line_len; i++) {
      plain &= p[i] >= 0x20 && p[i] < 0x7f;
      words += p[i] != ' ' && (i == 0 || p[i - 1] == ' ');
    }
    CHECK_ROW(row, plain && words <= 64);
    if (word_of(p, "frontend") || word_of(p, "backend"))
      http_seen = 0;
    http_seen |= word_of(p, "http-request");
    CHECK_ROW(row, !(http_seen && word_of(p, "tcp-request")));
    CHECK_ROW(row, !word_of(p, "frontend") || strncmp(p, "frontend fe_", 12) == 0);
    CHECK_ROW(row, !word_of(p, "backend") || strncmp(p, "backend be_", 11) == 0);
    p += line_len + (p[line_len] == '\n');
  }
}

/* How many words each line has: what no value may change. */
static char *shape(const char *text) {
  size_t used = 0, size = strlen(text) * 2 + 16;
  char *out = malloc(size);
  for (const char *p = text; *p != '\0';) {
    size_t line_len = strcspn(p, "\n");
    size_t words = 0;
    for (size_t i = 0; i < line_len; i++)
      words += p[i] != ' ' && (i == 0 || p[i - 1] == ' ');
    used += (size_t)snprintf(out + used, size - used, "%zu\n", words);
    p += line_len + (p[line_len] == '\n');
  }
  out[used] = '\0';
  return out;
}

static unsigned state = 1;

static unsigned draw(unsigned below) {
  state = state * 1103515245u + 12345u;
  return (state >> 8) % below;
}

static void draw_text(char *out, const char *set, size_t len) {
  for (size_t i = 0; i < len; i++)
    out[i] = set[draw((unsigned)strlen(set))];
  out[len] = '\0';
}

/* A text that its setter takes, by trying; NULL for a place that is not drawn. */
static void draw_path(char *out, int (*take)(void *, const char *), void *data) {
  do {
    out[0] = '/';
    draw_text(out + 1, PATH_SET, 1 + draw(40));
  } while (!take(data, out));
}

static int take_ca(void *data, const char *path) {
  return dcoskube_cluster_set_ca_file(data, path, NULL) == DCOSKUBE_OK;
}

static int take_certificate(void *data, const char *path) {
  return dcoskube_proxy_add_certificate(data, path, NULL) == DCOSKUBE_OK;
}

static int take_check_path(void *data, const char *path) {
  return dcoskube_proxy_set_check_path(data, path, NULL) == DCOSKUBE_OK;
}

static int has_word(const char *text, const char *before, const char *word) {
  char want[1024];
  snprintf(want, sizeof want, "%s%s", before, word);
  for (const char *p = text; (p = strstr(p, want)) != NULL; p++)
    if (strchr(" \n)", p[strlen(want)]))
      return 1;
  return 0;
}

/* Whatever the setters take is in the output as one word, and changes nothing else in it. */
static void one_draw(dcoskube_proxy_mode mode, const char *want_shape) {
  char host[64], upstream[64], ca[64], cert[64] = "", check[64];
  dcoskube_proxy *proxy = unit_proxy(mode, 0);
  dcoskube_cluster *cluster = NULL;
  if (mode == T)
    draw_path(cert, take_certificate, proxy);
  draw_path(check, take_check_path, proxy);
  do
    draw_text(host, HOST_SET ".ABCXYZ", 1 + draw(40));
  while (dcoskube_proxy_add_cluster(proxy, host, &cluster, NULL) != DCOSKUBE_OK);
  do
    draw_text(upstream, HOST_SET "..", 1 + draw(40));
  while (dcoskube_cluster_set_upstream(cluster, upstream, 6443, NULL) != DCOSKUBE_OK ||
         strcmp(upstream, dcoskube_cluster_hostname(cluster)) == 0);
  draw_path(ca, take_ca, cluster);
  char *text = unit_render(proxy);
  CU_ASSERT_FATAL(text != NULL);
  check_form(host, text, strlen(text));
  char *got_shape = shape(text);
  CHECK_ROW_STR(host, got_shape, want_shape);
  CHECK_ROW(host, has_word(text, "\nbackend be_kube_", dcoskube_cluster_hostname(cluster)));
  CHECK_ROW(upstream, has_word(text, " verifyhost ", upstream));
  CHECK_ROW(ca, has_word(text, " ca-file ", ca));
  CHECK_ROW(check, has_word(text, " uri ", check));
  CHECK_ROW(cert, mode == P || has_word(text, " crt ", cert));
  free(got_shape);
  free(text);
  dcoskube_proxy_free(proxy);
}

static void test_whole_words(void) {
  for (dcoskube_proxy_mode mode = T; mode <= P; mode++) {
    dcoskube_proxy *proxy = unit_proxy(mode, 1);
    if (mode == T)
      CU_ASSERT(dcoskube_proxy_add_certificate(proxy, "/second.pem", NULL) == DCOSKUBE_OK);
    char *plain = unit_render(proxy), *want = shape(plain);
    for (int i = 0; i < 150; i++)
      one_draw(mode, want);
    free(plain);
    free(want);
    dcoskube_proxy_free(proxy);
  }
}

/* The value that a map file holds for a name; NULL if it has none. */
static int map_leads(const char *map, const char *name, const char *backend) {
  char want[256];
  snprintf(want, sizeof want, "\n%s %s\n", name, backend);
  return strstr(map, want) != NULL;
}

static size_t count(const char *text, const char *word) {
  size_t n = 0;
  for (const char *p = text; (p = strstr(p, word)) != NULL; p++)
    n++;
  return n;
}

static void test_map(void) {
  for (dcoskube_proxy_mode mode = T; mode <= P; mode++) {
    dcoskube_proxy *proxy = unit_proxy(mode, 1000);
    dcoskube_files *files = NULL;
    CU_ASSERT_FATAL(dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, &files, NULL) == DCOSKUBE_OK);
    CU_ASSERT(dcoskube_files_count(files) == 2);
    CU_ASSERT_STRING_EQUAL(dcoskube_files_name(files, 0), "haproxy.conf");
    CU_ASSERT_STRING_EQUAL(dcoskube_files_name(files, 1), "hosts.map");
    CU_ASSERT(dcoskube_files_mode(files, 0) == 0644 && dcoskube_files_mode(files, 1) == 0644);
    const char *conf = dcoskube_files_data(files, 0), *map = dcoskube_files_data(files, 1);
    check_form("1000 clusters", conf, dcoskube_files_size(files, 0));
    CU_ASSERT(count(conf, "\nbackend be_kube_") == 1000);
    CU_ASSERT(count(map, " be_kube_") == (mode == P ? 2000 : 1000));
    for (size_t i = 0; i < 1000; i += 333) {
      char name[64], vip[96], backend[96];
      snprintf(name, sizeof name, "c%zu.example.com", i);
      snprintf(vip, sizeof vip, "apiserver.kube%zu.l4lb.thisdcos.directory", i);
      snprintf(backend, sizeof backend, "be_kube_%s", name);
      CHECK_ROW(name, map_leads(map, name, backend));
      CHECK_ROW(name, map_leads(map, vip, backend) == (mode == P));
      CHECK_ROW(name, has_word(conf, "\nbackend ", backend));
    }
    dcoskube_files_free(files);
    dcoskube_proxy_free(proxy);
  }
}

/* Pass-through: an API server's own name that two clusters share leads nowhere; a public name goes first. */
static void test_own_names(void) {
  dcoskube_proxy *proxy = unit_proxy(P, 4);
  CU_ASSERT(dcoskube_cluster_set_service(unit_cluster(proxy, 0), "dev/k8s", NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_cluster_set_service(unit_cluster(proxy, 1), "devk8s", NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_cluster_set_upstream(unit_cluster(proxy, 2), "C3.example.com", 6443, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_cluster_set_upstream(unit_cluster(proxy, 3), "10.0.0.1", 6443, NULL) == DCOSKUBE_OK);
  char *text = unit_render(proxy);
  CU_ASSERT_FATAL(text != NULL);
  const char *map = strstr(text, "== hosts.map\n");
  CU_ASSERT_FATAL(map != NULL);
  CU_ASSERT(count(map, " be_kube_") == 4);
  CU_ASSERT(map_leads(map, "c3.example.com", "be_kube_c3.example.com"));
  free(text);
  dcoskube_proxy_free(proxy);
}

static void test_certificates(void) {
  dcoskube_proxy *proxy = unit_proxy(T, 1);
  for (size_t n = 1; n <= 60; n++) {
    char *text = unit_render(proxy);
    char row[32], path[64];
    snprintf(row, sizeof row, "%zu certificates", n);
    CU_ASSERT_FATAL(text != NULL);
    check_form(row, text, strlen(text));
    CHECK_ROW(row, (strstr(text, " crt-list /haproxy/certificates.list ") != NULL) == (n > 24));
    CHECK_ROW(row, (strstr(text, "== certificates.list\n/haproxy/cert.pem\n") != NULL) == (n > 24));
    free(text);
    snprintf(path, sizeof path, "/haproxy/%zu.pem", n);
    CU_ASSERT(dcoskube_proxy_add_certificate(proxy, path, NULL) == DCOSKUBE_OK);
  }
  dcoskube_proxy_free(proxy);
}

/* A locale with another decimal point and other letters, where the machine has one. */
static void test_same_bytes(void) {
  static const char *const locales[] = {"tr_TR.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"};
  dcoskube_proxy *proxy = unit_proxy(T, 3);
  char *first = unit_render(proxy);
  for (size_t i = 0; i < ROWS(locales); i++) {
    setlocale(LC_ALL, locales[i]);
    char *again = unit_render(proxy);
    CHECK_ROW(locales[i], first && again && strcmp(first, again) == 0);
    free(again);
  }
  setlocale(LC_ALL, "");
  free(first);
  dcoskube_proxy_free(proxy);
}

/* A long path in every backend, so that few clusters pass the limit. */
static void test_limit(void) {
  char path[4097];
  memset(path, 'a', sizeof path - 1);
  path[0] = '/';
  path[sizeof path - 1] = '\0';
  dcoskube_proxy *proxy = unit_proxy(T, 0);
  CU_ASSERT(dcoskube_proxy_set_check_path(proxy, path, NULL) == DCOSKUBE_OK);
  for (size_t i = 0; i < 14800; i++)
    unit_add(proxy, i);
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_files *files = NULL;
  CHECK_ROW_STATUS("70 MB", dcoskube_proxy_render(proxy, DCOSKUBE_RENDERER_HAPROXY, 0, &files, err),
                   DCOSKUBE_ERR_LIMIT);
  CU_ASSERT_STRING_EQUAL(dcoskube_error_subject(err), "haproxy.conf");
  CU_ASSERT(files == NULL);
  dcoskube_error_free(err);
  dcoskube_proxy_free(proxy);
}

static dcoskube_status sweep_render(void *data) {
  dcoskube_files *files = NULL;
  dcoskube_status status = dcoskube_proxy_render(data, DCOSKUBE_RENDERER_HAPROXY, 0, &files, NULL);
  CHECK_ROW("render", (files != NULL) == (status == DCOSKUBE_OK));
  dcoskube_files_free(files);
  return status;
}

static void test_no_memory(void) {
  for (dcoskube_proxy_mode mode = T; mode <= P; mode++) {
    dcoskube_proxy *proxy = unit_proxy(mode, 30);
    for (int i = 0; i < 30 && mode == T; i++) {
      char path[32];
      snprintf(path, sizeof path, "/c%d.pem", i);
      CU_ASSERT(dcoskube_proxy_add_certificate(proxy, path, NULL) == DCOSKUBE_OK);
    }
    CU_ASSERT(unit_sweep("render", sweep_render, proxy) > 10);
    dcoskube_proxy_free(proxy);
  }
}

int main(void) {
  CU_TestInfo rendering[] = {
      {"rules", test_rules},         {"settings", test_settings},         {"addresses only", test_addresses_only},
      {"timeouts", test_timeouts},   {"whole words", test_whole_words},   {"map", test_map},
      {"own names", test_own_names}, {"certificates", test_certificates}, {"same bytes", test_same_bytes},
      {"limit", test_limit},         {"no memory", test_no_memory},       CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"haproxy", NULL, NULL, NULL, NULL, rendering}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
