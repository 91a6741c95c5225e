# SPDX-License-Identifier: Apache-2.0
"""Which files are read and how they are merged: rows M and P of the conformance
annex, each in a directory of its own, by kubectl and by us."""
import json
import os
import shutil
import sys
import tempfile

import judges

HEAD = "apiVersion: v1\nkind: Config\n"


def entry(name, server, more=""):
    return ("clusters: [{name: %s, cluster: {server: %s%s}}]\nusers: [{name: %s, user: {token: of-%s}}]\n"
            "contexts: [{name: %s, context: {cluster: %s, user: %s}}]\n" % (name, server, more, name, server, name, name, name))


FILES = {
    "a": HEAD + entry("x", "a1") + "current-context: x\n",
    "b": HEAD + entry("x", "b1") + "current-context: y\n",
    "c": HEAD + entry("z", "c1"),
    "empty": "", "blank": "current-context: ''\n", "broken": "bogus value", "list": "- a\n", "two": HEAD + "contexts: [{name: x}, {name: x}]\n",
    "sub/d": HEAD + entry("d", "d1", ", certificate-authority: ca.pem"),
    "sub/e": HEAD + entry("e", "e1", ", certificate-authority: ../up.pem"),
    "sub/ca.pem": "the CA of sub\n", "ca.pem": "another\n", "up.pem": "above\n",
    "ns": HEAD + "contexts: [{name: x, context: {namespace: only}}]\n",
    "cluster-only": HEAD + "clusters: [{name: z, cluster: {server: first}}]\n",
    "home/.kube/config": HEAD + entry("h", "home"),
    "a:b": HEAD + entry("colon", "one-file"),
}
# name, $KUBECONFIG (None: not set), the explicit path (None: none); %: the directory
ROWS = [
    ("M01 explicit and missing", None, "nofile"), ("M02 one of the list is missing", "missing:a", None),
    ("M03 all are missing", "m1:m2", None), ("M04 broken", "a:broken", None), ("M04 explicit, broken", None, "broken"),
    ("M05 a directory", "sub", None), ("M05 a directory, explicit", None, "sub"), ("a directory behind others", "a:sub", None),
    ("M06 explicit wins", "a:c", "b"), ("M07 no merging", "b", "c"), ("M08 the first wins", "a:b", None),
    ("M08 the other order", "b:a", None), ("M09 union", "a:c:sub/d", None), ("M10 empty does not count", "blank:b", None),
    ("M10 nothing in front", "empty:a", None), ("M11 duplicates", "c:a:c:b:a", None), ("the same in two spellings", "./a:a", None),
    ("M12 default", None, None), ("M12 empty is not set", "", None), ("only separators", ":", None), ("empty elements", ":a::c:", None),
    ("entries are not merged", "ns:a", None), ("a cluster of another file", "cluster-only:c", None), ("a list as a file", "list", None),
    ("duplicates in one of them", "a:two", None), ("P11 by file of origin", "sub/d:a", None), ("P11 upwards", "sub/e", None), ("P11 both", "sub/e:sub/d", None),
    ("P11 explicit", None, "sub/d"), ("P11 absolute", "%/sub/d", None), ("one file with a colon", None, "a:b"), ("the null device", "/dev/null", None),
    ("the null device and others", "/dev/null:a", None), ("no tilde", "~/config:c", None), ("blanks belong to the name", " a", None),
    ("behind a file", "a/x", None), ("a name too long", "n" * 300, None), ("a link", "link", None), ("a dangling link", "dangling:a", None), ("a loop", "loop", None),
    ("not readable", "unreadable:a", None),
]
# Where we differ, and why.
DIFFER = {
    "only separators": "kubectl reads nothing and cannot write; we say that no file is named",
    "behind a file": "a path that leads through a file does not exist: it reads as empty, and the commit tells",
}


def fill(directory):
    for name, text in FILES.items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text)
    for link, to in (("link", "sub/d"), ("dangling", "nowhere"), ("loop", "loop")):
        os.symlink(to, os.path.join(directory, link))
    with open(os.path.join(directory, "unreadable"), "w") as f:
        f.write(FILES["a"])
    os.chmod(os.path.join(directory, "unreadable"), 0)


def environment(directory, listed):
    env = {"HOME": os.path.join(directory, "home")}
    if listed is not None:
        env["KUBECONFIG"] = listed.replace("%", directory)
    return env


def check(judge, ours, directory, row):
    name, listed, explicit = row
    env = environment(directory, listed)
    args = ["--kubeconfig", explicit] if explicit else []
    run = judge.run([*args, "config", "view", "--raw", "--flatten", "-o", "json"], env=env, cwd=directory)
    view = judges.expected(json.loads(run.stdout), directory) if run.returncode == 0 else None
    saved = os.environ.pop("KUBECONFIG", None)
    got = ours.read(explicit or "", env=env, cwd=directory)[0]
    if saved is not None:
        os.environ["KUBECONFIG"] = saved
    if judges.meaning(got) == view and (view is not None or got["subject"]):
        return True
    if name not in DIFFER:
        print("1.%d: %s: kubectl %s, ours %s" % (judge.minor, name, view or run.stderr.decode().strip(), got))
    return name in DIFFER


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="oracle-") as work:
        found = judges.judges(work)
        directory = os.path.join(work, "files")
        fill(directory)
        for judge in {found[0].minor: found[0], found[-1].minor: found[-1]}.values():
            failed += sum(not check(judge, judges.Ours(), directory, row) for row in ROWS)
        shutil.rmtree(directory)
    print("%d rows, %d wrong" % (len(ROWS), failed))
    sys.exit(1 if failed else 0)


main()
