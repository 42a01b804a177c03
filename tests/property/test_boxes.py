"""Boxes are exactly the wanted cells, whatever the grid: checked cell by cell."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.boxes import cover


@st.composite
def grids(draw, values=(False, True)):
    """Grids of one to four axes; some axes repeat the lines of others, as phones do."""
    shape = draw(st.lists(st.integers(1, 5), min_size=1, max_size=4))
    size = int(np.prod(shape))
    grid = np.array(draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))).reshape(shape)
    copied = draw(st.lists(st.integers(0, shape[0] - 1), min_size=1, max_size=8))
    return grid[copied]


def inside(box):
    """Return the coordinates of every context in a box."""
    return set(product(*box.positions))


def cells_of(grid, value):
    """Return the coordinates at which a grid has a value, by plain loops."""
    return {at for at in product(*(range(length) for length in grid.shape)) if grid[at] == value}


@given(grids())
def test_the_union_is_exactly_the_wanted_cells(grid):
    """Nothing is left out and nothing is added; every box is maximal, and none is superfluous."""
    boxes, wanted = cover(grid), cells_of(grid, value=True)
    assert wanted == set().union(*map(inside, boxes))
    for box in boxes:
        others = set().union(*(inside(other) for other in boxes if other is not box))
        assert inside(box) - others
        for number, side in enumerate(box.positions):
            for added in set(range(grid.shape[number])) - set(side):
                wider = (*box.positions[:number], (added,), *box.positions[number + 1 :])
                assert not set(product(*wider)) <= wanted


@given(grids((0, 1, 2)))
def test_boxes_hold_what_is_wanted_and_only_what_is_allowed(grid):
    """Cells that are neither never lie in a box."""
    covered = set().union(*map(inside, cover(grid == 2, grid > 0)))
    assert cells_of(grid, 2) <= covered <= cells_of(grid, 1) | cells_of(grid, 2)


@given(grids(), st.randoms(use_true_random=False))
def test_the_order_of_an_axis_changes_nothing_but_the_order(grid, random):
    """The same grid gives the same boxes again, and a shuffled axis as exact a cover."""
    assert cover(grid) == cover(grid.copy())
    order = random.sample(range(grid.shape[0]), grid.shape[0])
    shuffled = set().union(*map(inside, cover(grid[order])))
    assert cells_of(grid, value=True) == {(order[first], *others) for first, *others in shuffled}
