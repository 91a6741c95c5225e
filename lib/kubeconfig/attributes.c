/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "core/alloc.h"
#include "kubeconfig/attributes.h"

#define LIST_MAX 65536 /* no kernel gives more */
#define VALUE_MAX 65536
#define ACL "system.posix_acl_access"

/* Sums over the bytes of the file: the system makes its own for the new ones. */
static int belongs_to_bytes(const char *name) {
  return strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0;
}

static int has(const char *list, size_t len, const char *name) {
  for (const char *p = list; p < list + len; p += strlen(p) + 1)
    if (strcmp(p, name) == 0)
      return 1;
  return 0;
}

/* One attribute, if the new file has not got it already (as a security label, that nobody may set). */
static int copy_one(int from, int to, const char *name, char *value, char *other) {
  ssize_t len = fgetxattr(from, name, value, VALUE_MAX);
  if (len < 0)
    return errno == ENODATA; /* gone meanwhile */
  ssize_t there = fgetxattr(to, name, other, VALUE_MAX);
  if (there == len && memcmp(value, other, (size_t)len) == 0)
    return 1;
  return fsetxattr(to, name, value, (size_t)len, 0) == 0;
}

static const char *copy_all(int from, int to, char *list, char *value, char *other) {
  ssize_t len = flistxattr(from, list, LIST_MAX);
  if (len < 0)
    return errno == ENOTSUP || errno == ENOSYS ? NULL : "its extended attributes cannot be read";
  for (const char *p = list; p < list + len; p += strlen(p) + 1)
    if (!belongs_to_bytes(p) && !copy_one(from, to, p, value, other))
      return strcmp(p, ACL) == 0 ? "its access control list cannot be kept"
                                 : "an extended attribute of it cannot be kept";
  /* the directory may have given the new file a list that the old one has not */
  if (!has(list, (size_t)len, ACL) && fremovexattr(to, ACL) != 0 && errno != ENODATA && errno != ENOTSUP)
    return "its access control list cannot be kept";
  return NULL;
}

static dcoskube_status copy_extended(int from, int to, const char **why, dcoskube_error *err) {
  char *list = dk_malloc(LIST_MAX), *value = dk_malloc(VALUE_MAX), *other = dk_malloc(VALUE_MAX);
  dcoskube_status status = list && value && other ? DCOSKUBE_OK : dk_no_memory(err);
  if (status == DCOSKUBE_OK)
    *why = copy_all(from, to, list, value, other);
  dk_free(list);
  dk_free(value);
  dk_free(other);
  return status;
}

dcoskube_status dk_kc_attributes_copy(int from, int to, const struct stat *info, const char **why,
                                      dcoskube_error *err) {
  struct stat made;
  *why = NULL;
  if (fstat(to, &made) != 0)
    *why = "its temporary file cannot be looked at";
  else if ((made.st_uid != info->st_uid || made.st_gid != info->st_gid) && fchown(to, info->st_uid, info->st_gid) != 0)
    *why = "its owner or group cannot be kept";
  if (*why)
    return DCOSKUBE_OK;
  dcoskube_status status = copy_extended(from, to, why, err);
  /* after the owner, whose change clears bits of it */
  if (status == DCOSKUBE_OK && !*why && fchmod(to, info->st_mode & 07777) != 0)
    *why = "its mode cannot be kept";
  return status;
}
