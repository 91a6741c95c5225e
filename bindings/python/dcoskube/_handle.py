# SPDX-License-Identifier: Apache-2.0
"""Objects that own a C object."""

from __future__ import annotations

import weakref
from types import TracebackType
from typing import ClassVar, Optional, Type, TypeVar

from ._api import lib

H = TypeVar("H", bound="Handle")


class Handle:
    """Owns a C object: freed by close(), by leaving a `with`, or when nobody refers to it any more.

    One object is used by one thread at a time; distinct objects may be used in distinct threads.
    """

    _free: ClassVar[str]

    def _own(self, pointer: int) -> None:
        self._pointer = pointer
        self._finalizer = weakref.finalize(self, getattr(lib, self._free), pointer)

    @classmethod
    def _adopt(cls: Type[H], pointer: int) -> H:
        """An object of this class around a C object that was made elsewhere."""
        self = cls.__new__(cls)
        self._own(pointer)
        return self

    @property
    def _as_parameter(self) -> int:
        """The pointer, for a call; a closed object has none."""
        if not self._finalizer.alive:
            raise ValueError(f"this {type(self).__name__} is closed")
        return self._pointer

    @property
    def closed(self) -> bool:
        return not self._finalizer.alive

    def close(self) -> None:
        """Free the C object.  Closing again is harmless."""
        self._finalizer()

    def __enter__(self: H) -> H:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()
