/* SPDX-License-Identifier: Apache-2.0 */
#include <dcoskube/vip.h>
