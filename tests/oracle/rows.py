# SPDX-License-Identifier: Apache-2.0
"""Texts that kubectl and we are given: the rows L of the conformance annex, each
scalar in each field, and what was found beyond; and where we differ, and why."""

CONTEXT = b"contexts: [{name: c, context: {cluster: a, user: a}}]\n"
HEAD = b"apiVersion: v1\nkind: Config\n"
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
NESTED = len(WHOLE) + 2
WHOLE += [
    b"[" * 50 + b"]" * 50 + b"\n",
    b"a: " + b"[" * 99 + b"]" * 99 + b"\n",
    b"a: " + b"[" * 200 + b"]" * 200 + b"\n",
    b"a: &a [x]\n" + b"".join(b"b%d: &b%d [%s]\n" % (i, i, b",".join([b"*b%d" % (i - 1) if i else b"*a"] * 9))
                             for i in range(9)),
]

# Each field of the schema, as the text that goes in front of its value, and behind it.
BODY = {"cluster": b"clusters:\n- name: a\n  cluster:\n    %s: ", "user": b"users:\n- name: a\n  user:\n    %s: ",
        "context": b"contexts:\n- name: c\n  context:\n    %s: "}
NAMES = {
    "cluster": "server tls-server-name certificate-authority certificate-authority-data proxy-url "
               "insecure-skip-tls-verify disable-compression extensions",
    "user": "client-certificate client-certificate-data client-key client-key-data token tokenFile as as-uid as-groups "
            "as-user-extra username password auth-provider exec extensions",
    "context": "cluster user namespace extensions",
}
FIELDS = [(BODY[kind] % name.encode(), b"") for kind in NAMES for name in NAMES[kind].split()]
FIELDS += [(b"users: [{name: a, user: {exec: {%s: " % name, b"}}}]")
           for name in (b"command", b"apiVersion", b"installHint", b"provideClusterInfo", b"interactiveMode", b"args", b"env")]
FIELDS += [
    (b"users: [{name: a, user: {exec: {args: [a, ", b"]}}}]"), (b"users: [{name: a, user: {exec: {env: [{name: ", b"}]}}}]"),
    (b"users: [{name: a, user: {exec: {env: [{value: ", b"}]}}}]"), (b"users: [{name: a, user: {as-groups: [", b"]}}]"),
    (b"users: [{name: a, user: {as-user-extra: {x: [", b"]}}}]"), (b"users: [{name: a, user: {auth-provider: {name: ", b"}}}]"),
    (b"users: [{name: a, user: {auth-provider: {config: {x: ", b"}}}}]"),
    (b"clusters: [{name: a, cluster: {extensions: [{name: ", b"}]}}]"),
    (b"clusters: [{name: a, cluster: {extensions: [{extension: ", b"}]}}]"),
    (b"preferences: {colors: ", b"}"), (b"preferences: {extensions: ", b"}"), (b"extensions: ", b""),
    (b"clusters: [{name: ", b"}]"), (b"users: [{name: ", b"}]"), (b"contexts: [{name: ", b"}]"),
    (b"clusters: [{cluster: ", b"}]"), (b"users: [{user: ", b"}]"), (b"contexts: [{context: ", b"}]"),
    (b"clusters: ", b""), (b"users: ", b""), (b"contexts: ", b""), (b"clusters: [", b"]"), (b"preferences: ", b""),
    (b"apiVersion: ", b""), (b"kind: ", b""), (b"unknown: ", b""),
]
# Table 3 of the facts and its neighbours; each field meets a share of them, in turn.
SCALARS = [b"y", b"0x1F", b"~", b"text", b"off", b"1_000", b"\"\"", b"\"yes\"", b".inf", b"0o17", b"[]", b"{}", b"True",
           b"1e3", b"<<", b"!!str 1", b"190:20", b"2001-01-01", b"-0", b"NO", b"1.", b"=", b".5", b"'0x1'", b"+1", b"0777"]
SHARE = 4

