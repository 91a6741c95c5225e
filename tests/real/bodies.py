#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks two API servers the same and compares: bodies.py CA-FILE REAL STAND-IN PLAN

REAL and STAND-IN are ADDRESS:PORT.  PLAN is anonymous, refused (anonymous
access is off), closed (/version and health are not public) or failing (etcd is
frozen there, made to fail here).  Compared are code, content type, the headers that a probe may look at, and the body as
JSON but for values that differ from version to version.
"""
import http.client
import json
import re
import ssl
import sys

ADMIN, NOBODY, BAD = "correct-horse-battery-staple", "nobody-in-particular", "not-a-token-of-theirs"
OURS, CURL = "dcoskube-tests", "curl/8.0.0"
CHECK = re.compile(r"\[([+-])\](\S+) (ok|excluded: ok|failed: reason withheld)$")
# Values that tell the version or the machine.
LOOSE = {"gitCommit", "gitTreeState", "buildDate", "goVersion", "compiler", "platform", "gitVersion", "minor",
         "serverAddressByClientCIDRs", "resourceVersion"}

ANONYMOUS = [
    (method, path, token, agent)
    for agent in (OURS, CURL)
    for method, path, token in [
        ("GET", "/version", None), ("GET", "/", None), ("GET", "/api", None), ("GET", "/apis", None),
        ("GET", "/metrics", None), ("GET", "/no/such", None), ("GET", "/a%3Cb&c%22", None), ("GET", "/x?token=secret", None),
        ("GET", "/healthz", None), ("GET", "/livez", None), ("GET", "/readyz", None),
        ("GET", "/healthz?verbose", None), ("GET", "/livez?verbose", None), ("GET", "/readyz?verbose", None),
        ("GET", "/readyz?verbose&exclude=etcd&exclude=x", None), ("GET", "/readyz/etcd", None),
        ("GET", "/api/v1/namespaces", None), ("GET", "/api/v1/nodes", None), ("GET", "/api/v1/nodes/one", None),
        ("GET", "/api/v1/namespaces/default/pods/p", None), ("GET", "/apis/apps/v1/deployments", None),
        ("POST", "/api/v1/namespaces/default/pods/p/exec", None), ("DELETE", "/api/v1/nodes/one", None),
        ("HEAD", "/version", None), ("HEAD", "/readyz", None), ("POST", "/", None), ("OPTIONS", "/version", None),
        ("GET", "/version", BAD), ("GET", "/readyz", BAD), ("GET", "/api/v1/nodes", BAD),
        ("GET", "/version", NOBODY), ("GET", "/", NOBODY), ("GET", "/api", NOBODY), ("GET", "/api/v1/nodes", NOBODY),
        ("GET", "/readyz/etcd", NOBODY),
        ("GET", "/version", ADMIN), ("GET", "/", ADMIN), ("GET", "/api", ADMIN), ("GET", "/no/such", ADMIN),
        ("GET", "/readyz/etcd", ADMIN), ("HEAD", "/readyz", ADMIN), ("HEAD", "/version", ADMIN),
        ("POST", "/version", ADMIN), ("GET", "/api/v1/nodes", ADMIN), ("GET", "/api/v1/nodes/none", ADMIN),
        ("GET", "/version", ""), ("GET", "/", ""),
    ]
]
REFUSED = [("GET", path, token, agent) for path in ("/", "/version", "/readyz", "/api/v1/nodes")
           for token in (None, BAD, ADMIN) for agent in (OURS, CURL)]
FAILING = [("GET", path, None, OURS) for path in ("/version", "/", "/healthz", "/livez", "/readyz", "/readyz?verbose")]
CLOSED = [("GET", path, token, OURS) for path in ("/", "/version", "/healthz", "/livez", "/readyz", "/readyz?verbose")
          for token in (None, NOBODY, ADMIN)]


def ask(context, where, method, path, token, agent):
    host, port = where.rsplit(":", 1)
    connection = http.client.HTTPSConnection(host, int(port), timeout=20, context=context)
    headers = {"User-Agent": agent}
    if token is not None:
        headers["Authorization"] = "Bearer " + token
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


def shape(value, key=None):
    """The JSON with what may differ replaced by its type."""
    if key in LOOSE:
        return type(value).__name__
    if key == "paths":
        return "paths"
    if isinstance(value, dict):
        return {name: shape(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value]
    return value


def text_shape(body):
    """Health: which of the checks that every version has, the warnings, the last line."""
    kept = []
    for line in body.split("\n"):
        match = CHECK.match(line)
        if not match or match.group(2) in ("ping", "log", "etcd") or match.group(3) != "ok":
            kept.append(line)
    return kept


def described(answer, body):
    kind = answer.headers.get("Content-Type")
    names = ["Cache-Control", "X-Content-Type-Options", "Server", "WWW-Authenticate", "Location"]
    told = {name: answer.headers.get(name) for name in names}
    told["flow"] = "X-Kubernetes-Pf-Flowschema-Uid" in answer.headers
    if not body:
        content, layout = None, None
    elif kind == "application/json":
        content, layout = shape(json.loads(body)), "indented" if body.startswith("{\n  ") else "compact"
    else:
        content, layout = text_shape(body), None
    return {"code": answer.status, "type": kind, "headers": told, "layout": layout, "body": content}


def main():
    ca_file, real, stand_in, plan = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca_file)
    requests = {"anonymous": ANONYMOUS, "refused": REFUSED, "closed": CLOSED, "failing": FAILING}[plan]
    bad = 0
    for request in requests:
        theirs = described(*ask(context, real, *request))
        ours = described(*ask(context, stand_in, *request))
        if theirs != ours:
            bad += 1
            print("%s\n  real:     %s\n  stand-in: %s" % (request, theirs, ours))
    print("%s: %d requests, %d differ" % (plan, len(requests), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
