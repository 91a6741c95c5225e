/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/kubeconfig.h - kubeconfig files, edited without losing anything.
 *
 * A transaction, not a dump of structures: opening reads, edits are recorded
 * as operations, and a commit takes kubectl's lock, replays the operations on
 * what is in the file *then*, verifies the new bytes by loading them, and
 * replaces the file atomically.  Edits are splices of byte ranges in the
 * original text: comments, order, blank lines, unknown fields and line ends
 * survive.  Nothing to change: nothing is written.
 */
#ifndef DCOSKUBE_KUBECONFIG_H
#define DCOSKUBE_KUBECONFIG_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/error.h>
#include <dcoskube/findings.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dcoskube_kubeconfig dcoskube_kubeconfig;
typedef struct dcoskube_context dcoskube_context; /* belongs to its kubeconfig */
typedef struct dcoskube_entry dcoskube_entry;     /* a cluster, user and context of one name, to be added */

/* What a kubeconfig holds by name. */
typedef enum dcoskube_kind {
  DCOSKUBE_KIND_CLUSTER = 1,
  DCOSKUBE_KIND_USER = 2,
  DCOSKUBE_KIND_CONTEXT = 3
} dcoskube_kind;

/* The fields of clusters, users and contexts. */
typedef enum dcoskube_field {
  DCOSKUBE_FIELD_SERVER = 1, /* of a cluster: server */
  DCOSKUBE_FIELD_TLS_SERVER_NAME = 2,
  DCOSKUBE_FIELD_INSECURE_SKIP_TLS_VERIFY = 3,   /* "true" or "false" */
  DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY = 4,      /* a path; a relative one counts from the kubeconfig's directory */
  DCOSKUBE_FIELD_CERTIFICATE_AUTHORITY_DATA = 5, /* base64 */
  DCOSKUBE_FIELD_PROXY_URL = 6,                  /* http, https or socks5 */
  DCOSKUBE_FIELD_DISABLE_COMPRESSION = 7,        /* "true" or "false" */

  DCOSKUBE_FIELD_CLIENT_CERTIFICATE = 8, /* of a user; a path as above */
  DCOSKUBE_FIELD_CLIENT_CERTIFICATE_DATA = 9,
  DCOSKUBE_FIELD_CLIENT_KEY = 10,
  DCOSKUBE_FIELD_CLIENT_KEY_DATA = 11,
  DCOSKUBE_FIELD_TOKEN = 12,
  DCOSKUBE_FIELD_TOKEN_FILE = 13, /* tokenFile: the path of a file that clients read */
  DCOSKUBE_FIELD_AS = 14,
  DCOSKUBE_FIELD_AS_UID = 15,
  DCOSKUBE_FIELD_AS_GROUPS = 16,     /* a list */
  DCOSKUBE_FIELD_AS_USER_EXTRA = 17, /* pairs; one key may have several values */
  DCOSKUBE_FIELD_USERNAME = 18,
  DCOSKUBE_FIELD_PASSWORD = 19,
  DCOSKUBE_FIELD_EXEC_COMMAND = 20,
  DCOSKUBE_FIELD_EXEC_API_VERSION = 21,
  DCOSKUBE_FIELD_EXEC_ARGS = 22, /* a list */
  DCOSKUBE_FIELD_EXEC_ENV = 23,  /* pairs */
  DCOSKUBE_FIELD_EXEC_INSTALL_HINT = 24,
  DCOSKUBE_FIELD_EXEC_PROVIDE_CLUSTER_INFO = 25, /* "true" or "false" */
  DCOSKUBE_FIELD_EXEC_INTERACTIVE_MODE = 26,     /* Never, IfAvailable or Always */
  DCOSKUBE_FIELD_EXEC = 27,                      /* all of exec; for dcoskube_kubeconfig_unset() alone */
  DCOSKUBE_FIELD_AUTH_PROVIDER = 28,             /* likewise */

  DCOSKUBE_FIELD_CLUSTER = 29, /* of a context */
  DCOSKUBE_FIELD_USER = 30,
  DCOSKUBE_FIELD_NAMESPACE = 31
} dcoskube_field;

