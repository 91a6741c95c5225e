# SPDX-License-Identifier: Apache-2.0
"""kubeconfig files, edited without losing anything."""

from __future__ import annotations

import ctypes
from typing import Iterable, Iterator, List, Optional, Tuple, Union

from ._api import StrPath, decode, lib, milliseconds, path, take, text, text_or_none
from ._errors import Finding, Number, call, make, take_findings
from ._handle import Handle

_OVERWRITE = 1
_ACTIVATE = 2
_CASCADE = 1
_DRY_RUN = 1
_BACKUP = 2
_RAW = 1


class Kind(Number):
    """What a kubeconfig holds by name (dcoskube_kind)."""

    CLUSTER = 1
    USER = 2
    CONTEXT = 3


class Field(Number):
    """The fields of clusters, users and contexts (dcoskube_field)."""

    SERVER = 1
    TLS_SERVER_NAME = 2
    INSECURE_SKIP_TLS_VERIFY = 3
    CERTIFICATE_AUTHORITY = 4
    CERTIFICATE_AUTHORITY_DATA = 5
    PROXY_URL = 6
    DISABLE_COMPRESSION = 7
    CLIENT_CERTIFICATE = 8
    CLIENT_CERTIFICATE_DATA = 9
    CLIENT_KEY = 10
    CLIENT_KEY_DATA = 11
    TOKEN = 12
    TOKEN_FILE = 13
    AS = 14
    AS_UID = 15
    AS_GROUPS = 16
    AS_USER_EXTRA = 17
    USERNAME = 18
    PASSWORD = 19
    EXEC_COMMAND = 20
    EXEC_API_VERSION = 21
    EXEC_ARGS = 22
    EXEC_ENV = 23
    EXEC_INSTALL_HINT = 24
    EXEC_PROVIDE_CLUSTER_INFO = 25
    EXEC_INTERACTIVE_MODE = 26
    EXEC = 27
    AUTH_PROVIDER = 28
    CLUSTER = 29
    USER = 30
    NAMESPACE = 31


_PARTS = {Kind.CLUSTER: 1, Kind.USER: 2, Kind.CONTEXT: 4}


class Entry(Handle):
    """A cluster, a user and a context of one name, or a part of them, to be added by Kubeconfig.set()."""

    _free = "dcoskube_entry_free"

    def __init__(
        self,
        name: str,
        server: Optional[str] = None,
        *,
        parts: Iterable[Kind] = (),
        ca_file: Optional[StrPath] = None,
        ca_data: Optional[bytes] = None,
        insecure: bool = False,
        tls_server_name: Optional[str] = None,
        namespace: Optional[str] = None,
        token_file: Optional[StrPath] = None,
        token: Union[bytes, str, None] = None,
        client_certificate: Optional[Tuple[StrPath, StrPath]] = None,
    ) -> None:
        if sum((ca_file is not None, ca_data is not None, bool(insecure))) > 1:
            raise ValueError("give one of ca_file, ca_data and insecure")
        if token_file is not None and token is not None:
            raise ValueError("give a token or a token_file, not both")
        flags = sum(_PARTS[part] for part in set(parts))
        self._own(make("dcoskube_entry_new", text(name), text_or_none(server), flags))
        if ca_file is not None:
            self.set_ca_file(ca_file)
        if ca_data is not None:
            self.set_ca_data(ca_data)
        if insecure:
            self.set_insecure(True)
        if tls_server_name is not None:
            self.set_tls_server_name(tls_server_name)
        if namespace is not None:
            self.set_namespace(namespace)
        if token_file is not None:
            self.set_token_file(token_file)
        if token is not None:
            self.set_token(token)
        if client_certificate is not None:
            self.set_client_certificate(*client_certificate)

    def set_ca_file(self, file: StrPath) -> None:
        """Trust the CA in this PEM file, which is read now."""
        call("dcoskube_entry_set_ca_file", self._as_parameter, path(file))

    def set_ca_data(self, data: bytes) -> None:
        """Trust this CA (PEM)."""
        call("dcoskube_entry_set_ca_data", self._as_parameter, data, len(data))

    def set_insecure(self, on: bool) -> None:
        """Trust anybody (insecure-skip-tls-verify)."""
        call("dcoskube_entry_set_insecure", self._as_parameter, int(bool(on)))

    def set_tls_server_name(self, name: Optional[str]) -> None:
        """The name in the server's certificate; None: the URL's host."""
        call("dcoskube_entry_set_tls_server_name", self._as_parameter, text_or_none(name))

    def set_namespace(self, namespace: Optional[str]) -> None:
        """The context's namespace; None: none."""
        call("dcoskube_entry_set_namespace", self._as_parameter, text_or_none(namespace))

    def set_token_file(self, file: StrPath) -> None:
        """The user's bearer token: the first line of this file, which is read now."""
        call("dcoskube_entry_set_token_file", self._as_parameter, path(file))

    def set_token(self, token: Union[bytes, str]) -> None:
        """The user's bearer token."""
        data = token.encode("utf-8") if isinstance(token, str) else bytes(token)
        call("dcoskube_entry_set_token", self._as_parameter, data, len(data))

    def set_client_certificate(self, certificate: StrPath, key: StrPath) -> None:
        """The user's certificate and key, PEM files that are read now."""
        call("dcoskube_entry_set_client_certificate", self._as_parameter, path(certificate), path(key))

    def set(self, field: Field, value: str) -> None:
        """Set a field that has one value."""
        call("dcoskube_entry_set", self._as_parameter, field.value, text(value))

    def add(self, field: Field, value: str) -> None:
        """Add an element to a field that is a list."""
        call("dcoskube_entry_add", self._as_parameter, field.value, text(value))

    def add_pair(self, field: Field, key: str, value: str) -> None:
        """Add to a field that holds pairs."""
        call("dcoskube_entry_add_pair", self._as_parameter, field.value, text(key), text(value))


