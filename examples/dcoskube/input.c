/* SPDX-License-Identifier: Apache-2.0 */
/* Values that need more than a table: standard input as a file, HOST:PORT. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "options.h"

#define INPUT_MAX (1024 * 1024) /* as much as the library reads of such a file */

int endpoint_parse(const char *text, struct endpoint *out) {
  const char *colon = strrchr(text, ':');
  if (!colon || colon == text)
    return 0;
  size_t len = (size_t)(colon - text);
  if (text[0] == '[') {
    if (len < 3 || text[len - 1] != ']')
      return 0;
    text++;
    len -= 2;
  } else if (memchr(text, ':', len)) {
    return 0; /* an IPv6 address without brackets: where does the port begin? */
  }
  size_t digits = strspn(colon + 1, "0123456789");
  if (len >= sizeof out->host || digits == 0 || digits > 5 || colon[1 + digits] != '\0')
    return 0;
  out->port = 0;
  for (const char *p = colon + 1; *p; p++)
    out->port = out->port * 10 + (uint32_t)(*p - '0');
  memcpy(out->host, text, len);
  out->host[len] = '\0';
  return out->port >= 1 && out->port <= 65535;
}

/* Returns 0 or an errno; EFBIG when there is more than the library would read. */
static int copy_input(int to) {
  char bytes[4096];
  size_t total = 0;
  ssize_t n;
  int result = 0;
  while (result == 0 && (n = read(STDIN_FILENO, bytes, sizeof bytes)) != 0) {
    if (n < 0)
      result = errno == EINTR ? 0 : errno;
    else if ((total += (size_t)n) > INPUT_MAX)
      result = EFBIG;
    else if (write(to, bytes, (size_t)n) != n)
      result = errno ? errno : EIO;
  }
  explicit_bzero(bytes, sizeof bytes);
  return result;
}

const char *input_path(const struct common *common, const char *option, const char *path) {
  static char name[32]; /* one option may be "-", so one name is enough */
  if (!path || strcmp(path, "-") != 0)
    return path;
  int fd = memfd_create("stdin", MFD_CLOEXEC);
  int failed = fd < 0 ? errno : copy_input(fd);
  if (failed) {
    complain(common, option, NULL, "standard input cannot be read: %s", strerror(failed));
    return NULL;
  }
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  return name;
}

/* All of standard input, NULL with errno when it cannot be had. */
static char *slurp(size_t max, size_t *len) {
  size_t size = 0;
  char *data = NULL;
  ssize_t n = 1;
  *len = 0;
  while (n != 0 && *len <= max) {
    if (*len == size) {
      char *grown = realloc(data, size = 2 * size + 65536);
      if (!grown)
        break;
      data = grown;
    }
    n = read(STDIN_FILENO, data + *len, size - *len);
    if (n > 0)
      *len += (size_t)n;
    else if (n < 0 && errno != EINTR)
      break;
  }
  if (n == 0)
    return data;
  int failed = *len > max ? EFBIG : errno;
  free(data);
  errno = failed;
  return NULL;
}

dcoskube_status kubeconfig_from(const struct common *common, const char *path, dcoskube_kubeconfig **out) {
  size_t len;
  if (!path || strcmp(path, "-") != 0)
    return dcoskube_kubeconfig_open(path, 0, out, common->err);
  char *data = slurp(dcoskube_kubeconfig_max_size(), &len);
  if (!data) {
    complain(common, "--kubeconfig", NULL, "standard input cannot be read: %s", strerror(errno));
    return DCOSKUBE_ERR_CANCELLED;
  }
  dcoskube_status status = dcoskube_kubeconfig_parse(data, len, "standard input", 0, out, common->err);
  explicit_bzero(data, len);
  free(data);
  return status;
}

int several_stdin(const struct common *common, const char *const *paths, size_t count) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++)
    n += paths[i] && strcmp(paths[i], "-") == 0;
  if (n > 1)
    wrong_use(common, "only one option can read standard input ('-')");
  return n > 1;
}
