"""Step 5, the report: an audit written out."""

from __future__ import annotations

from pathlib import Path

from moe_nb.widgets.audit_state import FORMATS, AuditState, report_path
from moe_nb.widgets.download import Download
from moe_nb.widgets.file_names import told
from moe_nb.widgets.note import Note
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.style import button, choice, heading, on_enter, row, text


class ReportField(Stack):
    """Takes a name and a format, and writes the report.

    Args:
        state: The panel's state.
        audits: Whose audit is written.
    """

    def __init__(self, state: PanelState, audits: AuditState) -> None:
        self._audits = audits
        self.file = text("Report", "audit", value="audit")
        self.format = choice("Format", [(name, ending) for ending, name in FORMATS.items()])
        self.save = button("Save report", "Writes the audit into a file or a folder", primary=True)
        self.note, self.download = Note(), Download()
        parts = [heading("Take the audit away"), self.file, self.format, row(self.save), self.note, self.download]
        super().__init__(parts)
        save = state.guarded(lambda _: self._save())
        self.save.on_click(save)
        on_enter(self.file, save)
        state.observe(lambda change: setattr(self.save, "disabled", bool(change["new"])), "under_way")

    @property
    def path(self) -> str:
        """Where the report would go, as code names it."""
        return str(report_path(self.file.value.strip() or "audit", self.format.value))

    def _save(self) -> None:
        self.note.say("")
        self.download.clear()
        wanted = report_path(self.file.value, self.format.value)
        self._audits.save(self.file.value, self.format.value, lambda written: self._tell(wanted, written))

    def _tell(self, wanted: Path, written: Path) -> None:
        self.note.say(told(wanted, written))
        self.download.offer(written)
