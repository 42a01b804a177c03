"""How many visitors a split needs: what is promised beforehand is kept by simulated audits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from moe_nb.audit.share_statistics import sample_ratio_test, wilson
from moe_nb.audit.split_plan import plan_split, power_of, visitors_for_precision, visitors_to_detect
from moe_nb.core.errors import AuditError


def flagged(audits, served, visitors, seed):
    """Return in how many simulated audits of a 50/50 the test calls a mismatch."""
    dice = np.random.default_rng(seed)
    counts = dice.binomial(visitors, served, size=audits).tolist()
    verdicts = {count: sample_ratio_test([count, visitors - count], [50, 50]).is_mismatch for count in set(counts)}
    return sum(verdicts[count] for count in counts)


@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_split_is_flagged_and_a_true_one_is_not(seed):
    """Of 1,000 audits with the planned visitors, 60/40 is flagged in 95 % and more, 50/50 in 0.5 % and fewer."""
    visitors = plan_split(0.5, 0.6).visitors
    assert flagged(1000, 0.6, visitors, seed) >= 950
    assert flagged(1000, 0.5, visitors, seed + 100) <= 5


@pytest.mark.full
@pytest.mark.parametrize("seed", range(200))
def test_the_promise_holds_for_other_seeds(seed):
    """The same for 200 more series of 1,000 audits."""
    test_a_wrong_split_is_flagged_and_a_true_one_is_not(1000 + seed)


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


@pytest.mark.parametrize(("half_width", "share", "variations"), [(0.05, 0.5, 2), (0.03, 0.5, 3), (0.01, 0.1, 2)])
def test_the_visitors_for_a_precision_give_it(half_width, share, variations):
    """The interval is as narrow as wanted, and wider with a twentieth fewer."""
    visitors = visitors_for_precision(half_width, share=share, variations=variations)
    intervals = 1 if variations == 2 else variations
    enough = wilson(round(share * visitors), visitors, intervals=intervals)
    fewer = int(visitors * 0.95)
    short = wilson(round(share * fewer), fewer, intervals=intervals)
    assert enough.high - enough.low <= 2 * half_width < short.high - short.low


def test_a_plan_is_enough_for_both_wishes():
    """The larger of the two numbers, and a sentence that says what it buys."""
    plan = plan_split(0.5, 0.6, 0.03)
    assert max(plan.for_precision, plan.to_detect) == plan.visitors == 1064
    assert plan.words == (
        "1,064 visitors: each share to within 3 points, and 60% served instead of 50% is noticed in 97% of audits "
        "(a true split is called wrong in at most 0.1%)."
    )


@pytest.mark.parametrize("wanted", [(0, 0.5), (0.5, 1), (0.5, 0.5), (0.5, 0.5001)])
def test_impossible_wishes_are_refused(wanted):
    """No share, no difference, or a difference so small that nobody could ask so many."""
    with pytest.raises(AuditError, match=r"between 0 and 1|cannot be noticed|more than 200,000"):
        visitors_to_detect(*wanted)
