# SPDX-License-Identifier: Apache-2.0
"""What kubectl accepts we accept, with the same meaning; what it refuses we refuse."""
import os
import sys

from kubectl import Kubectl, Ours, contexts, directory

HEAD = b"apiVersion: v1\nkind: Config\n"
# behind "current-context: "; a field of a cluster; a field of a user; whole texts
CURRENT = [
    b'y', b'Y', b'n', b'N', b'yes', b'Yes', b'YES', b'no', b'on', b'On', b'off', b'OFF', b'true', b'True', b'tRue',
    b'oN', b'0x1F', b'0b1', b'0B1', b'0777', b'0899', b'0o17', b'0O17', b'1e3', b'12e03', b'.5', b'.', b'.e3', b'1.',
    b'+1', b'-0', b'1_000', b'123', b'.inf', b'.NaN', b'-.INF', b'+.inf', b'null', b'Null', b'NULL', b'nULL', b'~',
    b't', b'f', b'=', b'<<', b'0x', b'0b2', b'1.2.3', b'2001-01-01', b'2001-01-01T00:00:00Z', b'190:20', b'1e400',
    b'1e308', b'2e308', b'1.7976931348623157e308', b'1.7976931348623159e308', b'0x1_F', b'_1', b'1_', b'+_1', b'0_',
    b'0x_', b'99999999999999999999', b'-9223372036854775809', b'0xFFFFFFFFFFFFFFFFF',
    b'0b11111111111111111111111111111111111111111111111111111111111111111', b'-0b1', b'+0b1', b'-0x1', b'+.5', b'-.5',
    b'+.e1', b'1e', b'1e+', b'1E5', b'0.1e-5', b'!!str', b'!!int', b'--', b'-', b'-a', b'?a', b':a', b'@a', b'`a',
    b'a:b', b'a#b', b'&a', b'*a', b'!foo', b'!!str 123', b'!!int 5', b'!!int "5"', b'!!bool yes', b'!foo 12',
    b'!!null ""', b'!!float 1', b'!!binary aGk=', b'!!timestamp 2001-01-01', b'"yes"', b"'123'", b'"\\0"',
    b'"\\e[1m"', b'[a]', b'{a: b}', b'|\n  abc\n  d', b'>-\n  abc\n  d', b'a b\n  c', b'"a\n  b"', b'\ta', b'a # c',
    b'a #c', b'a#c', b'? x', b'\x01', b'"a\x01"', b'\x7f', b'"\x7f"', b'"\xc2\x85"', b'\xc3\xa9\xe2\x98\xb8',
    b'"\\ud83d\\ude00"', b'"\\/"',
]
CLUSTER = [
    b'server: 123', b'server: null', b'server:', b'server: ""', b'insecure-skip-tls-verify: "true"',
    b'insecure-skip-tls-verify: yes', b'insecure-skip-tls-verify: n', b'insecure-skip-tls-verify: 1',
    b'certificate-authority-data: "Y2FkYXRh"', b'certificate-authority-data: "Y2FkYXR"',
    b'certificate-authority-data: |\n      Y2Fk\n      YXRh', b'certificate-authority-data: "Y2 Fk"',
    b'certificate-authority-data: ""', b'certificate-authority-data: "YQ=="', b'certificate-authority-data: "YR=="',
    b'certificate-authority-data: "YQ="', b'certificate-authority-data: "===="',
    b'certificate-authority-data: "Y==="', b'certificate-authority-data: "YQ==YQ=="',
    b'certificate-authority-data: "-_-_"', b'proxy-url: 1', b'disable-compression: "x"', b'tls-server-name: on',
    b'extensions: {}', b'extensions: []', b'extensions:\n    - name: a\n      extension: 1\n    - name: a',
    b'extensions:\n    - name: a\n    - name: b\n      extension: [1,x]', b'Server: 123', b'unknown: 123', b'1: x',
    b'true: x', b'~: x', b'"": x', b'? [a]\n    : b', b'? {a: b}\n    : b', b'1.5: x', b'.inf: x', b'2001-01-01: x',
    b'<<: {server: a}', b'<<: [{server: a},{server: b}]', b'<<: x', b'<<: null', b'server: a\n    <<: {server: b}',
    b'<<: {server: b}\n    server: a', b'server: a\n    server: b', b'"<<": {server: b}',
]
USER = [
    b'token: 12345', b'token: ~', b'as: x\n    as-groups: [a, b]', b'as-groups: a', b'as-groups: [1]',
    b'as-groups: [null]', b'as-user-extra: {a: [b]}', b'as-user-extra: {a: b}', b'as-user-extra: {a: null}',
    b'as-user-extra: {1: [x]}', b'as-uid: 1', b'username: yes', b'password: 1', b'tokenFile: 1',
    b'client-key-data: "%%%"', b'client-certificate: 1', b'exec: {}', b'exec: []', b'exec: {command: 1}',
    b'exec: {args: [1]}', b'exec: {args: [a,"1"], env: [{name: a, value: 1}]}',
    b'exec: {args: null, env: null, apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Never, provideClusterInfo: true}',
    b'exec: {provideClusterInfo: "x"}', b'exec: {interactiveMode: 1}', b'exec: {interactiveMode: Foo}',
    b'exec: {installHint: 1}', b'exec: {env: {a: b}}', b'exec: {env: [null]}', b'auth-provider: {name: gcp}',
    b'auth-provider: {name: gcp, config: {a: 1}}', b'auth-provider: {name: gcp, config: {a: b}}',
    b'auth-provider: {name: gcp, config: [a]}', b'auth-provider: {name: gcp, config: null}',
]
WHOLE = [
    b'', b'\n', b'   \n', b'# c\n', b'---\n', b'null\n', b'{}\n', b'[]\n', b'hello\n', b'kind: Config\n',
    b'current-context: a\n', b'apiVersion: v2\n', b'kind: Pod\n', b'kind: Pod\napiVersion: v1\n', b'apiVersion: ""\n',
    b'kind: ""\n', b'apiVersion: foo/v1\n', b'kind: config\n', b'clusters: null\nusers: null\ncontexts: null\n',
    b'contexts: {}\n', b'contexts: ""\n', b'contexts: x\n', b'clusters:\n- 1\n', b'clusters:\n- null\n',
    b'clusters:\n-\n-\n', b'clusters:\n- name: a\n  cluster: x\n', b'clusters:\n- name: a\n  cluster: []\n',
    b'clusters:\n- name: a\n  cluster:\n', b'clusters:\n- cluster: {}\n', b'preferences: {colors: 1}\n',
    b'preferences: {colors: true}\n', b'preferences: []\n', b'preferences: x\n',
    b'extensions: [{name: a},{name: a}]\n', b'extensions: x\n', b'contexts:\n- name: a\n- name: a\n',
    b'contexts:\n- name: ""\n- name: ""\n', b'contexts:\n- context: {cluster: a}\n',
    b'contexts:\n- name: a\n  name: b\n', b'contexts:\n- name: a\ncontexts:\n- name: b\n',
    b'current-context: a\ncurrent-context: b\n', b'CONTEXTS: 1\n', b'Kind: Pod\n', b'a: &a [1]\nb: *a\n', b'a: *a\n',
    b'a: &a [*a]\n', b'x: &x {server: s}\nclusters: [{name: a, cluster: *x}]\n',
    b'n: &n foo\ncontexts:\n- name: *n\n', b'*a : x\n', b'k: &k v\n*k : x\n', b'a: b\n---\nb: [\n',
    b'---\na: b\n---\n', b'a: b\n...\n[[[\n', b'a: b\n...\n', b'%YAML 1.1\n---\na: b\n', b'%YAML 1.2\n---\na: b\n',
    b'%YAML 2.0\n---\na: b\n', b'%FOO\n---\na: b\n', b'a: b\n %\n', b'\ta: b\n', b'a:\n\tb: c\n', b'a: [\n',
    b'a: ]\n', b'"a": "b"\n', b'{"a":"b","contexts":[{"name":"x","context":{"cluster":"a"}}]}\n', b'{"a":\t"b"}\n',
    b'a: b\r\ncurrent-context: x\r\n', b'a: b\rcurrent-context: x\r', b'a: - b\n', b'a: b: c\n', b'- a\n', b'a\n',
    b'!!map {a: b}\n', b'!foo {a: b}\n', b'contexts: !!set {a}\n', b'contexts: !foo [{name: x}]\n',
    b'contexts: !!map [x]\n', b'? a\n: b\n? c\n', b'a: "b\n', b"a: 'b\n", b'"a\n b": c\n', b'a: |\n  x\n y\n',
    b'x: "\\x"\n', b'x: "\\q"\n', b'a: b\n- c\n', b'contexts:\n - name: a\n- name: b\n',
    b'contexts:\n- name: a\n  context:\n  cluster: x\n', b'\xef\xbb\xbfcurrent-context: x\n',
    b'\xff\xfec\x00u\x00r\x00r\x00e\x00n\x00t\x00-\x00c\x00o\x00n\x00t\x00e\x00x\x00t\x00:\x00 \x00\xe9\x00=\xd8\x00\xde\n\x00',
    b'\xfe\xff\x00c\x00u\x00r\x00r\x00e\x00n\x00t\x00-\x00c\x00o\x00n\x00t\x00e\x00x\x00t\x00:\x00 \x00\xe9\xd8=\xde\x00\x00\n',
    b'a: \xff\xfe\n', b'a: \xc0\x80\n', b'a: \xed\xa0\x80\n', b'current-context: x\n\xef\xbb\xbf# c\n',
    b'a: "\x00"\n', b'\xe2\x80\xa8current-context: x\n', b'# a\xe2\x80\xa8current-context: x\n',
    b'a: b # c\xc2\x85current-context: x\n', b'\xff\xfe', b'\xff\xfea', b'\xef\xbb\xbf',
   
   
   
]
# bombs: nested, and aliases of aliases
WHOLE += [
    b"[" * 50 + b"]" * 50 + b"\n",
    b"a: " + b"[" * 99 + b"]" * 99 + b"\n",
    b"a: " + b"[" * 200 + b"]" * 200 + b"\n",
    b"a: &a [x]\n" + b"".join(b"b%d: &b%d [%s]\n" % (i, i, b",".join([b"*b%d" % (i - 1) if i else b"*a"] * 9))
                             for i in range(9)),
]

