/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "kubeconfig/splice.h"

#define LINE_END_MAX 2

void dk_splices_free(dk_splices *splices) {
  for (size_t i = 0; i < splices->count; i++)
    dk_free_secret(splices->list[i].text, splices->list[i].len);
  dk_free(splices->list);
  memset(splices, 0, sizeof *splices);
}

dcoskube_status dk_splice_add(dk_splices *splices, size_t start, size_t end, dk_splice_rank rank, dk_buf *text,
                              dcoskube_error *err) {
  dk_splice splice = {start, end, rank, splices->count, NULL, 0};
  dcoskube_status status = dk_buf_take(text, &splice.text, &splice.len, "kubeconfig", err);
  if (status == DCOSKUBE_OK &&
      !dk_grow((void **)&splices->list, splices->count, &splices->capacity, sizeof *splices->list)) {
    dk_free_secret(splice.text, splice.len);
    status = dk_no_memory(err);
  }
  if (status == DCOSKUBE_OK)
    splices->list[splices->count++] = splice;
  dk_buf_free_secret(text);
  return status;
}

/* Does a line break end right before pos? */
static int at_line_start(const dk_yaml_doc *doc, size_t pos) {
  if (pos <= doc->start)
    return 1;
  for (size_t back = 1; back <= 3 && back <= pos - doc->start; back++)
    if (dk_yaml_break_at(doc->text, doc->len, pos - back) == back)
      return 1;
  return 0;
}

size_t dk_splice_line_start(const dk_yaml_doc *doc, size_t pos) {
  while (!at_line_start(doc, pos))
    pos--;
  return pos;
}

size_t dk_splice_next_line(const dk_yaml_doc *doc, size_t pos) {
  if (pos > doc->start && at_line_start(doc, pos))
    return pos; /* a block scalar that keeps its empty lines ends here */
  while (pos < doc->len) {
    size_t n = dk_yaml_break_at(doc->text, doc->len, pos);
    if (n > 0)
      return pos + n;
    pos++;
  }
  return pos;
}

size_t dk_splice_behind(const dk_yaml_doc *doc, size_t pos, uint32_t column) {
  pos = dk_splice_next_line(doc, pos);
  while (pos < doc->len) {
    size_t text = pos;
    while (text < doc->len && doc->text[text] == ' ')
      text++;
    if (text == doc->len || doc->text[text] != '#' || text - pos <= column)
      break;
    pos = dk_splice_next_line(doc, text);
  }
  return pos;
}

const char *dk_splice_line_end(const dk_yaml_doc *doc, size_t pos) {
  size_t at = pos;
  while (at > doc->start && doc->text[at - 1] != '\n' && doc->text[at - 1] != '\r')
    at--;
  if (at == doc->start) { /* no line before: look ahead */
    while (at < doc->len && doc->text[at] != '\n' && doc->text[at] != '\r')
      at++;
    at += dk_yaml_break_at(doc->text, doc->len, at);
  }
  if (at >= doc->start + 2 && memcmp(doc->text + at - 2, "\r\n", 2) == 0)
    return "\r\n";
  return at > doc->start && doc->text[at - 1] == '\r' ? "\r" : "\n";
}

static int compare(const void *a, const void *b) {
  const dk_splice *x = a, *y = b;
  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  int x_changes = x->end > x->start, y_changes = y->end > y->start;
  if (x_changes != y_changes)
    return x_changes - y_changes;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

struct output {
  char *data;
  size_t len;
};

static void put(struct output *out, const char *data, size_t len) {
  if (len > 0)
    memcpy(out->data + out->len, data, len);
  out->len += len;
}

static int ends_line(const char *data, size_t len) {
  return len == 0 || data[len - 1] == '\n' || data[len - 1] == '\r';
}

/* Lines behind a last line without a line end: it gets one, and the new last line has none. */
static void put_splice(struct output *out, const dk_yaml_doc *doc, const dk_splice *splice) {
  int is_last = splice->start == doc->len && splice->rank != DK_SPLICE_INLINE && out->len > doc->start;
  const char *end = dk_splice_line_end(doc, doc->len);
  if (is_last && !ends_line(out->data, out->len))
    put(out, end, strlen(end));
  put(out, splice->text, splice->len);
  if (is_last && !at_line_start(doc, doc->len) && splice->len >= strlen(end))
    out->len -= strlen(end);
}

/* The last line went: what is the last one now has no line end either, if that one had none. */
static void drop_line_end(struct output *out, const dk_yaml_doc *doc) {
  const char *end = dk_splice_line_end(doc, doc->len);
  size_t len = strlen(end);
  if (!at_line_start(doc, doc->len) && out->len >= doc->start + len &&
      memcmp(out->data + out->len - len, end, len) == 0)
    out->len -= len;
}

dcoskube_status dk_splice_apply(dk_splices *splices, const dk_yaml_doc *doc, dk_bytes *out, dcoskube_error *err) {
  size_t total = doc->len, from = 0;
  for (size_t i = 0; i < splices->count; i++)
    total += splices->list[i].len + LINE_END_MAX;
  struct output output = {dk_malloc(total + 1), 0};
  if (!output.data)
    return dk_no_memory(err);
  if (splices->count > 0)
    qsort(splices->list, splices->count, sizeof *splices->list, compare);
  for (size_t i = 0; i < splices->count; i++) {
    const dk_splice *splice = &splices->list[i];
    if (splice->start < from || splice->end < splice->start || splice->end > doc->len) {
      dk_free_secret(output.data, output.len);
      return dk_fail(err, DCOSKUBE_ERR_INTERNAL, NULL, "two edits of the text overlap");
    }
    put(&output, doc->text + from, splice->start - from);
    put_splice(&output, doc, splice);
    from = splice->end;
  }
  put(&output, doc->text + from, doc->len - from);
  if (from == doc->len)
    drop_line_end(&output, doc);
  output.data[output.len] = '\0';
  out->data = output.data;
  out->len = output.len;
  return DCOSKUBE_OK;
}
