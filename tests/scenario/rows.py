# SPDX-License-Identifier: Apache-2.0
"""The table: a scenario, what must be said of it, and the wrong answer that it catches."""
import dataclasses
import json
import socket
import ssl
import typing

import farm


@dataclasses.dataclass
class Row:
    name: str
    wrong: str  # what a lesser check would say
    verdict: str
    stage: typing.Optional[str] = None
    behave: typing.Any = None
    port: int = 0  # instead of behave: a port that is there already
    host: str = "127.0.0.1"
    url: str = ""  # instead of host and port
    ca: str = "ca"
    credential: str = "both"  # none, token, cert, both: what the target is given
    sees: str = ""  # nothing, token, certificate, any: what the server may see; "": by the verdict
    says: str = ""  # a regular expression for the message
    mends: str = ""  # and one for the remedy
    flags: tuple = ()
    server_name: str = ""
    connect: bool = False  # dial 127.0.0.1:port, whatever the URL says
    facts: dict = dataclasses.field(default_factory=dict)  # of the JSON, by dotted path
    slow: bool = False  # ends at the deadline
    health: typing.Optional[bool] = None
    reachable: typing.Optional[bool] = None

    def __post_init__(self):
        if self.reachable is None:
            self.reachable = self.verdict in ("healthy", "reachable", "forbidden", "unauthorized", "unhealthy")
        if not self.sees:
            early = ("name", "tcp", "tls", "certificate")
            self.sees = "nothing" if self.stage in early or self.credential == "none" else "any"
        if self.verdict in ("healthy", "unhealthy"):
            self.health = self.verdict == "healthy"


def certificates(pki):
    """Every certificate that the rows name."""
    local = ("--san", "DNS:localhost", "--san", "IP:127.0.0.1")
    pki.make("ca", "--ca")
    pki.make("stranger", "--ca")
    pki.make("client-ca", "--ca")
    pki.make("client", "--issuer", "client-ca", "--usage", "client", "--subject", "CN=alice")
    pki.make("good", "--issuer", "ca", *local)
    pki.make("six", "--issuer", "ca", "--san", "IP:::1")
    pki.make("rsa", "--issuer", "ca", "--key", "rsa", *local)
    pki.make("middle", "--issuer", "ca", "--ca")
    pki.make("below", "--issuer", "middle", *local)
    pki.make("strange", "--issuer", "stranger", *local)
    pki.make("self", *local)
    pki.make("expired", "--issuer", "ca", "--not-before", "-20d", "--not-after", "-10d", *local)
    pki.make("early", "--issuer", "ca", "--not-before", "10d", "--not-after", "20d", *local)
    pki.make("elsewhere", "--issuer", "ca", "--san", "DNS:kube.example.com", "--san", "DNS:other.example.org")
    pki.make("apiserver", "--issuer", "ca", "--san", "DNS:kubernetes", "--san", "DNS:kubernetes.default.svc", "--san",
             "IP:10.96.0.1")
    pki.make("nameless", "--issuer", "ca", "--subject", "CN=localhost")
    pki.make("wildcard", "--issuer", "ca", "--san", "DNS:*.example.com")
    pki.make("partial", "--issuer", "ca", "--san", "DNS:k*.example.com")
    pki.make("forclients", "--issuer", "ca", "--usage", "client", *local)
    pki.make("weak", "--issuer", "ca", "--digest", "sha1", *local)
    pki.make("short", "--issuer", "ca", "--key", "rsa:1024", *local)
    pki.make("as-text", "--issuer", "ca", "--san", "DNS:127.0.0.1")
    pki.make("any-name", "--issuer", "ca", "--san", "DNS:*")
    pki.make("old-middle", "--issuer", "ca", "--ca", "--not-before", "-20d", "--not-after", "-10d")
    pki.make("below-old", "--issuer", "old-middle", *local)
    pki.make("old-ca", "--ca", "--not-before", "-20d", "--not-after", "-10d")
    pki.make("of-old-ca", "--issuer", "old-ca", *local)
    pki.make("all-wrong", "--issuer", "stranger", "--not-before", "-20d", "--not-after", "-10d", "--san",
             "DNS:kube.example.com")
    pki.make("late-elsewhere", "--issuer", "ca", "--not-before", "-20d", "--not-after", "-10d", "--san",
             "DNS:kube.example.com")
    pki.make("early-elsewhere", "--issuer", "ca", "--not-before", "10d", "--not-after", "20d", "--san",
             "DNS:kube.example.com")


