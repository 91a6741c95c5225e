#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check.py PROBER PKI DIRECTORY [NAME...]: runs the farm and judges what the check says of it."""
import json
import os
import random
import re
import resource
import subprocess
import sys
import time

import farm
import rows as table

DEADLINE_MS = 1500
TIMES = ("name", "tcp", "tls", "http", "health")


class Judge:
    def __init__(self, prober, pki):
        self.prober = prober
        self.pki = pki
        self.bad = 0
        self.checks = 0
        self.token = os.path.join(pki.directory, "token")
        with open(self.token, "w", encoding="ascii") as file:
            file.write("s3cret-token\n")

    def expect(self, name, ok, what):
        self.checks += 1
        if not ok:
            self.bad += 1
            print("%s: %s" % (name, what))

    def spec(self, row, port):
        host = "[%s]" % row.host if ":" in row.host else row.host
        url = (row.url % port if "%d" in row.url else row.url) or "https://%s:%d" % (host, 6443 if row.connect else port)
        words = ["url=" + url, "ca=" + self.pki.file(row.ca)]
        if row.credential in ("token", "both"):
            words.append("token=" + self.token)
        if row.credential in ("cert", "both"):
            words += ["cert=" + self.pki.file("client"), "key=" + self.pki.file("client", "key")]
        if row.server_name:
            words.append("name=" + row.server_name)
        if row.connect:
            words.append("connect=127.0.0.1:%d" % port)
        return "\t".join(words + [flag + "=1" for flag in row.flags])

    def run(self, specs, *options, env=None, descriptors=None):
        """The results in the order of the specs."""
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))) if descriptors else None
        done = subprocess.run([self.prober, *options], input="\n".join(specs) + "\n", capture_output=True, text=True,
                              timeout=120, env=dict(os.environ, RES_OPTIONS="timeout:1 attempts:1", **(env or {})),
                              preexec_fn=limit, check=False)
        self.expect("prober", done.returncode == 0, "exit %d: %s" % (done.returncode, done.stderr))
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.expect("prober", sorted(line["index"] for line in lines) == list(range(len(specs))), "not one result each")
        return sorted(lines, key=lambda line: line["index"])

    def judge(self, row, line, server):
        result = line["result"]
        for key, want in (("verdict", row.verdict), ("stage", row.stage), ("reachable", row.reachable),
                          ("healthy", row.health)):
            self.expect(row.name, result[key] == want, "%s is %r, not %r (the wrong answer: %s): %s" % (
                key, result[key], want, row.wrong, result["message"]))
        for path, want in row.facts.items():
            got = dig(result, path)
            self.expect(row.name, got == want, "%s is %r, not %r" % (path, got, want))
        self.expect(row.name, re.search(row.says, result["message"]), "the message is: " + result["message"])
        self.expect(row.name, re.search(row.mends, result["remedy"] or ""), "the remedy is: %s" % result["remedy"])
        self.texts(row, result)
        self.times(row, result)
        self.meets(row, line)
        if server:
            self.secrets(row, server)

    def texts(self, row, result):
        for key in ("message", "remedy", "user", "server_version"):
            text = result[key] or ""
            self.expect(row.name, text.isprintable() and not text.endswith("."), "%s is not clean: %r" % (key, text))
        self.expect(row.name, result["message"], "no message")
        self.expect(row.name, result["remedy"] or row.reachable, "no remedy")
        self.expect(row.name, "s3cret" not in json.dumps(result), "the token is told")

    def times(self, row, result):
        times = result["times_ms"]
        spent = sum(times[key] or 0 for key in TIMES)
        self.expect(row.name, times["total"] >= spent - 0.01, "total %r is less than its parts %r" % (times["total"], spent))
        reached = [times[key] is not None for key in TIMES]
        self.expect(row.name, reached == sorted(reached, reverse=True), "a stage without time before one with: %r" % times)
        if row.slow:
            late = times["total"] - DEADLINE_MS
            self.expect(row.name, 0 <= late < 5000, "the deadline was missed by %d ms" % late)

    def meets(self, row, line):
        sent = line["result"]["credential"]
        reachable = row.reachable
        authenticated = reachable and row.verdict != "unauthorized" and sent not in ("withheld", "not-run")
        default = authenticated if sent in ("token", "certificate") else reachable
        want = [default, reachable, authenticated, row.verdict == "healthy"]
        self.expect(row.name, line["meets"] == [int(word) for word in want], "meets %r" % line["meets"])

    def secrets(self, row, server):
        if row.sees == "nothing":
            self.expect(row.name, not server.tokens, "the server saw a token")
            self.expect(row.name, not server.certificates, "the server saw a client certificate")
        if row.sees == "token":
            self.expect(row.name, server.tokens, "no token came")
        if row.sees == "certificate":
            self.expect(row.name, server.certificates, "no client certificate came")
        for head in server.requests:
            self.expect(row.name, re.search(r"(?m)^User-Agent: dcoskube/\d", head), "another user agent: " + head)
            self.expect(row.name, "Accept-Encoding" not in head, "asks for an encoding")


