"""The rows of a run table in a run file: packed blocks, and single answers on top of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.blocks import CONTEXTS_PER_BLOCK, pack, unpack


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a run: how many contexts, keys and calls per context."""

    contexts: int
    keys: int
    chunks: int


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Columns of neighbouring contexts, shaped as in a `RunTable`."""

    first: int
    codes: NDArray[np.int32]
    status: NDArray[np.int16]
    elapsed_ms: NDArray[np.float32]
    asked_epoch_ms: NDArray[np.int64]


def read_rows(connection: sqlite3.Connection, shape: Shape, start: int, stop: int) -> Rows:
    """Return the contexts from *start* up to *stop*; what was not asked is zero."""
    rows = _empty(shape, start, stop)
    found = connection.execute(
        "SELECT first, contexts, codes, status, elapsed_ms, asked_epoch_ms FROM block "
        "WHERE first < ? AND first + contexts > ?",
        (stop, start),
    )
    for first, contexts, *columns in found:
        low, high = max(start, first), min(stop, first + contexts)
        here, there = slice(low - start, high - start), slice(low - first, high - first)
        for target, column in zip(_columns(rows), columns, strict=True):
            target[here] = unpack(column, (contexts, target.shape[1]), target.dtype.type)[there]
    _overlay(connection, shape, rows)
    return rows


def read_chosen(connection: sqlite3.Connection, shape: Shape, contexts: NDArray[np.int64]) -> Rows:
    """Return the given contexts, in that order; neighbours are read together."""
    rows = _empty(shape, 0, len(contexts))
    for block in np.unique(contexts // CONTEXTS_PER_BLOCK):
        here = np.flatnonzero(contexts // CONTEXTS_PER_BLOCK == block)
        start, stop = int(contexts[here].min()), int(contexts[here].max()) + 1
        read = read_rows(connection, shape, start, stop)
        for target, source in zip(_columns(rows), _columns(read), strict=True):
            target[here] = source[contexts[here] - start]
    return rows


def write_blocks(connection: sqlite3.Connection, table: RunTable) -> None:
    """Write a whole table as blocks."""
    for start in range(0, len(table.codes), CONTEXTS_PER_BLOCK):
        stop = min(start + CONTEXTS_PER_BLOCK, len(table.codes))
        part = table.part(start, stop)
        rows = Rows(start, part.codes, part.status, part.elapsed_ms, part.asked_epoch_ms)
        _write_block(connection, rows)


def pack_rows(connection: sqlite3.Connection, shape: Shape) -> int:
    """Move the single answers into blocks; return how many there were."""
    packed = 0
    while (lowest := connection.execute("SELECT min(call) FROM answer").fetchone()[0]) is not None:
        start = lowest // shape.chunks // CONTEXTS_PER_BLOCK * CONTEXTS_PER_BLOCK
        stop = min(start + CONTEXTS_PER_BLOCK, shape.contexts)
        rows = read_rows(connection, shape, start, stop)
        _write_block(connection, rows)
        packed += connection.execute("DELETE FROM answer WHERE call < ?", (stop * shape.chunks,)).rowcount
    return packed


def _empty(shape: Shape, start: int, stop: int) -> Rows:
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


def _overlay(connection: sqlite3.Connection, shape: Shape, rows: Rows) -> None:
    """Write single answers over *rows*, column by column: a million of them take about a second."""
    start, stop = rows.first, rows.first + len(rows.codes)
    found = connection.execute(
        "SELECT call, status, elapsed_us, asked_epoch_ms, codes FROM answer WHERE call >= ? AND call < ? ORDER BY call",
        (start * shape.chunks, stop * shape.chunks),
    ).fetchall()
    if not found:
        return
    calls, status, elapsed_us, asked_epoch_ms, codes = zip(*found, strict=True)
    context, chunk = np.divmod(np.array(calls, np.int64), shape.chunks)
    context -= start
    rows.status[context, chunk] = status
    rows.elapsed_ms[context, chunk] = np.array(elapsed_us, np.float64) / 1000
    rows.asked_epoch_ms[context, chunk] = asked_epoch_ms
    for number in range(shape.chunks):
        first, last = number * KEYS_PER_CALL, min((number + 1) * KEYS_PER_CALL, shape.keys)
        here = np.flatnonzero(chunk == number)
        read = np.frombuffer(b"".join([codes[at] for at in here]), "<i4")
        rows.codes[context[here], first:last] = read.reshape(len(here), last - first)
