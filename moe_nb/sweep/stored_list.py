"""Long lists in a database file: customer ids by the million, read as they are wanted."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import RunFileError
from moe_nb.core.long_list import LongList
from moe_nb.sweep.list_sums import PAGE, REPEATED, ListSums

BATCH = 10_000
_DELETED_WHILE_OPEN = os.name == "posix"
"""Whether an open file can be deleted and still be used: customer ids must not outlive a process that is killed."""

_TABLE = """
CREATE TABLE listed (
    axis INTEGER NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, first INTEGER, PRIMARY KEY (axis, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX listed_once ON listed (axis, value) WHERE first IS NULL;
"""


class StoredList(LongList):
    """One list of a database file.

    Args:
        connection: The file, open for reading at least.
        axis: The number of the list in it.
        length: How many values it has.
        digest: Known already, or empty.
        sums: What it was when it was written; where that is not known, it is believed.
    """

    def __init__(
        self, connection: sqlite3.Connection, axis: int, length: int, digest: str = "", sums: ListSums | None = None
    ) -> None:
        self._connection = connection
        self._axis = axis
        self._length = length
        self._digest = digest
        self._sums = sums
        self._lock = threading.Lock()  # asked from the sweep's thread and the notebook's
        self._page: tuple[int, list[str]] = (0, [])

    def __len__(self) -> int:
        return self._length

    def part(self, start: int, stop: int) -> list[str]:
        """Return the values from *start* up to *stop*."""
        with self._lock:
            first, held = self._page
            if stop - start == 1 and not first <= start < first + len(held):
                first = start // PAGE * PAGE
                held = self._read(first, first + PAGE)
                self._page = first, held
            if first <= start and stop <= first + len(held):
                return held[start - first : stop - first]
            return self._read(start, stop)

    def find(self, value: str) -> int | None:
        """Return the first position of *value*, or None."""
        query = "SELECT position FROM listed WHERE axis = ? AND value = ? AND first IS NULL"
        with self._lock:
            found = self._rows(query, value)
        return int(found[0][0]) if found else None

    def firsts(self) -> NDArray[np.int64] | None:
        """Return for every position the first one with the same value; None when all values differ."""
        with self._lock:
            again = self._rows(REPEATED)
        if self._sums is not None:
            self._sums.check_repeated(again)
        if not again:
            return None
        firsts = np.arange(self._length)
        positions, first = np.array(again, np.int64).T
        if first.min() < 0 or (first >= positions).any():
            raise RunFileError("A long list says of a value that it came before, and it did not.")
        firsts[positions] = first
        return firsts

    def digest(self) -> str:
        """Return hex digits that differ when a value or the order differs."""
        if not self._digest:
            found = hashlib.blake2b(digest_size=16)
            for start in range(0, self._length, BATCH):
                for value in self.part(start, min(start + BATCH, self._length)):
                    content = value.encode()
                    found.update(len(content).to_bytes(4, "big") + content)
            self._digest = found.hexdigest()
        return self._digest

    def __reduce__(self) -> tuple[Callable[[Iterable[str]], StoredList], tuple[list[str]]]:
        """Travel to another process as values: the file stays where it is."""
        return spooled, (self.part(0, self._length),)

    def _read(self, start: int, stop: int) -> list[str]:
        stop = max(start, min(stop, self._length))
        first, last = start // PAGE * PAGE, min(-(-stop // PAGE) * PAGE, self._length)
        query = "SELECT value FROM listed WHERE axis = ? AND position >= ? AND position < ? ORDER BY position"
        found = [value for (value,) in self._rows(query, first, last) if type(value) is str]
        if len(found) != last - first:
            raise RunFileError(f"A long list holds {len(found):,} values where there should be {last - first:,}.")
        if self._sums is not None:
            for at in range(first, last, PAGE):
                self._sums.check_page(at // PAGE, found[at - first : at - first + PAGE])
        return found[start - first : stop - first]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, (self._axis, *values)).fetchall()
        except sqlite3.Error as error:
            raise RunFileError(
                f"A long list cannot be read from its file any more ({error}).", hint="Open the run file again."
            ) from None


def spooled(values: Iterable[str]) -> StoredList:
    """Write values to a temporary file, as they come, and return them as a list; the file goes with it.

    Outside of Windows it has no name from the beginning: a killed process leaves nothing.
    """
    handle, name = tempfile.mkstemp(prefix="moe_nb-", suffix=".list")
    os.close(handle)
    connection = sqlite3.connect(name, isolation_level=None, check_same_thread=False)
    if _DELETED_WHILE_OPEN:
        Path(name).unlink()
    try:
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLE}")
        length = write_list(connection, 0, values)
    except BaseException as error:
        _discard(connection, name)
        if isinstance(error, sqlite3.Error):
            raise RunFileError(
                f"The list cannot be kept in {str(Path(name).parent)!r} ({error}).",
                hint="Free some space there, or name another folder in TMPDIR.",
            ) from None
        raise
    found = StoredList(connection, 0, length)
    weakref.finalize(found, _discard, connection, name)
    return found


def write_list(connection: sqlite3.Connection, axis: int, values: Iterable[str]) -> int:
    """Write a list into its table; a value that came before points to its first position. Return the length."""
    position, coming = 0, iter(values)
    connection.execute("SAVEPOINT list")
    while batch := list(islice(coming, BATCH)):
        rows = [(axis, at, value) for at, value in enumerate(batch, start=position)]
        connection.executemany("INSERT OR IGNORE INTO listed (axis, position, value) VALUES (?, ?, ?)", rows)
        _write_repeated(connection, axis, position, batch)
        position += len(batch)
    connection.execute("RELEASE list")
    return position


def check_list(connection: sqlite3.Connection, axis: int, length: int) -> None:
    """Raise a ValueError unless the file holds a list of that length, and is large enough for one."""
    (pages,), (size,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    query = "SELECT min(position), max(position) FROM listed WHERE axis = ?"
    if length > pages * size or connection.execute(query, (axis,)).fetchone() != (0, length - 1):
        raise ValueError(f"a list has not the {length:,} values it should have")


def _write_repeated(connection: sqlite3.Connection, axis: int, start: int, batch: list[str]) -> None:
    query = "SELECT position FROM listed WHERE axis = ? AND position >= ?"
    written = {position for (position,) in connection.execute(query, (axis, start))}
    missing = [at for at in range(start, start + len(batch)) if at not in written]
    connection.executemany(
        "INSERT INTO listed SELECT axis, ?, value, position FROM listed WHERE axis = ? AND value = ? AND first IS NULL",
        [(at, axis, batch[at - start]) for at in missing],
    )


def _discard(connection: sqlite3.Connection, name: str) -> None:
    connection.close()
    if not _DELETED_WHILE_OPEN:
        with suppress(OSError):  # the system clears its temporary folder
            Path(name).unlink()


def read_values(values: LongList) -> Iterator[str]:
    """Return the values of a list, read in batches."""
    for start in range(0, len(values), BATCH):
        yield from values.part(start, min(start + BATCH, len(values)))
