"""Regions in which every context is marked, too large for chance: they belong to no lot that marks some of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import comb, log, prod

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.boxes import cover
from moe_nb.core.space import Axis, Space

Flags = NDArray[np.bool_]

CHANCE = 1e-4
"""Some such region comes up by chance so often at most."""
BOXES_SEARCHED = 12
CLOCK_AXES = ("day", "hour")
"""Their values follow each other, round the clock and the week."""

Side = tuple[tuple[int, ...], int]
"""Values of one axis, and how many ways there are to choose values like them."""


def solid_regions(marked: Flags, space: Space, share: float) -> Flags:
    """Return the marked contexts of regions that are marked throughout, and that a lot would not leave so.

    A region is a box: some values of every axis; of days and hours, some that follow each other. How often chance makes
    one is bounded by the number of boxes of its kind.

    Args:
        marked: (contexts,): which are marked.
        space: The space.
        share: How much of all a lot marks.
    """
    if not marked.any() or not space.axes or not 0 < share < 1:
        return np.zeros(len(marked), np.bool_)
    shape = [len(axis) for axis in space.axes]
    solid = np.zeros(shape, np.bool_)
    for box in cover(marked.reshape(shape), most=BOXES_SEARCHED):
        kinds = [list(_sides(axis, at)) for axis, at in zip(space.axes, box.positions, strict=True)]
        for sides in product(*kinds):
            size, ways = prod(len(values) for values, _ in sides), prod(count for _, count in sides)
            if log(ways) + size * log(share) < log(CHANCE):
                solid[np.ix_(*(values for values, _ in sides))] = True
    return solid.reshape(-1)


def _sides(axis: Axis, positions: Sequence[int]) -> Iterator[Side]:
    """Yield the side of a box as it can be chosen on one axis; hours and days that follow each other one by one."""
    length = len(axis)
    if axis.name not in CLOCK_AXES or len(positions) == length:
        yield tuple(positions), comb(length, len(positions))
        return
    inside, arc = set(positions), list[int]()
    start = next(at for at in range(length) if at not in inside)
    for step in range(1, length + 1):
        at = (start + step) % length
        if at in inside:
            arc.append(at)
        elif arc:
            yield tuple(arc), length
            arc = []
