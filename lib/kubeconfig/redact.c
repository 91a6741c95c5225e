/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets are found by the names of fields, at any place of the document: what
 * an alias or a merge key brings into a user may stand far from it.
 */
#include <string.h>

#include "core/alloc.h"
#include "core/str.h"
#include "kubeconfig/redact.h"

#define NAME_MAX_LEN 64

/* How a subtree is looked at; each is a bit of a node's byte once it was. */
typedef enum mode { PLAIN = 0, EXEC, ENV, PROVIDER, URL, DATA, ALL } mode;
#define SEEN(mode) ((uint8_t)(1u << (mode)))

/* Where an alias led to: looked at later, so that a chain of them is no deep recursion. */
struct later {
  uint32_t node;
  mode how;
};

struct walk {
  const dk_yaml_doc *doc;
  uint8_t *marks;
  struct later *later;
  size_t count;
  size_t capacity;
  int failed;
};

/* Lower case, without dashes, underscores and dots; "" if it is too long for a name that we know. */
static void fold(char dst[NAME_MAX_LEN], const char *name, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len && n + 1 < NAME_MAX_LEN; i++)
    if (name[i] != '-' && name[i] != '_' && name[i] != '.')
      dst[n++] = dk_lower(name[i]);
  dst[n] = '\0';
}

static int ends_in(const char *name, const char *const *words) {
  size_t len = strlen(name);
  for (; *words; words++)
    if (len >= strlen(*words) && strcmp(name + len - strlen(*words), *words) == 0)
      return 1;
  return 0;
}

/* What the name of a field says about its value. */
static mode mode_of(const char *name, size_t len) {
  static const char *const secrets[] = {"token",      "password",  "passwd",    "passphrase",  "secret", "apikey",
                                        "privatekey", "accesskey", "secretkey", "credentials", NULL};
  static const char *const datas[] = {"certificateauthoritydata", "clientcertificatedata", "clientkeydata", NULL};
  static const char *const urls[] = {"server", "url", NULL};
  char folded[NAME_MAX_LEN];
  size_t tail = len > NAME_MAX_LEN - 1 ? len - (NAME_MAX_LEN - 1) : 0;
  fold(folded, name + tail, len - tail);
  if (ends_in(folded, secrets))
    return ALL;
  if (ends_in(folded, datas) || (len >= 5 && memcmp(name + len - 5, "-data", 5) == 0))
    return DATA;
  if (strcmp(folded, "exec") == 0)
    return EXEC;
  if (strcmp(folded, "authprovider") == 0)
    return PROVIDER;
  return ends_in(folded, urls) ? URL : PLAIN;
}

static int is_one(const dk_yaml_doc *doc, uint32_t key, const char *const *words) {
  for (; *words; words++)
    if (dk_yaml_is_text(doc, key, *words))
      return 1;
  return 0;
}

/* How the value of a pair is looked at, by the mode of its mapping: what we do not know in a plugin is hidden. */
static mode inner(const dk_yaml_doc *doc, mode outer, uint32_t key) {
  static const char *const exec[] = {"command",         "apiVersion", "installHint", "provideClusterInfo",
                                     "interactiveMode", NULL};
  static const char *const named[] = {"name", NULL};
  dk_span name = dk_yaml_value(doc, key);
  if (outer == DATA || outer == ALL || outer == URL)
    return outer;
  if (outer != PLAIN && dk_yaml_is_merge(doc, key))
    return outer;
  if (outer == EXEC)
    return dk_yaml_is_text(doc, key, "env") ? ENV : is_one(doc, key, exec) ? PLAIN : ALL;
  if (outer == ENV || outer == PROVIDER)
    return is_one(doc, key, named) ? PLAIN : ALL;
  return mode_of(name.data, name.len);
}

static void look(struct walk *w, uint32_t node, mode how);

static void look_inside(struct walk *w, uint32_t node, mode how) {
  const dk_yaml_node *nodes = w->doc->nodes;
  int is_map = nodes[node].kind == DK_YAML_MAPPING;
  for (uint32_t i = node + 1; i < nodes[node].skip;) {
    uint32_t value = is_map ? nodes[i].skip : i;
    look(w, value, is_map ? inner(w->doc, how, i) : how);
    i = nodes[value].skip;
  }
}

/* An alias leads into a subtree at most once for each mode. */
static void look(struct walk *w, uint32_t node, mode how) {
  uint32_t target = dk_yaml_target(w->doc, node);
  if (w->marks[target] & SEEN(how))
    return;
  if (target != node) {
    if (dk_grow((void **)&w->later, w->count, &w->capacity, sizeof *w->later))
      w->later[w->count++] = (struct later){target, how};
    else
      w->failed = 1;
    return;
  }
  w->marks[node] |= SEEN(how);
  if (w->doc->nodes[node].kind != DK_YAML_SCALAR)
    look_inside(w, node, how);
}

