"""What the panel knows and does about audits, without a single widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import traitlets

from moe_nb.core.errors import UsageError
from moe_nb.results.run import Run
from moe_nb.widgets.audit_making import AuditWish, MadeAudit, make_audit
from moe_nb.widgets.file_names import named_path, written_beside
from moe_nb.widgets.state import PanelState

FORMATS = {".ipynb": "Notebook", ".html": "Web page (HTML)", ".xlsx": "Excel workbook", "": "Folder: all of them"}
"""Ending to what a report is."""


class AuditState(traitlets.HasTraits):  # type: ignore[misc]
    """The audit of the run that is looked at; another run takes it away.

    Args:
        panel: The panel's state: whose run is audited, and one of whose works an audit is.
    """

    made = traitlets.Any(None, allow_none=True)
    """A `MadeAudit`, once there is one."""

    def __init__(self, panel: PanelState) -> None:
        super().__init__()
        self._panel = panel
        panel.observe(lambda _: self._looked_away(), "run")

    def make(self, wish: AuditWish) -> None:
        """Audit the run that is looked at; the audit before stays until the new one is there.

        Raises:
            UsageError: If there is no run, or something is under way.
        """
        run: Run | None = self._panel.run
        if run is None:
            raise UsageError("There is no run to audit.", hint="Sweep in step 3, or open a run file in step 4.")
        self._panel.do("auditing", lambda: make_audit(run, wish), self._take)

    def save(self, name: str, ending: str, then: Callable[[Path], None]) -> None:
        """Write the report of the audit.

        Args:
            name: Its file, with or without an ending.
            ending: One of `FORMATS`.
            then: Given where it is.

        Raises:
            UsageError: If there is no audit, no name, or something is under way.
            RunFileError: If it cannot be written; a file that is there stays, and the report goes beside it.
        """
        made: MadeAudit | None = self.made
        if made is None:
            raise UsageError("There is no audit to save.", hint='Click "Audit this run" first.')
        path = report_path(name, ending)
        self._panel.do("writing the report", lambda: written_beside(path, made.audit.report), then)

    def _take(self, made: MadeAudit) -> None:
        if made.run is not self._panel.run:
            self._panel.said = "Another run was chosen meanwhile: audit that one."
            return
        self.made = made

    def _looked_away(self) -> None:
        if self.made is not None and self.made.run is not self._panel.run:
            self.made = None


def report_path(name: str, ending: str) -> Path:
    """Return the path of a report: the ending of another format gives way, other dots are part of the name.

    Args:
        name: What was typed.
        ending: One of `FORMATS`.

    Raises:
        UsageError: If nothing was typed, or nothing that can name a file.
    """
    return named_path(name, ending, FORMATS, "audit")
