/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/error.h - what a function says when it could not do its work.
 *
 * Every function that can fail returns a dcoskube_status and takes, as its
 * last parameter, a dcoskube_error that holds the details: what is wrong, with
 * what, where, and how to mend it.  A negative answer of the world ("the
 * server says 403") is never an error but a result.
 *
 * Words used in all headers: a *new* object or string is the caller's and is
 * freed by its own _free function (strings and buffers: dcoskube_free()); a
 * *borrowed* one belongs to the object that it was asked from and is valid
 * until that object is changed or freed.  Nothing is ever stolen: setters copy.
 *
 * Threads: the library has no mutable global state.  Distinct objects may be
 * used in distinct threads; one object is used by one thread at a time.
 */
#ifndef DCOSKUBE_ERROR_H
#define DCOSKUBE_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What the caller can do about a failure.  The numbers are stable and are
 * never used again for another meaning.
 */
typedef enum dcoskube_status {
  DCOSKUBE_OK = 0,
  DCOSKUBE_ERR_INVALID_ARGUMENT = 1, /* the call itself is wrong: mend the program or the option */
  DCOSKUBE_ERR_NO_MEMORY = 2,        /* an allocation failed; nothing has changed */
  DCOSKUBE_ERR_LIMIT = 3,            /* the input is over a documented limit */
  DCOSKUBE_ERR_PARSE = 4,            /* the text is not what it should be; see line and column */
  DCOSKUBE_ERR_INVALID = 5,          /* well-formed, but against a rule that the message names */
  DCOSKUBE_ERR_UNSUPPORTED = 6,      /* valid, but this build or version cannot do it */
  DCOSKUBE_ERR_NOT_FOUND = 7,        /* a file, context or name does not exist */
  DCOSKUBE_ERR_EXISTS = 8,           /* the name is taken by something else */
  DCOSKUBE_ERR_CONFLICT = 9,         /* somebody changed the same thing meanwhile */
  DCOSKUBE_ERR_LOCKED = 10,          /* another writer held the lock until the deadline */
  DCOSKUBE_ERR_PERMISSION = 11,      /* the operating system refused */
  DCOSKUBE_ERR_IO = 12,              /* reading or writing failed; see dcoskube_error_errno() */
  DCOSKUBE_ERR_CANCELLED = 13,       /* ended by a call of a _cancel function */
  DCOSKUBE_ERR_STATE = 14,           /* not now: the object is in another phase, or was made before a fork */
  DCOSKUBE_ERR_CALLBACK = 15,        /* the caller's own callback asked to stop */
  DCOSKUBE_ERR_INTERNAL = 16         /* a fault of this library; please report it */
} dcoskube_status;

/* The details of a failure.  Opaque; made by the caller, used for any number of calls. */
typedef struct dcoskube_error dcoskube_error;

/*
 * The name of a status, such as "DCOSKUBE_ERR_PARSE".
 *
 *   status  any value; an unknown one gives "DCOSKUBE_ERR_UNKNOWN"
 *
 * Returns: a static string, never NULL.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_status_name(dcoskube_status status);

/*
 * One short English phrase for a status, such as "no such file or name".
 *
 *   status  any value; an unknown one gives "unknown status"
 *
 * Returns: a static string, never NULL.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_strerror(dcoskube_status status);

/*
 * Make an error object.  Each call that it is passed to resets it first; it
 * never allocates while something fails.
 *
 * Returns: a new object, to be freed with dcoskube_error_free(); NULL if there
 *   is no memory (NULL may then be passed as err everywhere).
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_error *dcoskube_error_new(void);

/*
 * Free an error object.
 *
 *   err  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_error_free(dcoskube_error *err);

/*
 * The status that the last call left.
 *
 *   err  may be NULL
 *
 * Returns: the status; DCOSKUBE_OK for NULL.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_error_status(const dcoskube_error *err);

/*
 * What is wrong, in one line of valid UTF-8 without control characters, at
 * most 511 bytes, lower case, without a full stop.  Holds no secret.
 *
 *   err  may be NULL
 *
 * Returns: borrowed text, never NULL; "" when nothing failed.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_error_message(const dcoskube_error *err);

/*
 * With what it is wrong: a file, a URL, a field or a name.
 *
 *   err  may be NULL
 *
 * Returns: borrowed text, never NULL; "" if there is none.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_error_subject(const dcoskube_error *err);

/*
 * How to mend it, in one sentence.
 *
 *   err  may be NULL
 *
 * Returns: borrowed text, never NULL; "" if there is no advice.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_error_remedy(const dcoskube_error *err);

/*
 * Line and column of the fault in the subject, counted from 1 (columns in
 * characters).
 *
 *   err  may be NULL
 *
 * Returns: the number; 0 when there is none.
 * Since: 0.1
 */
DCOSKUBE_API uint32_t dcoskube_error_line(const dcoskube_error *err);
DCOSKUBE_API uint32_t dcoskube_error_column(const dcoskube_error *err);

/*
 * The operating system's error number behind the failure.
 *
 *   err  may be NULL
 *
 * Returns: a value of errno; 0 when the operating system was not the cause.
 * Since: 0.1
 */
DCOSKUBE_API int dcoskube_error_errno(const dcoskube_error *err);

/*
 * Free a new string or buffer that this library returned.
 *
 *   ptr  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_free(void *ptr);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_ERROR_H */
