# The pages of the program: one for each command.
PAGES += \
	dcoskube.1 \
	dcoskube-check.1 \
	dcoskube-context.1 \
	dcoskube-expose.1 \
	dcoskube-kubeconfig.1 \
	dcoskube-marathon.1 \
	dcoskube-proxy.1 \
	dcoskube-vip.1
