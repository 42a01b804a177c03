"""Step 3, the answer: what the matrix shows, and the cards behind a cell."""

from __future__ import annotations

import pytest

from moe_nb import Context, Workspace, axis, hours, user_agents, week
from moe_nb.widgets.matrix_reader import ALL, ALL_KEYS, MatrixReader
from moe_nb.widgets.state import PanelState

KEYS = ["homepage-banner", "app-download"]


@pytest.fixture
def reader(state):
    return MatrixReader(state)


@pytest.fixture
def swept(state, reader, until):
    """Return a function that sweeps a space and gives the reader that shows it."""

    def go(space, keys=KEYS, base=None):
        state.sweep(space, keys, base or Context(), confirmed=False)
        until(lambda: not state.busy)
        return reader

    return go


def options(choice):
    return [option[0] if isinstance(option, tuple) else option for option in choice.options]


def test_before_a_sweep_there_is_nothing_to_read(reader):
    """It appears with the first answers."""
    assert "none" == reader.layout.display


def test_a_week_is_days_by_hours(swept, words):
    """Two axes give rows and columns of the first key, every cell labelled."""
    reader = swept(week())
    assert reader.layout.display is None
    assert ("homepage-banner", "day", "hour") == (reader.experience.value, reader.rows.value, reader.columns.value)
    assert [ALL_KEYS, *KEYS] == options(reader.experience)
    assert "Office hours" in words(reader.matrix.value)


def test_a_local_week_is_read_on_its_own_clock(swept):
    """A week with a zone begins with the local day and hour; UTC can be chosen."""
    reader = swept(week("Asia/Kolkata"))
    assert ("local_day", "local_hour") == (reader.rows.value, reader.columns.value)
    assert {"day", "hour"} <= set(options(reader.rows))
    reader.rows.value, reader.columns.value = "day", "hour"
    assert "Office hours" in reader.matrix.value


def test_one_axis_is_read_by_keys(swept, words):
    """With a single axis the columns are the experience keys."""
    reader = swept(user_agents.preset("devices"))
    assert (ALL_KEYS, "user_agent") == (reader.experience.value, reader.rows.value)
    assert "app-download" in words(reader.matrix.value)


def test_another_experience_is_another_matrix(swept, words):
    """Choosing a key draws its cells."""
    reader = swept(week())
    before = words(reader.matrix.value)
    reader.experience.value = "app-download"
    assert before != words(reader.matrix.value)
    assert "app-download" in words(reader.matrix.value)
    reader.experience.value = ALL_KEYS
    assert "experience keys" in words(reader.note.value)


def test_a_further_axis_can_be_held(swept, words):
    """An axis that is neither row nor column is joined, or held at one value."""
    reader = swept(week() * user_agents.preset("devices"))
    assert ["user_agent"] == [choice.description for choice in reader.fixed.children]
    held = reader.fixed.children[0]
    assert [ALL, "iPhone"] == options(held)[:2]
    joined = words(reader.matrix.value)
    held.value = "iPhone"
    assert joined != words(reader.matrix.value)
    assert "Evening app users" in words(reader.matrix.value)
    reader.columns.value = "user_agent"
    assert ALL == held.value
    assert ["hour"] == [choice.description for choice in reader.fixed.children]


def test_a_cell_shows_its_cards(swept, words):
    """Row and column chosen, the card says audience and variation; taken back, it goes."""
    reader = swept(week())
    assert "" == reader.cell.value
    reader.cell_row.value, reader.cell_column.value = "Monday", "10"
    assert "Office hours" in words(reader.cell.value)
    reader.cell_column.value = "03"
    assert "All users" in words(reader.cell.value)
    reader.cell_row.value = ""
    assert "" == reader.cell.value


def test_a_cell_outlives_another_experience(swept, words):
    """Whoever compares two experiences keeps the cell they look at."""
    reader = swept(week())
    reader.cell_row.value, reader.cell_column.value = "Monday", "10"
    reader.experience.value = "app-download"
    assert ("Monday", "10") == (reader.cell_row.value, reader.cell_column.value)
    assert "app-download" in words(reader.cell.value)


def test_the_same_axis_twice_is_said(state, swept):
    """Rows and columns cannot be the same; another choice mends it."""
    reader = swept(week())
    reader.columns.value = "day"
    assert "two different axes" in str(state.error)
    reader.rows.value = "hour"
    assert state.error is None
    assert "Office hours" in reader.matrix.value


def test_a_new_sweep_has_its_own_choices(swept):
    """Axes, keys and cells of the last sweep do not stay behind."""
    reader = swept(week())
    reader.cell_row.value, reader.cell_column.value = "Monday", "10"
    swept(axis("n", ["1", "2"]) * hours([7]), ["live-chat"])
    assert ([ALL_KEYS, "live-chat"], ["n", "hour"]) == (options(reader.experience), options(reader.rows))
    assert ["", "1", "2"] == options(reader.cell_row)
    assert "" == reader.cell.value


def test_names_of_others_stay_text(until, words):
    """Audience names, keys and axis values of anybody are escaped in matrix and card."""
    state = PanelState(Workspace.simulated("edge_cases"))
    reader = MatrixReader(state)
    state.sweep(axis("<i>n</i>", ["<u>1</u>", "2"]) * hours([7]), ["hostile"], Context(), confirmed=False)
    until(lambda: not state.busy)
    reader.cell_row.value, reader.cell_column.value = "<u>1</u>", "07"
    assert "alert('audience')" in words(reader.matrix.value) + words(reader.cell.value)
    for drawn in (reader.matrix.value, reader.cell.value):
        assert "<script" not in drawn
        assert "<u>1" not in drawn
        assert "<svg onload" not in drawn
