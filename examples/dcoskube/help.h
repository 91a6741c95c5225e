/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DCOSKUBE_HELP_H
#define DCOSKUBE_HELP_H

#include "options.h"

extern const struct option_group common_group;

/* The whole help of a command, on standard output, at most 79 columns wide. */
void print_help(const struct usage *usage);

#endif
