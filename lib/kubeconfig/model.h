/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one kubeconfig text says: its clusters, users and contexts by name, as
 * nodes of the index.  Reading it judges the whole text as kubectl would.
 */
#ifndef DK_KUBECONFIG_MODEL_H
#define DK_KUBECONFIG_MODEL_H

#include "format/yaml_doc.h"

typedef enum dk_kc_kind { DK_KC_CLUSTER = 0, DK_KC_CONTEXT = 1, DK_KC_USER = 2, DK_KC_KINDS = 3 } dk_kc_kind;

/* The fields that we read or write, in the order in which they are written (by name, as kubectl does). */
enum {
  DK_CLUSTER_CA = 0,
  DK_CLUSTER_CA_DATA,
  DK_CLUSTER_DISABLE_COMPRESSION,
  DK_CLUSTER_INSECURE,
  DK_CLUSTER_PROXY_URL,
  DK_CLUSTER_SERVER,
  DK_CLUSTER_TLS_SERVER_NAME,

  DK_CONTEXT_CLUSTER = 0,
  DK_CONTEXT_NAMESPACE,
  DK_CONTEXT_USER,

  DK_USER_AS = 0,
  DK_USER_AS_GROUPS,
  DK_USER_AS_UID,
  DK_USER_AS_USER_EXTRA,
  DK_USER_AUTH_PROVIDER,
  DK_USER_CERTIFICATE,
  DK_USER_CERTIFICATE_DATA,
  DK_USER_KEY,
  DK_USER_KEY_DATA,
  DK_USER_EXEC,
  DK_USER_PASSWORD,
  DK_USER_TOKEN,
  DK_USER_TOKEN_FILE,
  DK_USER_USERNAME,

  /* what stands in `exec` */
  DK_USER_EXEC_FIRST,
  DK_EXEC_API_VERSION = DK_USER_EXEC_FIRST,
  DK_EXEC_ARGS,
  DK_EXEC_COMMAND,
  DK_EXEC_ENV,
  DK_EXEC_INSTALL_HINT,
  DK_EXEC_INTERACTIVE_MODE,
  DK_EXEC_PROVIDE_CLUSTER_INFO,

  DK_KC_SLOTS
};

/* How many entries a list of one file may have. */
#define DK_KC_MAX_ENTRIES 100000u

typedef struct dk_kc_item {
  dk_span name;
  uint32_t node;   /* the element of the list */
  uint32_t line;   /* of its name, else of itself */
  uint32_t *slots; /* the values of the fields of its kind; 0: none */
} dk_kc_item;

/* Most names are told apart by their first bytes, without a look at the text. */
typedef struct dk_kc_name {
  uint64_t front;
  uint32_t item;
} dk_kc_name;

typedef struct dk_kc_section {
  dk_kc_item *items; /* in the order of the text */
  size_t count;
  uint32_t *slots;   /* of all items */
  dk_kc_name *order; /* items by name */
} dk_kc_section;

typedef struct dk_kc_model {
  dk_yaml_doc doc;
  dk_kc_section sections[DK_KC_KINDS];
  uint32_t current;    /* the value of current-context; 0: none */
  uint32_t other_line; /* where a further document is a kubeconfig, too; 0: none is */
} dk_kc_model;

/* The text is borrowed for the life of the model; name is for messages. */
dcoskube_status dk_kc_model_read(const char *text, size_t len, const char *name, dk_kc_model *out, dcoskube_error *err);
void dk_kc_model_free(dk_kc_model *model);

const dk_kc_item *dk_kc_model_find(const dk_kc_model *model, dk_kc_kind kind, const char *name, size_t len);
/* The value of a field or of current-context as text; node 0 gives "". */
dk_span dk_kc_model_text(const dk_kc_model *model, uint32_t node);

/* --- documents.c --- */
/* The line of a document behind the first that is a kubeconfig, too; 0: there is none. */
dcoskube_status dk_kc_other_documents(const dk_yaml_doc *doc, const char *name, uint32_t *line, dcoskube_error *err);

/* Byte order, as kubectl sorts names. */
int dk_kc_compare(const char *a, size_t len_a, const char *b, size_t len_b);

/* --- the schema --- */
/* The key of the list ("clusters"), and of the body in an element ("cluster"). */
const char *dk_kc_list_key(dk_kc_kind kind);
const char *dk_kc_body_key(dk_kc_kind kind);
/* The names of the fields of a kind; NULL behind the last.  Those of `exec` follow in slots of their own. */
const char *dk_kc_field(dk_kc_kind kind, size_t slot);
const char *dk_kc_exec_field(dk_kc_kind kind, size_t slot);

typedef struct dk_kc_checker {
  const dk_yaml_doc *doc;
  const char *name; /* for messages */
  uint64_t budget;  /* pairs that may still be looked at */
  dcoskube_error *err;
} dk_kc_checker;

typedef struct dk_kc_level dk_kc_level;
extern const dk_kc_level dk_kc_top_level;
const dk_kc_level *dk_kc_item_level(dk_kc_kind kind); /* an element of a list */
const dk_kc_level *dk_kc_body_level(dk_kc_kind kind); /* what is in it */
extern const dk_kc_level dk_kc_exec_level;

#define DK_KC_FIELDS_MAX 20
/* The slots of dk_kc_top_level and of an element. */
enum { DK_TOP_CURRENT, DK_TOP_CLUSTERS, DK_TOP_CONTEXTS, DK_TOP_USERS };
enum { DK_ITEM_NAME, DK_ITEM_BODY };

/*
 * Judge the type of every known field below node (a mapping or null) and tell
 * their values; slots has DK_KC_FIELDS_MAX places.  Lists of elements are left
 * to the caller.
 */
dcoskube_status dk_kc_check(dk_kc_checker *checker, const dk_kc_level *level, uint32_t node, uint32_t *slots);
dcoskube_status dk_kc_fail_at(dk_kc_checker *checker, dcoskube_status status, uint32_t node, const char *fmt, ...)
    DK_PRINTF(4, 5);

#endif
