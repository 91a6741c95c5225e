#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A name server on loopback, for the tests and the demo:  dns.py NAME=IPV4...

It answers A for the given names, nothing for other types of them, NXDOMAIN for
other names.  The port is printed when it listens (127.0.0.1, UDP).
"""
import socket
import struct
import sys

NOERROR, FORMERR, NXDOMAIN = 0, 1, 3
TYPE_A, CLASS_IN, TTL = 1, 1, 10


def question_of(packet):
    """The name in lower case, the type and class, and where the question ends."""
    labels, at = [], 12
    while packet[at] != 0:
        size = packet[at]
        if size > 63:
            raise ValueError("a compressed question")
        labels.append(packet[at + 1:at + 1 + size].decode("ascii").lower())
        at += 1 + size
    kind, family = struct.unpack_from("!HH", packet, at + 1)
    return ".".join(labels), kind, family, at + 5


def answer(packet, names):
    ident, flags, _, _, _, _ = struct.unpack_from("!6H", packet)
    name, kind, family, end = question_of(packet)
    code = NOERROR if name in names else NXDOMAIN
    records = b""
    if code == NOERROR and (kind, family) == (TYPE_A, CLASS_IN):
        records = struct.pack("!HHHIH", 0xC00C, TYPE_A, CLASS_IN, TTL, 4) + socket.inet_aton(names[name])
    # An answer, authoritative, recursion as it was asked.
    header = struct.pack("!6H", ident, 0x8480 | (flags & 0x0100) | code, 1, 1 if records else 0, 0, 0)
    return header + packet[12:end] + records


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help") or any("=" not in word for word in sys.argv[1:]):
        print(__doc__.strip())
        return 0 if "--help" in sys.argv else 2
    names = {}
    for word in sys.argv[1:]:
        name, address = word.split("=", 1)
        socket.inet_aton(address)
        names[name.lower().rstrip(".")] = address
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    while True:
        packet, peer = server.recvfrom(4096)
        try:
            server.sendto(answer(packet, names), peer)
        except (ValueError, IndexError, struct.error):
            continue


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        pass
