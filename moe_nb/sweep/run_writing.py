"""A run that was kept in memory, written into a run file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_opening import create
from moe_nb.sweep.stored_contents import insert_contents
from moe_nb.sweep.stored_plan import write_facts, write_plan
from moe_nb.sweep.stored_rows import write_blocks


def write_run(path: Path, table: RunTable, facts: RunFacts, plan: Plan | None = None) -> None:
    """Write a run into a new file.

    Args:
        path: The file.
        table: The answers.
        facts: Where, when and how.
        plan: What was to be asked; the whole space if left out.

    Raises:
        RunFileError: If there is a file already, or it cannot be written.
    """
    indices = None if plan is None else plan.indices

    def fill(connection: sqlite3.Connection) -> None:
        write_plan(connection, Plan(table.space, table.keys, facts.metadata, facts.pace, indices))
        write_facts(connection, facts)
        insert_contents(connection, 1, table.contents[1:])
        write_blocks(connection, table)

    create(path, fill)
