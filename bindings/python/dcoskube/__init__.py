# SPDX-License-Identifier: Apache-2.0
"""Reach the Kubernetes API of a DC/OS cluster: VIP, proxy, Marathon app, kubeconfig, check.

The library libdcoskube.so.0 does the work; the environment variable DCOSKUBE_LIBRARY names another build of it.
"""

from __future__ import annotations

import ctypes

from ._api import decode, lib, take_text, text
from ._check import Certificate, Check, Credential, Expect, Result, Stage, Target, Verdict
from ._errors import (
    CallbackStopped,
    Cancelled,
    Conflict,
    DcoskubeError,
    Exists,
    Finding,
    InternalFault,
    Invalid,
    InvalidArgument,
    IOFailure,
    LimitExceeded,
    Locked,
    NoMemory,
    NotFound,
    ParseError,
    PermissionDenied,
    Severity,
    Status,
    Unsupported,
    WrongState,
    call,
)
from ._files import File, Files
from ._kubeconfig import (Context, Entry, Field, Kind, Kubeconfig, kubeconfig_max_depth, kubeconfig_max_entries,
                          kubeconfig_max_size)
from ._marathon import MARATHON_ID, MarathonApp
from ._proxy import Cluster, Proxy, ProxyMode, ProxyTimeout, Renderer
from ._version import __version__
from ._vip import Vip, context_name_from_url

__all__ = [
    "CallbackStopped",
    "Cancelled",
    "Certificate",
    "Check",
    "Cluster",
    "Conflict",
    "Context",
    "Credential",
    "DcoskubeError",
    "Entry",
    "Exists",
    "Expect",
    "Field",
    "File",
    "Files",
    "Finding",
    "IOFailure",
    "InternalFault",
    "Invalid",
    "InvalidArgument",
    "Kind",
    "Kubeconfig",
    "LimitExceeded",
    "Locked",
    "MARATHON_ID",
    "MarathonApp",
    "NoMemory",
    "NotFound",
    "ParseError",
    "PermissionDenied",
    "Proxy",
    "ProxyMode",
    "ProxyTimeout",
    "Renderer",
    "Result",
    "Severity",
    "Stage",
    "Status",
    "Target",
    "Unsupported",
    "Verdict",
    "Vip",
    "WrongState",
    "__version__",
    "context_name_from_url",
    "kubeconfig_max_depth",
    "kubeconfig_max_entries",
    "kubeconfig_max_size",
    "library_versions",
    "library_version",
    "parse_duration",
]


def library_version() -> str:
    """The version of the library that runs."""
    return decode(lib.dcoskube_version())


def library_versions() -> str:
    """The libraries below it, as they are loaded now."""
    out = ctypes.c_void_p()
    call("dcoskube_version_libraries", ctypes.byref(out))
    return take_text(out)


def parse_duration(words: str) -> float:
    """Seconds of "500ms", "15m" and the like."""
    out = ctypes.c_uint32()
    call("dcoskube_duration_parse", text(words), ctypes.byref(out))
    return out.value / 1000
