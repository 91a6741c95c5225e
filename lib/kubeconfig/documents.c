/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kubectl reads the first document of a file.  The others do no harm to an edit
 * of it, unless one of them is a kubeconfig as well: then nobody knows which of
 * the two was meant.
 */
#include <string.h>

#include "kubeconfig/model.h"

#define DOCUMENTS_MAX 100 /* so many are looked at */

static const char *const sections[] = {"clusters", "contexts", "users", "current-context"};
#define SECTIONS (sizeof sections / sizeof sections[0])

static int has_section(const dk_yaml_doc *doc) {
  if (doc->nodes[0].kind != DK_YAML_MAPPING)
    return 0;
  for (uint32_t key = 1; key < doc->nodes[0].skip; key = doc->nodes[doc->nodes[key].skip].skip)
    for (size_t i = 0; i < SECTIONS; i++)
      if (dk_yaml_is_text(doc, key, sections[i]))
        return 1;
  return 0;
}

/* No reader gets anything out of it; a broken kubeconfig is told by its words. */
static int names_section(const char *text, size_t len) {
  for (size_t i = 0; i < SECTIONS; i++)
    if (memmem(text, len, sections[i], strlen(sections[i])))
      return 1;
  return 0;
}

static uint32_t line_at(const dk_yaml_doc *doc, size_t pos) {
  uint32_t line = 1;
  for (size_t i = doc->start, n; i < pos; i += n ? n : 1) {
    n = dk_yaml_break_at(doc->text, doc->len, i);
    line += n > 0;
  }
  return line;
}

dcoskube_status dk_kc_other_documents(const dk_yaml_doc *doc, const char *name, uint32_t *line, dcoskube_error *err) {
  size_t pos = doc->next;
  int more = doc->has_more;
  *line = 0;
  for (int n = 0; more && *line == 0; n++) {
    dk_yaml_doc other;
    const char *text = doc->text + pos;
    dcoskube_status status = dk_yaml_read(text, doc->len - pos, name, &other, NULL);
    if (status == DCOSKUBE_ERR_NO_MEMORY)
      return dk_no_memory(err);
    if (status != DCOSKUBE_OK) {
      *line = names_section(text, doc->len - pos) ? line_at(doc, pos) : 0;
      return DCOSKUBE_OK;
    }
    if (n == DOCUMENTS_MAX || other.next == 0 || has_section(&other))
      *line = line_at(doc, pos) - 1 + other.nodes[0].line;
    more = other.has_more;
    pos += other.next;
    dk_yaml_free(&other);
  }
  return DCOSKUBE_OK;
}
