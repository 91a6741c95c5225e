# The tests of the program.
scripts += cli/check.test cli/context.test cli/expose.test cli/kubeconfig.test cli/marathon.test cli/proxy.test \
	cli/usage.test cli/vip.test
EXTRA_DIST += cli/cli.sh
