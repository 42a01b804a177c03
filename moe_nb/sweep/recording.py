"""Where the answers of one sweep go: memory, a new run file, or one that is gone on with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.core.run_facts import RunFacts
from moe_nb.sweep.book import Record
from moe_nb.sweep.journal import Journal
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_faults import in_words
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.run_opening import leave, open_for_writing
from moe_nb.sweep.stored_contents import size_of_contents
from moe_nb.sweep.stored_header import record_text
from moe_nb.sweep.stored_plan import plan_record, read_plan_record
from moe_nb.sweep.table_builder import TableBuilder

IN_MEMORY_TOO = 250_000
"""Contexts of a recorded run that are held in memory too, for those who watch; a larger one is in its file only."""
BYTES_IN_MEMORY_TOO = 64 * 2**20
"""Bytes of distinct experiences that are: with a payload for every visitor, few contexts have many."""


@dataclass(slots=True)
class Recording:
    """A plan and the places its answers go to.

    A recorded run is in its file only as soon as memory would hold too much of it. A run without a file is in memory
    however large it gets, and so is one that asks for no keys: which there are is known from all answers together.
    """

    plan: Plan
    builder: TableBuilder | None
    journal: Journal | None = None
    earlier: RunFacts | None = None
    """The facts of the run that is gone on with."""
    most_bytes: int = BYTES_IN_MEMORY_TOO
    """Of distinct experiences that are held in memory besides the file."""

    def put(self, records: Iterable[Record]) -> None:
        """Take in what the file holds already, or let go of memory when there is too much for it."""
        builder, journal = self.builder, self.journal
        if builder is None:
            return
        if journal is not None and self.plan.keys is not None and builder.contents.size > self.most_bytes:
            self.builder = None
            journal.let_go()
            return
        for record in records:
            builder.put(record)


def in_memory(plan: Plan) -> Recording:
    """Keep the answers in memory."""
    return Recording(plan, TableBuilder(plan))


def in_new_file(plan: Plan, path: Path, facts: RunFacts) -> Recording:
    """Write the answers into a new run file; raises a `RunFileError` if there is one already."""
    if not _fits(plan):
        return Recording(plan, None, Journal.new(path, plan, facts, None, None))
    builder = TableBuilder(plan)
    return Recording(plan, builder, Journal.new(path, plan, facts, builder.book, builder.contents))


def going_on(path: Path, expected: Plan | None = None) -> Recording:
    """Go on with a run file: what was answered is not asked again, what failed is.

    Args:
        path: The run file.
        expected: The sweep that is wanted.

    Raises:
        RunFileError: If the file cannot be written, or holds another sweep.
    """
    connection = open_for_writing(path)
    try:
        with in_words(path):
            return _going_on(path, connection, expected)
    except BaseException:
        leave(connection)
        raise


def _going_on(path: Path, connection: sqlite3.Connection, expected: Plan | None) -> Recording:
    if expected is not None and record_text(plan_record(expected)) != record_text(read_plan_record(connection)):
        raise RunFileError(
            f"{str(path)!r} holds another sweep (other axes, values or keys).",
            hint="Name another file; ws.resume(file) goes on with what it holds.",
        )
    stored = RunFile(path, connection)
    pace = stored.plan.pace if expected is None else expected.pace
    plan = replace(stored.plan, answered=stored.answered(), pace=pace)
    if not _fits(plan, size_of_contents(connection)):
        return Recording(plan, None, Journal(path, connection, plan, None, None), stored.facts)
    builder = TableBuilder(plan, stored.table())
    return Recording(plan, builder, Journal(path, connection, plan, builder.book, builder.contents), stored.facts)


def _fits(plan: Plan, size: int = 0) -> bool:
    # which keys there are is known from the answers alone, where none are asked for
    return plan.keys is None or (len(plan.space) <= IN_MEMORY_TOO and size <= BYTES_IN_MEMORY_TOO)
