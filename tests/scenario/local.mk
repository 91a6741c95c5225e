# Servers on loopback that are wrong in one named way each.
support_programs += scenario/prober
scenario_prober_SOURCES = scenario/prober.c
scenario_prober_LDADD = $(top_builddir)/lib/libdcoskube.la
scripts += scenario/check.test scenario/cluster.test scenario/real.test
EXTRA_DIST += scenario/check.py scenario/farm.py scenario/rows.py
