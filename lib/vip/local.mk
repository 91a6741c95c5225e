libdcoskube_core_la_SOURCES += vip/vip.c