dcoskube_status dk_redact_find(const dk_yaml_doc *doc, uint8_t **out, dcoskube_error *err) {
  struct walk walk = {doc, dk_calloc(doc->count, 1), NULL, 0, 0, 0};
  if (!walk.marks)
    return dk_no_memory(err);
  look(&walk, 0, PLAIN);
  while (walk.count > 0 && !walk.failed) {
    struct later later = walk.later[--walk.count];
    look(&walk, later.node, later.how);
  }
  dk_free(walk.later);
  if (walk.failed) {
    dk_free(walk.marks);
    return dk_no_memory(err);
  }
  *out = walk.marks;
  return DCOSKUBE_OK;
}

dk_redact_mark dk_redact_mark_of(const uint8_t *marks, uint32_t node) {
  uint8_t seen = marks[node];
  if (seen & (SEEN(ALL) | SEEN(EXEC) | SEEN(ENV) | SEEN(PROVIDER)))
    return DK_REDACT_ALL;
  if (seen & SEEN(DATA))
    return DK_REDACT_DATA;
  return seen & SEEN(URL) ? DK_REDACT_URL : DK_REDACT_NOTHING;
}

static int ends_authority(char c) {
  return strchr("/?#\\\"'<> \t\r\n", c) != NULL;
}

/* The length of the user's part with its '@' at the front of an authority; the last '@' counts. */
static size_t user_part(const char *text, size_t len, int all) {
  size_t part = 0;
  for (size_t i = 0; i < len && (all || text[i] == '\0' || !ends_authority(text[i])); i++)
    if (text[i] == '@')
      part = i + 1;
  return part;
}

static size_t find_scheme(const char *text, size_t len, size_t from) {
  for (size_t i = from; i + 3 <= len; i++)
    if (memcmp(text + i, "://", 3) == 0)
      return i + 3;
  return len;
}

int dk_redact_url(dk_buf *buf, const char *text, size_t len, int all) {
  int found = 0;
  size_t from = 0, at = find_scheme(text, len, 0);
  if (all && at == len)
    at = 0;
  while (at < len) {
    size_t part = user_part(text + at, len - at, all);
    if (buf)
      dk_buf_add(buf, text + from, at - from);
    if (buf && part > 0)
      dk_buf_str(buf, DK_REDACTED "@");
    found |= part > 0;
    from = at + part;
    at = find_scheme(text, len, from);
  }
  if (buf)
    dk_buf_add(buf, text + from, len - from);
  return found;
}

static int is_word(char c) {
  return dk_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* Behind the name of a field in a comment: where its value begins; 0: there is none. */
static size_t value_at(const char *text, size_t len, size_t pos, int is_option) {
  size_t at = pos;
  while (at < len && (text[at] == '"' || text[at] == '\'' || text[at] == ' ' || text[at] == '\t'))
    at++;
  if (at < len && (text[at] == ':' || text[at] == '='))
    return at + 1;
  return is_option && at > pos && at < len ? at : 0;
}

/* Names whose values are hidden in a comment: there is no structure to see whether they belong to a plugin. */
static int is_hidden(const char *name, size_t len) {
  static const char *const more[] = {"args", "env", "value", "bearer", "authorization", NULL};
  char folded[NAME_MAX_LEN];
  mode how = mode_of(name, len);
  if (how == ALL || how == DATA)
    return 1;
  fold(folded, name, len);
  for (size_t i = 0; more[i]; i++)
    if (strcmp(folded, more[i]) == 0)
      return 1;
  return 0;
}

/* A long word of mixed letters and digits: base64, a token. */
static int looks_random(const char *text, size_t len) {
  int upper = 0, lower = 0, digit = 0;
  for (size_t i = 0; i < len; i++) {
    upper |= text[i] >= 'A' && text[i] <= 'Z';
    lower |= text[i] >= 'a' && text[i] <= 'z';
    digit |= dk_is_digit(text[i]);
  }
  return len >= 24 && upper + lower + digit == 3;
}

static size_t run_of(const char *text, size_t len, size_t pos, const char *more) {
  size_t end = pos;
  while (end < len && text[end] != '\0' && (is_word(text[end]) || strchr(more, text[end])))
    end++;
  return end;
}

static void put_comment(dk_buf *buf, const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    size_t end = run_of(text, len, i, ""), blob = run_of(text, len, i, "+/=");
    size_t value = end > i && is_hidden(text + i, end - i) ? value_at(text, len, end, text[i] == '-') : 0;
    if (value > 0) {
      while (text[value - 1] == ' ' || text[value - 1] == '\t')
        value--;
      dk_buf_add(buf, text + i, value - i);
      dk_buf_str(buf, " " DK_REDACTED);
      return;
    }
    if (looks_random(text + i, blob - i)) {
      dk_buf_str(buf, DK_REDACTED);
      i = blob;
      continue;
    }
    end = end > i ? end : i + 1;
    dk_buf_add(buf, text + i, end - i);
    i = end;
  }
}

void dk_redact_comment(dk_buf *buf, const char *text, size_t len) {
  dk_buf plain;
  dk_buf_init(&plain, DK_YAML_TEXT_MAX);
  dk_redact_url(&plain, text, len, 0);
  put_comment(buf, dk_buf_peek(&plain), plain.len);
  if (plain.status != DCOSKUBE_OK)
    buf->status = plain.status;
  dk_buf_free_secret(&plain);
}
