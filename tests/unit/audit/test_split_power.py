"""How often a wrong split is noticed: worked out, and held against the verdicts of the test itself."""

from __future__ import annotations

import math

import pytest

from moe_nb.audit.share_statistics import sample_ratio_test
from moe_nb.audit.split_power import power_of, power_of_split, visitors_to_detect, visitors_to_notice
from moe_nb.core.errors import AuditError


@pytest.mark.parametrize(("expected", "served"), [(0.5, 0.6), (0.5, 0.4), (0.7, 0.6), (0.1, 0.15), (0.5, 0.52)])
def test_the_planned_visitors_are_enough_and_not_far_too_many(expected, served):
    """The exact power is reached there and a little beyond, and missed with a tenth fewer."""
    visitors = visitors_to_detect(expected, served)
    assert all(power_of(visitors + more, expected, served) >= 0.97 for more in range(20))
    assert power_of(int(visitors * 0.9), expected, served) < 0.97


def test_power_is_what_the_exact_test_does():
    """Worked out from the verdict on every possible count."""
    visitors, chance = 90, 0.7
    expected = math.fsum(
        math.comb(visitors, count) * chance**count * (1 - chance) ** (visitors - count)
        for count in range(visitors + 1)
        if sample_ratio_test([count, visitors - count], [50, 50]).is_mismatch
    )
    assert math.isclose(expected, power_of(visitors, 0.5, chance), rel_tol=1e-9)


@pytest.mark.parametrize("wanted", [(0, 0.5), (0.5, 1), (0.5, 0.5), (0.5, 0.5001)])
def test_impossible_wishes_are_refused(wanted):
    """No share, no difference, or a difference so small that nobody could ask so many."""
    with pytest.raises(AuditError, match=r"between 0 and 1|cannot be noticed|more than 200,000"):
        visitors_to_detect(*wanted)


def test_the_power_for_three_variations_is_that_of_the_test():
    """Simulated to within a point of what the verdicts on every possible split of few visitors add up to."""
    visitors, expected, served = 40, (0.5, 0.3, 0.2), (0.2, 0.3, 0.5)
    chance = 0.0
    for one in range(visitors + 1):
        for other in range(visitors + 1 - one):
            counts = [one, other, visitors - one - other]
            if sample_ratio_test(counts, expected).is_mismatch:
                ways = math.comb(visitors, one) * math.comb(visitors - one, other)
                chance += ways * math.prod(share**count for share, count in zip(served, counts, strict=True))
    assert math.isclose(chance, power_of_split(visitors, expected, served), abs_tol=0.02)


def test_the_same_split_is_never_noticed():
    """Of three variations as of two."""
    with pytest.raises(AuditError, match="cannot be noticed"):
        visitors_to_notice((0.5, 0.3, 0.2), (0.5, 0.3, 0.2))


@pytest.mark.parametrize("share", [50, 0, -0.1, True, "0.5", None, {"1": 50}])
def test_what_is_no_share_is_refused_in_words(share):
    """Percentages, truths, texts and splits where one share is meant."""
    with pytest.raises(AuditError, match="is not between 0 and 1"):
        visitors_to_detect(share, 0.6)
