/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that includes curl. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include <dcoskube/version.h>

#include "core/alloc.h"
#include "core/buf.h"
#include "core/str.h"
#include "core/time.h"
#include "net/address.h"
#include "net/transport.h"

struct dk_transport {
  CURLM *multi;
  dk_loop_hooks hooks;
};

struct dk_channel {
  dk_transport *transport;
  dk_peer peer;
  CURL *easy;
  CURLSH *share; /* the pool of this peer's connections */
  struct curl_slist *headers;
  struct curl_slist *dial;
  int running;
  int socket_errno;
  int no_memory;
  int too_large;
  size_t header_len;
  dk_buf body;
  dk_answer answer;
  dk_dials dials;
  char detail[CURL_ERROR_SIZE];
};

const char *dk_transport_version(void) {
  return curl_version_info(CURLVERSION_NOW)->version;
}

/* libcurl's own global state: set up once, never torn down, since others may use it. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode global_result;

static void global_init(void) {
  global_result = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data) {
  (void)easy, (void)socket_data;
  dk_transport *transport = data;
  unsigned want = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
    want |= DK_WANT_READ;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
    want |= DK_WANT_WRITE;
  transport->hooks.watch(transport->hooks.data, fd, want);
  return 0;
}

static int on_timer(CURLM *multi, long ms, void *data) {
  (void)multi;
  dk_transport *transport = data;
  transport->hooks.timer(transport->hooks.data, ms);
  return 0;
}

dcoskube_status dk_transport_new(const dk_loop_hooks *hooks, dk_transport **out, dcoskube_error *err) {
  pthread_once(&once, global_init);
  if (global_result != CURLE_OK)
    return dk_no_memory(err);
  const char *tls = curl_version_info(CURLVERSION_NOW)->ssl_version;
  if (!tls || !dk_starts_with(tls, "OpenSSL/"))
    return dk_fail(err, DCOSKUBE_ERR_UNSUPPORTED, "libcurl", "its TLS library is %s, not OpenSSL", tls ? tls : "none");
  dk_transport *transport = dk_calloc(1, sizeof *transport);
  if (!transport || !(transport->multi = curl_multi_init())) {
    dk_free(transport);
    return dk_no_memory(err);
  }
  transport->hooks = *hooks;
  curl_multi_setopt(transport->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(transport->multi, CURLMOPT_SOCKETDATA, transport);
  curl_multi_setopt(transport->multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(transport->multi, CURLMOPT_TIMERDATA, transport);
  curl_multi_setopt(transport->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
  *out = transport;
  return DCOSKUBE_OK;
}

void dk_transport_free(dk_transport *transport) {
  if (!transport)
    return;
  curl_multi_cleanup(transport->multi);
  dk_free(transport);
}

void dk_transport_event(dk_transport *transport, int fd, unsigned events) {
  int mask = 0, running;
  if (events & DK_WANT_READ)
    mask |= CURL_CSELECT_IN;
  if (events & DK_WANT_WRITE)
    mask |= CURL_CSELECT_OUT;
  if (events & DK_WANT_ERROR)
    mask |= CURL_CSELECT_ERR;
  curl_multi_socket_action(transport->multi, fd, mask, &running);
}

void dk_transport_timeout(dk_transport *transport) {
  int running;
  curl_multi_socket_action(transport->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

static dk_outcome outcome_of(const dk_channel *channel, CURLcode code) {
  if (channel->no_memory)
    return DK_OUTCOME_NO_MEMORY;
  if (channel->too_large)
    return DK_OUTCOME_TOO_LARGE;
  switch ((int)code) {
  case CURLE_OK:
    return DK_OUTCOME_ANSWERED;
  case CURLE_OUT_OF_MEMORY:
    return DK_OUTCOME_NO_MEMORY;
  case CURLE_COULDNT_RESOLVE_HOST:
    return DK_OUTCOME_NAME;
  case CURLE_COULDNT_CONNECT:
    return channel->socket_errno ? DK_OUTCOME_NO_SOCKET : DK_OUTCOME_CONNECT;
  case CURLE_OPERATION_TIMEDOUT:
    return DK_OUTCOME_TIMEOUT;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CERTPROBLEM:
    return DK_OUTCOME_TLS;
  case CURLE_PEER_FAILED_VERIFICATION:
    return DK_OUTCOME_CERTIFICATE;
  default:
    return DK_OUTCOME_BROKEN;
  }
}

/* What libcurl says is for programmers. */
static const char *words_of(const dk_channel *channel, CURLcode code) {
  switch ((int)code) {
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_WEIRD_SERVER_REPLY:
    return "what came is not HTTP/1.1";
  case CURLE_PARTIAL_FILE:
    return "it was cut off";
  case CURLE_GOT_NOTHING:
    return "the connection was closed before any of it";
  default:
    return channel->detail[0] ? channel->detail : curl_easy_strerror(code);
  }
}

