"""Experiences that were paused, started, scheduled or taken away between two runs."""

from __future__ import annotations

import numpy as np

from moe_nb.audit.answers import is_answered
from moe_nb.core.answer import Outcome
from moe_nb.core.metadata import Metadata
from moe_nb.core.run_table import RunTable
from moe_nb.core.status_facts import StatusChange


def status_changes_of(
    tables: tuple[RunTable, RunTable], listed: tuple[Metadata | None, Metadata | None]
) -> tuple[StatusChange, ...]:
    """Return the keys that a run asked for and whose status differs; nothing where a run has no list of experiences.

    A sweep that names no keys asks for the active ones only, so a paused experience is not in the later run at all:
    its list of experiences tells.

    Args:
        tables: The earlier and the later run.
        listed: What the workspace's list of experiences said beside each.
    """
    if listed[0] is None or listed[1] is None:
        return ()
    found = []
    for key in dict.fromkeys([*tables[0].keys, *tables[1].keys]):
        before, after = (_status(key, metadata) for metadata in (listed[0], listed[1]))
        if (before and before.lower()) != (after and after.lower()):
            served = [_served(key, table) for table in tables]
            found.append(StatusChange(key, before, after, *served))
    return tuple(found)


def _status(key: str, metadata: Metadata) -> str | None:
    line = metadata.get(key)
    return None if line is None else line.status


def _served(key: str, table: RunTable) -> int | None:
    """Count the contexts in which a key was served; None where it was not asked for, or never answered."""
    if key not in table.keys or not is_answered(table)[:, table.key_position(key)].any():
        return None
    is_served = np.array([content.outcome is Outcome.SERVED for content in table.contents])
    return int(is_served[table.codes[:, table.key_position(key)]].sum())
