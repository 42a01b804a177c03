"""Sizes and small pieces of the panel, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as w

from moe_nb.widgets.shared_models import layout, style

LABEL_WIDTH = "132px"
"""Room for labels, German ones included."""


def label(kind: type[w.Widget], width: str = LABEL_WIDTH) -> w.Widget:
    """Return the style of a kind of field whose label has so much room."""
    return style(kind, description_width=width)


def field() -> w.Layout:
    """Return the layout of an input field: as wide as there is room, never wider than reads well."""
    return layout(width="min(100% - 4px, 460px)")


def wide() -> w.Layout:
    """Return the layout of something that takes the whole width."""
    return layout(width="auto", max_width="100%")


def text(name: str, example: str = "", **options: Any) -> w.Text:
    """Return a text field with its label."""
    return w.Text(description=name, placeholder=example, style=label(w.Text), layout=field(), **options)


def area(name: str, example: str = "", **options: Any) -> w.Textarea:
    """Return a field for several lines with its label."""
    return w.Textarea(description=name, placeholder=example, style=label(w.Textarea), layout=field(), **options)


def choice(name: str, options: Sequence[Any] = ()) -> w.Dropdown:
    """Return a list to choose one of, with its label."""
    return w.Dropdown(options=options, description=name, style=label(w.Dropdown), layout=field())


def switch(name: str, options: Sequence[Any], value: Any) -> w.RadioButtons:
    """Return a choice between a few, side by side: real radio buttons, which every front end and reader knows."""
    return w.RadioButtons(
        options=options,
        value=value,
        description=name,
        orientation="horizontal",
        style=label(w.RadioButtons),
        layout=wide(),
        _dom_classes=("moe-switch",),
    )


def html(text: str = "", kind: str = "") -> w.HTML:
    """Return a piece of HTML, our own or escaped, that takes the whole width."""
    return w.HTML(text, layout=wide(), style=style(w.HTML), _dom_classes=(kind,) if kind else ())


def row(*children: Any, kind: str = "") -> w.HBox:
    """Put widgets side by side; they wrap in a narrow window."""
    wrapping = layout(flex_flow="row wrap", align_items="center")
    return w.HBox(list(children), layout=wrapping, _dom_classes=(kind,) if kind else ())


def column(*children: Any) -> w.VBox:
    """Put widgets one below the other."""
    return w.VBox(list(children), layout=layout(max_width="100%", overflow="visible"))


def button(text: str, tip: str, *, primary: bool = False, kind: str = "") -> w.Button:
    """Return a button; its text says what it does."""
    return w.Button(
        description=text,
        tooltip=tip,
        button_style="primary" if primary else "",
        layout=layout(width="auto", min_width="84px", align_self="flex-start"),
        style=style(w.Button),
        _dom_classes=(kind,) if kind else (),
    )


def checkbox(text: str, *, value: bool = False) -> w.Checkbox:
    """Return a checkbox as wide as its text."""
    as_wide = layout(width="max-content", max_width="100%")
    return w.Checkbox(value=value, description=text, indent=False, layout=as_wide, style=style(w.Checkbox))


def heading(title: str) -> w.HTML:
    """Return the heading of a part of a step; *title* is our own text."""
    return w.HTML(f"<h4>{title}</h4>", layout=layout(), style=style(w.HTML), _dom_classes=("moe-heading",))


def sections(parts: Mapping[str, Sequence[w.Widget]]) -> w.GridBox:
    """Put titled parts side by side where there is room, one below the other where there is not."""
    inside = layout(min_width="0")
    titled = [w.VBox([heading(title), *widgets], layout=inside) for title, widgets in parts.items()]
    columns = "repeat(auto-fit, minmax(min(100%, 440px), 1fr))"
    return w.GridBox(titled, layout=layout(grid_template_columns=columns, grid_gap="0 24px"))


def on_enter(field: w.Text, action: Callable[..., None]) -> None:
    """Call *action* when Enter is pressed in a text field; what was typed has arrived by then."""

    def heard(widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and content.get("event") == "submit":
            action(widget)

    field.on_msg(heard)
