"""How much of a space was answered: 1-, 2- and 3-way coverage of its axes.

Combinatorial coverage as NIST measures it (Kuhn et al., "Combinatorial coverage measurement", NISTIR 7878): of all
combinations of values of any t axes, those that some answered context has.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice
from math import prod

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import is_answered
from moe_nb.audit.boxes import grid_of
from moe_nb.core.coverage_facts import Combination, SpaceCoverage, WayCoverage
from moe_nb.core.errors import SpaceError
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Axis, shorten

MOST_WAYS = 3
MOST_MISSING = 100
"""Missing combinations listed per number of ways; the rest is counted."""


def space_coverage(table: RunTable, experience: str | None = None) -> SpaceCoverage:
    """Measure how much of the space was answered.

    Args:
        table: A whole run.
        experience: One key; left out, a context counts only when every key of the run was answered in it.

    Raises:
        SpaceError: If the run has no such key.
    """
    if experience is not None and experience not in table.keys:
        raise SpaceError(f"The run has no experience {experience!r}.", hint=f"It has {shorten(table.keys)}.")
    answered = is_answered(table)
    if experience is not None:
        answered = answered[:, [table.key_position(experience)]]
    flags = np.full(len(answered), bool(answered.shape[1]))  # without keys, nothing is known of any context
    flags &= answered.all(axis=1)
    axes = table.space.axes
    grid = grid_of(table, flags)
    ways = tuple(_ways(grid, axes, number) for number in range(1, min(MOST_WAYS, len(axes)) + 1))
    return SpaceCoverage(flags.size, int(flags.sum()), ways)


def _ways(grid: NDArray[np.bool_], axes: Sequence[Axis], number: int) -> WayCoverage:
    chosen = list(combinations(range(len(axes)), number))
    total = sum(prod(len(axes[at]) for at in some) for some in chosen)
    if grid.all():
        return WayCoverage(number, total, total)
    covered = 0
    missing: list[Combination] = []
    for some in chosen:
        seen = grid.any(axis=tuple(at for at in range(len(axes)) if at not in some))
        covered += int(seen.sum())
        unseen = islice(np.argwhere(~seen), MOST_MISSING - len(missing))
        missing += [_combination([axes[at] for at in some], positions.tolist()) for positions in unseen]
    return WayCoverage(number, covered, total, tuple(missing))


def _combination(axes: Sequence[Axis], positions: Sequence[int]) -> Combination:
    return Combination(tuple((axis.name, axis.labels[at]) for axis, at in zip(axes, positions, strict=True)))
