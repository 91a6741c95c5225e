# SPDX-License-Identifier: Apache-2.0
"""Can kubectl reach this API server, and if not, exactly why?"""

from __future__ import annotations

import ctypes
import json
import select
import time
from typing import Any, Dict, Iterator, List, Optional, Set, Tuple

from ._api import StrPath, decode, lib, milliseconds, path, take, text, text_or_none, u32
from ._errors import Number, call, make
from ._handle import Handle
from ._kubeconfig import Kubeconfig


class Verdict(Number):
    """The answer in one word (dcoskube_verdict); str() gives the word."""

    HEALTHY = 1
    REACHABLE = 2
    FORBIDDEN = 3
    UNAUTHORIZED = 4
    UNHEALTHY = 5
    DNS = 6
    REFUSED = 7
    UNREACHABLE = 8
    TIMEOUT = 9
    UNTRUSTED = 10
    NAME_MISMATCH = 11
    EXPIRED = 12
    NOT_YET_VALID = 13
    PLAIN_HTTP = 14
    TLS = 15
    PROTOCOL = 16
    NOT_KUBERNETES = 17

    def __str__(self) -> str:
        return decode(lib.dcoskube_verdict_name(self.value))


class Stage(Number):
    """The step at which a failure stopped (dcoskube_stage); str() gives the word."""

    NONE = 0
    NAME = 1
    TCP = 2
    TLS = 3
    CERTIFICATE = 4
    HTTP = 5
    KUBERNETES = 6
    AUTH = 7
    HEALTH = 8

    def __str__(self) -> str:
        return decode(lib.dcoskube_stage_name(self.value))


class Expect(Number):
    """What was expected of a server (dcoskube_expect)."""

    DEFAULT = 0
    REACHABLE = 1
    AUTHENTICATED = 2
    HEALTHY = 3


class Credential(Number):
    """What became of the credential (dcoskube_credential); str() gives the word."""

    NONE = 0
    TOKEN = 1
    CERTIFICATE = 2
    WITHHELD = 3
    NOT_RUN = 4

    def __str__(self) -> str:
        return decode(lib.dcoskube_credential_name(self.value))


class Certificate:
    """A certificate as the server sent it, also when it was not accepted."""

    def __init__(self, pointer: int) -> None:
        self.subject = decode(lib.dcoskube_certificate_subject(pointer))
        self.issuer = decode(lib.dcoskube_certificate_issuer(pointer))
        self.sha256 = decode(lib.dcoskube_certificate_sha256(pointer))
        self.verify_error = decode(lib.dcoskube_certificate_verify_error(pointer))
        self.not_before = int(lib.dcoskube_certificate_not_before(pointer))
        self.not_after = int(lib.dcoskube_certificate_not_after(pointer))
        count = lib.dcoskube_certificate_san_count(pointer)
        self.sans = [decode(lib.dcoskube_certificate_san(pointer, i)) for i in range(count)]

    def __repr__(self) -> str:
        return f"<Certificate {self.subject}>"


