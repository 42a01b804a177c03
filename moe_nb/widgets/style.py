"""Sizes and small pieces of the panel, in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as w

LABEL = {"description_width": "132px"}
"""Room for labels, German ones included."""


def field() -> w.Layout:
    """Return the layout of an input field: as wide as there is room, never wider than reads well."""
    return w.Layout(width="min(100% - 4px, 460px)")


def wide() -> w.Layout:
    """Return the layout of something that takes the whole width."""
    return w.Layout(width="auto", max_width="100%")


def text(name: str, example: str = "", **options: Any) -> w.Text:
    """Return a text field with its label."""
    return w.Text(description=name, placeholder=example, style=LABEL, layout=field(), **options)


def choice(name: str, options: Sequence[Any] = ()) -> w.Dropdown:
    """Return a list to choose one of, with its label."""
    return w.Dropdown(options=options, description=name, style=LABEL, layout=field())


def switch(name: str, options: Sequence[Any], value: Any) -> w.RadioButtons:
    """Return a choice between a few, side by side: real radio buttons, which every front end and reader knows."""
    made = w.RadioButtons(options=options, value=value, description=name, style=LABEL, orientation="horizontal")
    made.layout = w.Layout(width="auto", max_width="100%")
    made.add_class("moe-switch")
    return made


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


def heading(title: str) -> w.HTML:
    """Return the heading of a part of a step; *title* is our own text."""
    made = w.HTML(f"<h4>{title}</h4>")
    made.add_class("moe-heading")
    return made


def sections(parts: dict[str, Any]) -> w.GridBox:
    """Put titled parts side by side where there is room, one below the other where there is not."""
    titled = [w.VBox([heading(title), part], layout=w.Layout(min_width="0")) for title, part in parts.items()]
    columns = "repeat(auto-fit, minmax(min(100%, 440px), 1fr))"
    return w.GridBox(titled, layout=w.Layout(grid_template_columns=columns, grid_gap="0 24px"))


def show(widget: w.Widget, *, visible: bool) -> None:
    """Show or hide a widget."""
    widget.layout.display = None if visible else "none"


def on_enter(field: w.Text, action: Callable[..., None]) -> None:
    """Call *action* when Enter is pressed in a text field; what was typed has arrived by then."""

    def heard(widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and content.get("event") == "submit":
            action(widget)

    field.on_msg(heard)
