# Unit programs: each a table of rows per function.
unit_programs += unit/core
unit_core_SOURCES = unit/core.c unit/unit.h
unit_core_LDADD = $(UNIT_LIBS)
