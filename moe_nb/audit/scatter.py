"""Whether some cells lie among others as if dealt by chance, or gather at some values of the axes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import Points, Shape

GATHERED = 4.0
"""Standard deviations above what chance would show: so far off, cells are called gathered."""


def is_scattered(points: Points, is_marked: NDArray[np.bool_], shape: Shape) -> bool:
    """Say whether the share of marked cells is everywhere the same, as far as chance lets it.

    For every one and two axes, and for all axes but one, the cells are put into groups of the same values, and the
    shares of the groups are compared (Pearson's chi-squared statistic of homogeneity, with the exact variance of its
    terms, as expected counts are small). A few cells in very many groups can hide; many cannot.

    Args:
        points: All cells.
        is_marked: (points,): which of them are marked.
        shape: The axes.
    """
    share = float(is_marked.mean()) if len(points) else 0.0
    if share in (0.0, 1.0):
        return True
    return all(_excess(groups, is_marked, share) <= GATHERED for groups in _groupings(points, shape))


def _groupings(points: Points, shape: Shape) -> Iterator[NDArray[np.intp]]:
    """Yield the groups of cells with the same values on one axis, on two, and on all but one."""
    axes = [at for at in range(len(shape.sizes)) if len(np.unique(points[:, at])) > 1]
    sizes = sorted({size for size in (1, 2, len(axes) - 1) if 0 < size < max(2, len(axes))})
    for size in sizes:
        for some in combinations(axes, size):
            yield _groups(points, some, shape)


def _groups(points: Points, axes: tuple[int, ...], shape: Shape) -> NDArray[np.intp]:
    """Return (points,): a number for each combination of values on some axes."""
    numbers = np.zeros(len(points), np.int64)
    for at in axes:
        numbers = numbers * shape.sizes[at] + points[:, at]
    return np.unique(numbers, return_inverse=True)[1]


def _excess(groups: NDArray[np.intp], is_marked: NDArray[np.bool_], share: float) -> float:
    """Return by how many standard deviations the groups differ more than chance would let them."""
    sizes, marked = np.bincount(groups), np.bincount(groups, weights=is_marked)
    several = sizes > 1  # a group of one cell says nothing
    sizes, marked = sizes[several], marked[several]
    if not len(sizes):
        return 0.0
    spread = share * (1 - share)
    terms = (marked - sizes * share) ** 2 / (sizes * spread)
    variance = 2 + (1 - 6 * spread) / (sizes * spread)
    return float((terms.sum() - len(sizes)) / sqrt(variance.sum()))
