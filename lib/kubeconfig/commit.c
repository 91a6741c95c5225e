/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The transaction.  The new texts are made and verified before the lock; under
 * it the files are compared with what was read, and if they have changed all is
 * done again on what is there now.  Nothing can fail after the last rename.
 */
#include <string.h>

#include "core/alloc.h"
#include "core/findings.h"
#include "kubeconfig/commit.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/lock.h"
#include "kubeconfig/previous.h"
#include "kubeconfig/replace.h"

#define TRIES 8
#define NEW_DIR_MODE 0700

/* One file on its way. */
struct output {
  size_t file;
  int changes; /* the bytes differ from those that are there */
  dk_kc_edited edited;
  dk_kc_replacement place;
  struct stat now;
};

struct job {
  dcoskube_kubeconfig *kc;
  uint32_t flags;
  struct output *outputs; /* one for each file that the changes are for */
  size_t count;
  dk_kc_locks locks;
  dcoskube_findings *report;
  dk_kc_view view; /* what the caller will see afterwards */
  char *before;    /* the context that is the current one no more; NULL: none */
  dcoskube_error *err;
};

static const dk_kc_file *file_of(const struct job *job, const struct output *output) {
  return &job->kc->files.files[output->file];
}

static void drop_outputs(struct job *job) {
  for (size_t i = 0; i < job->count; i++) {
    dk_kc_edited_free(&job->outputs[i].edited);
    dk_kc_replace_end(&job->outputs[i].place);
  }
  dk_free(job->outputs);
  job->outputs = NULL;
  job->count = 0;
  dk_kc_view_free(&job->view);
  dk_free(job->before);
  job->before = NULL;
  dcoskube_findings_free(job->report);
  job->report = NULL;
}

/* The new texts of all files that change. */
static dcoskube_status make_outputs(struct job *job) {
  const dk_kc_files *files = &job->kc->files;
  job->outputs = dk_calloc(files->count, sizeof *job->outputs);
  if (!job->outputs)
    return dk_no_memory(job->err);
  for (size_t i = 0; i < files->count; i++) {
    if (!dk_kc_changes_file(job->kc, i))
      continue;
    struct output *output = &job->outputs[job->count++];
    output->file = i;
    dk_kc_replacement_init(&output->place);
    dcoskube_status status = dk_kc_edit(job->kc, i, &output->edited, job->err);
    if (status != DCOSKUBE_OK)
      return status;
    const dk_bytes *old = &files->files[i].bytes, *new = &output->edited.bytes;
    output->changes = !files->files[i].exists || old->len != new->len || memcmp(old->data, new->data, new->len) != 0;
  }
  return DCOSKUBE_OK;
}

static dcoskube_status note(struct job *job, const char *path, const char *code) {
  dk_finding finding = {DCOSKUBE_SEVERITY_NOTE, code, path, code, NULL, 0, 0};
  return dk_findings_add(job->report, &finding, job->err);
}

static dcoskube_status make_report(struct job *job) {
  job->report = dk_findings_new();
  if (!job->report)
    return dk_no_memory(job->err);
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < job->count && status == DCOSKUBE_OK; i++) {
    const dk_kc_file *file = file_of(job, &job->outputs[i]);
    status = note(job, file->path, !job->outputs[i].changes ? "unchanged" : file->exists ? "updated" : "created");
  }
  if (status == DCOSKUBE_OK && job->count == 0)
    status = note(job, job->kc->files.files[job->kc->files.target].path, "unchanged");
  return status == DCOSKUBE_OK ? dk_kc_report_consequences(job->kc, job->report, job->err) : status;
}

/* Exchange what was read and what will be there. */
static void exchange(struct job *job) {
  for (size_t i = 0; i < job->count; i++) {
    dk_kc_file *file = &job->kc->files.files[job->outputs[i].file];
    dk_kc_edited edited = job->outputs[i].edited;
    job->outputs[i].edited.bytes = file->bytes;
    job->outputs[i].edited.model = file->model;
    file->bytes = edited.bytes;
    file->model = edited.model;
  }
}

