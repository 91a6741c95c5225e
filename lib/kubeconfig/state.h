/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kubeconfig as it is open: files as they were read, what is recorded on top
 * of them, and what the caller sees of both.
 *
 *   files ── model ──┐
 *                    ├──▶ changes ──▶ contexts, current (the view)
 *   operations ──────┘        └─────▶ splices, new text (edit.h) ──▶ commit
 *
 * Operations are the truth: at a commit the files are read again and the
 * operations run again on what is there then.
 */
#ifndef DK_KUBECONFIG_STATE_H
#define DK_KUBECONFIG_STATE_H

#include <sys/stat.h>

#include <dcoskube/kubeconfig.h>

#include "core/file.h"
#include "kubeconfig/entry.h"
#include "kubeconfig/model.h"

#define DK_KC_MAX_SIZE (32u * 1024u * 1024u)
#define DK_KC_NONE ((size_t)-1)

typedef struct dk_kc_file {
  char *path; /* as it was named */
  char *full; /* the same, absolute: a later chdir() changes nothing */
  char *dir;  /* what relative paths in it are relative to */
  int exists;
  int is_null; /* the null device: reads as empty, cannot be written */
  dk_bytes bytes;
  struct stat info; /* of the bytes, if it exists */
  dk_kc_model model;
} dk_kc_file;

/* What is recorded for one cluster, user or context. */
typedef enum dk_kc_state { DK_KC_KEEP = 0, DK_KC_SET = 1, DK_KC_DELETE = 2 } dk_kc_state;

typedef struct dk_kc_patch {
  dk_kc_kind kind;
  char *name;
  char *origin;  /* its name in the file if it is renamed, else NULL */
  size_t file;   /* where it is, or is to be written */
  size_t number; /* in the order of recording */
  int is_new;
  struct {
    dk_kc_state state;
    char *text;
    size_t len;
  } fields[DK_KC_SLOTS];
} dk_kc_patch;

/* An entry of a file that its name does not lead to any more. */
typedef struct dk_kc_gone {
  dk_kc_kind kind;
  char *name; /* as in the file */
  size_t file;
  dk_kc_patch *patch; /* what it became; NULL: it is deleted */
} dk_kc_gone;

typedef struct dk_kc_changes {
  dk_kc_patch **patches; /* by kind and name */
  size_t count;
  size_t capacity;
  dk_kc_gone **gone; /* by kind, name and file */
  size_t gone_count;
  size_t gone_capacity;
  size_t recorded; /* how many patches there ever were */
  char *current;   /* NULL: not changed */
} dk_kc_changes;

/* One context as the caller sees it.  All texts but raw_* and file are clean. */
struct dcoskube_context {
  const struct dcoskube_kubeconfig *owner;
  const char *raw_name, *raw_cluster, *raw_user;
  const char *name, *cluster, *user, *namespace_, *server, *tls_server_name;
  const char *file; /* belongs to the file */
  uint32_t line;
  int insecure, has_exec;
  char texts[]; /* one behind the other */
};

typedef struct dk_kc_view {
  dcoskube_context **contexts; /* by name */
  size_t count;
  size_t capacity;
  char *current; /* clean; NULL: none */
} dk_kc_view;

typedef struct dk_kc_files {
  dk_kc_file *files;
  size_t count;
  size_t target; /* where new entries and current-context are written */
} dk_kc_files;

typedef enum dk_kc_verb {
  DK_KC_USE,    /* make `name` the current context */
  DK_KC_PUT,    /* add or change an entry */
  DK_KC_RENAME, /* the context `name` to `text` */
  DK_KC_REMOVE, /* the context `name` */
  DK_KC_FIELD   /* of one cluster, user or context: set it to `text`, or take it away if that is NULL */
} dk_kc_verb;

typedef struct dk_kc_operation {
  dk_kc_verb verb;
  dcoskube_entry *entry;
  char *name;
  char *text;
  uint32_t flags;
  dk_kc_kind kind;
  size_t slot;
} dk_kc_operation;

struct dcoskube_kubeconfig {
  int in_memory;
  uint32_t lock_ms;
  dk_kc_files files;
  dk_kc_changes changes;
  dk_kc_view view;
  dk_kc_operation *operations;
  size_t operation_count;
  size_t operation_capacity;
};

/* --- load.c --- */
/* The files for a path, or of the environment if it is NULL. */
dcoskube_status dk_kc_load(const char *source, dk_kc_files *out, dcoskube_error *err);
/* One text that is no file. */
dcoskube_status dk_kc_load_text(const void *data, size_t len, const char *name, dk_kc_files *out, dcoskube_error *err);
/* The same files once more, as they are now. */
dcoskube_status dk_kc_reload(const dk_kc_files *old, dk_kc_files *out, dcoskube_error *err);
void dk_kc_files_free(dk_kc_files *files);

/* --- changes.c --- */
/* A field as it is with the changes: what is recorded, else the first file that has the entry. */
typedef struct dk_kc_value {
  int exists; /* the entry does, whether or not the field does */
  int has;    /* the field does, and is neither null nor empty */
  dk_span text;
  uint32_t node;     /* the value in its file, if it is not recorded; else 0 */
  size_t file;       /* of the entry, or DK_KC_NONE */
  dk_yaml_type type; /* as it stands in the file; DK_YAML_STRING if it is recorded */
} dk_kc_value;

