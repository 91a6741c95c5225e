/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/err.h>

#include "core/alloc.h"
#include "format/errqueue.h"

void dk_errqueue_save(dk_errqueue *saved) {
  const char *file, *function, *data;
  int line, flags;
  unsigned long code;
  saved->count = 0;
  while (saved->count < DK_ERRQUEUE_MAX && (code = ERR_get_error_all(&file, &line, &function, &data, &flags)) != 0) {
    dk_errqueue_entry *entry = &saved->entries[saved->count++];
    entry->code = code;
    entry->line = line;
    entry->file = dk_strdup(file);
    entry->function = dk_strdup(function);
    entry->data = flags & ERR_TXT_STRING ? dk_strdup(data) : NULL;
  }
}

void dk_errqueue_restore(dk_errqueue *saved) {
  ERR_clear_error();
  for (size_t i = 0; i < saved->count; i++) {
    dk_errqueue_entry *entry = &saved->entries[i];
    ERR_new();
    ERR_set_debug(entry->file, entry->line, entry->function);
    if (entry->data)
      ERR_set_error(ERR_GET_LIB(entry->code), ERR_GET_REASON(entry->code), "%s", entry->data);
    else
      ERR_set_error(ERR_GET_LIB(entry->code), ERR_GET_REASON(entry->code), NULL);
    dk_free(entry->file);
    dk_free(entry->function);
    dk_free(entry->data);
  }
  saved->count = 0;
}
