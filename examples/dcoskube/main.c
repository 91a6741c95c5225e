/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dcoskube: the whole road on the command line.  Each command reads its
 * options, calls the library and prints; what a C or Python program could need
 * is in the library.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "options.h"

static const struct command {
  const char *name;
  int (*run)(int argc, char **argv);
} commands[] = {
    {"vip", vip_main},         {"proxy", proxy_main}, {"marathon", marathon_main}, {"kubeconfig", kubeconfig_main},
    {"context", context_main}, {"check", check_main}, {"expose", expose_main},
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static const char command_list[] = "Commands:\n"
                                   "  vip         the address of an API server inside DC/OS\n"
                                   "  proxy       the configuration of a proxy that shows it to the outside\n"
                                   "  marathon    the Marathon app that runs this proxy\n"
                                   "  kubeconfig  add a context for kubectl that leads there\n"
                                   "  context     list contexts, print the current one, change to another\n"
                                   "  check       can kubectl reach it, and if not, why?\n"
                                   "  expose      all of this in one command\n"
                                   "\n"
                                   "'dcoskube COMMAND --help' tells all about a command, and so does the manual\n"
                                   "page dcoskube-COMMAND(1).\n"
                                   "\n"
                                   "Exit status: 0 yes, 1 no, 2 wrong use, 3 it could not be done.\n";

static const struct option_group no_groups[] = {{NULL, NULL, 0}};

static const struct usage program_usage = {
    "", "COMMAND [OPTION]... [ARGUMENT]...",
    "Bring the API server of a Kubernetes cluster on DC/OS to the outside world, give kubectl a context for it, and "
    "check that it answers.",
    no_groups, command_list};

static const char *command_name(const void *list, size_t i) {
  (void)list;
  return i < COMMANDS ? commands[i].name : NULL;
}

static const struct command *find_command(const char *name) {
  for (size_t i = 0; i < COMMANDS; i++)
    if (strcmp(commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

int print_version(const char *command) {
  struct common common = {command, 0, 0, dcoskube_error_new()};
  char *libraries = NULL;
  int result = YES;
  dcoskube_status status = dcoskube_version_libraries(&libraries, common.err);
  if (status != DCOSKUBE_OK)
    result = fail(&common, status, NULL, BLAME_WORLD);
  else
    printf("dcoskube %s\nlibdcoskube %s %s\n", DCOSKUBE_VERSION, dcoskube_version(), libraries);
  dcoskube_free(libraries);
  dcoskube_error_free(common.err);
  return result;
}

static int general(int argc, char **argv) {
  struct common common = {"", 0, 0, NULL};
  int first = 1;
  if (argc < 2) {
    fprintf(stderr, "Usage: dcoskube COMMAND [OPTION]... [ARGUMENT]...\n\n%s", command_list);
    return WRONG_USE;
  }
  int result = options_read(&program_usage, &common, argc, argv, &first);
  if (result == GO_ON)
    result = wrong_use(&common, "a command is missing");
  options_free(&program_usage, &common);
  return result;
}

static int run(int argc, char **argv) {
  struct common common = {"", 0, 0, NULL};
  if (argc < 2 || argv[1][0] == '-')
    return general(argc, argv);
  const struct command *command = find_command(argv[1]);
  if (command)
    return command->run(argc - 1, argv + 1);
  const char *near = nearest(argv[1], command_name, NULL);
  return near ? wrong_use(&common, "unknown command '%s'; did you mean '%s'?", argv[1], near)
              : wrong_use(&common, "unknown command '%s'", argv[1]);
}

/* A file must never be opened as descriptor 0, 1 or 2 and then be printed into.  A closed one becomes one that
   cannot be used, so that the loss is seen. */
static int hold_standard_descriptors(void) {
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
      return 0;
  return 1;
}

int main(int argc, char **argv) {
  if (!hold_standard_descriptors())
    return NOT_DONE;
  int result = run(argc, argv);
  return finish_output(argc > 1 && find_command(argv[1]) ? argv[1] : "", result);
}
