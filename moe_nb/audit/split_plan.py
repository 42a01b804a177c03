"""How many visitors a split needs, worked out before anybody is asked."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.share_statistics import ALPHA, CONFIDENCE, TIE, wilson
from moe_nb.core.errors import AuditError
from moe_nb.core.split_facts import SplitPlan

POWER = 0.97
"""Two points above 95 %: then a series of audits shows at least 95 % too, and not only on average."""
MOST_VISITORS = 200_000
"""Beyond it nobody asks, and nothing is worked out."""
STEADY = 25
"""Counts of visitors in a row that must all do: the power of an exact test goes up in small zigzags."""


def plan_split(
    expected: float = 0.5,
    served: float = 0.6,
    half_width: float = 0.05,
    *,
    alpha: float = ALPHA,
    power: float = POWER,
    variations: int = 2,
) -> SplitPlan:
    """Work out how many visitors to ask.

    Args:
        expected: Share a variation should get, 0 to 1.
        served: A share that should be noticed if it is served instead.
        half_width: How closely every share is wanted, 0 to 1: plus or minus this.
        alpha: How rarely a true split may be called a mismatch.
        power: How often the wrong split must be noticed.
        variations: How many variations share the visitors.

    Raises:
        AuditError: If a share is not between 0 and 1, both are the same, or it would take too many visitors.
    """
    precise = visitors_for_precision(half_width, variations=variations)
    detecting = visitors_to_detect(expected, served, alpha=alpha, power=power)
    return SplitPlan(max(precise, detecting), precise, half_width, detecting, expected, served, power, alpha)


def visitors_for_precision(half_width: float, *, share: float = 0.5, variations: int = 2) -> int:
    """Return how many visitors make the 95 % interval of a share no wider than plus or minus *half_width*.

    Args:
        half_width: 0 to 1.
        share: What the share may be; the middle is the worst case.
        variations: How many intervals are looked at together (two shares are one: each is what the other leaves).

    Raises:
        AuditError: If *half_width* or *share* is not between 0 and 1, or it would take too many visitors.
    """
    _check(half_width, share)
    intervals = 1 if variations <= 2 else variations  # noqa: PLR2004 - said above

    def is_enough(visitors: int) -> bool:
        interval = wilson(round(share * visitors), visitors, CONFIDENCE, intervals)
        return interval.high - interval.low <= 2 * half_width

    return _smallest(is_enough)


def visitors_to_detect(expected: float, served: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """Return how many visitors show that a variation gets *served* instead of *expected*, *power* of the time.

    Args:
        expected: Share the variation should get, 0 to 1.
        served: Share it really gets.
        alpha: How rarely a true split may be called a mismatch.
        power: How often the wrong one must be noticed.

    Raises:
        AuditError: If a share is not between 0 and 1, both are the same, or it would take too many visitors.
    """
    _check(expected, served, alpha, power)
    if expected == served:
        raise AuditError("A split that is served as expected cannot be noticed.", hint="Give two different shares.")
    visitors = _smallest(lambda count: power_of(count, expected, served, alpha) >= power)
    row = 0
    while row < STEADY:
        row = row + 1 if power_of(visitors + row, expected, served, alpha) >= power else 0
        visitors += row == 0
    return visitors


def power_of(visitors: int, expected: float, served: float, alpha: float = ALPHA) -> float:
    """Return how often the exact test of *visitors* visitors notices *served* instead of *expected*, 0 to 1."""
    honest, wrong = _chances(visitors, expected), _chances(visitors, served)
    order = np.argsort(honest)
    reached = np.cumsum(honest[order])
    # an outcome's p-value is everything that is no likelier; ties are as likely
    last = np.searchsorted(honest[order], honest * (1 + TIE), side="right") - 1
    return float(wrong[reached[last] < alpha].sum())


def _chances(visitors: int, share: float) -> NDArray[np.float64]:
    """Return the chance of every number of visitors, 0 to all, to get a variation."""
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, visitors + 1)))])
    hits = np.arange(visitors + 1)
    logs = factorial[visitors] - factorial[hits] - factorial[visitors - hits]
    chances: NDArray[np.float64] = np.exp(logs + hits * math.log(share) + (visitors - hits) * math.log1p(-share))
    return chances


def _smallest(is_enough: Callable[[int], bool]) -> int:
    low, high = 0, 1
    while not is_enough(high):
        low, high = high, high * 2
        if low > MOST_VISITORS:
            raise AuditError(f"That would take more than {MOST_VISITORS:,} visitors.", hint="Wish for less.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def _check(*shares: float) -> None:
    for share in shares:
        if not 0 < share < 1:
            raise AuditError(f"{share!r} is not between 0 and 1.", hint="Write 50 % as 0.5.")
