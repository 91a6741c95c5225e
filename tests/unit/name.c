/* SPDX-License-Identifier: Apache-2.0 */
/* White lists for what comes from outside: names, addresses, paths, ports, URLs. */
#include "unit/unit.h"

#include "core/error.h"
#include "core/name.h"
#include "core/url.h"

/* 63 and 64 characters */
#define LONG63 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"
#define LONG64 LONG63 "d"
#define HOST253 LONG63 "." LONG63 "." LONG63 ".abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijk"

static void test_names(void) {
  static const struct {
    const char *text;
    int host;
    int label;
  } rows[] = {
      {"a", 1, 1},       {"kube-apiserver", 1, 1},
      {"0a", 1, 1},      {"a0", 1, 1},
      {"A", 1, 0},       {"Kube-ApiServer.Example.COM", 1, 0},
      {"a.b", 1, 0},     {"1.a", 1, 0},
      {"42", 0, 1},      {"1.2.3.4", 0, 0},
      {"a.4", 0, 0}, /* the last label is a number: an address, or meant to be one */
      {"a.4b", 1, 0},    {"", 0, 0},
      {".", 0, 0},       {"a.", 0, 0},
      {".a", 0, 0},      {"a..b", 0, 0},
      {"-a", 0, 0},      {"a-", 0, 0},
      {"a-.b", 0, 0},    {"a_b", 0, 0},
      {"a b", 0, 0},     {"a:1", 0, 0},
      {"a/b", 0, 0},     {"a\n", 0, 0},
      {"*.a", 0, 0},     {"\xc3\xa4", 0, 0},
      {"xn--4ca", 1, 1}, {LONG63, 1, 1},
      {LONG64, 0, 0},    {LONG63 ".a", 1, 0},
      {HOST253, 1, 0},   {HOST253 "l", 0, 0},
  };
  CU_ASSERT_EQUAL(strlen(HOST253), 253);
  for (size_t i = 0; i < ROWS(rows); i++) {
    CHECK_ROW(rows[i].text, dk_is_host_name(rows[i].text, strlen(rows[i].text)) == rows[i].host);
    CHECK_ROW(rows[i].text, dk_is_label(rows[i].text, strlen(rows[i].text)) == rows[i].label);
  }
  CU_ASSERT(!dk_is_host_name("a\0b", 3) && !dk_is_label("a\0", 2));
}