dk_kc_value dk_kc_get(const dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, size_t slot);
/* Is the flag of that field set? */
int dk_kc_flag(const dk_kc_value *value);
/* The item of a file that the name leads to, renamings and deletions considered; NULL: none. */
const dk_kc_item *dk_kc_find(const dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, size_t len,
                             size_t *file);
const dk_kc_patch *dk_kc_find_patch(const dk_kc_changes *changes, dk_kc_kind kind, const char *name);
const dk_kc_patch *dk_kc_find_patch_span(const dk_kc_changes *changes, dk_kc_kind kind, dk_span name);
const dk_kc_gone *dk_kc_find_gone(const dk_kc_changes *changes, dk_kc_kind kind, dk_span name, size_t file);
/* The name of the patched entry in its file. */
const char *dk_kc_origin(const dk_kc_patch *patch);
/* The current context with the changes; empty: none. */
dk_span dk_kc_current(const dcoskube_kubeconfig *kc);

/* What an operation did, step by step, so that it can be taken back. */
typedef enum dk_kc_step_kind {
  DK_KC_STEP_FIELD,   /* a field of the patch was another */
  DK_KC_STEP_MADE,    /* the patch is new */
  DK_KC_STEP_NAMED,   /* the patch had the name `text`, and the origin `origin` */
  DK_KC_STEP_DROPPED, /* the patch is out of the list */
  DK_KC_STEP_HID,     /* `gone` is new */
  DK_KC_STEP_BECAME,  /* `gone` became `patch` */
  DK_KC_STEP_CURRENT  /* the current context was `text` */
} dk_kc_step_kind;

typedef struct dk_kc_step {
  dk_kc_step_kind kind;
  dk_kc_patch *patch;
  dk_kc_gone *gone;
  size_t slot;
  dk_kc_state state;
  char *text;
  size_t len;
  char *origin;
} dk_kc_step;

typedef struct dk_kc_undo {
  dk_kc_step *steps;
  size_t count;
  size_t capacity;
} dk_kc_undo;

/* What is asked of one field. */
typedef struct dk_kc_want {
  dk_kc_kind kind;
  size_t slot;
  dk_kc_state state;
  const char *text; /* of DK_KC_SET */
  size_t len;
} dk_kc_want;

int dk_kc_satisfied(const dcoskube_kubeconfig *kc, const dk_kc_value *value, const dk_kc_want *want);
/* --- record.c: the steps.  Each is whole or not made at all. --- */
dcoskube_status dk_kc_record(dcoskube_kubeconfig *kc, const char *name, const dk_kc_want *want, dk_kc_undo *undo,
                             dcoskube_error *err);
dcoskube_status dk_kc_record_entry(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, dk_kc_undo *undo,
                                   dcoskube_error *err);
dcoskube_status dk_kc_record_current(dcoskube_kubeconfig *kc, const char *name, dk_kc_undo *undo, dcoskube_error *err);
dcoskube_status dk_kc_record_name(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *from, const char *to,
                                  dk_kc_undo *undo, dcoskube_error *err);
dcoskube_status dk_kc_record_removal(dcoskube_kubeconfig *kc, dk_kc_kind kind, const char *name, dk_kc_undo *undo,
                                     dcoskube_error *err);

/* --- operations.c --- */
/* Run an operation: changes grow by what it asks for beyond what is there.  On failure nothing is changed. */
dcoskube_status dk_kc_run(dcoskube_kubeconfig *kc, const dk_kc_operation *operation, dk_kc_undo *undo,
                          dcoskube_error *err);
void dk_kc_undo_run(dcoskube_kubeconfig *kc, dk_kc_undo *undo);
void dk_kc_undo_free(dk_kc_undo *undo);
/* Are there changes for the file? */
int dk_kc_changes_file(const dcoskube_kubeconfig *kc, size_t file);
void dk_kc_changes_free(dk_kc_changes *changes);
/* Does the patch set any field, or any of exec? */
int dk_kc_sets_any(const dk_kc_patch *patch);
int dk_kc_sets_exec(const dk_kc_patch *patch);

/* --- view.c --- */
/* Everything anew, from files and changes. */
dcoskube_status dk_kc_view_build(const dcoskube_kubeconfig *kc, dk_kc_view *out, dcoskube_error *err);
/*
 * What changed under a name and another (both may be NULL): their contexts, those that share their cluster or user,
 * the current one.
 */
dcoskube_status dk_kc_view_update(dcoskube_kubeconfig *kc, const char *name, const char *other, dcoskube_error *err);
/* By its name, or by how the name is shown; NULL: none. */
const dcoskube_context *dk_kc_view_find(const dk_kc_view *view, const char *name);
void dk_kc_view_free(dk_kc_view *view);

/* --- perform.c --- */
/* Run it, show what it changed, and remember it; on failure nothing is changed.  It is taken over in any case. */
dcoskube_status dk_kc_perform(dcoskube_kubeconfig *kc, dk_kc_operation *operation, dcoskube_error *err);

/* --- kubeconfig.c --- */
void dk_kc_operation_free(dk_kc_operation *operation);
void dk_kc_forget_operations(dcoskube_kubeconfig *kc);

#endif
