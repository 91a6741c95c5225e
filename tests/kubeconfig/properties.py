#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Edits of generated kubeconfigs, judged by PyYAML.

For each seed a kubeconfig is written in some style (indentation, order,
quotes, comments, line ends, block scalars, empty sections, lists and entries in
flow style, JSON) and encoding, then operations are run on it.  The result must say what the old text said plus the
operations, and each line that no operation owns must still be there, in
order and byte by byte.  JSON stays JSON.

usage: properties.py PROGRAM DIRECTORY FIRST COUNT
"""
import base64
import copy
import json
import os
import random
import re
import subprocess
import sys

import yaml

KINDS = (("clusters", "cluster"), ("contexts", "context"), ("users", "user"))
WORDS = ["a", "y", "on", "123", "0x1f", "dev-1", "ünï", "a b", "x:y", "#h", "it's", "prod@eu", "2001-01-01", "null", "~", "=", "- x", "a: b", "1_0", "e\"q"]


class Writer:
    def __init__(self, rng):
        self.rng = rng
        self.lines = []
        self.number = 0
        self.in_block = False
        self.eol = rng.choice(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])
        self.root = rng.choice([0, 0, 0, 2])
        self.dash = rng.choice([0, 0, 2, 3])
        self.gap = rng.choice([1, 1, 1, 3])
        self.step = rng.choice([2, 2, 4, 1])
        self.name_first = rng.random() < 0.5
        self.comments = rng.choice([0, 0.1, 0.4])
        self.flow = rng.choice([0, 0, 0, 0.2, 1])

    def scalar(self, text):
        rng = self.rng
        plain = text.isascii() and text.replace("-", "").replace(".", "").isalnum() and isinstance(yaml.safe_load(text), str) \
            and text not in ("y", "n", "=") or text in ("ünï",)
        how = rng.choice(["plain", "plain", "single", "double"])
        if text.startswith("https://") and how == "plain":
            return text
        if how == "plain" and plain:
            return text
        if how == "single":
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def comment(self):
        self.number += 1
        return "# c%d %s" % (self.number, self.rng.choice(["note", "ünïcödé ☸", "x: y", "- no", "日本"]))

    def line(self, indent, text):
        rng = self.rng
        while rng.random() < self.comments and not self.in_block:  # there it would be text
            self.lines.append(rng.choice(["", " " * rng.randrange(0, 8) + self.comment(), " " * indent + self.comment()]))
        if rng.random() < self.comments:
            text += " " * rng.randrange(1, 4) + self.comment()
        self.lines.append(" " * indent + text)
        self.in_block = False

    def pair(self, indent, key, value, first=""):
        rng = self.rng
        prefix = first + key + ":"
        if value is None:
            self.line(indent, prefix + rng.choice(["", " null", " ~"]))
        elif value is True or value is False:
            self.line(indent, prefix + " " + str(value).lower())
        elif isinstance(value, dict) or isinstance(value, list):
            self.line(indent, prefix + " " + json.dumps(value, ensure_ascii=False))
        elif key.endswith("-data") and rng.random() < 0.4:
            sign = rng.choice(["|", ">", "|-", "|+", ">-"])
            self.lines.append(" " * indent + prefix + " " + sign)
            inner = indent + len(first) + rng.choice([1, 2, 4])
            cut = max(1, len(value) // 3) if sign[0] == "|" else len(value)  # a fold is a blank
            for i in range(0, len(value), cut):
                self.lines.append(" " * inner + value[i:i + cut])
            if rng.random() < 0.3:
                self.lines.append("")
            self.in_block = True
        elif rng.random() < 0.08:
            self.line(indent, prefix)
            self.lines.append(" " * (indent + len(first) + 3) + self.scalar(value))
        else:
            self.line(indent, prefix + " " * rng.choice([1, 1, 3]) + self.scalar(value))


def make_model(rng):
    names = rng.sample(WORDS, rng.randrange(0, 6))
    model = {}
    clusters, users, contexts = [], [], []
    for name in names:
        body = {"server": "https://%s.example:6443" % rng.choice(["k", "kube", "x1"])}
        if rng.random() < 0.4:
            body["certificate-authority-data"] = base64.b64encode(name.encode() * 9).decode()
        elif rng.random() < 0.3:
            body["insecure-skip-tls-verify"] = True
        elif rng.random() < 0.3:
            body["certificate-authority"] = "ca.pem"
        if rng.random() < 0.3:
            body["own-field"] = {"deep": [1, "two", {"x": None}]}
        clusters.append({"name": name, "cluster": body})
        body = {}
        if rng.random() < 0.5:
            body["token"] = "tok-" + str(rng.randrange(99))
        if rng.random() < 0.2:
            body["tokenFile"] = "t"
        if rng.random() < 0.2:
            body["username"] = "admin"
            body["password"] = "pw"
        users.append({"name": name, "user": body if body or rng.random() < 0.5 else None})
        body = {"cluster": name, "user": name}
        if rng.random() < 0.3:
            body["namespace"] = "ns-" + str(rng.randrange(9))
        contexts.append({"name": name, "context": body})
    for key, value in (("clusters", clusters), ("users", users), ("contexts", contexts)):
        rng.shuffle(value)
        if value or rng.random() < 0.6:
            model[key] = value or rng.choice([None, []])
    if rng.random() < 0.7:
        model["current-context"] = rng.choice(names + ["", "gone"])
    if rng.random() < 0.7:
        model["apiVersion"] = "v1"
        model["kind"] = "Config"
    if rng.random() < 0.4:
        model["preferences"] = {}
    if rng.random() < 0.3:
        model["x-own"] = {"keep": ["me", 1]}
    return model, names


def flow_text(rng, value):
    """In flow style: as JSON, or with plain keys."""
    text = json.dumps(value, ensure_ascii=False, separators=rng.choice([(", ", ": "), (",", ": ")]))
    return text if rng.random() < 0.5 else re.sub(r'"([a-z][a-z-]+)": ', r"\1: ", text)


def write_json(rng, model):
    how = rng.choice([{"indent": 4}, {"indent": 2}, {"indent": 1}, {}, {"separators": (",", ":")}])
    eol = rng.choice(["\n", "\n", "\r\n"])
    return (json.dumps(model, ensure_ascii=rng.random() < 0.3, **how) + rng.choice(["", "\n"])).replace("\n", eol)


def encode(rng, text):
    how = rng.choice(["utf-8"] * 7 + ["utf-8-sig", "utf-16-le", "utf-16-be"])
    return text.encode(how) if how.startswith("utf-8") else ("\ufeff" + text).encode(how)


def decode(data):
    """The text without its mark, and the encoding."""
    for mark, how in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(how).lstrip("\ufeff"), how
    return data.decode(), "utf-8"


def write_item(w, body_key, item, first_indent):
    margin = "-" + " " * w.gap
    if w.rng.random() < w.flow:
        w.line(first_indent, margin + flow_text(w.rng, item))
        return
    keys = ["name", body_key] if w.name_first else [body_key, "name"]
    for i, key in enumerate(keys):
        indent = first_indent if i == 0 else first_indent + len(margin)
        first = margin if i == 0 else ""
        value = item[key]
        if key == "name":
            w.pair(indent, key, value, first)
        elif not value or w.rng.random() < 0.05:
            w.pair(indent, key, value, first)
        else:
            w.line(indent, first + key + ":")
            inner = list(value.items())
            w.rng.shuffle(inner)
            for k, v in inner:
                w.pair(first_indent + len(margin) + w.step, k, v)


def write(rng, model):
    w = Writer(rng)
    order = list(model)
    rng.shuffle(order)
    for key in order:
        value = model[key]
        body_key = dict(KINDS).get(key)
        if body_key and value and rng.random() < w.flow:
            w.line(w.root, key + ": " + flow_text(rng, value))
        elif body_key and value:
            w.line(w.root, key + ":")
            for item in value:
                write_item(w, body_key, item, w.root + w.dash)
        elif key == "x-own":
            w.line(w.root, "x-own:")
            w.pair(w.root + 2, "keep", value["keep"])
        else:
            w.pair(w.root, key, value)
    if not order:
        w.lines.append(rng.choice(["", "# empty", "{}", "---"]))
    text = w.eol.join(w.lines) + (w.eol if rng.random() < 0.8 else "")
    if rng.random() < 0.15 and order:
        text = "---" + w.eol + text
    return text


def change(model, known, rng):
    """An operation on a context that exists: its line; the model is changed."""
    name = rng.choice(known)
    found = [c for c in model["contexts"] if c["name"] == name][0]
    if " " in name or name == "#h":
        return None
    what = rng.choice(["rename", "delete", "namespace"])
    if what == "rename":
        new = rng.choice(["renamed", "no", "it's-2", "0x2"])
        if new in known:
            return None
        found["name"] = new
        known[known.index(name)] = new
        if model.get("current-context") == name:
            model["current-context"] = new
        return "rename %s %s" % (name, new)
    if what == "namespace":
        found["context"] = dict(found["context"] or {}, namespace="ns-set")
        return "namespace %s ns-set" % name
    model["contexts"].remove(found)
    known.remove(name)
    cascade = rng.random() < 0.5
    for key, field in (("clusters", "cluster"), ("users", "user")):
        target = (found["context"] or {}).get(field)
        if cascade and not [c for c in model["contexts"] if (c["context"] or {}).get(field) == target]:
            model[key] = [e for e in model.get(key) or [] if e["name"] != target]
    return "delete " + name + (" cascade" if cascade else "")


def apply(model, names, rng):
    """Operations as lines, and the model that they should give."""
    lines = []
    model = copy.deepcopy(model) or {}
    known = [c["name"] for c in model.get("contexts") or []]
    fresh = not model
    for _ in range(rng.randrange(1, 5)):
        if known and rng.random() < 0.4:
            name = rng.choice(known)
            if " " in name or name == "#h":
                continue
            lines.append("use " + name)
            model["current-context"] = name
            continue
        if known and rng.random() < 0.4:
            line = change(model, known, rng)
            lines += [line] if line else []
            continue
        name = rng.choice([n for n in WORDS + ["new-1", "new-2"] if " " not in n])
        server = "https://%s.example:6443" % rng.choice(["k", "kube", "new"])
        words, cluster, user, context = ["overwrite"], {"server": server}, {}, {"cluster": name, "user": name}
        gone = set()
        if rng.random() < 0.3:
            words.append("insecure")
            cluster["insecure-skip-tls-verify"] = True
            gone |= {"certificate-authority", "certificate-authority-data"}
        if rng.random() < 0.4:
            user["token"] = "tok-%d" % rng.randrange(99)
            words.append("token=" + user["token"])
            gone |= {"tokenFile", "username", "password"}
        if rng.random() < 0.3:
            context["namespace"] = "ns-new"
            words.append("namespace=ns-new")
        if rng.random() < 0.3:
            words.append("activate")
            model["current-context"] = name
        lines.append("set %s %s %s" % (name, server, " ".join(words)))
        for (key, body_key), body in zip(KINDS, (cluster, context, user)):
            entries = model.get(key) or []
            model[key] = entries
            found = [e for e in entries if e["name"] == name]
            if not found:
                entries.append({"name": name, body_key: body})
                continue
            old = found[0][body_key] or {}
            merged = {k: v for k, v in old.items() if k not in gone}
            merged.update(body)
            found[0][body_key] = merged
        if name not in known:
            known.append(name)
    if fresh and lines:
        for key, value in (("apiVersion", "v1"), ("kind", "Config"), ("preferences", {}), ("current-context", "")):
            model.setdefault(key, value)
    return lines, model


def normal(model):
    model = copy.deepcopy(model) or {}
    for key, body_key in KINDS:
        model[key] = model.get(key) or []
        for entry in model[key]:
            body = entry.get(body_key) or {}
            for field in list(body):
                if field.endswith("-data"):
                    body[field] = "".join(body[field].split())
            entry[body_key] = body
    return model


FIELDS = ("token", "username", "password", "certificate-authority", "insecure", "server", "current-context", "namespace",
          "cluster", "user", "context", "name")


def lines_of(text):
    return re.split("\r\n|\n|\r", text)


def is_owned(line):
    """May an operation change or remove it?"""
    return line.strip().lstrip('- {["').startswith(FIELDS) or ("{" in line and "#" in line)


def comments(lines):
    return [line[line.index("# c"):] for line in lines if "# c" in line]


def is_json(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def subsequence(small, large):
    it = iter(large)
    return all(x in it for x in small)


def check_text(old, new, deletes, seed):
    """What holds for the text, whatever it says.  Comments and lines go with entries that are deleted."""
    before, after = lines_of(old), lines_of(new)
    kept = comments(line for line in before if not is_owned(line))
    assert deletes or subsequence(kept, comments(after)), "seed %d: a comment is lost" % seed
    if is_json(old):
        assert is_json(new), "seed %d: no JSON any more" % seed
        assert (len(before) == 1) == (len(after) == 1) or old.strip() == "{}", "seed %d: other lines" % seed
        if len(before) > 2:
            kept = [line.rstrip(",") for line in before if not is_owned(line)]
            assert deletes or subsequence(kept, [line.rstrip(",") for line in after]), "seed %d: a line is lost" % seed
    if len(before) > 1:
        for end in ("\r\n", "\n", "\r"):
            def ends(text):
                return len(re.findall({"\r\n": "\r\n", "\n": "(?<!\r)\n", "\r": "\r(?!\n)"}[end], text))
            assert (ends(old) > 0) == (ends(new) > 0), "seed %d: line ends" % seed
    last = before[-1]
    if old.strip() and yaml.safe_load(old) and (not last or last in after):  # else the last line was removed
        assert (old[-1] in "\r\n") == (new[-1] in "\r\n"), "seed %d: final line end" % seed


def run_program(program, directory, data, lines):
    path, script = os.path.join(directory, "file"), os.path.join(directory, "operations")
    with open(path, "wb") as f:
        f.write(data)
    with open(script, "w", encoding="utf-8") as f:
        f.write("\n".join(lines + ["commit"]) + "\n")
    run = subprocess.run([program, path, script], capture_output=True, timeout=60, check=False)
    with open(path, "rb") as f:
        return run, f.read()


def check(program, directory, seed):
    rng = random.Random(seed)
    model, names = make_model(rng)
    old = write_json(rng, model) if rng.random() < 0.25 else write(rng, model)
    data = encode(rng, old)
    start = yaml.safe_load(data) if old.strip() else None
    assert normal(start) == normal(model), "seed %d: the generator is wrong" % seed
    lines, expected = apply(model, names, rng)
    run, after = run_program(program, directory, data, lines)
    if run.returncode == 1 and b"UNSUPPORTED" in run.stdout:
        assert after == data, "seed %d: refused and yet changed" % seed
        return "refused"
    assert run.returncode == 0, "seed %d: %s" % (seed, run.stdout + run.stderr)
    new, encoding = decode(after)
    got = yaml.safe_load(after) if new.strip() else None
    assert normal(got) == normal(expected), "seed %d: model\n%s\n%s" % (seed, normal(got), normal(expected))
    assert encoding == decode(data)[1], "seed %d: encoding" % seed
    if after == data:
        return "unchanged"
    deletes = any(line.startswith("delete") for line in lines)
    check_text(decode(data)[0], new, deletes, seed)
    return "edited"


def main():
    program, directory, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    tally = {}
    for seed in range(first, first + count):
        try:
            result = check(program, directory, seed)
        except AssertionError as e:
            print(e)
            result = "failed"
        tally[result] = tally.get(result, 0) + 1
    print(" ".join("%s %d" % (k, tally[k]) for k in sorted(tally)))
    sys.exit(1 if tally.get("failed") or not tally.get("edited") else 0)


if __name__ == "__main__":
    main()
