# Kubeconfig edits: golden/kubeconfig/CASE, and the judges of the same program.
support_programs += golden/kubeconfig-edit
golden_kubeconfig_edit_SOURCES = golden/kubeconfig-edit.c
golden_kubeconfig_edit_LDADD = $(top_builddir)/lib/libdcoskube.la
scripts += golden/kubeconfig.test kubeconfig/oracle-golden.test \
	kubeconfig/example.test kubeconfig/properties.test kubeconfig/writers.test
EXTRA_DIST += golden/kubeconfig kubeconfig/golden.py kubeconfig/kubectl.py kubeconfig/properties.py
