/* SPDX-License-Identifier: Apache-2.0 */
#include "core/name.h"
#include "core/str.h"
#include "unit/unit.h"
#include "vip/label.h"

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10
#define A63 A60 "aaa"
#define A70 A60 A10
#define ZONE ".l4lb.thisdcos.directory"

/* The vectors of dcos-net's own test of label/1, and the edges of the cut. */
static const struct {
  const char *text, *label;
} labels[] = {
    {"fd%gsf---gs7-f$gs--d7fddg-123", "fdgsf---gs7-fgs--d7fddg-123"},
    {"4abc123", "4abc123"},
    {"89fdgsf---gs7-fgs--d7fddg-123", "89fdgsf---gs7-fgs--d7fddg-123"},
    {"##fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789-",
     "fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789"},
    {"fd%gsf---gs7-f$gs--d7fddg123456789012345678901234567890123456789-123",
     "fdgsf---gs7-fgs--d7fddg1234567890123456789012345678901234567891"},
    {"89fdgsf---gs7-fgs--d7fddg---123", "89fdgsf---gs7-fgs--d7fddg---123"},
    {"%%fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789---123",
     "fdgsf---gs7-fgs--d7fddg1234567890123456789012345678901234567891"},
    {"-4abc123", "4abc123"},
    {"$$fdgsf---gs7-fgs--d7fddg123456789012345678901234567890123456789-123",
     "fdgsf---gs7-fgs--d7fddg1234567890123456789012345678901234567891"},
    {"89fdgsf---gs7-fgs--d7fddg-", "89fdgsf---gs7-fgs--d7fddg"},
    {"0-0", "0-0"},
    {"", ""},
    {"---", ""},
    {"UPPER_Case.x", "upper-case-x"},
    {A63, A63},
    {A63 "-", A63},
    {A63 "b", A63},
    {A60 "---b", A60 "b"},
    {A60 "---_._bcde", A60 "bcd"},
    {A60 "aa-", A60 "aa"},
};

static void test_labels(void) {
  char label[DK_LABEL_MAX + 1];
  for (size_t i = 0; i < ROWS(labels); i++) {
    size_t len = dk_vip_label(labels[i].text, strlen(labels[i].text), label);
    label[len] = '\0';
    CHECK_ROW_STR(labels[i].text, label, labels[i].label);
  }
}

/* What the documentation says (rule A) and what DNS publishes (rule B), both without prefix and zone. */
static const struct {
  const char *given, *service, *documented, *published;
  int differs;
} services[] = {
    {"kubernetes", "kubernetes", "kubernetes", "kubernetes", 0},
    {"/kubernetes", "kubernetes", "kubernetes", "kubernetes", 0},
    {"kubernetes/", "kubernetes", "kubernetes", "kubernetes", 0},
    {"prod/kubernetes-cluster1", "prod/kubernetes-cluster1", "prodkubernetes-cluster1", "prodkubernetes-cluster1", 0},
    {"/dev/kubernetes01", "dev/kubernetes01", "devkubernetes01", "devkubernetes01", 0},
    {"training/prod/k8s/cluster01", "training/prod/k8s/cluster01", "trainingprodk8scluster01",
     "trainingprodk8scluster01", 0},
    {"my_kube", "my_kube", "my_kube", "my-kube", 1},
    {"K8S-Prod", "K8S-Prod", "K8S-Prod", "k8s-prod", 0},
    {"path/to/svc.with.dots", "path/to/svc.with.dots", "pathtosvc.with.dots", "pathtosvc.with.dots", 0},
    {"/path/to/svc", "path/to/svc", "pathtosvc", "pathtosvc", 0},
    {"dev_/k8s", "dev_/k8s", "dev_k8s", "dev-k8s", 1},
    {"-a_/b-", "-a_/b-", "-a_b-", "a-b", 1},
    {"a..b", "a..b", "a..b", "a.b", 1},
    {"a_/_b", "a_/_b", "a__b", "a--b", 1},
    {A70, A70, A70, A63, 1},
    {A60 "aa-b", A60 "aa-b", A60 "aa-b", A60 "aab", 1},
    {A60 "a--bcd", A60 "a--bcd", A60 "a--bcd", A60 "abc", 1},
};

