/* SPDX-License-Identifier: Apache-2.0 */
/* Unknown words, and the known one that was probably meant. */
#include <string.h>

#include "program.h"

#define WORD_MAX 32

static size_t least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Edits (a letter more, less, changed, or two swapped) between two words; WORD_MAX if one is too long. */
static size_t distance(const char *a, const char *b) {
  size_t rows[3][WORD_MAX + 1], la = strlen(a), lb = strlen(b);
  if (la > WORD_MAX || lb > WORD_MAX)
    return WORD_MAX;
  for (size_t j = 0; j <= lb; j++)
    rows[0][j] = j;
  for (size_t i = 1; i <= la; i++) {
    size_t *now = rows[i % 3], *up = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; j <= lb; j++) {
      now[j] = least(least(up[j], now[j - 1]) + 1, up[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = least(now[j], two[j - 2] + 1);
    }
  }
  return rows[la % 3][lb];
}

/* Small is near.  A beginning ("--token" of "--token-file") is near as well. */
static size_t farness(const char *wrong, const char *word) {
  size_t len = strlen(wrong);
  return len >= 3 && strncmp(wrong, word, len) == 0 ? 1 : distance(wrong, word);
}

const char *nearest(const char *wrong, const char *(*next)(const void *list, size_t i), const void *list) {
  size_t best = strlen(wrong) / 3 + 1;
  const char *found = NULL, *word;
  for (size_t i = 0; (word = next(list, i)) != NULL; i++) {
    size_t far = farness(wrong, word);
    if (far < best || (far == best && !found)) {
      best = far;
      found = word;
    }
  }
  return found;
}

static const char *next_word(const void *list, size_t i) {
  return ((const char *const *)list)[i];
}

int one_of(const char *word, const char *const *words) {
  for (; *words; words++)
    if (strcmp(word, *words) == 0)
      return 1;
  return 0;
}

const char *nearest_of(const char *wrong, const char *const *words) {
  return nearest(wrong, next_word, words);
}

int unknown_word(const struct common *common, const char *what, const char *word, const char *const *words) {
  const char *near = nearest_of(word, words);
  if (near)
    return wrong_use(common, "unknown %s '%s'; did you mean '%s'?", what, word, near);
  return wrong_use(common, "unknown %s '%s'", what, word);
}
