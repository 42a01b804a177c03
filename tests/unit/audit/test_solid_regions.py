"""Regions that are marked throughout, and too large for a lot."""

from __future__ import annotations

import numpy as np
import pytest

import moe_nb as moe
from moe_nb.audit.solid_regions import solid_regions

WEEK = moe.week()
EVERYWHERE = np.ones(168, np.bool_)


def region(days, hours):
    """Return which contexts of a week lie in some days and hours."""
    found = np.zeros((7, 24), np.bool_)
    found[np.ix_(days, hours)] = True
    return found.reshape(-1)


def lot(seed, share=0.15):
    """Return which contexts of a week a lot marks."""
    return np.random.default_rng(seed).random(168) < share


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "solid",
    [region([2], range(6, 20)), region([0, 5, 6], [22, 23, 0, 1]), region(range(7), [5])],
    ids=["a long day", "over midnight and the week", "an hour of every day"],
)
def test_a_region_that_chance_hardly_makes_is_solid(solid, seed):
    """Hours and days that follow each other, round midnight and the week; its edges may be taken for the lot's."""
    drawn = lot(seed)
    found = solid_regions(solid | drawn, EVERYWHERE, WEEK)
    assert found[solid].mean() >= 0.75
    assert np.count_nonzero(found & ~solid) <= 8


@pytest.mark.parametrize("some", [region([2], range(8, 12)), region([2], range(0, 24, 3)), region([], [])])
@pytest.mark.parametrize("seed", range(4))
def test_a_few_contexts_are_no_region(some, seed):
    """Four hours, or every third hour of a day, or none, beside a lot that may make as much by chance."""
    assert not solid_regions(some | lot(seed), EVERYWHERE, WEEK).any()


@pytest.mark.parametrize("seed", range(10))
def test_cells_drawn_by_chance_hold_no_region(seed):
    """A fifth of a week, here and there."""
    assert not solid_regions(lot(seed, 0.2), EVERYWHERE, WEEK).any()


@pytest.mark.parametrize("marked", [np.zeros(168, bool), np.ones(168, bool)], ids=["nothing", "all"])
def test_nothing_and_all_are_no_region_of_some(marked):
    """There is nothing outside to hold a region against."""
    assert not solid_regions(marked, EVERYWHERE, WEEK).any()