static void test_services(void) {
  for (size_t i = 0; i < ROWS(services); i++) {
    const char *row = services[i].given;
    dcoskube_vip *vip = NULL;
    char want[512];
    CHECK_ROW_STATUS(row, dcoskube_vip_new(row, 0, &vip, NULL), DCOSKUBE_OK);
    CHECK_ROW_STR(row, dcoskube_vip_service(vip), services[i].service);
    snprintf(want, sizeof want, "apiserver.%s" ZONE, services[i].documented);
    CHECK_ROW_STR(row, dcoskube_vip_documented_host(vip), want);
    snprintf(want, sizeof want, "apiserver.%s" ZONE, services[i].published);
    CHECK_ROW_STR(row, dcoskube_vip_host(vip), want);
    snprintf(want, sizeof want, "apiserver.%s" ZONE ":6443", services[i].published);
    CHECK_ROW_STR(row, dcoskube_vip_address(vip), want);
    CHECK_ROW(row, dcoskube_vip_differs(vip) == services[i].differs);
    CHECK_ROW(row, dcoskube_vip_port(vip) == 6443);
    dcoskube_vip_free(vip);
  }
}

static char *filled(size_t len) {
  char *text = malloc(len + 1);
  memset(text, 'a', len);
  text[len] = '\0';
  return text;
}

static const struct {
  const char *service;
  dcoskube_status status;
  const char *message; /* a part of it */
} refusals[] = {
    {"", DCOSKUBE_ERR_INVALID, "empty"},
    {"/", DCOSKUBE_ERR_INVALID, "empty"},
    {"//", DCOSKUBE_ERR_INVALID, "is empty"},
    {"//a", DCOSKUBE_ERR_INVALID, "empty group"},
    {"a//", DCOSKUBE_ERR_INVALID, "empty group"},
    {"a//b", DCOSKUBE_ERR_INVALID, "empty group"},
    {"a/../b", DCOSKUBE_ERR_INVALID, ".."},
    {"./b", DCOSKUBE_ERR_INVALID, "resolves away"},
    {"dev__kubernetes01", DCOSKUBE_ERR_INVALID, "__"},
    {"a.___.b", DCOSKUBE_ERR_INVALID, "__"},
    {"a._.b", DCOSKUBE_ERR_INVALID, "empty label"},
    {"_.b", DCOSKUBE_ERR_INVALID, "empty label"},
    {"b.-", DCOSKUBE_ERR_INVALID, "empty label"},
    {"...", DCOSKUBE_ERR_INVALID, "empty name"},
    {"-", DCOSKUBE_ERR_INVALID, "empty name"},
    {"a b", DCOSKUBE_ERR_INVALID, "letters, digits"},
    {"a\n", DCOSKUBE_ERR_INVALID, "letters, digits"},
    {"a\r", DCOSKUBE_ERR_INVALID, "letters, digits"},
    {"a:b", DCOSKUBE_ERR_INVALID, "letters, digits"},
    {"a%20b", DCOSKUBE_ERR_INVALID, "letters, digits"},
    {"k\xc3\xbc", DCOSKUBE_ERR_INVALID, "letters, digits"},
    {"a\\b", DCOSKUBE_ERR_INVALID, "letters, digits"},
};