/* What the caller will see: the files as written, without any changes on top. */
static dcoskube_status make_view(struct job *job) {
  dk_kc_changes changes = job->kc->changes;
  memset(&job->kc->changes, 0, sizeof changes);
  exchange(job);
  dcoskube_status status = dk_kc_view_build(job->kc, &job->view, job->err);
  exchange(job);
  job->kc->changes = changes;
  return status;
}

static dcoskube_status prepare(struct job *job) {
  dcoskube_status status = make_outputs(job);
  if (status == DCOSKUBE_OK)
    status = make_view(job);
  if (status == DCOSKUBE_OK)
    status = dk_kc_previous_name(job->kc, &job->before, job->err);
  return status == DCOSKUBE_OK ? make_report(job) : status;
}

static int changes_any(const struct job *job) {
  for (size_t i = 0; i < job->count; i++)
    if (job->outputs[i].changes)
      return 1;
  return 0;
}

/* Is every file still as it was read?  Without changes that is all there is to know. */
static int is_current(const struct job *job) {
  for (size_t i = 0; i < job->kc->files.count; i++) {
    const dk_kc_file *file = &job->kc->files.files[i];
    struct stat now;
    int exists = !file->is_null && stat(file->full, &now) == 0;
    if (exists != file->exists || (exists && !dk_kc_same_state(&now, &file->info)))
      return 0;
  }
  return 1;
}

/* By its real name, and by that of a symbolic link for the writers that come by it. */
static dcoskube_status list_locks(struct job *job, const dk_kc_file *file, int changes) {
  char *real = NULL;
  dcoskube_status status = dk_kc_resolve(file->full, &real, job->err);
  if (status == DCOSKUBE_OK && changes && !file->exists)
    status = dk_dir_make_above(real, NEW_DIR_MODE, job->err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_locks_add(&job->locks, real, job->err);
  if (status == DCOSKUBE_OK)
    status = dk_kc_locks_add(&job->locks, file->full, job->err);
  if (status == DCOSKUBE_OK && !changes && file->exists)
    dk_kc_inplace_forget(real, &file->info);
  dk_free(real);
  return status;
}

static dcoskube_status lock_all(struct job *job) {
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < job->count && status == DCOSKUBE_OK; i++)
    if (job->outputs[i].changes)
      status = list_locks(job, file_of(job, &job->outputs[i]), 1);
  return status == DCOSKUBE_OK ? dk_kc_locks_take(&job->locks, job->kc->lock_ms, job->err) : status;
}

/* Nothing is to be written.  What a writer of ours that was killed has left goes all the same. */
static dcoskube_status clear_locks(struct job *job) {
  const dk_kc_file *file = &job->kc->files.files[job->kc->files.target];
  if (file->is_null)
    return DCOSKUBE_OK;
  dcoskube_status status = list_locks(job, file, 0);
  if (status == DCOSKUBE_OK)
    dk_kc_locks_clear(&job->locks);
  dk_kc_locks_free(&job->locks);
  return status;
}

static int is_locked(const struct job *job, const char *file) {
  size_t len = strlen(file);
  for (size_t i = 0; i < job->locks.count; i++)
    if (strncmp(job->locks.locks[i].path, file, len) == 0 && strcmp(job->locks.locks[i].path + len, ".lock") == 0)
      return 1;
  return 0;
}