class Result(Handle):
    """What was found out about one target.  Lives on when its check is closed."""

    _free = "dcoskube_result_free"

    #: What Check.add() was given.
    userdata: Any = None

    def _text(self, name: str) -> str:
        return decode(getattr(lib, name)(self._as_parameter))

    @property
    def verdict(self) -> Verdict:
        return Verdict(lib.dcoskube_result_verdict(self._as_parameter))

    @property
    def stage(self) -> Stage:
        """The step at which a failure stopped."""
        return Stage(lib.dcoskube_result_stage(self._as_parameter))

    @property
    def credential(self) -> Credential:
        return Credential(lib.dcoskube_result_credential(self._as_parameter))

    @property
    def reachable(self) -> bool:
        """Did Kubernetes answer?"""
        return bool(lib.dcoskube_result_reachable(self._as_parameter))

    @property
    def healthy(self) -> Optional[bool]:
        """Does it say that it is ready?  None: that could not be read."""
        number = lib.dcoskube_result_healthy(self._as_parameter)
        return None if number < 0 else bool(number)

    def meets(self, expect: Expect = Expect.DEFAULT) -> bool:
        """Does the result meet an expectation?"""
        return bool(lib.dcoskube_result_meets(self._as_parameter, expect.value))

    @property
    def index(self) -> int:
        """The place of the target in the order in which targets were added."""
        return int(lib.dcoskube_result_index(self._as_parameter))

    @property
    def target(self) -> str:
        return self._text("dcoskube_result_target")

    @property
    def context(self) -> str:
        return self._text("dcoskube_result_context")

    @property
    def message(self) -> str:
        return self._text("dcoskube_result_message")

    @property
    def remedy(self) -> str:
        return self._text("dcoskube_result_remedy")

    @property
    def user(self) -> str:
        """The user that the server took us for."""
        return self._text("dcoskube_result_user")

    @property
    def server_version(self) -> str:
        return self._text("dcoskube_result_server_version")

    @property
    def address(self) -> str:
        """The address that answered or was tried last."""
        return self._text("dcoskube_result_address")

    @property
    def answered_by(self) -> str:
        return self._text("dcoskube_result_answered_by")

    @property
    def http_status(self) -> int:
        """0 when there was no answer."""
        return int(lib.dcoskube_result_http_status(self._as_parameter))

    def time(self, stage: Stage = Stage.NONE) -> Optional[float]:
        """How many seconds a stage took, or all in all; None: it was not reached or has no time of its own."""
        microseconds = lib.dcoskube_result_time_us(self._as_parameter, stage.value)
        return None if microseconds < 0 else float(microseconds) / 1e6

    @property
    def checked_at(self) -> int:
        """When the probe began, in seconds since 1970-01-01 UTC."""
        return int(lib.dcoskube_result_checked_at(self._as_parameter))

    @property
    def certificates(self) -> List[Certificate]:
        """The certificates as the server sent them, its own first."""
        pointer = self._as_parameter
        count = lib.dcoskube_result_certificate_count(pointer)
        return [Certificate(lib.dcoskube_result_certificate(pointer, i)) for i in range(count)]

    def json(self) -> str:
        """The result as one JSON object on one line (schema 1)."""
        out, size = ctypes.c_void_p(), ctypes.c_size_t()
        call("dcoskube_result_json", self._as_parameter, 0, ctypes.byref(out), ctypes.byref(size))
        return take(out, size).decode("utf-8")

    def as_dict(self) -> Dict[str, Any]:
        """The same as a dictionary."""
        value: Dict[str, Any] = json.loads(self.json())
        return value

    def __repr__(self) -> str:
        return "<Result, closed>" if self.closed else f"<Result {self.target}: {self.verdict}>"


class Target:
    """One target of a check, which owns it; can be changed until the check starts."""

    def __init__(self, check: Check, pointer: int, index: int) -> None:
        self._check = check
        self._pointer = pointer
        self.index = index

    @property
    def _as_parameter(self) -> int:
        self._check._as_parameter  # a closed check has no targets any more
        return self._pointer

    def set_ca_file(self, file: StrPath) -> None:
        """Trust the CAs in this PEM file, which is read now."""
        call("dcoskube_target_set_ca_file", self._as_parameter, path(file))

    def set_token_file(self, file: StrPath) -> None:
        """Prove with the first line of this file, which is read now."""
        call("dcoskube_target_set_token_file", self._as_parameter, path(file))

    def set_client_certificate(self, certificate: StrPath, key: StrPath) -> None:
        """Prove with a certificate and its key, PEM files that are read now."""
        call("dcoskube_target_set_client_certificate", self._as_parameter, path(certificate), path(key))

    def set_insecure(self, on: bool) -> None:
        """Do not verify; credentials are then withheld."""
        call("dcoskube_target_set_insecure", self._as_parameter, int(bool(on)))

    def set_send_credentials_insecurely(self, on: bool) -> None:
        """Send credentials all the same."""
        call("dcoskube_target_set_send_credentials_insecurely", self._as_parameter, int(bool(on)))

    def set_server_name(self, name: str) -> None:
        """SNI and the name that the certificate must have, instead of the URL's host."""
        call("dcoskube_target_set_server_name", self._as_parameter, text(name))

    def set_connect_to(self, host: str, port: int) -> None:
        """Dial there, and keep the name."""
        call("dcoskube_target_set_connect_to", self._as_parameter, text(host), u32(port))


