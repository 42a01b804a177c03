"""A plan in a run file: the space, the keys, which contexts."""

from __future__ import annotations

import sqlite3
from typing import Annotated, Any

import msgspec
import numpy as np

from moe_nb.core.errors import RunFileError
from moe_nb.core.long_list import LongList
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_header import facts_record, read_facts, read_space, space_record
from moe_nb.sweep.list_sums import read_sums, write_sums
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.stored_header import read_record, write_record
from moe_nb.sweep.stored_list import StoredList, check_list, read_values, write_list

MOST_CONTEXTS = 100_000_000
"""A file may come from anybody, and one that says more is not believed."""


class _Plan(msgspec.Struct):
    space: dict[str, Any]
    keys: Annotated[list[str], msgspec.Meta(min_length=1)] | None
    indices: list[int] | None


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return what makes two plans the same: they ask the same contexts for the same keys."""
    return {
        "space": space_record(plan.space),
        "keys": None if plan.keys is None else list(plan.keys),
        "indices": None if plan.indices is None else plan.indices.tolist(),
    }


def write_plan(connection: sqlite3.Connection, plan: Plan) -> None:
    """Write a plan, its long lists included; raises a `RunFileError` if nobody would believe the file."""
    if len(plan.space) > MOST_CONTEXTS:
        raise RunFileError(
            f"{len(plan.space):,} contexts are more than the {MOST_CONTEXTS:,} a run file can have.",
            hint="Sweep fewer values into each of several files, or a sample of them without a file.",
        )
    for number, axis in enumerate(plan.space.axes):
        if isinstance(axis.values, LongList):
            write_list(connection, number, read_values(axis.values))
            write_sums(connection, number, axis.values)
    write_record(connection, "plan", plan_record(plan))


def read_plan_record(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the record of the plan of a run file."""
    return read_record(connection, "plan")


def read_plan(connection: sqlite3.Connection) -> tuple[Plan, RunFacts]:
    """Return the plan and the facts of a run file; long lists stay in the file.

    Raises:
        ValueError, LookupError, MoeError: If they are not what a sweep wrote.
    """
    said, facts = msgspec.convert(read_plan_record(connection), _Plan), read_stored_facts(connection)

    def long_list(axis: int, length: int, digest: str) -> StoredList:
        check_list(connection, axis, length)
        return StoredList(connection, axis, length, digest, read_sums(connection, axis, length))

    space = read_space(said.space, long_list)
    if len(space) > MOST_CONTEXTS:
        raise ValueError(f"{len(space):,} contexts are more than a run can have")
    indices = None if said.indices is None else np.array(said.indices, np.int64)
    if indices is not None and not (np.diff(indices, prepend=-1, append=len(space)) > 0).all():
        raise ValueError("the contexts that are asked are not in order")
    keys = None if said.keys is None else tuple(said.keys)
    if keys is not None and len(set(keys)) < len(keys):
        raise ValueError("a key stands twice among those that are asked")
    return Plan(space, keys, facts.metadata, facts.pace, indices), facts


def read_stored_facts(connection: sqlite3.Connection) -> RunFacts:
    """Return the facts of a run file."""
    return read_facts(read_record(connection, "facts"))


def write_facts(connection: sqlite3.Connection, facts: RunFacts) -> None:
    """Write what is known of a run, instead of what was known before."""
    write_record(connection, "facts", facts_record(facts))