CURRENT += [
    b'!!binary gIA=', b'!!binary ""', b'!!binary |\n  aG\n  k=', b'!!binary "%"', b'!!timestamp 2001-1-1', b'!!timestamp 2001-02-29', b'!!timestamp 2001-01-01 1:2:3', b'!!timestamp 2001-01-01t1:2:3.4+01:00', b'!!timestamp 2001-01-01T1:2:3', b'!!timestamp "2001-01-01"', b'!!timestamp',
    b'._5', b'.5_', b'.5__0', b'.5e1_0', b'0o1777777777777777777777', b'0o2000000000000000000000', b'+0xFFFFFFFFFFFFFFFF', b'-0x8000000000000000', b'0x10000000000000000', b'01000000000000000000000',
    b'TRUE', b'FALSE', b'NO', b'ON', b'Off', b'Y ', b'0x', b'0X1', b'-0o17', b'+0x1F', b'1__0', b'-_1', b'1e_3', b'1_e3', b'1_.5',
    b'.5_0', b'_.5', b'0b1_0', b'0o1_7', b'08', b'09.5', b'0b', b'0o', b'0o8', b'0xG', b'1e+5', b'1e-400', b'-.NaN', b'+.NaN',
    b'.nan', b'.Nan', b'infinity', b'NaN', b'Inf', b'-Inf', b'inf', b'+inf', b'nan', b'0x1p4', b'0x1.8p1', b'1p4', b'1d5', b'1f',
    b'18446744073709551615', b'18446744073709551616', b'9223372036854775808', b'0x8000000000000000', b'-0x8000000000000001',
    b'1:30', b'12:30:45', b'2001-1-1', b'2001-01-01 00:00:00', b'2001-12-14t21:59:43.10-05:00', b'a: b', b'a:', b'@', b'%a', b'%',
    b"'a''b'", b'"a\\\n  b"', b'"\\x41\\u0042\\U00000043"', b'"\\N\\_\\L\\P"', b'"\\a\\b\\t\\n\\v\\f\\r\\ "', b'"\\U0001F600"',
    b'"\\ud800"', b'"\\U00110000"', b'"\\uFFFE"', b'!!str', b'!!str ""', b'!!str ~', b'!!null ~', b'!!null x', b'!!bool true', b'!!bool "true"',
    b'!!bool x', b'!!int x', b'!!float x', b'!!float .inf', b'!!int 1.5', b'!!seq x', b'!!map x', b'! 12', b'! yes', b'!<tag:yaml.org,2002:str> 12',
    b'!<x> 12', b'!!merge x', b'!!merge <<', b'!e!x y', b'!! x', b'&a x', b'&a', b'&a &b x', b'!!str &a 5', b'&a !!str 5', b'&a.b-c x', b'&\xc3\xa9 x',
    b'*', b'&', b'|', b'>', b'|\n', b'|+\n  a\n\n', b'|-\n  a', b'|2\n   a', b'|1-\n  a', b'|0\n  a', b'|x\n  a', b'| # c\n  a', b'|# c\n  a', b'>+\n  a\n\n  b',
    b'"a', b"'a", b'"a" b', b"'a' b", b'"a" # c', b'"a"# c', b"'a'#c", b'a, b', b'[a', b'{a', b'a]', b'a}', b']', b'}', b',', b'[a]b', b'{a: b} c',
    b'?', b'? a', b'-', b'- a', b'-\ta', b'a\tb', b'a\t', b'a\t# c', b'a\t#c', b'\xc2\xa0', b'\xc2\xa0a', b'a\xe2\x80\xa8b', b'a\xc2\x85b', b'a\xef\xbb\xbfb',
    b'\xef\xbb\xbfa', b'\xef\xbf\xbe', b'\xef\xbf\xbf', b'\xf0\x9f\x98\x80', b'\xf4\x90\x80\x80', b'\xc1\xbf', b'\x80', b'\xe9', b'\xc2\x80', b'"\xc2\x9f"', b'\x0b', b'\x0c', b'"\x0c"',
    b'\x1b', b'a\x08', b'"a\tb"', b"'a\n\n  b'", b'a\n\n  b', b'a\n  # c\n  b', b'a\n  b: c', b'"a\nb"', b'a\nb',
]
CLUSTER += [
    b'<<: *x', b'<<: [x]', b'<<: []', b'<<: {}', b'<<: [[]]', b'<<: [{<<: {server: deep}}]', b'!!merge <<: {server: s}', b"'<<': {server: s}", b'!!str <<: {server: s}',
    b'<<: {server: a}\n    <<: {server: b}', b'<<: {server: 1}', b'<<: {server: 1}\n    server: s', b'server: s\n    server: 1', b'server: 1\n    server: s', b'server: ~\n    server: s',
    b'server: s\n    server: ~', b'server:\n      - s', b'server: s\n   x: y', b'server: s\n     x: y', b'server : s', b'"server": s', b"'server': s", b'!!str server: s', b'&k server: s',
    b'? server\n    : s', b'server: "s"\n    "server": "t"', b'SERVER: 1', b'certificate-authority-data: Y2FkYXRh\n      Y2Fk', b'certificate-authority-data: "Y2Fk\\nYXRh"', b'certificate-authority-data: "Y2Fk\\rYXRh"',
    b'certificate-authority-data: "Y2Fk\\tYXRh"', b'certificate-authority-data: >\n      Y2Fk\n      YXRh', b'certificate-authority-data: !!str Y2Fk', b'certificate-authority-data: 1234', b'certificate-authority-data: "1234"', b'certificate-authority-data: null',
    b'certificate-authority-data: "Y2Fk===="', b'certificate-authority-data: "Y2Fk="', b'certificate-authority-data: "Y"', b'certificate-authority-data: "=Y2F"', b'certificate-authority-data: [89]', b'certificate-authority-data: "YQ\\n=\\n=\\n"', b'certificate-authority-data: "YQ==\\n\\nx"',
    b'certificate-authority-data: \xc3\xa9', b'certificate-authority: ca.pem', b'certificate-authority: ca.pem\n    certificate-authority-data: Y2Fk', b'certificate-authority: ca.pem\n    certificate-authority-data: ""', b'certificate-authority: ./ca.pem', b'certificate-authority: missing.pem',
    b'extensions: [{name: a, extension: x}, {name: a, extension: y}]', b'extensions: [{name: a, extension: ~}, {name: a, extension: y}]', b'extensions: [~]', b'extensions: [~, ~]', b'extensions: [a]', b'extensions: [{}]', b'extensions: [{}, {}]', b'extensions: [{extension: 1}, {extension: 2}]',
    b'extensions: [{name: 1}]', b'extensions: [{name: a, extension: .inf}]', b'extensions: [{name: a, extension: {1: 2}}]', b'extensions: [{name: a, extension: !!binary aGk=}]', b'extensions: [{name: a, extension: {kind: Pod, apiVersion: v1}}]', b'extensions: [{name: a, extension: {kind: 1}}]',
    b'unknown: .inf', b'unknown: .nan', b'unknown: {? [a] : b}', b'unknown: {~: b}', b'unknown: !!int x', b'unknown: "\\q"', b'unknown: [1, {a: {b: [c]}}]', b'unknown: !!binary "%"', b'unknown: !!binary aGk=', b'unknown: !!timestamp x', b'unknown: !!float x', b'unknown: 1e400', b'unknown: {a: 1, a: 2}', b'unknown: {a: .inf, a: x}', b'unknown: [.inf]', b'unknown: {01000000000000000000000: x}', b'unknown: {0xFFFFFFFFFFFFFFFF: x}',
]
USER += [
    b'token: !!binary aGk=', b'token: "a\\nb"', b'token: |\n      abc\n', b'token: a b', b'tokenFile: token', b'tokenFile: token\n    token: x', b'tokenFile: missing', b'token: ""\n    tokenFile: token',
    b'client-certificate: ca.pem\n    client-key: ca.pem', b'client-certificate-data: Y2Fk\n    client-key-data: Y2Fk', b'client-key: ca.pem\n    client-key-data: Y2Fk', b'username: u\n    password: p', b'username: u\n    password: p\n    token: t',
    b'exec: {command: ./bin/x, apiVersion: client.authentication.k8s.io/v1beta1}', b'exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1, interactiveMode: Always}', b'exec: ~', b'exec: x', b'exec: {env: [{name: a}]}', b'exec: {env: [{}]}', b'exec: {env: [x]}', b'exec: {args: x}', b'exec: {args: [[a]]}',
    b'exec: {unknown: 1}', b'exec: {Command: 1}', b'auth-provider: ~', b'auth-provider: {}', b'auth-provider: x', b'auth-provider: {config: {a: ~}}', b'auth-provider: {config: {a: [b]}}', b'auth-provider: {config: {1: b}}', b'auth-provider: {name: 1}', b'as-groups: [a, [b]]', b'as-groups: {}', b'as-user-extra: []', b'as-user-extra: {a: [1]}', b'as-user-extra: {a: [~]}',
    b'as-user-extra: {a: {b: c}}', b'as-user-extra: {a: [b], a: [c]}', b'tokenfile: 1', b'as: ~', b'as: [x]',
]
LONG = b"k" * 1100
ENCODED = "current-context: \u00e9\u4e2d\U0001f600\n"
WHOLE += [
    # L02, L03, L07, L13 to L19, L22, L23, L25, L26, L29, L30, L31, as the annex has them
    b'   ', b'~\n', b'Null\n', b'NULL\n', b'""\n', b'"null"\n', b'!!null\n', b'!!map\n', b'--- {}\n', b'--- null\n', b'---\n---\n', b'...\n', b'---\n...\n', b'# c\n---\n# d\n', b'[{}]\n', b'12\n', b'true\n', b'- \n', b'"x"\n', b'| \n x\n',
    b'clusters: null\nusers: null\ncontexts: null\npreferences: null\nextensions: null\ncurrent-context: null\napiVersion: null\nkind: null\n',
    HEAD + b'clusters: [{name: a, cluster: {}}, {name: a, cluster: {server: x}}]\n', HEAD + b'users: [{name: a, user: {}}, {name: a}]\n',
    HEAD + b'users: [{name: a}, {name: b}, {name: a}]\n', HEAD + b'clusters: [{}, {}]\n', HEAD + b'contexts: [~, ~]\n', HEAD + b'contexts: [~]\n', HEAD + b'preferences: {extensions: [{name: a, extension: 1}, {name: a, extension: 2}]}\n',
    HEAD + b'unknown: 1\nclusters: [{name: a, unknown: x, cluster: {server: s, unknown: {a: [b]}}}]\ncontexts: [{name: c, context: {cluster: a}, x: y}]\n', HEAD + b'CLUSTERS: 1\nCurrent-Context: 1\n',
    HEAD + b'x: &x {server: https://s}\nclusters: [{name: a, cluster: *x}, {name: b, cluster: {<<: *x, proxy-url: http://p}}]\ncontexts: [{name: c, context: {cluster: b}}]\n',
    HEAD + b'x: &x [{server: s}]\nclusters: [{name: a, cluster: {<<: *x}}]\n', HEAD + b'x: &x {server: s}\nclusters: [{name: a, cluster: {<<: [*x]}}]\n', HEAD + b'x: &x y\nclusters: [{name: a, cluster: {<<: *x}}]\n',
    HEAD + b'a: &a {n: 1}\na2: &a {n: 2}\ncurrent-context: x\nb: *a\n', HEAD + b'current-context: &a x\ncontexts: [{name: *a}]\n', HEAD + b'<<: {current-context: m}\n', HEAD + b'<<: {current-context: m}\ncurrent-context: o\n', HEAD + b'<<: {contexts: [{name: m}]}\n', b'<<: {kind: Pod}\n', b'<<: {kind: Pod}\nkind: Config\n',
    b'KIND: Pod\nkind: Config\n', b'kind: Config\nKIND: Pod\n', b'kind: Pod\nKIND: Config\n', b'ApiVersion: v2\n', b'apiVersion: 1\n', b'kind: [a]\n', b'kind: yes\n', b'apiversion: v9\nkind: Config\napiVersion: v1\n', b'apiVersion: v1\nkind: Config \n', b'apiVersion: "v1 "\n', b'apiVersion: client.authentication.k8s.io/v1\nkind: Config\n', b'apiVersion: v1\nkind: List\nitems: []\n',
    b'current-context: a\n---\ncurrent-context: b\n', b'---\ncurrent-context: a\n---\n', b'current-context: a\n...\ngarbage: [\n', b'current-context: a\n...\n---\ncurrent-context: b\n', b'--- current-context: a\n', b'---\n---\ncurrent-context: b\n', b'# only\n---\ncurrent-context: b\n', b'{}\n---\ncurrent-context: b\n', b'current-context: a\n--- x\n', b'current-context: a\n---x\n', b'current-context: a\n....\n', b'{current-context: a\n---\n}\n', b'current-context: "a\n--- b"\n',
    b'{"kind":"Config","apiVersion":"v1","clusters":[],"current-context":"a"}', b'{"current-context":"a",}', b'{"current-context":"a"}}', b'{"current-context":"a"} x', b'{"current-context":"\\u00e9\\ud83d\\ude00"}', b'{"current-context" : "a" , "x":1.5e3}', b'{"current-context":"a"\n,"b":null}', b'{current-context: a, current-context: b}', b'{"a":1,"a":2}', b'{a}\n', b'{a, b: c}\n', b'{: a}\n', b'{? a}\n', b'{"a"b}\n', b'{a: b c: d}\n', b'{a: [}\n', b'{}{}\n', b'{\n}\n', b'{\n"a": "b"\n}\n', b'{\n\t"current-context": "x"\n}\n', b'{ "a":\n\t"b" }\n', b'[a, b]: c\n', b'{[a]: b}\n', b'{"a":"b",\n"c":"d"\n}\n', b'{"x":"http:\\/\\/h"}\n', b'{a:b}\n', b'{"a":b}\n', b'{a: b, , c: d}\n', b'[,]\n',
    b'a:b\n', b'a :b\n', b'a : b\n', b' a: b\n', b' a: b\nc: d\n', b'a: b\n c: d\n', b'a:\nb:\n', b'a:\n- b\n-  c\n', b'a:\n  - b\n - c\n', b'-\n', b'- - a\n', b'a: b\n\n\n', b'a: b', b'a: b\n  ', b'a: b\n\t', b'a: b\n\t\n', b'a: b\n\t# c\n', b'a: b\n  # c\n# d\n', b'a:\t b\n', b'a: \tb\n', b'a:\n  \tb: c\n', b'a:\n  b: c\n\td: e\n', b'a:\n -\tb\n', b'a: b\n\tc\n', b'a: "b\n\tc"\n', b'\t\n', b'\ta\n', b'# c', b'a: b #c\n', b'#a: b\n a: c\n',
    LONG + b': b\n', b'? ' + LONG + b'\n: b\n', b'"' + LONG + b'": b\n', b'{' + LONG + b': b}\n', b'k' * 1024 + b': b\n', b'k' * 1023 + b': b\n', b'"' + b'k' * 1021 + b'": b\n', b'"' + b'k' * 1022 + b'": b\n', b'a: ' + LONG * 3 + b'\n', b'a: {b: "' + LONG * 3 + b'"}\n', '\u00e9'.encode() * 900 + b': b\n', '\u00e9'.encode() * 1030 + b': b\n',
    b'a: b\rcurrent-context: x\r\n', b'current-context: "a\r\n  b"\r\n', b'current-context: |\r\n  a\r\n  b\r\n', b'current-context: x\r\n\r\n# c\r\n', b'a: b\x85c: d\n', b'a: b\xe2\x80\xa9current-context: x\n', b'current-context: x\xe2\x80\xa8', b'current-context: x\xc2\x85',
    b'\xef\xbb\xbf\xef\xbb\xbfcurrent-context: x\n', b'\xef\xbb\xbf---\ncurrent-context: x\n', b'\xef\xbb\xbf{"current-context": "x"}', b'\xef\xbb\xbf\n', b'\xef\xbb', b'# c\n\xef\xbb\xbfcurrent-context: x\n', b'---\n\xef\xbb\xbfcurrent-context: x\n', b'a: b\n---\n\xef\xbb\xbfc: d\n',
    b'\xff\xfe' + ENCODED.encode('utf-16-le'), b'\xfe\xff' + ENCODED.encode('utf-16-be'), ENCODED.encode('utf-16-le'), ENCODED.encode('utf-16-be'), ENCODED.encode('utf-32'), ENCODED.encode('latin-1', 'replace'), b'\xff\xfe' + ENCODED.encode('utf-16-le').replace(b'\n\0', b'\r\0\n\0'), b'\xff\xfe' + ENCODED.encode('utf-16-le')[:-1], b'\xff\xfe' + b'c\0:\0 \0\x00\xd8\n\0', b'\xff\xfe' + b'c\0:\0 \0\x00\xdc\n\0', b'\xfe\xff', b'\xff\xfe\xff\xfe', b'\xff\xfe' + 'a: \u0001\n'.encode('utf-16-le'), b'\xff\xfe' + b'\0' * 2,
    b'a: b\x00c\n', b'\x00', b'a: b\n\x00', b'current-context: x\n# \x01\n', b'# \x7f\n', b'# \xff\n', b'a: b\n...\n\xff\n', b'a: b\n---\n\x01\n', b'a: b\n...\n\x00', b'\x1a', b'a: b\n\x1a', b'current-context: x\n...\n# \xff\n',
    b'%YAML 1.1\n%YAML 1.1\n---\na: b\n', b'%YAML 1\n---\na: b\n', b'%YAML 1.1\na: b\n', b'%TAG ! tag:x,2000:\n---\na: !b c\n', b'%TAG !e! tag:x,2000:\n---\na: !e!b c\n', b'%TAG !! tag:x,2000:\n---\na: !!int c\n', b'%TAG !! tag:yaml.org,2002:\n---\ncurrent-context: !!str 5\n', b'%TAG !e! tag:yaml.org,2002:\n---\ncurrent-context: !e!str 5\n', b'%TAG ! !\n%TAG ! !\n---\na: b\n', b'%YAML 1.1 # c\n---\ncurrent-context: x\n', b'%\n---\na: b\n', b'% a\n---\na: b\n', b'a: b\n%YAML 1.1\n---\n',
    b'a: b\n...\n%YAML 1.1\n---\nc: d\n', b'a: b\n%\n', b'!!str a: b\n', b'!!seq [a]\n', b'!!str {a: b}\n', b'!!int {a: b}\n', b'!!seq {current-context: x}\n', b'!!omap {a: b}\n', b'clusters: !!seq [{name: a}]\n', b'clusters: !!str [{name: a}]\n', b'clusters: !!null [{name: a}]\n', b'clusters: !!null ""\n', b'clusters: !!null\n', b'contexts: !!omap [{name: a}]\n', b'contexts: !!binary [a]\n', b'clusters: !!bool {}\n', b'a: !!set {b, c}\n', b'a: !!float {b: c}\n',
    b'&a a: b\n', b'&a\na: b\n', b'&a {a: b}\n', b'a: &x\nb: *x\n', b'a: *x\nx: &x y\n', b'a: &x y\n*x: z\n', b'a: &x y\n*x : z\n', b'a: &x [1]\n*x : z\n', b'a: &x ~\n*x : z\n', b'a: &x {b: *x}\n', b'a: [&x [*x]]\n', b'&x a: *x\n', b'a: *x b\n', b'a: *x: b\n', b'a: &x b\nc: *x d\n', b'a: &x b\nc: [*x, *x]\n', b'a: &x b\nc: {*x : d}\n', b'a: &x b\nc: {*x: d}\n', b'a: &x b\n---\nc: *x\n', b'a: && b\n', b'a: &x *y\n', b'a: &y z\nb: &x *y\n', b'a: !!str *x\n',
    b'1: a\n', b'1.5: a\n', b'yes: a\n', b'~: a\n', b'"": a\n', b': a\n', b'? \n', b'? a\n', b'? ? a\n', b'? - a\n', b'? {}\n', b'0x1F: a\n', b'.inf: a\n', b'2001-01-01: a\n', b'!!str 1: a\n', b'!!null x: a\n', b'!!binary aGk=: a\n', b'!!binary "%": a\n', b'-1: a\n', b'9223372036854775808: a\n', b'18446744073709551616: a\n', b'1e3: a\n', b'{a: {1: b}}\n', b'[]: a\n', b'|\n a\n: b\n', b'"current-context": x\n', b'current-context: x\n"current-context": y\n', b'1: a\n1: b\n', b'true: a\n"true": b\n', b'kind: Config\nkind: Pod\n', b'kind: Pod\nkind: Config\n',
    b'clusters:\n- name: a\n- cluster: {}\n  name: b\n -name: c\n', b'clusters:\n  - name: a\n    cluster:\n    server: x\n', b'clusters:\n  name: a\n', b'clusters: [name: a, name: b]\n', b'clusters: [name: a, cluster: {server: s}]\n', b'contexts:\n- name: a\n  context: {cluster: a, user: b, namespace: c}\ncurrent-context: a\n', b'contexts:\n-   name: a\n    context:\n        cluster: x\n', b'contexts:\n- # c\n  name: a\n', b'contexts:\n-\n  name: a\n', b'contexts:\n- ? name\n  : a\n', b'contexts: # c\n- name: a # d\n', b'contexts: \n\n\n- name: a\n\n- name: b\n', b'contexts:\n- {name: a}\n- name: b\n', b'contexts:\n- name: b\n- name: a\n- name: B\n- name: "\xc3\xa9"\n- name: "10"\n- name: "9"\n', b'users:\n- name: &u u\n  user: {token: t}\ncontexts:\n- name: c\n  context:\n    user: *u\n',
    HEAD + b'users: [{name: u, user: {token: t, as: a, as-groups: [g, h], as-user-extra: {k: [v, w]}, as-uid: "1", username: n, password: p}}]\ncontexts: [{name: c, context: {user: u}}]\n', HEAD + b'contexts: [{name: "0"}, {name: "1"}, {name: "433e40"}]\n', HEAD + b'users: [{name: u, user: {auth-provider: {name: gcp}}}]\ncontexts: [{name: c, context: {user: u}}]\n', HEAD + b'contexts: [{name: c, context: {cluster: nope, user: nope}}]\n',
    b"a: " + b"[" * 98 + b"]" * 98 + b"\n", b"a: " + b"{a: " * 98 + b"b" + b"}" * 98 + b"\n", b"a:\n" + b"".join(b" " * i + b"- \n" for i in range(1, 60)), b"a: " + b"[" * 50 + b"\n", b"a: " + b"[" * 11000 + b"]" * 11000 + b"\n", b"".join(b" " * i + b"a:\n" for i in range(90)),
    b"x: &x [1,2,3,4,5,6,7,8,9,0]\n" + b"y: [" + b",".join([b"*x"] * 9) + b"]\n", b"x: &x [" + b"1," * 99 + b"]\ny: &y [" + b"*x," * 99 + b"]\nz: [" + b"*y," * 8 + b"]\n", b"x: &x [" + b"1," * 99 + b"]\ny: &y [" + b"*x," * 99 + b"]\nz: [" + b"*y," * 60 + b"]\n",
    b"x: &x {server: s}\nclusters:\n" + b"".join(b"- name: c%d\n  cluster: *x\n" % i for i in range(400)), b"x: &x {server: s, proxy-url: p}\nclusters:\n" + b"".join(b"- name: c%d\n  cluster: {<<: *x, tls-server-name: t}\n" % i for i in range(400)), b"x: &x [" + b"1," * 500 + b"]\ny: [" + b"*x," * 20 + b"]\n", b"x: &x {a: [" + b"1," * 500 + b"]}\n" + b"".join(b"y%d: {<<: *x}\n" % i for i in range(40)),
]