class Check(Handle):
    """Holds targets and asks them, many at a time.  Iterating gives the results as they come:

        with dcoskube.Check(timeout=5) as check:
            check.add("https://k8s.example.com:6443", ca_file="ca.pem")
            for result in check:
                print(result.target, result.verdict, result.remedy or "")

    Ctrl-C is heard at once: the waiting is done in Python, on fileno().
    """

    _free = "dcoskube_check_free"

    def __init__(
        self,
        *,
        timeout: Optional[float] = None,
        parallel: Optional[int] = None,
        ca_file: Optional[StrPath] = None,
    ) -> None:
        """timeout: seconds for each target, from the name look-up on."""
        self._own(make("dcoskube_check_new", 0))
        self._userdata: Dict[int, Any] = {}
        self._dropped: Set[int] = set()
        self._given = 0
        self._started = False
        if timeout is not None:
            call("dcoskube_check_set_timeout", self._as_parameter, milliseconds(timeout))
        if parallel is not None:
            call("dcoskube_check_set_parallel", self._as_parameter, u32(parallel))
        if ca_file is not None:
            call("dcoskube_check_set_ca_file", self._as_parameter, path(ca_file))

    def add(
        self,
        url: str,
        *,
        ca_file: Optional[StrPath] = None,
        token_file: Optional[StrPath] = None,
        client_certificate: Optional[Tuple[StrPath, StrPath]] = None,
        insecure: bool = False,
        send_credentials_insecurely: bool = False,
        server_name: Optional[str] = None,
        connect_to: Optional[Tuple[str, int]] = None,
        userdata: Any = None,
    ) -> Target:
        """Add a target by URL.  If this raises, no result comes for it."""
        target = Target(self, make("dcoskube_check_add_url", self._as_parameter, text(url)), len(self) - 1)
        try:
            if ca_file is not None:
                target.set_ca_file(ca_file)
            if token_file is not None:
                target.set_token_file(token_file)
            if client_certificate is not None:
                target.set_client_certificate(*client_certificate)
            if insecure:
                target.set_insecure(True)
            if send_credentials_insecurely:
                target.set_send_credentials_insecurely(True)
            if server_name is not None:
                target.set_server_name(server_name)
            if connect_to is not None:
                target.set_connect_to(*connect_to)
        except BaseException:
            self._dropped.add(target.index)  # a check cannot lose a target, so its result is not given
            raise
        self._userdata[target.index] = userdata
        return target

    def add_context(self, kubeconfig: Kubeconfig, context: Optional[str] = None, *, userdata: Any = None) -> Target:
        """Add a target by kubeconfig context; None: the current one."""
        name = text_or_none(context)
        pointer = make("dcoskube_check_add_context", self._as_parameter, kubeconfig._as_parameter, name)
        target = Target(self, pointer, len(self) - 1)
        self._userdata[target.index] = userdata
        return target

    def __len__(self) -> int:
        """How many targets there are."""
        return int(lib.dcoskube_check_target_count(self._as_parameter))

    def start(self) -> None:
        """Begin; the first next() does so as well."""
        call("dcoskube_check_start", self._as_parameter)
        self._started = True

    def fileno(self) -> int:
        """One descriptor for the whole check: when it is readable, call next(0) until it gives None."""
        return int(lib.dcoskube_check_fd(self._as_parameter))

    def _pull(self) -> Optional[Result]:
        out = ctypes.c_void_p()
        call("dcoskube_check_next", self._as_parameter, 0, ctypes.byref(out))
        if out.value is None:
            return None
        result = Result._adopt(out.value)
        result.userdata = self._userdata.get(result.index)
        self._given += 1
        return result

    def next(self, timeout: Optional[float] = None) -> Optional[Result]:
        """The next result; None when all were given, or when none came within the timeout (in seconds)."""
        if not self._started:
            self.start()
        deadline = None if timeout is None else time.monotonic() + timeout
        poll = select.poll()
        poll.register(self.fileno(), select.POLLIN)
        while self._given < len(self):
            result = self._pull()
            if result is not None and result.index not in self._dropped:
                return result
            if result is not None:
                result.close()
                continue
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return None
            poll.poll(None if left is None else milliseconds(left))
        return None

    @property
    def done(self) -> bool:
        """Were all results given?"""
        return self._given >= len(self)

    def __iter__(self) -> Iterator[Result]:
        while True:
            result = self.next()
            if result is None:
                return
            yield result

    def cancel(self) -> None:
        """Stop: the running or next next() raises Cancelled.  May be called from any thread."""
        lib.dcoskube_check_cancel(self._as_parameter)
