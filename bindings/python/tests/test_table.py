# SPDX-License-Identifier: Apache-2.0
"""The table of functions and the enumerations equal the headers and the map; the package is what it says."""

import dataclasses
import os
import re
import unittest

import dcoskube
from dcoskube import _api

import headers


def kind(name: str, c_type: str) -> object:
    """What the table must say for a C type."""
    plain = {
        "void": None,
        "const char *": _api.STR,
        "void *": _api.PTR,
        "const void *": _api.PTR,
        "char **": _api.OUT,
        "uint32_t": _api.U32,
        "uint32_t *": _api.OUT_U32,
        "int64_t": _api.I64,
        "size_t": _api.SIZE,
        "size_t *": _api.OUT_SIZE,
        "int": _api.INT,
        "double": _api.DOUBLE,
        "dcoskube_status": _api.STATUS,
        "dcoskube_result_callback": _api.CALLBACK,
    }
    if c_type in plain:
        return plain[c_type]
    if c_type in headers.enums():
        return _api.ENUM
    if re.fullmatch(r"(const )?dcoskube_\w+ \*", c_type):
        return _api.PTR
    if re.fullmatch(r"dcoskube_\w+ \*\*", c_type):
        return _api.OUT
    raise AssertionError(f"{name}: what is {c_type}?")


class Table(unittest.TestCase):
    def test_equals_the_headers(self) -> None:
        wanted = headers.prototypes()
        self.assertGreater(len(wanted), 150)
        table = {name: (result, parameters) for name, result, parameters in _api.TABLE}
        self.assertEqual(len(table), len(_api.TABLE), "a function stands there twice")
        self.assertEqual(sorted(table), sorted(wanted))
        for name, (result, parameters) in wanted.items():
            with self.subTest(name):
                if name == "dcoskube_files_data":  # bytes that may hold a NUL
                    result = "void *"
                self.assertIs(table[name][0], kind(name, result))
                self.assertEqual(list(table[name][1]), [kind(name, parameter) for parameter in parameters])

    def test_equals_the_map(self) -> None:
        self.assertEqual(sorted(row[0] for row in _api.TABLE), sorted(headers.map_names()))

    def test_every_function_is_there(self) -> None:
        for name, _, _ in _api.TABLE:
            with self.subTest(name):
                self.assertTrue(callable(getattr(_api.lib, name)))
        with self.assertRaises(AttributeError):
            _api.lib.dcoskube_no_such_function

    def test_enumerations(self) -> None:
        ours = {
            "dcoskube_status": (dcoskube.Status, "DCOSKUBE_ERR_"),
            "dcoskube_severity": (dcoskube.Severity, "DCOSKUBE_SEVERITY_"),
            "dcoskube_proxy_mode": (dcoskube.ProxyMode, "DCOSKUBE_PROXY_"),
            "dcoskube_proxy_timeout": (dcoskube.ProxyTimeout, "DCOSKUBE_PROXY_TIMEOUT_"),
            "dcoskube_renderer": (dcoskube.Renderer, "DCOSKUBE_RENDERER_"),
            "dcoskube_verdict": (dcoskube.Verdict, "DCOSKUBE_VERDICT_"),
            "dcoskube_stage": (dcoskube.Stage, "DCOSKUBE_STAGE_"),
            "dcoskube_expect": (dcoskube.Expect, "DCOSKUBE_EXPECT_"),
            "dcoskube_credential": (dcoskube.Credential, "DCOSKUBE_CREDENTIAL_"),
            "dcoskube_kind": (dcoskube.Kind, "DCOSKUBE_KIND_"),
            "dcoskube_field": (dcoskube.Field, "DCOSKUBE_FIELD_"),
        }
        wanted = headers.enums()
        self.assertEqual(sorted(ours), sorted(wanted))
        for name, (enumeration, prefix) in ours.items():
            with self.subTest(name):
                members = {member.name: member.value for member in enumeration}
                expected = {key.replace(prefix, "").replace("DCOSKUBE_", ""): n for key, n in wanted[name].items()}
                self.assertEqual(members, expected)

    def test_flags(self) -> None:
        from dcoskube import _files, _kubeconfig

        numbers = {name: int(n) for name, n in re.findall(r"#define (DCOSKUBE_\w+) (\d+)u\b", headers.sources())}
        ours = {
            "DCOSKUBE_FILES_DRY_RUN": _files._DRY_RUN,
            "DCOSKUBE_KUBECONFIG_OVERWRITE": _kubeconfig._OVERWRITE,
            "DCOSKUBE_KUBECONFIG_ACTIVATE": _kubeconfig._ACTIVATE,
            "DCOSKUBE_KUBECONFIG_CASCADE": _kubeconfig._CASCADE,
            "DCOSKUBE_KUBECONFIG_DRY_RUN": _kubeconfig._DRY_RUN,
            "DCOSKUBE_KUBECONFIG_BACKUP": _kubeconfig._BACKUP,
            "DCOSKUBE_KUBECONFIG_RAW": _kubeconfig._RAW,
            "DCOSKUBE_ENTRY_CLUSTER": _kubeconfig._PARTS[dcoskube.Kind.CLUSTER],
            "DCOSKUBE_ENTRY_USER": _kubeconfig._PARTS[dcoskube.Kind.USER],
            "DCOSKUBE_ENTRY_CONTEXT": _kubeconfig._PARTS[dcoskube.Kind.CONTEXT],
        }
        self.assertEqual(numbers, ours)

    def test_words(self) -> None:
        for enumeration in (dcoskube.Verdict, dcoskube.Stage, dcoskube.Credential, dcoskube.Severity):
            for member in enumeration:
                with self.subTest(repr(member)):
                    self.assertEqual(str(member), member.name.lower().replace("_", "-"))
            self.assertEqual(enumeration(4711).name, "UNKNOWN_4711")  # of a newer library
            self.assertEqual(str(enumeration(4711)), "unknown")

    def test_version(self) -> None:
        self.assertEqual(dcoskube.__version__, dcoskube.library_version())
        self.assertRegex(dcoskube.library_versions(), r"^libcurl/\S+ OpenSSL/\S+ libyaml/\S+ jansson/\S+$")
        major, minor, micro = (int(part) for part in dcoskube.__version__.split("."))
        self.assertEqual(_api.lib.dcoskube_version_number(), major << 16 | minor << 8 | micro)

    def test_everything_public_is_typed(self) -> None:
        self.assertTrue(os.path.exists(os.path.join(os.path.dirname(dcoskube.__file__), "py.typed")))
        self.assertEqual(sorted(dcoskube.__all__), sorted(set(dcoskube.__all__)))
        for name in dcoskube.__all__:
            value = getattr(dcoskube, name)
            functions = [value] if callable(value) and not isinstance(value, type) else []
            if isinstance(value, type):
                functions = [f for f in vars(value).values() if callable(f) and hasattr(f, "__code__")]
                functions += [f.fget for f in vars(value).values() if isinstance(f, property)]
            for function in functions:
                made = dataclasses.is_dataclass(value) and function.__name__.startswith("__")
                if made or not function.__module__.startswith("dcoskube"):
                    continue  # by dataclass, or by enum
                with self.subTest(f"{name}.{function.__name__}"):
                    notes = function.__annotations__
                    code = function.__code__
                    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                    self.assertIn("return", notes)
                    self.assertEqual([n for n in names if n not in notes and n not in ("self", "cls")], [])


if __name__ == "__main__":
    unittest.main()
