"""A run that is asked more contexts of its space, step by step: each step goes on where the one before ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable, is_failed
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.recording import Recording, going_on
from moe_nb.sweep.run_opening import leave, open_for_writing
from moe_nb.sweep.stored_header import write_record
from moe_nb.sweep.stored_plan import plan_record
from moe_nb.sweep.table_builder import TableBuilder
from moe_nb.sweep.transaction import Transaction


def more_in_memory(plan: Plan, table: RunTable, facts: RunFacts, indices: NDArray[np.int64]) -> Recording:
    """Go on with a run in memory.

    Args:
        plan: The plan of its last step, with the contexts asked so far.
        table: What was answered; what failed is asked again.
        facts: Of the run so far.
        indices: Contexts to ask besides.
    """
    answered = (table.asked_epoch_ms != 0) & ~is_failed(table)
    wider = replace(plan, indices=_with(plan, indices), answered=answered)
    return Recording(wider, TableBuilder(wider, table), None, facts)


def more_in_file(path: Path, plan: Plan, indices: NDArray[np.int64]) -> Recording:
    """Go on with a run file; it says what is to be asked before the first call, so that it can be resumed.

    Raises:
        RunFileError: If the file cannot be written.
    """
    connection = open_for_writing(path)
    try:
        with Transaction(path, connection):
            write_record(connection, "plan", plan_record(replace(plan, indices=_with(plan, indices))))
    finally:
        leave(connection)
    return going_on(path)


def _with(plan: Plan, indices: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.union1d(indices if plan.indices is None else plan.indices, indices).astype(np.int64)
