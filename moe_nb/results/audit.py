"""An audit, as a user holds it: what a run covers, what it misses, why, and what looks wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from moe_nb.core.errors import AuditError
from moe_nb.core.payload_facts import Severity
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.results.audit_inputs import AuditInputs
from moe_nb.results.audited import Audited
from moe_nb.results.display import Displayed
from moe_nb.results.run_copy import copy_of_run
from moe_nb.results.section import DisplayedSection
from moe_nb.views.audit import audit_html, audit_text, folded
from moe_nb.views.audit_sections import SECTIONS
from moe_nb.views.palette import Palette

if TYPE_CHECKING:
    import pandas as pd

SaveAs = Callable[[Path], Path]


class Audit(Audited, Displayed):
    """The facts of one run, each computed when it is first wanted; made by ``run.audit()``.

    Args:
        table: The answers.
        facts: Where, when and how they came.
        inputs: What else the audit was given.
        save_as: Writes the run beside a report.
        palette: Letters and colours of the run.
    """

    def __init__(
        self, table: RunTable, facts: RunFacts, inputs: AuditInputs, save_as: SaveAs, palette: Palette
    ) -> None:
        super().__init__(table, facts, inputs)
        self._save_as, self._palette = save_as, palette

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error: a failed expectation, something seen broken, or a run without answers."""
        return any(one.severity is Severity.ERROR for one in self.findings)

    def section(self, name: str) -> DisplayedSection:
        """Return one part by itself.

        Args:
            name: ``findings``, ``expectations``, ``keys``, ``gaps``, ``overlaps``, ``variations``, ``rules``,
                ``inputs``, ``stickiness``, ``witnesses``, ``payloads`` or ``coverage``.

        Raises:
            AuditError: If there is no such part.
        """
        if name not in SECTIONS:
            raise AuditError(f"An audit has no part {name!r}.", hint=f"It has {', '.join(SECTIONS)}.")
        return DisplayedSection(SECTIONS[name](self), lambda: self.to_frames()[name], folded(name, self))

    def to_frame(self) -> pd.DataFrame:
        """Return the findings, a row each, in the order to look at them; columns as in `to_frames`."""
        return self.to_frames()["findings"]

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Return every part as a frame, by the names `section` takes; columns in `moe_nb.report.audit_frames`."""
        from moe_nb.report.audit_frames import audit_frames  # noqa: PLC0415 - pandas is not paid for until wanted

        return audit_frames(self)

    def report(self, path: str | Path, *, tables: str = "csv") -> Path:
        """Write the audit out, and return the path.

        Args:
            path: A notebook (``.ipynb``, with the run, its repeats and the expectations in files beside it, so that it
                runs again offline), one page (``.html``), tables (``.xlsx``, needs the extra ``excel``), or a folder:
                all of these, and a file per table.
            tables: How the tables of a folder are written: ``csv`` or ``parquet`` (needs the extra ``parquet``).

        Raises:
            UsageError: If the ending or the kind of tables is another one, or an extra is missing.
            RunFileError: If a file cannot be written.
        """
        from moe_nb.report.audit_report import write_audit  # noqa: PLC0415 - nbformat and pandas only for those who write

        run = partial(copy_of_run, table=self.table, facts=self._run_facts, save_as=self._save_as)
        repeats = [
            partial(copy_of_run, table=one.table, facts=one.facts, save_as=one.save_as) for one in self.inputs.repeats
        ]
        return write_audit(Path(path), self, self.inputs.material(), (run, *repeats), self._palette, tables)

    def _html(self) -> str:
        return str(audit_html(self))

    def _text(self) -> str:
        return audit_text(self)
