"""Boxes in which every cell is marked, and so many of them that those scattered around explain no such box.

A box of n cells is marked altogether by chance with the probability p^n, where p is the share of marked cells outside
of it. As many boxes could have come up, each must be rarer than its part of the chance that one is taken wrongly at
all: the simpler a box is to say, the larger its part (a weighted Bonferroni correction, which holds for any choice).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.boxes import Sides, maximal_boxes
from moe_nb.audit.value_sets import Points, Shape, gaps

Flags = NDArray[np.bool_]

MOST_SEEDS = 30
"""Marked cells around which a hole is looked for, those first beside which most cells are marked."""
MOST_HOLES = 30
"""Holes taken out one after the other; more are no holes in something, but what it is."""


def solid_holes(points: Points, is_marked: Flags, shape: Shape, chance: float) -> Flags:
    """Return which marked cells lie in a box that chance does not explain.

    Found one after the other: with each hole that is out, those marked elsewhere become fewer, and smaller holes tell.
    A hole of few cells looks like chance, and is none here.

    Args:
        points: All cells, each at most once.
        is_marked: (points,): which of them are marked.
        shape: The axes.
        chance: In cells marked by chance alone, a box is taken for a hole at most so often.
    """
    is_hole = np.zeros(len(points), np.bool_)
    for _ in range(MOST_HOLES):
        left = ~is_hole
        if not (is_marked & left).any():
            break
        grid = _Grid.of(points[left], is_marked[left], shape)
        hole = grid.hole(-log(chance))
        if hole is None:
            break
        is_hole[np.flatnonzero(left)[hole]] = True
    return is_hole


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Cells in the smallest box around all of them; what is none of them may lie in a hole, and counts for nothing."""

    at: tuple[NDArray[np.intp], ...]
    """Per axis (points,): positions in the grid."""
    is_marked: Flags
    is_known: Flags
    circular: tuple[bool, ...]

    @classmethod
    def of(cls, points: Points, is_marked: Flags, shape: Shape) -> _Grid:
        sides = [np.unique(column, return_inverse=True) for column in points.T]
        at = tuple(inverse for _, inverse in sides)
        marked, known = (np.zeros([len(values) for values, _ in sides], np.bool_) for _ in range(2))
        marked[at], known[at] = is_marked, True
        return cls(at, marked, known, shape.circular)

    def hole(self, least: float) -> Flags | None:
        """Return (points,): those in the box with the most evidence; None where no box has more than *least*."""
        best, most = None, least
        allowed = self.is_marked | ~self.is_known
        for cell in self._seeds():
            if best is not None and all(at in side for at, side in zip(cell, best, strict=True)):
                continue
            found = self._trimmed(max(maximal_boxes(allowed, cell), key=self._evidence))
            if (evidence := self._evidence(found)) > most:
                best, most = found, evidence
        if best is None:
            return None
        return np.logical_and.reduce([np.isin(at, side) for at, side in zip(self.at, best, strict=True)])

    def _seeds(self) -> Iterator[tuple[int, ...]]:
        """Yield marked cells on whose lines along the axes more are marked than elsewhere; the most telling first."""
        share = self.is_marked.sum() / self.is_known.sum()
        telling = np.zeros(self.is_marked.shape)
        for axis in range(telling.ndim):
            marked, known = (flags.sum(axis=axis, keepdims=True) for flags in (self.is_marked, self.is_known))
            seen = np.divide(marked, known, out=np.zeros(marked.shape), where=known > 0)
            with np.errstate(divide="ignore", invalid="ignore"):
                more = np.nan_to_num(seen * np.log(seen / share)) + np.nan_to_num(
                    (1 - seen) * np.log((1 - seen) / (1 - share))
                )
            telling = telling + np.where(seen > share, known * more, 0.0)
        cells = np.argwhere(self.is_marked)
        order = np.argsort(-telling[self.is_marked], kind="stable")[:MOST_SEEDS]
        yield from (tuple(cell) for cell in cells[order].tolist())

    def _evidence(self, box: Sides) -> float:
        """Return how improbable a box is, as a logarithm, less what the choice among all boxes takes from it."""
        cells = int(self.is_marked[np.ix_(*box)].sum())
        marked, known = int(self.is_marked.sum()), int(self.is_known.sum())
        share = (marked - cells + 1) / (known - cells + 2)
        choices = sum(
            _choices(side, length, is_circular=is_circular)
            for side, length, is_circular in zip(box, self.is_marked.shape, self.circular, strict=True)
        )
        return -cells * log(share) - choices

    def _trimmed(self, box: Sides) -> Sides:
        """Leave out values that chance added: as long as what is left is the clearer for it."""
        for axis, is_circular in enumerate(self.circular):
            length = self.is_marked.shape[axis]
            for part in _parts(box[axis], length, is_circular=is_circular):
                kept = np.setdiff1d(box[axis], part)
                smaller = (*box[:axis], kept, *box[axis + 1 :])
                if len(kept) and self._evidence(smaller) > self._evidence(box):
                    box = smaller
        return box


def _parts(side: NDArray[np.intp], length: int, *, is_circular: bool) -> list[NDArray[np.intp]]:
    """Return the runs of a clock, shortest first, or the single values of another axis."""
    if not is_circular:
        return list(side[:, None])
    missing = np.ones(length, np.bool_)
    missing[side] = False
    return gaps(missing) if missing.any() else []


def _choices(side: NDArray[np.intp], length: int, *, is_circular: bool) -> float:
    """Return the logarithm of how many choices of values a choice stands against, weighted by how simple it is.

    All values weigh one half. Of a clock, each further time window weighs half of the one before, and so many windows
    share their weight; of another axis every number of values weighs the same.
    """
    if len(side) == length:
        return log(2) if length > 1 else 0.0
    if not is_circular:
        return log(2 * (length - 1)) + _log_choose(length, len(side))
    runs = len(_parts(side, length, is_circular=is_circular))
    return (runs + 2) * log(2) + _log_choose(length, 2 * runs)


def _log_choose(many: int, few: int) -> float:
    return lgamma(many + 1) - lgamma(few + 1) - lgamma(many - few + 1)
