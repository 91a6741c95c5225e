# The real kubectl as the judge: of what is read, and of what is written.
support_programs += oracle/read
oracle_read_SOURCES = oracle/read.c
oracle_read_LDADD = $(top_builddir)/lib/libdcoskube.la
scripts += oracle/reading.test oracle/files.test oracle/limits.test
EXTRA_DIST += oracle/files.py oracle/judges.py oracle/limits.py oracle/reading.py oracle/rows.py
