"""How far a sweep has come, as a bar that says so to a screen reader too."""

from __future__ import annotations

import ipywidgets as w
from markupsafe import Markup

from moe_nb.widgets.shared_models import layout, style

_BAR = Markup('<progress class="moe-progress" aria-label="Calls of the sweep" max="{}" value="{}"></progress>')


class ProgressBar(w.HTML):  # type: ignore[misc]
    """A bar; how far it is also stands beside it in words."""

    def __init__(self) -> None:
        super().__init__(layout=layout(width="min(100%, 240px)"), style=style(w.HTML))
        self.show(0, 1)

    def show(self, done: int, calls: int) -> None:
        """Show that *done* of *calls* are over."""
        self.value = str(_BAR.format(max(1, calls), done))
