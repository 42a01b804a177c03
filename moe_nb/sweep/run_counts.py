"""What of a run file was asked, read block by block where there is anything at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_table import RunTable, is_failed
from moe_nb.sweep.stored_rows import Rows, Shape, read_rows


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Calls of neighbouring contexts, (contexts, calls per context)."""

    first: int
    answered: NDArray[np.bool_]
    failed: NDArray[np.bool_]
    last_epoch_ms: int
    """When the last of them was asked."""


def asked_blocks(connection: sqlite3.Connection, shape: Shape) -> Iterator[Asked]:
    """Return what was asked, in order; contexts that repeat another's bytes were not asked themselves."""
    query = "SELECT number FROM content WHERE outcome = ?"
    numbers = [number for (number,) in connection.execute(query, (Outcome.FAILED.value,))]
    for first in _blocks(connection, shape):
        rows = read_rows(connection, shape, first, min(first + shape.block, shape.contexts))
        yield _asked(first, rows, _failed(rows, numbers))


def counted(blocks: Iterable[Asked]) -> tuple[int, int]:
    """Return how many calls were answered, and how many failed."""
    answered = failed = 0
    for asked in blocks:
        answered += int(asked.answered.sum())
        failed += int(asked.failed.sum())
    return answered, failed


def asked_of(table: RunTable) -> Asked:
    """Return what was asked of a table."""
    return _asked(0, table, is_failed(table))


def _asked(first: int, rows: Rows | RunTable, failed: NDArray[np.bool_]) -> Asked:
    asked = rows.asked_epoch_ms != 0
    return Asked(first, asked & ~failed, asked & failed, int(rows.asked_epoch_ms.max(initial=0)))


def _failed(rows: Rows, numbers: list[int]) -> NDArray[np.bool_]:
    is_number = np.isin(rows.codes, numbers)
    starts = range(0, rows.codes.shape[1], KEYS_PER_CALL)
    return np.stack([is_number[:, start : start + KEYS_PER_CALL].any(axis=1) for start in starts], axis=1)


def _blocks(connection: sqlite3.Connection, shape: Shape) -> list[int]:
    """Return where blocks begin that hold anything."""
    firsts = {first for (first,) in connection.execute("SELECT first FROM block")}
    size = shape.block * shape.chunks
    calls = connection.execute("SELECT DISTINCT call / ? FROM answer WHERE call >= 0", (size,))
    firsts |= {number * shape.block for (number,) in calls}
    return sorted(first for first in firsts if first in range(0, shape.contexts, shape.block))
