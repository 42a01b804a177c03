"""The run file while a sweep runs: every answer is in it before anybody counts it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from moe_nb.core.errors import RunFileError
from moe_nb.core.events import Answered, Failed
from moe_nb.core.run_facts import RunFacts
from moe_nb.sweep.book import Book, Record
from moe_nb.sweep.contents import HeldContents
from moe_nb.sweep.own_file import OwnFile, beside
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.replay import replayed
from moe_nb.sweep.run_counts import asked_blocks, asked_of, counted
from moe_nb.sweep.run_faults import in_words
from moe_nb.sweep.run_opening import begin, leave, open_for_writing
from moe_nb.sweep.run_reading import copy_into
from moe_nb.sweep.seal import seal
from moe_nb.sweep.stored_answers import AnswerRow, insert_answers
from moe_nb.sweep.stored_contents import StoredContents, count_contents, insert_contents
from moe_nb.sweep.stored_plan import write_facts, write_plan
from moe_nb.sweep.stored_rows import Shape, pack_rows
from moe_nb.sweep.transaction import Transaction

VACUUM_ABOVE = 4096
"""Rows whose space is given back when a run is closed; below, the file is small as it is."""


class Journal:
    """Writes one run file; not safe for several threads at once.

    Args:
        path: The run file.
        connection: The file, open for writing.
        plan: What is asked.
        book: Makes the records; None when contents may be more than memory holds, and stay in the file.
        held: The contents of the book.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, plan: Plan, book: Book | None, held: HeldContents | None
    ) -> None:
        self.path = path
        self._connection = connection
        self._plan = plan
        self._held = held
        self._shape = Shape(len(plan.space), len(plan.keys or ()), plan.calls_per_context)
        self._saved = count_contents(connection)
        self._book = book or Book(plan, StoredContents(connection))
        self._own = OwnFile(path)

    @classmethod
    def new(cls, path: Path, plan: Plan, facts: RunFacts, book: Book | None, held: HeldContents | None) -> Journal:
        """Begin a run file with what is known before the first call.

        Raises:
            RunFileError: If there is a file already, or it cannot be written.
        """

        def fill(connection: sqlite3.Connection) -> None:
            write_plan(connection, plan)
            write_facts(connection, facts)

        return cls(path, begin(path, fill), plan, book, held)

    def write(self, events: Sequence[Answered | Failed]) -> list[Record]:
        """Store calls that are over, in order, in one transaction; return their records.

        Raises:
            RunFileError: If the file cannot take them, or is not there any more; what was stored before stays.
        """
        self._own.check()
        with Transaction(self.path, self._connection):
            records = [self._book.record(event) for event in events]
            saved = self._save_contents()
            insert_answers(self._connection, [self._row(record) for record in records])
        self._saved = saved
        return records

    def let_go(self) -> None:
        """Hold contents in the file only from now on, where all that were numbered are."""
        self._held = None
        self._book.number_in(StoredContents(self._connection))

    @property
    def is_gone(self) -> bool:
        """Whether somebody deleted, moved or replaced the file meanwhile."""
        return self._own.is_gone

    def check_is_there(self) -> None:
        """Raise a `RunFileError` if somebody did."""
        self._own.check()

    def save_beside(self) -> None:
        """Write what was answered into a new file of the same folder, and go on as the journal of that one.

        Raises:
            RunFileError: If it cannot be written.
        """
        path = beside(self.path)
        copy_into(self._connection, path)
        self.abandon()
        self.path, self._connection, self._own = path, open_for_writing(path), OwnFile(path)

    def counts(self) -> tuple[int, int]:
        """Return how many calls were answered and how many failed, those of earlier tries included.

        Raises:
            RunFileError: If the file cannot be read.
        """
        with in_words(self.path):
            if self._plan.keys is None:
                return counted([asked_of(replayed(self._connection, self._plan))])
            return counted(asked_blocks(self._connection, self._shape))

    def close(self, facts: RunFacts) -> None:
        """Write how it ended, pack the answers, and leave one file.

        Raises:
            RunFileError: If the file cannot take how it ended; the answers are safe all the same.
        """
        try:
            with Transaction(self.path, self._connection):
                write_facts(self._connection, facts)
                seal(self._connection)
            with suppress(RunFileError, sqlite3.Error):  # a full disk: the file is as good, only larger
                self._pack()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close the file as it is; safe to call again."""
        leave(self._connection)

    def _pack(self) -> None:
        if self._plan.keys is None:
            return
        with Transaction(self.path, self._connection):
            packed = pack_rows(self._connection, self._shape)
            seal(self._connection)
        if packed > VACUUM_ABOVE:
            self._connection.execute("VACUUM")

    def _row(self, record: Record) -> AnswerRow:
        return (
            record.index * self._shape.chunks + record.chunk,
            record.status,
            round(record.elapsed_ms * 1000),
            record.asked_epoch_ms,
            np.array(record.codes, "<i4").tobytes(),
            record.error if self._plan.keys is None else "",
        )

    def _save_contents(self) -> int:
        """Store the contents that are new; return how many there are then."""
        if self._held is None:
            return self._saved
        held = self._held.held
        insert_contents(self._connection, self._saved, held[self._saved :])
        return len(held)
