libdcoskube_core_la_SOURCES += \
	net/address.c net/address.h \
	net/curl.c net/transport.h
