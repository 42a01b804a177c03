"""The panel: connect, ask, sweep, read, take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w
from markupsafe import Markup

from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.run import Run
from moe_nb.views.html import render
from moe_nb.widgets.ask_panel import AskPanel
from moe_nb.widgets.connection import ConnectionBox
from moe_nb.widgets.focus_guard import FocusGuard
from moe_nb.widgets.note import Note
from moe_nb.widgets.notebook_cell import running_cell, take_place
from moe_nb.widgets.run_reader import RunReader
from moe_nb.widgets.state import PanelState, badge_of
from moe_nb.widgets.style import row
from moe_nb.widgets.sweep_panel import SweepPanel
from moe_nb.widgets.take_away import TakeAway
from moe_nb.widgets.zone_field import ZoneField
from moe_nb.workspace.workspace import Workspace

STEPS = ("1 Connect", "2 Ask", "3 Sweep", "4 Read", "5 Take away")
ASK, READ = 1, 3


class Panel(w.VBox):  # type: ignore[misc]
    """Everything an analyst needs, in five steps; begins on the simulator.

    Args:
        state: What it shows.
    """

    def __init__(self, state: PanelState) -> None:
        self.state = state
        self.clock = ZoneField()
        self.ask = ask = AskPanel(state, self.clock)
        self.form, self.alarm, self.answer_view = ask.form, ask.alarm, ask.answer_view
        self.fetch_button, self.cancel_button = ask.fetch_button, ask.cancel_button
        self.connection = ConnectionBox(state)
        self.sweeps = SweepPanel(state, self.form)
        self.reader = RunReader(state)
        self.take_away = TakeAway(state, lambda: self.sweeps.code)
        steps = [self.connection, self.ask, self.sweeps, self.reader, self.take_away]
        self.tabs = w.Tab(steps, titles=STEPS, selected_index=ASK, layout=w.Layout(max_width="100%"))
        self.badge, self.busy, self._guard = w.HTML(), Note(), FocusGuard()
        head = row(self.badge, self.clock, self.busy)
        head.add_class("moe-head")
        head.layout.align_items, self.clock.layout.flex = "flex-start", "1 1 320px"
        super().__init__([self._guard, head, self.tabs])
        for pairs in (self.form.identifiers, self.form.attributes, self.sweeps.form.axes):
            pairs.on_change(self._greet)
        self._greet()
        self.add_class("moe-panel")
        self.tabs.observe(state.drawing(lambda change: self._step_to(change["new"])), "selected_index")
        state.observe(lambda _: self._paint(), ["environment", "busy", "workspace"])
        state.observe(lambda _: self._mark(), ["metadata", "answer", "run", "busy", "tick"])
        self._paint()
        self._mark()

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
        """The run that is looked at: the last one, unless another was chosen."""
        found: Run | None = self.state.run
        return found

    def _step_to(self, step: int | None) -> None:
        self.reader.show_in_sight(is_in_sight=step == READ)

    def _greet(self) -> None:
        """Tell the guard of every widget there is by now."""
        self._guard.watch([part for part in _parts(self) if part.comm is not None])

    def _paint(self) -> None:
        busy = self.state.busy
        environment = self.state.environment
        text = repr(self.state.workspace)
        self.badge.value = str(render("badge.html", badge=environment, name=badge_of(environment), text=text))
        self.busy.say(f"… {busy}" if busy else "")

    def _mark(self) -> None:
        """Say on the tabs how far one has come; assigned only when it changed, for a sweep ticks often."""
        state = self.state
        job = state.job if state.busy == "sweeping" else None
        share = "" if job is None else f" {100 * job.progress.done // max(1, job.progress.calls)} %"
        done = (state.metadata, state.answer, None if state.busy == "sweeping" else state.run)
        marks = [" ✓" if one is not None else "" for one in done]
        titles = tuple(f"{name}{mark}" for name, mark in zip(STEPS, [*marks, "", ""], strict=True))
        titles = (*titles[:2], titles[2] + share, *titles[3:])
        if titles != tuple(self.tabs.titles):
            self.tabs.titles = titles

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Add what is there by now for places without a kernel: GitHub, a saved page, a mail."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        words = "The moe_nb panel: run this cell in JupyterLab to use it."
        found = [one for one in (self.answer, self.run) if one is not None]
        html = render("still_panel.html", words=words, steps=STEPS, parts=[Markup(one._repr_html_()) for one in found])  # noqa: S704 - escaped there
        text = "\n\n".join([words, *(repr(one) for one in found)])
        return {**(data or {}), "text/plain": text, "text/html": str(html)}, metadata


def _parts(root: w.Widget) -> Iterator[w.Widget]:
    yield root
    for child in getattr(root, "children", ()):
        yield from _parts(child)


def panel(workspace: Workspace | None = None) -> Panel:
    """Return the panel, on the simulator unless a workspace is given.

    Run again in its cell, it takes the place of the one before, whose sweep is stopped; its answers stay.

    Args:
        workspace: Where to begin, e.g. ``Workspace.from_env()``.
    """
    shown = Panel(PanelState(workspace or Workspace.simulated()))
    take_place(shown.state, running_cell())
    shown.ask.suggest()
    shown.state.test()  # only now: the metadata arrives on another thread, and everything that shows it is there
    return shown