/* Flags of dcoskube_entry_new(): the parts that the entry has. */
#define DCOSKUBE_ENTRY_CLUSTER 1u
#define DCOSKUBE_ENTRY_USER 2u
#define DCOSKUBE_ENTRY_CONTEXT 4u

/* Flags of dcoskube_kubeconfig_set(). */
#define DCOSKUBE_KUBECONFIG_OVERWRITE 1u /* change entries that exist with other content */
#define DCOSKUBE_KUBECONFIG_ACTIVATE 2u  /* make it the current context as well */

/* Flags of dcoskube_kubeconfig_delete(). */
#define DCOSKUBE_KUBECONFIG_CASCADE 1u /* its cluster and user as well, where no other context uses them */

/* Flags of dcoskube_kubeconfig_commit(). */
#define DCOSKUBE_KUBECONFIG_DRY_RUN 1u /* make and verify the new text of what was read; lock and write nothing */
#define DCOSKUBE_KUBECONFIG_BACKUP 2u  /* keep what was in a file that is changed as FILE.bak, mode 0600 */

/* Flags of dcoskube_kubeconfig_view(). */
#define DCOSKUBE_KUBECONFIG_RAW 1u /* show secrets */

/*
 * Open a kubeconfig for reading and editing.  A file that does not exist is an
 * empty kubeconfig, as for `kubectl config`; it is made at commit.
 *
 *   path   the file, not empty; NULL: the files of $KUBECONFIG (separated by
 *          `:`; the first that defines a name wins), else ~/.kube/config
 *   flags  0
 *   out    receives a new object, to be freed with dcoskube_kubeconfig_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_PARSE (not
 *   YAML, or not what kubectl accepts; file, line and column are told);
 *   DCOSKUBE_ERR_INVALID (not a kubeconfig: another kind, a duplicate name, no
 *   regular file); DCOSKUBE_ERR_LIMIT (over dcoskube_kubeconfig_max_size(),
 *   over dcoskube_kubeconfig_max_depth() or dcoskube_kubeconfig_max_entries(),
 *   aliases that expand too far, over 1024 files);
 *   DCOSKUBE_ERR_UNSUPPORTED (valid, but in a form that cannot be read yet);
 *   DCOSKUBE_ERR_NOT_FOUND (path NULL, and neither $KUBECONFIG nor $HOME is
 *   set); DCOSKUBE_ERR_PERMISSION; DCOSKUBE_ERR_IO; DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_open(const char *path, uint32_t flags, dcoskube_kubeconfig **out,
                                                      dcoskube_error *err);

/*
 * Read a kubeconfig from memory.  It can be edited; it has no file, so it
 * cannot be committed: dcoskube_kubeconfig_text_secret() gives the result.
 *
 *   data   the bytes, copied; may be NULL if len is 0
 *   len    how many bytes
 *   name   what messages call it; not NULL
 *   flags  0
 *   out    receives a new object, to be freed with dcoskube_kubeconfig_free(); not NULL
 *
 * Returns: as dcoskube_kubeconfig_open().
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_parse(const void *data, size_t len, const char *name, uint32_t flags,
                                                       dcoskube_kubeconfig **out, dcoskube_error *err);

/*
 * How many bytes a kubeconfig may have: 32 MiB.
 *
 * Returns: the limit.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_kubeconfig_max_size(void);

/*
 * How deep maps and lists may be nested: 100; and how many entries each of the
 * lists clusters, users and contexts of a file may have: 100,000.
 *
 * Returns: the limit.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_kubeconfig_max_depth(void);
DCOSKUBE_API size_t dcoskube_kubeconfig_max_entries(void);

/*
 * The name of the current context, recorded operations included.
 *
 *   kubeconfig  may be NULL
 *
 * Returns: borrowed text, valid until the next operation; NULL if none is set.
 *   The context of that name may not exist.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_kubeconfig_current(const dcoskube_kubeconfig *kubeconfig);

/*
 * The contexts, sorted by name in byte order as kubectl lists them, recorded
 * operations included.
 *
 *   kubeconfig  may be NULL
 *   index       0 … count-1
 *   name        may be NULL
 *
 * Returns: the number, or a borrowed context, valid until the next operation;
 *   NULL if there is none.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_kubeconfig_context_count(const dcoskube_kubeconfig *kubeconfig);
DCOSKUBE_API const dcoskube_context *dcoskube_kubeconfig_context(const dcoskube_kubeconfig *kubeconfig, size_t index);
DCOSKUBE_API const dcoskube_context *dcoskube_kubeconfig_find_context(const dcoskube_kubeconfig *kubeconfig,
                                                                      const char *name);

/*
 * The parts of a context: its name, the names of its cluster and user, its
 * namespace, the file it stands in, and what its cluster says: the server's
 * URL.
 *
 *   context  may be NULL
 *
 * Returns: borrowed text, valid as long as the context; "" where there is none.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_context_name(const dcoskube_context *context);
DCOSKUBE_API const char *dcoskube_context_cluster(const dcoskube_context *context);
DCOSKUBE_API const char *dcoskube_context_user(const dcoskube_context *context);
DCOSKUBE_API const char *dcoskube_context_namespace(const dcoskube_context *context);
DCOSKUBE_API const char *dcoskube_context_file(const dcoskube_context *context);
DCOSKUBE_API const char *dcoskube_context_server(const dcoskube_context *context);

/*
 * The line of a context's name in its file, from 1.
 *
 *   context  may be NULL
 *
 * Returns: the line; 0 when it was not read from a file.
 * Since: 0.1
 */
