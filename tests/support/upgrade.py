#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An upgraded connection, idle for a while: does it live?

  upgrade.py --url https://HOST:PORT/PATH --ca-file F --idle SECONDS
             [--token-file F] [--certificate F --key F] [--address A]

Asks for an upgrade as kubectl exec does, says nothing for SECONDS, then sends
a line, which the other end must echo.  --address is dialled instead of HOST.
Exit status: 0 it lives, 1 it was cut, 3 there was no upgrade.
"""
import argparse
import select
import socket
import ssl
import sys
import time
from urllib.parse import urlsplit


def connect(options, url):
    context = ssl.create_default_context(cafile=options.ca_file)
    context.set_alpn_protocols(["http/1.1"])
    if options.certificate:
        context.load_cert_chain(options.certificate, options.key)
    raw = socket.create_connection((options.address or url.hostname, url.port), 10)
    return context.wrap_socket(raw, server_hostname=url.hostname)


def ask(tls, options, url):
    lines = ["POST %s?%s HTTP/1.1" % (url.path, url.query), "Host: %s" % url.netloc, "User-Agent: upgrade",
             "Connection: Upgrade", "Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io",
             "Content-Length: 0"]
    if options.token_file:
        with open(options.token_file, encoding="ascii") as token:
            lines.append("Authorization: Bearer " + token.read().strip())
    tls.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        data = tls.recv(1)
        if not data:
            break
        head += data
    return head.split(b"\r\n")[0].decode("ascii", "replace")


def echoes(tls):
    tls.sendall(b"still there?\n")
    got = b""
    while b"\n" not in got:
        data = tls.recv(100)
        if not data:
            return False
        got += data
    return got == b"still there?\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--ca-file", required=True)
    parser.add_argument("--idle", type=float, required=True)
    parser.add_argument("--token-file")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--address")
    options = parser.parse_args()
    url = urlsplit(options.url)
    tls = connect(options, url)
    line = ask(tls, options, url)
    if " 101 " not in line + " ":
        print("no upgrade: %s" % line)
        return 3
    since = time.monotonic()
    if not echoes(tls):
        print("upgraded, but there is no echo")
        return 3
    # Anything that can be read now is the end.
    if select.select([tls], [], [], options.idle)[0]:
        print("cut after %.1f s" % (time.monotonic() - since))
        return 1
    try:
        alive = echoes(tls)
    except OSError:
        alive = False
    print("%s after %.1f s of silence" % ("alive" if alive else "cut", options.idle))
    return 0 if alive else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OSError as error:
        print("no upgrade: %s" % error)
        sys.exit(3)
