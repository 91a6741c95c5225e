# SPDX-License-Identifier: Apache-2.0
"""Which kubectls judge, how they are asked, and what of their answers counts.

DCOSKUBE_KUBECTL_ORACLES names plain kubectls, separated by colons.  Without it
the newest that is found judges.  A cloud SDK's `kubectl` is a dispatcher that
runs plugins: it is never asked, the plain ones lie beside it.
DCOSKUBE_ORACLE_CACHE names a directory where answers are kept from run to run.
"""
import base64
import concurrent.futures
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

NO_CACHE = {"HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


class Judge:
    def __init__(self, path, work):
        self.path, self.work = path, work
        self.env = dict(NO_CACHE, HOME=work, PATH=os.environ["PATH"])
        version = json.loads(self.run(["version", "--client", "-o", "json"]).stdout)["clientVersion"]
        if "dispatcher" in version["gitVersion"]:
            print("%s is a dispatcher, and no plain kubectl lies beside it: skipped" % path)
            sys.exit(77)
        self.minor = int("".join(c for c in version["minor"] if c.isdigit()))
        self.key = "%s %d" % (version["gitVersion"], os.path.getsize(path))
        self.cache = os.environ.get("DCOSKUBE_ORACLE_CACHE")
        self.asked = 0

    def run(self, args, env=None, cwd=None):
        return subprocess.run([self.path, *args], capture_output=True, env=dict(self.env, **(env or {})), cwd=cwd,
                              timeout=120)

    def config(self, path, *args):
        return self.run(["--kubeconfig", path, "config", *args])

    def view(self, path, text):
        """What kubectl reads in the file of that text, or None; and what it complains of."""
        kept = self.cache and os.path.join(self.cache, hashlib.sha256(self.key.encode() + b"\0" + text).hexdigest())
        if kept and os.path.exists(kept):
            with open(kept) as f:
                return tuple(json.load(f))
        self.asked += 1
        run = self.config(path, "view", "--raw", "-o", "json")
        message = run.stderr.decode("utf-8", "replace").replace(path, "FILE")
        answer = (json.loads(run.stdout) if run.returncode == 0 else None, message)
        if kept:
            os.makedirs(self.cache, exist_ok=True)
            with open(kept + ".%d" % os.getpid(), "w") as f:
                json.dump(answer, f)
            os.replace(kept + ".%d" % os.getpid(), kept)
        return answer

    def views(self, files):
        """The same for many (path, text), several at once."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return list(pool.map(lambda file: self.view(*file), files))


def plain_kubectls():
    """Those of the machine that are no dispatchers, the oldest first."""
    path = shutil.which("kubectl")
    if not path:
        return []
    beside = glob.glob(os.path.join(os.path.dirname(os.path.realpath(path)), "kubectl.1.[0-9][0-9]"))
    return sorted(beside) or [path]


def judges(work):
    named = os.environ.get("DCOSKUBE_KUBECTL_ORACLES")
    paths = [p for p in named.split(":") if p] if named else plain_kubectls()[-1:]
    if not paths:
        print("no kubectl: skipped")
        sys.exit(77)
    found = sorted((Judge(path, work) for path in paths), key=lambda judge: judge.minor)
    print("judges: " + ", ".join("1.%d" % judge.minor for judge in found))
    return found


CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def clean(text):
    """As texts are shown: control characters escaped."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return CONTROL.sub(lambda m: short.get(m[0]) or "".join("\\x%02x" % b for b in m[0].encode()), text)


def content(data, path, directory):
    """What a …-data field or the file beside it holds, as the library's getters tell it."""
    if data:
        return base64.b64decode(data).hex()
    try:
        with open(os.path.join(directory, path), "rb") as f:
            return f.read().hex()
    except (OSError, ValueError):
        return "DCOSKUBE_ERR_NOT_FOUND"


def token(user, directory):
    if user.get("token"):
        return user["token"].encode().hex()
    return content(None, user.get("tokenFile", ""), directory)


def expected(view, directory):
    """kubectl's view as tests/oracle/read shows a kubeconfig; file and line left out."""
    clusters = {c["name"]: c["cluster"] for c in view["clusters"] or []}
    users = {u["name"]: u["user"] for u in view["users"] or []}
    contexts = []
    for entry in view["contexts"] or []:
        context = entry["context"]
        cluster, user = clusters.get(context.get("cluster"), {}), users.get(context.get("user"), {})
        contexts.append({
            "name": clean(entry["name"]), "cluster": clean(context.get("cluster", "")),
            "user": clean(context.get("user", "")), "namespace": clean(context.get("namespace", "")),
            "server": clean(cluster.get("server", "")), "tls-server-name": clean(cluster.get("tls-server-name", "")),
            "insecure": cluster.get("insecure-skip-tls-verify", False),
            "exec": "exec" in user or "auth-provider" in user,
            "ca": content(cluster.get("certificate-authority-data"), cluster.get("certificate-authority", ""), directory),
            "certificate": content(user.get("client-certificate-data"), user.get("client-certificate", ""), directory),
            "key": content(user.get("client-key-data"), user.get("client-key", ""), directory),
            "token": token(user, directory)})
    return {"current": clean(view["current-context"]), "contexts": contexts}


class Ours:
    def __init__(self):
        self.program = os.path.join(os.environ["top_builddir"], "tests/oracle/read")

    def read(self, *paths, env=None, cwd=None):
        run = subprocess.run([self.program, *paths], capture_output=True, env=dict(os.environ, **(env or {})), cwd=cwd,
                             timeout=300)
        assert run.returncode == 0, run.stderr.decode()
        return [json.loads(line) for line in run.stdout.decode().splitlines()]


def meaning(ours):
    """What we read without file and line, to be compared; None: refused."""
    if "status" in ours:
        return None
    return {"current": ours["current"],
            "contexts": [{k: v for k, v in c.items() if k not in ("file", "line")} for c in ours["contexts"]]}
