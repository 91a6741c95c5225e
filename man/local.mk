# The pages of the library; those of the programs are in man1.mk.
PAGES += \
	dcoskube-kubeconfig.5 \
	dcoskube.7 \
	dcoskube_certificate.3 \
	dcoskube_check.3 \
	dcoskube_cluster.3 \
	dcoskube_context.3 \
	dcoskube_context_name_from_url.3 \
	dcoskube_duration_parse.3 \
	dcoskube_entry.3 \
	dcoskube_error.3 \
	dcoskube_files.3 \
	dcoskube_findings.3 \
	dcoskube_kubeconfig.3 \
	dcoskube_kubeconfig_commit.3 \
	dcoskube_kubeconfig_view.3 \
	dcoskube_marathon_app.3 \
	dcoskube_proxy.3 \
	dcoskube_proxy_render.3 \
	dcoskube_result.3 \
	dcoskube_target.3 \
	dcoskube_version.3 \
	dcoskube_vip.3
include man1.mk
