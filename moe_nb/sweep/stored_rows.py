"""The rows of a run table in a run file: packed blocks, and single answers on top of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import RunFileError
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.blocks import contexts_per_block, pack, unpack
from moe_nb.sweep.stored_answers import ANSWERS, checked_answer

MOST_BYTES = 2 * 2**30
"""A table that is read as a whole is held in memory; a larger one is read in parts."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a run: how many contexts, keys and calls per context."""

    contexts: int
    keys: int
    chunks: int

    @property
    def block(self) -> int:
        """How many contexts a block has; the last one may have fewer."""
        return contexts_per_block(self.keys)

    @property
    def calls(self) -> int:
        """How many calls there are."""
        return self.contexts * self.chunks


def check_fits(path: Path, shape: Shape) -> None:
    """Raise a `RunFileError` if a table is too large to be held in memory as a whole."""
    if shape.contexts * (4 * shape.keys + 14 * shape.chunks) > MOST_BYTES:
        raise RunFileError(
            f"{str(path)!r} has {shape.contexts:,} contexts, too many to be read at once.",
            hint="Read it in parts: run.iter_frames(), or run.export(...).",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Columns of neighbouring contexts, shaped as in a `RunTable`."""

    first: int
    codes: NDArray[np.int32]
    status: NDArray[np.int16]
    elapsed_ms: NDArray[np.float32]
    asked_epoch_ms: NDArray[np.int64]


def read_rows(connection: sqlite3.Connection, shape: Shape, start: int, stop: int) -> Rows:
    """Return the contexts from *start* up to *stop*, block by block; what was not asked is zero.

    Raises:
        ValueError, TypeError, OverflowError, zlib.error: If the file holds something else.
    """
    rows = empty_rows(shape, start, stop)
    for first in range(start // shape.block * shape.block, stop, shape.block):
        low, high = max(start, first), min(stop, first + shape.block)
        part = Rows(low, *(column[low - start : high - start] for column in _columns(rows)))
        read_block(connection, shape, first, part)
        read_answers(connection, shape, part)
    return rows


def read_chosen(connection: sqlite3.Connection, shape: Shape, contexts: NDArray[np.int64]) -> Rows:
    """Return the given contexts, in that order; neighbours are read together."""
    rows = empty_rows(shape, 0, len(contexts))
    for block in np.unique(contexts // shape.block):
        here = np.flatnonzero(contexts // shape.block == block)
        start, stop = int(contexts[here].min()), int(contexts[here].max()) + 1
        read = read_rows(connection, shape, start, stop)
        for target, source in zip(_columns(rows), _columns(read), strict=True):
            target[here] = source[contexts[here] - start]
    return rows


def read_block(connection: sqlite3.Connection, shape: Shape, first: int, rows: Rows) -> None:
    """Write what the block that begins at *first* holds into *rows*, which lie within it."""
    found = connection.execute(
        "SELECT contexts, codes, status, elapsed_ms, asked_epoch_ms FROM block WHERE first = ?", (first,)
    ).fetchone()
    if found is None:
        return
    contexts = min(shape.block, shape.contexts - first)
    if found[0] != contexts:
        raise ValueError(f"a block has {found[0]!r} contexts instead of {contexts:,}")
    here = slice(rows.first - first, rows.first - first + len(rows.codes))
    for target, column in zip(_columns(rows), found[1:], strict=True):
        target[:] = unpack(column, (contexts, target.shape[1]), target.dtype.type)[here]


def write_blocks(connection: sqlite3.Connection, table: RunTable) -> None:
    """Write a whole table as blocks."""
    block = contexts_per_block(len(table.keys))
    for start in range(0, len(table.codes), block):
        part = table.part(start, min(start + block, len(table.codes)))
        _write_block(connection, Rows(start, part.codes, part.status, part.elapsed_ms, part.asked_epoch_ms))


def pack_rows(connection: sqlite3.Connection, shape: Shape) -> int:
    """Move the single answers into blocks; return how many there were."""
    packed, lowest = 0, "SELECT min(call) FROM answer WHERE call >= 0 AND call < ?"
    while (call := connection.execute(lowest, (shape.calls,)).fetchone()[0]) is not None:
        start = call // shape.chunks // shape.block * shape.block
        stop = min(start + shape.block, shape.contexts)
        _write_block(connection, read_rows(connection, shape, start, stop))
        packed += connection.execute("DELETE FROM answer WHERE call < ?", (stop * shape.chunks,)).rowcount
    return packed


def empty_rows(shape: Shape, start: int, stop: int) -> Rows:
    """Return rows nobody was asked for."""
    contexts = stop - start
    return Rows(
        start,
        np.zeros((contexts, shape.keys), np.int32),
        np.zeros((contexts, shape.chunks), np.int16),
        np.zeros((contexts, shape.chunks), np.float32),
        np.zeros((contexts, shape.chunks), np.int64),
    )


def _write_block(connection: sqlite3.Connection, rows: Rows) -> None:
    columns = [pack(column) for column in _columns(rows)]
    row = (rows.first, len(rows.codes), *columns)
    connection.execute("INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?, ?)", row)


def _columns(rows: Rows) -> list[NDArray[Any]]:
    return [rows.codes, rows.status, rows.elapsed_ms, rows.asked_epoch_ms]


def read_answers(connection: sqlite3.Connection, shape: Shape, rows: Rows) -> None:
    """Write single answers over *rows*, column by column: a million of them take about a second."""
    start, stop = rows.first, rows.first + len(rows.codes)
    query = f"{ANSWERS} WHERE call >= ? AND call < ? ORDER BY call"
    found = [checked_answer(row) for row in connection.execute(query, (start * shape.chunks, stop * shape.chunks))]
    if not found:
        return
    calls, status, elapsed_us, asked_epoch_ms, codes, _ = zip(*found, strict=True)
    context, chunk = np.divmod(np.array(calls, np.int64), shape.chunks)
    context -= start
    rows.status[context, chunk] = status
    rows.elapsed_ms[context, chunk] = np.array(elapsed_us, np.float64) / 1000
    rows.asked_epoch_ms[context, chunk] = asked_epoch_ms
    for number in range(shape.chunks):
        first, last = number * KEYS_PER_CALL, min((number + 1) * KEYS_PER_CALL, shape.keys)
        here = np.flatnonzero(chunk == number)
        if any(len(codes[at]) != 4 * (last - first) for at in here):
            raise ValueError("an answer has not as many codes as there are keys")
        read = np.frombuffer(b"".join([codes[at] for at in here]), "<i4")
        rows.codes[context[here], first:last] = read.reshape(len(here), last - first)
