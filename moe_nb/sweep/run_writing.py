"""A run that was kept in memory, written into a run file."""

from __future__ import annotations

from pathlib import Path

from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.journal import Transaction, write_facts
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_schema import create, to_one_file
from moe_nb.sweep.stored_contents import insert_contents
from moe_nb.sweep.stored_plan import write_plan
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
    connection = create(path)
    try:
        with Transaction(path, connection):
            write_plan(connection, Plan(table.space, table.keys, facts.metadata, facts.pace, indices))
            write_facts(connection, facts)
            insert_contents(connection, 1, table.contents[1:])
            write_blocks(connection, table)
        to_one_file(connection)
    except BaseException:
        connection.close()
        path.unlink(missing_ok=True)
        raise
    connection.close()
