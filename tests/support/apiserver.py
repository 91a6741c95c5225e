#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for kube-apiserver, for the tests and the demo.

It speaks as much of the API as a probe, `kubectl version` and `kubectl get
nodes` ask for, with the bodies, codes and headers of kube-apiserver 1.20.  It
takes kube-apiserver's own words for what both have:

  --bind-address A --secure-port P (0: a free one)
  --tls-cert-file F --tls-private-key-file F
  --client-ca-file F        client certificates of this CA: CN is the user, O the groups
  --token-auth-file F       lines token,user,uid,"group,..."; system:masters may do all
  --anonymous-auth true|false

and of its own:

  --failing FILE   while FILE is there, the health checks that it names, a line each, fail
  --public-info false
                   without the role system:public-info-viewer: /version and the
                   health checks are forbidden for those without a credential
  --git-version V  what /version says (v1.20.2)
  --kubelet        no API: upgrade every request and echo, as a kubelet's exec does

The port is printed when it listens.  POST with Upgrade to
/api/v1/namespaces/N/pods/P/exec (attach, portforward) answers 101 and echoes.
One difference that Python's TLS forces: a client certificate of an unknown CA
fails the handshake; the real server lets it in and answers 401.
"""
import argparse
import csv
import datetime
import email.utils
import html
import http.server
import json
import re
import socket
import socketserver
import ssl
import sys
import threading
import uuid
from urllib.parse import parse_qs, unquote, urlsplit

MASTERS = "system:masters"
BODY_MAX = 1 << 20
PUBLIC = ("/healthz", "/livez", "/readyz", "/version", "/version/")
DISCOVERY = PUBLIC + ("/api", "/apis", "/openapi")
HOOKS = [
    "poststarthook/start-kube-apiserver-admission-initializer",
    "poststarthook/generic-apiserver-start-informers",
    "poststarthook/priority-and-fairness-config-consumer",
    "poststarthook/priority-and-fairness-filter",
    "poststarthook/start-apiextensions-informers",
    "poststarthook/start-apiextensions-controllers",
    "poststarthook/crd-informer-synced",
    "poststarthook/bootstrap-controller",
    "poststarthook/rbac/bootstrap-roles",
    "poststarthook/scheduling/bootstrap-system-priority-classes",
    "poststarthook/priority-and-fairness-config-producer",
    "poststarthook/start-cluster-authentication-info-controller",
    "poststarthook/start-kube-aggregator-informers",
    "poststarthook/apiservice-registration-controller",
    "poststarthook/apiservice-status-available-controller",
    "poststarthook/kube-apiserver-autoregistration",
    "autoregister-completion",
    "poststarthook/apiservice-openapi-controller",
]
CHECKS = {
    "healthz": ["ping", "log", "etcd"] + HOOKS,
    "livez": ["ping", "log", "etcd"] + HOOKS,
    "readyz": ["ping", "log", "etcd", "informer-sync"] + HOOKS + ["shutdown"],
}
COLUMNS = [("Name", "name"), ("Status", ""), ("Roles", ""), ("Age", ""), ("Version", "")]


def version(git_version):
    major, minor = re.match(r"v(\d+)\.(\d+)", git_version).groups()
    return {
        "major": major, "minor": minor, "gitVersion": git_version, "gitCommit": "0" * 40, "gitTreeState": "clean",
        "buildDate": "1970-01-01T00:00:00Z", "goVersion": "none", "compiler": "python", "platform": "linux/amd64",
    }


def encode(value, pretty):
    """JSON as the API server lays it out: compact with a line end, or indented as 1.20 does."""
    if pretty:
        text = json.dumps(value, indent=2, ensure_ascii=False)
        text = re.sub(r"(?m)^( *)(.*)\{\}(,?)$", r"\1\2{\n\1  \n\1}\3", text)
    else:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n"
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").encode()


def status(code, reason, message, details=None):
    body = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": message,
            "reason": reason}
    if details is not None:
        body["details"] = details
    body["code"] = code
    return body


class User:
    def __init__(self, name, groups):
        self.name = name
        self.groups = groups

    def may_path(self, verb, path, public_info):
        if MASTERS in self.groups:
            return True
        if verb != "get":
            return False
        if self.name == "system:anonymous":
            return public_info and path in PUBLIC
        return path in DISCOVERY or path.startswith(("/api/", "/apis/", "/openapi/"))


class Resource:
    """What a path such as /api/v1/namespaces/N/pods/P/exec names; kind is None when it names no resource."""

    def __init__(self, method, path):
        parts = path.strip("/").split("/")
        start = 2 if parts[0] == "api" else 3
        self.group = parts[1] if parts[0] == "apis" and len(parts) > 1 else ""
        self.kind = self.name = self.subresource = self.namespace = None
        rest = parts[start:]
        if parts[0] not in ("api", "apis") or not rest:
            return
        if rest[0] == "namespaces" and len(rest) > 1:
            self.namespace = rest[1]
            rest = rest[2:] if len(rest) > 2 else rest
        rest += [None, None]
        self.kind, self.name, self.subresource = rest[:3]
        verbs = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
        self.verb = verbs.get(method, "get" if self.name else "list")

    def forbidden(self, user):
        full = self.kind + ("/" + self.subresource if self.subresource else "")
        where = 'in the namespace "%s"' % self.namespace if self.namespace else "at the cluster scope"
        what = self.kind + ("." + self.group if self.group else "") + (' "%s"' % self.name if self.name else "")
        message = '%s is forbidden: User "%s" cannot %s resource "%s" in API group "%s" %s' % (
            what, user.name, self.verb, full, self.group, where)
        return status(403, "Forbidden", message, self.details())

    def details(self):
        told = {"name": self.name, "group": self.group, "kind": self.kind}
        return {key: value for key, value in told.items() if value}

    def is_long_running(self):
        """Such requests pass by the flow control."""
        return self.subresource in ("exec", "attach", "portforward", "proxy", "log")


def age(created):
    then = datetime.datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    seconds = int((datetime.datetime.now(datetime.timezone.utc) - then).total_seconds())
    return "%ds" % seconds if seconds < 120 else "%dm" % (seconds // 60)


def table_row(node):
    meta = node["metadata"]
    ready = [c for c in node.get("status", {}).get("conditions", []) if c.get("type") == "Ready"]
    state = "Unknown" if not ready else "Ready" if ready[0].get("status") == "True" else "NotReady"
    prefix = "node-role.kubernetes.io/"
    roles = sorted(k[len(prefix):] for k in meta.get("labels", {}) if k.startswith(prefix))
    kubelet = node.get("status", {}).get("nodeInfo", {}).get("kubeletVersion", "")
    cells = [meta["name"], state, ",".join(roles) or "<none>", age(meta["creationTimestamp"]), kubelet]
    return {"cells": cells,
            "object": {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": meta}}


class Cluster:
    """What the server knows; shared by all connections."""

    def __init__(self, options):
        self.options = options
        self.tokens = {}
        self.nodes = {}
        self.lock = threading.Lock()
        self.flow = {"X-Kubernetes-Pf-Flowschema-Uid": str(uuid.uuid4()),
                     "X-Kubernetes-Pf-Prioritylevel-Uid": str(uuid.uuid4())}
        if options.token_auth_file:
            with open(options.token_auth_file, encoding="utf-8", newline="") as lines:
                for row in csv.reader(lines):
                    if len(row) >= 3:
                        groups = row[3].split(",") if len(row) > 3 else []
                        self.tokens[row[0].strip()] = User(row[1].strip(), groups)

    def failing(self):
        try:
            with open(self.options.failing, encoding="utf-8") as names:
                return set(names.read().split())
        except (OSError, TypeError):
            return set()

    def add_node(self, node):
        with self.lock:
            name = node["metadata"]["name"]
            if name in self.nodes:
                return None
            now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            node["metadata"].update(uid=str(uuid.uuid4()), resourceVersion=str(len(self.nodes) + 2),
                                    creationTimestamp=now)
            self.nodes[name] = node
            return node

    def list_nodes(self, as_table):
        with self.lock:
            nodes = [self.nodes[name] for name in sorted(self.nodes)]
        meta = {"resourceVersion": str(len(nodes) + 1)}
        if not as_table:
            return {"kind": "NodeList", "apiVersion": "v1", "metadata": meta, "items": nodes}
        columns = [{"name": name, "type": "string", "format": form, "description": name, "priority": 0}
                   for name, form in COLUMNS]
        return {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": meta, "columnDefinitions": columns,
                "rows": [table_row(node) for node in nodes]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    # What goes out.
    def reply(self, code, body, kind="application/json", extra=None):
        self.send_response_only(code)
        headers = {"Cache-Control": "no-cache, private", "Content-Type": kind}
        headers.update(extra or {})
        if code != 401 and not self.long_running:
            headers.update(self.server.cluster.flow)
        headers.update({"Date": email.utils.formatdate(usegmt=True), "Content-Length": str(len(body))})
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def reply_object(self, code, value):
        agent = self.headers.get("User-Agent", "")
        pretty = agent.startswith(("curl", "Wget", "Mozilla/5.0")) or "1" in self.query.get("pretty", [])
        nosniff = {"X-Content-Type-Options": "nosniff"} if code == 403 else None
        self.reply(code, encode(value, pretty), extra=nosniff)

    def reply_indented(self, code, value):
        self.reply(code, json.dumps(value, indent=2).encode())

    def reply_text(self, code, text):
        self.reply(code, text.encode(), "text/plain; charset=utf-8", {"X-Content-Type-Options": "nosniff"})

    # Who asks.
    def authenticate(self):
        """The user, or None for 401."""
        certificate = self.connection.getpeercert()
        if certificate:
            fields = [pair for part in certificate["subject"] for pair in part]
            names = [value for key, value in fields if key == "commonName"]
            groups = [value for key, value in fields if key == "organizationName"]
            return User(names[0] if names else "", groups)
        scheme, _, token = self.headers.get("Authorization", "").strip().partition(" ")
        token = token.strip()
        if scheme.lower() == "bearer" and token:
            return self.server.cluster.tokens.get(token)
        if self.server.cluster.options.anonymous_auth == "true":
            return User("system:anonymous", ["system:unauthenticated"])
        return None

    # What is asked.
    def answer(self):
        split = urlsplit(self.path)
        path = unquote(split.path) or "/"
        self.query = parse_qs(split.query, keep_blank_values=True)
        self.long_running = False
        body = self.read_body()
        if body is None:
            self.close_connection = True
            return self.reply_object(413, status(413, "RequestEntityTooLarge", "the request is too large"))
        if self.server.cluster.options.kubelet:
            return self.upgrade()
        user = self.authenticate()
        if user is None:
            return self.reply_object(401, status(401, "Unauthorized", "Unauthorized"))
        resource = Resource(self.command, path)
        if resource.kind:
            self.long_running = resource.is_long_running()
            if MASTERS not in user.groups:
                return self.reply_object(403, resource.forbidden(user))
            return self.answer_resource(resource, body)
        verb = self.command.lower()
        if not user.may_path(verb, path, self.server.cluster.options.public_info == "true"):
            shown = html.escape(path, quote=False).replace("\\", "\\\\").replace('"', '\\"')
            message = 'forbidden: User "%s" cannot %s path "%s"' % (user.name, verb, shown)
            return self.reply_object(403, status(403, "Forbidden", message, {}))
        return self.answer_path(path)

    def read_body(self):
        length = self.headers.get("Content-Length", "0")
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self.read_chunks()
        if not length.isdigit() or int(length) > BODY_MAX:
            return None
        return self.rfile.read(int(length))

    def read_chunks(self):
        body = b""
        while len(body) <= BODY_MAX:
            line = self.rfile.readline(64).split(b";")[0].strip()
            size = int(line, 16) if re.fullmatch(rb"[0-9a-fA-F]{1,6}", line) else None
            if size is None:
                return None
            body += self.rfile.read(size)
            self.rfile.readline(8)
            if size == 0:
                return body
        return None

    def answer_path(self, path):
        first, _, check = path.strip("/").partition("/")
        if first in CHECKS and self.command in ("GET", "HEAD"):
            return self.health(first, check)
        if path not in ("/", "/version", "/version/", "/api", "/api/", "/apis", "/apis/", "/api/v1", "/api/v1/"):
            return self.reply_indented(404, {"paths": ["/api", "/api/v1", "/apis", "/healthz", "/version"]})
        if self.command != "GET":
            message = "the server does not allow this method on the requested resource"
            return self.reply_object(405, status(405, "MethodNotAllowed", message, {}))
        if path == "/":
            return self.reply_indented(200, {"paths": ["/api", "/api/v1", "/apis", "/healthz", "/livez", "/readyz",
                                                       "/version"]})
        if first == "version":
            return self.reply_indented(200, version(self.server.cluster.options.git_version))
        return self.discovery(path.rstrip("/"))

    def discovery(self, path):
        if path == "/apis":
            return self.reply_object(200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": []})
        if path == "/api":
            where = "%s:%d" % self.connection.getsockname()[:2]
            return self.reply_object(200, {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": [
                {"clientCIDR": "0.0.0.0/0", "serverAddress": where}]})
        resources = [
            {"name": "nodes", "singularName": "", "namespaced": False, "kind": "Node",
             "verbs": ["create", "get", "list"], "shortNames": ["no"]},
            {"name": "pods/exec", "singularName": "", "namespaced": True, "kind": "PodExecOptions",
             "verbs": ["create", "get"]},
        ]
        return self.reply_object(200, {"kind": "APIResourceList", "groupVersion": "v1", "resources": resources})

    def health(self, kind, single):
        names = CHECKS[kind]
        failing = self.server.cluster.failing()
        if single:
            if single not in names:
                return self.reply_indented(404, {"paths": ["/" + kind]})
            if single in failing:
                return self.reply_text(500, "internal server error: failed: reason withheld\n")
            return self.reply(200, b"ok", "text/plain; charset=utf-8")
        excluded = [name for value in self.query.get("exclude", []) for name in value.split(",") if name]
        lines = []
        for name in names:
            if name in excluded:
                lines.append("[+]%s excluded: ok" % name)
            elif name in failing:
                lines.append("[-]%s failed: reason withheld" % name)
            else:
                lines.append("[+]%s ok" % name)
        unknown = ", ".join('"%s"' % name for name in excluded if name not in names)
        if unknown:
            lines.append("warn: some health checks cannot be excluded: no matches for %s" % unknown)
        if any(name in failing and name not in excluded for name in names):
            return self.reply_text(500, "\n".join(lines) + "\n%s check failed\n" % kind)
        if "verbose" not in self.query:
            return self.reply_text(200, "ok")
        return self.reply_text(200, "\n".join(lines) + "\n%s check passed\n" % kind)

    def answer_resource(self, what, body):
        cluster = self.server.cluster
        if what.kind == "pods" and what.subresource in ("exec", "attach", "portforward"):
            return self.upgrade()
        if what.kind == "nodes" and what.namespace is None and what.subresource is None:
            if what.verb == "list":
                return self.reply_object(200, cluster.list_nodes("as=Table" in self.headers.get("Accept", "")))
            if what.verb == "get" and what.name in cluster.nodes:
                return self.reply_object(200, cluster.nodes[what.name])
            if what.verb == "create" and what.name is None:
                return self.create_node(body)
        if what.name:
            message = '%s "%s" not found' % (what.kind, what.name)
            return self.reply_object(404, status(404, "NotFound", message, what.details()))
        message = "the server could not find the requested resource"
        return self.reply_object(404, status(404, "NotFound", message, {}))

    def create_node(self, body):
        try:
            node = json.loads(body)
            name = node["metadata"]["name"]
        except (ValueError, KeyError, TypeError):
            return self.reply_object(400, status(400, "BadRequest", "the body is not a Node as JSON", {}))
        made = self.server.cluster.add_node(node)
        if made is None:
            message = 'nodes "%s" already exists' % name
            return self.reply_object(409, status(409, "AlreadyExists", message, {"name": name, "kind": "nodes"}))
        return self.reply_object(201, made)

    def upgrade(self):
        """101, then every byte comes back."""
        if "upgrade" not in self.headers.get("Connection", "").lower() or not self.headers.get("Upgrade"):
            return self.reply_object(400, status(400, "BadRequest", "Upgrade request required"))
        self.send_response_only(101)
        self.send_header("Connection", "Upgrade")
        self.send_header("Upgrade", self.headers["Upgrade"])
        self.end_headers()
        self.close_connection = True
        while True:
            data = self.rfile.read1(65536)
            if not data:
                return None
            self.wfile.write(data)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def send_error(self, code, message=None, explain=None):
        """What is not HTTP: as Go's server says it."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
                         b"Connection: close\r\n\r\n400 Bad Request")

    def log_message(self, form, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, options):
        self.cluster = Cluster(options)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.load_cert_chain(options.tls_cert_file, options.tls_private_key_file)
        self.context.set_alpn_protocols(["http/1.1"])
        if options.client_ca_file:
            self.context.load_verify_locations(options.client_ca_file)
            self.context.verify_mode = ssl.CERT_OPTIONAL
        if ":" in options.bind_address:
            self.address_family = socket.AF_INET6
        super().__init__((options.bind_address, options.secure_port), Handler)

    def server_bind(self):
        """Without HTTPServer's look-up of our own name, which may wait for a name server."""
        socketserver.TCPServer.server_bind(self)

    def finish_request(self, request, client_address):
        """In the connection's own thread, so that a peer who says nothing stops nobody."""
        request.settimeout(30)
        if request.recv(1, socket.MSG_PEEK).isalpha():
            request.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
            return
        tls = self.context.wrap_socket(request, server_side=True)
        try:
            tls.settimeout(None)
            self.RequestHandlerClass(tls, client_address, self)
            tls.unwrap()
        finally:
            tls.close()

    def handle_error(self, request, client_address):
        """A peer that breaks off is none of our business."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bind-address", default="127.0.0.1")
    parser.add_argument("--secure-port", type=int, default=0)
    parser.add_argument("--tls-cert-file", required=True)
    parser.add_argument("--tls-private-key-file", required=True)
    parser.add_argument("--client-ca-file")
    parser.add_argument("--token-auth-file")
    parser.add_argument("--anonymous-auth", choices=["true", "false"], default="true")
    parser.add_argument("--failing")
    parser.add_argument("--public-info", choices=["true", "false"], default="true")
    parser.add_argument("--git-version", default="v1.20.2")
    parser.add_argument("--kubelet", action="store_true")
    server = Server(parser.parse_args())
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
