"""A list too long to be held in memory; where it is kept is its own business."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class LongList(Sequence[str]):
    """Texts by position, read as they are wanted. A value may stand several times: it is asked once."""

    @abstractmethod
    def part(self, start: int, stop: int) -> list[str]:
        """Return the values from *start* up to *stop*."""

    @abstractmethod
    def find(self, value: str) -> int | None:
        """Return the first position of *value*, or None."""

    @abstractmethod
    def firsts(self) -> NDArray[np.int64] | None:
        """Return for every position the first one with the same value; None when all values differ."""

    @abstractmethod
    def digest(self) -> str:
        """Return hex digits that differ when a value or the order differs."""

    @overload
    def __getitem__(self, position: int) -> str: ...

    @overload
    def __getitem__(self, position: slice) -> list[str]: ...

    def __getitem__(self, position: int | slice) -> str | list[str]:
        if isinstance(position, slice):
            start, stop, step = position.indices(len(self))
            return self.part(start, stop)[::step] if step > 0 else [self[at] for at in range(start, stop, step)]
        at = position + len(self) if position < 0 else position
        if not 0 <= at < len(self):
            raise IndexError(position)
        return self.part(at, at + 1)[0]
