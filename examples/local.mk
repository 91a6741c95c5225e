# Small complete programs, one per family: noinst_PROGRAMS += name
noinst_PROGRAMS += check
check_SOURCES = check.c
