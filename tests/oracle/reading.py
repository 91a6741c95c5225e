# SPDX-License-Identifier: Apache-2.0
"""What kubectl accepts we accept, with the same meaning; what it refuses we
refuse, with file, line and column.  The oldest and the newest judge are asked
about every row, those between about a share each."""
import os
import re
import sys
import tempfile

import judges
import rows

FILES = {"ca.pem": b"a CA\n", "token": b"from-a-file"}
YAML_LINE = re.compile(r"yaml: line (\d+):")


def wrong_place(row, ours, message):
    """What is missing in a refusal of ours."""
    if ours["subject"] != row or not ours["line"] or not ours["column"]:
        return "the place is missing"
    line = YAML_LINE.search(message)
    if line and abs(int(line[1]) - ours["line"]) > 1:
        return "the line is another one: kubectl's is %s" % line[1]
    return ""


def compare(path, view, message, ours):
    """"" if it agrees, else what differs."""
    theirs = judges.expected(view, os.path.dirname(path)) if view else None
    if theirs != judges.meaning(ours):
        return "kubectl %s, ours %s" % (theirs or message.strip(), ours)
    if ours.get("status") not in (None, "DCOSKUBE_ERR_PARSE", "DCOSKUBE_ERR_INVALID", "DCOSKUBE_ERR_LIMIT"):
        return "refused as %s" % ours["status"]
    problem = wrong_place(path, ours, message) if view is None else ""
    return problem and "%s: kubectl %s, ours %s" % (problem, message.strip(), ours)


class Reading:
    def __init__(self, work):
        self.texts = list(dict.fromkeys(rows.rows()))
        self.paths = [os.path.join(work, "%d" % i) for i in range(len(self.texts))]
        for path, text in zip(self.paths, self.texts):
            with open(path, "wb") as f:
                f.write(text)
        for name, text in FILES.items():
            with open(os.path.join(work, name), "wb") as f:
                f.write(text)
        self.ours = judges.Ours().read(*self.paths)
        self.failed = 0
        self.differing = set()

    def judge(self, judge, share, shares):
        mine = [i for i in range(len(self.texts))
                if i % shares == share and not rows.unknown(judge.minor, self.texts[i])]
        agreed = 0
        for i, (view, message) in zip(mine, judge.views([(self.paths[i], self.texts[i]) for i in mine])):
            problem = compare(self.paths[i], view, message, self.ours[i])
            if problem and self.as_known(i):
                self.differing.add(self.texts[i])
            elif problem:
                self.failed += 1
                print("1.%d: %r: %s" % (judge.minor, self.texts[i][-160:], problem[:600]))
            else:
                agreed += 1
        print("kubectl 1.%d: %d rows, %d agree, %d asked anew" % (judge.minor, len(mine), agreed, judge.asked))

    def as_known(self, i):
        known = rows.DIFFER.get(self.texts[i])
        return known and self.ours[i].get("status", "read") in (known[0], "DCOSKUBE_ERR_" + known[0])

    def stale(self):
        for text in set(rows.DIFFER) - self.differing:
            self.failed += 1
            print("%r: is said to differ and does not" % text[-160:])


def main():
    with tempfile.TemporaryDirectory(prefix="oracle-") as work:
        found = judges.judges(work)
        reading = Reading(work)
        between = len(found) - 2
        for i, judge in enumerate(found):
            every = i in (0, len(found) - 1)
            reading.judge(judge, 0 if every else i - 1, 1 if every else between)
        reading.stale()
    print("%d rows, %d differ as told, %d wrong" % (len(reading.texts), len(reading.differing), reading.failed))
    sys.exit(1 if reading.failed else 0)


main()