def dig(value, path):
    for part in path.split("."):
        if value is None:
            return None
        value = value[int(part)] if part.isdigit() else value.get(part)
    return value


def scenarios(judge, wanted):
    """All rows in one check, in shuffled order and in flight together."""
    rows = table.Rows(judge.pki)
    chosen = [row for row in rows.all() if not wanted or row.name in wanted]
    random.shuffle(chosen)
    for slow, timeout in ((False, 20000), (True, DEADLINE_MS)):
        group = [row for row in chosen if row.slow is slow]
        servers = [table.start(row) for row in group]
        specs = [judge.spec(row, server.port if server else row.port) for row, server in zip(group, servers)]
        begun = time.monotonic()
        lines = judge.run(specs, "--timeout", str(timeout))
        print("%d scenarios together in %.1f s" % (len(group), time.monotonic() - begun))
        for row, line, server in zip(group, lines, servers):
            judge.judge(row, line, server)


def traps(judge):
    """No target ever gets an answer that belongs to another's trust, whatever libcurl caches or keeps open."""
    behind = table.Rows(judge.pki).behind
    judge.pki.make("rsa-strange", "--issuer", "stranger", "--key", "rsa", "--san", "IP:127.0.0.1")
    one = farm.Server(behind(farm.kubernetes()))
    two = farm.Server(behind(farm.kubernetes(), "rsa-strange"))
    basis = [table.Row("ca cache", "-", "-", ca=ca) for ca in ("ca", "stranger")]
    pairs = [(server, row, (server is one) == (row.ca == "ca")) for server in (one, two) for row in basis]
    for parallel in ("1", "64"):
        mixed = pairs * 8
        random.shuffle(mixed)
        good = sum(fits for _, _, fits in mixed)
        one.tokens.clear()
        two.tokens.clear()
        one.connections = two.connections = 0
        lines = judge.run([judge.spec(row, server.port) for server, row, _ in mixed], "--parallel", parallel)
        for (server, row, fits), line in zip(mixed, lines):
            want = "healthy" if fits else "untrusted"
            judge.expect("trap", line["result"]["verdict"] == want, "port %d with %s, %s in flight: %s, not %s" % (
                server.port, row.ca, parallel, line["result"]["verdict"], want))
        judge.expect("trap", len(one.tokens) + len(two.tokens) == 2 * good, "a token for each verified request only")
        judge.expect("trap", one.connections + two.connections == len(mixed), "%d connections for %d targets" % (
            one.connections + two.connections, len(mixed)))


def mixtures(judge):
    """Insecure targets, names and credentials beside each other at one server."""
    server = farm.Server(table.Rows(judge.pki).behind(farm.kubernetes()))
    kinds = [table.Row("plain", "-", "healthy", credential="none"),
             table.Row("token", "-", "healthy", credential="token"),
             table.Row("withheld", "-", "healthy", flags=("insecure",)),
             table.Row("strange", "-", "untrusted", ca="stranger"),
             table.Row("name", "-", "name-mismatch", server_name="kube.example.com")]
    mixed = kinds * 10
    random.shuffle(mixed)
    lines = judge.run([judge.spec(row, server.port) for row in mixed])
    for row, line in zip(mixed, lines):
        judge.expect("mixture", line["result"]["verdict"] == row.verdict, "%s: %s" % (row.name, line["result"]["verdict"]))
    judge.expect("mixture", len(server.tokens) == 20, "%d tokens for 10 targets" % len(server.tokens))
    judge.expect("mixture", not server.certificates, "a client certificate was shown")


