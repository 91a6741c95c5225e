#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A farm of servers on loopback, each wrong in one named way.

A server is a listening socket and a function that is called with each
connection.  What credentials came is noted, so that a test can say that none
did.
"""
import json
import os
import re
import socket
import ssl
import struct
import subprocess
import threading
import time

VERSION = {"major": "1", "minor": "20", "gitVersion": "v1.20.2", "gitCommit": "faecb196815e248d3ecfb03c680a4507229c2a56",
           "gitTreeState": "clean", "buildDate": "2021-01-13T13:20:00Z", "goVersion": "go1.15.5", "compiler": "gc",
           "platform": "linux/amd64"}
UNHEALTHY = ("[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\n[+]informer-sync ok\n"
             "[+]poststarthook/start-kube-apiserver-admission-initializer ok\nreadyz check failed\n")


class Pki:
    """Certificates, made by tests/support/pki once a name."""

    def __init__(self, program, directory):
        self.program = program
        self.directory = directory

    def make(self, name, *options):
        subprocess.run([self.program, "--dir", self.directory, "--name", name, *options], check=True,
                       stdout=subprocess.DEVNULL)
        return name

    def file(self, name, kind="crt"):
        return os.path.join(self.directory, name + "." + kind)


class Server:
    """One listening socket, and what its visitors showed."""

    def __init__(self, behave, host="127.0.0.1", family=socket.AF_INET):
        self.behave = behave
        self.tokens = []
        self.certificates = []
        self.requests = []
        self.connections = 0
        self.socket = socket.socket(family)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((host, 0))
        self.socket.listen(128)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.socket.accept()
            self.connections += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        connection.settimeout(30)
        try:
            self.behave(self, connection)
        except (OSError, ValueError):
            pass
        finally:
            try:
                connection.close()
            except OSError:
                pass


def read_head(server, connection):
    """The head of a request, as text; b'' at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return ""
        data += more
    text = data.decode("latin-1")
    token = re.search(r"(?mi)^authorization: *(.*?)\r$", text)
    if token:
        server.tokens.append(token.group(1))
    server.requests.append(text)
    return text


def path_of(head):
    return head.split(" ")[1] if " " in head else ""


def answer(code, body, kind="application/json", headers=(), length=None):
    body = body.encode() if isinstance(body, str) else body
    lines = ["HTTP/1.1 %d Whatever" % code, "Content-Type: " + kind,
             "Content-Length: %d" % (len(body) if length is None else length), *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def status(code, reason, message):
    return answer(code, json.dumps({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                                    "message": message, "reason": reason, "details": {}, "code": code}))


def forbidden(path, user="system:anonymous"):
    return status(403, "Forbidden", 'forbidden: User "%s" cannot get path "%s"' % (user, path))


UNAUTHORIZED = status(401, "Unauthorized", "Unauthorized")
OK = answer(200, "ok", "text/plain; charset=utf-8")
GOOD = {"/version": answer(200, json.dumps(VERSION, indent=2)), "/readyz": OK, "/healthz": OK, "/livez": OK}


def tls(cert, behave, asks_by=None, tune=None):
    """Behind TLS: cert is (chain file, key file); asks_by the CA file of the client certificates it asks for."""

    def wrapped(server, connection):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if asks_by:
            context.verify_mode = ssl.CERT_OPTIONAL
            context.load_verify_locations(asks_by)
        if tune:
            tune(context)
        context.load_cert_chain(*cert)  # last: a weak one is taken only after tune() allowed it
        secure = context.wrap_socket(connection, server_side=True)
        if secure.getpeercert(True):
            server.certificates.append(secure.getpeercert(True))
        try:
            behave(server, secure)
        finally:
            secure.close()

    return wrapped


def pages(table, otherwise=None):
    """Answers by path, over one connection that is kept open."""

    def behave(server, connection):
        while True:
            head = read_head(server, connection)
            if not head:
                return
            path = path_of(head)
            connection.sendall(table.get(path) or otherwise or forbidden(path))

    return behave


def kubernetes(**changes):
    table = dict(GOOD)
    table.update({"/" + path: body for path, body in changes.items()})
    return pages(table)


def always(data):
    return pages({}, data)


def then_close(data):
    """One answer, then the end."""

    def behave(server, connection):
        read_head(server, connection)
        connection.sendall(data)

    return behave


def closing_each(table):
    """Closes the connection after each answer, as some proxies do."""

    def behave(server, connection):
        head = read_head(server, connection)
        if head:
            body = table[path_of(head)]
            connection.sendall(body.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))

    return behave


def silent(server, connection):
    time.sleep(30)


def silent_after_head(server, connection):
    read_head(server, connection)
    time.sleep(30)


def silent_on(path):
    def behave(server, connection):
        while True:
            head = read_head(server, connection)
            if not head:
                return
            if path_of(head) == path:
                time.sleep(30)
            connection.sendall(GOOD[path_of(head)])

    return behave


def stalls_after(data):
    def behave(server, connection):
        read_head(server, connection)
        connection.sendall(data)
        time.sleep(30)

    return behave


def drips(data):
    def behave(server, connection):
        read_head(server, connection)
        for i in range(len(data)):
            connection.sendall(data[i:i + 1])
            time.sleep(0.05)

    return behave


def reset(server, connection):
    """Read what is there, then RST."""
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hangs_up(server, connection):
    connection.recv(65536)


def says(data):
    """Bytes that are no TLS, once something came."""

    def behave(server, connection):
        connection.recv(65536)
        connection.sendall(data)
        time.sleep(0.2)

    return behave


def floods(head, piece, times):
    def behave(server, connection):
        read_head(server, connection)
        connection.sendall(head)
        for _ in range(times):
            connection.sendall(piece)

    return behave


def full_backlog():
    """A port whose queue is full: a SYN gets no answer."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    port = listener.getsockname()[1]
    guests = []
    for _ in range(4):
        guest = socket.socket()
        guest.setblocking(False)
        guest.connect_ex(("127.0.0.1", port))
        guests.append(guest)
    time.sleep(0.1)
    return port, (listener, guests)


def closed_port():
    """A port on which nothing listens, held so that nobody else gets it."""
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    return holder.getsockname()[1], holder
