"""Step 3: choose axes, read the plan, run, pause, stop; the matrix fills below."""

from __future__ import annotations

from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.go_on_field import GoOnField
from moe_nb.widgets.matrix_reader import MatrixReader
from moe_nb.widgets.note import Note
from moe_nb.widgets.progress_bar import ProgressBar
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, html, row
from moe_nb.widgets.sweep_form import SweepForm


class SweepPanel(Stack):
    """Runs sweeps.

    Args:
        state: The panel's state.
        form: The context that stays the same.
    """

    def __init__(self, state: PanelState, form: ContextForm) -> None:
        self._state, self._ask = state, form
        self.form = SweepForm(state, form)
        self.start = button("Sweep", "Asks every combination of the axes", primary=True)
        self.pause = button("Pause", "Lets no new call leave")
        self.stop = button("Stop", "Ends the sweep; what was answered stays")
        self.bar = ProgressBar()
        self.progress, self.reader = Note(), MatrixReader(state)
        head = html("<p>Everything that is not varied here stays as it is in step 2, the keys and the zone too.</p>")
        controls = row(self.start, self.pause, self.stop, self.bar, self.progress)
        self.go_on = GoOnField(state)
        super().__init__([head, self.form, controls, Alarm(state), self.go_on, self.reader])
        self.start.on_click(state.guarded(lambda _: self._start()))
        self.pause.on_click(state.guarded(lambda _: self._toggle_pause()))
        self.stop.on_click(state.guarded(lambda _: state.stop()))
        state.observe(lambda _: self._paint(), ["tick", "under_way"])
        self._paint()

    def _start(self) -> None:
        if self._state.under_way == "sweeping":  # a second click changes nothing
            return
        self._state.check_free()
        plan, code, confirmed = self.form.plan(), self.form.code(), self.form.confirm.value
        self._state.sweep(plan.space, self._ask.chosen_keys(), plan.space.base, confirmed=confirmed, code=code)

    def _toggle_pause(self) -> None:
        job = self._state.job
        if job is not None:
            (job.resume if job.is_paused else job.pause)()
            self._paint()

    def _paint(self) -> None:
        job, sweeping = self._state.job, self._state.under_way == "sweeping"
        self.start.disabled = bool(self._state.under_way)
        self.pause.disabled = self.stop.disabled = not sweeping
        self.pause.description = "Resume" if sweeping and job is not None and job.is_paused else "Pause"
        if job is not None:
            self.bar.show(job.progress.done, job.progress.calls)
            self.progress.say(job.progress.describe())
