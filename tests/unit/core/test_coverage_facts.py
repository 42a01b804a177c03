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


@pytest.mark.parametrize(("probes", "share"), [(299, 0.01), (59, 0.05), (2995, 0.001)])
def test_the_bound_is_the_known_one(probes, share):
    """To rule out 1 % with 95 % probability takes 299 probes, 5 % takes 59: one fewer is not enough."""
    enough, too_few = NotObserved("k", "A", "1", probes), NotObserved("k", "A", "1", probes - 1)
    assert enough.share_bound <= share < too_few.share_bound


def test_the_bound_is_exact():
    """All probes miss a variation of that share with a probability of 5 %."""
    for probes in (1, 7, 168, 40_320):
        assert 0.05 == pytest.approx((1 - NotObserved("k", "", "1", probes).share_bound) ** probes)


@pytest.mark.parametrize(
    ("probes", "words"),
    [
        (1, "not observed in 1 probe; a share of at least 95 % would have been seen with 95 % probability"),
        (168, "not observed in 168 probes; a share of at least 1.8 % would have been seen with 95 % probability"),
        (
            40_320,
            "not observed in 40,320 probes; a share of at least 0.0075 % would have been seen with 95 % probability",
        ),
        (0, "not asked, so nothing is known"),
    ],
)
def test_absence_in_words(probes, words):
    """The number of probes and what they can say (rounded up), never "unreachable"."""
    assert words == NotObserved("k", "", "1", probes).words


def test_without_probes_there_is_no_bound():
    """Nobody asked, so nothing is known of any share."""
    assert NotObserved("k", "", "1", 0).share_bound is None


def test_a_variation_has_a_name():
    """The audience by name, by id where it has none, and something to read where nothing was sent."""
    assert "Office hours / Variation 2" == ServedVariation("42D", "Office hours", "2").words
    assert "42D / Variation 2" == ServedVariation("42D", "", "2").words
    assert "(no audience) / Variation ?" == ServedVariation("", "", "").words
