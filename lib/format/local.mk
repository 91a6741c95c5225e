libdcoskube_core_la_SOURCES += \
	format/json.c format/json.h \
	format/libraries.c format/libraries.h
