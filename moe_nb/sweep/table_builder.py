"""Records that become a run table while they come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.events import Answered, Event, Failed
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_table import RunTable, is_failed
from moe_nb.sweep.book import Book, Record
from moe_nb.sweep.contents import HeldContents
from moe_nb.sweep.plan import Plan


class TableBuilder:
    """Fills the columns of one run; give it records with ``put``, read it with ``table`` at any time.

    Args:
        plan: What is asked.
        earlier: What was answered before, when a run is resumed.

    Attributes:
        book: Makes the records.
        contents: The contents the codes stand for.
    """

    def __init__(self, plan: Plan, earlier: RunTable | None = None) -> None:
        self._plan = plan
        self._firsts = plan.space.first_contexts()
        self._errors: dict[int, str] = {}
        """Of contexts that were asked without keys."""
        if earlier is None:
            self.contents = HeldContents()
            shape = len(plan.space), plan.calls_per_context
            self._codes = np.zeros((shape[0], len(plan.keys or ())), np.int32)
            self._status = np.zeros(shape, np.int16)
            self._elapsed_ms = np.zeros(shape, np.float32)
            self._asked_epoch_ms = np.zeros(shape, np.int64)
        else:
            self.contents = HeldContents(earlier.contents)
            self._codes, self._status = earlier.codes.copy(), earlier.status.copy()
            self._elapsed_ms, self._asked_epoch_ms = earlier.elapsed_ms.copy(), earlier.asked_epoch_ms.copy()
            if plan.keys is None:  # asked again as a whole, and until then not known
                failed = is_failed(earlier).any(axis=1)
                self._codes[failed], self._asked_epoch_ms[failed] = 0, 0
        self.book = Book(plan, self.contents, () if earlier is None else earlier.keys)

    def see(self, event: Event) -> Event:
        """Take in one event, and return it as it is told: an answer that could not be read is a failure."""
        if not isinstance(event, Answered | Failed):
            return event
        record = self.book.record(event)
        self.put(record)
        return record.told(event)

    def put(self, record: Record) -> None:
        """Take in one record."""
        index, chunk = record.index, record.chunk
        self._status[index, chunk] = record.status
        self._elapsed_ms[index, chunk] = record.elapsed_ms
        if self._plan.keys is None:
            self._widen()
            self._errors.pop(index, None)
            if record.error:
                self._errors[index] = record.error
        first = chunk * KEYS_PER_CALL
        self._codes[index, first : first + len(record.codes)] = record.codes
        self._asked_epoch_ms[index, chunk] = record.asked_epoch_ms

    def table(self) -> RunTable:
        """Return what has come so far; safe from any thread, while others put."""
        keys, codes = self.book.keys, self._codes.copy()  # first: what these codes stand for is there by then
        if self._plan.keys is None:  # found on the way: in an order that does not depend on which answer came first
            order = sorted(range(codes.shape[1]), key=keys.__getitem__)
            keys, codes = [keys[number] for number in order], codes[:, order]
        contents = tuple(self.contents.held)
        status, elapsed_ms, asked_epoch_ms = self._status, self._elapsed_ms, self._asked_epoch_ms
        table = RunTable(self._plan.space, tuple(keys), codes, contents, status, elapsed_ms, asked_epoch_ms)
        # what was the same on the wire was asked once, and counts for all
        return table if self._firsts is None else table.rows(self._firsts)

    def _widen(self) -> None:
        """Add columns for keys found since; contexts answered before did not get them, failed ones failed."""
        missing = self.book.keys[self._codes.shape[1] :]
        if missing:
            columns = [self._column_before(key) for key in missing]
            self._codes = np.concatenate([self._codes, np.stack(columns, axis=1)], axis=1)

    def _column_before(self, key: str) -> NDArray[np.int32]:
        was_asked = self._asked_epoch_ms[:, 0] != 0
        column = np.where(was_asked, self.book.absent(key), 0).astype(np.int32)
        for index, error in self._errors.items():
            column[index] = self.book.failure(key, error)
        return column
