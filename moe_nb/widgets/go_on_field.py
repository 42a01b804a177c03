"""Step 3, a run that is not whole: asking what is missing of it."""

from __future__ import annotations

from moe_nb.results.run import Run
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.going_on import going_on_python, may_be_large, missing_of, wants_more
from moe_nb.widgets.note import Note
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, checkbox, heading, row


class GoOnField(Stack):
    """Offers to go on with the run that is looked at; out of sight where nothing is missing of it.

    Args:
        state: The panel's state.
    """

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self._asked: Run | None = None
        self.note, self.code = Note(), CodeView(state.cell_id)
        self.confirm = checkbox("Yes, make all the missing calls")
        self.start = button("Go on", "Asks what is missing of this run; what was answered stays")
        super().__init__([heading("Go on with a run"), self.note, row(self.start, self.confirm), self.code])
        self.start.on_click(state.guarded(lambda _: self._begin()))
        state.observe(state.drawing(lambda _: self._draw()), ["run", "under_way", "workspace"])
        self._draw()

    def _begin(self) -> None:
        run: Run | None = self._state.run
        if run is not None and self._state.under_way != "sweeping":  # a second click changes nothing
            self._state.go_on(run, confirmed=self.confirm.value)

    def _draw(self) -> None:
        run, is_busy = self._state.run, bool(self._state.under_way)
        self.start.disabled = is_busy
        is_offered = run is not None and wants_more(run) and self._state.under_way != "sweeping"
        show(self, visible=is_offered)
        if run is not self._asked:
            self._asked, self.confirm.value = run, False  # a yes is a yes to the run it was given to
        if run is None or not is_offered:
            return
        kept = self._state.kept(run)
        self.note.say(f"{'This run' if kept is None else kept.name}: {missing_of(run)}")
        show(self.confirm, visible=may_be_large(run))
        source = self._state.workspace.source
        self.code.show([("Going on as Python", going_on_python(run.path, source))] if run.path else [], source)
