"""How many visitors a split needs: what is promised beforehand is kept by simulated audits."""

from __future__ import annotations

import numpy as np
import pytest

from moe_nb.audit.share_statistics import sample_ratio_test, wilson
from moe_nb.audit.split_plan import plan_split, power_of_served, visitors_for_precision
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
        "(a true split is called wrong in at most 0.1%). Only visitors who are served count: with a "
        "control group, ask more."
    )


def flagged_of(expected, served, visitors, seed):
    """Return in how many of 1,000 simulated audits of some variations the test calls a mismatch."""
    counts = np.random.default_rng(seed).multinomial(visitors, served, size=1000).tolist()
    return sum(sample_ratio_test(count, expected).is_mismatch for count in counts)


@pytest.mark.parametrize(
    ("expected", "served"),
    [
        ((0.7, 0.2, 0.1), (0.6, 0.2667, 0.1333)),
        ((0.7, 0.2, 0.1), (0.6, 0.2, 0.2)),
        ((0.7, 0.2, 0.1), (0.7, 0.1, 0.2)),
        ((0.2, 0.2, 0.2, 0.2, 0.2), (0.3, 0.175, 0.175, 0.175, 0.175)),
    ],
)
def test_ten_points_off_are_flagged_whoever_gets_them(expected, served):
    """The plan of an expected split keeps what it says for each of its variations, and a true split is not flagged."""
    plan = plan_split(expected)
    assert plan.visitors >= plan.to_detect
    assert flagged_of(expected, served, plan.to_detect, 1) >= 950
    assert flagged_of(expected, expected, plan.visitors, 2) <= 5


def test_the_plan_of_a_split_speaks_of_its_shares():
    """The share that is hardest to watch, not one half; how often a true split is called wrong is measured."""
    plan = plan_split((0.7, 0.2, 0.1))
    assert (0.7, 0.6) == (round(plan.expected, 9), round(plan.served, 9))
    assert "60% served instead of 70% is noticed in 97% of audits (a true split is called wrong in about" in plan.words


def test_small_shares_make_more_false_alarms_and_the_plan_says_so():
    """Where a variation expects few visitors the test is rough: more than one in a thousand is not hidden."""
    assert plan_split((0.98, 0.01, 0.01)).false_alarms > 0.0015


@pytest.mark.parametrize(("share", "off"), [(0.5, 0.6), (0.7, 0.6), (0.3, 0.4), (0.95, 0.85), (0.04, 0.14)])
def test_one_share_of_two_is_ten_points_off_the_hardest_way(share, off):
    """More or fewer, whichever takes more visitors; and never less than none or more than all."""
    plan = plan_split(share)
    assert (share, off) == (round(plan.expected, 9), round(plan.served, 9))
    assert plan.to_detect == plan_split((share, 1 - share)).to_detect


def test_what_should_be_noticed_can_be_said():
    """As one share of two, or as all shares of a split; one share of three is refused in words."""
    assert plan_split(0.5, 0.55).to_detect == plan_split((0.5, 0.5), (0.55, 0.45)).to_detect
    assert plan_split((0.5, 0.3, 0.2), (0.45, 0.35, 0.2)).to_detect > plan_split((0.5, 0.3, 0.2)).to_detect
    with pytest.raises(AuditError, match="one share, and 3 variations are expected"):
        plan_split((0.5, 0.3, 0.2), 0.6)


def test_a_plan_names_the_share_that_was_given():
    """A variation for one visitor in a thousand leaves 99.9 % to the other, and the words say no more."""
    assert "89.9% served instead of 99.9% is noticed" in plan_split([0.999, 0.001]).words


def test_who_gets_nothing_notices_nothing():
    """The power of the visitors that were served is less where a control group took a fifth of them."""
    asked = plan_split(0.5, 0.6).to_detect
    served = asked * 4 // 5
    power, expected, instead = power_of_served(served, [50, 50])
    assert (0.5, 0.1) == (expected, round(abs(instead - expected), 9))
    flagged = flagged_of([0.5, 0.5], [0.6, 0.4], served, 3)
    assert abs(power - flagged / 1000) < 0.04
    assert power < 0.95 <= power_of_served(asked, [1, 1, 0])[0]
