"""Boxes in which every cell is marked, and so many of them that those scattered around explain no such box.

A box of n cells is marked altogether by chance with the probability p^n, where p is the share of marked cells outside
of it. As many boxes could have come up, each must be rarer than its part of the chance that one is taken wrongly at
all: the simpler a box is to say, the larger its part (a weighted Bonferroni correction, which holds for any choice).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.box_choices import choices_of, windows_of
from moe_nb.audit.boxes import Sides
from moe_nb.audit.value_sets import Points, Shape

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
    is_open: Flags
    """Which may lie in a hole: marked, or not known."""
    circular: tuple[bool, ...]
    counts: tuple[int, int]
    """How many are marked, and known."""

    @classmethod
    def of(cls, points: Points, is_marked: Flags, shape: Shape) -> _Grid:
        sides = [np.unique(column, return_inverse=True) for column in points.T]
        at = tuple(inverse for _, inverse in sides)
        marked, known = (np.zeros([len(values) for values, _ in sides], np.bool_) for _ in range(2))
        marked[at], known[at] = is_marked, True
        return cls(at, marked, known, marked | ~known, shape.circular, (int(is_marked.sum()), len(points)))

    def hole(self, least: float) -> Flags | None:
        """Return (points,): those in the box with the most evidence; None where no box has more than *least*."""
        best, most = None, least
        for cell in self._seeds():
            if best is not None and all(at in side for at, side in zip(cell, best, strict=True)):
                continue
            found = self._trimmed(self._widened(self._solid(cell)))
            if (evidence := self._evidence(found)) > most:
                best, most = found, evidence
        if best is None:
            return None
        is_in = np.ones(len(self.at[0]), np.bool_)
        for at, side in zip(self.at, best, strict=True):
            is_in &= np.isin(at, side)
        return is_in

    def _seeds(self) -> Iterator[tuple[int, ...]]:
        """Yield marked cells on whose lines along the axes more are marked than elsewhere; the most telling first."""
        share = self.counts[0] / self.counts[1]
        telling = np.zeros(self.is_marked.shape)
        for axis in range(telling.ndim):
            marked, known = (flags.sum(axis=axis, keepdims=True) for flags in (self.is_marked, self.is_known))
            seen = np.divide(marked, known, out=np.zeros(marked.shape), where=known > 0)
            with np.errstate(divide="ignore", invalid="ignore"):
                parts = [np.nan_to_num(s * np.log(s / p)) for s, p in ((seen, share), (1 - seen, 1 - share))]
            telling = telling + np.where(seen > share, known * sum(parts), 0.0)
        cells = np.argwhere(self.is_marked)
        order = np.argsort(-telling[self.is_marked], kind="stable")[:MOST_SEEDS]
        yield from (tuple(cell) for cell in cells[order].tolist())

    def _solid(self, cell: tuple[int, ...]) -> Sides:
        """Return a box around a cell in which everything is marked.

        The lines through a cell of a hole hold all values of the hole, and some that chance added. The values beside
        which least is marked are left out until everything is.
        """
        box: Sides = tuple(
            np.flatnonzero(np.moveaxis(self.is_open, axis, -1)[(*cell[:axis], *cell[axis + 1 :])])
            for axis in range(len(cell))
        )
        while not (block := self.is_open[np.ix_(*box)]).all():
            shares = [_shares(block, axis) for axis in range(block.ndim)]
            for side, share, own in zip(box, shares, cell, strict=True):
                share[side == own] = np.inf
            axis = min(range(block.ndim), key=lambda at: float(shares[at].min()))
            kept = box[axis][shares[axis] > shares[axis].min()]
            box = (*box[:axis], kept, *box[axis + 1 :])
        return box

    def _widened(self, box: Sides) -> Sides:
        """Add every value beside which all of the box is marked too."""
        for axis, length in enumerate(self.is_open.shape):
            block = self.is_open[np.ix_(*box[:axis], np.arange(length), *box[axis + 1 :])]
            others = tuple(other for other in range(len(box)) if other != axis)
            box = (*box[:axis], np.flatnonzero(block.all(axis=others)), *box[axis + 1 :])
        return box

    def _evidence(self, box: Sides) -> float:
        """Return how improbable a box is, as a logarithm, less what the choice among all boxes takes from it."""
        cells = int(self.is_marked[np.ix_(*box)].sum())
        marked, known = self.counts
        share = (marked - cells + 1) / (known - cells + 2)
        choices = sum(
            choices_of(side, length, is_circular=is_circular)
            for side, length, is_circular in zip(box, self.is_marked.shape, self.circular, strict=True)
        )
        return -cells * log(share) - choices

    def _trimmed(self, box: Sides) -> Sides:
        """Leave out windows of a clock that chance added: as long as what is left is the clearer for it."""
        evidence = self._evidence(box)
        for axis in np.flatnonzero(self.circular).tolist():
            for window in windows_of(box[axis], self.is_marked.shape[axis]):
                kept = np.setdiff1d(box[axis], window)
                smaller = (*box[:axis], kept, *box[axis + 1 :])
                if len(kept) and (left := self._evidence(smaller)) > evidence:
                    box, evidence = smaller, left
        return box


def _shares(block: Flags, axis: int) -> NDArray[np.float64]:
    """Return (values of the axis,): the share of cells beside each that may lie in a hole."""
    shares: NDArray[np.float64] = np.moveaxis(block, axis, 0).reshape(block.shape[axis], -1).mean(axis=1)
    return shares
