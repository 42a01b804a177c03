"""Answers that are kept back from a first list, to see whether it is right where it was not made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import Points
from moe_nb.core.space import Space

Flags = NDArray[np.bool_]

HELD_OUT_SHARE = 0.2
"""The part of the answers that a first list is not shown."""
FEWEST_HELD_OUT = 5
"""A smaller part measures nothing."""


def held_out_cells(count: int, seed: int, share: float = HELD_OUT_SHARE) -> Flags:
    """Return which of *count* answers are held out; none where they would be too few to measure anything."""
    held_out = np.zeros(count, bool)
    size = int(count * share)
    if size >= FEWEST_HELD_OUT:
        held_out[np.random.default_rng(seed).choice(count, size, replace=False)] = True
    return held_out


def half_of_visitors(visitors: NDArray[np.int64], seed: int) -> Flags:
    """Return all answers of half of the visitors; of a single visitor, half of the answers.

    What a visitor was dealt once stays with the visitor: only others can tell whether it follows a rule.

    Args:
        visitors: (answers,): who got each.
        seed: Chooses.
    """
    different = np.unique(visitors)
    if len(different) < 2:  # noqa: PLR2004 - one is nobody to compare with
        return held_out_cells(len(visitors), seed, 1 / 2)
    return np.isin(visitors, np.random.default_rng(seed).choice(different, len(different) // 2, replace=False))


def at_most(chosen: Flags, most: int, seed: int) -> Flags:
    """Return *chosen*, of very many a random part: more teach little, and cost as much as everything else together."""
    if np.count_nonzero(chosen) <= most:
        return chosen
    fewer = np.zeros(len(chosen), bool)
    fewer[np.random.default_rng([seed, 1]).choice(np.flatnonzero(chosen), most, replace=False)] = True
    return fewer


def is_visitor(axis: str) -> bool:
    """Say whether an axis of this name says who the visitor is."""
    return axis == "customer_id" or axis.startswith("identifier.")


def visitors_of(points: Points, space: Space) -> NDArray[np.int64]:
    """Return (points,): a number for each different visitor; all 0 where the space has no axis of visitors."""
    return _numbers(points, space, [at for at, axis in enumerate(space.axes) if is_visitor(axis.name)])


def situations_of(points: Points, space: Space) -> NDArray[np.int64]:
    """Return (points,): a number for each different situation, whoever the visitor is."""
    return _numbers(points, space, [at for at, axis in enumerate(space.axes) if not is_visitor(axis.name)])


def _numbers(points: Points, space: Space, axes: list[int]) -> NDArray[np.int64]:
    numbers = np.zeros(len(points), np.int64)
    for at in axes:
        numbers = numbers * len(space.axes[at]) + points[:, at]
    return numbers
