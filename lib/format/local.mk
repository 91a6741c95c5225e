libdcoskube_core_la_SOURCES += \
	format/errqueue.c format/errqueue.h \
	format/json.c format/json.h \
	format/libraries.c format/libraries.h \
	format/tls.c format/tls.h \
	format/trust.c \
	format/x509.c format/x509.h
