"""The run file while a sweep runs: every answer is in it before anybody counts it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from moe_nb.core.events import Answered, Failed
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_header import facts_record
from moe_nb.sweep.book import Book, Record
from moe_nb.sweep.contents import HeldContents
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_schema import create, fault, open_for_writing, to_one_file
from moe_nb.sweep.stored_contents import StoredContents, count_contents, insert_contents
from moe_nb.sweep.stored_plan import write_plan
from moe_nb.sweep.stored_rows import Shape, pack_rows

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

    @classmethod
    def new(cls, path: Path, plan: Plan, facts: RunFacts, book: Book | None, held: HeldContents | None) -> Journal:
        """Begin a run file with what is known before the first call.

        Raises:
            RunFileError: If there is a file already, or it cannot be written.
        """
        connection = create(path)
        try:
            with Transaction(path, connection):
                write_plan(connection, plan)
                write_facts(connection, facts)
            return cls(path, connection, plan, book, held)
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise

    @classmethod
    def again(cls, path: Path, plan: Plan, book: Book | None, held: HeldContents | None) -> Journal:
        """Go on with a run file; raises a `RunFileError` if it cannot be written."""
        return cls(path, open_for_writing(path), plan, book, held)

    def write(self, events: Sequence[Answered | Failed]) -> list[Record]:
        """Store calls that are over, in order, in one transaction; return their records.

        Raises:
            RunFileError: If the file cannot take them; what was stored before stays.
        """
        with Transaction(self.path, self._connection):
            records = [self._book.record(event) for event in events]
            self._save_contents()
            chunks = self._plan.calls_per_context
            rows = [
                (
                    record.index * chunks + record.chunk,
                    record.status,
                    round(record.elapsed_ms * 1000),
                    record.asked_epoch_ms,
                    np.array(record.codes, "<i4").tobytes(),
                    record.error if self._plan.keys is None else "",
                )
                for record in records
            ]
            self._connection.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", rows)
        return records

    def close(self, facts: RunFacts) -> None:
        """Write how it ended, pack the answers, and leave one file.

        Raises:
            RunFileError: If the file cannot take it; the answers are safe all the same.
        """
        try:
            with Transaction(self.path, self._connection):
                write_facts(self._connection, facts)
            if self._plan.keys is not None:
                with Transaction(self.path, self._connection):
                    packed = pack_rows(self._connection, self._shape)
                if packed > VACUUM_ABOVE:
                    self._connection.execute("VACUUM")
            to_one_file(self._connection)
        except sqlite3.Error as error:
            raise fault(self.path, error) from None
        finally:
            self._connection.close()

    def abandon(self) -> None:
        """Close the file as it is, as if the process had ended."""
        self._connection.close()

    def _save_contents(self) -> None:
        if self._held is not None and len(self._held.held) > self._saved:
            insert_contents(self._connection, self._saved, self._held.held[self._saved :])
            self._saved = len(self._held.held)


class Transaction:
    """All or nothing, and SQLite's errors in words.

    Args:
        path: The run file, for the words.
        connection: The file, open for writing.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def __enter__(self) -> None:
        try:
            self._connection.execute("BEGIN")
        except sqlite3.Error as error:
            raise fault(self._path, error) from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
                return
        except sqlite3.Error as refused:
            error = refused
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise fault(self._path, error) from None


def write_facts(connection: sqlite3.Connection, facts: RunFacts) -> None:
    """Write what is known of a run, instead of what was known before."""
    text = json.dumps(facts_record(facts))
    connection.execute("INSERT OR REPLACE INTO header VALUES ('facts', ?)", (text,))