# Where we differ from every kubectl, what we do, and why.  An entry that does not differ is an error.
DIFFER = {
    HEAD + b'current-context: "\\0"\n': ("UNSUPPORTED", "texts of this API end at a NUL character"),
    HEAD + CONTEXT + b"clusters:\n- name: a\n  cluster:\n    certificate-authority-data: [89]\n":
        ("UNSUPPORTED", "nobody writes the bytes of a certificate as a list of numbers"),
    HEAD + CONTEXT + b"clusters:\n- name: a\n  cluster:\n    unknown: {a: .inf, a: x}\n":
        ("PARSE", "an infinity that a later key of the same name hides is refused all the same"),
    HEAD + b"current-context: !!binary gIA=\n": ("UNSUPPORTED", "a name that is no UTF-8"),
    b"current-context: x\n\xef\xbb\xbf# c\n": ("UNSUPPORTED", "libyaml skips a byte order mark that begins a line"),
    b"# c\n\xef\xbb\xbfcurrent-context: x\n": ("UNSUPPORTED", "the same: go-yaml reads it as a part of the key"),
    b"---\n\xef\xbb\xbfcurrent-context: x\n": ("UNSUPPORTED", "the same"),
    WHOLE[NESTED]: ("LIMIT", "nested deeper than 100"),
}
# Fields that kubectl learned later: a type error there is none to an older one.
LATER = ((b"as-uid", 23), (b"disable-compression", 24), (b"interactiveMode", 22), (b"provideClusterInfo", 20))

def rows():
    for text in CURRENT:
        yield HEAD + b"current-context: " + text + b"\n"
    for text in CLUSTER:
        yield HEAD + CONTEXT + b"clusters:\n- name: a\n  cluster:\n    " + text + b"\n"
    for text in USER:
        yield HEAD + CONTEXT + b"users:\n- name: a\n  user:\n    " + text + b"\n"
    for i, (before, behind) in enumerate(FIELDS):
        for k in range(SHARE):
            yield before + SCALARS[(i * SHARE + k) % len(SCALARS)] + behind + b"\n"
    yield from WHOLE


def unknown(minor, text):
    """Is there a field in it that this kubectl did not know?"""
    return any(word in text and minor < since for word, since in LATER)
