# SPDX-License-Identifier: Apache-2.0
"""Which kubectl judges, and how it is asked."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile


class Kubectl:
    def __init__(self, work):
        named = os.environ.get("KUBECTL") or os.environ.get("DCOSKUBE_KUBECTL_ORACLES", "").split(":")[-1]
        path = named or shutil.which("kubectl")
        if not path:
            print("no kubectl: skipped")
            sys.exit(77)
        # a cloud SDK's kubectl is a dispatcher that runs plugins; the plain ones lie beside it
        plain = sorted(glob.glob(os.path.join(os.path.dirname(os.path.realpath(path)), "kubectl.1.[0-9][0-9]")))
        self.path = path if named or not plain else plain[-1]
        self.env = {"HOME": work, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        version = json.loads(self.run("version", "--client", "-o", "json").stdout)["clientVersion"]
        self.minor = int("".join(c for c in version["minor"] if c.isdigit()))
        print("judge: %s, version 1.%d" % (self.path, self.minor))

    def run(self, *args):
        return subprocess.run([self.path, *args], capture_output=True, env=self.env, timeout=120)

    def view(self, path):
        """What kubectl reads, or None if it refuses the file."""
        run = self.run("--kubeconfig", path, "config", "view", "--raw", "-o", "json")
        return json.loads(run.stdout) if run.returncode == 0 else None

    def config(self, path, *args):
        return self.run("--kubeconfig", path, "config", *args)


def normal(view):
    """What versions write in different ways: preferences, absent and empty lists."""
    view = {k: v for k, v in view.items() if v not in (None, [], {}, "")}
    for key in ("clusters", "users", "contexts"):
        view.setdefault(key, [])
    return view


def contexts(view):
    """As `kubeconfig-edit … list` prints them, the line left out."""
    clusters = {c["name"]: c["cluster"] for c in view["clusters"] or []}
    users = {u["name"]: u["user"] for u in view["users"] or []}
    lines = ["current " + (view["current-context"] or "-")]
    for entry in view["contexts"] or []:
        context = entry["context"]
        cluster = clusters.get(context.get("cluster"), {})
        user = users.get(context.get("user"), {})
        lines.append("|".join([
            entry["name"], context.get("cluster", ""), context.get("user", ""), context.get("namespace", ""),
            cluster.get("server", ""), cluster.get("tls-server-name", ""),
            str(int(cluster.get("insecure-skip-tls-verify", False))),
            str(int("exec" in user or "auth-provider" in user))]))
    return lines


class Ours:
    def __init__(self, work):
        self.program = os.path.join(os.environ["top_builddir"], "tests/golden/kubeconfig-edit")
        self.operations = os.path.join(work, "operations-of-ours")

    def run(self, path, *operations):
        with open(self.operations, "w") as f:
            f.write("".join(line + "\n" for line in operations))
        return subprocess.run([self.program, path, self.operations], capture_output=True, timeout=120)

    def contexts(self, path):
        """The same lines, or None and the message if it refuses."""
        run = self.run(path, "list")
        if run.returncode != 0:
            return None, run.stdout.decode()
        lines = run.stdout.decode().splitlines()
        return lines[:1] + [line.rsplit("|", 1)[0] for line in lines[1:]], ""


def directory():
    return tempfile.TemporaryDirectory(prefix="kubeconfig-")
