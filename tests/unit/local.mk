# Unit programs: each a table of rows per function.
unit_programs += unit/core unit/text unit/name unit/time unit/file unit/files unit/findings unit/json
unit_core_SOURCES = unit/core.c unit/unit.h
unit_core_LDADD = $(UNIT_LIBS)
unit_text_SOURCES = unit/text.c unit/unit.h
unit_text_LDADD = $(UNIT_LIBS)
unit_name_SOURCES = unit/name.c unit/unit.h
unit_name_LDADD = $(UNIT_LIBS)
unit_time_SOURCES = unit/time.c unit/unit.h
unit_time_LDADD = $(UNIT_LIBS)
unit_file_SOURCES = unit/file.c unit/dir.h unit/unit.h
unit_file_LDADD = $(UNIT_LIBS)
unit_files_SOURCES = unit/files.c unit/dir.h unit/unit.h
unit_files_LDADD = $(UNIT_LIBS)
unit_findings_SOURCES = unit/findings.c unit/unit.h
unit_findings_LDADD = $(UNIT_LIBS)
unit_json_SOURCES = unit/json.c unit/unit.h
unit_json_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
unit_json_LDADD = $(UNIT_LIBS)

unit_programs += unit/vip
unit_vip_SOURCES = unit/vip.c unit/unit.h
unit_vip_LDADD = $(UNIT_LIBS)
unit_programs += unit/files_disk
unit_files_disk_SOURCES = unit/files_disk.c unit/dir.h unit/unit.h
unit_files_disk_LDADD = $(UNIT_LIBS)
unit_programs += unit/proxy
unit_proxy_SOURCES = unit/proxy.c unit/proxy.h unit/unit.h
unit_proxy_LDADD = $(UNIT_LIBS)
unit_programs += unit/haproxy
unit_haproxy_SOURCES = unit/haproxy.c unit/proxy.h unit/unit.h
unit_haproxy_LDADD = $(UNIT_LIBS)

unit_programs += unit/check unit/check-memory unit/check-classify
unit_check_SOURCES = unit/check.c unit/server.c unit/server.h unit/dir.h unit/unit.h
unit_check_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
unit_check_LDADD = $(UNIT_LIBS)
unit_check_memory_SOURCES = unit/check-memory.c unit/server.c unit/server.h unit/dir.h unit/unit.h
unit_check_memory_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
unit_check_memory_LDADD = $(UNIT_LIBS)
unit_check_classify_SOURCES = unit/check-classify.c unit/unit.h
unit_check_classify_LDADD = $(UNIT_LIBS)
unit_programs += unit/marathon
unit_marathon_SOURCES = unit/marathon.c unit/unit.h
unit_marathon_LDADD = $(UNIT_LIBS)
unit_programs += unit/check-context
unit_check_context_SOURCES = unit/check-context.c unit/server.c unit/server.h unit/dir.h unit/unit.h
unit_check_context_CFLAGS = $(AM_CFLAGS) $(OPENSSL_CFLAGS)
unit_check_context_LDADD = $(UNIT_LIBS)

unit_programs += unit/kubeconfig
unit_kubeconfig_SOURCES = unit/kubeconfig.c unit/dir.h unit/unit.h
unit_kubeconfig_LDADD = $(UNIT_LIBS)
unit_programs += unit/kubeconfig_commit
unit_kubeconfig_commit_SOURCES = unit/kubeconfig_commit.c unit/kubeconfig_scene.h unit/dir.h unit/unit.h
unit_kubeconfig_commit_LDADD = $(UNIT_LIBS)
unit_programs += unit/kubeconfig_faults
unit_kubeconfig_faults_SOURCES = unit/kubeconfig_faults.c unit/faults.c unit/faults.h unit/dir.h unit/unit.h
unit_kubeconfig_faults_LDADD = $(UNIT_LIBS)
unit_kubeconfig_faults_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=read -Wl,--wrap=write -Wl,--wrap=pwrite -Wl,--wrap=open \
	-Wl,--wrap=openat -Wl,--wrap=fsync -Wl,--wrap=ftruncate -Wl,--wrap=fallocate -Wl,--wrap=fchmod -Wl,--wrap=fchown \
	-Wl,--wrap=chmod -Wl,--wrap=mkdir -Wl,--wrap=flock -Wl,--wrap=fstat -Wl,--wrap=stat -Wl,--wrap=lstat \
	-Wl,--wrap=fstatat -Wl,--wrap=faccessat -Wl,--wrap=linkat -Wl,--wrap=renameat -Wl,--wrap=unlink \
	-Wl,--wrap=unlinkat -Wl,--wrap=readlink -Wl,--wrap=getrandom -Wl,--wrap=flistxattr -Wl,--wrap=fgetxattr \
	-Wl,--wrap=fsetxattr -Wl,--wrap=fremovexattr
unit_programs += unit/kubeconfig_show
unit_kubeconfig_show_SOURCES = unit/kubeconfig_show.c unit/dir.h unit/unit.h
unit_kubeconfig_show_LDADD = $(UNIT_LIBS)
unit_programs += unit/kubeconfig_operations
unit_kubeconfig_operations_SOURCES = unit/kubeconfig_operations.c unit/dir.h unit/unit.h
unit_kubeconfig_operations_LDADD = $(UNIT_LIBS)
unit_programs += unit/kubeconfig_place
unit_kubeconfig_place_SOURCES = unit/kubeconfig_place.c unit/kubeconfig_scene.h unit/dir.h unit/unit.h
unit_kubeconfig_place_LDADD = $(UNIT_LIBS)
