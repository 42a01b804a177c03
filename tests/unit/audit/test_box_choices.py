"""How many boxes a box stands against."""

from __future__ import annotations

from itertools import combinations
from math import exp

import numpy as np
import pytest

from moe_nb.audit.box_choices import choices_of, windows_of


@pytest.mark.parametrize("is_circular", [True, False], ids=["clock", "others"])
@pytest.mark.parametrize("length", [1, 2, 5, 8])
def test_all_choices_together_weigh_one_at_most(length, is_circular):
    """So that no more than the chance that was granted is spent, however many boxes were looked at."""
    weight = sum(
        exp(-choices_of(np.array(side), length, is_circular=is_circular))
        for size in range(1, length + 1)
        for side in combinations(range(length), size)
    )
    assert 0.45 < weight <= 1 + 1e-9


def test_what_is_simple_to_say_stands_against_less():
    """Every hour before one window, one window before two; every device before one of them."""
    hours = [np.arange(24), np.arange(6), np.array([0, 1, 5, 6])]
    weights = [choices_of(side, 24, is_circular=True) for side in hours]
    assert sorted(weights) == weights
    assert choices_of(np.arange(4), 4, is_circular=False) < choices_of(np.array([2]), 4, is_circular=False)


def test_windows_follow_each_other_on_a_clock():
    """Over midnight too; the shortest comes first. All day is no window."""
    side = np.array([0, 1, 2, 9, 22, 23])
    assert [[9], [22, 23, 0, 1, 2]] == [window.tolist() for window in windows_of(side, 24)]
    assert [] == windows_of(np.arange(24), 24)
