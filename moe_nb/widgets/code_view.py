"""Code to take away: copied with a click, or put into the notebook where the front end can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

from moe_nb.views.code import Source
from moe_nb.widgets.shared_models import layout

_STATIC = Path(__file__).parent / "static"
KEY_NOTE = "The API key is not in the text: it is read from the environment (MOE_WORKSPACE_ID, MOE_API_KEY)."


class CodeView(anywidget.AnyWidget):  # type: ignore[misc]
    """Shows pieces of code, each under a title that folds it.

    JupyterLab and Notebook 7 can insert a piece below the cell that shows it; elsewhere it is copied.

    Args:
        cell_id: The notebook's cell that made the panel: below it goes what is inserted where the page does not say
            which cell shows it.
    """

    _esm = _STATIC / "code_view.js"
    _css = _STATIC / "code_view.css"
    parts = traitlets.List().tag(sync=True)
    """Pieces: ``title``, ``text``, and ``is_python`` for those a notebook can run."""
    note = traitlets.Unicode("").tag(sync=True)
    cell_id = traitlets.Unicode("").tag(sync=True)
    """The notebook's cell that made the panel; empty where there is none."""

    def __init__(self, cell_id: str = "") -> None:
        super().__init__(cell_id=cell_id, layout=layout())

    def show(self, parts: Sequence[tuple[str, str]], source: Source) -> None:
        """Show titled code; what is titled cURL is for a shell, everything else for Python."""
        self.parts = [{"title": title, "text": text, "is_python": "cURL" not in title} for title, text in parts]
        self.note = "" if source.is_simulator or not parts else KEY_NOTE

    def clear(self) -> None:
        """Show nothing."""
        self.parts, self.note = [], ""
