# Small complete programs, one per family: noinst_PROGRAMS += name
noinst_PROGRAMS += check
check_SOURCES = check.c
noinst_PROGRAMS += marathon proxy vip
marathon_SOURCES = marathon.c
proxy_SOURCES = proxy.c
vip_SOURCES = vip.c
