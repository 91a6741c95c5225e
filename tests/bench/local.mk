# The program itself, not libtool's wrapper: a shell would be weighed as well.
# Figures as ratios against peers, taken in one run; never part of make check.
bench_programs = bench/yaml-pass bench/operations
EXTRA_PROGRAMS = $(bench_programs)
bench_yaml_pass_SOURCES = bench/yaml-pass.c
bench_yaml_pass_CPPFLAGS = $(AM_CPPFLAGS) $(YAML_CFLAGS)
bench_yaml_pass_LDADD = $(YAML_LIBS)
bench_operations_SOURCES = bench/operations.c
bench_operations_LDADD = $(top_builddir)/lib/libdcoskube.la
EXTRA_DIST += bench/bench.py bench/kubeconfig.py

bench: $(bench_programs)
	LD_LIBRARY_PATH='$(abs_top_builddir)/lib/.libs' $(PYTHON3) $(srcdir)/bench/kubeconfig.py \
	  '$(abs_top_builddir)/examples/dcoskube/.libs/dcoskube' \
	  '$(abs_builddir)/bench/yaml-pass' '$(abs_builddir)/bench/operations' '$(abs_top_builddir)/bench.json'

CLEANFILES += $(bench_programs)
DISTCLEANFILES = ../bench.json

.PHONY: bench
