"""How often the test of a split notices a wrong one, and how many visitors that takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.share_statistics import ALPHA, TIE, chi_square_tail
from moe_nb.core.errors import AuditError

POWER = 0.97
"""Two points above 95 %: then a series of audits shows at least 95 % too, and not only on average."""
MOST_VISITORS = 200_000
"""Beyond it nobody asks, and nothing is worked out."""
STEADY = 25
"""Counts of visitors in a row that must all do: the power of an exact test goes up in small zigzags."""
AUDITS = 20_000
"""How many audits of three variations or more are simulated: their power is known to within a quarter of a point."""

SAME, DIFFER = "A split that is served as expected cannot be noticed.", "Give two different shares."


def visitors_to_notice(
    expected: Sequence[float], served: Sequence[float], *, alpha: float = ALPHA, power: float = POWER
) -> int:
    """Return how many visitors show that a split is served as *served* instead of *expected*, *power* of the time.

    Args:
        expected: Share of each variation, above 0; together 1.
        served: Shares in the same order, from 0 up; together 1.
        alpha: How rarely a true split may be called a mismatch.
        power: How often the wrong one must be noticed.

    Raises:
        AuditError: If a share is none, both splits are the same, or it would take too many visitors.
    """
    if len(expected) == 2:  # noqa: PLR2004 - the second share is what the first one leaves, and the test exact
        return visitors_to_detect(expected[0], served[0], alpha=alpha, power=power)
    if np.allclose(expected, served):
        raise AuditError(SAME, hint=DIFFER)
    return smallest(lambda visitors: power_of_split(visitors, expected, served, alpha) >= power)


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
    check_shares(expected, served, alpha, power)
    if expected == served:
        raise AuditError(SAME, hint=DIFFER)
    visitors = smallest(lambda count: power_of(count, expected, served, alpha) >= power)
    row = 0
    while row < STEADY:
        row = row + 1 if power_of(visitors + row, expected, served, alpha) >= power else 0
        visitors += row == 0
    return visitors


def power_of_split(visitors: int, expected: Sequence[float], served: Sequence[float], alpha: float = ALPHA) -> float:
    """Return how often the test of *visitors* visitors notices *served* instead of *expected*, 0 to 1.

    Exact for two variations. For more, audits are simulated, the same ones every time: no formula is as good where a
    share is small.
    """
    if len(expected) == 2:  # noqa: PLR2004 - as above
        return power_of(visitors, expected[0], served[0], alpha)
    counts = np.random.default_rng(0).multinomial(visitors, served, size=AUDITS)
    wanted = visitors * np.array(expected)
    statistics = ((counts - wanted) ** 2 / wanted).sum(axis=1)
    return float((statistics > _critical(len(expected) - 1, alpha)).mean())


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


def _critical(freedom: int, alpha: float) -> float:
    """Return what a chi-square variable exceeds with the chance *alpha*."""
    low, high = 0.0, 1.0
    while chi_square_tail(high, freedom) > alpha:
        low, high = high, high * 2
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if chi_square_tail(middle, freedom) > alpha else (low, middle)
    return high


def smallest(is_enough: Callable[[int], bool]) -> int:
    """Return the fewest visitors that are enough.

    Raises:
        AuditError: If that would be too many.
    """
    low, high = 0, 1
    while not is_enough(high):
        low, high = high, high * 2
        if low > MOST_VISITORS:
            raise AuditError(f"That would take more than {MOST_VISITORS:,} visitors.", hint="Wish for less.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def check_shares(*shares: object) -> None:
    """Refuse what is no share.

    Raises:
        AuditError: If one is not a number between 0 and 1.
    """
    for share in shares:
        is_number = isinstance(share, Real) and not isinstance(share, bool)
        if not is_number or not 0 < float(share) < 1:  # type: ignore[arg-type]
            raise AuditError(f"{share!r} is not between 0 and 1.", hint="Write 50 % as 0.5.")
