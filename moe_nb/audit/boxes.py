"""Cells of a grid covered by few maximal boxes.

A grid has one dimension per axis of a space. A box is maximal when no value of any axis can be added to it without
leaving the cells it may hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.merged_grid import WANTED, MergedGrid, merge
from moe_nb.core.boxes import Box
from moe_nb.core.run_table import RunTable

Grid = NDArray[np.bool_]
Sides = tuple[NDArray[np.intp], ...]
"""Positions per axis, ascending."""

MOST_STEPS = 400
"""Boxes, growing and grown, looked at around one cell: more than the orders of five axes can make."""
MOST_SEARCHED = 500
"""Boxes after which a search for only the largest ends."""


def grid_of(table: RunTable, cells: NDArray[np.bool_]) -> Grid:
    """Return one flag per context (in the order of the space) as a grid: one dimension per axis."""
    return cells.reshape([len(axis) for axis in table.space.axes])


def cover(wanted: Grid, allowed: Grid | None = None, *, most: int | None = None) -> tuple[Box, ...]:
    """Cover the wanted cells by few maximal boxes, the largest first; the same grids give the same boxes.

    Greedy: the cell with the least room around it is covered by the box that covers most of what is still open; boxes
    that the others make superfluous are left out at the end.

    Args:
        wanted: True where a box must lie.
        allowed: True where a box may lie too; left out, only the wanted cells, so that the boxes together are exactly
            the wanted cells. What was never asked belongs here only if the boxes are called a guess.
        most: Return only the largest so many, and stop the search after `MOST_SEARCHED`: scattered cells need
            thousands of boxes that nobody reads. Wanted cells may be left uncovered.
    """
    state = np.where(wanted, np.uint8(WANTED), wanted if allowed is None else allowed)
    merged = merge(state)
    limit = None if most is None else max(most, MOST_SEARCHED)
    boxes = _without_superfluous(_greedy(merged, limit), merged.state == WANTED)
    found = [Box(tuple(merged.positions(number, side) for number, side in enumerate(sides))) for sides in boxes]
    return tuple(sorted(found, key=lambda box: (-box.contexts, box.positions))[:most])


def maximal_boxes(allowed: Grid, cell: Sequence[int]) -> Iterator[Sides]:
    """Yield the maximal boxes of allowed cells that contain *cell*, each once.

    Found by widening one axis after the other as far as it goes, in every order that makes a difference; with very
    many axes, in as many orders as lead over `MOST_STEPS` boxes.
    """
    return _widened(allowed, tuple(np.array([at]) for at in cell), range(allowed.ndim), set())


def _greedy(merged: MergedGrid, limit: int | None) -> list[Sides]:
    allowed, still = merged.state > 0, np.where(merged.state == WANTED, merged.weights(), 0)
    boxes: list[Sides] = []
    for cell in _tightest_first(allowed, still > 0):
        if not still[cell]:
            continue
        if len(boxes) == limit:
            break
        best = max(maximal_boxes(allowed, cell), key=lambda sides: int(still[np.ix_(*sides)].sum()))
        still[np.ix_(*best)] = 0
        boxes.append(best)
    return boxes


def _tightest_first(allowed: Grid, wanted: Grid) -> list[tuple[int, ...]]:
    """Return the wanted cells, first those with the least room around them: they leave the least choice."""
    room = np.ones(allowed.shape, np.float64)
    for axis in range(allowed.ndim):
        room *= allowed.sum(axis=axis, keepdims=True)
    cells = np.argwhere(wanted)
    order = np.argsort(room[wanted], kind="stable")
    return [tuple(cell) for cell in cells[order].tolist()]


def _widened(allowed: Grid, sides: Sides, axes: Sequence[int], seen: set[tuple[bytes, ...]]) -> Iterator[Sides]:
    """Widen each of *axes* in every order; an axis that cannot be widened now never can be again."""
    name = tuple(side.tobytes() for side in sides)
    if name in seen or len(seen) >= MOST_STEPS:
        return
    seen.add(name)
    wider = []
    for axis in axes:
        reached = _reach(allowed, sides, axis)
        if len(reached) > len(sides[axis]):
            wider.append((axis, reached))
    if not wider:
        yield sides
    for axis, reached in wider:
        others = [other for other, _ in wider if other != axis]
        yield from _widened(allowed, (*sides[:axis], reached, *sides[axis + 1 :]), others, seen)


def _reach(allowed: Grid, sides: Sides, axis: int) -> NDArray[np.intp]:
    """Return every position of *axis* at which all cells beside the box are allowed."""
    everywhere = np.arange(allowed.shape[axis])
    block = allowed[np.ix_(*sides[:axis], everywhere, *sides[axis + 1 :])]
    return np.flatnonzero(np.moveaxis(block, axis, 0).reshape(len(everywhere), -1).all(axis=1))


def _without_superfluous(boxes: list[Sides], wanted: Grid) -> list[Sides]:
    """Leave out boxes whose wanted cells all lie in other boxes too, small ones first."""
    times = np.zeros(wanted.shape, np.int64)
    for sides in boxes:
        times[np.ix_(*sides)] += 1
    kept = list(boxes)
    for sides in sorted(boxes, key=lambda sides: int(wanted[np.ix_(*sides)].sum())):
        block = np.ix_(*sides)
        if not (wanted[block] & (times[block] == 1)).any():
            times[block] -= 1
            kept = [other for other in kept if other is not sides]
    return kept
