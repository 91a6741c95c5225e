# SPDX-License-Identifier: Apache-2.0
"""The C functions: one table, which a test compares with the headers, and how they are called.

ctypes cuts numbers and texts without a word, so what goes in passes through text(), path(), u32() and
milliseconds(); what comes out is copied at once, and owned memory is freed at once.
"""

from __future__ import annotations

import ctypes
import math
import operator
import os
from typing import Any, Callable, Optional, Tuple, Union

STATUS = ctypes.c_int  # dcoskube_status
ENUM = ctypes.c_int  # any other enumeration
STR = ctypes.c_char_p  # const char *: in, or borrowed
PTR = ctypes.c_void_p  # an object, or bytes
OUT = ctypes.POINTER(ctypes.c_void_p)  # X **out, char **out
OUT_U32 = ctypes.POINTER(ctypes.c_uint32)
OUT_SIZE = ctypes.POINTER(ctypes.c_size_t)
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
INT = ctypes.c_int
U32 = ctypes.c_uint32
I64 = ctypes.c_int64
SIZE = ctypes.c_size_t
DOUBLE = ctypes.c_double

# Name, result, parameters.  dcoskube_files_data() gives bytes that may hold a NUL, hence PTR.
TABLE: Tuple[Tuple[str, Any, Tuple[Any, ...]], ...] = (
    # dcoskube/error.h
    ("dcoskube_status_name", STR, (STATUS,)),
    ("dcoskube_strerror", STR, (STATUS,)),
    ("dcoskube_error_new", PTR, ()),
    ("dcoskube_error_free", None, (PTR,)),
    ("dcoskube_error_status", STATUS, (PTR,)),
    ("dcoskube_error_message", STR, (PTR,)),
    ("dcoskube_error_subject", STR, (PTR,)),
    ("dcoskube_error_remedy", STR, (PTR,)),
    ("dcoskube_error_line", U32, (PTR,)),
    ("dcoskube_error_column", U32, (PTR,)),
    ("dcoskube_error_errno", INT, (PTR,)),
    ("dcoskube_free", None, (PTR,)),
    # dcoskube/version.h
    ("dcoskube_version", STR, ()),
    ("dcoskube_version_number", U32, ()),
    ("dcoskube_version_libraries", STATUS, (OUT, PTR)),
    # dcoskube/duration.h
    ("dcoskube_duration_parse", STATUS, (STR, OUT_U32, PTR)),
    # dcoskube/findings.h
    ("dcoskube_severity_name", STR, (ENUM,)),
    ("dcoskube_findings_count", SIZE, (PTR,)),
    ("dcoskube_findings_severity", ENUM, (PTR, SIZE)),
    ("dcoskube_findings_code", STR, (PTR, SIZE)),
    ("dcoskube_findings_subject", STR, (PTR, SIZE)),
    ("dcoskube_findings_message", STR, (PTR, SIZE)),
    ("dcoskube_findings_remedy", STR, (PTR, SIZE)),
    ("dcoskube_findings_line", U32, (PTR, SIZE)),
    ("dcoskube_findings_column", U32, (PTR, SIZE)),
    ("dcoskube_findings_free", None, (PTR,)),
    # dcoskube/files.h
    ("dcoskube_files_new", STATUS, (U32, OUT, PTR)),
    ("dcoskube_files_add", STATUS, (PTR, STR, PTR, SIZE, U32, PTR)),
    ("dcoskube_files_count", SIZE, (PTR,)),
    ("dcoskube_files_name", STR, (PTR, SIZE)),
    ("dcoskube_files_data", PTR, (PTR, SIZE)),
    ("dcoskube_files_size", SIZE, (PTR, SIZE)),
    ("dcoskube_files_mode", U32, (PTR, SIZE)),
    ("dcoskube_files_write", STATUS, (PTR, STR, U32, OUT, PTR)),
    ("dcoskube_files_free", None, (PTR,)),
    # dcoskube/vip.h
    ("dcoskube_vip_new", STATUS, (STR, U32, OUT, PTR)),
    ("dcoskube_vip_set_prefix", STATUS, (PTR, STR, PTR)),
    ("dcoskube_vip_set_zone", STATUS, (PTR, STR, PTR)),
    ("dcoskube_vip_set_port", STATUS, (PTR, U32, PTR)),
    ("dcoskube_vip_service", STR, (PTR,)),
    ("dcoskube_vip_host", STR, (PTR,)),
    ("dcoskube_vip_documented_host", STR, (PTR,)),
    ("dcoskube_vip_address", STR, (PTR,)),
    ("dcoskube_vip_port", U32, (PTR,)),
    ("dcoskube_vip_differs", INT, (PTR,)),
    ("dcoskube_vip_same", INT, (PTR, PTR)),
    ("dcoskube_vip_free", None, (PTR,)),
    ("dcoskube_context_name_from_url", STATUS, (STR, OUT, PTR)),
    # dcoskube/proxy.h
    ("dcoskube_proxy_new", STATUS, (U32, OUT, PTR)),
    ("dcoskube_proxy_set_mode", STATUS, (PTR, ENUM, PTR)),
    ("dcoskube_proxy_set_timeout", STATUS, (PTR, ENUM, U32, PTR)),
    ("dcoskube_proxy_set_listen", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_set_target", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_set_check_path", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_set_install_dir", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_set_stats", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_set_log", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_add_certificate", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_add_resolver", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_add_cluster", STATUS, (PTR, STR, OUT, PTR)),
    ("dcoskube_cluster_set_service", STATUS, (PTR, STR, PTR)),
    ("dcoskube_cluster_set_upstream", STATUS, (PTR, STR, U32, PTR)),
    ("dcoskube_cluster_set_ca_file", STATUS, (PTR, STR, PTR)),
    ("dcoskube_proxy_get_mode", ENUM, (PTR,)),
    ("dcoskube_proxy_port", U32, (PTR,)),
    ("dcoskube_proxy_get_timeout", U32, (PTR, ENUM)),
    ("dcoskube_proxy_target", STR, (PTR,)),
    ("dcoskube_proxy_install_dir", STR, (PTR,)),
    ("dcoskube_proxy_cluster_count", SIZE, (PTR,)),
    ("dcoskube_proxy_cluster", PTR, (PTR, SIZE)),
    ("dcoskube_cluster_hostname", STR, (PTR,)),
    ("dcoskube_cluster_service", STR, (PTR,)),
    ("dcoskube_cluster_upstream", STR, (PTR,)),
    ("dcoskube_cluster_ca_file", STR, (PTR,)),
    ("dcoskube_proxy_findings", STATUS, (PTR, OUT, PTR)),
    ("dcoskube_proxy_render", STATUS, (PTR, ENUM, U32, OUT, PTR)),
    ("dcoskube_proxy_free", None, (PTR,)),
    # dcoskube/marathon.h
    ("dcoskube_marathon_app_new", STATUS, (STR, U32, OUT, PTR)),
    ("dcoskube_marathon_app_set_config_dir", STATUS, (PTR, STR, PTR)),
    ("dcoskube_marathon_app_set_container_path", STATUS, (PTR, STR, PTR)),
    ("dcoskube_marathon_app_set_cmd", STATUS, (PTR, STR, PTR)),
    ("dcoskube_marathon_app_set_image", STATUS, (PTR, STR, PTR)),
    ("dcoskube_marathon_app_set_target", STATUS, (PTR, STR, PTR)),
    ("dcoskube_marathon_app_set_cpus", STATUS, (PTR, DOUBLE, PTR)),
    ("dcoskube_marathon_app_set_mem", STATUS, (PTR, DOUBLE, PTR)),
    ("dcoskube_marathon_app_set_instances", STATUS, (PTR, U32, PTR)),
    ("dcoskube_marathon_app_set_port", STATUS, (PTR, U32, PTR)),
    ("dcoskube_marathon_app_set_force_pull_image", STATUS, (PTR, INT, PTR)),
    ("dcoskube_marathon_app_add_role", STATUS, (PTR, STR, PTR)),
    ("dcoskube_marathon_app_add_constraint", STATUS, (PTR, STR, STR, STR, PTR)),
    ("dcoskube_marathon_app_json", STATUS, (PTR, U32, OUT, OUT_SIZE, PTR)),
    ("dcoskube_marathon_app_free", None, (PTR,)),
    # dcoskube/kubeconfig.h
    ("dcoskube_kubeconfig_open", STATUS, (STR, U32, OUT, PTR)),
    ("dcoskube_kubeconfig_parse", STATUS, (PTR, SIZE, STR, U32, OUT, PTR)),
    ("dcoskube_kubeconfig_max_size", SIZE, ()),
    ("dcoskube_kubeconfig_max_depth", SIZE, ()),
    ("dcoskube_kubeconfig_max_entries", SIZE, ()),
    ("dcoskube_kubeconfig_current", STR, (PTR,)),
    ("dcoskube_kubeconfig_context_count", SIZE, (PTR,)),
    ("dcoskube_kubeconfig_context", PTR, (PTR, SIZE)),
    ("dcoskube_kubeconfig_find_context", PTR, (PTR, STR)),
    ("dcoskube_context_name", STR, (PTR,)),
    ("dcoskube_context_cluster", STR, (PTR,)),
    ("dcoskube_context_user", STR, (PTR,)),
    ("dcoskube_context_namespace", STR, (PTR,)),
    ("dcoskube_context_file", STR, (PTR,)),
    ("dcoskube_context_server", STR, (PTR,)),
    ("dcoskube_context_line", U32, (PTR,)),
    ("dcoskube_context_ca", STATUS, (PTR, OUT, OUT_SIZE, PTR)),
    ("dcoskube_context_certificate", STATUS, (PTR, OUT, OUT_SIZE, PTR)),
    ("dcoskube_context_key_secret", STATUS, (PTR, OUT, OUT_SIZE, PTR)),
    ("dcoskube_context_token_secret", STATUS, (PTR, OUT, OUT_SIZE, PTR)),
    ("dcoskube_context_tls_server_name", STR, (PTR,)),
    ("dcoskube_context_insecure", INT, (PTR,)),
    ("dcoskube_context_has_exec", INT, (PTR,)),
    ("dcoskube_entry_new", STATUS, (STR, STR, U32, OUT, PTR)),
    ("dcoskube_entry_set_ca_file", STATUS, (PTR, STR, PTR)),
    ("dcoskube_entry_set_ca_data", STATUS, (PTR, PTR, SIZE, PTR)),
    ("dcoskube_entry_set_insecure", STATUS, (PTR, INT, PTR)),
    ("dcoskube_entry_set_tls_server_name", STATUS, (PTR, STR, PTR)),
    ("dcoskube_entry_set_namespace", STATUS, (PTR, STR, PTR)),
    ("dcoskube_entry_set_token_file", STATUS, (PTR, STR, PTR)),
    ("dcoskube_entry_set_token", STATUS, (PTR, PTR, SIZE, PTR)),
    ("dcoskube_entry_set_client_certificate", STATUS, (PTR, STR, STR, PTR)),
    ("dcoskube_entry_set", STATUS, (PTR, ENUM, STR, PTR)),
    ("dcoskube_entry_add", STATUS, (PTR, ENUM, STR, PTR)),
    ("dcoskube_entry_add_pair", STATUS, (PTR, ENUM, STR, STR, PTR)),
    ("dcoskube_entry_free", None, (PTR,)),
    ("dcoskube_kubeconfig_use", STATUS, (PTR, STR, PTR)),
    ("dcoskube_kubeconfig_use_previous", STATUS, (PTR, PTR)),
    ("dcoskube_kubeconfig_set", STATUS, (PTR, PTR, U32, PTR)),
    ("dcoskube_kubeconfig_rename", STATUS, (PTR, STR, STR, PTR)),
    ("dcoskube_kubeconfig_delete", STATUS, (PTR, STR, U32, PTR)),
    ("dcoskube_kubeconfig_set_namespace", STATUS, (PTR, STR, STR, PTR)),
    ("dcoskube_kubeconfig_unset", STATUS, (PTR, ENUM, STR, ENUM, PTR)),
    ("dcoskube_kubeconfig_text_secret", STATUS, (PTR, OUT, OUT_SIZE, PTR)),
    ("dcoskube_kubeconfig_diff", STATUS, (PTR, U32, OUT, OUT_SIZE, PTR)),
    ("dcoskube_kubeconfig_view", STATUS, (PTR, STR, U32, OUT, OUT_SIZE, PTR)),
    ("dcoskube_kubeconfig_set_lock_timeout", STATUS, (PTR, U32, PTR)),
    ("dcoskube_kubeconfig_commit", STATUS, (PTR, U32, OUT, PTR)),
    ("dcoskube_kubeconfig_free", None, (PTR,)),
    # dcoskube/check.h
    ("dcoskube_check_new", STATUS, (U32, OUT, PTR)),
    ("dcoskube_check_set_timeout", STATUS, (PTR, U32, PTR)),
    ("dcoskube_check_set_parallel", STATUS, (PTR, U32, PTR)),
    ("dcoskube_check_set_ca_file", STATUS, (PTR, STR, PTR)),
    ("dcoskube_check_add_url", STATUS, (PTR, STR, OUT, PTR)),
    ("dcoskube_check_add_context", STATUS, (PTR, PTR, STR, OUT, PTR)),
    ("dcoskube_target_set_ca_file", STATUS, (PTR, STR, PTR)),
    ("dcoskube_target_set_token_file", STATUS, (PTR, STR, PTR)),
    ("dcoskube_target_set_client_certificate", STATUS, (PTR, STR, STR, PTR)),
    ("dcoskube_target_set_insecure", STATUS, (PTR, INT, PTR)),
    ("dcoskube_target_set_send_credentials_insecurely", STATUS, (PTR, INT, PTR)),
    ("dcoskube_target_set_server_name", STATUS, (PTR, STR, PTR)),
    ("dcoskube_target_set_connect_to", STATUS, (PTR, STR, U32, PTR)),
    ("dcoskube_target_set_userdata", STATUS, (PTR, PTR, PTR)),
    ("dcoskube_check_target_count", SIZE, (PTR,)),
    ("dcoskube_check_start", STATUS, (PTR, PTR)),
    ("dcoskube_check_fd", INT, (PTR,)),
    ("dcoskube_check_next", STATUS, (PTR, U32, OUT, PTR)),
    ("dcoskube_check_cancel", None, (PTR,)),
    ("dcoskube_check_run", STATUS, (PTR, CALLBACK, PTR, PTR)),
    ("dcoskube_check_free", None, (PTR,)),
    ("dcoskube_verdict_name", STR, (ENUM,)),
    ("dcoskube_stage_name", STR, (ENUM,)),
    ("dcoskube_credential_name", STR, (ENUM,)),
    ("dcoskube_result_verdict", ENUM, (PTR,)),
    ("dcoskube_result_stage", ENUM, (PTR,)),
    ("dcoskube_result_credential", ENUM, (PTR,)),
    ("dcoskube_result_reachable", INT, (PTR,)),
    ("dcoskube_result_healthy", INT, (PTR,)),
    ("dcoskube_result_meets", INT, (PTR, ENUM)),
    ("dcoskube_result_index", SIZE, (PTR,)),
    ("dcoskube_result_userdata", PTR, (PTR,)),
    ("dcoskube_result_target", STR, (PTR,)),
    ("dcoskube_result_context", STR, (PTR,)),
    ("dcoskube_result_message", STR, (PTR,)),
    ("dcoskube_result_remedy", STR, (PTR,)),
    ("dcoskube_result_user", STR, (PTR,)),
    ("dcoskube_result_server_version", STR, (PTR,)),
    ("dcoskube_result_address", STR, (PTR,)),
    ("dcoskube_result_answered_by", STR, (PTR,)),
    ("dcoskube_result_http_status", U32, (PTR,)),
    ("dcoskube_result_time_us", I64, (PTR, ENUM)),
    ("dcoskube_result_checked_at", I64, (PTR,)),
    ("dcoskube_result_certificate_count", SIZE, (PTR,)),
    ("dcoskube_result_certificate", PTR, (PTR, SIZE)),
    ("dcoskube_certificate_subject", STR, (PTR,)),
    ("dcoskube_certificate_issuer", STR, (PTR,)),
    ("dcoskube_certificate_sha256", STR, (PTR,)),
    ("dcoskube_certificate_verify_error", STR, (PTR,)),
    ("dcoskube_certificate_san_count", SIZE, (PTR,)),
    ("dcoskube_certificate_san", STR, (PTR, SIZE)),
    ("dcoskube_certificate_not_before", I64, (PTR,)),
    ("dcoskube_certificate_not_after", I64, (PTR,)),
    ("dcoskube_result_json", STATUS, (PTR, U32, OUT, OUT_SIZE, PTR)),
    ("dcoskube_result_ref", PTR, (PTR,)),
    ("dcoskube_result_free", None, (PTR,)),
)

