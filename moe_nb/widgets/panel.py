"""The panel: connect, ask, sweep, take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w

from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.run import Run
from moe_nb.views.html import render
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.answer_view import AnswerView
from moe_nb.widgets.connection import ConnectionBox
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.focus_guard import FocusGuard
from moe_nb.widgets.note import Note
from moe_nb.widgets.state import PanelState, badge_of
from moe_nb.widgets.style import button, column, row
from moe_nb.widgets.sweep_panel import SweepPanel
from moe_nb.widgets.take_away import TakeAway
from moe_nb.workspace.workspace import Workspace

STEPS = ("1 Connect", "2 Ask", "3 Sweep", "4 Take away")
ASK = 1


class Panel(w.VBox):  # type: ignore[misc]
    """Everything an analyst needs, in four steps; begins on the simulator.

    Args:
        state: What it shows.
    """

    def __init__(self, state: PanelState) -> None:
        self.state = state
        self.form = ContextForm(state)
        self.connection, self.answer_view = ConnectionBox(state), AnswerView(state)
        self.sweeps = SweepPanel(state, self.form)
        self.fetch_button = button("Fetch", "Asks the service about this visitor", primary=True)
        self.cancel_button = button("Cancel", "Gives up the call under way")
        self.alarm = Alarm(state)
        ask = column(self.form, row(self.fetch_button, self.cancel_button), self.alarm, self.answer_view)
        steps = [self.connection, ask, self.sweeps, TakeAway(state, lambda: self.sweeps.code)]
        self.tabs = w.Tab(steps, titles=STEPS, selected_index=ASK, layout=w.Layout(max_width="100%"))
        self.badge, self.busy, self._guard = w.HTML(), Note(), FocusGuard()
        super().__init__([self._guard, row(self.badge, self.busy), self.tabs])
        for pairs in (self.form.identifiers, self.form.attributes, self.sweeps.form.axes):
            pairs.on_change(self._greet)
        self._greet()
        self.add_class("moe-panel")
        self.fetch_button.on_click(state.guarded(lambda _: self._fetch()))
        self.cancel_button.on_click(state.guarded(lambda _: state.stop()))
        state.observe(lambda _: self._paint(), ["environment", "busy", "workspace"])
        self._paint()

    @property
    def workspace(self) -> Workspace:
        """The workspace in use."""
        found: Workspace = self.state.workspace
        return found

    @property
    def answer(self) -> DisplayedAnswer | None:
        """The last answer."""
        found: DisplayedAnswer | None = self.state.answer
        return found

    @property
    def run(self) -> Run | None:
        """The last run."""
        found: Run | None = self.state.run
        return found

    def _greet(self) -> None:
        """Tell the guard of every widget there is by now."""
        self._guard.watch([part for part in _parts(self) if part.comm is not None])

    def _fetch(self) -> None:
        self.state.fetch(self.form.context(), self.form.chosen_keys())

    def _paint(self) -> None:
        busy = self.state.busy
        environment = self.state.environment
        text = repr(self.state.workspace)
        self.badge.value = str(render("badge.html", badge=environment, name=badge_of(environment), text=text))
        self.busy.say(f"… {busy}" if busy else "")
        self.fetch_button.disabled = bool(busy)
        self.cancel_button.disabled = busy in {"", "sweeping"}  # a sweep has a button of its own

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Add words for places without a kernel: GitHub, a saved page, a mail."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        words = "The moe_nb panel: run this cell in JupyterLab to use it."
        return {**(data or {}), "text/plain": words, "text/html": f"<p>{words}</p>"}, metadata


def _parts(root: w.Widget) -> Iterator[w.Widget]:
    yield root
    for child in getattr(root, "children", ()):
        yield from _parts(child)


def panel(workspace: Workspace | None = None) -> Panel:
    """Return the panel, on the simulator unless a workspace is given.

    Args:
        workspace: Where to begin, e.g. ``Workspace.from_env()``.
    """
    shown = Panel(PanelState(workspace or Workspace.simulated()))
    shown.state.test()  # only now: the metadata arrives on another thread, and everything that shows it is there
    return shown
