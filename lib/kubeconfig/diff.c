/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a commit would change, as a unified diff.  Lines are compared as they
 * are and printed as they may be shown.  An edit script is searched as Myers
 * does it; where it gets long it is cut: the best way so far is taken, and the
 * search begins anew from there, so that the work stays linear in the edits.
 */
#include <string.h>

#include "core/alloc.h"
#include "core/text.h"
#include "kubeconfig/edit.h"
#include "kubeconfig/show.h"

#define CONTEXT 3u
#define SEARCH_MAX 256 /* edits in one search */
#define DIFF_MAX (8u * DK_KC_MAX_SIZE)

/* A text by lines: what is compared, and what is shown of it. */
struct side {
  const char *text;
  size_t len;
  dk_buf shown;
  dk_span *lines;
  dk_span *prints;
  size_t count;
  uint8_t *changed;
};

struct diff {
  struct side old, new;
  int32_t *ways; /* of a search: the furthest line on each diagonal, for each number of edits */
  dk_buf *out;
};

/* The lines of a text; print: as put there by dk_show_range(), where a line feed ends each. */
static dk_span *split(const char *text, size_t len, int print, size_t *count) {
  dk_span *lines = NULL;
  size_t capacity = 0, n = 0;
  for (size_t i = 0; i < len || n == 0; n++) {
    size_t end = i, line_break = 0;
    if (!dk_grow((void **)&lines, n, &capacity, sizeof *lines)) {
      dk_free(lines);
      return NULL;
    }
    if (len == 0)
      break;
    while (end < len && line_break == 0) {
      line_break = print ? text[end] == '\n' : dk_yaml_break_at(text, len, end);
      end += line_break ? line_break : 1;
    }
    lines[n] = (dk_span){text + i, end - i};
    i = end;
  }
  *count = n;
  return lines;
}

static void free_side(struct side *side) {
  dk_free(side->lines);
  dk_free(side->prints);
  dk_free(side->changed);
  dk_buf_free_secret(&side->shown);
}

static dcoskube_status read_side(struct side *side, const dk_yaml_doc *doc, dcoskube_error *err) {
  dk_show show;
  size_t prints = 0;
  dcoskube_status status = dk_show_init(&show, doc, DK_SHOW_LINES, 0, err);
  if (status != DCOSKUBE_OK)
    return status;
  side->text = doc->text + doc->start;
  side->len = doc->len - doc->start;
  dk_buf_init(&side->shown, DIFF_MAX);
  dk_show_document(&show, &side->shown);
  dk_show_free(&show);
  side->lines = split(side->text, side->len, 0, &side->count);
  side->prints = split(dk_buf_peek(&side->shown), side->shown.len, 1, &prints);
  side->changed = dk_calloc(side->count + 1, 1);
  if (!side->lines || !side->prints || !side->changed || side->shown.status != DCOSKUBE_OK)
    return dk_no_memory(err);
  if (prints != side->count)
    return dk_fail(err, DCOSKUBE_ERR_INTERNAL, NULL, "the text cannot be shown line by line");
  return DCOSKUBE_OK;
}

