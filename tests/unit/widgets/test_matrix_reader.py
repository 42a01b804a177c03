"""Step 3, the answer: the panel's matrix is there when there is something in it, and belongs to its sweep."""

from __future__ import annotations

import pytest

from moe_nb import Context, axis, hours, week
from moe_nb.widgets.matrix_reader import MatrixReader

KEYS = ["homepage-banner", "app-download"]


@pytest.fixture
def reader(state):
    return MatrixReader(state)


@pytest.fixture
def swept(state, reader, until):
    """Return a function that sweeps a space and gives the matrix that shows it."""

    def go(space, keys=KEYS):
        state.sweep(space, keys, Context(), confirmed=False)
        until(lambda: not state.busy)
        return reader.view

    return go


def test_before_a_sweep_there_is_nothing_to_read(reader):
    """It appears with the first answers."""
    assert "none" == reader.layout.display


def test_a_swept_week_is_whole_and_at_rest(reader, swept):
    """After the end every cell is there and nothing says that it is filling."""
    view = swept(week())
    assert (None, False) == (reader.layout.display, view.is_live)
    assert (7, 24) == (len(view.sheet["rows"]["labels"]), len(view.sheet["columns"]["labels"]))
    assert "not_asked" not in {view.looks[number]["kind"] for number in view.codes.numbers.tolist()}


def test_it_fills_while_the_sweep_runs(state, reader, until):
    """The first cells are there before the last ones are asked."""
    state.sweep(week() * axis("n", list(map(str, range(60)))), KEYS, Context(), confirmed=False)
    until(lambda: reader.view.is_live and reader.view.codes.numbers.any())
    assert "sweeping" == state.busy
    state.stop()
    until(lambda: not state.busy)
    assert not reader.view.is_live


def test_a_new_sweep_has_its_own_matrix(swept):
    """Axes, keys and selection of the last sweep do not stay behind."""
    view = swept(week())
    view.selected = ((0,), (10,))
    swept(axis("n", ["1", "2"]) * hours([7]), ["live-chat"])
    assert (["1", "2"], ["07"]) == (view.sheet["rows"]["labels"], view.sheet["columns"]["labels"])
    assert (["live-chat"], ()) == (view.sheet["experiences"], view.selected)