# Where we differ, and why.
KNOWN = {
    HEAD + b"current-context: !!binary aGk=\n": "the tag !!binary is not read",
    HEAD + b'current-context: "\\0"\n': "a NUL character is not read",
    HEAD + b'current-context: "\\e[1m"\n': "control characters are shown escaped",
    HEAD + b"current-context: |\n  abc\n  d\n": "control characters are shown escaped",
    b"current-context: x\n\xef\xbb\xbf# c\n": "a byte order mark inside is taken for a blank",
    WHOLE[-2]: "nested deeper than 100",
    WHOLE[-1]: "aliases are read by reference, so they cost nothing",
}
# Fields that kubectl learned later: a type error there is none to an older one.
LATER = ((b"as-uid", 23), (b"disable-compression", 24), (b"interactiveMode", 22), (b"provideClusterInfo", 20))


def rows():
    for text in CURRENT:
        yield HEAD + b"current-context: " + text + b"\n"
    for text in CLUSTER:
        yield HEAD + b"clusters:\n- name: a\n  cluster:\n    " + text + b"\n"
    for text in USER:
        yield HEAD + b"users:\n- name: a\n  user:\n    " + text + b"\n"
    yield from WHOLE


def unknown(judge, text):
    return any(word in text and judge.minor < minor for word, minor in LATER)


def main():
    tally = {"passed": 0, "failed": 0, "differ as known": 0, "unknown to this kubectl": 0}
    with directory() as work:
        judge, ours, path = Kubectl(work), Ours(work), os.path.join(work, "config")
        for text in rows():
            if unknown(judge, text):
                tally["unknown to this kubectl"] += 1
                continue
            with open(path, "wb") as f:
                f.write(text)
            view = judge.view(path)
            lines, message = ours.contexts(path)
            if lines == (contexts(view) if view else None):
                tally["passed"] += 1
            elif text in KNOWN:
                tally["differ as known"] += 1
            else:
                tally["failed"] += 1
                print("%r: kubectl %s, ours %s %s" % (text[-120:], contexts(view) if view else None, lines, message))
    print("kubectl on texts: " + ", ".join("%d %s" % (n, k) for k, n in tally.items()))
    sys.exit(1 if tally["failed"] or not tally["passed"] else 0)


main()
