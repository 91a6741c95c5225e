# the sources of this folder
libdcoskube_core_la_SOURCES += \
	proxy/cluster.c \
	proxy/findings.c \
	proxy/haproxy.c proxy/haproxy.h \
	proxy/haproxy_frontend.c \
	proxy/model.c proxy/model.h \
	proxy/names.c proxy/names.h \
	proxy/render.c proxy/render.h