static void test_addresses(void) {
  static const struct {
    const char *text;
    int ipv4;
    int ipv6;
  } rows[] = {
      {"198.51.100.1", 1, 0},
      {"0.0.0.0", 1, 0},
      {"255.255.255.255", 1, 0},
      {"256.1.1.1", 0, 0},
      {"1.2.3", 0, 0},
      {"1.2.3.4.5", 0, 0},
      {"1.2.3.4 ", 0, 0},
      {"01.2.3.4", 0, 0},
      {"0x1.2.3.4", 0, 0},
      {"", 0, 0},
      {"::1", 0, 1},
      {"::", 0, 1},
      {"2001:db8::1", 0, 1},
      {"[::1]", 0, 0},
      {"fe80::1%eth0", 0, 0},
      {"1::2::3", 0, 0},
      {"::ffff:1.2.3.4", 0, 1},
      {"1:2:3:4:5:6:7:8:9", 0, 0},
      {":1", 0, 0},
      {"g::1", 0, 0},
      {"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:b", 0, 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    CHECK_ROW(rows[i].text, dk_is_ipv4(rows[i].text, strlen(rows[i].text)) == rows[i].ipv4);
    CHECK_ROW(rows[i].text, dk_is_ipv6(rows[i].text, strlen(rows[i].text)) == rows[i].ipv6);
  }
  CU_ASSERT(!dk_is_ipv4("1.2.3.4\0x", 9) && dk_is_ipv4("1.2.3.4xyz", 7));
}

static void test_paths(void) {
  static const struct {
    const char *text;
    int ok;
  } rows[] = {
      {"/a", 1},        {"/haproxy/haproxy.conf", 1},
      {"/a/", 1},       {"/a//b", 1},
      {"/..a", 1},      {"/a..b/...", 1},
      {"/@+=-_.", 1},   {"/", 0},
      {"", 0},          {"a", 0},
      {"/.", 0},        {"/..", 0},
      {"/a/../b", 0},   {"/a/.", 0},
      {"/a/./b", 0},    {"/a b", 0},
      {"/a\n", 0},      {"/a'", 0},
      {"/a\"", 0},      {"/a$", 0},
      {"/a\\", 0},      {"/a#", 0},
      {"/a,b", 0},      {"/a:b", 0},
      {"/\xc3\xa4", 0}, {"/a%20b", 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    CHECK_ROW(rows[i].text, dk_is_abs_path(rows[i].text, strlen(rows[i].text)) == rows[i].ok);
  char text[4097];
  memset(text, 'a', sizeof text);
  text[0] = '/';
  CU_ASSERT(dk_is_abs_path(text, 4096) && !dk_is_abs_path(text, 4097) && !dk_is_abs_path("/a\0b", 4));
}

static void test_ports(void) {
  static const struct {
    const char *text;
    uint32_t port; /* 0: refused */
  } rows[] = {
      {"1", 1},     {"6443", 6443}, {"65535", 65535}, {"65536", 0},      {"0", 0},
      {"06443", 0}, {"", 0},        {"-1", 0},        {"+1", 0},         {" 1", 0},
      {"1 ", 0},    {"1a", 0},      {"70000", 0},     {"4294967297", 0}, {"18446744073709551617", 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    uint32_t port = 0;
    CHECK_ROW(rows[i].text, dk_parse_port(rows[i].text, strlen(rows[i].text), &port) == (rows[i].port != 0));
    CHECK_ROW(rows[i].text, port == rows[i].port);
  }
}

static void test_hostport(void) {
  static const struct {
    const char *text;
    const char *host; /* NULL: refused */
    int is_ipv6;
    uint32_t port;
  } rows[] = {
      {":6443", "", 0, 6443},
      {"10.0.0.1:6443", "10.0.0.1", 0, 6443},
      {"a.example:1", "a.example", 0, 1},
      {"[::1]:6443", "::1", 1, 6443},
      {"[::]:1", "::", 1, 1},
      {"", NULL, 0, 0},
      {"a", NULL, 0, 0},
      {"a:", NULL, 0, 0},
      {"a:0", NULL, 0, 0},
      {"a:70000", NULL, 0, 0},
      {"a:1:2", NULL, 0, 0},
      {"::1:6443", NULL, 0, 0},
      {"[::1]", NULL, 0, 0},
      {"[::1]6443", NULL, 0, 0},
      {"[::1", NULL, 0, 0},
      {"[]:1", NULL, 0, 0},
      {"[1.2.3.4]:1", NULL, 0, 0},
      {"a:1/", NULL, 0, 0},
  };
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_hostport got = {"untouched", 9, 7, 7};
    int ok = dk_parse_hostport(rows[i].text, strlen(rows[i].text), &got);
    CHECK_ROW(rows[i].text, ok == (rows[i].host != NULL));
    if (!ok) {
      CHECK_ROW(rows[i].text, got.host_len == 9 && got.port == 7);
      continue;
    }
    CHECK_ROW(rows[i].text, got.host_len == strlen(rows[i].host));
    CHECK_ROW(rows[i].text, got.host_len == 0 || memcmp(got.host, rows[i].host, got.host_len) == 0);
    CHECK_ROW(rows[i].text, got.is_ipv6 == rows[i].is_ipv6 && got.port == rows[i].port);
  }
}

static int span_is(dk_span span, const char *want) {
  return span.len == strlen(want) && (span.len == 0 || memcmp(span.data, want, span.len) == 0);
}

static void test_urls(void) {
  static const struct {
    const char *text;
    uint32_t flags;
    const char *host;
    int kind; /* 0 a name, 4 or 6 an address */
    uint32_t port;
    const char *path;
  } rows[] = {
      {"https://a.example", 0, "a.example", 0, 0, ""},
      {"https://a.example/", 0, "a.example", 0, 0, "/"},
      {"HTTPS://A.example:6443", 0, "A.example", 0, 6443, ""},
      {"https://10.0.0.1:6443/k8s/prod", 0, "10.0.0.1", 4, 6443, "/k8s/prod"},
      {"https://[2001:db8::1]:6443/", 0, "2001:db8::1", 6, 6443, "/"},
      {"https://[::1]", 0, "::1", 6, 0, ""},
      {"https://localhost:65535", 0, "localhost", 0, 65535, ""},
      {"https://a/b:c@d;e=f,g+h'(i)*j!k$l&m%20~._-", 0, "a", 0, 0, "/b:c@d;e=f,g+h'(i)*j!k$l&m%20~._-"},
      {"a.example:6443", DK_URL_NO_SCHEME, "a.example", 0, 6443, ""},
      {"https://a.example", DK_URL_NO_SCHEME, "a.example", 0, 0, ""},
      {"a/b", DK_URL_NO_SCHEME, "a", 0, 0, "/b"},
  };
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_url url;
    CHECK_ROW_STATUS(rows[i].text, dk_url_parse(rows[i].text, rows[i].flags, &url, err), DCOSKUBE_OK);
    CHECK_ROW(rows[i].text, span_is(url.host, rows[i].host) && span_is(url.path, rows[i].path));
    CHECK_ROW(rows[i].text, url.port == rows[i].port && url.is_ipv6 == (rows[i].kind == 6));
    CHECK_ROW(rows[i].text, url.is_address == (rows[i].kind != 0));
  }
  dcoskube_error_free(err);
}

static void test_urls_refused(void) {
  static const struct {
    const char *text;
    uint32_t flags;
    const char *message;
  } rows[] = {
      {"", 0, "has no scheme"},
      {"", DK_URL_NO_SCHEME, "has no host"},
      {"a.example", 0, "has no scheme"},
      {"http://a.example", 0, "is not an https:// URL"},
      {"httpss://a", 0, "is not an https:// URL"},
      {"ftp://a", DK_URL_NO_SCHEME, "is not an https:// URL"},
      {"://a", 0, "is not an https:// URL"},
      {" https://a", 0, "is not an https:// URL"},
      {"https://", 0, "has no host"},
      {"https:///x", 0, "has no host"},
      {"https://:6443", 0, "has no host"},
      {"https://a_b", 0, "has a host that is neither a host name nor an IP address"},
      {"https://1.2.3.256", 0, "has a host that is neither a host name nor an IP address"},
      {"https://::1", 0, "has no host"},
      {"https://a\\b", 0, "has a host that is neither a host name nor an IP address"},
      {"https://[::1", 0, "has no IPv6 address in its brackets"},
      {"https://[1.2.3.4]", 0, "has no IPv6 address in its brackets"},
      {"https://[::1]x", 0, "has something between host and path"},
      {"https://a:0", 0, "has a port that is not a number in 1..65535"},
      {"https://a:", 0, "has a port that is not a number in 1..65535"},
      {"https://a:65536", 0, "has a port that is not a number in 1..65535"},
      {"https://a:1:2", 0, "has a port that is not a number in 1..65535"},
      {"https://a/\n", 0, "has a query, a fragment or a character that no path may have"},
      {"https://a/ b", 0, "has a query, a fragment or a character that no path may have"},
      {"https://a/\xc3\xa4", 0, "has a query, a fragment or a character that no path may have"},
  };
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++) {
    dk_url url = {{"untouched", 9}, 0, 0, 7, {"", 0}};
    CHECK_ROW_STATUS(rows[i].text, dk_url_parse(rows[i].text, rows[i].flags, &url, err), DCOSKUBE_ERR_INVALID);
    CHECK_ROW_STR(rows[i].text, dcoskube_error_message(err), rows[i].message);
    CHECK_ROW(rows[i].text, strncmp(dcoskube_error_remedy(err), "write https://", 14) == 0);
    CHECK_ROW(rows[i].text, url.host.len == 9 && url.port == 7);
  }
  char text[2100];
  memset(text, 'a', sizeof text);
  memcpy(text, "https://a/", 10);
  text[2049] = '\0';
  dk_url url;
  CU_ASSERT_EQUAL(dk_url_parse(text, 0, &url, err), DCOSKUBE_ERR_INVALID);
  text[2048] = '\0';
  CU_ASSERT_EQUAL(dk_url_parse(text, 0, &url, err), DCOSKUBE_OK);
  dcoskube_error_free(err);
}

/* A name and password before the host, however badly written, and a token in a query are never repeated. */
static void test_url_secrets(void) {
  static const char *const rows[] = {
      "https://user:SECRET@a.example",
      "https://SECRET@a.example/x",
      "http://user:SECRET@a.example",
      "user:SECRET@a.example",
      "https:/user:SECRET@a.example",
      "https:user:SECRET@a.example",
      "https://user:SEC/SECRET@a",
      "https:///user:SECRET@a",
      "https://user:SECRET@a/x://y",
      "user:SECRET@a/x://y",
      "https://a.example/?token=SECRET",
      "https://a.example?token=SECRET",
      "https://a.example/#SECRET",
      "a?SECRET",
      "https://user:SECRET%40a@a",
      "https:\\\\user:SECRET@a.example",
      "ftp://u:SECRET@a",
      "https://u:SECRET\n@a",
      "https://user:p/SECRET@host:99999",
  };
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(rows); i++)
    for (uint32_t flags = 0; flags <= DK_URL_NO_SCHEME; flags++) {
      dk_url url;
      CHECK_ROW_STATUS(rows[i], dk_url_parse(rows[i], flags, &url, err), DCOSKUBE_ERR_INVALID);
      CHECK_ROW(rows[i], strstr(dcoskube_error_message(err), "SECRET") == NULL);
      CHECK_ROW(rows[i], strstr(dcoskube_error_subject(err), "SECRET") == NULL);
      CHECK_ROW(rows[i], strstr(dcoskube_error_remedy(err), "SECRET") == NULL);
    }
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo tests[] = {{"names", test_names},
                         {"addresses", test_addresses},
                         {"paths", test_paths},
                         {"ports", test_ports},
                         {"hostport", test_hostport},
                         {"urls", test_urls},
                         {"urls refused", test_urls_refused},
                         {"url secrets", test_url_secrets},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"name", NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
