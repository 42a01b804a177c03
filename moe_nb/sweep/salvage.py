"""What can still be read of a damaged run file: row by row, around what cannot."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from moe_nb.core.errors import MoeError
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_table import Content
from moe_nb.sweep.seal import missing
from moe_nb.sweep.stored_answers import ANSWERS, AnswerRow, checked_answer
from moe_nb.sweep.stored_contents import read_contents
from moe_nb.sweep.stored_rows import Rows, Shape, empty_rows, read_block

MOST_FAILURES = 200_000
"""Readings that may fail before the rest is given up: each is quick, and a file that is all damage has many."""

BROKEN = (sqlite3.Error, zlib.error, AttributeError, LookupError, MoeError, OverflowError, TypeError, ValueError)


@dataclass(slots=True)
class Salvage:
    """Reads one damaged file.

    Args:
        connection: The file, or a copy of it.
        shape: The size of the run.

    Attributes:
        lost: Calls that may have been answered and cannot be read, at most.
    """

    connection: sqlite3.Connection
    shape: Shape
    lost: int = 0
    _failures: int = field(default=0, init=False)

    def count_missing(self) -> None:
        """Count as lost what was there when the file was closed."""
        try:
            blocks, answers = missing(self.connection)
        except BROKEN:
            return
        self.lost += answers
        for first in blocks:
            self.lost += len(range(first, min(first + self.shape.block, self.shape.contexts))) * self.shape.chunks

    def rows(self) -> Rows:
        """Return all contexts; what cannot be read is zero, as if it had not been asked."""
        rows, shape = empty_rows(self.shape, 0, self.shape.contexts), self.shape
        for first in range(0, shape.contexts, shape.block):
            here = slice(first, min(first + shape.block, shape.contexts))
            part = Rows(first, rows.codes[here], rows.status[here], rows.elapsed_ms[here], rows.asked_epoch_ms[here])
            try:
                read_block(self.connection, shape, first, part)
            except BROKEN:
                for column in (part.codes, part.status, part.elapsed_ms, part.asked_epoch_ms):
                    column[:] = 0  # a part of it may have been read
                self.lost += len(part.codes) * shape.chunks
        for call, status, elapsed_us, asked_epoch_ms, codes, _ in self.answers():
            context, chunk = divmod(call, shape.chunks)
            keys = slice(chunk * KEYS_PER_CALL, min((chunk + 1) * KEYS_PER_CALL, shape.keys))
            try:
                rows.codes[context, keys] = np.frombuffer(codes, "<i4")
                rows.status[context, chunk], rows.elapsed_ms[context, chunk] = status, elapsed_us / 1000
                rows.asked_epoch_ms[context, chunk] = asked_epoch_ms
            except BROKEN:
                rows.asked_epoch_ms[context, chunk] = 0
                self.lost += 1
        return rows

    def answers(self) -> Iterator[AnswerRow]:
        """Return the single answers that can be read, in order."""
        for first in range(0, self.shape.calls, self.shape.block):
            for row in self._answers(first, min(first + self.shape.block, self.shape.calls)):
                try:
                    yield checked_answer(row)
                except BROKEN:
                    self.lost += 1

    def contents(self, numbers: Sequence[int]) -> dict[int, Content]:
        """Return the contents that can be read, by number."""
        if not numbers or self._failures > MOST_FAILURES:
            return {}
        try:
            return {number: content for number, content in read_contents(self.connection, numbers).items() if number}
        except BROKEN:
            self._failures += 1
        if len(numbers) == 1:
            return {}
        middle = len(numbers) // 2
        return self.contents(numbers[:middle]) | self.contents(numbers[middle:])

    def _answers(self, start: int, stop: int) -> Iterator[AnswerRow]:
        query = f"{ANSWERS} WHERE call >= ? AND call < ? ORDER BY call"
        try:
            if self._failures > MOST_FAILURES:
                raise sqlite3.DatabaseError("given up")
            found = self.connection.execute(query, (start, stop)).fetchall()
        except BROKEN:
            self._failures += 1
        else:
            yield from found
            return
        if stop - start == 1 or self._failures > MOST_FAILURES:
            self.lost += stop - start
            return
        middle = (start + stop) // 2
        yield from self._answers(start, middle)
        yield from self._answers(middle, stop)
