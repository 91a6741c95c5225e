# Unit programs: each a table of rows per function.
unit_programs += unit/core unit/text unit/name unit/time unit/file unit/files unit/json
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
