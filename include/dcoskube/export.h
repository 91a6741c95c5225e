/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/export.h - how a public declaration is marked.
 *
 * Every public function carries DCOSKUBE_API; nothing else is visible in the
 * shared library.  SWIG does not read attributes, so it sees none.
 */
#ifndef DCOSKUBE_EXPORT_H
#define DCOSKUBE_EXPORT_H

#if defined(SWIG)
#define DCOSKUBE_API
#elif defined(__GNUC__) || defined(__clang__)
#define DCOSKUBE_API __attribute__((visibility("default")))
#else
#define DCOSKUBE_API
#endif

#endif /* DCOSKUBE_EXPORT_H */
