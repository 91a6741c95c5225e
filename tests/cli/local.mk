# The tests of the program.
scripts += cli/marathon.test cli/proxy.test cli/vip.test
EXTRA_DIST += cli/cli.sh
