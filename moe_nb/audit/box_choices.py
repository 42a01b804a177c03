"""How many boxes a box stands against: the simpler it is to say, the fewer."""

from __future__ import annotations

from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import gaps

Side = NDArray[np.intp]
"""(values,): positions on one axis, ascending."""


def windows_of(side: Side, length: int) -> list[Side]:
    """Return the runs of values that follow each other on a clock, the shortest first; of all values there is none."""
    missing = np.ones(length, np.bool_)
    missing[side] = False
    return gaps(missing) if missing.any() else []


def choices_of(side: Side, length: int, *, is_circular: bool) -> float:
    """Return the logarithm of how many choices of values a choice stands against, weighted by how simple it is.

    All values weigh one half. Of a clock, each further time window weighs half of the one before, and so many windows
    share their weight; of another axis every number of values weighs the same.
    """
    if len(side) == length:
        return log(2) if length > 1 else 0.0
    if not is_circular:
        return log(2 * (length - 1)) + _log_choose(length, len(side))
    windows = len(windows_of(side, length))
    return (windows + 2) * log(2) + _log_choose(length, 2 * windows)


def _log_choose(many: int, few: int) -> float:
    return lgamma(many + 1) - lgamma(few + 1) - lgamma(many - few + 1)
