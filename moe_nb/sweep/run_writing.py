"""A run that was kept in memory, written into a run file."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np

from moe_nb.core.reply import split_keys
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_opening import create
from moe_nb.sweep.seal import seal
from moe_nb.sweep.stored_answers import insert_answers
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
    keys = None if _is_without_keys(table, plan) else table.keys
    once = _asked_once(table)
    stored = Plan(table.space, keys, facts.metadata, facts.pace, None if plan is None else plan.indices)

    def fill(connection: sqlite3.Connection) -> None:
        write_plan(connection, stored)
        write_facts(connection, facts)
        insert_contents(connection, 1, table.contents[1:])
        if keys is None:
            _write_answers(connection, once)
        else:
            write_blocks(connection, once)
        seal(connection)

    create(path, fill)


def _is_without_keys(table: RunTable, plan: Plan | None) -> bool:
    """Say whether no keys were asked for: they came in one call, however many there were."""
    if plan is not None:
        return plan.keys is None
    return not table.keys or len(split_keys(table.keys)) != table.status.shape[1]


def _asked_once(table: RunTable) -> RunTable:
    """Return a table in which only the first of the contexts that are the same on the wire was asked."""
    firsts = table.space.first_contexts()
    if firsts is None:
        return table
    is_first = (firsts == np.arange(len(firsts)))[:, None]
    return replace(table, codes=table.codes * is_first, asked_epoch_ms=table.asked_epoch_ms * is_first)


def _write_answers(connection: sqlite3.Connection, table: RunTable) -> None:
    """Write what was asked as single answers, which say for themselves which keys they hold."""
    errors = [content.error for content in table.contents]
    rows = [
        (
            index,
            int(table.status[index, 0]),
            round(float(table.elapsed_ms[index, 0]) * 1000),
            int(table.asked_epoch_ms[index, 0]),
            table.codes[index].astype("<i4").tobytes(),
            next((errors[code] for code in table.codes[index] if errors[code]), ""),
        )
        for index in np.flatnonzero(table.asked_epoch_ms[:, 0]).tolist()
    ]
    insert_answers(connection, rows)
