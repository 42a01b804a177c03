"""Layouts and styles that widgets share, and hiding one of those that do."""

from __future__ import annotations

import pytest
from ipywidgets import HTML, Text, Widget

from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.shared_models import layout, show, style


def test_the_same_sizes_are_the_same_model():
    """The page holds each layout and each style once."""
    assert layout(width="1px", height="2px") is layout(height="2px", width="1px")
    assert layout(width="1px") is not layout(width="2px")
    assert style(Text, description_width="9px") is style(Text, description_width="9px")
    assert style(Text) is not style(HTML)


def test_hiding_one_leaves_the_others():
    """Widgets that share a layout are shown and hidden each by itself, and keep their sizes."""
    one, other = (Text(layout=layout(width="1px", flex="1 1 0%")) for _ in "ab")
    show(one, visible=False)
    assert ("none", "1px", "1 1 0%", None) == (
        one.layout.display,
        one.layout.width,
        one.layout.flex,
        other.layout.display,
    )
    show(one, visible=False)
    show(one, visible=True)
    assert one.layout is other.layout


def test_an_anywidget_is_not_hidden_by_its_layout():
    """A page lays none of them out: who tries hears of it, instead of leaving it in sight."""
    with pytest.raises(TypeError, match="put it into a box"):
        show(CodeView(), visible=False)


def test_widgets_may_all_be_closed():
    """A closed layout is of no use to anybody: the next one is another."""
    before = layout(width="3px")
    Widget.close_all()
    assert layout(width="3px") is not before
    assert layout(width="3px").comm is not None
