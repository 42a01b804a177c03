"""Ordered lists learned from points."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.rule_learner import learn_rules
from moe_nb.audit.value_sets import Shape, box_of

SHAPE = Shape((6, 4, 3), (True, False, False))
EVERYTHING = SHAPE.points(np.arange(72))


def labelled(label):
    """Return the label of every context of the grid, by its three positions."""
    return np.array([label(*point) for point in EVERYTHING.tolist()], np.int64)


def said(learned):
    """Return the rules as pairs of positions per axis and label."""
    return [(box_of(rule.allowed).positions, rule.label) for rule in learned.rules]


@given(st.lists(st.integers(0, 3), min_size=72, max_size=72), st.sets(st.integers(0, 71), min_size=1))
def test_every_point_is_explained(labels, some):
    """Whatever the labels and whichever points are known, a list without a limit is right on all of them."""
    numbers = np.array(sorted(some))
    points, known = EVERYTHING[numbers], np.array(labels, np.int64)[numbers]
    assert known.tolist() == learn_rules(points, known, SHAPE, 0, most=100).labels(points).tolist()


def test_an_earlier_rule_cuts_a_later_one():
    """Two boxes that overlap are two rules, and the second says nothing of the part that the first one takes."""
    labels = labelled(lambda x, y, _z: 1 if x == 2 else 2 if y == 1 else 0)
    everything = (tuple(range(6)), tuple(range(4)), tuple(range(3)))
    assert [((2,), *everything[1:]), (everything[0], (1,), everything[2])] == [
        positions for positions, _ in said(learn_rules(EVERYTHING, labels, SHAPE, 0))
    ]


def test_an_exception_comes_first():
    """A box with a hole of another result is one rule for the hole and one for the box."""
    labels = labelled(lambda x, y, _z: int(x in {1, 2, 3} and (x, y) != (2, 1)))
    assert [(((2,), (1,), (0, 1, 2)), 0), (((1, 2, 3), (0, 1, 2, 3), (0, 1, 2)), 1)] == said(
        learn_rules(EVERYTHING, labels, SHAPE, 0)
    )


def test_gaps_in_time_are_closed_where_nothing_contradicts():
    """Two hours of a window that were answered stand for those between, round midnight too; other values do not."""
    points = np.array([[5, 0, 0], [1, 0, 0], [3, 0, 0]], np.int64)
    ((positions, _),) = said(learn_rules(points, np.array([1, 1, 0]), SHAPE, 0))
    assert (0, 1, 5) == positions[0]


def test_a_list_that_gets_too_long_is_given_up():
    """The most frequent result of what is left becomes the default."""
    labels = labelled(lambda x, y, z: (x + y + z) % 2 + 1 if x < 3 else 0)
    learned = learn_rules(EVERYTHING, labels, SHAPE, 0, most=2)
    assert (2, 0) == (len(learned.rules), learned.default)
    assert (learned.labels(EVERYTHING) != labels).any()


def test_without_a_wanted_default_the_most_frequent_result_is_left():
    """Where everybody is served, the largest audience needs no conditions."""
    labels = labelled(lambda x, _y, _z: 1 if x == 0 else 2)
    learned = learn_rules(EVERYTHING, labels, SHAPE)
    assert ([1], 2) == ([rule.label for rule in learned.rules], learned.default)
