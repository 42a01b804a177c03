"""A run file that takes in the run files of its parts, one after another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.journal import Journal
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.run_opening import open_for_writing
from moe_nb.sweep.stored_answers import insert_answers
from moe_nb.sweep.stored_contents import StoredContents
from moe_nb.sweep.transaction import Transaction


class JoinedFile:
    """The run file of a whole sweep, open for writing as long as its parts come in.

    Args:
        path: The file; it holds the plan already.
        plan: The whole plan; its keys are named.

    Raises:
        RunFileError: If the file cannot be written.
    """

    def __init__(self, path: Path, plan: Plan) -> None:
        self.path = path
        self._connection = open_for_writing(path)
        self._journal = Journal(path, self._connection, plan, None, None)
        self._contents = StoredContents(self._connection)

    def answered(self) -> NDArray[np.bool_]:
        """Return (contexts, calls per context): what is answered already."""
        return RunFile(self.path, self._connection).answered()

    def take_in(self, part: Path, first: int) -> None:
        """Copy the calls of a part; what it asked again counts.

        Args:
            part: Its run file.
            first: Number, in the whole, of its first context.

        Raises:
            RunFileError: If the part cannot be read, or the file not take it.
        """
        with closing(RunFile(part)) as file, Transaction(self.path, self._connection):
            for table in file.parts():
                _copy(self._connection, self._contents, table, first)

    def counts(self) -> tuple[int, int]:
        """Return how many calls were answered, and how many failed."""
        return self._journal.counts()

    def close(self, facts: RunFacts) -> None:
        """Write how it ended, and leave one file; raises a `RunFileError` if it cannot take it."""
        self._journal.close(facts)

    def abandon(self) -> None:
        """Close the file as it is; safe to call again."""
        self._journal.abandon()


def _copy(connection: sqlite3.Connection, contents: StoredContents, table: RunTable, first: int) -> None:
    """Copy the calls that were made; contents get the numbers of the whole."""
    numbers = np.array([contents.number(content) for content in table.contents], "<i4")
    codes, chunks = numbers[table.codes], table.status.shape[1]
    rows = []
    for row, chunk in np.argwhere(table.asked_epoch_ms != 0).tolist():
        call = (first + table.first + row) * chunks + chunk
        asked = codes[row, chunk * KEYS_PER_CALL : (chunk + 1) * KEYS_PER_CALL].tobytes()
        elapsed_us = round(float(table.elapsed_ms[row, chunk]) * 1000)
        rows.append((call, int(table.status[row, chunk]), elapsed_us, int(table.asked_epoch_ms[row, chunk]), asked, ""))
    insert_answers(connection, rows)