/* Open every place; *ready: nothing has changed since the files were read, and all of them are locked. */
static dcoskube_status open_places(struct job *job, int *ready) {
  *ready = 1;
  for (size_t i = 0; i < job->count; i++) {
    struct output *output = &job->outputs[i];
    const dk_kc_file *file = file_of(job, output);
    char *real = NULL;
    if (!output->changes)
      continue;
    dcoskube_status status = dk_kc_resolve(file->full, &real, job->err);
    if (status != DCOSKUBE_OK)
      return status;
    if (!is_locked(job, real))
      *ready = 0;
    status = dk_kc_replace_open(&output->place, real, job->err);
    if (status != DCOSKUBE_OK)
      return status;
    if (!dk_kc_replace_unchanged(&output->place, file->exists ? &file->info : NULL))
      *ready = 0;
  }
  return DCOSKUBE_OK;
}

/* All new bytes beside the files, and the backups. */
static dcoskube_status write_temporaries(struct job *job) {
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < job->count && status == DCOSKUBE_OK; i++) {
    struct output *output = &job->outputs[i];
    const dk_kc_file *file = file_of(job, output);
    if (!output->changes)
      continue;
    status = dk_kc_replace_write(&output->place, &file->bytes, &output->edited.bytes, job->err);
    if (status == DCOSKUBE_OK && file->exists && job->flags & DCOSKUBE_KUBECONFIG_BACKUP)
      status = dk_kc_back_up(file->full, &file->bytes, job->err);
  }
  return status;
}

/* Write all temporary files, look once more, rename.  *done: it was done; else somebody came in between. */
static dcoskube_status write_places(struct job *job, int *done) {
  *done = 0;
  dcoskube_status status = write_temporaries(job);
  for (size_t i = 0; i < job->count && status == DCOSKUBE_OK; i++) {
    const dk_kc_file *file = file_of(job, &job->outputs[i]);
    if (job->outputs[i].changes && !dk_kc_replace_unchanged(&job->outputs[i].place, file->exists ? &file->info : NULL))
      return DCOSKUBE_OK;
  }
  for (size_t i = 0; i < job->count && status == DCOSKUBE_OK; i++) {
    struct output *output = &job->outputs[i];
    if (!output->changes)
      continue;
    status = dk_kc_replace_rename(&output->place, &output->now, done, job->err);
    if (status == DCOSKUBE_OK && !*done)
      return DCOSKUBE_OK;
  }
  *done = status == DCOSKUBE_OK;
  return status;
}

/* What the user should know beyond what was written. */
static void tell(struct job *job) {
  int held = dk_kc_locks_tell(&job->locks, job->report);
  for (size_t i = 0; i < job->count; i++)
    dk_kc_replace_tell(&job->outputs[i].place, file_of(job, &job->outputs[i])->path, held, job->report);
}

/* What was recorded does not fit any more. */
static dcoskube_status conflict(dcoskube_error *err, dcoskube_status status) {
  char message[DK_ERROR_MESSAGE], subject[DK_ERROR_SUBJECT];
  if (status != DCOSKUBE_ERR_EXISTS && status != DCOSKUBE_ERR_NOT_FOUND)
    return status;
  if (!err)
    return DCOSKUBE_ERR_CONFLICT;
  memcpy(message, dcoskube_error_message(err), strlen(dcoskube_error_message(err)) + 1);
  memcpy(subject, dcoskube_error_subject(err), strlen(dcoskube_error_subject(err)) + 1);
  dk_fail(err, DCOSKUBE_ERR_CONFLICT, subject, "the file was changed meanwhile: %s", message);
  dk_error_set_remedy(err, "look at it and try again");
  return DCOSKUBE_ERR_CONFLICT;
}

