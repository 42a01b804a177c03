"""Boxes for results that are no single box: exceptions first, or pieces grown from single points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import Allowed, Points, Shape, hull, inside, one_step_outside, replaced

SEEDS = 4
"""Points that pieces of one result are grown from; the largest piece wins."""
TRIES = 15
"""Further points a box is stretched to in turn, the nearest first."""
MOST_RESULTS = 4
"""Results that are looked at, the most frequent first."""

Piece = tuple[int, Allowed, int]
"""How many points it explains, alone or as an exception with the rule behind it; the box; its result."""


def best_piece(points: Points, labels: NDArray[np.int64], shape: Shape, wanted_last: int) -> tuple[Allowed, int, bool]:
    """Return the box of a single result that explains most points, its result, and whether it is an exception.

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
    _, allowed, label = max(pieces, key=lambda piece: piece[0])
    return allowed, label, bool(exceptions)


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
    while True:
        own_is_near, own_axis = one_step_outside(allowed, own)
        foreign_is_near, foreign_axis = one_step_outside(allowed, foreign)
        wider, most = allowed, 0
        for at, size in enumerate(shape.sizes):
            brings = np.bincount(own[own_is_near & (own_axis == at), at], minlength=size)
            brings[foreign[foreign_is_near & (foreign_axis == at), at]] = 0
            if (total := int(brings.sum())) > most:
                wider, most = replaced(allowed, at, allowed[at] | (brings > 0)), total
        if not most and (wider := _with_a_further_point(allowed, own, foreign)) is allowed:
            return allowed
        allowed = wider


def _with_a_further_point(allowed: Allowed, own: Points, foreign: Points) -> Allowed:
    """Return the box stretched to an own point that lies further away, if that brings in no foreign one.

    In a sample few points have a neighbour.
    """
    misses = sum(~values[own[:, at]] for at, values in enumerate(allowed))
    near = np.argsort(misses, kind="stable")[np.count_nonzero(misses == 0) :][:TRIES]
    for point in own[near]:
        wider = tuple(values | (np.arange(len(values)) == at) for values, at in zip(allowed, point, strict=True))
        if not inside(wider, foreign).any():
            return wider
    return allowed