StrPath = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]

#: Loaded instead of libdcoskube.so.0 when set: the path of another build, for tests.
LIBRARY_VARIABLE = "DCOSKUBE_LIBRARY"
SONAME = "libdcoskube.so.0"


class Library:
    """The shared library.  A function is looked up when it is first used: an older library serves as far as it can."""

    def __init__(self) -> None:
        name = os.environ.get(LIBRARY_VARIABLE) or SONAME
        try:
            self._library = ctypes.CDLL(name)
        except OSError as error:
            hint = f"install libdcoskube, or set {LIBRARY_VARIABLE}"
            raise ImportError(f"cannot load the library: {error}; {hint}") from error
        self._table = {row[0]: row for row in TABLE}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in self._table:
            raise AttributeError(name)
        try:
            function = self._library[name]
        except AttributeError:
            raise NotImplementedError(f"{name}: this libdcoskube is too old to have it") from None
        function.restype, function.argtypes = self._table[name][1:]
        setattr(self, name, function)
        return function


lib = Library()


def text(value: str) -> bytes:
    """A text for C: UTF-8, and no NUL, which C would take for the end."""
    data = value.encode("utf-8")
    if b"\0" in data:
        raise ValueError("a text must not hold a NUL character")
    return data


def text_or_none(value: Optional[str]) -> Optional[bytes]:
    return None if value is None else text(value)


