"""Sizes of the panel, in one place."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

LABEL = {"description_width": "130px"}
"""Room for labels, German ones included."""


def field() -> w.Layout:
    """Return the layout of an input field: as wide as there is room, never wider than reads well."""
    return w.Layout(width="min(100%, 460px)")


def wide() -> w.Layout:
    """Return the layout of something that takes the whole width."""
    return w.Layout(width="auto", max_width="100%")


def row(*children: Any) -> w.HBox:
    """Put widgets side by side; they wrap in a narrow window."""
    return w.HBox(list(children), layout=w.Layout(flex_flow="row wrap", align_items="center"))


def column(*children: Any) -> w.VBox:
    """Put widgets one below the other."""
    return w.VBox(list(children), layout=w.Layout(max_width="100%", overflow="visible"))


def button(text: str, tip: str, *, primary: bool = False, icon: str = "") -> w.Button:
    """Return a button; its text says what it does, with or without the icon font."""
    return w.Button(
        description=text,
        tooltip=tip,
        icon=icon,
        button_style="primary" if primary else "",
        layout=w.Layout(width="auto", min_width="110px"),
    )


def show(widget: w.Widget, *, visible: bool) -> None:
    """Show or hide a widget."""
    widget.layout.display = None if visible else "none"
