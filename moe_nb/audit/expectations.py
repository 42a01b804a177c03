"""A run judged by a table of expectations: pass, fail with counterexamples, or not asked; never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.expectation_cells import CLOCK_COLUMNS
from moe_nb.audit.expectation_conflicts import conflicts_of
from moe_nb.audit.expectation_devices import with_device_types
from moe_nb.audit.expectation_hints import answer_hints, value_hint
from moe_nb.audit.selection import Selection, clock_positions, contexts_of, selection_of
from moe_nb.audit.unanswered import unanswered
from moe_nb.core.answer import Outcome
from moe_nb.core.box_words import describe_context
from moe_nb.core.distinct_names import with_distinct_names
from moe_nb.core.errors import SpaceError
from moe_nb.core.expectation_facts import (
    Counterexample,
    ExpectationReport,
    ExpectationRow,
    ExpectationTable,
    RowProblem,
    RowResult,
    Verdict,
)
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import shorten
from moe_nb.core.words import counted, first_of

COUNTEREXAMPLES_SHOWN = 5
MISSING_SHOWN = 8
PARTS_SHOWN = 4


def judge(expected: ExpectationTable, table: RunTable, week_of: date | None = None) -> ExpectationReport:
    """Compare every row with what the run was answered.

    A context that failed or was not asked is never a success: a row with nothing else is "not asked". The same holds
    for what a row speaks of and the run does not hold: ``Mon-Fri`` judged by a run of Mondays is "partly asked". A row
    whose hours cannot be found in the run, as its zone needs a week, is "not checked", and a problem of the report.

    All minutes of a UTC hour get one answer. In a zone with half hours a UTC hour that lies only partly in the local
    hours of a row is judged like the others: its answer is what visitors get in that part too.

    Args:
        expected: The table, as read.
        table: The run.
        week_of: A day of the week whose clock the rows with a time zone mean; the week of the run if left out. Rows of
            zones that have one clock all year are judged without.
    """
    rows = with_device_types(expected.rows, table.space)
    names = _names(rows, table)
    (told,) = with_distinct_names(table)
    selections: dict[int, Selection] = {}
    problems = list(expected.problems)
    results: list[RowResult] = []
    for position, row in enumerate(rows):
        try:
            selections[position] = selection_of(row, table.space, names, week_of)
        except SpaceError as error:
            problems.append(RowProblem(row.number, "tz", row.tz, error.description, error.hint))
            results.append(_nothing(row, problems[-1].advice, Verdict.NOT_CHECKED))
        else:
            results.append(_judged(row, selections[position], table, told.contents))
    return ExpectationReport(
        expected.source,
        tuple(results),
        tuple(problems),
        conflicts_of({rows[position]: said for position, said in selections.items()}, table),
        _unmatched(rows, table),
    )


def agrees(row: ExpectationRow, content: Content) -> bool:
    """Say whether an answer is what a row expects; only for answers that came."""
    if not row.is_served:
        return content.outcome is Outcome.NOT_SERVED
    return (
        content.outcome is Outcome.SERVED
        and (not row.audiences or not {content.audience_id, content.audience_name}.isdisjoint(row.audiences))
        and (not row.variations or content.variation_id in row.variations)
    )


def _judged(row: ExpectationRow, selection: Selection, table: RunTable, told: Sequence[Content]) -> RowResult:
    nothing = unanswered(table)
    if nothing and row.experience_key not in table.keys:
        return _nothing(row, nothing)
    if row.experience_key not in table.keys:
        hint = value_hint(row.experience_key, table.keys)
        return _nothing(
            row, f"The run did not ask for {row.experience_key!r}{hint}; it asked for {shorten(table.keys)}."
        )
    contexts = contexts_of(selection, table.space)
    codes = table.codes[contexts, table.key_position(row.experience_key)]
    counts = np.bincount(codes, minlength=len(table.contents))
    tally = dict.fromkeys(("agreed", "contradicted", "failed", "not_asked"), 0)
    wrong = []
    for code in np.flatnonzero(counts).tolist():
        came_to = _came_to(row, table.contents[code])
        tally[came_to] += int(counts[code])
        wrong += [code] if came_to == "contradicted" else []
    positions = clock_positions(contexts, selection, table.space)
    is_half, is_wrong = np.isin(positions, list(selection.half_inside)), np.isin(codes, wrong)
    return RowResult(
        row,
        _verdict(tally, is_whole=not selection.missing),
        len(contexts),
        **tally,
        half_inside=int(is_half.sum()),
        counterexamples=tuple(
            Counterexample(
                int(contexts[at]),
                told[int(codes[at])],
                _local(row, selection, positions[[at]]),
                describe_context(table.space, int(contexts[at])),
            )
            for at in np.flatnonzero(is_wrong)[:COUNTEREXAMPLES_SHOWN].tolist()
        ),
        why=" ".join(
            [
                *_half_wrong(row, selection, positions[is_half & is_wrong]),
                *_why(selection, tally),
                *(answer_hints(row, table) if wrong else ()),
            ]
        ),
    )


def _came_to(row: ExpectationRow, content: Content) -> str:
    if content.outcome in {Outcome.FAILED, Outcome.NOT_ASKED}:
        return "failed" if content.outcome is Outcome.FAILED else "not_asked"
    return "agreed" if agrees(row, content) else "contradicted"


def _verdict(tally: dict[str, int], *, is_whole: bool) -> Verdict:
    if tally["contradicted"]:
        return Verdict.FAIL
    if not tally["agreed"]:
        return Verdict.NOT_ASKED
    return Verdict.PASS if is_whole and not tally["failed"] + tally["not_asked"] else Verdict.PARTLY_ASKED


def _half_wrong(row: ExpectationRow, selection: Selection, positions: NDArray[np.intp]) -> list[str]:
    """Say for which local times the hours stand that contradict and lie only partly in the hours of the row."""
    if not len(positions):
        return []
    number = "1 of those is" if len(positions) == 1 else f"{len(positions):,} of those are"
    return [f"{number} in a UTC hour only partly inside, for the local time {_local(row, selection, positions)}."]


def _local(row: ExpectationRow, selection: Selection, positions: NDArray[np.intp]) -> str:
    """Return the parts of hours at some positions of the clock; empty for hours that are wholly inside."""
    parts = [selection.half_inside[at].words for at in np.unique(positions).tolist() if at in selection.half_inside]
    return f"{first_of(parts, PARTS_SHOWN)} ({row.tz})" if parts else ""


def _why(selection: Selection, tally: dict[str, int]) -> list[str]:
    said = []
    if selection.missing:
        said.append(f"Not in the run: {first_of(selection.missing, MISSING_SHOWN)}.")
    if tally["failed"]:
        said.append(f"{counted(tally['failed'], 'context')} failed.")
    if tally["not_asked"]:
        said.append(f"Not asked: {counted(tally['not_asked'], 'context')}.")
    return said


def _nothing(row: ExpectationRow, why: str, verdict: Verdict = Verdict.NOT_ASKED) -> RowResult:
    return RowResult(row, verdict, 0, 0, 0, 0, 0, why=why)


def _names(rows: Sequence[ExpectationRow], table: RunTable) -> list[str]:
    axes = [axis.name for axis in table.space.axes]
    conditions = [condition.column for row in rows for condition in row.conditions]
    return [name for name in dict.fromkeys([*axes, *conditions]) if name not in CLOCK_COLUMNS]


def _unmatched(rows: Sequence[ExpectationRow], table: RunTable) -> tuple[str, ...]:
    known = {axis.name for axis in table.space.axes} | set(table.space.base.values())
    columns = dict.fromkeys(condition.column for row in rows for condition in row.conditions)
    return tuple(column for column in columns if column not in known)
