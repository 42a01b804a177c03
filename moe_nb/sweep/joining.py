"""Run files of parts, joined into one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.run_opening import create
from moe_nb.sweep.stored_answers import insert_answers
from moe_nb.sweep.stored_contents import StoredContents
from moe_nb.sweep.stored_plan import write_facts, write_plan
from moe_nb.sweep.stored_rows import Shape, pack_rows


def join_parts(path: Path, plan: Plan, facts: RunFacts, parts: Iterable[tuple[int, Path]]) -> None:
    """Write one run file from those of its parts.

    Args:
        path: The new file.
        plan: The whole plan; its keys are named.
        facts: Of the whole run.
        parts: For each part the number of its first context, and its run file.

    Raises:
        RunFileError: If a part cannot be read, or the new file not be written.
    """

    def fill(connection: sqlite3.Connection) -> None:
        write_plan(connection, plan)
        write_facts(connection, facts)
        contents = StoredContents(connection)
        for first, part in parts:
            with closing(RunFile(part)) as file:
                for table in file.parts():
                    _copy(connection, contents, table, first)
        pack_rows(connection, Shape(len(plan.space), len(plan.keys or ()), plan.calls_per_context))

    create(path, fill)


def _copy(connection: sqlite3.Connection, contents: StoredContents, table: RunTable, first: int) -> None:
    """Copy the calls that were made; contents get the numbers of the new file."""
    numbers = np.array([contents.number(content) for content in table.contents], "<i4")
    codes, chunks = numbers[table.codes], table.status.shape[1]
    rows = []
    for row, chunk in np.argwhere(table.asked_epoch_ms != 0).tolist():
        call = (first + table.first + row) * chunks + chunk
        asked = codes[row, chunk * KEYS_PER_CALL : (chunk + 1) * KEYS_PER_CALL].tobytes()
        elapsed_us = round(float(table.elapsed_ms[row, chunk]) * 1000)
        rows.append((call, int(table.status[row, chunk]), elapsed_us, int(table.asked_epoch_ms[row, chunk]), asked, ""))
    insert_answers(connection, rows)
