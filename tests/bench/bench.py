# SPDX-License-Identifier: Apache-2.0
"""What the benches share: running a command and weighing it, tables, bench.json."""

import json
import os
import resource
import statistics
import subprocess
import sys


class Weight:
    """CPU seconds (user + system) and peak memory (bytes) of one run."""

    def __init__(self, cpu, memory):
        self.cpu = cpu
        self.memory = memory


def run(command, env=None, expect=0):
    """Run a command once, silently, and weigh it.  Any other exit status ends the bench."""
    with open(os.devnull, "r+b") as null:
        process = subprocess.Popen(command, stdin=null, stdout=null, stderr=subprocess.PIPE, env=env)
        words = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expect:
        sys.exit("bench: %s: exit status %d: %s" % (command[0], process.returncode, words.decode(errors="replace")))
    return Weight(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def weigh(command, rounds=5, before=None, env=None):
    """The median CPU and the largest memory of several runs; before() is called ahead of each."""
    weights = []
    for _ in range(rounds):
        if before:
            before()
        weights.append(run(command, env))
    return Weight(statistics.median(w.cpu for w in weights), max(w.memory for w in weights))


class Report:
    """Rows of name, figure, reach; printed as a table and kept in bench.json."""

    def __init__(self, title):
        self.title = title
        self.rows = []

    def add(self, name, value, unit, reach=None, at_least=False):
        ok = None if reach is None else (value >= reach if at_least else value <= reach)
        self.rows.append({"name": name, "value": round(value, 4), "unit": unit, "reach": reach, "met": ok})

    def show(self, path):
        print(self.title)
        for row in self.rows:
            mark = {None: "", True: "met", False: "OVER THE REACH"}[row["met"]]
            reach = "" if row["reach"] is None else "(reach %g)" % row["reach"]
            print("  %-58s %10.3f %-5s %-14s %s" % (row["name"], row["value"], row["unit"], reach, mark))
        existing = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as old:
                existing = json.load(old)
        existing[self.title] = self.rows
        with open(path, "w", encoding="utf-8") as out:
            json.dump(existing, out, indent=2)
            out.write("\n")


def limit_memory():
    """Nothing here needs more than 4 GiB; a bench that runs away must not take the machine along."""
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
