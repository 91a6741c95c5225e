# the sources of this folder
libdcoskube_core_la_SOURCES += \
	kubeconfig/attributes.c kubeconfig/attributes.h \
	kubeconfig/changes.c \
	kubeconfig/commit.c kubeconfig/commit.h \
	kubeconfig/consequences.c \
	kubeconfig/credentials.c \
	kubeconfig/diff.c \
	kubeconfig/documents.c \
	kubeconfig/edit.c kubeconfig/edit.h \
	kubeconfig/entry.c kubeconfig/entry.h \
	kubeconfig/entry_fields.c \
	kubeconfig/fields.c kubeconfig/fields.h \
	kubeconfig/inplace.c kubeconfig/inplace.h \
	kubeconfig/flow.h kubeconfig/flow_edit.c kubeconfig/flow_entry.c kubeconfig/flow_style.c \
	kubeconfig/kubeconfig.c \
	kubeconfig/layout.c \
	kubeconfig/load.c \
	kubeconfig/lock.c kubeconfig/lock.h \
	kubeconfig/model.c kubeconfig/model.h \
	kubeconfig/operations.c \
	kubeconfig/perform.c \
	kubeconfig/plan.c \
	kubeconfig/plan_entry.c \
	kubeconfig/plan_fields.c \
	kubeconfig/record.c kubeconfig/record.h \
	kubeconfig/redact.c kubeconfig/redact.h \
	kubeconfig/previous.c kubeconfig/previous.h \
	kubeconfig/replace.c kubeconfig/replace.h \
	kubeconfig/schema.c \
	kubeconfig/show.c kubeconfig/show.h \
	kubeconfig/show_tree.c \
	kubeconfig/show_view.c \
	kubeconfig/splice.c kubeconfig/splice.h \
	kubeconfig/state.h \
	kubeconfig/verify.c \
	kubeconfig/view.c