class Rows:
    def __init__(self, pki):
        self.pki = pki
        self.kept = []

    def behind(self, behave, cert="good", chain="chain", **more):
        pair = (self.pki.file(cert, chain), self.pki.file(cert, "key"))
        return farm.tls(pair, behave, asks_by=self.pki.file("client-ca"), **more)

    def turncoat(self):
        """Closes after the first answer, and then is somebody else."""
        first = self.behind(farm.closing_each(farm.GOOD))
        second = self.behind(farm.kubernetes(), "strange")
        return lambda server, connection: (first if server.connections == 1 else second)(server, connection)

    def kubernetes(self):
        tls, page = self.behind, farm.kubernetes
        nobody = farm.forbidden("/readyz", "nobody")
        starting = farm.answer(500, farm.UNHEALTHY.replace("etcd", "poststarthook/rbac/bootstrap-roles"), "text/plain")
        # pylint: disable=line-too-long
        return [
            Row("healthy", "-", "healthy", behave=tls(page()), facts={"server_version": "v1.20.2", "credential": "token", "health.readyz": "ok", "tls.verified": True, "answered_by": "kube-apiserver", "http_status": 200}),
            Row("healthy-anonymous", "-", "healthy", behave=tls(page()), credential="none", facts={"credential": "none"}),
            Row("healthy-by-name", "-", "healthy", behave=tls(page()), host="localhost", facts={"tls.server_name": "localhost"}),
            Row("healthy-by-certificate", "-", "healthy", behave=tls(page()), credential="cert", sees="certificate", facts={"credential": "certificate"}),
            Row("healthy-rsa", "-", "healthy", behave=tls(page(), "rsa")),
            Row("healthy-tls12", "-", "healthy", behave=tls(page(), tune=newest(ssl.TLSVersion.TLSv1_2)), credential="cert", sees="certificate", facts={"tls.version": "TLSv1.2"}),
            Row("healthy-with-intermediate", "untrusted", "healthy", behave=tls(page(), "below")),
            Row("healthy-partial-chain", "untrusted, though the intermediate is what is trusted", "healthy", behave=tls(page(), "below", "crt"), ca="middle"),
            Row("healthy-wildcard", "name-mismatch", "healthy", behave=tls(page(), "wildcard"), host="kube.example.com", connect=True),
            Row("healthy-server-name", "name-mismatch", "healthy", behave=tls(page(), "elsewhere"), server_name="kube.example.com", facts={"tls.server_name": "kube.example.com"}),
            Row("healthy-longer-than-told", "protocol", "healthy", behave=tls(page(readyz=farm.answer(200, "ok and more", "text/plain", length=2)))),
            Row("healthy-after-100", "protocol", "healthy", behave=tls(page(version=b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + farm.GOOD["/version"]))),
            Row("healthy-verbose", "reachable", "healthy", behave=tls(page(readyz=farm.answer(200, "[+]ping ok\nreadyz check passed\n", "text/plain")))),
            Row("healthy-before-1.16", "reachable", "healthy", behave=tls(page(readyz=farm.status(404, "NotFound", "no"))), facts={"health.healthz": "ok", "health.readyz": None}),
            Row("healthy-connection-closed", "protocol", "healthy", behave=tls(farm.closing_each(farm.GOOD))),
            Row("healthy-anonymous-paths", "unauthorized", "healthy", behave=tls(page(version=farm.UNAUTHORIZED)), credential="none"),
            Row("healthy-at-path", "not-kubernetes", "healthy", behave=tls(farm.pages({"/k8s/c1" + k: v for k, v in farm.GOOD.items()}, farm.answer(404, "no"))), url="https://127.0.0.1:%d/k8s/c1/"),
            Row("health-forbidden", "healthy", "reachable", behave=tls(page(readyz=nobody)), facts={"user": "nobody", "health": None, "http_status": 200, "server_version": "v1.20.2"}),
            Row("health-unknown", "unhealthy", "reachable", behave=tls(page(readyz=farm.answer(404, "no"), healthz=farm.answer(404, "no")))),
            Row("health-is-a-page", "healthy", "reachable", behave=tls(page(readyz=farm.answer(200, "<html>ok</html>", "text/html")))),
            Row("health-reset", "healthy", "reachable", behave=tls(one_then(farm.GOOD["/version"]))),
            Row("forbidden", "not-kubernetes", "forbidden", behave=tls(farm.pages({})), credential="none", facts={"user": "system:anonymous", "http_status": 403}, says="system:anonymous"),
            Row("forbidden-by-name", "unauthorized", "forbidden", behave=tls(farm.always(nobody)), facts={"user": "nobody"}),
            Row("forbidden-hostile-user", "an escape on the terminal", "forbidden", behave=tls(farm.always(farm.forbidden("/", "a\x1b[31m\u202eb"))), says=r"\\x1b"),
            Row("starting", "forbidden", "unhealthy", "health", tls(page(version=farm.forbidden("/version"), readyz=starting)), facts={"health.failed": ["poststarthook/rbac/bootstrap-roles"]}),
            Row("unauthorized-anonymous", "not-kubernetes", "unauthorized", "auth", tls(farm.always(farm.UNAUTHORIZED)), credential="none", says="no credential", facts={"http_status": 401, "credential": "none"}),
            Row("unauthorized-token", "unauthorized without the cause", "unauthorized", "auth", tls(farm.always(farm.UNAUTHORIZED)), credential="token", sees="token", says="refuses the token"),
            Row("unauthorized-certificate", "unauthorized without the cause", "unauthorized", "auth", tls(farm.always(farm.UNAUTHORIZED)), credential="cert", sees="certificate", says="refuses the client certificate", mends="signed by a CA"),
            Row("unauthorized-not-asked", "refused the certificate", "unauthorized", "auth", farm.tls((self.pki.file("good"), self.pki.file("good", "key")), farm.always(farm.UNAUTHORIZED)), credential="cert", sees="nothing", says="never asks", mends="token"),
            Row("unhealthy-etcd", "healthy", "unhealthy", "health", tls(page(readyz=farm.answer(500, farm.UNHEALTHY, "text/plain"))), facts={"health.failed": ["etcd"], "health.readyz": "failed", "http_status": 500}, says="etcd", mends="etcd"),
            Row("unhealthy-status", "reachable", "unhealthy", "health", tls(page(readyz=farm.status(503, "ServiceUnavailable", "no")))),
            Row("unhealthy-version", "not-kubernetes", "unhealthy", "health", tls(farm.always(farm.status(503, "ServiceUnavailable", "no"))), facts={"http_status": 503}),
            Row("overloaded", "not-kubernetes", "unhealthy", "health", tls(farm.always(farm.answer(429, "Too many requests, please try again later.\n", "text/plain", ["Retry-After: 1"])))),
            Row("half-a-status", "not-kubernetes", "unhealthy", "health", tls(farm.always(farm.answer(504, '{"metadata":{},"status":"Failure","message":"Timeout","reason":"Timeout","details":{},"code":504}', "text/plain", ["Audit-Id: 0b2c"])))),
            Row("insecure", "verified", "healthy", behave=tls(page(), "strange"), flags=("insecure",), sees="nothing", says="withheld", facts={"credential": "withheld", "tls.verified": False}),
            Row("insecure-all-wrong", "the certificate's state is hidden", "healthy", behave=tls(page(), "all-wrong"), flags=("insecure",), sees="nothing", facts={"tls.verified": False, "certificates.0.sans": ["DNS:kube.example.com"]}),
            Row("insecure-but-fine", "verified", "healthy", behave=tls(page()), flags=("insecure",), sees="nothing", facts={"tls.verified": False, "tls.verify_error": None}),
            Row("insecure-sent", "withheld", "healthy", behave=tls(page(), "strange"), flags=("insecure", "send"), sees="token", facts={"credential": "token"}),
            Row("insecure-sent-certificate", "withheld", "healthy", behave=tls(page(), "strange"), credential="cert", flags=("insecure", "send"), sees="certificate"),
        ]

    def trust(self):
        tls, page = self.behind, farm.kubernetes
        # pylint: disable=line-too-long
        return [
            Row("unknown-ca", "healthy", "untrusted", "certificate", tls(page(), "strange"), says="CN=stranger", facts={"tls.verified": False, "certificates.0.issuer": "CN=stranger"}),
            Row("unknown-ca-tls12", "healthy", "untrusted", "certificate", tls(page(), "strange", tune=newest(ssl.TLSVersion.TLSv1_2))),
            Row("self-signed", "healthy", "untrusted", "certificate", tls(page(), "self"), says="self-signed"),
            Row("missing-intermediate", "healthy", "untrusted", "certificate", tls(page(), "below", "crt"), says="CN=middle", mends="intermediate"),
            Row("for-clients", "healthy", "untrusted", "certificate", tls(page(), "forclients"), says="purpose"),
            Row("short-key", "healthy", "untrusted", "certificate", tls(page(), "short", tune=low), says="key"),
            Row("weak-hash", "healthy", "untrusted", "certificate", tls(page(), "weak", tune=low), says="hash|digest|signature|algorithm|key"),
            Row("address-as-text", "healthy", "name-mismatch", "certificate", tls(page(), "as-text")),
            Row("any-name", "healthy", "name-mismatch", "certificate", tls(page(), "any-name"), host="localhost"),
            Row("intermediate-expired", "untrusted", "expired", "certificate", tls(page(), "below-old"), says="CN=old-middle"),
            Row("ca-expired", "untrusted", "expired", "certificate", tls(page(), "of-old-ca"), ca="old-ca", says="a CA in the chain", mends="CA"),
            Row("expired", "untrusted", "expired", "certificate", tls(page(), "expired"), says="has expired at 20", facts={"certificates.0.verify_error": "certificate has expired"}),
            Row("not-yet-valid", "untrusted", "not-yet-valid", "certificate", tls(page(), "early"), says="not valid before 20"),
            Row("other-name", "healthy", "name-mismatch", "certificate", tls(page(), "elsewhere"), says="`kube.example.com`", mends="kube.example.com", host="api.example.com", connect=True),
            Row("other-address", "healthy", "name-mismatch", "certificate", tls(page(), "elsewhere"), says="not for `127.0.0.1`"),
            Row("cluster-name", "healthy", "name-mismatch", "certificate", tls(page(), "apiserver"), mends="certSANs.*to `kubernetes.default.svc`"),
            Row("no-san", "healthy, by the common name", "name-mismatch", "certificate", tls(page(), "nameless"), host="localhost", says="no subject alternative name"),
            Row("wildcard-too-deep", "healthy", "name-mismatch", "certificate", tls(page(), "wildcard"), host="a.b.example.com", connect=True, mends="that the certificate is for"),
            Row("wildcard-partial", "healthy", "name-mismatch", "certificate", tls(page(), "partial"), host="kube.example.com", connect=True),
            Row("nearest-first", "the first name", "name-mismatch", "certificate", tls(page(), "elsewhere"), host="api.example.org", connect=True, says="for `other.example.org`", mends="to `other.example.org`"),
            Row("another-on-the-second-connection", "healthy", "untrusted", "certificate", self.turncoat(), facts={"certificates.0.subject": "CN=strange"}, sees="any"),
            Row("server-name-wrong", "healthy", "name-mismatch", "certificate", tls(page()), server_name="kube.example.com"),
            Row("all-wrong", "expired", "untrusted", "certificate", tls(page(), "all-wrong"), facts={"certificates.0.sans": ["DNS:kube.example.com"]}),
            Row("expired-and-elsewhere", "name-mismatch", "expired", "certificate", tls(page(), "late-elsewhere")),
            Row("early-and-elsewhere", "name-mismatch", "not-yet-valid", "certificate", tls(page(), "early-elsewhere")),
            Row("untrusted-and-silent", "timeout", "untrusted", "certificate", tls(farm.silent, "strange")),
            Row("untrusted-and-unauthorized", "unauthorized", "untrusted", "certificate", tls(farm.always(farm.UNAUTHORIZED), "strange")),
        ]

    def broken(self):
        tls = self.behind
        html = "<html><body><h1>503 Service Unavailable</h1>\nNo server is available\n</body></html>\n"
        closed, holder = farm.closed_port()
        self.kept.append(holder)
        # pylint: disable=line-too-long
        return [
            Row("refused", "timeout", "refused", "tcp", port=closed, says="refuses", facts={"tls": None, "times_ms.tls": None, "addresses.0.error": "connection refused"}),
            Row("unreachable", "refused", "unreachable", "tcp", url="https://255.255.255.255:6443"),
            Row("dns", "unreachable", "dns", "name", url="https://no-such-name.invalid:6443", facts={"address": None, "times_ms.tcp": None, "tls": None}),
            Row("plain-http", "tls", "plain-http", "tls", farm.says(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request")),
            Row("ssh", "plain-http", "tls", "tls", farm.says(b"SSH-2.0-OpenSSH_9.2\r\n"), says="SSH-2"),
            Row("not-tls-hostile", "an escape on the terminal", "tls", "tls", farm.says(b"\x1b[31m\xff\x00red"), says=r"\\x1b\[31m"),
            Row("old-tls", "refused", "tls", "tls", tls(farm.kubernetes(), tune=oldest), says="protocol version", mends="1.2"),
            Row("alert", "refused", "tls", "tls", farm.says(b"\x15\x03\x03\x00\x02\x02\x28"), says="handshake failure"),
            Row("reset-in-handshake", "refused", "tls", "tls", farm.reset),
            Row("closed-in-handshake", "protocol", "tls", "tls", farm.hangs_up),
            Row("demands-certificate", "protocol", "tls", "tls", tls(farm.kubernetes(), tune=demands), credential="token", says="certificate required"),
            Row("garbage", "not-kubernetes", "protocol", "http", tls(farm.then_close(b"\x00\x01\x02garbage\r\n\r\n"))),
            Row("http-0.9", "not-kubernetes", "protocol", "http", tls(farm.then_close(b"ok")), says="not HTTP"),
            Row("no-answer", "not-kubernetes", "protocol", "http", tls(farm.then_close(b""))),
            Row("reset-after-tls", "refused", "protocol", "http", tls(farm.reset)),
            Row("truncated", "healthy", "protocol", "http", tls(farm.then_close(farm.answer(200, json.dumps(farm.VERSION), length=5000)))),
            Row("huge-body", "out of memory", "protocol", "http", tls(farm.floods(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536, 160)), says="64 KiB"),
            Row("huge-body-told", "out of memory", "protocol", "http", tls(farm.floods(b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n", b"x" * 65536, 160))),
            Row("endless-headers", "timeout", "protocol", "http", tls(farm.floods(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 1000 + b"\r\n", 4000)), says="64 KiB"),
            Row("endless-100", "timeout", "protocol", "http", tls(farm.floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 400))),
            Row("nul-in-header", "healthy", "protocol", "http", tls(farm.then_close(b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\nok"))),
            Row("two-lengths", "healthy", "protocol", "http", tls(farm.then_close(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nok"))),
            Row("broken-chunks", "healthy", "protocol", "http", tls(farm.then_close(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n"))),
            Row("http-2-only", "hangs", "protocol", "http", tls(farm.then_close(b"\0\0\0\4\0\0\0\0\0"), tune=lambda context: context.set_alpn_protocols(["h2"]))),
            Row("http-2-anyway", "hangs", "protocol", "http", tls(farm.then_close(b"\0\0\0\4\0\0\0\0\0"))),
            Row("web-page", "healthy, since the code is 200", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, "<html>hi</html>", "text/html"))), says="web page", facts={"answered_by": "unknown"}),
            Row("proxy-page", "unhealthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(503, html, "text/html"))), facts={"http_status": 503}),
            Row("other-json", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, '{"version":"1.0"}')))),
            Row("almost-version", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, '{"major":"1","minor":"20","gitVersion":"1.20.2"}')))),
            Row("version-of-numbers", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, '{"major":1,"minor":20,"gitVersion":"v1.20.2"}')))),
            Row("version-with-500", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(500, json.dumps(farm.VERSION))))),
            Row("wrong-status-code", "forbidden", "not-kubernetes", "kubernetes", tls(farm.always(farm.status(403, "Forbidden", "no").replace(b" 403 ", b" 401 ", 1)))),
            Row("json-401", "unauthorized", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(401, '{"error":"unauthorized"}')))),
            Row("says-ok", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.OK))),
            Row("says-nothing", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, "")))),
            Row("redirect", "healthy at the other end", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(302, "", headers=["Location: https://login.example.com/"]))), says="login.example.com", facts={"http_status": 302}),
            Row("proxy-without-tls-behind", "a bare 400", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(400, "Client sent an HTTP request to an HTTPS server.\n", "text/plain"))), says="plain HTTP", mends="ssl verify"),
            Row("deep-json", "a crash", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, "[" * 60000)))),
            Row("hostile-text", "an escape on the terminal", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, b"\x1b]0;x\x07\xff\x00\xe2\x80\xae")))),
            Row("gzip-unasked", "healthy", "not-kubernetes", "kubernetes", tls(farm.always(farm.answer(200, b"\x1f\x8b\x08" + bytes(30), headers=["Content-Encoding: gzip"])))),
        ]

    def slow(self):
        tls = self.behind
        backlog, holder = farm.full_backlog()
        self.kept.append(holder)
        long_version = farm.answer(200, json.dumps(farm.VERSION))
        # pylint: disable=line-too-long
        rows = [
            Row("silent-tcp", "refused", "timeout", "tcp", port=backlog, facts={"tls": None, "times_ms.tls": None}),
            Row("silent-accept", "hangs", "timeout", "tls", farm.silent, facts={"times_ms.http": None}),
            Row("silent-after-tls", "hangs", "timeout", "http", tls(farm.silent)),
            Row("silent-after-request", "hangs", "timeout", "http", tls(farm.silent_after_head)),
            Row("drip", "hangs", "timeout", "http", tls(farm.drips(long_version))),
            Row("drip-in-handshake", "hangs", "timeout", "tls", farm.drips(b"\x16\x03\x03\x40\x00" + bytes(400))),
            Row("stall-in-headers", "hangs", "timeout", "http", tls(farm.stalls_after(b"HTTP/1.1 200 OK\r\nContent-"))),
            Row("stall-in-body", "healthy", "timeout", "http", tls(farm.stalls_after(long_version[:-20]))),
            Row("silent-health", "healthy", "timeout", "health", tls(farm.silent_on("/readyz")), facts={"server_version": "v1.20.2"}, says="v1.20.2"),
        ]
        for row in rows:
            row.slow = True
        return rows

    def six(self):
        """Where the loopback has IPv6."""
        tls = self.behind
        return [
            Row("healthy-ipv6", "name-mismatch", "healthy", behave=tls(farm.kubernetes(), "six"), host="::1"),
            Row("ipv6-elsewhere", "healthy", "name-mismatch", "certificate", tls(farm.kubernetes()), host="::1"),
        ]

    def all(self):
        return self.kubernetes() + self.trust() + self.broken() + self.slow() + (self.six() if has_ipv6() else [])


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


def low(context):
    """The server itself may show weak keys."""
    context.set_ciphers("DEFAULT@SECLEVEL=0")


def newest(version):
    def tune(context):
        context.maximum_version = version

    return tune


def oldest(context):
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1


def demands(context):
    context.verify_mode = ssl.CERT_REQUIRED


def one_then(data):
    """One answer, and a reset when more is asked."""

    def behave(server, connection):
        farm.read_head(server, connection)
        connection.sendall(data)
        farm.reset(server, connection)

    return behave


def start(row):
    """The server of a row, if it has one of its own."""
    if row.behave is None:
        return None
    family = socket.AF_INET6 if ":" in row.host else socket.AF_INET
    return farm.Server(row.behave, "::1" if family == socket.AF_INET6 else "127.0.0.1", family)
