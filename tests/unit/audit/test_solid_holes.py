"""Boxes in which everything is marked, beside cells marked by chance."""

from __future__ import annotations

import numpy as np
import pytest

from moe_nb.audit.solid_holes import solid_holes
from moe_nb.audit.value_sets import Shape

SHAPE = Shape((7, 24, 4), (True, True, False))
POINTS = SHAPE.points(np.arange(7 * 24 * 4))
DAY, HOUR, DEVICE = POINTS.T
RARE = 0.01


def lot(share, seed=1):
    """Return which cells are marked by chance."""
    return np.random.default_rng(seed).random(len(POINTS)) < share


def found(marked):
    """Return the cells of the holes."""
    return solid_holes(POINTS, marked, SHAPE, RARE).tolist()


@pytest.mark.parametrize("share", [0.03, 0.1, 0.2])
@pytest.mark.parametrize(
    "hole",
    [
        (DAY == 2) & (HOUR > 11) & (HOUR < 18),
        (DAY == 2) & (DEVICE == 1),
        (DAY > 4) & ((HOUR > 21) | (HOUR < 3)) & (DEVICE != 2),
    ],
    ids=["an afternoon", "a day on one device", "weekend nights on three devices"],
)
def test_a_hole_is_told_from_the_lot_around_it(hole, share):
    """All of it and nothing else, whether few or many are marked around it."""
    assert hole.tolist() == found(hole | lot(share))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("seed", range(10))
def test_in_a_lot_there_is_no_hole(seed, share):
    """Some marked cells always lie side by side: no more than chance puts there."""
    assert not any(found(lot(share, seed)))


def test_of_few_cells_nobody_can_tell():
    """Four cells side by side are a hole where hardly anything else is marked, and chance among a fifth."""
    four = (DAY == 2) & (HOUR == 14)
    others = (DAY * 31 + HOUR * 7 + DEVICE) % 97 == 5
    assert four.tolist() == found(four | (others & ~four))
    assert not any(found(four | lot(0.2)))


def test_several_holes_are_found_one_after_the_other():
    """With the large one out, the rate elsewhere is low enough for the small one to tell."""
    large, small = (DAY < 3) & (HOUR < 12), (DAY == 5) & (HOUR > 17) & (HOUR < 21)
    assert (large | small).tolist() == found(large | small | (lot(0.08) & (DAY != 5)))


def test_what_chance_added_to_a_line_is_left_out():
    """A hole of one day on a clock without devices is one window, not that and every marked hour of the day."""
    shape = Shape((7, 24), (True, True))
    points = shape.points(np.arange(168))
    hole = (points[:, 0] == 3) & (points[:, 1] > 7) & (points[:, 1] < 20)
    others = (points[:, 0] * 24 + points[:, 1]) % 5 == 0
    assert hole.tolist() == solid_holes(points, hole | others, shape, RARE).tolist()


def test_cells_that_nobody_knows_are_no_part_of_a_hole_and_do_not_end_it():
    """Of a sample, the hole is what was asked in it."""
    asked = np.random.default_rng(4).random(len(POINTS)) < 0.6
    hole = (DAY == 2) & (HOUR > 11) & (HOUR < 18)
    assert hole[asked].tolist() == solid_holes(POINTS[asked], (hole | lot(0.05))[asked], SHAPE, RARE).tolist()


def test_a_hole_of_some_of_very_many_values_is_found():
    """A hundred of a thousand devices on one evening: on each line of such a hole chance marked as many as the hole."""
    shape = Shape((1_000, 7, 24), (False, True, True))
    points = shape.points(np.arange(168_000))
    hole = (points[:, 0] < 100) & (points[:, 1] == 2) & (points[:, 2] > 15)
    others = np.random.default_rng(0).random(len(points)) < 0.1
    assert hole.tolist() == solid_holes(points, hole | others, shape, RARE).tolist()


@pytest.mark.parametrize("marked", [np.zeros(len(POINTS), bool), np.ones(len(POINTS), bool)], ids=["none", "all"])
def test_all_or_nothing(marked):
    """Nothing marked is no hole; everything marked is one."""
    assert marked.tolist() == found(marked)
