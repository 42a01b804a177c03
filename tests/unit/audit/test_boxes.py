"""Cells of a grid covered by few maximal boxes."""

from __future__ import annotations

import numpy as np

from moe_nb.audit.boxes import cover, maximal_boxes
from moe_nb.core.boxes import Box


def cells(text):
    """Return a grid from lines of ``#`` (True) and ``.``."""
    return np.array([[sign == "#" for sign in line] for line in text.split()])


def sides(boxes):
    """Return boxes as plain tuples, in order."""
    return sorted(tuple(tuple(side.tolist()) for side in box) for box in boxes)


def test_nothing_needs_no_box():
    """An empty grid is covered by nothing, a full one by one box."""
    assert () == cover(np.zeros((3, 4), bool))
    assert (Box(((0, 1, 2), (0, 1, 2, 3))),) == cover(np.ones((3, 4), bool))


def test_a_cross_is_two_boxes():
    """Boxes overlap rather than fall to pieces: each reaches as far as it can."""
    assert (Box(((1,), (0, 1, 2, 3))), Box(((0, 1, 2), (1,)))) == cover(cells(".#.. #### .#.."))


def test_values_that_behave_alike_are_in_one_box():
    """They need not be neighbours: the first and the last hour of the night, or two phones."""
    assert (Box(((0, 2), (0, 3))),) == cover(cells("#..# .... #..#"))


def test_the_largest_box_comes_first():
    """Whatever the order of the space."""
    assert [4, 1] == [box.contexts for box in cover(cells("#.... .####"))]


def test_a_box_that_the_others_make_superfluous_is_left_out():
    """A staircase of three steps needs three boxes, not four."""
    assert 3 == len(cover(cells("###. ##.. #...")))


def test_allowed_cells_make_boxes_larger():
    """What may be covered is used to reach further; what may not be is never covered."""
    wanted, allowed = cells("#.#. ...."), cells("###. ....")
    assert (Box(((0,), (0, 1, 2))),) == cover(wanted, allowed)


def test_allowed_cells_need_no_box():
    """They are permitted, not wanted."""
    assert () == cover(cells("...."), cells("####"))


def test_only_the_largest_can_be_asked_for():
    """Of noise, which needs a box for every cell, nobody reads more; the largest region is among them."""
    noise = np.eye(60, dtype=bool)
    noise[50:, 50:] = True
    found = cover(noise, most=7)
    assert (7, 100) == (len(found), found[0].contexts)
    assert all(noise[box.grid(noise.shape)].all() for box in found)


def test_a_search_for_the_largest_ends():
    """Six hundred scattered cells are not searched to the last one, and five hundred are found."""
    assert (600, 500) == (len(cover(np.eye(600, dtype=bool))), len(cover(np.eye(600, dtype=bool), most=500)))


def test_a_grid_without_axes_has_one_cell():
    """A run of one context has a box, too."""
    assert ((Box(()),), ()) == (cover(np.array(True)), cover(np.array(False)))  # noqa: FBT003 - cells


def test_maximal_boxes_of_a_cell():
    """Each box round a cell that cannot be widened is found once."""
    allowed = cells("##. ##. #..")
    assert [((0, 1), (0, 1)), ((0, 1, 2), (0,))] == sides(maximal_boxes(allowed, (0, 0)))
    assert [((0, 1), (0, 1))] == sides(maximal_boxes(allowed, (1, 1)))
