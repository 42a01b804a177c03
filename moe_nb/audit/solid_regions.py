"""Regions in which every context is marked, too large for chance: they belong to no lot that marks some of all."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, log, prod

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.space import Space

Flags = NDArray[np.bool_]
Sides = list[NDArray[np.intp]]
"""Positions on each axis."""

CHANCE = 1e-3
"""Some region of a kind comes up by chance so often at most."""
MOST_GROWN = 1_000
"""Contexts around which a region is looked for."""
CLOCK_AXES = frozenset({"day", "hour"})
"""Their values follow each other, round the clock and the week."""


def solid_regions(marked: Flags, among: Flags, space: Space) -> Flags:
    """Return the marked contexts of regions that are marked throughout, and that a lot would not leave so.

    A region is a box: some values of every axis; of days and hours, some that follow each other. How often chance makes
    one is bounded by the number of boxes of its kind, and by the share that is marked outside it.

    Args:
        marked: (contexts,): which are marked.
        among: (contexts,): which could be; all marked ones are.
        space: The space.
    """
    shape = [len(axis) for axis in space.axes]
    if not marked.any() or not shape:
        return np.zeros(len(marked), np.bool_)
    grid, whole, solid = marked.reshape(shape), among.reshape(shape), np.zeros(shape, np.bool_)
    is_clock = [axis.name in CLOCK_AXES for axis in space.axes]
    choices = [int(np.count_nonzero(_on_axis(whole, axis).any(axis=1))) for axis in range(whole.ndim)]
    total, everybody = int(marked.sum()), int(among.sum())
    for cell in np.argwhere(grid)[:MOST_GROWN].tolist():
        if solid[tuple(cell)]:
            continue
        for sides in _boxes(grid, cell, is_clock):
            size = prod(len(side) for side in sides)
            ways = prod(_ways(*each) for each in zip(sides, choices, is_clock, strict=True))
            outside = (total - size + 1) / (everybody - size + 1)  # one more: nothing outside is not never
            if log(ways) + size * log(outside) < log(CHANCE):
                solid[np.ix_(*sides)] = True
    return solid.reshape(-1)


def _on_axis(block: Flags, axis: int) -> Flags:
    """Return a row per value of an axis."""
    return np.moveaxis(block, axis, 0).reshape(block.shape[axis], -1)


def _boxes(grid: Flags, cell: list[int], is_clock: list[bool]) -> Iterator[Sides]:
    """Yield boxes around a cell, each widened along the axes in another order."""
    for first in range(grid.ndim):
        sides = [np.array([at]) for at in cell]
        for axis in (*range(first, grid.ndim), *range(first)):
            everywhere = np.arange(grid.shape[axis])
            rows = _on_axis(grid[np.ix_(*sides[:axis], everywhere, *sides[axis + 1 :])], axis)
            is_whole = np.asarray(rows.all(axis=1))
            sides[axis] = _arc(is_whole, cell[axis]) if is_clock[axis] else np.flatnonzero(is_whole)
        yield sides


def _arc(inside: Flags, at: int) -> NDArray[np.intp]:
    """Return the positions around one, itself inside, that follow each other; the last is followed by the first."""
    turned = np.roll(inside, -at)
    ends = np.flatnonzero(~turned)
    if not len(ends):
        return np.arange(len(inside))
    after, before = int(ends[0]), len(inside) - int(ends[-1])
    return (np.arange(1 - before, after) + at) % len(inside)


def _ways(side: NDArray[np.intp], choices: int, is_clock: bool) -> int:  # noqa: FBT001 - one of three parallel lists
    """Return in how many ways a side of this length can be chosen on an axis."""
    if is_clock:
        return 1 if len(side) >= choices else choices
    return comb(choices, len(side))
