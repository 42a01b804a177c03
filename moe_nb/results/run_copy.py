"""A run written beside a report, so that the report runs again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from moe_nb.audit.certificate import inputs_hash
from moe_nb.core.errors import RunFileError
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.sweep.run_file import RunFile


def copy_of_run(path: Path, table: RunTable, facts: RunFacts, save_as: Callable[[Path], Path]) -> Path:
    """Write a run into *path* and return where it is: a file that holds the same is left, no other is written over.

    Args:
        path: The wanted file.
        table: The answers.
        facts: Where, when and how.
        save_as: Writes the run into a new file.

    Raises:
        RunFileError: If it cannot be written.
    """
    number, found = 1, path
    while found.exists():
        if _holds(found, table, facts):
            return found
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return save_as(found)


def _holds(path: Path, table: RunTable, facts: RunFacts) -> bool:
    """Say whether a file holds this very run: the same answers at the same times, and the same list of experiences."""
    try:
        with closing(RunFile(path)) as file:
            found = file.table()
            return (
                inputs_hash(found, file.facts) == inputs_hash(table, facts)
                and np.array_equal(found.asked_epoch_ms, table.asked_epoch_ms)
                and (file.facts.metadata, file.facts.version) == (facts.metadata, facts.version)
            )
    except RunFileError:
        return False