def path(value: StrPath) -> bytes:
    """A path for C: bytes, as the file system has them."""
    data = os.fsencode(value)
    if b"\0" in data:
        raise ValueError("a path must not hold a NUL character")
    return data


def u32(value: int) -> int:
    """A number that uint32_t holds; ctypes would cut any other one."""
    number = operator.index(value)
    if not 0 <= number <= 0xFFFFFFFF:
        raise ValueError(f"{number} is outside 0..4294967295")
    return number


def milliseconds(seconds: float) -> int:
    """Seconds as whole milliseconds; anything above nothing is at least one."""
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError(f"{seconds} is not a number of seconds")
    return u32(max(round(seconds * 1000), 1 if seconds > 0 else 0))


def decode(data: Optional[bytes]) -> str:
    """A borrowed text: valid UTF-8 by the library's promise; NULL is an empty one."""
    return "" if data is None else data.decode("utf-8")


def take(out: ctypes.c_void_p, size: ctypes.c_size_t) -> bytes:
    """The bytes of a new buffer, which is freed."""
    try:
        return ctypes.string_at(out, size.value)
    finally:
        lib.dcoskube_free(out)


def take_text(out: ctypes.c_void_p) -> str:
    """A new text, which is freed."""
    try:
        return ctypes.string_at(out).decode("utf-8")
    finally:
        lib.dcoskube_free(out)
