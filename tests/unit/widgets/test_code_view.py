"""Code to take away: texts with titles, and where they may go."""

from __future__ import annotations

from moe_nb.views.code import Source
from moe_nb.widgets.code_view import CodeView

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
