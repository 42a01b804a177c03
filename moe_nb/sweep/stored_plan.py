"""A plan in a run file: the space, the keys, which contexts."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import numpy as np

from moe_nb.core.long_list import LongList
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_header import read_facts, read_space, space_record
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.stored_list import StoredList, read_values, write_list


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return what makes two plans the same: they ask the same contexts for the same keys."""
    return {
        "space": space_record(plan.space),
        "keys": None if plan.keys is None else list(plan.keys),
        "indices": None if plan.indices is None else plan.indices.tolist(),
    }


def write_plan(connection: sqlite3.Connection, plan: Plan) -> None:
    """Write a plan, its long lists included."""
    for number, axis in enumerate(plan.space.axes):
        if isinstance(axis.values, LongList):
            write_list(connection, number, read_values(axis.values))
    connection.execute("INSERT INTO header VALUES ('plan', ?)", (json.dumps(plan_record(plan)),))


def read_plan_record(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the record of the plan of a run file."""
    record: dict[str, Any] = json.loads(_header(connection, "plan"))
    return record


def read_plan(connection: sqlite3.Connection) -> tuple[Plan, RunFacts]:
    """Return the plan and the facts of a run file; long lists stay in the file."""
    record, facts = read_plan_record(connection), read_stored_facts(connection)

    def long_list(axis: int) -> StoredList:
        said = record["space"]["axes"][axis]
        return StoredList(connection, axis, said["length"], said["digest"])

    keys, indices = record["keys"], record["indices"]
    plan = Plan(
        read_space(record["space"], long_list),
        None if keys is None else tuple(keys),
        facts.metadata,
        facts.pace,
        None if indices is None else np.array(indices, np.int64),
    )
    return plan, facts


def read_stored_facts(connection: sqlite3.Connection) -> RunFacts:
    """Return the facts of a run file."""
    return read_facts(json.loads(_header(connection, "facts")))


def _header(connection: sqlite3.Connection, name: str) -> str:
    (value,) = connection.execute("SELECT value FROM header WHERE name = ?", (name,)).fetchone()
    return str(value)
