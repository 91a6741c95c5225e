#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""live.py SCRATCH PKI RENDER DNS: run rendered configurations with the real HAProxy.

Two API servers and one that shows another certificate of the same authority
stand behind it; they answer with what they received.  Each row of a table is one
connection: the name in the hello, the Host, and what must come back.
"""
import json
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SCRATCH, PKI, RENDER, DNS = sys.argv[1:5]
A, B, ROGUE = "a.example.com", "b.example.com", "rogue.example.com"
UPSTREAM = {A: "api.a.test", B: "api.b.test", ROGUE: "api.rogue.test"}
DEADLINE = 20
PORT = 6443
children = []
faults = 0


def check(row, ok, seen=""):
    global faults
    print("%s: %s%s" % ("ok" if ok else "WRONG", row, "" if ok else ": %r" % (seen,)))
    faults += not ok


def path(name):
    return os.path.join(SCRATCH, name)


class Api(BaseHTTPRequestHandler):
    """Says who it is and what came, for the health check and for everybody."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        certificate = self.connection.getpeercert() or {}
        body = json.dumps({"name": self.server.name, "headers": {k.lower(): v for k, v in self.headers.items()},
                           "client": str(certificate.get("subject", ""))}).encode()
        self.server.paths.append(self.path)
        self.send_response(self.server.health if self.path == "/readyz" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    def __init__(self, name, certificate, health):
        super().__init__(("127.0.0.1", 0), Api)
        self.name, self.health, self.paths = name, health, []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(path(certificate + ".crt"), path(certificate + ".key"))
        self.context.load_verify_locations(path("ca.crt"))
        self.context.verify_mode = ssl.CERT_OPTIONAL
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        request.settimeout(DEADLINE)
        super().finish_request(self.context.wrap_socket(request, server_side=True), client_address)

    def handle_error(self, *_):
        pass


def start(*command, **options):
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    children.append(child)
    return child


def free_address():
    """A loopback address of our own on which port 6443 is free: any 127/8 address can be bound on Linux."""
    for _ in range(50):
        address = "127.78.%d.%d" % (random.randrange(1, 255), random.randrange(1, 255))
        with socket.socket() as probe:
            try:
                probe.bind((address, PORT))
            except OSError:
                continue
            return address
    raise OSError("no loopback address with a free port %d" % PORT)


def eventually(question):
    end = time.monotonic() + DEADLINE
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def make_certificates():
    def make(name, *options):
        subprocess.run([PKI, "--dir", SCRATCH, "--name", name, *options], check=True)
    make("ca", "--ca")
    for host, upstream in UPSTREAM.items():
        sans = ["kubelet.test"] if host == ROGUE else [upstream, host]
        make(host, "--issuer", "ca", *sum((["--san", "DNS:" + san] for san in sans), []))
    make("front", "--issuer", "ca", "--san", "DNS:*.example.com")
    make("user", "--issuer", "ca", "--subject", "CN=alice", "--usage", "client")


class Proxy:
    """A rendered configuration that runs; ended at the end of a with."""

    def __init__(self, mode, hosts, servers, resolver):
        self.address = free_address()
        self.dir = path(mode + str(len(hosts)))
        lines = ["mode " + mode, "listen %s:%d" % (self.address, PORT), "resolver 127.0.0.1:%d" % resolver,
                 "install-dir " + self.dir]
        if mode == "terminate":
            lines.append("certificate " + path("front.pem"))
        for host in hosts:
            lines += ["cluster " + host, "upstream %s %d" % (UPSTREAM[host], servers[host].server_port),
                      "ca-file " + path("ca.crt")]
        subprocess.run([RENDER, "proxy", self.dir], input="\n".join(lines) + "\n", text=True, check=True)

    def __enter__(self):
        self.log = open(self.dir + ".log", "w+")
        self.child = start("haproxy", "-db", "-f", self.dir + "/haproxy.conf", stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(DEADLINE)
        self.log.close()

    def logged(self):
        with open(self.dir + ".log") as log:
            return log.read()

    def ask(self, sni, host=None, target="/version", headers=(), client=None):
        """One request; the status and what the server saw, or why there is no answer."""
        try:
            with self.connect(sni, client) as stream:
                lines = ["GET %s HTTP/1.1" % target, "Host: " + (host or sni or "x"), "Connection: close", *headers]
                stream.sendall("\r\n".join(lines + ["", ""]).encode())
                answer = b""
                while True:
                    more = stream.recv(65536)
                    if not more:
                        break
                    answer += more
        except OSError as error:
            return None, str(error)
        head, _, body = answer.partition(b"\r\n\r\n")
        status = int(head.split()[1]) if head else None
        return status, json.loads(body) if status == 200 else body.decode()

    def connect(self, sni, client=None, raw=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(path("ca.crt"))
        context.set_alpn_protocols(["http/1.1"])
        if client:
            context.load_cert_chain(path(client + ".crt"), path(client + ".key"))
        stream = raw or socket.create_connection((self.address, PORT), DEADLINE)
        stream.settimeout(DEADLINE)
        return context.wrap_socket(stream, server_hostname=sni)

    def wait(self, host):
        """Until DNS was asked, the health check passed, and the way is open."""
        end = time.monotonic() + DEADLINE
        answer = None
        while time.monotonic() < end:
            answer = self.ask(host)
            if answer[0] == 200:
                return
            time.sleep(0.2)
        print(self.logged())
        check("%s is reached" % host, False, answer)


def reached(answer, host):
    return answer[0] == 200 and answer[1]["name"] == host


def terminate_two(servers, resolver):
    with Proxy("terminate", [A, B, ROGUE], servers, resolver) as proxy:
        proxy.wait(A)
        proxy.wait(B)
        for row, sni, host, want in (
                ("a name", A, A, A), ("another name", B, B, B), ("upper case", A.upper(), A.upper(), A),
                ("Host with port", A, A + ":6443", A), ("Host an address (tls-server-name)", A, "127.0.0.1:6443", A),
                ("Host an IPv6 address", A, "[::1]:6443", A), ("Host a stranger's", A, "example.org", A),
                ("Host another cluster's", A, B, 421), ("the same, with port", A, B.upper() + ":6443", 421),
                ("an unknown name", "c.example.com", "c.example.com", 421), ("no name", None, A, 421)):
            answer = proxy.ask(sni, host)
            check("terminate: " + row, reached(answer, want) if isinstance(want, str) else answer[0] == want, answer)
        check("a rogue certificate of the same CA", proxy.ask(ROGUE)[0] == 503)
        forged = ("X-Remote-User: root", "x-remote-group: system:masters", "X-REMOTE-EXTRA-Scopes: a",
                  "X-Forwarded-For: 1.2.3.4", "Authorization: Bearer secret-token")
        answer = proxy.ask(A, A, "/api?token=secret-query&watch=1", forged)
        headers = answer[1]["headers"] if answer[0] == 200 else {}
        check("X-Remote-* is taken away", not [name for name in headers if name.startswith("x-remote-")], headers)
        check("X-Forwarded-For is the client", headers.get("x-forwarded-for") == "127.0.0.1", headers)
        check("the token passes", headers.get("authorization") == "Bearer secret-token", headers)
        check("the query passes", "/api?token=secret-query&watch=1" in servers[A].paths)
        check("the log has the path", eventually(lambda: '"GET /api HTTP/1.1"' in proxy.logged()))
        check("the log has no query and no token", "secret" not in proxy.logged(), proxy.logged())
        for host in (A, B):  # they answer 401 and 403: both live
            check("the check asks %s for /readyz" % host, eventually(lambda: "/readyz" in servers[host].paths))
        check("a client certificate ends here", proxy.ask(A, client="user")[1].get("client") == "")


def terminate_one(servers, resolver):
    with Proxy("terminate", [A], servers, resolver) as proxy:
        proxy.wait(A)
        check("one cluster: its name", reached(proxy.ask(A), A))
        check("one cluster: upper case", reached(proxy.ask(A.upper()), A))
        check("one cluster: an address as Host", reached(proxy.ask(A, "10.0.0.1"), A))
        check("one cluster: another name", proxy.ask(B)[0] == 421)
        check("one cluster: no name", proxy.ask(None, A)[0] == 421)


def hello(sni):
    """The bytes of a client's hello, padded by ALPN as a long one is today."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.set_alpn_protocols(["x" * 250 for _ in range(8)])
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        context.wrap_bio(incoming, outgoing, server_hostname=sni).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def split_hello(proxy, data, cut):
    """Does the API server answer to a hello that comes in two pieces?"""
    with socket.create_connection((proxy.address, PORT), DEADLINE) as stream:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream.settimeout(DEADLINE)
        stream.sendall(data[:cut])
        time.sleep(0.05)
        stream.sendall(data[cut:])
        try:
            return stream.recv(1) in (b"\x16", b"\x15")
        except OSError:
            return False


def passthrough(servers, resolver, hosts):
    row = "pass-through, %d: " % len(hosts)
    with Proxy("passthrough", hosts, servers, resolver) as proxy:
        for host in hosts:
            proxy.wait(host)
            check(row + host, reached(proxy.ask(host), host))
        check(row + "upper case", reached(proxy.ask(A.upper()), A))
        check(row + "the API server's own name", reached(proxy.ask(UPSTREAM[A]), A))
        check(row + "an unknown name", proxy.ask("c.example.com")[0] is None)
        check(row + "no name", proxy.ask(None)[0] is None)
        answer = proxy.ask(A, client="user")
        check(row + "a client certificate arrives", answer[0] == 200 and "alice" in answer[1]["client"], answer)
        data = hello(A)
        lost = [cut for cut in (1, 3, 5, 6, 9, 43, 60, 150, 500, 1400, len(data) - 1) if not split_hello(proxy, data, cut)]
        check(row + "a hello of %d bytes in two pieces" % len(data), not lost, lost)


def main():
    make_certificates()
    servers = {A: Server(A, A, 401), B: Server(B, B, 403), ROGUE: Server(ROGUE, ROGUE, 200)}
    dns = start(sys.executable, DNS, *(name + "=127.0.0.1" for name in UPSTREAM.values()), stdout=subprocess.PIPE,
                text=True)
    resolver = int("".join(filter(str.isdigit, dns.stdout.readline())))
    try:
        terminate_two(servers, resolver)
        terminate_one(servers, resolver)
        passthrough(servers, resolver, [A])
        passthrough(servers, resolver, [A, B])
    finally:
        for child in children:
            if child.poll() is None:
                child.kill()
            child.wait()
    print("live.py: %d faults" % faults)
    return faults != 0


if __name__ == "__main__":
    sys.exit(main())
