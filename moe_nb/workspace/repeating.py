"""The same contexts asked again: whether they get the same, and whether what changed stays changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.confirmations import confirmed
from moe_nb.core.errors import AuditError, UsageError
from moe_nb.core.run_facts import RunFacts
from moe_nb.results.diff import Diff
from moe_nb.results.run import Run
from moe_nb.results.stability import DisplayedStability
from moe_nb.sweep.plan import Plan

Sweep = Callable[[Plan], Run]
"""Asks a plan, with its progress in sight."""
FEWEST_TIMES = 2


def check_times(times: int, fewest: int = 1) -> None:
    """Raise a `UsageError` unless contexts are asked often enough."""
    if times < fewest:
        raise UsageError(f"times={times!r} says nothing.", hint=f"Ask {fewest} times or more.")


def repeated(plan: Plan, times: int, sweep: Sweep, of: Run | None = None) -> DisplayedStability:
    """Ask a plan several times, one sweep after the other; the run it repeats counts as one more try.

    Raises:
        AuditError: If it was stopped before the second.
    """
    runs = _asked(plan, times, sweep)
    if len(runs) < FEWEST_TIMES:
        raise AuditError("It was stopped in the first of several sweeps.", hint="One sweep says nothing of stability.")
    return DisplayedStability(runs, of)


def asked_contexts(run: Run) -> NDArray[np.int64] | None:
    """Return which contexts of its space a run asked; None for all of them."""
    was_asked = (run.table.asked_epoch_ms != 0).any(axis=1)
    return None if was_asked.all() else np.flatnonzero(was_asked).astype(np.int64)


def recheck_plan(diff: Diff, plan: Plan) -> Plan:
    """Return the plan that asks the changed contexts of a diff again, for the keys that changed.

    Args:
        diff: Two runs.
        plan: Any plan of the workspace, for its pace and metadata.
    """
    contexts = np.array(diff.changed_contexts, np.int64)
    return replace(plan, space=diff.after.table.space, keys=diff.changed_keys, indices=contexts)


def check_same_place(made: RunFacts, here: RunFacts, called: str = "The later run") -> None:
    """Raise an `AuditError` unless a run, the later one of a diff perhaps, was made with this workspace."""
    places = [(facts.url, facts.workspace, facts.world_hash) for facts in (made, here)]
    if places[0] != places[1]:
        raise AuditError(
            f"{called} was made with workspace {made.workspace} at {made.url}, not with this one.",
            hint="Ask again with the workspace of that run; a simulator's world must be the same.",
        )


def rechecked(diff: Diff, plan: Plan, times: int, sweep: Sweep) -> Diff:
    """Ask the changed cells of a diff again; what does not repeat is unstable and no drift.

    Args:
        diff: Two runs.
        plan: As `recheck_plan` made it.
        times: How often to ask.
        sweep: Asks it.
    """
    repeats = [run.table for run in _asked(plan, times, sweep)]
    unsteady, told = confirmed(diff.drift, diff.after.table, repeats)
    if diff.unsteady is not None:
        unsteady |= diff.unsteady
    return Diff(diff.before, diff.after, diff.drift.match, unsteady, told, diff.across)


def _asked(plan: Plan, times: int, sweep: Sweep) -> list[Run]:
    """Ask a plan several times; a sweep that is stopped is the last one."""
    runs: list[Run] = []
    for _ in range(times):
        runs.append(sweep(plan))
        if not runs[-1].is_complete:
            break
    return runs
