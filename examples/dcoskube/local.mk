# The command-line program: main.c, one file per command, and what they share.
bin_PROGRAMS += dcoskube/dcoskube
dcoskube_dcoskube_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
dcoskube_dcoskube_SOURCES = \
	dcoskube/check.c \
	dcoskube/context.c \
	dcoskube/context_edit.c dcoskube/context_edit.h \
	dcoskube/entry.c dcoskube/entry.h \
	dcoskube/entry_fields.c \
	dcoskube/expose.c \
	dcoskube/help.c dcoskube/help.h \
	dcoskube/input.c \
	dcoskube/kubeconfig.c \
	dcoskube/main.c \
	dcoskube/marathon.c \
	dcoskube/model.c dcoskube/model.h \
	dcoskube/options.c dcoskube/options.h \
	dcoskube/output.c dcoskube/program.h \
	dcoskube/proxy.c \
	dcoskube/report.c dcoskube/report.h \
	dcoskube/steps.c dcoskube/steps.h \
	dcoskube/vip.c \
	dcoskube/words.c
dcoskube_dcoskube_LDADD = $(LDADD) $(JANSSON_LIBS)
