# the sources of this folder
libdcoskube_core_la_SOURCES += \
	vip/context_name.c \
	vip/label.c vip/label.h \
	vip/vip.c
