"""Small pieces of text in the panel, escaped."""

from __future__ import annotations

import ipywidgets as w
from markupsafe import Markup

from moe_nb.views.notice import notice_html
from moe_nb.views.visible import visible
from moe_nb.widgets.panel_words import for_the_panel
from moe_nb.widgets.shared_models import layout, style


class Note(w.HTML):  # type: ignore[misc]
    """A line of text; everything said is escaped.

    Args:
        beside: Whether it stands below a field, in line with what is typed there.
    """

    def __init__(self, *, beside: bool = False) -> None:
        super().__init__(layout=layout(), style=style(w.HTML), _dom_classes=("moe-beside",) if beside else ())

    def say(self, text: str) -> None:
        """Show plain text, quietly."""
        line = Markup('<span role="status" style="color:#59636e;color:var(--jp-ui-font-color2,#59636e)">{}</span>')
        self.value = str(line.format(visible(text))) if text else ""

    def warn(self, text: str) -> None:
        """Show what is wrong with an input, beside it."""
        line = Markup('<span role="alert" style="color:#b42318;color:var(--jp-error-color1,#b42318)">{}</span>')
        self.value = str(line.format(visible(text))) if text else ""

    def alarm(self, error: BaseException | None) -> None:
        """Show an error with what to do."""
        self.value = "" if error is None else str(notice_html(for_the_panel(error)))
