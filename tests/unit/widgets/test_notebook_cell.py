"""A cell that is run again: the panel before it gives up what nobody can see any more."""

from __future__ import annotations

import pytest

from moe_nb.widgets.notebook_cell import RunningCell, running_cell, take_place
from moe_nb.widgets.state import PanelState


class Watched(PanelState):
    """A panel's state that counts how often it was told to stop."""

    def __init__(self, workspace):
        super().__init__(workspace)
        self.stopped = 0

    def stop(self):
        self.stopped += 1


@pytest.fixture
def make(demo):
    return lambda: Watched(demo)


def test_running_a_cell_again_stops_what_it_began(make):
    """The earlier panel's work ends; the one that is shown goes on."""
    first, second = make(), make()
    take_place(first, RunningCell("again", "1"))
    take_place(second, RunningCell("again", "2"))
    assert (1, 0) == (first.stopped, second.stopped)
    take_place(make(), RunningCell("again", "3"))
    assert (1, 1) == (first.stopped, second.stopped)


def test_two_panels_of_one_run_live_side_by_side(make):
    """A loop that shows two panels keeps both, until the cell is run again."""
    one, other = make(), make()
    take_place(one, RunningCell("both", "1"))
    take_place(other, RunningCell("both", "1"))
    assert (0, 0) == (one.stopped, other.stopped)
    take_place(make(), RunningCell("both", "2"))
    assert (1, 1) == (one.stopped, other.stopped)


def test_other_cells_are_left_alone(make):
    """Two cells, two panels; outside of a notebook there is no cell at all."""
    one = make()
    take_place(one, RunningCell("mine", "1"))
    take_place(make(), RunningCell("yours", "2"))
    take_place(make(), None)
    assert (0, None) == (one.stopped, running_cell())
