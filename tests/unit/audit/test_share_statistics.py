"""Formulas compared with what SciPy 1.17 says (`chi2.sf`, `binomtest`, `chisquare`, `multinomial`)."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.share_statistics import (
    ALPHA,
    chi_square_tail,
    exact_multinomial,
    same_shares,
    sample_ratio_test,
    wilson,
)
from moe_nb.core.errors import AuditError


@pytest.mark.parametrize(
    ("statistic", "freedom", "expected"),
    [
        (0.5, 1, 0.47950012218695337),
        (3.841458820694124, 1, 0.04999999999999989),
        (10.83, 1, 0.0009986863791802592),
        (13.8, 2, 0.0010077854290485102),
        (16.27, 3, 0.0009982232399054186),
        (2.3, 4, 0.6807690541649645),
        (30, 5, 1.4748581038443073e-05),
        (120.5, 7, 6.027880890390341e-23),
        (0, 1, 1.0),
        (0, 6, 1.0),
    ],
)
def test_the_tail_of_chi_square(statistic, freedom, expected):
    """To twelve digits, odd and even degrees of freedom, near and far."""
    assert math.isclose(expected, chi_square_tail(statistic, freedom), rel_tol=1e-12)


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.27753279986288926),
        (5, 10, 0.236593090512564, 0.7634069094874361),
        (10, 10, 0.7224672001371109, 1.0),
        (57, 100, 0.47215389549212305, 0.6626670147588988),
        (1, 1000, 0.00017654637062607809, 0.0056425585979579355),
    ],
)
def test_wilson_intervals(hits, total, low, high):
    """As SciPy's `proportion_ci(method="wilson")`, ends included."""
    interval = wilson(hits, total)
    assert (hits / total, 0.95) == (interval.share, interval.confidence)
    assert (pytest.approx(low, rel=1e-12), pytest.approx(high, rel=1e-12)) == (interval.low, interval.high)


def test_several_intervals_are_wider():
    """Three shares that shall hold together are each given more room; nobody has no share."""
    one, three = wilson(50, 100), wilson(50, 100, intervals=3)
    assert three.low < one.low < one.high < three.high
    with pytest.raises(AuditError, match="nobody"):
        wilson(0, 0)


@pytest.mark.parametrize(
    ("counts", "shares", "expected"),
    [
        ([60, 40], [0.5, 0.5], 0.05688793364098089),
        ([3, 7], [0.5, 0.5], 0.34375),
        ([0, 12], [0.3, 0.7], 0.02333065833100001),
        ([9, 1], [0.2, 0.8], 4.198400000000002e-06),
        ([700, 300], [0.65, 0.35], 0.0009067126861790154),
        ([5, 0], [0.9, 0.1], 1.0),
        ([5, 3, 2], [0.5, 0.3, 0.2], 1.0),
        ([9, 1, 0], [0.5, 0.3, 0.2], 0.04788958750000005),
        ([2, 8, 10], [0.4, 0.4, 0.2], 0.001683354938675037),
        ([0, 0, 30], [1 / 3, 1 / 3, 1 / 3], 1.4570807248856577e-14),
    ],
)
def test_the_exact_test(counts, shares, expected):
    """Two variations as SciPy's binomial test, three as every outcome added up."""
    assert math.isclose(expected, exact_multinomial(counts, shares), rel_tol=1e-9)


@given(
    st.lists(st.integers(0, 5), min_size=2, max_size=4).filter(any),
    st.lists(st.integers(1, 9), min_size=4, max_size=4),
)
def test_the_exact_test_is_a_sum_over_all_splits(counts, weights):
    """The chances of all splits that are no likelier, each worked out by itself."""
    shares = [weight / sum(weights[: len(counts)]) for weight in weights[: len(counts)]]

    def chance(split):
        ways = math.factorial(sum(split)) / math.prod(map(math.factorial, split))
        return ways * math.prod(share**count for share, count in zip(shares, split, strict=True))

    total, observed = sum(counts), chance(counts)
    splits = [split for split in product(range(total + 1), repeat=len(counts)) if sum(split) == total]
    expected = sum(chance(split) for split in splits if chance(split) <= observed * (1 + 1e-7))
    assert math.isclose(min(1.0, expected), exact_multinomial(counts, shares), rel_tol=1e-9)


def test_a_split_is_tested_against_weights_in_any_unit():
    """Percentages, shares and proportions are the same split."""
    for weights in ([50, 50], [0.5, 0.5], [1, 1]):
        test = sample_ratio_test([60, 40], weights)
        assert ("exact multinomial", 0.001, False) == (test.method, test.alpha, test.is_mismatch)
        assert math.isclose(0.05688793364098089, test.p_value, rel_tol=1e-9)


def test_many_visitors_are_tested_by_chi_square():
    """Where counting every split would take too long."""
    test = sample_ratio_test([6000, 5000, 1100], [50, 40, 10])
    assert ("chi-square", "", True) == (test.method, test.note, test.is_mismatch)
    assert math.isclose(0.00038926910401360115, test.p_value, rel_tol=1e-9)


def test_a_rough_p_value_is_called_rough():
    """A variation so rare that chi-square is not to be trusted."""
    assert "rough" in sample_ratio_test([500, 500, 0], [50, 49.9, 0.1]).note


def test_a_variation_that_nobody_should_get_is_a_mismatch():
    """However few got it; and one that is expected to get nothing and does is none."""
    assert sample_ratio_test([99, 100, 1], [50, 50, 0]).is_mismatch
    assert not sample_ratio_test([99, 100, 0], [50, 50, 0]).is_mismatch


@pytest.mark.parametrize("weights", [[1], [0, 0], [-1, 2], [1, 1, 1]])
def test_what_is_no_split_is_refused(weights):
    """As many weights as variations, none negative, not all 0."""
    with pytest.raises(AuditError, match="no split"):
        sample_ratio_test([1, 2], weights)


@pytest.mark.parametrize(
    ("before", "after", "p_value"),
    [
        ([3, 1], [1, 3], 0.4857142857),
        ([1, 9], [11, 3], 0.0027594562),
        ([6, 0], [0, 6], 2 / 924),
        ([5, 5], [5, 5], 1.0),
        ([10, 0], [7, 0], 1.0),
        ([], [], 1.0),
        ([0, 0], [3, 1], 1.0),
    ],
)
def test_two_samples_of_one_split_are_compared_exactly(before, after, p_value):
    """As R's fisher.test says; nothing to compare is no doubt."""
    assert p_value == pytest.approx(same_shares(before, after), rel=1e-6)


def test_of_several_variations_the_oddest_counts_for_all():
    """Three looks make one in three as odd."""
    assert same_shares([9, 1, 0], [1, 8, 1]) == pytest.approx(3 * same_shares([9, 1], [1, 9]), rel=1e-9)
    assert 1.0 == same_shares([3, 3, 3], [3, 3, 3])


def test_a_split_drawn_anew_is_seldom_called_another_one_and_a_moved_one_nearly_always():
    """Of 2,000 pairs of samples of one split at most 0.5 % (alpha 0.1 %); of those moved from 50/50 to 90/10, 95 %."""
    dice = np.random.default_rng(7)
    before = dice.binomial(84, 0.5, 2_000)
    flagged = {
        share: sum(
            same_shares([one, 84 - one], [other, 84 - other]) < ALPHA
            for one, other in zip(before.tolist(), dice.binomial(84, share, 2_000).tolist(), strict=True)
        )
        for share in (0.5, 0.9)
    }
    assert flagged[0.5] <= 10
    assert flagged[0.9] >= 1_900