class Context:
    """A context as it was when it was asked for.  What its client needs is read when that is asked for."""

    def __init__(self, kubeconfig: Kubeconfig, pointer: int) -> None:
        self._kubeconfig = kubeconfig
        self.name = decode(lib.dcoskube_context_name(pointer))
        self.cluster = decode(lib.dcoskube_context_cluster(pointer))
        self.user = decode(lib.dcoskube_context_user(pointer))
        self.namespace = decode(lib.dcoskube_context_namespace(pointer))
        self.file = decode(lib.dcoskube_context_file(pointer))
        self.server = decode(lib.dcoskube_context_server(pointer))
        self.line = int(lib.dcoskube_context_line(pointer))
        self.tls_server_name = decode(lib.dcoskube_context_tls_server_name(pointer))
        self.insecure = bool(lib.dcoskube_context_insecure(pointer))
        self.has_exec = bool(lib.dcoskube_context_has_exec(pointer))

    def _read(self, name: str) -> bytes:
        pointer = lib.dcoskube_kubeconfig_find_context(self._kubeconfig._as_parameter, text(self.name))
        out, size = ctypes.c_void_p(), ctypes.c_size_t()
        call(name, pointer, ctypes.byref(out), ctypes.byref(size))
        return take(out, size)

    def ca(self) -> bytes:
        """The CA's PEM.  NotFound if the context has none."""
        return self._read("dcoskube_context_ca")

    def certificate(self) -> bytes:
        """The client certificate's PEM.  NotFound if the user has none."""
        return self._read("dcoskube_context_certificate")

    def key_secret(self) -> bytes:
        """The client key's PEM.  NotFound if the user has none."""
        return self._read("dcoskube_context_key_secret")

    def token_secret(self) -> bytes:
        """The bearer token.  NotFound if the user has none."""
        return self._read("dcoskube_context_token_secret")

    def __repr__(self) -> str:
        return f"<Context {self.name}: {self.server}>"


