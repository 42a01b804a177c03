"""What a report shows beside the facts of an audit: cards of its witnesses, a matrix per key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moe_nb.audit.matrix import layout_of, matrix_of
from moe_nb.core.answer import KeyOutcome
from moe_nb.core.effect_facts import AxisEffect, Witness
from moe_nb.core.facts import Matrix
from moe_nb.core.local_week import LOCAL_NAMES
from moe_nb.core.run_table import RunTable, key_outcome
from moe_nb.core.space import Space

MOST_MATRICES = 30
"""Keys that are drawn in a report."""
LONGEST_SIDE = 60
"""Rows or columns people still read; a longer axis is drawn only where there is no other."""
CLOCK = ("day", "hour")


def witness_outcomes(table: RunTable, witnesses: Sequence[Witness]) -> tuple[tuple[KeyOutcome, ...], ...]:
    """Return, for every witness, what it is there to show, as cards draw it."""
    return tuple(
        tuple(
            key_outcome(table.content(witness.index, table.key_position(shown.experience_key)))
            for shown in witness.shows
        )
        for witness in witnesses
    )


def key_matrices(table: RunTable, effects: Sequence[AxisEffect]) -> tuple[Matrix, ...]:
    """Return a matrix per key, on the two axes that decide most of its audiences; days by hours where both do.

    Args:
        table: A whole run.
        effects: What its axes do.
    """
    if len(table.space.axes) == 1:
        return (matrix_of(table, layout_of(table)),) if table.keys else ()
    found = []
    for key in table.keys[:MOST_MATRICES]:
        of_key = {effect.axis: effect.audience_changed for effect in effects if effect.experience_key == key}
        rows, columns = _sides(table.space, of_key)
        found.append(matrix_of(table, layout_of(table, key, rows, columns)))
    return tuple(found)


def _sides(space: Space, changes: Mapping[str, int]) -> tuple[str, str]:
    """Choose rows and columns: what decides, the clock before the others, then the shortest."""
    short = [axis for axis in space.axes if len(axis) <= LONGEST_SIDE]
    axes = short if len(short) > 1 else space.axes
    names = [axis.name for axis in sorted(axes, key=lambda axis: (axis.name not in CLOCK, len(axis)))]
    deciding = [name for name in names if changes.get(name)]
    chosen = [*deciding, *(name for name in names if name not in deciding)][:2]
    if set(chosen) == set(CLOCK):
        return LOCAL_NAMES if space.local_week else CLOCK
    rows, columns = sorted(chosen, key=[axis.name for axis in space.axes].index)
    return (columns, rows) if rows in CLOCK and columns not in CLOCK else (rows, columns)