static void keep_answer(dk_channel *channel, CURLcode code) {
  dk_answer *answer = &channel->answer;
  long status = 0, sys_errno = 0, port = 0;
  const char *address = NULL, *location = NULL;
  answer->end_us = dk_now_us();
  answer->outcome = outcome_of(channel, code);
  curl_easy_getinfo(channel->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(channel->easy, CURLINFO_OS_ERRNO, &sys_errno);
  curl_easy_getinfo(channel->easy, CURLINFO_PRIMARY_IP, &address);
  curl_easy_getinfo(channel->easy, CURLINFO_PRIMARY_PORT, &port);
  curl_easy_getinfo(channel->easy, CURLINFO_REDIRECT_URL, &location);
  answer->http_status = (uint32_t)status;
  answer->sys_errno = channel->socket_errno ? channel->socket_errno : (int)sys_errno;
  (void)snprintf(answer->detail, sizeof answer->detail, "%s", words_of(channel, code));
  (void)snprintf(answer->location, sizeof answer->location, "%s", location ? location : "");
  if (address && address[0])
    dk_address_print(answer->address, address, (uint32_t)port);
}

void *dk_transport_done(dk_transport *transport) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(transport->multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE)
      continue;
    CURLcode code = message->data.result; /* read before the message is gone */
    CURL *easy = message->easy_handle;
    dk_channel *channel = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &channel);
    keep_answer(channel, code);
    curl_multi_remove_handle(transport->multi, easy);
    channel->running = 0;
    return channel->peer.data;
  }
  return NULL;
}

static size_t on_body(char *data, size_t size, size_t count, void *user) {
  dk_channel *channel = user;
  dk_buf_add(&channel->body, data, size * count);
  if (channel->body.status == DCOSKUBE_OK)
    return size * count;
  channel->too_large = channel->body.status == DCOSKUBE_ERR_LIMIT;
  channel->no_memory = !channel->too_large;
  return 0;
}

static size_t on_header(char *data, size_t size, size_t count, void *user) {
  dk_channel *channel = user;
  channel->header_len += size * count;
  channel->too_large = channel->header_len > DK_HEADER_MAX;
  channel->peer.header(channel->peer.data, data, size * count);
  return channel->too_large ? 0 : size * count;
}

/* The place where the name look-up ends and the dialling begins; libcurl forgets the time when something fails. */
static curl_socket_t on_open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *to) {
  (void)purpose;
  dk_channel *channel = user;
  dk_dials_add(&channel->dials, &to->addr, to->addrlen);
  int fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
  if (fd < 0)
    channel->socket_errno = errno == EAFNOSUPPORT ? 0 : errno;
  return fd < 0 ? CURL_SOCKET_BAD : fd;
}

static CURLcode on_ssl_ctx(CURL *easy, void *ssl_ctx, void *user) {
  (void)easy;
  dk_channel *channel = user;
  return channel->peer.tls_begins(channel->peer.data, ssl_ctx) ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}

/* Set one option; the first failure stays. */
#define SET(option, value) (code = code ? code : curl_easy_setopt(easy, option, value))

static CURLcode set_limits(dk_channel *channel) {
  CURL *easy = channel->easy;
  CURLcode code = CURLE_OK;
  SET(CURLOPT_PROTOCOLS_STR, "https");
  SET(CURLOPT_REDIR_PROTOCOLS_STR, "https");
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_PROXY, ""); /* whatever the environment says */
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  SET(CURLOPT_BUFFERSIZE, 4096L);
  SET(CURLOPT_CONNECTTIMEOUT_MS, (long)channel->peer.timeout_ms + 60000);
  SET(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
#if LIBCURL_VERSION_NUM >= 0x075700
  SET(CURLOPT_QUICK_EXIT, 1L); /* a look-up that hangs is left alone, not waited for */
#endif
  SET(CURLOPT_USERAGENT, "dcoskube/" DCOSKUBE_VERSION);
  SET(CURLOPT_ERRORBUFFER, channel->detail);
  return code;
}

/* Everything about trust is set by tls_begins() on the SSL_CTX.  libcurl is kept from loading CAs of its own: a CA
 * cache of another handle would replace ours after the callback (7.87 to 8.2), and a session that is resumed shows no
 * verification. */
static CURLcode set_tls(dk_channel *channel) {
  CURL *easy = channel->easy;
  CURLcode code = CURLE_OK;
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_CAINFO, NULL);
  SET(CURLOPT_CAPATH, NULL);
#if LIBCURL_VERSION_NUM >= 0x075700
  SET(CURLOPT_CA_CACHE_TIMEOUT, 0L);
#endif
  SET(CURLOPT_SSL_SESSIONID_CACHE, 0L);
  SET(CURLOPT_SSL_VERIFYPEER, channel->peer.verify ? 1L : 0L);
  SET(CURLOPT_SSL_VERIFYHOST, channel->peer.verify ? 2L : 0L);
  SET(CURLOPT_SSL_CTX_FUNCTION, on_ssl_ctx);
  SET(CURLOPT_SSL_CTX_DATA, channel);
  return code;
}

