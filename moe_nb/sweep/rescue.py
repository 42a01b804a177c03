"""A damaged run file as a run: what can be read, and how much could not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import RunFileError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import NOT_ASKED, RunTable
from moe_nb.sweep.contents import HeldContents
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.replay import replayed_rows
from moe_nb.sweep.run_counts import asked_of, counted
from moe_nb.sweep.run_faults import nothing_saved
from moe_nb.sweep.run_reading import open_copy
from moe_nb.sweep.salvage import Salvage
from moe_nb.sweep.stored_answers import AnswerRow
from moe_nb.sweep.stored_plan import read_plan
from moe_nb.sweep.stored_rows import Rows, Shape, check_fits


@dataclass(frozen=True, slots=True, eq=False)
class Rescued:
    """What was saved; its facts say what was lost."""

    table: RunTable
    facts: RunFacts
    plan: Plan


def rescued(path: Path) -> Rescued:
    """Read what can be read of a run file, from a copy: the file itself is not touched.

    Raises:
        RunFileError: If not even what the sweep was to ask can be read, or the file is being written.
    """
    with nothing_saved(path):
        connection = open_copy(path)
        plan, facts = read_plan(connection)
        shape = Shape(len(plan.space), len(plan.keys or ()), plan.calls_per_context)
        check_fits(path, shape)
        salvage = Salvage(connection, shape)
        salvage.count_missing()
        table = _without_keys(plan, salvage) if plan.keys is None else _with_keys(plan, plan.keys, salvage)
    facts = _told(path, facts, plan, table, salvage.lost)
    firsts = plan.space.first_contexts()
    return Rescued(table if firsts is None else table.rows(firsts), facts, plan)


def _with_keys(plan: Plan, keys: tuple[str, ...], salvage: Salvage) -> RunTable:
    rows = salvage.rows()
    numbers = [number for number in np.unique(rows.codes).tolist() if number]
    contents = salvage.contents([number for number in numbers if number > 0])
    known = [0, *contents]
    is_lost = ~np.isin(rows.codes, known)
    for chunk in range(rows.status.shape[1]):
        _forget(rows, chunk, is_lost, salvage)
    order = np.argsort(known)
    codes = order[np.searchsorted(np.array(known)[order], rows.codes)].astype(np.int32)
    held = (NOT_ASKED, *contents.values())
    return RunTable(plan.space, keys, codes, held, rows.status, rows.elapsed_ms, rows.asked_epoch_ms)


def _forget(rows: Rows, chunk: int, is_lost: NDArray[np.bool_], salvage: Salvage) -> None:
    """Take a call for not asked when one of its contents cannot be read."""
    keys = slice(chunk * KEYS_PER_CALL, (chunk + 1) * KEYS_PER_CALL)
    lost = is_lost[:, keys].any(axis=1)
    salvage.lost += int(lost.sum())
    rows.codes[lost, keys] = 0
    rows.status[lost, chunk], rows.elapsed_ms[lost, chunk], rows.asked_epoch_ms[lost, chunk] = 0, 0, 0


def _without_keys(plan: Plan, salvage: Salvage) -> RunTable:
    rows = [*salvage.answers()]
    numbers = {number for row in rows for number in _codes(row)}
    contents = salvage.contents(sorted(number for number in numbers if number > 0))
    kept = [row for row in rows if all(number in contents for number in _codes(row))]
    salvage.lost += len(rows) - len(kept)
    position = {number: at for at, number in enumerate(contents, start=1)}
    return replayed_rows(plan, HeldContents([NOT_ASKED, *contents.values()]), _renumbered(kept, position))


def _renumbered(rows: Iterable[AnswerRow], position: dict[int, int]) -> list[AnswerRow]:
    return [(*row[:4], np.array([position[number] for number in _codes(row)], "<i4").tobytes(), row[5]) for row in rows]


def _codes(row: AnswerRow) -> list[int]:
    return [number for number in np.frombuffer(row[4], "<i4").tolist() if number]


def _told(path: Path, facts: RunFacts, plan: Plan, table: RunTable, lost: int) -> RunFacts:
    """Return the facts of what was saved; what was lost counts as not asked."""
    answered, failed = counted([asked_of(table)])
    is_whole = not lost and answered + failed == plan.calls
    reason = facts.stopped.reason if is_whole else StopReason.INTERRUPTED
    error = facts.stopped.error
    if lost:
        error = RunFileError(
            f"Up to {lost:,} of {plan.calls:,} calls could not be read from {str(path)!r}, which is damaged.",
            hint='What was saved: run.save_as("saved.moe"); then ws.resume("saved.moe") asks what was lost.',
        )
    return replace(facts, stopped=Stopped(reason, answered, failed, facts.stopped.elapsed_s, error))