def many(judge):
    """Fifty targets in one check, seven in flight."""
    server = farm.Server(table.Rows(judge.pki).behind(farm.kubernetes()))
    row = table.Row("many", "-", "healthy")
    lines = judge.run([judge.spec(row, server.port)] * 50, "--parallel", "7")
    judge.expect("many", all(line["result"]["verdict"] == "healthy" for line in lines), "not all are healthy")
    judge.expect("many", server.connections == 50, "%d connections for 50 targets" % server.connections)


def few_descriptors(judge):
    """Fewer descriptors than targets in flight: slower, never wrong."""
    server = farm.Server(table.Rows(judge.pki).behind(farm.kubernetes()))
    row = table.Row("descriptors", "-", "healthy")
    lines = judge.run([judge.spec(row, server.port)] * 50, "--parallel", "50", descriptors=48)
    judge.expect("descriptors", all(line["result"]["verdict"] == "healthy" for line in lines), "not all are healthy")


def surroundings(judge):
    """What the environment says: of CAs it is heard, of proxies not."""
    server = farm.Server(table.Rows(judge.pki).behind(farm.kubernetes()))
    bare = "url=https://127.0.0.1:%d" % server.port
    proxy = {name: "http://127.0.0.1:1" for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY")}
    for name, env, want in (("no CA", {}, "untrusted"), ("CA", {"SSL_CERT_FILE": judge.pki.file("ca")}, "healthy"),
                            ("other CA", {"SSL_CERT_FILE": judge.pki.file("stranger")}, "untrusted"),
                            ("proxy", dict(proxy, SSL_CERT_FILE=judge.pki.file("ca")), "healthy")):
        verdict = judge.run([bare], env=env)[0]["result"]["verdict"]
        judge.expect("surroundings", verdict == want, "%s: %s, not %s" % (name, verdict, want))


SILENT_RESOLVER = """
#include <netdb.h>
#include <unistd.h>
int getaddrinfo(const char *n, const char *s, const struct addrinfo *h, struct addrinfo **r) {
  (void)n, (void)s, (void)h, (void)r;
  sleep(20);
  return EAI_AGAIN;
}
"""


def silent_resolver(judge):
    """A name server that is silent: the deadline holds, others are not kept waiting, and neither is the exit."""
    if os.environ.get("SAN_CFLAGS"):
        print("left out with sanitizers: a look-up that hangs (nothing can be loaded before them)")
        return
    source, module = (os.path.join(judge.pki.directory, name) for name in ("resolver.c", "resolver.so"))
    with open(source, "w", encoding="ascii") as file:
        file.write(SILENT_RESOLVER)
    subprocess.run([*os.environ.get("CC", "cc").split(), "-shared", "-fPIC", "-o", module, source], check=True)
    server = farm.Server(table.Rows(judge.pki).behind(farm.kubernetes()))
    slow = table.Row("silent-resolver", "hangs", "timeout", "name", host="kube.example.com", slow=True)
    fast = table.Row("beside-silent-resolver", "waits for the other", "healthy")
    begun = time.monotonic()
    lines = judge.run([judge.spec(slow, 6443), judge.spec(fast, server.port)], "--timeout", str(DEADLINE_MS),
                      env={"LD_PRELOAD": module})
    judge.expect("silent-resolver", time.monotonic() - begun < 15, "the exit waited for the look-up")
    judge.judge(slow, lines[0], None)
    judge.judge(fast, lines[1], server)


def main():
    pki = farm.Pki(sys.argv[2], sys.argv[3])
    table.certificates(pki)
    judge = Judge(sys.argv[1], pki)
    scenarios(judge, sys.argv[4:])
    if not sys.argv[4:]:
        traps(judge)
        mixtures(judge)
        many(judge)
        few_descriptors(judge)
        surroundings(judge)
        silent_resolver(judge)
    print("%d checks, %d failed" % (judge.checks, judge.bad))
    sys.stdout.flush()
    os._exit(1 if judge.bad or not judge.checks else 0)  # the farm's threads are not waited for


main()
