# Small complete programs, one per family: noinst_PROGRAMS += name
# (not `check`: make has a target of that name)
noinst_PROGRAMS += check-server
check_server_SOURCES = check.c
noinst_PROGRAMS += kubeconfig marathon proxy vip
kubeconfig_SOURCES = kubeconfig.c
marathon_SOURCES = marathon.c
proxy_SOURCES = proxy.c
vip_SOURCES = vip.c
