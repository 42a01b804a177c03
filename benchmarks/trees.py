"""A plain decision tree (CART with Gini impurity, grown until it is right), to compare rule lists with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import Shape

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """How large a tree is when it is read as rules: one for each leaf, the tests of one axis on its way as one."""

    leaves: int
    conditions: int


def tree_of(points: Numbers, labels: Numbers, shape: Shape, tested: frozenset[int] = frozenset()) -> Tree:
    """Grow a tree that is right on every point: thresholds on days and hours, one value against the others elsewhere.

    Args:
        points: Contexts.
        labels: Their results, from 0 on.
        shape: The axes.
        tested: The axes tested on the way here.
    """
    if (labels == labels[0]).all():
        return Tree(1, len(tested))
    _, at, goes_left = min(_splits(points, labels, shape), key=lambda split: split[0])
    left = goes_left[points[:, at]]
    parts = [tree_of(points[side], labels[side], shape, tested | {at}) for side in (left, ~left)]
    return Tree(sum(part.leaves for part in parts), sum(part.conditions for part in parts))


def _splits(points: Numbers, labels: Numbers, shape: Shape) -> Iterator[tuple[float, int, NDArray[np.bool_]]]:
    """Yield impurity after a split, its axis, and which values go left."""
    results = int(labels.max()) + 1
    for at, size in enumerate(shape.sizes):
        counts = np.bincount(points[:, at] * results + labels, minlength=size * results).reshape(size, results)
        values = np.arange(size)
        for value in np.flatnonzero(counts.sum(axis=1)):
            goes_left = values <= value if shape.circular[at] else values == value
            sides = counts[goes_left].sum(axis=0), counts[~goes_left].sum(axis=0)
            if sides[1].any():
                yield sum(float(side.sum() - (side**2).sum() / side.sum()) for side in sides), at, goes_left
