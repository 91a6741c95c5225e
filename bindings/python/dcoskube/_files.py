# SPDX-License-Identifier: Apache-2.0
"""An ordered set of files in memory, and how it comes onto a disk."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Iterator, List, Union

from ._api import StrPath, decode, lib, path, text, u32
from ._errors import Finding, call, make, take_findings
from ._handle import Handle

_DRY_RUN = 1


@dataclass(frozen=True)
class File:
    """One file of a set."""

    name: str
    data: bytes
    mode: int


class Files(Handle):
    """A set of files; the first is the main one and is replaced last.  Indexed by place or by name."""

    _free = "dcoskube_files_free"

    def __init__(self) -> None:
        self._own(make("dcoskube_files_new", 0))

    def add(self, name: str, data: Union[bytes, str], mode: int = 0o644) -> None:
        """Add a file at the end; 0o600 for whatever holds a secret."""
        raw = data.encode("utf-8") if isinstance(data, str) else bytes(data)
        call("dcoskube_files_add", self._as_parameter, text(name), raw, len(raw), u32(mode))

    def __len__(self) -> int:
        return int(lib.dcoskube_files_count(self._as_parameter))

    def __getitem__(self, key: Union[int, str]) -> File:
        if isinstance(key, str):
            for file in self:
                if file.name == key:
                    return file
            raise KeyError(key)
        pointer, count = self._as_parameter, len(self)
        index = key + count if key < 0 else key
        if not 0 <= index < count:
            raise IndexError(key)
        return File(
            decode(lib.dcoskube_files_name(pointer, index)),
            ctypes.string_at(lib.dcoskube_files_data(pointer, index), lib.dcoskube_files_size(pointer, index)),
            lib.dcoskube_files_mode(pointer, index),
        )

    def __iter__(self) -> Iterator[File]:
        for index in range(len(self)):
            yield self[index]

    def write(self, directory: StrPath, *, dry_run: bool = False) -> List[Finding]:
        """Write the set into a directory; one note for each file: created, updated or unchanged."""
        flags = _DRY_RUN if dry_run else 0
        return take_findings(make("dcoskube_files_write", self._as_parameter, path(directory), flags))
