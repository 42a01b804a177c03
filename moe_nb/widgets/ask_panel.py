"""Step 2: ask about one visitor."""

from __future__ import annotations

from moe_nb.sweep.known_user_agents import known_user_agents
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.answer_view import AnswerView
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.late import Late
from moe_nb.widgets.persona_field import PersonaField
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, on_enter, row
from moe_nb.widgets.zone_field import ZoneField


class AskPanel(Stack):
    """Takes the question, asks it, shows the answer.

    Args:
        state: The panel's state.
        clock: The panel's clock.
    """

    def __init__(self, state: PanelState, clock: ZoneField) -> None:
        self._state = state
        self.form = ContextForm(state, clock)
        self.personas = PersonaField(state, self.form)
        self.fetch_button = button("Fetch", "Asks the service about this visitor (Enter in a field)", primary=True)
        self.cancel_button = button("Cancel", "Gives up the call under way")
        self.alarm, self._answer = Alarm(state), Late(lambda: AnswerView(state, clock))
        controls = row(self.fetch_button, self.cancel_button, kind="moe-controls")
        super().__init__([self.personas, self.form, controls, self.alarm, self._answer])
        fetch = state.guarded(lambda _: self.fetch())
        self.fetch_button.on_click(fetch)
        self.cancel_button.on_click(state.guarded(lambda _: state.stop()))
        for field in self.form.text_fields:
            on_enter(field, fetch)
        state.observe(lambda _: self._paint(), "under_way")
        state.observe(state.drawing(lambda _: self._show_answer()), "answer")
        self._paint()

    @property
    def answer_view(self) -> AnswerView:
        """The answer; built when there is a first one."""
        made: AnswerView = self._answer.content
        return made

    def _show_answer(self) -> None:
        _ = self.answer_view  # there from the first answer on; it draws itself

    def suggest(self) -> None:
        """Fill in a first question: this hour, on a phone."""
        self.form.moment.set_now()
        self.form.agent.choose(known_user_agents()[0].user_agent)

    def fetch(self) -> None:
        """Ask what the form says; a second click while the answer is on its way changes nothing."""
        if self._state.under_way != "fetching":
            self._state.fetch(self.form.context(), self.form.chosen_keys())

    def _paint(self) -> None:
        busy = self._state.under_way
        self.fetch_button.disabled = bool(busy)
        self.cancel_button.disabled = busy in {"", "sweeping"}  # a sweep has a button of its own
