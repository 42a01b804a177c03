"""What a report shows beside the facts of an audit: cards of its witnesses, a matrix per key."""

from __future__ import annotations

from collections.abc import Sequence

from moe_nb.audit.matrix import layout_of, matrix_of
from moe_nb.core.answer import KeyOutcome
from moe_nb.core.effect_facts import Witness
from moe_nb.core.facts import Matrix
from moe_nb.core.run_table import RunTable, key_outcome

MOST_MATRICES = 30
"""Keys that are drawn in a report."""
CLOCKS = (("local_day", "local_hour"), ("day", "hour"))


def witness_outcomes(table: RunTable, witnesses: Sequence[Witness]) -> tuple[tuple[KeyOutcome, ...], ...]:
    """Return, for every witness, what it is there to show, as cards draw it."""
    return tuple(
        tuple(
            key_outcome(table.content(witness.index, table.key_position(shown.experience_key)))
            for shown in witness.shows
        )
        for witness in witnesses
    )


def key_matrices(table: RunTable) -> tuple[Matrix, ...]:
    """Return a matrix per key: days by hours where both were asked, or the two shortest axes."""
    space = table.space
    if len(space.axes) == 1:
        return (matrix_of(table, layout_of(table, None, None, None, None)),) if table.keys else ()
    names = [axis.name for axis in space.axes]
    shortest = sorted(space.axes, key=len)[:2]
    rows, columns = (axis.name for axis in space.axes if axis in shortest)
    for day, hour in CLOCKS if space.local_week else CLOCKS[1:]:
        if {day.removeprefix("local_"), hour.removeprefix("local_")} <= set(names):
            rows, columns = day, hour
            break
    return tuple(matrix_of(table, layout_of(table, key, rows, columns, None)) for key in table.keys[:MOST_MATRICES])
