"""What random probes say about everything that was not probed: an exact upper bound on the share that is wrong."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

PRECISION = 1e-7
"""How finely the bound is searched for, upwards."""


def upper_share(found: int, probes: int, confidence: float = 0.95) -> float:
    """Return the largest share that could still have shown so few (Clopper and Pearson 1934, one-sided).

    Args:
        found: How many of the probes showed it.
        probes: How many independent random probes there were.
        confidence: How sure the bound is, between 0 and 1.

    Returns:
        The share p at which *found* or fewer of *probes* have probability ``1 - confidence``; 1 without probes.
    """
    if found >= probes:
        return 1.0
    low, high = found / probes, 1.0
    while high - low > PRECISION:
        middle = (low + high) / 2
        if _at_most(found, probes, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def upper_share_at_any_time(found: int, probes: int, confidence: float = 0.95) -> float:
    """Return a bound that holds however the number of probes was decided, also by looking at what they found.

    The doubt ``1 - confidence`` is split: 1/2 of it for no find, 1/6 for one, 1/12 for two, and so on, which sums to
    all of it. For every share and number of finds, the bound is first too low at a fixed number of probes, and so few
    finds by then have at most the probability of that part.
    """
    return upper_share(found, probes, 1 - (1 - confidence) / ((found + 1) * (found + 2)))


def _at_most(found: int, probes: int, share: float) -> float:
    """Return the probability of *found* or fewer among independent probes (binomial)."""
    return sum(
        exp(lgamma(probes + 1) - lgamma(k + 1) - lgamma(probes - k + 1) + k * log(share) + (probes - k) * log1p(-share))
        for k in range(found + 1)
    )
