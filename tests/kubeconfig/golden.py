# SPDX-License-Identifier: Apache-2.0
"""The golden folders before kubectl: what we write it reads as we do, what we
refuse as wrong it refuses, and where a folder has a file `kubectl` its own
edit of the same input says the same."""
import json
import os
import shutil
import sys

try:
    import yaml
except ImportError:
    yaml = None

from kubectl import Kubectl, Ours, contexts, directory, normal

FOLDERS = os.path.join(os.environ["top_srcdir"], "tests/golden/kubeconfig")


def own_edit(judge, folder, path):
    """kubectl's edit as it reads it, or None and why not: Debian's 1.20 crashes, or has no such flag."""
    shutil.copyfile(os.path.join(folder, "input.yaml"), path)
    with open(os.path.join(folder, "kubectl")) as f:
        for line in f:
            run = judge.config(path, *line.split())
            if b"panic:" in run.stderr:
                return None, "crashes on its own edit"
            if b"unknown flag:" in run.stderr:
                return None, "does not know that edit yet"
            assert run.returncode == 0, run.stderr.decode()
    return judge.view(path), None


def is_json(path):
    with open(path, "rb") as f:
        try:
            return isinstance(json.loads(f.read()), dict)
        except ValueError:
            return False


def is_yaml(path):
    """Does PyYAML read the first document?"""
    with open(path, "rb") as f:
        try:
            next(yaml.safe_load_all(f), None)
            return True
        except yaml.YAMLError:
            return False


def check_text(start, expected):
    """JSON stays JSON, and PyYAML reads the result if it read the input."""
    assert is_json(expected) or not is_json(start), "it is no JSON any more"
    assert not yaml or is_yaml(expected) or not is_yaml(start), "PyYAML refuses the result"


def check(judge, ours, folder, path):
    expected, error = os.path.join(folder, "expected.yaml"), os.path.join(folder, "error")
    if os.path.exists(error):
        with open(error) as f:
            refused = f.read().startswith(("DCOSKUBE_ERR_PARSE", "DCOSKUBE_ERR_INVALID"))
        view = judge.view(os.path.join(folder, "input.yaml"))
        assert (view is None) == refused, "kubectl %s the input" % ("refuses" if view is None else "reads")
        return
    start = os.path.join(folder, "input.yaml")
    if os.path.exists(start):
        check_text(start, expected)
    shutil.copyfile(expected, path)
    view = judge.view(path)
    assert view is not None, "kubectl refuses the result"
    lines, message = ours.contexts(path)
    assert lines == contexts(view), "read differently: %s %s %s" % (lines, contexts(view), message)
    if os.path.exists(os.path.join(folder, "kubectl")):
        theirs, why_not = own_edit(judge, folder, path)
        if why_not:
            print("%s: this kubectl %s, so that is not compared" % (os.path.basename(folder), why_not))
            return
        assert normal(view) == normal(theirs), "kubectl's edit differs: %s %s" % (normal(view), normal(theirs))


def main():
    failed = 0
    with directory() as work:
        judge, ours, path = Kubectl(work), Ours(work), os.path.join(work, "config")
        names = sorted(os.listdir(FOLDERS))
        for name in names:
            try:
                check(judge, ours, os.path.join(FOLDERS, name), path)
            except AssertionError as e:
                print("%s: %s" % (name, e))
                failed += 1
    print("kubectl on golden folders: %d passed, %d failed" % (len(names) - failed, failed))
    sys.exit(1 if failed or not names else 0)


main()
