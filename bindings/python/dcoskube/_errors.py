# SPDX-License-Identifier: Apache-2.0
"""Statuses, exceptions and findings."""

from __future__ import annotations

import ctypes
import enum
from dataclasses import dataclass
from typing import Any, Dict, List, Type

from ._api import decode, lib


class Number(enum.Enum):
    """An enumeration of the headers.  A number of a newer library is a member too, named UNKNOWN_n."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        if not isinstance(value, int):
            return None
        member = object.__new__(cls)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        return member


class Status(Number):
    """What the caller can do about a failure (dcoskube_status)."""

    OK = 0
    INVALID_ARGUMENT = 1
    NO_MEMORY = 2
    LIMIT = 3
    PARSE = 4
    INVALID = 5
    UNSUPPORTED = 6
    NOT_FOUND = 7
    EXISTS = 8
    CONFLICT = 9
    LOCKED = 10
    PERMISSION = 11
    IO = 12
    CANCELLED = 13
    STATE = 14
    CALLBACK = 15
    INTERNAL = 16


class Severity(Number):
    """How much a finding weighs (dcoskube_severity)."""

    NOTE = 1
    WARNING = 2
    ERROR = 3
    DANGER = 4

    def __str__(self) -> str:
        return decode(lib.dcoskube_severity_name(self.value))


class DcoskubeError(Exception):
    """A function could not do its work.  What the network answers is never an error, but a Result."""

    def __init__(
        self,
        status: Status,
        message: str,
        subject: str = "",
        remedy: str = "",
        line: int = 0,
        column: int = 0,
        errno: int = 0,
    ) -> None:
        super().__init__(status, message, subject, remedy, line, column, errno)
        self.status = status
        self.message = message
        self.subject = subject
        self.remedy = remedy
        self.line = line
        self.column = column
        self.errno = errno

    def __str__(self) -> str:
        where = self.subject
        if self.line:
            where += f":{self.line}" + (f":{self.column}" if self.column else "")
        words = f"{where}: {self.message}" if where else self.message
        return f"{words}; {self.remedy}" if self.remedy else words


class InvalidArgument(DcoskubeError, ValueError):
    """The call itself is wrong."""


class NoMemory(DcoskubeError, MemoryError):
    """An allocation failed; nothing has changed."""


class LimitExceeded(DcoskubeError):
    """The input is over a documented limit."""


class ParseError(DcoskubeError):
    """The text is not what it should be; see line and column."""


class Invalid(DcoskubeError, ValueError):
    """Well-formed, but against a rule that the message names."""


class Unsupported(DcoskubeError):
    """Valid, but this build or version cannot do it."""


class NotFound(DcoskubeError, LookupError):
    """A file, context or name does not exist."""


class Exists(DcoskubeError):
    """The name is taken by something else."""


class Conflict(DcoskubeError):
    """Somebody changed the same thing meanwhile."""


class Locked(DcoskubeError):
    """Another writer held the lock until the deadline."""


class PermissionDenied(DcoskubeError):
    """The operating system refused."""


class IOFailure(DcoskubeError):
    """Reading or writing failed; see errno."""


class Cancelled(DcoskubeError):
    """Ended by cancel()."""


class WrongState(DcoskubeError):
    """Not now: the object is in another phase, or was made before a fork."""


class CallbackStopped(DcoskubeError):
    """The caller's own callback asked to stop."""


class InternalFault(DcoskubeError):
    """A fault of libdcoskube; please report it."""


ERRORS: Dict[Status, Type[DcoskubeError]] = {
    Status.INVALID_ARGUMENT: InvalidArgument,
    Status.NO_MEMORY: NoMemory,
    Status.LIMIT: LimitExceeded,
    Status.PARSE: ParseError,
    Status.INVALID: Invalid,
    Status.UNSUPPORTED: Unsupported,
    Status.NOT_FOUND: NotFound,
    Status.EXISTS: Exists,
    Status.CONFLICT: Conflict,
    Status.LOCKED: Locked,
    Status.PERMISSION: PermissionDenied,
    Status.IO: IOFailure,
    Status.CANCELLED: Cancelled,
    Status.STATE: WrongState,
    Status.CALLBACK: CallbackStopped,
    Status.INTERNAL: InternalFault,
}


def _error(number: int, err: int) -> DcoskubeError:
    status = Status(number)
    return ERRORS.get(status, DcoskubeError)(
        status,
        decode(lib.dcoskube_error_message(err)),
        decode(lib.dcoskube_error_subject(err)),
        decode(lib.dcoskube_error_remedy(err)),
        lib.dcoskube_error_line(err),
        lib.dcoskube_error_column(err),
        lib.dcoskube_error_errno(err),
    )


def call(name: str, *args: Any) -> None:
    """Call a function that returns a status and takes an error last; raise what it says."""
    err = lib.dcoskube_error_new()
    if not err:
        raise MemoryError
    try:
        number = getattr(lib, name)(*args, err)
        if number != Status.OK.value:
            raise _error(number, err)
    finally:
        lib.dcoskube_error_free(err)


def make(name: str, *args: Any) -> int:
    """call() for a function whose last parameter but one is `X **out`: the new object."""
    out = ctypes.c_void_p()
    call(name, *args, ctypes.byref(out))
    assert out.value is not None
    return out.value


@dataclass(frozen=True)
class Finding:
    """What there is to say beyond yes and no: a warning, a change that was made, a danger."""

    severity: Severity
    code: str
    subject: str
    message: str
    remedy: str
    line: int
    column: int

    def __str__(self) -> str:
        words = ": ".join(part for part in (str(self.severity), self.subject, self.message) if part)
        return f"{words}; {self.remedy}" if self.remedy else words


def take_findings(pointer: int) -> List[Finding]:
    """The entries of a new list, which is freed."""
    try:
        return [
            Finding(
                Severity(lib.dcoskube_findings_severity(pointer, i)),
                decode(lib.dcoskube_findings_code(pointer, i)),
                decode(lib.dcoskube_findings_subject(pointer, i)),
                decode(lib.dcoskube_findings_message(pointer, i)),
                decode(lib.dcoskube_findings_remedy(pointer, i)),
                lib.dcoskube_findings_line(pointer, i),
                lib.dcoskube_findings_column(pointer, i),
            )
            for i in range(lib.dcoskube_findings_count(pointer))
        ]
    finally:
        lib.dcoskube_findings_free(pointer)