/* Read everything again and run the operations on it; the old state goes only when the new one is whole. */
static dcoskube_status replay(struct job *job) {
  dcoskube_kubeconfig fresh = *job->kc;
  memset(&fresh.changes, 0, sizeof fresh.changes);
  memset(&fresh.view, 0, sizeof fresh.view);
  dcoskube_status status = dk_kc_reload(&job->kc->files, &fresh.files, job->err);
  if (status != DCOSKUBE_OK)
    return status;
  for (size_t i = 0; i < fresh.operation_count && status == DCOSKUBE_OK; i++) {
    dk_kc_undo undo;
    status = conflict(job->err, dk_kc_run(&fresh, &fresh.operations[i], &undo, job->err));
    if (status == DCOSKUBE_OK)
      dk_kc_undo_free(&undo);
  }
  fresh.view.count = 0;
  dk_kc_view view = {NULL, 0, 0, NULL};
  dcoskube_kubeconfig old = *job->kc;
  if (status == DCOSKUBE_OK) { /* the contexts point to their kubeconfig: build the view in its place */
    *job->kc = fresh;
    status = dk_kc_view_build(job->kc, &view, job->err);
    job->kc->view = view;
  }
  if (status != DCOSKUBE_OK) {
    *job->kc = old;
    old = fresh;
  }
  dk_kc_view_free(&old.view);
  dk_kc_changes_free(&old.changes);
  dk_kc_files_free(&old.files);
  return status;
}

/* The files are written: they are what we have read now. */
static void settle(struct job *job) {
  dcoskube_kubeconfig *kc = job->kc;
  exchange(job);
  for (size_t i = 0; i < job->count; i++) {
    if (!job->outputs[i].changes)
      continue;
    kc->files.files[job->outputs[i].file].exists = 1;
    kc->files.files[job->outputs[i].file].info = job->outputs[i].now;
  }
  dk_kc_changes_free(&kc->changes);
  dk_kc_forget_operations(kc);
  dk_kc_view_free(&kc->view);
  kc->view = job->view;
  memset(&job->view, 0, sizeof job->view);
}

/* One round: *done says whether it came to an end. */
static dcoskube_status attempt(struct job *job, int *done) {
  int ready = 0;
  dcoskube_status status = prepare(job);
  if (status != DCOSKUBE_OK)
    return status;
  if (!changes_any(job)) {
    *done = is_current(job);
    return *done ? clear_locks(job) : DCOSKUBE_OK;
  }
  if (job->locks.count == 0)
    status = lock_all(job);
  if (status == DCOSKUBE_OK)
    status = open_places(job, &ready);
  if (status == DCOSKUBE_OK && ready)
    status = write_places(job, done);
  if (*done)
    tell(job);
  return status;
}

static dcoskube_status run(struct job *job) {
  dcoskube_status status = DCOSKUBE_OK;
  int done = 0;
  for (int i = 0; i < TRIES && status == DCOSKUBE_OK && !done; i++) {
    if (i > 0) {
      drop_outputs(job);
      if (i > 1) /* other files than those that are locked, perhaps */
        dk_kc_locks_free(&job->locks);
      status = replay(job);
    }
    if (status == DCOSKUBE_OK)
      status = attempt(job, &done);
  }
  if (status == DCOSKUBE_OK && !done)
    status = dk_fail(job->err, DCOSKUBE_ERR_CONFLICT, job->kc->files.files[job->kc->files.target].path,
                     "others keep changing the file without a lock");
  return status;
}

dcoskube_status dk_kc_commit(dcoskube_kubeconfig *kc, uint32_t flags, dcoskube_findings **changes,
                             dcoskube_error *err) {
  struct job job;
  memset(&job, 0, sizeof job);
  job.kc = kc;
  job.flags = flags;
  job.err = err;
  dcoskube_status status = flags & DCOSKUBE_KUBECONFIG_DRY_RUN ? prepare(&job) : run(&job);
  if (status == DCOSKUBE_OK && !(flags & DCOSKUBE_KUBECONFIG_DRY_RUN)) {
    settle(&job);
    dk_kc_locks_free(&job.locks);
    dk_kc_previous_store(kc, job.before, job.report);
  }
  if (status == DCOSKUBE_OK && changes) {
    *changes = job.report;
    job.report = NULL;
  }
  dk_kc_locks_free(&job.locks);
  drop_outputs(&job);
  return status;
}
