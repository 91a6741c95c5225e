libdcoskube_core_la_SOURCES += \
	core/alloc.c core/alloc.h \
	core/buf.c core/buf.h \
	core/duration.c \
	core/error.c core/error.h \
	core/file.c core/file.h \
	core/files.c \
	core/findings.c core/findings.h \
	core/name.c core/name.h \
	core/reader.c core/reader.h \
	core/status.c \
	core/str.c core/str.h \
	core/text.c core/text.h \
	core/time.c core/time.h \
	core/url.c core/url.h
