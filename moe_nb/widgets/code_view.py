"""Code to take away: copied with a click, or put into the notebook where the front end can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anywidget
import traitlets

from moe_nb.views.code import Source
from moe_nb.widgets.notebook_cell import running_cell
from moe_nb.widgets.shared_models import layout

_STATIC = Path(__file__).parent / "static"
KEY_NOTE = "The API key is not in the text: it is read from the environment (MOE_WORKSPACE_ID, MOE_API_KEY)."


class CodeView(anywidget.AnyWidget):  # type: ignore[misc]
    """Shows pieces of code, each under a title that folds it.

    JupyterLab and Notebook 7 can insert a piece below the panel's cell; elsewhere it is copied.
    """

    _esm = _STATIC / "code_view.js"
    _css = _STATIC / "code_view.css"
    parts = traitlets.List().tag(sync=True)
    """Pieces: ``title``, ``text``, and ``is_python`` for those a notebook can run."""
    note = traitlets.Unicode("").tag(sync=True)
    cell_id = traitlets.Unicode("").tag(sync=True)
    """The notebook's cell that shows the panel."""

    def __init__(self) -> None:
        cell = running_cell()
        super().__init__(cell_id="" if cell is None else cell.cell_id, layout=layout())

    def show(self, parts: Sequence[tuple[str, str]], source: Source) -> None:
        """Show titled code; what is titled cURL is for a shell, everything else for Python."""
        self.parts = [{"title": title, "text": text, "is_python": "cURL" not in title} for title, text in parts]
        self.note = "" if source.is_simulator or not parts else KEY_NOTE

    def clear(self) -> None:
        """Show nothing."""
        self.parts, self.note = [], ""
