"""A run without asked keys, put together from its answers: which keys there are is known from them alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import numpy as np

from moe_nb.core.run_table import RunTable
from moe_nb.sweep.book import Book
from moe_nb.sweep.contents import HeldContents
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.stored_answers import ANSWERS, AnswerRow, checked_answer
from moe_nb.sweep.stored_contents import read_contents


def replayed(connection: sqlite3.Connection, plan: Plan) -> RunTable:
    """Return the table of a run file whose plan names no keys; an answer that came before a key did not have it.

    Raises:
        ValueError, LookupError, TypeError: If the file holds something else.
    """
    stored = read_contents(connection)
    contents = HeldContents([stored[number] for number in range(len(stored))])
    return replayed_rows(plan, contents, map(checked_answer, connection.execute(f"{ANSWERS} ORDER BY call")))


def replayed_rows(plan: Plan, contents: HeldContents, answers: Iterable[AnswerRow]) -> RunTable:
    """Return the table of answers; raises as `replayed`."""
    book = Book(plan, contents)
    rows = [(*row[:4], _by_key(row[4], contents), row[5]) for row in answers]
    keys = sorted({key for row in rows for key in row[4]})
    shape = len(plan.space), 1
    codes = np.zeros((shape[0], len(keys)), np.int32)
    status, elapsed_ms = np.zeros(shape, np.int16), np.zeros(shape, np.float32)
    asked_epoch_ms = np.zeros(shape, np.int64)
    for index, said_status, elapsed_us, asked_ms, numbers, error in rows:
        if not 0 <= index < len(plan.space):
            raise ValueError(f"an answer is about context {index:,}, which there is not")
        status[index], elapsed_ms[index], asked_epoch_ms[index] = said_status, elapsed_us / 1000, asked_ms
        for position, key in enumerate(keys):
            number = numbers.get(key)
            missing = book.failure(key, error) if error else book.absent(key)
            codes[index, position] = missing if number is None else number
    return RunTable(plan.space, tuple(keys), codes, tuple(contents.held), status, elapsed_ms, asked_epoch_ms)


def _by_key(codes: bytes, contents: HeldContents) -> dict[str, int]:
    numbers = np.frombuffer(codes, "<i4").tolist()
    if min(numbers, default=0) < 0:
        raise ValueError("an answer names a content that is not there")
    return {contents.held[number].experience_key: number for number in numbers if number}
