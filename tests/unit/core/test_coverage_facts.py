"""Numbers and words that never claim more than was seen."""

from __future__ import annotations

import pytest

from moe_nb.core.coverage_facts import (
    Combination,
    NotObserved,
    ServedVariation,
    SpaceCoverage,
    WayCoverage,
    rounded_down,
)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(11_999, 12_000, 99.9), (1, 3, 33.3), (2, 3, 66.6), (12, 12, 100.0), (0, 0, 0.0)]
)
def test_a_percentage_is_rounded_down(part, whole, percent):
    """One missing of twelve thousand is not 100 %."""
    assert percent == rounded_down(part, whole)


def test_coverage_says_covered_missing_and_percent():
    """Of combinations and of contexts; the list of what is missing may be shorter than its number."""
    way = WayCoverage(2, 11_999, 12_000, (Combination((("day", "Monday"), ("user_agent", "iPad"))),))
    assert (1, 99.9) == (way.not_covered, way.percent)
    assert "day Monday, user_agent iPad" == way.missing[0].words
    assert 66.6 == SpaceCoverage(3, 2, (way,)).percent


def absent(visitors=0, *, served=5000, answered=50_000, audience="A"):
    """Return a variation that nothing showed."""
    return NotObserved("k", audience, "1", answered, served, visitors)


@pytest.mark.parametrize(("visitors", "share"), [(299, 0.01), (59, 0.05), (2995, 0.001)])
def test_the_bound_is_the_known_one(visitors, share):
    """To rule out 1 % with 95 % probability takes 299 draws, 5 % takes 59: one fewer is not enough."""
    assert absent(visitors).share_bound <= share < absent(visitors - 1).share_bound


def test_the_bound_is_exact():
    """All visitors miss a variation of that share with a probability of 5 %."""
    for visitors in (1, 7, 168, 40_320):
        assert 0.05 == pytest.approx((1 - absent(visitors).share_bound) ** visitors)


@pytest.mark.parametrize(
    ("visitors", "words"),
    [
        (1, "1 visitor to whom its audience was served; a share of at least 95 %"),
        (168, "168 visitors to whom its audience was served; a share of at least 1.8 %"),
        (40_320, "40,320 visitors to whom its audience was served; a share of at least 0.0075 %"),
    ],
)
def test_absence_in_words(visitors, words):
    """The number of visitors and what they can say (rounded up), never "unreachable"."""
    assert f"not observed for {words} would have been seen with 95 % probability" == absent(visitors).words


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (absent(), "not observed in 5,000 contexts in which its audience was served"),
        (absent(served=1, audience=""), "not observed in 1 context in which its experience was served"),
        (absent(served=0), "its audience was not observed either, in 50,000 contexts"),
        (absent(served=0, answered=1, audience=""), "nothing of its experience was observed, in 1 context"),
        (absent(served=0, answered=0), "not asked, so nothing is known"),
    ],
)
def test_without_independent_draws_there_is_no_bound(missing, words):
    """Anonymous visitors, an audience that was never served, nobody asked: nothing is said of any share."""
    assert (None, words) == (missing.share_bound, missing.words)


def test_a_variation_has_a_name():
    """The audience by name, by id where it has none, and something to read where nothing was sent."""
    assert "Office hours / Variation 2" == ServedVariation("42D", "Office hours", "2").words
    assert "42D / Variation 2" == ServedVariation("42D", "", "2").words
    assert "(no audience) / Variation ?" == ServedVariation("", "", "").words
