"""Step 4: the run as a summary, as code, as data in Python."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from moe_nb.views.code import code_html, literal
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import wide

IN_PYTHON = """# show the panel with: p = moe.panel(), then p in the last line; in the next cell:
p.run.to_frame()         # a row per context and experience key
p.run.matrix({key}).to_frame()
p.answer.to_frame()      # the last fetch"""


class TakeAway(w.VBox):  # type: ignore[misc]
    """Shows what can be taken away from the last run.

    Args:
        state: The panel's state.
        code: Returns the Python of the last sweep.
    """

    def __init__(self, state: PanelState, code: Callable[[], str]) -> None:
        self._state, self._code = state, code
        self.summary, self.code = w.HTML("<p>Nothing swept yet: go to step 3.</p>"), w.HTML(layout=wide())
        super().__init__([self.summary, self.code])
        state.observe(state.drawing(lambda _: self._draw()), "run")

    def _draw(self) -> None:
        run = self._state.run
        if run is not None:
            self.summary.value = run._repr_html_()
            in_python = IN_PYTHON.format(key=literal(run.keys[0]) if run.keys else "")
            parts = [("The same sweep as Python", self._code()), ("The answers in Python", in_python)]
            self.code.value = str(code_html(parts, self._state.workspace.source))
