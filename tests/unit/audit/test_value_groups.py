"""Values that are taken for alike, until answers differ."""

from __future__ import annotations

import numpy as np

import moe_nb as moe
from moe_nb.audit.value_groups import groups_of, single_values
from moe_nb.audit.value_sets import Shape

CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/{}.0.0.0 Mobile Safari/537.36"
SPACE = moe.axis("hour", [1, 2, 3]) * moe.user_agents(
    {"old": CHROME.format(99), "tv": "TV/1", "new": CHROME.format(142)}
)


def contexts(*pairs):
    """Return points from pairs of positions."""
    return np.array(pairs, np.int64)


def groups(found):
    """Return the numbers of the groups, axis by axis."""
    return [numbers.tolist() for numbers in found.group_of]


def test_user_agents_of_one_class_are_a_group():
    """Device type, system and browser make a class; values of other axes stand alone."""
    assert [[0, 1, 2], [0, 1, 0]] == groups(groups_of(SPACE))


def test_the_first_value_stands_for_its_group():
    """Contexts by group are asked with it."""
    found = groups_of(SPACE)
    assert [[2, 0], [1, 1]] == found.representatives(found.grouped(contexts((2, 2), (1, 1)))).tolist()
    assert (3, 2) == found.shape(Shape((3, 3), (True, False))).sizes


def test_answers_that_differ_dissolve_a_group():
    """Two members that got different results in one hour are no group; equal ones stay together."""
    asked = contexts((0, 0), (0, 2), (1, 1))
    assert groups(groups_of(SPACE)) == groups(groups_of(SPACE).without_conflicts(asked, np.array([[1], [1], [2]])))
    assert [[0, 1, 2], [0, 1, 2]] == groups(groups_of(SPACE).without_conflicts(asked, np.array([[1], [2], [2]])))


def test_any_key_can_tell_members_apart_and_a_failure_cannot():
    """Groups are shared by the keys of a sweep."""
    asked = contexts((0, 0), (0, 2))
    assert [[0, 1, 2], [0, 1, 2]] == groups(groups_of(SPACE).without_conflicts(asked, np.array([[1, 5], [1, 0]])))
    assert [[0, 1, 2], [0, 1, 0]] == groups(groups_of(SPACE).without_conflicts(asked, np.array([[1, 5], [1, -1]])))


def test_single_values_are_never_alike():
    """Every value is its own group."""
    assert [[0, 1], [0, 1, 2]] == groups(single_values(Shape((2, 3), (False, False))))