class Kubeconfig(Handle):
    """A transaction: opening reads, edits are recorded, commit() does them on what is in the file then."""

    _free = "dcoskube_kubeconfig_free"

    def __init__(self, file: Optional[StrPath] = None) -> None:
        """Open a file; None: those of $KUBECONFIG, else ~/.kube/config."""
        self._own(make("dcoskube_kubeconfig_open", None if file is None else path(file), 0))

    @classmethod
    def parse(cls, data: Union[bytes, str], name: str = "kubeconfig") -> Kubeconfig:
        """Read a kubeconfig from memory: it can be edited, but has no file to commit to."""
        raw = data.encode("utf-8") if isinstance(data, str) else bytes(data)
        return cls._adopt(make("dcoskube_kubeconfig_parse", raw, len(raw), text(name), 0))

    @property
    def current(self) -> Optional[str]:
        """The name of the current context, recorded edits included; it may not exist."""
        name = lib.dcoskube_kubeconfig_current(self._as_parameter)
        return None if name is None else decode(name)

    @property
    def contexts(self) -> List[Context]:
        """The contexts, sorted by name, recorded edits included."""
        return list(self)

    def __len__(self) -> int:
        return int(lib.dcoskube_kubeconfig_context_count(self._as_parameter))

    def __iter__(self) -> Iterator[Context]:
        pointer = self._as_parameter
        found = [Context(self, lib.dcoskube_kubeconfig_context(pointer, i)) for i in range(len(self))]
        return iter(found)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __getitem__(self, name: str) -> Context:
        context = self.get(name)
        if context is None:
            raise KeyError(name)
        return context

    def get(self, name: str) -> Optional[Context]:
        """The context of that name, or None."""
        pointer = lib.dcoskube_kubeconfig_find_context(self._as_parameter, text(name))
        return None if pointer is None else Context(self, pointer)

    def use(self, context: str) -> None:
        """Record: make a context the current one."""
        call("dcoskube_kubeconfig_use", self._as_parameter, text(context))

    def use_previous(self) -> None:
        """Record: make the context current that was it before the last change."""
        call("dcoskube_kubeconfig_use_previous", self._as_parameter)

    def set(self, entry: Entry, *, overwrite: bool = False, activate: bool = False) -> None:
        """Record: add an entry's cluster, user and context, or change them (overwrite)."""
        flags = (_OVERWRITE if overwrite else 0) | (_ACTIVATE if activate else 0)
        call("dcoskube_kubeconfig_set", self._as_parameter, entry._as_parameter, flags)

    def rename(self, old: str, new: str) -> None:
        """Record: give a context another name; the current context follows."""
        call("dcoskube_kubeconfig_rename", self._as_parameter, text(old), text(new))

    def delete(self, context: str, *, cascade: bool = False) -> None:
        """Record: delete a context, and its cluster and user where nothing else uses them (cascade)."""
        call("dcoskube_kubeconfig_delete", self._as_parameter, text(context), _CASCADE if cascade else 0)

    def set_namespace(self, namespace: Optional[str], context: Optional[str] = None) -> None:
        """Record: the namespace (None: none) of a context (None: the current one)."""
        call("dcoskube_kubeconfig_set_namespace", self._as_parameter, text_or_none(context), text_or_none(namespace))

    def unset(self, kind: Kind, name: str, field: Field) -> None:
        """Record: take a field away from a cluster, user or context."""
        call("dcoskube_kubeconfig_unset", self._as_parameter, kind.value, text(name), field.value)

    def text_secret(self) -> bytes:
        """The text that a commit would leave, secrets included."""
        out, size = ctypes.c_void_p(), ctypes.c_size_t()
        call("dcoskube_kubeconfig_text_secret", self._as_parameter, ctypes.byref(out), ctypes.byref(size))
        return take(out, size)

    def diff(self) -> str:
        """What a commit would change in the files as they were read: a unified diff without secrets, or ""."""
        out, size = ctypes.c_void_p(), ctypes.c_size_t()
        call("dcoskube_kubeconfig_diff", self._as_parameter, 0, ctypes.byref(out), ctypes.byref(size))
        return take(out, size).decode("utf-8")

    def view(self, context: Optional[str] = None, *, raw: bool = False) -> str:
        """YAML without secrets (raw: with them) of everything, or of one context with its cluster and user."""
        out, size = ctypes.c_void_p(), ctypes.c_size_t()
        call(
            "dcoskube_kubeconfig_view",
            self._as_parameter,
            text_or_none(context),
            _RAW if raw else 0,
            ctypes.byref(out),
            ctypes.byref(size),
        )
        return take(out, size).decode("utf-8")

    def set_lock_timeout(self, seconds: float) -> None:
        """How long a commit waits for another writer's lock; 0: not at all."""
        call("dcoskube_kubeconfig_set_lock_timeout", self._as_parameter, milliseconds(seconds))

    def commit(self, *, dry_run: bool = False, backup: bool = False) -> List[Finding]:
        """Do what was recorded; a note for each file (created, updated or unchanged), and warnings."""
        flags = (_DRY_RUN if dry_run else 0) | (_BACKUP if backup else 0)
        return take_findings(make("dcoskube_kubeconfig_commit", self._as_parameter, flags))


def kubeconfig_max_size() -> int:
    """How many bytes a kubeconfig may have."""
    return int(lib.dcoskube_kubeconfig_max_size())


def kubeconfig_max_depth() -> int:
    """How deep maps and lists may be nested."""
    return int(lib.dcoskube_kubeconfig_max_depth())


def kubeconfig_max_entries() -> int:
    """How many entries each list of a file may have."""
    return int(lib.dcoskube_kubeconfig_max_entries())
