"""Regions in which every context is marked, too large for chance: they belong to no lot that marks some of all."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, log

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.space import Space

Flags = NDArray[np.bool_]
Sides = list[NDArray[np.intp]]
"""Positions on each axis."""

CHANCE = 5e-3
"""Some region comes up by chance so often at most."""
MOST_GROWN = 1_000
"""Contexts around which a region is looked for."""
CLOCK_AXES = frozenset({"day", "hour"})
"""Their values follow each other, round the clock and the week."""


def solid_regions(marked: Flags, among: Flags, space: Space) -> Flags:
    """Return the marked contexts of regions that are marked throughout, and that a lot would not leave so.

    A region is a box: some values of every axis; of days and hours, some that follow each other. Contexts that could
    not be marked may lie in it, and count for nothing. Each must be rarer by chance, by the share that is marked
    outside it, than its part of the chance that one is taken wrongly at all (a weighted Bonferroni correction).

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
    known = [np.asarray(_on_axis(whole, axis).any(axis=1)) for axis in range(whole.ndim)]
    total, everybody = int(marked.sum()), int(among.sum())
    for cell in np.argwhere(grid)[:MOST_GROWN].tolist():
        if solid[tuple(cell)]:
            continue
        for grown in _boxes(grid | ~whole, cell, is_clock):
            sides = _trimmed(grid, grown, known)
            size = int(np.count_nonzero(grid[np.ix_(*sides)]))
            choices = sum(_choices(*each) for each in zip(sides, known, is_clock, strict=True))
            outside = (total - size + 1) / (everybody - size + 1)  # one more: nothing outside is not never
            if choices + size * log(outside) < log(CHANCE):
                solid[np.ix_(*sides)] = True
    return np.asarray(solid & grid).reshape(-1)


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


def _trimmed(grid: Flags, sides: Sides, known: list[Flags]) -> Sides:
    """Leave out, at the ends of each side, values beside which nothing of the box is marked; whole axes stay whole."""
    block, trimmed = grid[np.ix_(*sides)], []
    for axis, (side, values) in enumerate(zip(sides, known, strict=True)):
        some = np.flatnonzero(_on_axis(block, axis).any(axis=1))
        is_whole = values[side].sum() == values.sum()
        trimmed.append(side if is_whole else side[some[0] : some[-1] + 1])
    return trimmed


def _arc(inside: Flags, at: int) -> NDArray[np.intp]:
    """Return the positions around one, itself inside, that follow each other; the last is followed by the first."""
    turned = np.roll(inside, -at)
    ends = np.flatnonzero(~turned)
    if not len(ends):
        return np.arange(len(inside))
    after, before = int(ends[0]), len(inside) - int(ends[-1])
    return (np.arange(1 - before, after) + at) % len(inside)


def _choices(side: NDArray[np.intp], known: Flags, is_clock: bool) -> float:  # noqa: FBT001 - one of three parallel lists
    """Return among how many sides one is chosen, as a logarithm: the simpler it is to say, the fewer.

    A whole axis has half of the chance of all sides; of the other half, n values have 1 / (n (n + 1)).
    """
    values, length = int(known.sum()), int(known[side].sum())
    if length == values:
        return log(2)
    return log(2 * length * (length + 1) * (values if is_clock else comb(values, length)))
