libdcoskube_core_la_SOURCES += \
	format/errqueue.c format/errqueue.h \
	format/json.c format/json.h \
	format/libraries.c format/libraries.h \
	format/tls.c format/tls.h \
	format/trust.c \
	format/x509.c format/x509.h
libdcoskube_core_la_SOURCES += \
	format/base64.c format/base64.h \
	format/utf16.c format/utf16.h \
	format/yaml_anchor.c format/yaml_anchor.h \
	format/yaml_doc.h \
	format/yaml_expand.c \
	format/yaml_judge.c \
	format/yaml_read.c \
	format/yaml_scalar.c \
	format/yaml_walk.c
