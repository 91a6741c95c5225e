# Rendered files, byte by byte: golden/FAMILY/CASE/input, and expected/ or error beside it.
check_PROGRAMS += golden/render
golden_render_SOURCES = golden/render.c
golden_render_LDADD = $(top_builddir)/lib/libdcoskube.la
scripts += golden/golden.test golden/haproxy.test
EXTRA_DIST += golden/proxy golden/marathon
scripts += golden/examples.test golden/live.test
EXTRA_DIST += golden/live.py
include golden/kubeconfig.mk
