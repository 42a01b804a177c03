"""Step 5: what the run covers, what it misses, why, and what looks wrong."""

from __future__ import annotations

from moe_nb.results.run import Run
from moe_nb.views.audit import verdict
from moe_nb.widgets.alarm import Alarm
from moe_nb.widgets.audit_form import AuditForm
from moe_nb.widgets.audit_making import MadeAudit, audit_python, report_python
from moe_nb.widgets.audit_state import AuditState
from moe_nb.widgets.code_view import CodeView
from moe_nb.widgets.note import Note
from moe_nb.widgets.report_field import ReportField
from moe_nb.widgets.shared_models import show
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, html, on_enter, row

IN_PYTHON = """# show the panel with: p = moe.panel(), then p in the last line; in the next cell:
p.audit.to_frame()                   # the findings, a row each
p.audit.section("gaps").to_frame()   # any other part: rules, coverage, keys, ..."""
NOTHING = "No run yet: sweep in step 3, or open a run file in step 4."


class AuditPanel(Stack):
    """Audits the run that is looked at, and writes the report.

    Args:
        state: The panel's state.
        audits: What it knows of audits.
    """

    def __init__(self, state: PanelState, audits: AuditState) -> None:
        self._state, self._audits = state, audits
        self.about, self.note = Note(), Note()
        self.form = AuditForm(state)
        self.start = button("Audit this run", "Looks for gaps and mistakes; asks nobody", primary=True)
        self.cancel = button("Cancel audit", "Gives up what is under way; the run stays")
        self.result, self.changes = html(), html()
        self.report, self.code = ReportField(state, audits), CodeView(state.cell_id)
        controls = row(self.start, self.cancel, kind="moe-controls")
        super().__init__(
            [
                self.about,
                self.form,
                controls,
                Alarm(state),
                self.note,
                self.result,
                self.changes,
                self.report,
                self.code,
            ]
        )
        self._observe()
        self._paint()
        self._tell_run()
        self._draw()

    def _observe(self) -> None:
        state, begin = self._state, self._state.guarded(lambda _: self._begin())
        self.start.on_click(begin)
        self.cancel.on_click(state.guarded(lambda _: state.stop()))
        for field in (self.form.expected.path, self.form.file):
            on_enter(field, begin)
        for part in (self.report.file, self.report.format):
            part.observe(state.drawing(lambda _: self._show_code()), "value")
        state.observe(lambda _: self._paint(), "under_way")
        state.observe(state.drawing(lambda _: self._tell_run()), "run")
        self._audits.observe(state.drawing(lambda _: self._draw()), "made")

    def _begin(self) -> None:
        self._audits.make(self.form.wish())

    def _paint(self) -> None:
        doing = self._state.under_way
        self.start.disabled = bool(doing)
        self.cancel.disabled = doing != "auditing"

    def _tell_run(self) -> None:
        run: Run | None = self._state.run
        kept = self._state.kept(run)
        name = "" if kept is None else kept.name
        self.about.say(NOTHING if run is None else f"Run: {name}. Another one is chosen in step 4.")

    def _draw(self) -> None:
        made: MadeAudit | None = self._audits.made
        self.result.value = "" if made is None else made.html
        self.changes.value = "" if made is None else made.changes_html
        self.note.say("" if made is None else _told(made))
        show(self.report, visible=made is not None)
        self._show_code()

    def _show_code(self) -> None:
        made: MadeAudit | None = self._audits.made
        if made is None:
            self.code.clear()
            return
        report = report_python(self.report.path)
        parts = [("The same audit as Python", audit_python(made)), ("Its report", report), ("In Python", IN_PYTHON)]
        self.code.show(parts, self._state.workspace.source)


def _told(made: MadeAudit) -> str:
    """Return what was found, and in the light of which expectations: an audit stays while the next one fails."""
    given = "without expectations" if made.wish.expected is None else f"with {made.wish.expected.name}"
    return f"Audited {given}: {verdict(made.audit.findings)}."
