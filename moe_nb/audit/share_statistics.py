"""Shares, intervals and tests: the few formulas a split needs, exact where that is possible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import AuditError
from moe_nb.core.split_facts import Interval, SampleRatioTest
from moe_nb.core.words import counted

ALPHA = 0.001
"""Usual for sample-ratio tests: a mismatch stops an experiment, so false alarms must be rare."""
CONFIDENCE = 0.95
MOST_OUTCOMES = 100_000
"""How many possible splits are counted one by one; beyond it the chi-square approximation is used."""
FEWEST_EXPECTED = 5
"""Visitors a variation should expect before chi-square is trusted (Cochran 1954)."""
TIE = 1e-7
"""Relative: outcomes that differ less are equally likely, as in R's binom.test."""


def wilson(hits: int, total: int, confidence: float = CONFIDENCE, intervals: int = 1) -> Interval:
    """Return a share with its Wilson score interval (Wilson 1927).

    Args:
        hits: How many of *total*.
        total: 1 or more.
        confidence: How often all intervals together hold the truth, 0 to 1.
        intervals: How many are looked at together; each is widened for it (Bonferroni).

    Raises:
        AuditError: If *total* is less than 1.
    """
    if total < 1:
        raise AuditError("A share of nobody has no interval.", hint="Ask somebody first.")
    z = NormalDist().inv_cdf(1 - (1 - confidence) / (2 * intervals))
    share = hits / total
    scale = 1 + z * z / total
    middle = (share + z * z / (2 * total)) / scale
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return Interval(share, low, 1.0 if hits == total else min(1.0, middle + half), confidence)


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Return how often a chi-square variable with *freedom* degrees of freedom is at least *statistic*.

    The closed forms for whole degrees of freedom (Abramowitz and Stegun 26.4.4 and 26.4.5).
    """
    half = max(0.0, statistic) / 2
    if freedom % 2 == 0:
        terms = [half**i / math.factorial(i) for i in range(freedom // 2)]
        return min(1.0, math.exp(-half) * math.fsum(terms))
    terms = [half ** (i - 0.5) / math.gamma(i + 0.5) for i in range(1, (freedom + 1) // 2)]
    return min(1.0, math.erfc(math.sqrt(half)) + math.exp(-half) * math.fsum(terms))


def exact_multinomial(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Return how likely a split is that is no likelier than the observed one: every possible split is counted.

    Args:
        counts: Visitors per variation.
        shares: Expected, all above 0, adding up to 1.
    """
    log_factorial = _log_factorials(sum(counts))
    logs = np.log(np.array(shares))
    observed = float(np.sum(np.array(counts) * logs) - np.sum(log_factorial[np.array(counts)]))
    likelihood = _all_splits(sum(counts), logs, log_factorial)
    as_odd = likelihood[likelihood <= observed + TIE]
    return min(1.0, float(np.exp(as_odd + log_factorial[sum(counts)]).sum()))


def sample_ratio_test(counts: Sequence[int], weights: Sequence[float], alpha: float = ALPHA) -> SampleRatioTest:
    """Test whether visitors were split as expected.

    Args:
        counts: Visitors per variation.
        weights: What was expected, in the same order: percentages, shares or any numbers in proportion.
        alpha: A mismatch is called when chance explains the split less often than this.

    Raises:
        AuditError: If a weight is negative, all are 0, or there are not as many as counts.
    """
    if len(counts) != len(weights) or min(weights) < 0 or sum(weights) <= 0:
        raise AuditError(
            f"{list(weights)!r} is no split of {counted(len(counts), 'variation')}.",
            hint="Give a share from 0 up for each of them.",
        )
    if any(count and not weight for count, weight in zip(counts, weights, strict=True)):
        return SampleRatioTest(0.0, alpha, "exact multinomial", "A variation was served that should get nobody.")
    kept = [(count, weight / sum(weights)) for count, weight in zip(counts, weights, strict=True) if weight]
    seen, shares, total = [count for count, _ in kept], [share for _, share in kept], sum(counts)
    if math.comb(total + len(kept) - 1, len(kept) - 1) <= MOST_OUTCOMES:
        return SampleRatioTest(exact_multinomial(seen, shares), alpha, "exact multinomial")
    expected = [share * total for share in shares]
    statistic = math.fsum((count - wanted) ** 2 / wanted for count, wanted in zip(seen, expected, strict=True))
    few = min(expected) < FEWEST_EXPECTED
    note = f"A variation expects fewer than {FEWEST_EXPECTED} visitors: the p-value is rough." if few else ""
    return SampleRatioTest(chi_square_tail(statistic, len(kept) - 1), alpha, "chi-square", note)


def same_shares(before: Sequence[int], after: Sequence[int]) -> float:
    """Return how often two samples of one split differ at least so much (Fisher's exact test, two-sided).

    Each variation is tested against the rest; with more than two, the smallest p-value counts so many times
    (Bonferroni).

    Args:
        before: Visitors per variation in the first sample.
        after: The same variations in the second.
    """
    totals = sum(before), sum(after)
    if not before or not all(totals):
        return 1.0
    tests = 1 if len(before) <= 2 else len(before)  # noqa: PLR2004 - of two shares each is what the other leaves
    return min(1.0, tests * min(_fisher(*pair, *totals) for pair in zip(before, after, strict=True)))


def _fisher(one: int, other: int, total: int, other_total: int) -> float:
    """Return the two-sided p-value of *one* of *total* against *other* of *other_total*."""
    hits, everybody = one + other, total + other_total
    log_factorial = _log_factorials(everybody)

    def log_choices(whole: int, taken: NDArray[np.int64]) -> NDArray[np.float64]:
        ways: NDArray[np.float64] = log_factorial[whole] - log_factorial[taken] - log_factorial[whole - taken]
        return ways

    first = np.arange(max(0, hits - other_total), min(hits, total) + 1)
    logs = log_choices(total, first) + log_choices(other_total, hits - first) - log_choices(everybody, np.array([hits]))
    return float(min(1.0, np.exp(logs[logs <= logs[one - first[0]] + TIE]).sum()))


def _log_factorials(largest: int) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, largest + 1)))])


def _all_splits(total: int, logs: NDArray[np.float64], log_factorial: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log likelihood of every way to split *total*, without the factorial of *total*."""
    left, likelihood = np.array([total]), np.zeros(1)
    for log_share in logs[:-1]:
        ways = left + 1  # 0 to all that are left
        taken = np.arange(ways.sum()) - np.repeat(np.cumsum(ways) - ways, ways)
        likelihood = np.repeat(likelihood, ways) + taken * log_share - log_factorial[taken]
        left = np.repeat(left, ways) - taken
    rest: NDArray[np.float64] = likelihood + left * logs[-1] - log_factorial[left]
    return rest
