"""How often chance alone would show so much."""

from __future__ import annotations

from math import erfc, exp, lgamma, log, log1p, sqrt

MOST_COUNTED = 2_000
"""Trials up to which every outcome is counted; beyond, the normal approximation is as good."""


def at_least(hits: int, trials: int, share: float) -> float:
    """Return the probability of *hits* or more among independent trials (upper tail of the binomial).

    Args:
        hits: How many were seen.
        trials: Of how many.
        share: How likely each is; between 0 and 1, both excluded.
    """
    if hits <= 0:
        return 1.0
    if trials > MOST_COUNTED:
        return erfc((hits - 0.5 - trials * share) / sqrt(2 * trials * share * (1 - share))) / 2
    of_all, yes, no = lgamma(trials + 1), log(share), log1p(-share)
    tail = sum(
        exp(of_all - lgamma(k + 1) - lgamma(trials - k + 1) + k * yes + (trials - k) * no)
        for k in range(hits, trials + 1)
    )
    return min(1.0, tail)
