"""The fewest sets that contain everything."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.set_cover import MOST_SETS, Cover, fewest_sets


def bits(*things):
    """Return a set as a number."""
    return sum(1 << thing for thing in things)


def joined(sets, chosen):
    """Return what some sets contain together."""
    return {thing for row in chosen for thing in range(40) if sets[row] >> thing & 1}


@given(st.lists(st.integers(0, 2**7 - 1), min_size=1, max_size=9))
def test_no_fewer_sets_contain_everything(sets):
    """Held against every choice there is."""
    everything = joined(sets, range(len(sets)))
    found = fewest_sets(sets, range(len(sets)))
    fewer = combinations(range(len(sets)), len(found.chosen) - 1) if found.chosen else ()
    assert everything == joined(sets, found.chosen)
    assert found.is_fewest
    assert not any(everything == joined(sets, some) for some in fewer)


def test_a_greedy_choice_is_beaten():
    """The largest set first takes three; the two others alone contain everything."""
    sets = [bits(0, 1, 2, 3), bits(0, 1, 4), bits(2, 3, 5)]
    assert Cover((1, 2), is_fewest=True) == fewest_sets(sets, [0, 1, 2])


def test_a_known_choice_stands_where_none_is_smaller():
    """Of equally few, the one that was known."""
    assert Cover((1, 2), is_fewest=True) == fewest_sets([bits(0), bits(0), bits(1), bits(1)], [1, 2])


def test_what_somebody_knows_ends_the_search():
    """With at least two needed, two are the fewest."""
    assert Cover((0, 1), is_fewest=True) == fewest_sets([bits(0, 1), bits(1, 2), bits(0)], [0, 1], least=2)


@pytest.mark.parametrize("sets", [[], [0, 0]])
def test_nothing_needs_no_set(sets):
    """There is nothing to contain."""
    assert Cover((), is_fewest=True) == fewest_sets(sets, [])


def test_too_many_sets_are_not_searched():
    """What was known stands, and nothing is claimed of it."""
    sets = [bits(0, 1, 2, 3), bits(0, 1, 4), bits(2, 3, 5)] + [bits(0)] * MOST_SETS
    assert Cover((0, 1, 2), is_fewest=False) == fewest_sets(sets, [0, 1, 2])


def test_a_search_without_an_end_proves_nothing():
    """Very many ways are left after some time: the best found stands, and it is not called the fewest."""
    dice = np.random.default_rng(0)
    sets = [bits(*np.flatnonzero(row).tolist()) for row in dice.random((1200, 150)) < 0.05]
    found = fewest_sets(sets, range(len(sets)))
    assert not found.is_fewest
    everything = 0
    for row in found.chosen:
        everything |= sets[row]
    assert bits(*range(150)) == everything
    assert len(found.chosen) < 60
