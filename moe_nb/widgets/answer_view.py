"""Step 2, the answer: cards, the same as a table, the same as code; and the answers before it."""

from __future__ import annotations

import ipywidgets as w
from markupsafe import Markup

from moe_nb.core.day_hour import DAYS
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.views.tables import frame_html
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.note import Note
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import checkbox, choice, html
from moe_nb.widgets.zone_field import ZoneField

_TABLE = Markup('<details class="moe-fold"><summary>As a table</summary>{}</details>')


class AnswerView(Stack):
    """Shows the last answer, or an earlier one.

    Args:
        state: The panel's state.
        clock: The panel's clock: the hour of the answer is told on it too; one of its own if left out.
    """

    def __init__(self, state: PanelState, clock: ZoneField | None = None) -> None:
        self._state, self._clock = state, clock or ZoneField()
        self.hour = Note()
        self.images = checkbox("Load images from the payload")
        self.earlier = choice("Answers so far")
        self.cards, self.frame = html(), html()
        self.code = CodeView(state.cell_id)
        super().__init__([])
        state.observe(state.drawing(lambda _: self._draw()), "answer")
        state.observe(state.drawing(lambda _: self._begun()), "under_way")
        self.images.observe(state.guarded(lambda _: self._draw_cards()), "value")
        self._clock.on_change(state.drawing(self._tell_hour))
        self.earlier.observe(state.guarded(lambda change: self._look_at(change["new"])), "value")
        self._draw()

    def _begun(self) -> None:
        if self._state.under_way == "fetching":  # what stands there is the answer to another question
            self._show()

    def _look_at(self, number: int | None) -> None:
        answers = self._state.answers
        if number is not None and 0 <= number < len(answers):
            self._state.answer = answers[number].answer

    def _draw(self) -> None:
        answer: DisplayedAnswer | None = self._state.answer
        if answer is None:
            self._show()
            return
        self._list(answer)
        self._draw_cards()
        self.frame.value = str(_TABLE.format(frame_html(answer.to_frame(), "One row per experience key")))
        self.code.show([("Python", answer.python()), ("cURL", answer.curl())], self._state.workspace.source)
        self._tell_hour()
        self._show(self.earlier, self.images, self.hour, self.cards, self.frame, self.code)

    def _show(self, *parts: w.Widget) -> None:
        self.children = parts

    def _tell_hour(self) -> None:
        """Say when the hour of the answer is on the panel's clock; in UTC the answer itself says it."""
        context = None if self._state.answer is None else self._state.answer.context
        local = self._clock.local()
        if local is None or context is None or context.day is None or context.hour is None:
            self.hour.say("")
            return
        day, time = local.starts(DAYS.index(context.day), context.hour)
        self.hour.say(f"{context.day}, hour {context.hour:02d} UTC begins on {day} at {time} in {local.zone}.")

    def _list(self, shown: DisplayedAnswer) -> None:
        """Offer every answer so far, the last one first."""
        kept = self._state.answers
        self.earlier.options = [(one.name, number) for number, one in reversed(list(enumerate(kept)))]
        at = next((number for number, one in enumerate(kept) if one.answer is shown), None)
        if at is not None:
            self.earlier.value = at
        show(self.earlier, visible=len(kept) > 1)

    def _draw_cards(self) -> None:
        if self._state.answer is not None:
            self.cards.value = self._state.answer.html(images=self.images.value)
