"""Parts that are built when somebody first wants them."""

from __future__ import annotations

from ipywidgets import Text

from moe_nb.widgets.late import Late


def test_it_is_made_once_when_it_is_wanted():
    """Before that a place holder stands there; afterwards it stays what it is."""
    made = []

    def make():
        made.append(Text())
        return made[-1]

    before = Text()
    late = Late(make, before)
    assert ((before,), [], False) == (late.children, made, late.is_built)
    assert late.content is late.content
    assert ((made[0],), 1, True) == (late.children, len(made), late.is_built)


def test_without_a_place_holder_there_is_nothing():
    """An answer that is not there yet takes no room."""
    assert () == Late(Text).children