static CURLcode set_callbacks(dk_channel *channel) {
  CURL *easy = channel->easy;
  CURLcode code = CURLE_OK;
  SET(CURLOPT_PRIVATE, channel);
  SET(CURLOPT_SHARE, channel->share);
  SET(CURLOPT_WRITEFUNCTION, on_body);
  SET(CURLOPT_WRITEDATA, channel);
  SET(CURLOPT_HEADERFUNCTION, on_header);
  SET(CURLOPT_HEADERDATA, channel);
  SET(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  SET(CURLOPT_OPENSOCKETDATA, channel);
  return code;
}

static int add_line(struct curl_slist **list, dk_buf *buf) {
  struct curl_slist *longer = buf->status == DCOSKUBE_OK ? curl_slist_append(*list, dk_buf_peek(buf)) : NULL;
  dk_buf_free_secret(buf);
  if (longer)
    *list = longer;
  return longer != NULL;
}

static int add_lists(dk_channel *channel) {
  const dk_peer *peer = &channel->peer;
  dk_buf buf;
  dk_buf_init(&buf, 2u * 1024 * 1024);
  dk_buf_printf(&buf, "::%s:%u", peer->dial, peer->dial_port);
  int ok = add_line(&channel->dial, &buf);
  dk_buf_str(&buf, "Accept: application/json, text/plain, */*");
  ok = ok && add_line(&channel->headers, &buf);
  if (ok && peer->host_header) {
    dk_buf_printf(&buf, "Host: %s", peer->host_header);
    ok = add_line(&channel->headers, &buf);
  }
  if (ok && peer->bearer) {
    dk_buf_str(&buf, "Authorization: Bearer ");
    dk_buf_str(&buf, peer->bearer);
    ok = add_line(&channel->headers, &buf);
  }
  return ok;
}

static CURLcode set_lists(dk_channel *channel) {
  CURL *easy = channel->easy;
  CURLcode code = CURLE_OK;
  SET(CURLOPT_HTTPHEADER, channel->headers);
  SET(CURLOPT_CONNECT_TO, channel->dial);
  return code;
}

dcoskube_status dk_channel_new(dk_transport *transport, const dk_peer *peer, dk_channel **out, dcoskube_error *err) {
  dk_channel *channel = dk_calloc(1, sizeof *channel);
  if (!channel)
    return dk_no_memory(err);
  channel->transport = transport;
  channel->peer = *peer;
  dk_buf_init(&channel->body, DK_BODY_MAX);
  channel->easy = curl_easy_init();
  channel->share = curl_share_init();
  if (!channel->easy || !channel->share || !add_lists(channel) ||
      curl_share_setopt(channel->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT) != CURLSHE_OK || set_limits(channel) ||
      set_tls(channel) || set_callbacks(channel) || set_lists(channel)) {
    dk_channel_free(channel);
    return dk_no_memory(err);
  }
  *out = channel;
  return DCOSKUBE_OK;
}

dcoskube_status dk_channel_get(dk_channel *channel, const char *path, dcoskube_error *err) {
  dk_buf url;
  dk_buf_init(&url, 8192);
  dk_buf_printf(&url, "https://%s:%u%s", channel->peer.name, channel->peer.port, path);
  CURLcode code =
      url.status == DCOSKUBE_OK ? curl_easy_setopt(channel->easy, CURLOPT_URL, dk_buf_peek(&url)) : CURLE_OUT_OF_MEMORY;
  dk_buf_free(&url);
  dk_buf_free(&channel->body);
  channel->header_len = 0;
  channel->too_large = channel->no_memory = channel->socket_errno = 0;
  channel->detail[0] = '\0';
  memset(&channel->answer, 0, sizeof channel->answer);
  if (code != CURLE_OK || curl_multi_add_handle(channel->transport->multi, channel->easy) != CURLM_OK)
    return dk_no_memory(err);
  channel->running = 1;
  return DCOSKUBE_OK;
}

const dk_answer *dk_channel_answer(const dk_channel *channel) {
  return &channel->answer;
}

const char *dk_channel_body(const dk_channel *channel, size_t *len) {
  *len = channel->body.len;
  return dk_buf_peek(&channel->body);
}

const dk_dials *dk_channel_dials(const dk_channel *channel) {
  return &channel->dials;
}

/* curl_slist_free_all() would leave the token in freed memory. */
static void free_headers(struct curl_slist *list) {
  for (struct curl_slist *line = list; line; line = line->next)
    explicit_bzero(line->data, strlen(line->data));
  curl_slist_free_all(list);
}

void dk_channel_free(dk_channel *channel) {
  if (!channel)
    return;
  if (channel->running)
    curl_multi_remove_handle(channel->transport->multi, channel->easy);
  curl_easy_cleanup(channel->easy);
  if (channel->share)
    curl_share_cleanup(channel->share);
  free_headers(channel->headers);
  curl_slist_free_all(channel->dial);
  dk_buf_free(&channel->body);
  dk_free(channel);
}
