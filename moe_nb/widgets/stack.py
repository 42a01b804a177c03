"""Widgets one below the other."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as w

from moe_nb.widgets.shared_models import layout


class Stack(w.VBox):  # type: ignore[misc]
    """A column of widgets; every part of the panel is one, and all of them share their layout.

    Args:
        children: The widgets, from top to bottom.
        place: The layout, where it is another one.
    """

    def __init__(self, children: Sequence[w.Widget], place: w.Layout | None = None) -> None:
        super().__init__(list(children), layout=place or layout())