DCOSKUBE_API uint32_t dcoskube_context_line(const dcoskube_context *context);

/*
 * What a client of the context needs: the CA's PEM, the name in the server's
 * certificate, whether verification is off, and the user's credentials.
 * Relative paths are those of the file, made absolute.
 *
 *   context  may be NULL
 *   out      receives new bytes followed by a NUL that does not count, to be
 *            freed with dcoskube_free(); not NULL
 *   out_len  receives their number; may be NULL
 *
 * dcoskube_context_ca(): certificate-authority-data decoded, else the bytes of
 * the file certificate-authority.  dcoskube_context_token_secret(): token,
 * else the first line of tokenFile.  dcoskube_context_certificate() and
 * dcoskube_context_key_secret(): client-certificate(-data), client-key(-data).
 * A file that is named must be a regular file of at most 1 MiB.
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NOT_FOUND
 *   (the context has none, or the file does not exist: the subject is then its
 *   path); DCOSKUBE_ERR_PARSE (not base64); DCOSKUBE_ERR_INVALID,
 *   DCOSKUBE_ERR_LIMIT, DCOSKUBE_ERR_PERMISSION, DCOSKUBE_ERR_IO (the file);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_context_ca(const dcoskube_context *context, char **out, size_t *out_len,
                                                 dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_context_certificate(const dcoskube_context *context, char **out, size_t *out_len,
                                                          dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_context_key_secret(const dcoskube_context *context, char **out, size_t *out_len,
                                                         dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_context_token_secret(const dcoskube_context *context, char **out, size_t *out_len,
                                                           dcoskube_error *err);

/*
 * The name that the server's certificate must have, where it is not the URL's
 * host (tls-server-name).
 *
 *   context  may be NULL
 *
 * Returns: borrowed text, valid as long as the context; "" where there is none.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_context_tls_server_name(const dcoskube_context *context);

/*
 * Is insecure-skip-tls-verify set, and does the user get its credential from a
 * program (exec or auth-provider)?
 *
 *   context  may be NULL
 *
 * Returns: 1 or 0.
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_context_insecure(const dcoskube_context *context);
DCOSKUBE_API int dcoskube_context_has_exec(const dcoskube_context *context);

/*
 * Make an entry: a cluster, a user and a context of one name, or a part of
 * them.  A context refers to those of them that the entry has, unless
 * dcoskube_entry_set() names others.
 *
 *   name    the name of all of them, 1 to 1024 bytes of valid UTF-8 without
 *           control characters; not NULL
 *   server  the API server's URL, https://host[:port][/path]; may be NULL if
 *           flags are given, and must be without DCOSKUBE_ENTRY_CLUSTER
 *   flags   DCOSKUBE_ENTRY_…; 0: all three
 *   out     receives a new object, to be freed with dcoskube_entry_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID
 *   (a name or URL against the rule); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_entry_new(const char *name, const char *server, uint32_t flags,
                                                dcoskube_entry **out, dcoskube_error *err);

/*
 * Say whom to trust: a CA (PEM, embedded as certificate-authority-data), or
 * anybody (insecure-skip-tls-verify).  The two exclude each other: the later
 * call wins.
 *
 *   entry  not NULL
 *   path   a PEM file of at most 1 MiB that is read now; not NULL
 *   data   PEM bytes, copied; not NULL
 *   len    how many
 *   on     0 or 1
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID (no
 *   certificate in it); DCOSKUBE_ERR_NOT_FOUND, DCOSKUBE_ERR_PERMISSION,
 *   DCOSKUBE_ERR_IO, DCOSKUBE_ERR_LIMIT (the file); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_entry_set_ca_file(dcoskube_entry *entry, const char *path, dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_set_ca_data(dcoskube_entry *entry, const void *data, size_t len,
                                                        dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_set_insecure(dcoskube_entry *entry, int on, dcoskube_error *err);

/*
 * Set the name in the server's certificate (tls-server-name) or the context's
 * namespace (RFC 1123 label).
 *
 *   entry      not NULL
 *   name       a host name; NULL: none
 *   namespace_ a label of at most 63 characters; NULL: none
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID;
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_entry_set_tls_server_name(dcoskube_entry *entry, const char *name,
                                                                dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_set_namespace(dcoskube_entry *entry, const char *namespace_,
                                                          dcoskube_error *err);

/*
 * Give the user a credential: a bearer token, or a client certificate and its
 * key (embedded as …-data).
 *
 *   entry        not NULL
 *   path         a file whose first line is the token, at most 1 MiB, read
 *                now; not NULL
 *   data         the token, copied; not NULL
 *   len          how many bytes; blanks and a line feed at the end are dropped
 *   certificate  a PEM file that is read now; not NULL
 *   key          a PEM file that is read now; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID (an
 *   empty token, a token with characters that HTTP cannot carry, no
 *   certificate or no key in the file); DCOSKUBE_ERR_NOT_FOUND,
 *   DCOSKUBE_ERR_PERMISSION, DCOSKUBE_ERR_IO, DCOSKUBE_ERR_LIMIT (the file);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_entry_set_token_file(dcoskube_entry *entry, const char *path,
                                                           dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_set_token(dcoskube_entry *entry, const void *data, size_t len,
                                                      dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_set_client_certificate(dcoskube_entry *entry, const char *certificate,
                                                                   const char *key, dcoskube_error *err);

/*
 * Set a field, or add to one that is a list or holds pairs, of any part that
 * the entry has.  Of fields that exclude each other the last counts:
 * certificate-authority, its -data, and insecure-skip-tls-verify; a path and
 * its -data; token and tokenFile.  A token and a user name with a password are
 * two methods to log in: one of them is refused.
 *
 *   entry  not NULL
 *   field  dcoskube_entry_set(): one with a single value; dcoskube_entry_add():
 *          DCOSKUBE_FIELD_AS_GROUPS, DCOSKUBE_FIELD_EXEC_ARGS;
 *          dcoskube_entry_add_pair(): DCOSKUBE_FIELD_AS_USER_EXTRA,
 *          DCOSKUBE_FIELD_EXEC_ENV
 *   key    the name of the variable, or the key; not empty; not NULL
 *   value  copied; UTF-8 without control characters, not empty where it is the
 *          field's only one; not NULL
 *
 * When the entry is recorded, a list takes the place of the one that is there.
 * Pairs of exec.env are set one by one by their names; those of as-user-extra
 * take the place of all that are there.  exec.command alone takes away
 * exec.args, which were those of another command.
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID (a
 *   value against the field's rule, a part that the entry does not have, a
 *   second way to log in); DCOSKUBE_ERR_LIMIT (a list of more than 1 MiB);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_entry_set(dcoskube_entry *entry, dcoskube_field field, const char *value,
                                                dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_add(dcoskube_entry *entry, dcoskube_field field, const char *value,
                                                dcoskube_error *err);
DCOSKUBE_API dcoskube_status dcoskube_entry_add_pair(dcoskube_entry *entry, dcoskube_field field, const char *key,
                                                     const char *value, dcoskube_error *err);

/*
 * Free an entry; secrets in it are wiped.
 *
 *   entry  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_entry_free(dcoskube_entry *entry);

/*
 * Record: make a context the current one.
 *
 *   kubeconfig  not NULL
 *   context     the name of a context that exists; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NOT_FOUND
 *   (kubectl's words: no context exists with the name); DCOSKUBE_ERR_UNSUPPORTED
 *   (the file's form cannot be edited; the message says where and why);
 *   DCOSKUBE_ERR_NO_MEMORY.  On failure nothing is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_use(dcoskube_kubeconfig *kubeconfig, const char *context,
                                                     dcoskube_error *err);

/*
 * Record: make the context the current one that was it before the last change
 * of current-context by this library.  The name is kept for each kubeconfig in
 * ${XDG_STATE_HOME:-~/.local/state}/dcoskube/previous, stored by the commit.
 *
 *   kubeconfig  not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE (read
 *   from memory); DCOSKUBE_ERR_NOT_FOUND (none is known, or it does not exist
 *   any more); DCOSKUBE_ERR_UNSUPPORTED (the file's form cannot be edited);
 *   DCOSKUBE_ERR_INVALID, DCOSKUBE_ERR_LIMIT, DCOSKUBE_ERR_PERMISSION,
 *   DCOSKUBE_ERR_IO (the file of previous names); DCOSKUBE_ERR_NO_MEMORY.  On
 *   failure nothing is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_use_previous(dcoskube_kubeconfig *kubeconfig, dcoskube_error *err);

/*
 * Record: add an entry's cluster, user and context, or change them.  What the
 * entry does not mention is kept.
 *
 *   kubeconfig  not NULL
 *   entry       copied; not NULL
 *   flags       DCOSKUBE_KUBECONFIG_OVERWRITE, DCOSKUBE_KUBECONFIG_ACTIVATE
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_EXISTS (a
 *   cluster, user or context of that name exists with other content, and
 *   OVERWRITE was not given; the message says which fields differ, never a
 *   secret's value); DCOSKUBE_ERR_UNSUPPORTED (the file's form cannot be
 *   edited); DCOSKUBE_ERR_NO_MEMORY.  On failure nothing is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_set(dcoskube_kubeconfig *kubeconfig, const dcoskube_entry *entry,
                                                     uint32_t flags, dcoskube_error *err);

/*
 * Record: give a context another name.  The current context follows.
 *
 *   kubeconfig  not NULL
 *   from        the name of a context that exists; not NULL
 *   to          1 to 1024 bytes of valid UTF-8 without control characters; not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID (to
 *   is no name); DCOSKUBE_ERR_NOT_FOUND, DCOSKUBE_ERR_EXISTS (kubectl's words);
 *   DCOSKUBE_ERR_UNSUPPORTED (the file's form cannot be edited, or the name has
 *   an anchor); DCOSKUBE_ERR_NO_MEMORY.  On failure nothing is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_rename(dcoskube_kubeconfig *kubeconfig, const char *from,
                                                        const char *to, dcoskube_error *err);

/*
 * Record: delete a context.  If it is the current one, current-context stays as
 * it is, as kubectl leaves it; a commit then has the warning
 * "current-context-missing".  A context of that name in a later file of
 * $KUBECONFIG becomes visible: a commit then has the note "visible-again".
 *
 *   kubeconfig  not NULL
 *   context     the name of a context that exists; not NULL
 *   flags       0 or DCOSKUBE_KUBECONFIG_CASCADE: delete its cluster and its
 *               user as well, those that no other context of any file uses
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NOT_FOUND
 *   (kubectl's words); DCOSKUBE_ERR_UNSUPPORTED (the file's form cannot be
 *   edited, or an alias elsewhere needs an anchor in the entry);
 *   DCOSKUBE_ERR_NO_MEMORY.  On failure nothing is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_delete(dcoskube_kubeconfig *kubeconfig, const char *context,
                                                        uint32_t flags, dcoskube_error *err);

/*
 * Record: set the namespace of a context that exists.
 *
 *   kubeconfig  not NULL
 *   context     its name; NULL: the current one
 *   namespace_  a label of at most 63 characters; NULL: none
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_INVALID (no
 *   namespace); DCOSKUBE_ERR_NOT_FOUND (kubectl's words: no current context is
 *   set, or no context exists with the name); DCOSKUBE_ERR_UNSUPPORTED (the
 *   file's form cannot be edited); DCOSKUBE_ERR_NO_MEMORY.  On failure nothing
 *   is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_set_namespace(dcoskube_kubeconfig *kubeconfig, const char *context,
                                                               const char *namespace_, dcoskube_error *err);

/*
 * Record: take a field away from a cluster, user or context.  One that is not
 * there is no failure.
 *
 *   kubeconfig  not NULL
 *   kind        what it is
 *   name        its name; not NULL
 *   field       a field of that kind
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (also a field of another
 *   kind); DCOSKUBE_ERR_NOT_FOUND (nothing of that kind has the name);
 *   DCOSKUBE_ERR_UNSUPPORTED (the file's form cannot be edited);
 *   DCOSKUBE_ERR_NO_MEMORY.  On failure nothing is recorded.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_unset(dcoskube_kubeconfig *kubeconfig, dcoskube_kind kind,
                                                       const char *name, dcoskube_field field, dcoskube_error *err);

/*
 * The text that a commit would leave in the file that it would write, secrets
 * included.
 *
 *   kubeconfig  not NULL
 *   out         receives new bytes followed by a NUL that does not count, to
 *               be freed with dcoskube_free(); not NULL
 *   out_len     receives their number; may be NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_LIMIT (the
 *   new text would be over dcoskube_kubeconfig_max_size());
 *   DCOSKUBE_ERR_UNSUPPORTED; DCOSKUBE_ERR_INTERNAL (the new text does not load
 *   as expected); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_text_secret(const dcoskube_kubeconfig *kubeconfig, char **out,
                                                             size_t *out_len, dcoskube_error *err);

/*
 * What a commit would change in the files as they were read: a unified diff
 * for each file that would differ, "" if there is none.  Secrets are redacted
 * as by dcoskube_kubeconfig_view(); a line that differs only in a secret is
 * there twice.  A control character is shown as an escape.
 *
 *   kubeconfig  not NULL
 *   flags       0
 *   out         receives new bytes followed by a NUL that does not count, to
 *               be freed with dcoskube_free(); not NULL
 *   out_len     receives their number; may be NULL
 *
 * Returns: as dcoskube_kubeconfig_text_secret().
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_diff(const dcoskube_kubeconfig *kubeconfig, uint32_t flags, char **out,
                                                      size_t *out_len, dcoskube_error *err);

/*
 * The kubeconfig as it may be shown, recorded operations included: YAML that
 * loads.  Hidden are, whatever brought them in: tokens, passwords and the like
 * (REDACTED), embedded certificates and keys (DATA+OMITTED), the arguments and
 * environment values of plugins, what an auth-provider is given, who logs in
 * at a URL, and what looks like these in comments.  No control character is
 * left as it is.
 *
 *   kubeconfig  not NULL
 *   context     the name of a context, shown with its cluster and user; NULL:
 *               all: the text of the file, or, of several files, one document
 *               of all entries
 *   flags       0 or DCOSKUBE_KUBECONFIG_RAW
 *   out         receives new bytes followed by a NUL that does not count, to
 *               be freed with dcoskube_free(); not NULL
 *   out_len     receives their number; may be NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NOT_FOUND
 *   (kubectl's words: cannot locate the context, its cluster or its user);
 *   DCOSKUBE_ERR_LIMIT (aliases expand too far, or the text would be too
 *   large); DCOSKUBE_ERR_UNSUPPORTED, DCOSKUBE_ERR_INTERNAL (the operations);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_view(const dcoskube_kubeconfig *kubeconfig, const char *context,
                                                      uint32_t flags, char **out, size_t *out_len, dcoskube_error *err);

/*
 * How long a commit waits for another writer's lock; 10 s unless set.
 *
 *   kubeconfig  not NULL
 *   ms          milliseconds; 0: do not wait
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_set_lock_timeout(dcoskube_kubeconfig *kubeconfig, uint32_t ms,
                                                                  dcoskube_error *err);

/*
 * Do what was recorded: lock, replay on what is there now, verify by loading,
 * replace atomically.  Mode, owner, access control list and extended attributes
 * are kept.  A file over which nothing can be renamed (a mount point of its own,
 * one with several hard links, in a directory where no file can be made, whose
 * owner or list cannot be kept) is written in place, behind a complete copy of
 * what was in it (FILE.dcoskube-backup).  Afterwards the object shows the file
 * as written and has no operations.
 *
 *   kubeconfig  not NULL
 *   flags       0, DCOSKUBE_KUBECONFIG_DRY_RUN, DCOSKUBE_KUBECONFIG_BACKUP
 *   changes     receives a new list with one note for each file that the
 *               operations are for (code "created", "updated" or "unchanged",
 *               subject: the path), and then what else is to be known: warnings
 *               "in-place" (which file, and why), "stale-lock" (which lock file
 *               of another program was taken over), "previous-not-stored" (why
 *               the context that was current could not be remembered),
 *               "current-context-missing" (the name), and notes "deleted" and
 *               "visible-again" (the name); NULL if not wanted
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_STATE (read
 *   from memory: there is no file); DCOSKUBE_ERR_LOCKED (the message names the
 *   lock file); DCOSKUBE_ERR_CONFLICT (what was recorded does not fit what is
 *   in the file now; the message says what changed);
 *   DCOSKUBE_ERR_PARSE, DCOSKUBE_ERR_INVALID, DCOSKUBE_ERR_LIMIT,
 *   DCOSKUBE_ERR_UNSUPPORTED (the file as it is now, or as it would be);
 *   DCOSKUBE_ERR_NOT_FOUND (its directory went away); DCOSKUBE_ERR_PERMISSION; DCOSKUBE_ERR_IO;
 *   DCOSKUBE_ERR_INTERNAL (the new text did not load as expected: nothing was
 *   written); DCOSKUBE_ERR_NO_MEMORY.  On failure the file is as it was.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_kubeconfig_commit(dcoskube_kubeconfig *kubeconfig, uint32_t flags,
                                                        dcoskube_findings **changes, dcoskube_error *err);

/*
 * Free the object; what was not committed is dropped.
 *
 *   kubeconfig  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_kubeconfig_free(dcoskube_kubeconfig *kubeconfig);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_KUBECONFIG_H */
