"""Boxes around points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import moe_nb as moe
from moe_nb.audit.value_sets import Shape, box_of, condition_count, gaps, hull, inside, one_step_outside, shape_of

SHAPE = Shape((6, 3), (True, False))


def flags(text):
    """Return values from ``x`` (allowed) and ``.``."""
    return np.array([letter == "x" for letter in text])


def points(*pairs):
    """Return points from pairs of positions."""
    return np.array(pairs, np.int64)


@pytest.mark.parametrize(
    ("space", "circular"),
    [
        (moe.week(), (True, True)),
        (moe.hours([5, 9]), (True,)),
        (moe.hours([9, 5]), (False,)),
        (moe.axis("day", ["Mon", None]), (False,)),
        (moe.axis("utm_term", [1, 2, 3]), (False,)),
    ],
)
def test_days_and_hours_in_order_go_round(space, circular):
    """Other axes, another order, and "no hour" have no neighbours."""
    assert circular == shape_of(space).circular


@given(st.integers(0, 17))
def test_numbers_and_points_are_the_same_contexts(number):
    """The last axis changes fastest, as in a space."""
    assert [[number // 3, number % 3]] == SHAPE.points(np.array([number])).tolist()
    assert [number] == SHAPE.numbers(points((number // 3, number % 3))).tolist()


@pytest.mark.parametrize(
    ("values", "runs"),
    [("x..xx.", [[5], [1, 2]]), (".x.x..", [[2], [4, 5, 0]]), ("..x...", [[3, 4, 5, 0, 1]]), ("xxxxxx", [])],
)
def test_gaps_go_round(values, runs):
    """The gap at the end continues at the beginning; short gaps come first."""
    assert runs == [gap.tolist() for gap in gaps(flags(values))]


def test_a_hull_is_the_smallest_box():
    """It has every value of its points and no other, and so holds points that mix them."""
    box = hull(points((1, 0), (4, 2)), SHAPE)
    assert ((1, 4), (0, 2)) == box_of(box).positions
    assert [True, True, False] == inside(box, points((1, 2), (4, 0), (1, 1))).tolist()


def test_one_step_outside_is_one_axis_away():
    """A point that misses on two axes is further away."""
    near, axis = one_step_outside((flags("x....."), flags("xx.")), points((0, 0), (3, 1), (0, 2), (3, 2)))
    assert [False, True, True, False] == near.tolist()
    assert [0, 1] == axis[near].tolist()


@pytest.mark.parametrize(
    ("box", "count"),
    [(("xxxxxx", "xxx"), 0), (("xx...x", "xxx"), 1), (("x.x...", "xxx"), 2), (("xx....", "x.x"), 2)],
)
def test_conditions_are_counted_as_they_read(box, count):
    """One for every limited axis, one for each further window, over the end or not."""
    assert count == condition_count(tuple(map(flags, box)), SHAPE.circular)
