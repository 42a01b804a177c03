"""How many visitors a split needs, worked out before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moe_nb.audit.share_statistics import ALPHA, CONFIDENCE, wilson
from moe_nb.audit.split_power import POWER, check_shares, power_of_split, smallest, visitors_to_notice
from moe_nb.core.errors import AuditError
from moe_nb.core.split_facts import SplitPlan

Share = float | Sequence[float]
"""What the first of two variations gets, 0 to 1, or what each of several gets."""
TWO = 2
"""Variations of which each gets what the other leaves: one share says both, and their test is exact."""
NOTICED = 0.1
"""How far a share must be off to be noticed, where nothing else is said: a 50/50 that is served 60/40."""


def plan_split(
    expected: Share = 0.5,
    served: Share | None = None,
    half_width: float = 0.05,
    *,
    alpha: float = ALPHA,
    power: float = POWER,
    variations: int | None = None,
) -> SplitPlan:
    """Work out how many visitors to ask.

    Args:
        expected: Share that one of two variations should get, or the shares of all of them, above 0.
        served: What should be noticed if it is served instead, in the same form; left out, every split in which a
            variation gets ten points more or fewer.
        half_width: How closely every share is wanted, 0 to 1: plus or minus this.
        alpha: How rarely a true split may be called a mismatch.
        power: How often the wrong split must be noticed.
        variations: How many variations share the visitors; as many as *expected* names if left out.

    Raises:
        AuditError: If a share is not between 0 and 1, both are the same, or it would take too many visitors.
    """
    shares = _shares(expected)
    wrongs = list(_ten_points_off(shares)) if served is None else [_instead(shares, served)]
    detecting, hardest = 0, wrongs[0]
    for wrong in wrongs:
        if detecting and power_of_split(detecting, shares, wrong, alpha) >= power:
            continue
        needed = visitors_to_notice(shares, wrong, alpha=alpha, power=power)
        detecting, hardest = max((detecting, hardest), (needed, wrong), key=lambda one: one[0])
    precise = visitors_for_precision(half_width, variations=variations or len(shares))
    off = max(range(len(shares)), key=lambda place: round(abs(hardest[place] - shares[place]), 9))
    visitors = max(precise, detecting)
    wrongly = None if len(shares) == TWO else max(alpha, power_of_split(visitors, shares, shares, alpha))
    return SplitPlan(visitors, precise, half_width, detecting, shares[off], hardest[off], power, alpha, wrongly)


def power_of_served(visitors: int, weights: Sequence[float], alpha: float = ALPHA) -> tuple[float, float, float]:
    """Return how often so many served visitors notice ten points more or fewer, of the variation hardest to watch.

    Args:
        visitors: Those who were served the audience; who was asked and got nothing shows nothing of its split.
        weights: What each variation should get, in any unit; two or more above 0.
        alpha: Below which a mismatch is called.

    Returns:
        The power, 0 to 1, the expected share of that variation, and the share it would be served.
    """
    shares = [weight / sum(weights) for weight in weights if weight]
    found = [(power_of_split(visitors, shares, wrong, alpha), wrong) for wrong in _ten_points_off(shares)]
    power, hardest = min(found, key=lambda one: one[0])
    off = max(range(len(shares)), key=lambda place: round(abs(hardest[place] - shares[place]), 9))
    return power, shares[off], hardest[off]


def _shares(said: Share) -> tuple[float, ...]:
    if not isinstance(said, Sequence):
        check_shares(said)
        return (said, 1 - said)
    check_shares(*said)
    return tuple(share / sum(said) for share in said)


def _instead(shares: Sequence[float], served: Share) -> tuple[float, ...]:
    """Return the split that should be noticed; one share is enough where the other variation gets the rest."""
    if isinstance(served, Sequence):
        return tuple(share / sum(served) for share in served)
    if len(shares) > TWO:
        raise AuditError(
            f"{served!r} is one share, and {len(shares)} variations are expected.",
            hint="Give the share of each of them, or leave it out: ten points more or fewer are noticed.",
        )
    return _shares(served)


def _ten_points_off(shares: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """Yield the splits in which one variation gets ten points more or fewer, the hardest to notice about first.

    The others get more or less in proportion: the same difference spread over them in another way is easier to notice.
    """
    places = range(len(shares) if len(shares) > TWO else 1)
    for place in sorted(places, key=lambda at: abs(shares[at] - 0.5)):
        for share in (shares[place] + NOTICED, shares[place] - NOTICED):
            if 0 < share < 1:
                rest = (1 - share) / (1 - shares[place])
                yield tuple(share if at == place else other * rest for at, other in enumerate(shares))


def visitors_for_precision(half_width: float, *, share: float = 0.5, variations: int = 2) -> int:
    """Return how many visitors make the 95 % interval of a share no wider than plus or minus *half_width*.

    Args:
        half_width: 0 to 1.
        share: What the share may be; the middle is the worst case.
        variations: How many intervals are looked at together (two shares are one: each is what the other leaves).

    Raises:
        AuditError: If *half_width* or *share* is not between 0 and 1, or it would take too many visitors.
    """
    check_shares(half_width, share)
    intervals = 1 if variations <= TWO else variations

    def is_enough(visitors: int) -> bool:
        interval = wilson(round(share * visitors), visitors, CONFIDENCE, intervals)
        return interval.high - interval.low <= 2 * half_width

    return smallest(is_enough)
