# SPDX-License-Identifier: Apache-2.0
"""Any text of at most 1 MiB is taken or refused with little time and memory.  The
reach is 1 s and 64 MiB beyond an empty file; a test on a busy machine has room."""
import os
import resource
import subprocess
import sys
import tempfile

SIZE = 1 << 20
CPU_SECONDS = 10
MEMORY_KB = 64 * 1024
MERGES = b"m0: &m0 {server: s}\n" + b"".join(b"m%d: &m%d {<<: [*m%d, *m%d]}\n" % (i, i, i - 1, i - 1) for i in range(1, 99))


def fill(unit, head=b"", tail=b""):
    return head + unit * ((SIZE - len(head) - len(tail)) // len(unit)) + tail


def chain(step):
    lines, size, i = [b"a0: &a0 x\n"], 10, 1
    while size + 40 < SIZE:
        lines.append(step % ((i, i) + (i - 1,) * step[step.index(b"&"):].count(b"*")))
        size += len(lines[-1])
        i += 1
    return b"".join(lines)


BOMBS = {
    "open brackets": fill(b"["), "open braces": fill(b"{"), "brackets in turn": fill(b"[{a: "), "dashes": fill(b"- "), "question marks": fill(b"? "),
    "nested a hundred times": fill(b"- " + b"[" * 90 + b"]" * 90 + b"\n"), "entries without a name": fill(b"- \n", b"contexts:\n"), "entries in flow": fill(b"{},", b"contexts: [", b"]"),
    "many entries": b"contexts:\n" + b"".join(b"- name: %d\n" % i for i in range(70000)), "empty keys": fill(b"a:\n"), "nulls": fill(b",a", b"x: [a", b"]"), "one scalar": fill(b"x", b"current-context: "),
    "one quoted scalar": fill(b"\\n", b'current-context: "', b'"'), "one folded scalar": fill(b"  x\n", b"current-context: >\n"), "comments": fill(b"#\n"), "blanks": fill(b" "), "line ends": fill(b"\n"), "no line ends": fill(b"a: "),
    "anchors": b"".join(b"- &a%d\n" % i for i in range(90000)), "one anchor again and again": fill(b"- &a\n"), "aliases": fill(b"- *a\n", b"- &a x\n"), "aliases in flow": fill(b"*a,", b"a: &a [x]\nb: [", b"]"),
    "a chain of aliases": chain(b"a%d: &a%d [*a%d]\n"), "a doubling chain": chain(b"a%d: &a%d [*a%d,*a%d]\n"), "merges of merges": MERGES + b"clusters: [{name: a, cluster: *m98}]\n",
    "a chain of merges": chain(b"a%d: &a%d {<<: *a%d}\n").replace(b"&a0 x", b"&a0 {x: y}"), "a list of merges": fill(b"*m,", b"m: &m {server: s}\nclusters: [{name: a, cluster: {<<: [", b"]}}]"),
    "aliased extensions": fill(b"*x,", b"x: &x {name: a}\nextensions: [", b"]"), "an alias for each cluster": b"x: &x {server: s}\nclusters:\n" + b"".join(b"- {name: c%d, cluster: *x}\n" % i for i in range(30000)),
    "tags": fill(b"- !!str x\n"), "directives": fill(b"%A\n"), "documents": fill(b"---\n"), "characters of three bytes": fill("\u4e2d".encode(), b"current-context: "), "UTF-16": b"\xff\xfe" + fill("- a\n".encode("utf-16-le"))[: SIZE - 2],
    "marks": fill(b"\xef\xbb\xbf"), "zeros": fill(b"\0"), "no UTF-8": fill(b"\xff"), "digits": fill(b"1", b"current-context: "), "underscores": fill(b"_", b"current-context: 1"), "base64": fill(b"AAAA", b"clusters: [{name: a, cluster: {certificate-authority-data: ", b"}}]"),
    "a date for each": fill(b"- !!timestamp 2001-01-01\n"), "binaries": fill(b"- !!binary aGk=\n"),
}


def limited():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(path):
    """The exit status, the most memory in KiB, the CPU seconds."""
    program = os.path.join(os.environ["top_builddir"], "tests/oracle/read")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([program, "--memory", path], stdout=subprocess.PIPE, preexec_fn=limited)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = int(run.stdout.splitlines()[-1]) if run.returncode == 0 else 0
    return run.returncode, memory, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    failed, worst_memory, worst_time = 0, (0, ""), (0, "")
    sanitized = bool(os.environ.get("SAN_CFLAGS"))
    with tempfile.TemporaryDirectory(prefix="limits-") as work:
        path = os.path.join(work, "config")
        open(path, "wb").close()
        base = read(path)[1]
        for name, text in BOMBS.items():
            assert len(text) <= SIZE, name
            with open(path, "wb") as f:
                f.write(text)
            status, memory, seconds = read(path)
            memory -= base
            worst_memory, worst_time = max(worst_memory, (memory, name)), max(worst_time, (seconds, name))
            if status != 0 or (memory > MEMORY_KB and not sanitized):
                failed += 1
                print("%s: status %d, %d KiB, %.2f s" % (name, status, memory, seconds))
    print("%d texts, %d wrong; most memory %d KiB (%s), most time %.2f s (%s)" % (len(BOMBS), failed, *worst_memory, *worst_time))
    sys.exit(1 if failed else 0)


main()