static int same_line(const struct diff *d, size_t x, size_t y) {
  const dk_span *a = &d->old.lines[x], *b = &d->new.lines[y];
  return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* Where the row for a number of edits begins: it has one place for each diagonal from -edits to edits. */
static int32_t *row(const struct diff *d, int edits) {
  return d->ways + (size_t)edits * (size_t)edits + (size_t)edits;
}

/* The furthest line of the old text on a diagonal after one edit more. */
static int32_t step(const struct diff *d, int edits, int diagonal) {
  if (edits == 0)
    return 0;
  const int32_t *last = row(d, edits - 1);
  if (diagonal == -edits)
    return last[diagonal + 1];
  if (diagonal == edits || last[diagonal - 1] >= last[diagonal + 1])
    return last[diagonal - 1] + 1;
  return last[diagonal + 1];
}

/* Mark the edits of the way that ends on a diagonal. */
static void mark_way(struct diff *d, size_t x0, size_t y0, int edits, int diagonal) {
  for (; edits > 0; edits--) {
    const int32_t *last = row(d, edits - 1);
    int down = diagonal == -edits || (diagonal != edits && last[diagonal - 1] < last[diagonal + 1]);
    diagonal += down ? 1 : -1;
    int32_t x = last[diagonal];
    if (down)
      d->new.changed[y0 + (size_t)(x - diagonal)] = 1;
    else
      d->old.changed[x0 + (size_t)x] = 1;
  }
}

/* Search from a place; the place where the search ended is left in x and y. */
static void search(struct diff *d, size_t *x, size_t *y, size_t end_x, size_t end_y) {
  int32_t width = (int32_t)(end_x - *x), height = (int32_t)(end_y - *y), best = -1;
  int best_diagonal = 0, edits = 0, done = 0;
  for (;; edits++) {
    best = -1;
    for (int k = -edits; k <= edits && !done; k += 2) {
      int32_t at = step(d, edits, k);
      while (at < width && at - k < height && same_line(d, *x + (size_t)at, *y + (size_t)(at - k)))
        at++;
      row(d, edits)[k] = at;
      if (at > width || at - k > height) /* outside */
        continue;
      done = at == width && at - k == height;
      if (done || 2 * at - k > best) {
        best = 2 * at - k;
        best_diagonal = k;
      }
    }
    if (done || edits == SEARCH_MAX)
      break;
  }
  int32_t at = row(d, edits)[best_diagonal];
  mark_way(d, *x, *y, edits, best_diagonal);
  *x += (size_t)at;
  *y += (size_t)(at - best_diagonal);
}

static dcoskube_status compare(struct diff *d, dcoskube_error *err) {
  size_t x = 0, y = 0, end_x = d->old.count, end_y = d->new.count;
  while (x < end_x && x < end_y && same_line(d, x, x))
    x++;
  y = x;
  while (end_x > x && end_y > y && same_line(d, end_x - 1, end_y - 1)) {
    end_x--;
    end_y--;
  }
  d->ways = dk_calloc((size_t)(SEARCH_MAX + 1) * (SEARCH_MAX + 1), sizeof *d->ways);
  if (!d->ways)
    return dk_no_memory(err);
  while (x < end_x && y < end_y)
    search(d, &x, &y, end_x, end_y);
  memset(d->old.changed + x, 1, end_x - x);
  memset(d->new.changed + y, 1, end_y - y);
  return DCOSKUBE_OK;
}

struct place {
  size_t x, y;
};

static int is_change(const struct diff *d, const struct place *at) {
  return (at->x < d->old.count && d->old.changed[at->x]) || (at->y < d->new.count && d->new.changed[at->y]);
}

static void put_count(dk_buf *out, char sign, size_t from, size_t to) {
  dk_buf_char(out, sign);
  dk_buf_u64(out, to > from ? from + 1 : from);
  if (to - from != 1) {
    dk_buf_char(out, ',');
    dk_buf_u64(out, to - from);
  }
}

static void put_line(dk_buf *out, char sign, const dk_span *line) {
  dk_buf_char(out, sign);
  dk_buf_add(out, line->data, line->len);
  if (line->len == 0 || line->data[line->len - 1] != '\n')
    dk_buf_str(out, "\n\\ No newline at end of file\n");
}

static void put_hunk(const struct diff *d, struct place from, struct place to) {
  dk_buf_str(d->out, "@@ ");
  put_count(d->out, '-', from.x, to.x);
  dk_buf_char(d->out, ' ');
  put_count(d->out, '+', from.y, to.y);
  dk_buf_str(d->out, " @@\n");
  while (from.x < to.x || from.y < to.y) {
    if (from.x < to.x && d->old.changed[from.x])
      put_line(d->out, '-', &d->old.prints[from.x++]);
    else if (from.y < to.y && d->new.changed[from.y])
      put_line(d->out, '+', &d->new.prints[from.y++]);
    else {
      put_line(d->out, ' ', &d->old.prints[from.x++]);
      from.y++;
    }
  }
}

/* Behind the changes from a place on, and those that follow so soon that one hunk holds them. */
static struct place hunk_end(const struct diff *d, struct place at) {
  struct place end = at;
  size_t same = 0;
  while (at.x < d->old.count || at.y < d->new.count) {
    if (is_change(d, &at)) {
      while (at.x < d->old.count && d->old.changed[at.x])
        at.x++;
      while (at.y < d->new.count && d->new.changed[at.y])
        at.y++;
      end = at;
      same = 0;
      continue;
    }
    if (same++ == 2 * CONTEXT)
      break;
    at.x++;
    at.y++;
  }
  return end;
}

static void put_hunks(const struct diff *d) {
  struct place at = {0, 0};
  while (at.x < d->old.count || at.y < d->new.count) {
    if (!is_change(d, &at)) {
      at.x++;
      at.y++;
      continue;
    }
    struct place end = hunk_end(d, at);
    size_t before = at.x < CONTEXT ? at.x : CONTEXT, after = d->old.count - end.x;
    before = before < at.y ? before : at.y;
    after = after < CONTEXT ? after : CONTEXT;
    put_hunk(d, (struct place){at.x - before, at.y - before}, (struct place){end.x + after, end.y + after});
    at = end;
  }
}

static void put_header(dk_buf *out, const dk_kc_file *file, int exists) {
  char clean[4096];
  dk_text_clean(clean, sizeof clean, file->path, strlen(file->path));
  dk_buf_printf(out, "--- %s\n+++ %s\n", exists ? clean : "/dev/null", clean);
}

static dcoskube_status diff_file(const dcoskube_kubeconfig *kc, size_t number, dk_buf *out, dcoskube_error *err) {
  const dk_kc_file *file = &kc->files.files[number];
  struct diff diff;
  dk_kc_edited edited;
  memset(&diff, 0, sizeof diff);
  diff.out = out;
  dcoskube_status status = dk_kc_edit(kc, number, &edited, err);
  if (status != DCOSKUBE_OK)
    return status;
  if (edited.bytes.len != file->bytes.len || memcmp(edited.bytes.data, file->bytes.data, file->bytes.len) != 0) {
    status = read_side(&diff.old, &file->model.doc, err);
    if (status == DCOSKUBE_OK)
      status = read_side(&diff.new, &edited.model.doc, err);
    if (status == DCOSKUBE_OK)
      status = compare(&diff, err);
    if (status == DCOSKUBE_OK) {
      put_header(out, file, file->exists || kc->in_memory);
      put_hunks(&diff);
    }
  }
  dk_free(diff.ways);
  free_side(&diff.old);
  free_side(&diff.new);
  dk_kc_edited_free(&edited);
  return status;
}

dcoskube_status dcoskube_kubeconfig_diff(const dcoskube_kubeconfig *kc, uint32_t flags, char **out, size_t *out_len,
                                         dcoskube_error *err) {
  dk_error_reset(err);
  if (!kc || !out || flags != 0)
    return dk_fail(err, DCOSKUBE_ERR_INVALID_ARGUMENT, NULL, "kubeconfig and out must not be NULL and flags must be 0");
  dk_buf buf;
  dk_buf_init(&buf, DIFF_MAX);
  dcoskube_status status = DCOSKUBE_OK;
  for (size_t i = 0; i < kc->files.count && status == DCOSKUBE_OK; i++)
    if (dk_kc_changes_file(kc, i))
      status = diff_file(kc, i, &buf, err);
  if (status == DCOSKUBE_OK)
    status = dk_buf_take(&buf, out, out_len, "kubeconfig", err);
  dk_buf_free_secret(&buf);
  return status;
}
