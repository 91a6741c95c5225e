# Small complete programs, one per family: noinst_PROGRAMS += name
