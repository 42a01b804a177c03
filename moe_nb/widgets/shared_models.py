"""Layouts and styles that widgets share: each is a model in the page, and a panel needs few different ones."""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets as w

_made: dict[tuple[Any, ...], w.Widget] = {}


def shared(kind: Any, **traits: str | None) -> Any:
    """Return the layout or style with these traits that all widgets share; it is never changed.

    Args:
        kind: Its class.
        traits: Its traits by name.
    """
    said = {name: value for name, value in traits.items() if value is not None}
    key = (kind, *sorted(said.items()))
    if key not in _made or _made[key].comm is None:  # none yet, or somebody closed all widgets
        _made[key] = kind(**said)
    return _made[key]


def layout(**sizes: str | None) -> w.Layout:
    """Return a shared layout."""
    return shared(w.Layout, **sizes)


def style(widget: type[w.Widget], **traits: str) -> w.Widget:
    """Return the shared style for a kind of widget."""
    return shared(widget.style.klass, **traits)


def show(widget: w.Widget, *, visible: bool) -> None:
    """Show or hide a widget: it takes the layout that differs in that alone.

    Raises:
        TypeError: If it is an anywidget: a page does not lay those out, so they go into a box that is hidden.
    """
    if isinstance(widget, anywidget.AnyWidget):
        raise TypeError(f"{type(widget).__name__} cannot be hidden by its layout: put it into a box and hide that")
    own = widget.layout
    if visible == (own.display != "none"):
        return
    sizes = {name: getattr(own, name) for name in own.keys if not name.startswith("_")}
    widget.layout = layout(**{**sizes, "display": None if visible else "none"})
