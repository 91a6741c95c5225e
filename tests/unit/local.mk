# Unit programs: each a table of rows per function.
unit_programs += unit/core
unit_core_SOURCES = unit/core.c unit/unit.h
unit_core_LDADD = $(UNIT_LIBS)
unit_programs += unit/vip
unit_vip_SOURCES = unit/vip.c unit/unit.h
unit_vip_LDADD = $(UNIT_LIBS)
