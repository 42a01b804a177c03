"""Code to take away: texts with titles, and where they may go."""

from __future__ import annotations

from moe_nb.views.code import Source
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.panel import Panel
from moe_nb.widgets.state import PanelState

SERVICE = Source("https://sdk-01.moengage.com/v1")


def test_pieces_are_texts():
    """Python may be put into a notebook, a shell's line may not; the key's place is told."""
    view = CodeView()
    view.show([("Python", "print(1)"), ("cURL", "curl x")], SERVICE)
    expected = [
        {"title": "Python", "text": "print(1)", "is_python": True},
        {"title": "cURL", "text": "curl x", "is_python": False},
    ]
    assert expected == view.parts
    assert "MOE_API_KEY" in view.note


def test_the_simulator_needs_no_key():
    """Nothing is said about one."""
    view = CodeView()
    view.show([("Python", "1")], Source("", is_simulator=True))
    assert "" == view.note


def test_nothing_is_shown_before_there_is_something():
    """No empty box, and none after clearing."""
    view = CodeView()
    view.show([], SERVICE)
    assert ([], "") == (view.parts, view.note)
    view.show([("Python", "1")], SERVICE)
    view.clear()
    assert ([], "") == (view.parts, view.note)


def test_outside_of_a_notebook_there_is_no_cell():
    """A script has no cell to insert below."""
    assert "" == CodeView().cell_id


def test_every_step_knows_the_cell_that_made_the_panel(demo):
    """Steps are built when they are opened, often while no cell runs, or another one."""
    shown = Panel(PanelState(demo, "a-cell"))
    shown.state.answer = demo.fetch(keys=["homepage-banner"])
    steps = (shown.connection, shown.answer_view, shown.reader, shown.auditing, shown.take_away)
    assert ["a-cell"] * 5 == [step.code.cell_id for step in steps]
