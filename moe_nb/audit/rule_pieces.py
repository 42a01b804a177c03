"""Boxes for results that are no single box: exceptions first, or pieces grown from single points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import Allowed, Flags, Points, Shape, hull, inside, misses, replaced

SEEDS = 4
"""Points that pieces of one result are grown from; the largest piece wins."""
TRIES = 15
"""Further points a box is stretched to in turn, the nearest first."""
MOST_RESULTS = 4
"""Results that are looked at, the most frequent first."""

Piece = tuple[int, Allowed, int]
"""How many points it explains, alone or as an exception with the rule behind it; the box; its result."""


def best_piece(points: Points, labels: NDArray[np.int64], shape: Shape, wanted_last: int) -> tuple[Piece, bool]:
    """Return the box of a single result that explains most points, and whether it is an exception.

    An exception is taken before any piece: with it two rules explain a result that takes at least two pieces.

    Args:
        points: Contexts of at least two results.
        labels: Their results.
        shape: The axes.
        wanted_last: The result that needs no rule, as it can be the default.
    """
    numbers, counts = np.unique(labels[labels != wanted_last], return_counts=True)
    frequent = numbers[np.argsort(-counts, kind="stable")][:MOST_RESULTS].tolist()
    exceptions = [one for label in frequent for one in _exception(points, labels, shape, label)]
    pieces = exceptions or [_largest_piece(points, labels, shape, label) for label in frequent]
    return max(pieces, key=lambda piece: piece[0]), bool(exceptions)


def _exception(points: Points, labels: NDArray[np.int64], shape: Shape, label: int) -> list[Piece]:
    """Return the rule after which a result is whole: all the others in its smallest box are one box of one result."""
    own = labels == label
    others = inside(hull(points[own], shape), points) & ~own
    first, *more = np.unique(labels[others]).tolist()
    box = hull(points[others], shape)
    if more or inside(box, points[labels != first]).any():
        return []
    return [(int(own.sum() + others.sum()), box, first)]


def _largest_piece(points: Points, labels: NDArray[np.int64], shape: Shape, label: int) -> Piece:
    own, foreign = points[labels == label], points[labels != label]
    seeds = np.unique(np.linspace(0, len(own) - 1, SEEDS).astype(int))
    grown = [_grown(own[seed : seed + 1], own, foreign, shape) for seed in seeds]
    allowed = max(grown, key=lambda box: inside(box, own).sum())
    return int(inside(allowed, own).sum()), allowed, label


def _grown(seed: Points, own: Points, foreign: Points, shape: Shape) -> Allowed:
    """Add to one axis after the other the values that bring own points and no foreign ones, the most points first."""
    allowed = hull(seed, shape)
    own_side, foreign_side = (_Side(some.T.copy(), misses(allowed, some).T.copy()) for some in (own, foreign))
    while True:
        wider = _step(allowed, own_side, foreign_side) or _with_a_further_point(allowed, own_side, foreign_side)
        if wider is None:
            return allowed
        for at, (before, after) in enumerate(zip(allowed, wider, strict=True)):
            if before is not after:
                own_side.misses[at], foreign_side.misses[at] = ~after[own_side.at[at]], ~after[foreign_side.at[at]]
        allowed = wider


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """The own points, or the foreign ones, beside a box that grows."""

    at: Points
    """(axes, points): their positions; axes come first, as one after the other is looked at."""
    misses: Flags
    """(axes, points): where the box does not allow them."""


def _step(allowed: Allowed, own: _Side, foreign: _Side) -> Allowed | None:
    """Return the box with the values that bring most own points and no foreign one; None where none does."""
    own_is_near, foreign_is_near = own.misses.sum(axis=0) == 1, foreign.misses.sum(axis=0) == 1
    wider, most = None, 0
    for at, values in enumerate(allowed):
        brings = np.bincount(own.at[at, own_is_near & own.misses[at]], minlength=len(values))
        brings[foreign.at[at, foreign_is_near & foreign.misses[at]]] = 0
        if (total := int(brings.sum())) > most:
            wider, most = replaced(allowed, at, values | (brings > 0)), total
    return wider


def _with_a_further_point(allowed: Allowed, own: _Side, foreign: _Side) -> Allowed | None:
    """Return the box stretched to an own point that lies further away, if that brings in no foreign one.

    In a sample few points have a neighbour.
    """
    missed = own.misses.sum(axis=0)
    for nearest in np.argsort(missed, kind="stable")[np.count_nonzero(missed == 0) :][:TRIES].tolist():
        is_in = np.ones(foreign.at.shape[1], bool)
        for at, value in enumerate(own.at[:, nearest].tolist()):
            is_in &= ~foreign.misses[at] | (foreign.at[at] == value) if own.misses[at, nearest] else ~foreign.misses[at]
        if not is_in.any():
            return tuple(
                values if not own.misses[at, nearest] else values | (np.arange(len(values)) == own.at[at, nearest])
                for at, values in enumerate(allowed)
            )
    return None
