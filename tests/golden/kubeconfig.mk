# Kubeconfig edits: golden/kubeconfig/CASE/{input.yaml,operations,expected}
support_programs += golden/kubeconfig-edit
golden_kubeconfig_edit_SOURCES = golden/kubeconfig-edit.c
golden_kubeconfig_edit_LDADD = $(top_builddir)/lib/libdcoskube.la
