# the sources of this folder
libdcoskube_core_la_SOURCES += \
	marathon/app.c marathon/app.h \
	marathon/json.c \
	marathon/rules.c
