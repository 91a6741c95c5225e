# SPDX-License-Identifier: Apache-2.0
"""The kubeconfig editor beside libyaml's bare event pass and beside kubectl, in one run.

    kubeconfig.py DCOSKUBE YAML_PASS OPERATIONS BENCH_JSON

All figures are CPU (user + system), the start of the process taken off, as ratios within this run.
"""

import base64
import os
import shutil
import sys
import tempfile

import bench

COUNT = 10000
CA_BYTES = 1170  # of DER; 1.6 KB of PEM in base64, as kubectl embeds it


def write_config(path, count, with_ca):
    ca = base64.b64encode(os.urandom(CA_BYTES)).decode()
    with open(path, "w", encoding="utf-8") as out:
        out.write("apiVersion: v1\nclusters:\n")
        for i in range(count):
            out.write("- cluster:\n")
            if with_ca:
                out.write("    certificate-authority-data: %s\n" % ca)
            out.write("    server: https://kube-apiserver-%d.example.com:6443\n  name: c%d\n" % (i, i))
        out.write("contexts:\n")
        for i in range(count):
            out.write("- context:\n    cluster: c%d\n    user: u%d\n  name: x%d\n" % (i, i, i))
        out.write("current-context: x0\nkind: Config\npreferences: {}\nusers:\n")
        for i in range(count):
            out.write("- name: u%d\n  user:\n    token: t%d\n" % (i, i))


class Peers:
    """The commands that are compared, on one file."""

    def __init__(self, dcoskube, yaml_pass, home):
        self.dcoskube = dcoskube
        self.yaml_pass = yaml_pass
        self.home = home
        self.kubectl = shutil.which("kubectl")
        self.start = bench.weigh([dcoskube, "context", "--help"]).cpu
        self.yaml_start = bench.weigh([yaml_pass, self.empty()]).cpu
        self.kubectl_start = bench.weigh([self.kubectl, "version", "--client"], 3).cpu if self.kubectl else 0

    def empty(self):
        path = os.path.join(self.home, "empty")
        with open(path, "w", encoding="utf-8") as out:
            out.write("{}\n")
        return path

    def event_pass(self, path):
        return max(bench.weigh([self.yaml_pass, path]).cpu - self.yaml_start, 1e-4)

    def ours(self, words, before=None):
        weight = bench.weigh([self.dcoskube] + words, before=before)
        return max(weight.cpu - self.start, 1e-4), weight.memory

    def theirs(self, words, before=None):
        return max(bench.weigh([self.kubectl] + words, 3, before).cpu - self.kubectl_start, 1e-4)


def one_file(report, peers, label, path):
    pristine = path + ".pristine"
    shutil.copyfile(path, pristine)

    def restore():
        shutil.copyfile(pristine, path)

    size = os.path.getsize(path)
    bound = peers.event_pass(path)
    report.add("%s: libyaml's bare event pass" % label, bound, "s")
    last = "x%d" % (COUNT - 1)
    cpu, memory = peers.ours(["context", "use", "--kubeconfig", path, last], restore)
    report.add("%s: context use / event pass" % label, cpu / bound, "x", 2.5)
    report.add("%s: peak memory over (2 x file + 24 MiB)" % label, memory / (2 * size + (24 << 20)), "x", 1.0)
    for word in ("list", "current"):
        cpu_read, _ = peers.ours(["context", word, "--kubeconfig", path])
        report.add("%s: context %s / event pass" % (label, word), cpu_read / bound, "x", 1.4)
    if peers.kubectl:
        theirs = peers.theirs(["config", "use-context", last, "--kubeconfig", path], restore)
        report.add("%s: kubectl config use-context / context use" % label, theirs / cpu, "x", 15, at_least=True)


def growth(report, peers, home):
    cpus = []
    for count in (COUNT // 4, COUNT):
        path = os.path.join(home, "grow%d" % count)
        write_config(path, count, True)
        cpus.append(peers.ours(["context", "use", "--kubeconfig", path, "x1"])[0])
    report.add("four times the entries, times the CPU", cpus[1] / cpus[0], "x", 5.0)


def many(report, operations, path):
    cpus = []
    for count in (1, 1000):
        weight = bench.weigh([operations, path, str(count)], 3, lambda: write_config(path, COUNT, False))
        cpus.append(weight.cpu)
    report.add("1000 operations in one commit, times the CPU of one", cpus[1] / cpus[0], "x", 2.0)


def main():
    dcoskube, yaml_pass, operations, out = sys.argv[1:5]
    bench.limit_memory()
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        os.environ.pop("KUBECONFIG", None)
        peers = Peers(dcoskube, yaml_pass, home)
        report = bench.Report("kubeconfig: %d contexts" % COUNT)
        for label, with_ca in (("plain", False), ("with CA data", True)):
            path = os.path.join(home, "config")
            write_config(path, COUNT, with_ca)
            one_file(report, peers, "%s, %.1f MB" % (label, os.path.getsize(path) / 1e6), path)
        growth(report, peers, home)
        many(report, operations, os.path.join(home, "many"))
        report.show(out)


if __name__ == "__main__":
    main()
