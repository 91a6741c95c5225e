/* SPDX-License-Identifier: Apache-2.0 */
/* The check as its callers see it: arguments, states, waking, forking, what it leaves alone. */
#include "unit/unit.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <openssl/err.h>

#include "core/time.h"
#include "unit/server.h"

static server api;
static uint32_t silent;
static int silent_fd;

static dcoskube_check *check_of(const char *url) {
  dcoskube_check *check = NULL;
  CU_ASSERT_EQUAL_FATAL(dcoskube_check_new(0, &check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_set_ca_file(check, api.cert, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_add_url(check, url, NULL, NULL), DCOSKUBE_OK);
  return check;
}

static dcoskube_check *check_of_silence(void) {
  char url[64];
  snprintf(url, sizeof url, "https://127.0.0.1:%u", silent);
  return check_of(url);
}

static void test_urls(void) {
  static const struct {
    const char *url;
    dcoskube_status status;
  } rows[] = {{"https://a.example", DCOSKUBE_OK},
              {"https://a.example:6443/", DCOSKUBE_OK},
              {"https://[::1]:6443/k8s/x", DCOSKUBE_OK},
              {"https://10.0.0.1", DCOSKUBE_OK},
              {"http://a.example", DCOSKUBE_ERR_INVALID},
              {"a.example:6443", DCOSKUBE_ERR_INVALID},
              {"https://", DCOSKUBE_ERR_INVALID},
              {"https://a:b@c.example", DCOSKUBE_ERR_INVALID},
              {"https://a.example:0", DCOSKUBE_ERR_INVALID},
              {"https://a.example?x", DCOSKUBE_ERR_INVALID},
              {"", DCOSKUBE_ERR_INVALID},
              {NULL, DCOSKUBE_ERR_INVALID_ARGUMENT}};
  dcoskube_check *check = NULL;
  size_t good = 0;
  CU_ASSERT_EQUAL(dcoskube_check_new(0, &check, NULL), DCOSKUBE_OK);
  for (size_t i = 0; i < ROWS(rows); i++) {
    CHECK_ROW_STATUS(rows[i].url ? rows[i].url : "NULL", dcoskube_check_add_url(check, rows[i].url, NULL, NULL),
                     rows[i].status);
    good += rows[i].status == DCOSKUBE_OK;
    CHECK_ROW("count", dcoskube_check_target_count(check) == good);
  }
  dcoskube_check_free(check);
}

static void write_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  CU_ASSERT_PTR_NOT_NULL_FATAL(file);
  fputs(text, file);
  fclose(file);
}

static void test_tokens(void) {
  static const struct {
    const char *text;
    dcoskube_status status;
  } rows[] = {{"abc.DEF-_~+/=", DCOSKUBE_OK}, {"abc\nsecond line", DCOSKUBE_OK}, {"abc \r\n", DCOSKUBE_OK},
              {"", DCOSKUBE_ERR_INVALID},     {"\nabc", DCOSKUBE_ERR_INVALID},   {"a b", DCOSKUBE_ERR_INVALID},
              {"a\tb", DCOSKUBE_ERR_INVALID}, {"a\001b", DCOSKUBE_ERR_INVALID},  {"t\303\266k", DCOSKUBE_ERR_INVALID}};
  dcoskube_check *check = NULL;
  dcoskube_target *target = NULL;
  char path[UNIT_PATH + 16];
  snprintf(path, sizeof path, "%s/token", api.dir);
  CU_ASSERT_EQUAL(dcoskube_check_new(0, &check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL_FATAL(dcoskube_check_add_url(check, api.url, &target, NULL), DCOSKUBE_OK);
  for (size_t i = 0; i < ROWS(rows); i++) {
    write_file(path, rows[i].text);
    CHECK_ROW_STATUS(rows[i].text, dcoskube_target_set_token_file(target, path, NULL), rows[i].status);
  }
  unlink(path);
  CHECK_ROW_STATUS("gone", dcoskube_target_set_token_file(target, path, NULL), DCOSKUBE_ERR_NOT_FOUND);
  dcoskube_check_free(check);
}

static void test_setters(void) {
  dcoskube_error *err = dcoskube_error_new();
  dcoskube_check *check = NULL;
  dcoskube_target *target = NULL;
  char junk[UNIT_PATH + 16];
  snprintf(junk, sizeof junk, "%s/junk", api.dir);
  write_file(junk, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  CHECK_ROW_STATUS("flags", dcoskube_check_new(1, &check, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("out", dcoskube_check_new(0, NULL, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CU_ASSERT_EQUAL_FATAL(dcoskube_check_new(0, &check, err), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_add_url(check, api.url, &target, err), DCOSKUBE_OK);
  CHECK_ROW_STATUS("no ms", dcoskube_check_set_timeout(check, 0, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("many ms", dcoskube_check_set_timeout(check, 3600001, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("none", dcoskube_check_set_parallel(check, 0, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("many", dcoskube_check_set_parallel(check, 65536, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("ca", dcoskube_check_set_ca_file(check, api.key, err), DCOSKUBE_ERR_INVALID);
  CHECK_ROW("remedy", dcoskube_error_remedy(err)[0] != '\0');
  CHECK_ROW_STATUS("broken ca", dcoskube_target_set_ca_file(target, junk, err), DCOSKUBE_ERR_INVALID);
  CHECK_ROW_STATUS("no ca", dcoskube_target_set_ca_file(target, "/no/such", err), DCOSKUBE_ERR_NOT_FOUND);
  CHECK_ROW_STATUS("identity", dcoskube_target_set_client_certificate(target, api.cert, api.key, err), DCOSKUBE_OK);
  CHECK_ROW_STATUS("no key", dcoskube_target_set_client_certificate(target, api.cert, api.cert, err),
                   DCOSKUBE_ERR_INVALID);
  CHECK_ROW_STATUS("no cert", dcoskube_target_set_client_certificate(target, api.key, api.key, err),
                   DCOSKUBE_ERR_INVALID);
  CHECK_ROW_STATUS("NULL key", dcoskube_target_set_client_certificate(target, api.cert, NULL, err),
                   DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("name", dcoskube_target_set_server_name(target, "a b", err), DCOSKUBE_ERR_INVALID);
  CHECK_ROW_STATUS("host", dcoskube_target_set_connect_to(target, "a/b", 1, err), DCOSKUBE_ERR_INVALID);
  CHECK_ROW_STATUS("port", dcoskube_target_set_connect_to(target, "a.example", 65536, err),
                   DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("on", dcoskube_target_set_insecure(target, 2, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("NULL", dcoskube_target_set_insecure(NULL, 1, err), DCOSKUBE_ERR_INVALID_ARGUMENT);
  unlink(junk);
  dcoskube_check_free(check);
  dcoskube_error_free(err);
}

static void test_states(void) {
  dcoskube_check *check = check_of(api.url);
  dcoskube_result *result = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_fd(NULL), -1);
  CU_ASSERT_EQUAL(dcoskube_check_fd(check), -1);
  CHECK_ROW_STATUS("next", dcoskube_check_next(check, 0, &result, NULL), DCOSKUBE_ERR_STATE);
  CHECK_ROW_STATUS("start", dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CU_ASSERT(dcoskube_check_fd(check) >= 0);
  CHECK_ROW_STATUS("again", dcoskube_check_start(check, NULL), DCOSKUBE_ERR_STATE);
  CHECK_ROW_STATUS("late", dcoskube_check_set_timeout(check, 1, NULL), DCOSKUBE_ERR_STATE);
  CHECK_ROW_STATUS("late", dcoskube_check_add_url(check, api.url, NULL, NULL), DCOSKUBE_ERR_STATE);
  CHECK_ROW_STATUS("out", dcoskube_check_next(check, 0, NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("next", dcoskube_check_next(check, 20000, &result, NULL), DCOSKUBE_OK);
  CU_ASSERT_PTR_NOT_NULL_FATAL(result);
  dcoskube_result_free(result);
  CHECK_ROW_STATUS("no more", dcoskube_check_next(check, 0, &result, NULL), DCOSKUBE_ERR_STATE);
  dcoskube_check_free(check);
}

static void test_result(void) {
  dcoskube_check *check = check_of(api.url);
  dcoskube_result *result = NULL;
  char *json = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_next(check, 20000, &result, NULL), DCOSKUBE_OK);
  dcoskube_check_free(check); /* the result lives on */
  CU_ASSERT_PTR_NOT_NULL_FATAL(result);
  CU_ASSERT_EQUAL(dcoskube_result_verdict(result), DCOSKUBE_VERDICT_HEALTHY);
  CU_ASSERT_STRING_EQUAL(dcoskube_result_server_version(result), "v1.20.2");
  CU_ASSERT_STRING_EQUAL(dcoskube_result_target(result), api.url);
  CU_ASSERT_STRING_EQUAL(dcoskube_result_context(result), "");
  CU_ASSERT(dcoskube_result_time_us(result, DCOSKUBE_STAGE_HEALTH) > 0);
  CU_ASSERT_EQUAL(dcoskube_result_time_us(result, DCOSKUBE_STAGE_AUTH), -1);
  CU_ASSERT_EQUAL(dcoskube_result_time_us(result, (dcoskube_stage)99), -1);
  CU_ASSERT_EQUAL_FATAL(dcoskube_result_certificate_count(result), 1);
  const dcoskube_certificate *cert = dcoskube_result_certificate(result, 0);
  static const char *const sans[] = {"IP:127.0.0.1", "DNS:unit.example", "URI:urn:x", "email:a@example.com"};
  CU_ASSERT_STRING_EQUAL(dcoskube_certificate_subject(cert), "CN=unit");
  CU_ASSERT_EQUAL_FATAL(dcoskube_certificate_san_count(cert), ROWS(sans));
  for (size_t i = 0; i < ROWS(sans); i++)
    CHECK_ROW_STR(sans[i], dcoskube_certificate_san(cert, i), sans[i]);
  CU_ASSERT_EQUAL(strlen(dcoskube_certificate_sha256(cert)), 64);
  CU_ASSERT_EQUAL(dcoskube_certificate_not_after(cert) - dcoskube_certificate_not_before(cert), 90000);
  CU_ASSERT_EQUAL(dcoskube_result_json(result, 0, &json, NULL, NULL), DCOSKUBE_OK);
  CU_ASSERT(json && strstr(json, "\"client_ca_names\":[\"CN=unit\"]") != NULL);
  CU_ASSERT(json && strchr(json, '\n') == NULL);
  dcoskube_free(json);
  dcoskube_result_free(result);
}

/* Does what a foreign loop does. */
static void test_poll(void) {
  dcoskube_check *check = check_of(api.url);
  dcoskube_result *result = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  for (int turns = 0; !result && turns < 1000; turns++) {
    struct pollfd fd = {dcoskube_check_fd(check), POLLIN, 0};
    CU_ASSERT_EQUAL_FATAL(poll(&fd, 1, 20000), 1); /* never forgotten */
    CU_ASSERT_EQUAL_FATAL(dcoskube_check_next(check, 0, &result, NULL), DCOSKUBE_OK);
  }
  CU_ASSERT_EQUAL(dcoskube_result_verdict(result), DCOSKUBE_VERDICT_HEALTHY);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
}

static void test_deadline(void) {
  dcoskube_check *check = check_of_silence();
  dcoskube_result *result = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_set_timeout(check, 200, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CHECK_ROW_STATUS("too short", dcoskube_check_next(check, 1, &result, NULL), DCOSKUBE_OK);
  CU_ASSERT_PTR_NULL(result);
  while (!result) {
    struct pollfd fd = {dcoskube_check_fd(check), POLLIN, 0};
    CU_ASSERT_EQUAL_FATAL(poll(&fd, 1, 20000), 1); /* the timer is in it */
    CU_ASSERT_EQUAL_FATAL(dcoskube_check_next(check, 0, &result, NULL), DCOSKUBE_OK);
  }
  CU_ASSERT_EQUAL(dcoskube_result_verdict(result), DCOSKUBE_VERDICT_TIMEOUT);
  CU_ASSERT_EQUAL(dcoskube_result_stage(result), DCOSKUBE_STAGE_TLS);
  CU_ASSERT(dcoskube_result_time_us(result, DCOSKUBE_STAGE_NONE) >= 200000);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
}

static void *cancel_soon(void *data) {
  usleep(50000);
  dcoskube_check_cancel(data);
  return NULL;
}

static void test_cancel_from_thread(void) {
  dcoskube_check *check = check_of_silence();
  dcoskube_result *result = NULL;
  pthread_t thread;
  CU_ASSERT_EQUAL(dcoskube_check_set_timeout(check, 60000, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  int64_t begun = dk_now_us();
  CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, cancel_soon, check), 0);
  CHECK_ROW_STATUS("thread", dcoskube_check_next(check, 60000, &result, NULL), DCOSKUBE_ERR_CANCELLED);
  CU_ASSERT(dk_now_us() - begun < 30000000);
  pthread_join(thread, NULL);
  CHECK_ROW_STATUS("it was one", dcoskube_check_next(check, 0, &result, NULL), DCOSKUBE_OK);
  dcoskube_check_cancel(check);
  CHECK_ROW_STATUS("the next one", dcoskube_check_next(check, 60000, &result, NULL), DCOSKUBE_ERR_CANCELLED);
  CU_ASSERT_PTR_NULL(result);
  dcoskube_check_cancel(NULL);
  dcoskube_check_free(check);
}

static dcoskube_check *to_cancel;

static void on_alarm(int number) {
  (void)number;
  dcoskube_check_cancel(to_cancel);
}

static void test_cancel_from_signal(void) {
  struct sigaction action, old;
  struct itimerval soon = {{0, 0}, {0, 50000}};
  dcoskube_result *result = NULL;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_alarm;
  to_cancel = check_of_silence();
  CU_ASSERT_EQUAL(dcoskube_check_set_timeout(to_cancel, 60000, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_start(to_cancel, NULL), DCOSKUBE_OK);
  sigaction(SIGALRM, &action, &old);
  setitimer(ITIMER_REAL, &soon, NULL);
  CHECK_ROW_STATUS("signal", dcoskube_check_next(to_cancel, 60000, &result, NULL), DCOSKUBE_ERR_CANCELLED);
  sigaction(SIGALRM, &old, NULL);
  dcoskube_check_free(to_cancel);
}

static int keep(dcoskube_result *result, void *userdata) {
  dcoskube_result **kept = userdata;
  *kept = dcoskube_result_ref(result);
  return 1;
}

static void test_callback(void) {
  dcoskube_check *check = check_of(api.url);
  dcoskube_result *kept = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_add_url(check, api.url, NULL, NULL), DCOSKUBE_OK);
  CHECK_ROW_STATUS("NULL", dcoskube_check_run(check, NULL, NULL, NULL), DCOSKUBE_ERR_INVALID_ARGUMENT);
  CHECK_ROW_STATUS("stop", dcoskube_check_run(check, keep, &kept, NULL), DCOSKUBE_ERR_CALLBACK);
  dcoskube_check_free(check);
  CU_ASSERT_EQUAL(dcoskube_result_verdict(kept), DCOSKUBE_VERDICT_HEALTHY);
  dcoskube_result_free(kept);
  dcoskube_result_free(NULL);
}

/* Its word goes through the pipe: libcurl's memory is left alone in the child, which leak checkers would report if it
 * ended by itself. */
static void as_child(dcoskube_check *check, int word) {
  dcoskube_result *result = NULL;
  char refused = dcoskube_check_next(check, 0, &result, NULL) == DCOSKUBE_ERR_STATE ? 'y' : 'n';
  dcoskube_check_cancel(check);
  dcoskube_check_free(check);
  if (write(word, &refused, 1) == 1)
    execl("/bin/true", "true", (char *)NULL);
  _exit(1);
}

/* In the child the check is refused and can be freed; the parent's goes on, with the connection that it had. */
static void test_fork(void) {
  dcoskube_check *check = check_of(api.url);
  dcoskube_result *result = NULL;
  int ends[2];
  char refused = '?';
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_next(check, 0, &result, NULL), DCOSKUBE_OK); /* it is under way */
  CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0)
    as_child(check, ends[1]);
  CU_ASSERT_EQUAL(waitpid(child, NULL, 0), child);
  CU_ASSERT_EQUAL(read(ends[0], &refused, 1), 1);
  CU_ASSERT_EQUAL(refused, 'y');
  close(ends[0]);
  close(ends[1]);
  if (!result)
    CU_ASSERT_EQUAL(dcoskube_check_next(check, 20000, &result, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_result_verdict(result), DCOSKUBE_VERDICT_HEALTHY);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
}

static size_t open_descriptors(void) {
  size_t count = 0;
  for (int fd = 0; fd < 1024; fd++)
    count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

static void keep_none(dcoskube_check *check) {
  dcoskube_result *result = NULL;
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_next(check, 50, &result, NULL), DCOSKUBE_OK);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
}

/* Also when it is freed in the middle of a handshake. */
static void test_descriptors(void) {
  keep_none(check_of(api.url));
  size_t before = open_descriptors();
  for (int i = 0; i < 3; i++) {
    keep_none(check_of(api.url));
    keep_none(check_of_silence());
    dcoskube_check_free(check_of_silence());
  }
  usleep(100000); /* the server closes its ends */
  CU_ASSERT(open_descriptors() <= before + 1);
}

/* OpenSSL's queue, the signal mask and the disposition of SIGPIPE are the caller's. */
static void test_leaves_alone(void) {
  const char *data = NULL, *file = NULL, *function = NULL;
  int line = 0, flags = 0;
  sigset_t before, after;
  struct sigaction pipe;
  dcoskube_result *result = NULL;
  ERR_clear_error();
  ERR_raise_data(ERR_LIB_USER, 7, "mine");
  ERR_raise(ERR_LIB_USER, 8);
  pthread_sigmask(SIG_SETMASK, NULL, &before);
  dcoskube_check *check = check_of(api.url);
  CU_ASSERT_EQUAL(dcoskube_check_set_ca_file(check, api.key, NULL), DCOSKUBE_ERR_INVALID);
  CU_ASSERT_EQUAL(dcoskube_check_start(check, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_check_next(check, 20000, &result, NULL), DCOSKUBE_OK);
  CU_ASSERT_EQUAL(dcoskube_result_verdict(result), DCOSKUBE_VERDICT_HEALTHY);
  dcoskube_result_free(result);
  dcoskube_check_free(check);
  unsigned long code = ERR_get_error_all(&file, &line, &function, &data, &flags);
  CU_ASSERT_EQUAL(ERR_GET_REASON(code), 7);
  CU_ASSERT_STRING_EQUAL(data, "mine");
  CU_ASSERT(file && strstr(file, "check.c") != NULL && line > 0);
  CU_ASSERT_STRING_EQUAL(function, "test_leaves_alone");
  code = ERR_get_error();
  CU_ASSERT_EQUAL(ERR_GET_REASON(code), 8);
  CU_ASSERT_EQUAL(ERR_get_error(), 0);
  pthread_sigmask(SIG_SETMASK, NULL, &after);
  sigaction(SIGPIPE, NULL, &pipe);
  CU_ASSERT_EQUAL(sigismember(&before, SIGPIPE), sigismember(&after, SIGPIPE));
  CU_ASSERT(pipe.sa_handler == SIG_DFL);
}

static void *many_checks(void *data) {
  size_t *good = data;
  for (int i = 0; i < 5; i++) {
    dcoskube_check *check = NULL;
    dcoskube_result *result = NULL;
    if (dcoskube_check_new(0, &check, NULL) == DCOSKUBE_OK &&
        dcoskube_check_set_ca_file(check, api.cert, NULL) == DCOSKUBE_OK &&
        dcoskube_check_add_url(check, api.url, NULL, NULL) == DCOSKUBE_OK &&
        dcoskube_check_start(check, NULL) == DCOSKUBE_OK &&
        dcoskube_check_next(check, 20000, &result, NULL) == DCOSKUBE_OK && result)
      *good += dcoskube_result_verdict(result) == DCOSKUBE_VERDICT_HEALTHY;
    dcoskube_result_free(result);
    dcoskube_check_free(check);
  }
  return NULL;
}

static void test_threads(void) {
  pthread_t threads[2];
  size_t good[2] = {0, 0};
  for (int i = 0; i < 2; i++)
    CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], NULL, many_checks, &good[i]), 0);
  for (int i = 0; i < 2; i++)
    pthread_join(threads[i], NULL);
  CU_ASSERT_EQUAL(good[0] + good[1], 10);
}

static void test_words(void) {
  CU_ASSERT_STRING_EQUAL(dcoskube_verdict_name(DCOSKUBE_VERDICT_NAME_MISMATCH), "name-mismatch");
  CU_ASSERT_STRING_EQUAL(dcoskube_verdict_name((dcoskube_verdict)99), "unknown");
  CU_ASSERT_STRING_EQUAL(dcoskube_stage_name(DCOSKUBE_STAGE_NONE), "none");
  CU_ASSERT_STRING_EQUAL(dcoskube_stage_name(DCOSKUBE_STAGE_CERTIFICATE), "certificate");
  CU_ASSERT_STRING_EQUAL(dcoskube_credential_name(DCOSKUBE_CREDENTIAL_NOT_RUN), "not-run");
  for (int i = 1; i <= DCOSKUBE_VERDICT_NOT_KUBERNETES; i++)
    CHECK_ROW("verdict", strcmp(dcoskube_verdict_name((dcoskube_verdict)i), "unknown") != 0);
}

static int set_up(void) {
  silent_fd = silent_port(&silent);
  return server_start(&api) ? 0 : 1;
}

static int clean_up(void) {
  close(silent_fd);
  server_stop(&api);
  return 0;
}

int main(void) {
  CU_TestInfo tests[] = {{"urls", test_urls},
                         {"tokens", test_tokens},
                         {"setters", test_setters},
                         {"states", test_states},
                         {"result", test_result},
                         {"poll", test_poll},
                         {"deadline", test_deadline},
                         {"cancel from a thread", test_cancel_from_thread},
                         {"cancel from a signal", test_cancel_from_signal},
                         {"callback", test_callback},
                         {"fork", test_fork},
                         {"descriptors", test_descriptors},
                         {"leaves alone", test_leaves_alone},
                         {"threads", test_threads},
                         {"words", test_words},
                         CU_TEST_INFO_NULL};
  CU_SuiteInfo suites[] = {{"check", set_up, clean_up, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
  return unit_main(suites);
}
