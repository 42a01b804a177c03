"""Sums of a long list in a run file: they tell when a value of it was damaged."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from moe_nb.core.errors import RunFileError
from moe_nb.core.long_list import LongList
from moe_nb.sweep.stored_header import read_record, write_record

PAGE = 1_000
"""Values that share a sum, and are read together: a sweep wants one after another."""

REPEATED = "SELECT position, first FROM listed WHERE axis = ? AND first IS NOT NULL ORDER BY position"


@dataclass(frozen=True, slots=True)
class ListSums:
    """What a list was when it was written."""

    pages: list[int]
    """The sum of every page."""
    repeated: int
    """The sum of which values had come before, and where."""

    def check_page(self, number: int, values: Sequence[str]) -> None:
        """Raise a `RunFileError` unless a page holds what was written."""
        if self.pages[number] != _sum(values):
            raise _changed(f"The values {number * PAGE + 1:,} and after of a long list are not as they were written.")

    def check_repeated(self, found: Sequence[tuple[int, int]]) -> None:
        """Raise a `RunFileError` unless the values that came before are those that did: position, first position."""
        if self.repeated != _sum_of_pairs(found):
            raise _changed("A long list does not say any more which values came before.")


def write_sums(connection: sqlite3.Connection, axis: int, values: LongList) -> None:
    """Write down what a list is."""
    starts = [*range(0, len(values), PAGE), len(values)]
    pages = [_sum(values.part(start, stop)) for start, stop in pairwise(starts)]
    repeated = connection.execute(REPEATED, (axis,)).fetchall()
    write_record(connection, _name(axis), {"pages": pages, "repeated": _sum_of_pairs(repeated)})


def read_sums(connection: sqlite3.Connection, axis: int, length: int) -> ListSums | None:
    """Return what a list was; None in a file of a version that did not write it down.

    Raises:
        ValueError: If it is about a list of another length.
    """
    try:
        sums = msgspec.convert(read_record(connection, _name(axis)), ListSums)
    except LookupError:
        return None
    if len(sums.pages) != -(-length // PAGE):
        raise ValueError(f"a list of {length:,} values has the sums of another")
    return sums


def _changed(description: str) -> RunFileError:
    return RunFileError(f"The run file is damaged. {description}", hint="Take a copy of it if there is one.")


def _name(axis: int) -> str:
    return f"list {axis}"


def _sum(values: Sequence[str]) -> int:
    return zlib.crc32("\0".join(values).encode("utf-8", "surrogatepass"))


def _sum_of_pairs(pairs: Sequence[tuple[int, int]]) -> int:
    return zlib.crc32(str(pairs).encode())
