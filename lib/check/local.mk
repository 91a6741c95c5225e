libdcoskube_core_la_SOURCES += \
	check/advice.c \
	check/check.c \
	check/classify.c check/classify.h \
	check/context.c \
	check/engine.c \
	check/getters.c \
	check/internal.h \
	check/json.c \
	check/loop.c check/loop.h \
	check/probe.c \
	check/result.c \
	check/target.c \
	check/verdict.c \
	check/words.c
