libdcoskube_core_la_SOURCES += \
	net/curl.c net/transport.h
