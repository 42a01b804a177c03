"""Boxes: some values of every axis, each with each."""

from __future__ import annotations

from itertools import product

from moe_nb.core.boxes import Box


def test_a_box_holds_each_value_with_each():
    """Two days and three hours are six contexts, and nothing beside them."""
    box = Box(((0, 6), (1, 2, 5)))
    assert 6 == box.contexts
    inside = {(day, hour) for day, hour in product(range(7), range(24)) if box.holds((day, hour))}
    assert {(0, 1), (0, 2), (0, 5), (6, 1), (6, 2), (6, 5)} == inside


def test_the_grid_is_true_inside():
    """One flag per context, in the shape of the space."""
    assert [[False, False, False], [True, False, True]] == Box(((1,), (0, 2))).grid((2, 3)).tolist()


def test_a_space_without_axes_has_one_context():
    """Its only box holds it."""
    box = Box(())
    assert (1, True, True) == (box.contexts, box.holds(()), bool(box.grid(())))