static void test_refusals(void) {
  dcoskube_error *err = dcoskube_error_new();
  static char place;
  dcoskube_vip *const untouched = (dcoskube_vip *)(void *)&place;
  for (size_t i = 0; i < ROWS(refusals); i++) {
    const char *row = refusals[i].service;
    dcoskube_vip *vip = untouched;
    CHECK_ROW_STATUS(row, dcoskube_vip_new(row, 0, &vip, err), refusals[i].status);
    CHECK_ROW(row, strstr(dcoskube_error_message(err), refusals[i].message) != NULL);
    CHECK_ROW(row, dcoskube_error_remedy(err)[0] != '\0');
    CHECK_ROW(row, vip == untouched);
  }
  dcoskube_vip *vip = untouched;
  CHECK_ROW_STATUS("NULL", dcoskube_vip_new(NULL, 0, &vip, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("NULL out", dcoskube_vip_new("a", 0, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("flags", dcoskube_vip_new("a", 1, &vip, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT(vip == untouched);
  dcoskube_error_free(err);
}

/* "apiserver." and the zone take 34 characters of 253. */
static void test_limit(void) {
  static const struct {
    size_t len;
    dcoskube_status status;
  } rows[] = {{219, DCOSKUBE_OK}, {220, DCOSKUBE_ERR_LIMIT}, {10000, DCOSKUBE_ERR_LIMIT}};
  for (size_t i = 0; i < ROWS(rows); i++) {
    char row[32];
    snprintf(row, sizeof row, "%zu", rows[i].len);
    char *service = filled(rows[i].len);
    for (size_t k = 50; k < rows[i].len; k += 50)
      service[k] = '.';
    dcoskube_vip *vip = NULL;
    CHECK_ROW_STATUS(row, dcoskube_vip_new(service, 0, &vip, NULL), rows[i].status);
    CHECK_ROW(row, strlen(dcoskube_vip_host(vip)) <= 253);
    dcoskube_vip_free(vip);
    free(service);
  }
}

static void test_setters(void) {
  dcoskube_vip *vip = NULL;
  CU_ASSERT_FATAL(dcoskube_vip_new("Dev/My_Kube", 0, &vip, NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_vip_set_prefix(vip, "API_server", NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_vip_set_zone(vip, "Example.COM", NULL) == DCOSKUBE_OK);
  CU_ASSERT(dcoskube_vip_set_port(vip, 65535, NULL) == DCOSKUBE_OK);
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_address(vip), "api-server.devmy-kube.example.com:65535");
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_documented_host(vip), "API_server.DevMy_Kube.Example.COM");
  CU_ASSERT(dcoskube_vip_port(vip) == 65535);
  char *address = strdup(dcoskube_vip_address(vip));
  char *documented = strdup(dcoskube_vip_documented_host(vip));
  char *longest = filled(254);
  const struct {
    const char *name;
    dcoskube_status got, want;
  } rows[] = {
      {"port 0", dcoskube_vip_set_port(vip, 0, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"port 65536", dcoskube_vip_set_port(vip, 65536, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"empty prefix", dcoskube_vip_set_prefix(vip, "", NULL), DCOSKUBE_ERR_INVALID},
      {"slash in prefix", dcoskube_vip_set_prefix(vip, "a/b", NULL), DCOSKUBE_ERR_INVALID},
      {"prefix of dashes", dcoskube_vip_set_prefix(vip, "--", NULL), DCOSKUBE_ERR_INVALID},
      {"empty label in prefix", dcoskube_vip_set_prefix(vip, "a._.b", NULL), DCOSKUBE_ERR_INVALID},
      {"long prefix", dcoskube_vip_set_prefix(vip, longest, NULL), DCOSKUBE_ERR_LIMIT},
      {"empty zone", dcoskube_vip_set_zone(vip, "", NULL), DCOSKUBE_ERR_INVALID},
      {"dot in front", dcoskube_vip_set_zone(vip, ".example", NULL), DCOSKUBE_ERR_INVALID},
      {"underscore in zone", dcoskube_vip_set_zone(vip, "a_b", NULL), DCOSKUBE_ERR_INVALID},
      {"address as zone", dcoskube_vip_set_zone(vip, "10.0.0.1", NULL), DCOSKUBE_ERR_INVALID},
      {"long zone", dcoskube_vip_set_zone(vip, longest, NULL), DCOSKUBE_ERR_LIMIT},
      {"NULL prefix", dcoskube_vip_set_prefix(vip, NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL zone", dcoskube_vip_set_zone(vip, NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL vip", dcoskube_vip_set_zone(NULL, "a", NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL vip", dcoskube_vip_set_prefix(NULL, "a", NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
      {"NULL vip", dcoskube_vip_set_port(NULL, 1, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT},
  };
  for (size_t i = 0; i < ROWS(rows); i++)
    CHECK_ROW_STATUS(rows[i].name, rows[i].got, rows[i].want);
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_address(vip), address);
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_documented_host(vip), documented);
  free(address);
  free(documented);
  free(longest);
  dcoskube_vip_free(vip);
}

static void test_same(void) {
  static const struct {
    const char *a, *b;
    int same;
  } rows[] = {{"dev/k8s", "devk8s", 1}, {"k8s", "K8S", 1},     {"my_kube", "my-kube", 1},
              {"/a", "a", 1},           {"dev/k8s", "k8s", 0}, {"a.b", "ab", 0}};
  for (size_t i = 0; i < ROWS(rows); i++) {
    dcoskube_vip *a = NULL, *b = NULL;
    CU_ASSERT(dcoskube_vip_new(rows[i].a, 0, &a, NULL) == DCOSKUBE_OK);
    CU_ASSERT(dcoskube_vip_new(rows[i].b, 0, &b, NULL) == DCOSKUBE_OK);
    CHECK_ROW(rows[i].a, dcoskube_vip_same(a, b) == rows[i].same);
    CU_ASSERT(dcoskube_vip_set_port(b, 6444, NULL) == DCOSKUBE_OK);
    CHECK_ROW(rows[i].a, dcoskube_vip_same(a, b) == 0);
    dcoskube_vip_free(a);
    dcoskube_vip_free(b);
  }
}

static void test_null(void) {
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_service(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_host(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_documented_host(NULL), "");
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_address(NULL), "");
  CU_ASSERT(dcoskube_vip_port(NULL) == 0);
  CU_ASSERT(dcoskube_vip_differs(NULL) == 0);
  CU_ASSERT(dcoskube_vip_same(NULL, NULL) == 0);
  dcoskube_vip_free(NULL);
}

static void check_labels(const char *host) {
  for (const char *p = host;;) {
    size_t len = strcspn(p, ".");
    CHECK_ROW(host, dk_is_label(p, len));
    if (p[len] == '\0')
      return;
    p += len + 1;
  }
}

/* Fed back, the published name is itself. */
static void check_idempotent(const char *host) {
  dk_buf again;
  dk_buf_init(&again, 1024);
  dk_vip_domain_frag(&again, host);
  CHECK_ROW_STR(host, dk_buf_peek(&again), host);
  dk_buf_free(&again);
}

/* Whatever is accepted becomes a good name: all texts of three characters, and long ones of a small generator. */
static void test_properties(void) {
  static const char set[] = "aZ0-_./";
  unsigned accepted = 0, state = 1;
  for (unsigned n = 0; n < 6000; n++) {
    char service[200];
    size_t len = 0;
    if (n < 343) {
      for (unsigned k = n; len < 3; k /= 7)
        service[len++] = set[k % 7];
    } else {
      size_t want = 1 + n % 160;
      while (len < want) {
        state = state * 1103515245u + 12345u;
        service[len++] = (state >> 16) % 5 ? 'b' : set[(state >> 20) % 7];
      }
    }
    service[len] = '\0';
    dcoskube_vip *vip = NULL;
    if (dcoskube_vip_new(service, 0, &vip, NULL) != DCOSKUBE_OK)
      continue;
    accepted++;
    check_labels(dcoskube_vip_host(vip));
    check_idempotent(dcoskube_vip_host(vip));
    CHECK_ROW(service,
              dcoskube_vip_differs(vip) == !dk_equal_nocase(dcoskube_vip_host(vip), dcoskube_vip_documented_host(vip)));
    dcoskube_vip_free(vip);
  }
  CU_ASSERT(accepted > 1000);
}

static const struct {
  const char *url, *name; /* NULL: refused */
} urls[] = {
    {"https://kube-apiserver.example.com:6443", "kube-apiserver-example-com6443"},
    {"https://public2:6443", "public26443"},
    {"https://10.211.203.92:6443", "10-211-203-926443"},
    {"https://10.0.0.1:6443", "10-0-0-16443"},
    {"https://10.0.0.1", "10-0-0-1"},
    {"https://[2001:db8::1]:6443", "2001-db8--16443"},
    {"https://[2001:DB8::A]", "2001-db8--a"},
    {"https://kube-apiserver.example.com", "kube-apiserver-example-com"},
    {"https://kube-apiserver.example.com/", "kube-apiserver-example-com"},
    {"HTTPS://Kube-Apiserver.Example.COM:6443/", "kube-apiserver-example-com6443"},
    {"kube-apiserver.example.com:6443", "kube-apiserver-example-com6443"},
    {"https://54.184.41.74:6443/dev/kubernetes01", "54-184-41-746443-dev-kubernetes01"},
    {"https://h/A.b:c/", "h-A-bc"},
    {"https://user@h", NULL},
    {"https://user:secret@h:6443/x", NULL},
    {"user:secret@h", NULL},
    {"http://h:6443", NULL},
    {"ftp://h", NULL},
    {"https://h?x=1", NULL},
    {"https://h/p?x=1", NULL},
    {"https://h/p#f", NULL},
    {"https://h:0", NULL},
    {"https://h:65536", NULL},
    {"https://h:", NULL},
    {"https://", NULL},
    {"", NULL},
    {"https://a b", NULL},
    {"https://h\n", NULL},
    {"https://[::1", NULL},
    {"https://::1", NULL},
};

static void test_context_names(void) {
  dcoskube_error *err = dcoskube_error_new();
  for (size_t i = 0; i < ROWS(urls); i++) {
    char *name = NULL;
    dcoskube_status want = urls[i].name ? DCOSKUBE_OK : DCOSKUBE_ERR_INVALID;
    CHECK_ROW_STATUS(urls[i].url, dcoskube_context_name_from_url(urls[i].url, &name, err), want);
    CHECK_ROW_STR(urls[i].url, name ? name : "(none)", urls[i].name ? urls[i].name : "(none)");
    CHECK_ROW(urls[i].url, !strstr(dcoskube_error_message(err), "secret"));
    CHECK_ROW(urls[i].url, !strstr(dcoskube_error_subject(err), "secret"));
    dcoskube_free(name);
  }
  char *name = NULL;
  CHECK_ROW_STATUS("NULL", dcoskube_context_name_from_url(NULL, &name, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("NULL", dcoskube_context_name_from_url("https://h", NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  dcoskube_error_free(err);
}

static dcoskube_status sweep_new(void *data) {
  dcoskube_vip *vip = NULL;
  dcoskube_status status = dcoskube_vip_new("/dev/my_kube", 0, &vip, data);
  CHECK_ROW("new", (status == DCOSKUBE_OK) == (vip != NULL));
  dcoskube_vip_free(vip);
  return status;
}

static dcoskube_status sweep_prefix(void *data) {
  return dcoskube_vip_set_prefix(data, "other", NULL);
}

static dcoskube_status sweep_zone(void *data) {
  return dcoskube_vip_set_zone(data, "example.com", NULL);
}

static dcoskube_status sweep_port(void *data) {
  return dcoskube_vip_set_port(data, 1, NULL);
}

static dcoskube_status sweep_url(void *data) {
  char *name = NULL;
  dcoskube_status status = dcoskube_context_name_from_url("https://h.example.com:6443/a", &name, data);
  dcoskube_free(name);
  return status;
}

static void test_no_memory(void) {
  dcoskube_error *err = dcoskube_error_new();
  CU_ASSERT(unit_sweep("vip_new", sweep_new, err) > 0);
  CU_ASSERT(unit_sweep("context name", sweep_url, err) > 0);
  dcoskube_vip *vip = NULL;
  CU_ASSERT_FATAL(dcoskube_vip_new("a", 0, &vip, NULL) == DCOSKUBE_OK);
  dk_alloc_fail_from(3);
  CU_ASSERT(dcoskube_vip_set_zone(vip, "example.com", err) == DCOSKUBE_ERR_NO_MEMORY);
  dk_alloc_fail_from(0);
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_address(vip), "apiserver.a" ZONE ":6443");
  CU_ASSERT(unit_sweep("set_prefix", sweep_prefix, vip) > 0);
  CU_ASSERT(unit_sweep("set_zone", sweep_zone, vip) > 0);
  CU_ASSERT(unit_sweep("set_port", sweep_port, vip) > 0);
  CU_ASSERT_STRING_EQUAL(dcoskube_vip_address(vip), "other.a.example.com:1");
  dcoskube_vip_free(vip);
  dcoskube_error_free(err);
}

int main(void) {
  CU_TestInfo rules[] = {{"labels", test_labels},
                         {"services", test_services},
                         {"refusals", test_refusals},
                         {"limit", test_limit},
                         {"setters", test_setters},
                         {"same", test_same},
                         {"NULL", test_null},
                         {"properties", test_properties},
                         {"context names", test_context_names},
                         {"no memory", test_no_memory},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"vip", NULL, NULL, NULL, NULL, rules}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
