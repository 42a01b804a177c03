"""Boxes around points: on every axis a set of allowed values, and which points lie inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.boxes import Box
from moe_nb.core.day_hour import DAYS, HOURS
from moe_nb.core.space import Axis, Space

Flags = NDArray[np.bool_]
Points = NDArray[np.int64]
"""(points, axes): positions of values."""
Allowed = tuple[Flags, ...]
"""Per axis (values,): which are allowed; a point is inside when all its values are."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a learner knows of the axes: how many values each has, and which go round like days and hours."""

    sizes: tuple[int, ...]
    circular: tuple[bool, ...]

    def numbers(self, points: Points) -> NDArray[np.int64]:
        """Return (points,): the number of each context, the last axis fastest."""
        return np.asarray(np.ravel_multi_index(tuple(points.T), self.sizes), np.int64)

    def points(self, numbers: NDArray[np.int64]) -> Points:
        """Return the positions of contexts given by number."""
        if not self.sizes:
            return np.zeros((len(numbers), 0), np.int64)
        return np.stack(np.unravel_index(numbers, self.sizes), axis=1).astype(np.int64)


def shape_of(space: Space) -> Shape:
    """Return the shape of a space; days and hours go round when they stand in the order of the clock."""
    return Shape(tuple(len(axis) for axis in space.axes), tuple(_goes_round(axis) for axis in space.axes))


def box_of(allowed: Allowed) -> Box:
    """Return the box as a fact."""
    return Box(tuple(tuple(np.flatnonzero(values).tolist()) for values in allowed))


def inside(allowed: Allowed, points: Points) -> Flags:
    """Return (points,): which lie in the box."""
    hit = np.ones(len(points), bool)
    for at, values in enumerate(allowed):
        if not values.all():
            hit &= values[points[:, at]]
    return hit


def hull(points: Points, shape: Shape) -> Allowed:
    """Return the smallest box around points."""
    allowed = tuple(np.zeros(size, bool) for size in shape.sizes)
    for at, values in enumerate(allowed):
        values[points[:, at]] = True
    return allowed


def replaced(allowed: Allowed, at: int, values: Flags) -> Allowed:
    """Return the box with other values on one axis."""
    return (*allowed[:at], values, *allowed[at + 1 :])


def misses(allowed: Allowed, points: Points) -> Flags:
    """Return (points, axes): where each point has a value that the box does not allow."""
    return np.stack([~values[points[:, at]] for at, values in enumerate(allowed)], axis=1)


def one_step_outside(allowed: Allowed, points: Points) -> tuple[Flags, NDArray[np.intp]]:
    """Return which points miss the box on exactly one axis, and the first axis on which each misses it."""
    missed = misses(allowed, points)
    return missed.sum(axis=1) == 1, missed.argmax(axis=1)


def gaps(values: Flags) -> list[NDArray[np.intp]]:
    """Return the runs of missing values between allowed ones, round the end too, the shortest first."""
    some = np.flatnonzero(values)
    ends = np.append(some[1:], some[:1] + len(values))
    runs = [np.arange(start + 1, end) % len(values) for start, end in zip(some, ends, strict=True)]
    return sorted((run for run in runs if len(run)), key=len)


def condition_count(allowed: Allowed, circular: Sequence[bool]) -> int:
    """Return how much there is to read: one for every axis that is limited, and one for each further time window."""
    limited = [(at, values) for at, values in enumerate(allowed) if not values.all()]
    return sum(len(gaps(values)) if circular[at] else 1 for at, values in limited)


def _goes_round(axis: Axis) -> bool:
    order: Sequence[object] = {"day": DAYS, "hour": HOURS}.get(axis.name, ())
    if not all(value in order for value in axis.values):
        return False
    places = [order.index(value) for value in axis.values]
    return places == sorted(places)
