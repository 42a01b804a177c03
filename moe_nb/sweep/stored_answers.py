"""Single answers in a run file, each with a sum that tells when it was damaged."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

from moe_nb.sweep.seal import break_seal

AnswerRow = tuple[int, int, int, int, bytes, str]
"""call, status, elapsed_us, asked_epoch_ms, codes, error"""

ANSWERS = "SELECT call, status, elapsed_us, asked_epoch_ms, codes, error, sum FROM answer"


def insert_answers(connection: sqlite3.Connection, rows: Iterable[AnswerRow]) -> None:
    """Store answers; one that is there already is replaced."""
    break_seal(connection)
    summed = [(*row, _sum(row)) for row in rows]
    connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", summed)


def checked_answer(row: tuple[Any, ...]) -> AnswerRow:
    """Return a row of `ANSWERS` without its sum.

    Raises:
        ValueError, TypeError, AttributeError: If it is not as it was written.
    """
    answer: AnswerRow = row[:6]
    if _sum(answer) != row[6]:
        raise ValueError("an answer is not as it was written")
    return answer


def _sum(row: AnswerRow) -> int:
    call, status, elapsed_us, asked_epoch_ms, codes, error = row
    said = f"{call} {status} {elapsed_us} {asked_epoch_ms} {error}"
    return zlib.crc32(said.encode(), zlib.crc32(codes))
