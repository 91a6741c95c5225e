# The tests of the program.
scripts += cli/vip.test cli/proxy.test
EXTRA_DIST += cli/cli.sh
