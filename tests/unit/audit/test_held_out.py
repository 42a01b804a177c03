"""Answers kept back from a first list."""

from __future__ import annotations

import numpy as np
import pytest

import moe_nb as moe
from moe_nb.audit.held_out import at_most, half_of_visitors, held_out_cells, situations_of, visitors_of


@pytest.mark.parametrize(("count", "held_out"), [(0, 0), (24, 0), (25, 5), (168, 33)])
def test_a_fifth_is_held_out(count, held_out):
    """Where that is enough to measure anything; the same seed holds out the same."""
    assert held_out == held_out_cells(count, 0).sum()
    assert held_out_cells(count, 3).tolist() == held_out_cells(count, 3).tolist()


def test_visitors_are_held_out_altogether():
    """Half of them, with all their cells."""
    visitors = np.repeat(np.arange(10), 7)
    held_out = half_of_visitors(visitors, 0)
    assert 35 == held_out.sum()
    assert 5 == len(set(visitors[held_out].tolist()))
    assert [True, True, False, False] in (half_of_visitors(np.array([0, 0, 1, 1]), seed).tolist() for seed in range(9))


def test_cells_of_a_single_visitor_are_held_out_one_by_one():
    """There is nobody else to compare with."""
    assert 84 == half_of_visitors(np.zeros(168, np.int64), 0).sum()


def test_very_many_are_a_random_part():
    """So many of those chosen, and none of the others."""
    chosen = np.arange(100) < 50
    some = at_most(chosen, 10, 0)
    assert (10, 0) == (some.sum(), (some & ~chosen).sum())
    assert chosen.tolist() == at_most(chosen, 50, 0).tolist()


def test_identifiers_tell_visitors_apart():
    """Customer and other identifiers together; where no axis says who it is, all are one."""
    space = moe.axis("customer_id", ["a", "b"]) * moe.hours([1, 2]) * moe.axis("identifier.phone", ["1", "2", "3"])
    points = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]])
    first, same, other, another = visitors_of(points, space).tolist()
    assert (True, 3) == (first == same, len({first, other, another}))
    assert [0, 0] == visitors_of(np.array([[0], [1]]), moe.hours([1, 2])).tolist()


def test_a_situation_is_the_same_for_every_visitor():
    """What is no axis of visitors tells situations apart."""
    space = moe.axis("customer_id", ["a", "b"]) * moe.hours([1, 2, 3])
    points = np.array([[0, 0], [0, 2], [1, 0], [1, 2]])
    assert [0, 2, 0, 2] == situations_of(points, space).tolist()
