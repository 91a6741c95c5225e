/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/files.h - an ordered set of files that exist only in memory, and
 * the one honest way to bring them onto a disk.
 *
 * A renderer makes such a set.  The first file is the main one: it names the
 * others, so it is replaced last.
 */
#ifndef DCOSKUBE_FILES_H
#define DCOSKUBE_FILES_H

#include <stddef.h>
#include <stdint.h>

#include <dcoskube/error.h>
#include <dcoskube/findings.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dcoskube_files dcoskube_files;

/* Flags of dcoskube_files_write(). */
#define DCOSKUBE_FILES_DRY_RUN 1u /* look and report, write nothing */

/*
 * Make an empty set.
 *
 *   flags  0
 *   out    receives a new object, to be freed with dcoskube_files_free(); not NULL
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (out NULL, unknown
 *   flags); DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_files_new(uint32_t flags, dcoskube_files **out, dcoskube_error *err);

/*
 * Add a file at the end of the set.
 *
 *   files  not NULL
 *   name   1 to 255 characters of A-Z a-z 0-9 . _ -, not beginning with a dot
 *          or a dash
 *   data   its bytes, copied; may be NULL if len is 0
 *   len    how many bytes
 *   mode   permission bits, 0600 for whatever holds a secret; at most 0777
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT (NULL, or a name or mode
 *   against the rule); DCOSKUBE_ERR_EXISTS (the set has a file of that name);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_files_add(dcoskube_files *files, const char *name, const void *data, size_t len,
                                                uint32_t mode, dcoskube_error *err);

/*
 * How many files the set has.
 *
 *   files  may be NULL
 *
 * Returns: the number; 0 for NULL.
 * Since: 0.1
 */
DCOSKUBE_API size_t dcoskube_files_count(const dcoskube_files *files);

/*
 * The parts of a file: its name, its bytes (followed by a NUL that does not
 * count), its size and its permission bits.
 *
 *   files  may be NULL
 *   index  0 … count-1
 *
 * Returns: borrowed text or bytes, valid until the set is freed, or the
 *   number; "", 0 when there is no such file.
 * Since: 0.1
 */
DCOSKUBE_API const char *dcoskube_files_name(const dcoskube_files *files, size_t index);
DCOSKUBE_API const char *dcoskube_files_data(const dcoskube_files *files, size_t index);
DCOSKUBE_API size_t dcoskube_files_size(const dcoskube_files *files, size_t index);
DCOSKUBE_API uint32_t dcoskube_files_mode(const dcoskube_files *files, size_t index);

/*
 * Write the set into a directory.  The directory is opened once and all work
 * is relative to it; it is made (0755) if it is missing, its parent is not.
 * Nothing is renamed before every file is written and synced; then the main
 * file is renamed last.  A file that already has these bytes is not touched,
 * unless its mode lets more people read it.  A symbolic link in the place of a
 * file is replaced by the file; what it led to stays as it is.  A crash between
 * two renames can leave a mix; writing again mends it.
 *
 *   files    not NULL
 *   dir      the directory; not NULL
 *   flags    0 or DCOSKUBE_FILES_DRY_RUN
 *   changes  receives a new list with one note for each file, in order, whose
 *            code is "created", "updated" or "unchanged" and whose subject is
 *            the path; NULL if not wanted
 *
 * Returns: DCOSKUBE_OK; DCOSKUBE_ERR_INVALID_ARGUMENT; DCOSKUBE_ERR_NOT_FOUND
 *   (no parent directory, or dir is no directory); DCOSKUBE_ERR_PERMISSION;
 *   DCOSKUBE_ERR_IO (disk full and the like); DCOSKUBE_ERR_INVALID (a directory
 *   or another thing that is no regular file is in the way of a file);
 *   DCOSKUBE_ERR_NO_MEMORY.
 * Since: 0.1
 */
DCOSKUBE_API dcoskube_status dcoskube_files_write(const dcoskube_files *files, const char *dir, uint32_t flags,
                                                  dcoskube_findings **changes, dcoskube_error *err);

/*
 * Free a set.
 *
 *   files  may be NULL
 *
 * Since: 0.1
 */
DCOSKUBE_API void dcoskube_files_free(dcoskube_files *files);

#ifdef __cplusplus
}
#endif

#endif /* DCOSKUBE_FILES_H */
