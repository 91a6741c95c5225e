/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube/dcoskube.h - includes the rest, and nothing else.
 */
#ifndef DCOSKUBE_DCOSKUBE_H
#define DCOSKUBE_DCOSKUBE_H

#include <dcoskube/check.h>
#include <dcoskube/duration.h>
#include <dcoskube/error.h>
#include <dcoskube/files.h>
#include <dcoskube/findings.h>
#include <dcoskube/kubeconfig.h>
#include <dcoskube/marathon.h>
#include <dcoskube/proxy.h>
#include <dcoskube/version.h>
#include <dcoskube/vip.h>

#endif /* DCOSKUBE_DCOSKUBE_H */
