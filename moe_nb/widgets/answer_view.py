"""Step 2, the answer: cards, the same as a table, the same as code."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from moe_nb.views.code import code_html
from moe_nb.views.tables import frame_html
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import checkbox, wide


class AnswerView(w.VBox):  # type: ignore[misc]
    """Shows the last answer.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.images = checkbox("Load images from the payload")
        self.cards, self.frame, self.code = (w.HTML(layout=wide()) for _ in range(3))
        self.more = w.Accordion([self.frame, self.code], titles=("As a table", "As Python and cURL"))
        super().__init__([])
        state.observe(lambda _: self._draw(), "answer")
        state.observe(lambda _: self._begun(), "busy")
        self.images.observe(state.guarded(lambda _: self._draw_cards()), "value")

    def _begun(self) -> None:
        if self._state.busy == "fetching":  # what stands there is the answer to another question
            self._show()

    def _draw(self) -> None:
        answer: Any = self._state.answer
        if answer is None:
            self._show()
            return
        self._draw_cards()
        self.frame.value = str(frame_html(answer.to_frame(), "One row per experience key"))
        self.code.value = str(
            code_html([("Python", answer.python()), ("cURL", answer.curl())], self._state.workspace.source)
        )
        self._show(self.images, self.cards, self.more)

    def _show(self, *parts: w.Widget) -> None:
        self.children = parts

    def _draw_cards(self) -> None:
        if self._state.answer is not None:
            self.cards.value = self._state.answer.html(images=self.images.value)
