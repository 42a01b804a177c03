"""The panel: connect, ask, sweep, read, audit, take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w
from markupsafe import Markup

from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.audit import Audit
from moe_nb.results.run import Run
from moe_nb.views.html import render
from moe_nb.widgets.answer_view import AnswerView
from moe_nb.widgets.ask_panel import AskPanel
from moe_nb.widgets.audit_making import MadeAudit
from moe_nb.widgets.audit_panel import AuditPanel
from moe_nb.widgets.audit_state import AuditState
from moe_nb.widgets.connection import ConnectionBox
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.focus_guard import FocusGuard
from moe_nb.widgets.late import Late
from moe_nb.widgets.note import Note
from moe_nb.widgets.notebook_cell import running_cell, take_place
from moe_nb.widgets.run_reader import RunReader
from moe_nb.widgets.shared_models import layout
from moe_nb.widgets.state import PanelState, badge_of
from moe_nb.widgets.style import html, row
from moe_nb.widgets.sweep_panel import SweepPanel
from moe_nb.widgets.take_away import TakeAway
from moe_nb.widgets.zone_field import ZoneField
from moe_nb.workspace.workspace import Workspace

STEPS = ("1 Connect", "2 Ask", "3 Sweep", "4 Read", "5 Audit", "6 Take away")
CONNECT, ASK, SWEEP, READ, AUDIT, TAKE_AWAY = range(len(STEPS))
OPENING = "This step opens when the kernel has time for it …"


class Panel(w.VBox):  # type: ignore[misc]
    """Everything an analyst needs, in six steps; begins on the simulator.

    A step is built when it is first opened: what nobody has looked at yet costs nothing.

    Args:
        state: What it shows.
    """

    def __init__(self, state: PanelState) -> None:
        self.state, self.audits = state, AuditState(state)
        self.clock = ZoneField()
        opening = html(OPENING)
        makers = (
            lambda: ConnectionBox(state),
            lambda: AskPanel(state, self.clock),
            lambda: SweepPanel(state, self.form),
            lambda: RunReader(state),
            lambda: AuditPanel(state, self.audits),
            lambda: TakeAway(state),
        )
        self._steps = [Late(make, opening) for make in makers]
        self.ask: AskPanel = self._steps[ASK].content
        self.form: ContextForm = self.ask.form
        self.alarm = self.ask.alarm
        self.fetch_button, self.cancel_button = self.ask.fetch_button, self.ask.cancel_button
        self.tabs = w.Tab(self._steps, titles=STEPS, selected_index=ASK, layout=layout(max_width="100%"))
        self.badge, self.busy, self._guard = html(), Note(), FocusGuard()
        head = row(self.badge, self.clock, self.busy, kind="moe-head")
        super().__init__([self._guard, head, self.tabs], layout=layout(), _dom_classes=("moe-panel",))
        self._greet()
        self.tabs.observe(state.drawing(lambda change: self._step_to(change["new"])), "selected_index")
        state.observe(lambda _: self._paint(), ["environment", "under_way", "workspace"])
        state.observe(lambda _: self._mark(), ["metadata", "answer", "run", "under_way", "tick"])
        self.audits.observe(lambda _: self._mark(), "made")
        self._paint()
        self._mark()

    @property
    def connection(self) -> ConnectionBox:
        """Step 1."""
        step: ConnectionBox = self._steps[CONNECT].content
        return step

    @property
    def sweeps(self) -> SweepPanel:
        """Step 3."""
        step: SweepPanel = self._steps[SWEEP].content
        return step

    @property
    def reader(self) -> RunReader:
        """Step 4."""
        step: RunReader = self._steps[READ].content
        return step

    @property
    def auditing(self) -> AuditPanel:
        """Step 5."""
        step: AuditPanel = self._steps[AUDIT].content
        return step

    @property
    def take_away(self) -> TakeAway:
        """Step 6."""
        step: TakeAway = self._steps[TAKE_AWAY].content
        return step

    @property
    def answer_view(self) -> AnswerView:
        """The answer in step 2."""
        return self.ask.answer_view

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

    @property
    def audit(self) -> Audit | None:
        """The audit of that run, once it was made."""
        made: MadeAudit | None = self.audits.made
        return None if made is None else made.audit

    def _step_to(self, step: int | None) -> None:
        if step is not None:
            _ = self._steps[step].content
        if self._steps[READ].is_built:
            self.reader.show_in_sight(is_in_sight=step == READ)

    def _greet(self) -> None:
        """Tell the guard of every control there is by now, and hear of those that come."""
        parts = list(_parts(self))
        for part in parts:
            if isinstance(part, w.Box):
                part.observe(self._greet_new, "children")  # a second time changes nothing
        self._guard.watch([part for part in parts if part.comm is not None and not isinstance(part, (w.Box, w.HTML))])

    def _greet_new(self, _change: Any) -> None:
        self._greet()

    def _paint(self) -> None:
        busy = self.state.under_way
        environment = self.state.environment
        text = repr(self.state.workspace)
        self.badge.value = str(render("badge.html", badge=environment, name=badge_of(environment), text=text))
        self.busy.say(f"… {busy}" if busy else "")

    def _mark(self) -> None:
        """Say on the tabs how far one has come; assigned only when it changed, for a sweep ticks often."""
        state = self.state
        job = state.job if state.under_way == "sweeping" else None
        share = "" if job is None else f" {100 * job.progress.done // max(1, job.progress.calls)} %"
        done = (state.metadata, state.answer, None if state.under_way == "sweeping" else state.run)
        marks = [" ✓" if one is not None else "" for one in (*done, None, self.audits.made, None)]
        titles = tuple(f"{name}{mark}" for name, mark in zip(STEPS, marks, strict=True))
        titles = (*titles[:2], titles[2] + share, *titles[3:])
        if titles != tuple(self.tabs.titles):
            self.tabs.titles = titles

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Add what is there by now for places without a kernel: GitHub, a saved page, a mail."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        words = "The moe_nb panel: run this cell in JupyterLab to use it."
        found = [one for one in (self.answer, self.run, self.audit) if one is not None]
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
    cell = running_cell()
    shown = Panel(PanelState(workspace or Workspace.simulated(), "" if cell is None else cell.cell_id))
    take_place(shown.state, cell)
    shown.ask.suggest()
    shown.state.test()  # only now: the metadata arrives on another thread, and everything that shows it is there
    return shown
