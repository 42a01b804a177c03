"""Sizes of the panel, in one place."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

LABEL = {"description_width": "130px"}
"""Room for labels, German ones included."""


def field() -> w.Layout:
    """Return the layout of an input field: as wide as there is room, never wider than reads well."""
    return w.Layout(width="min(100% - 4px, 460px)")


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
        layout=w.Layout(width="auto", min_width="84px", align_self="flex-start"),
    )


def checkbox(text: str, *, value: bool = False) -> w.Checkbox:
    """Return a checkbox as wide as its text."""
    return w.Checkbox(
        value=value, description=text, indent=False, layout=w.Layout(width="max-content", max_width="100%")
    )


def sections(parts: dict[str, Any]) -> w.GridBox:
    """Put titled parts side by side where there is room, one below the other where there is not."""
    titled = [
        w.VBox([w.HTML(f"<h4 style='margin:8px 0 2px'>{title}</h4>"), part], layout=w.Layout(min_width="0"))
        for title, part in parts.items()
    ]
    columns = "repeat(auto-fit, minmax(min(100%, 440px), 1fr))"
    return w.GridBox(titled, layout=w.Layout(grid_template_columns=columns, grid_gap="0 24px"))


def show(widget: w.Widget, *, visible: bool) -> None:
    """Show or hide a widget."""
    widget.layout.display = None if visible else "none"
