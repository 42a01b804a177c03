"""A recorded sweep, as a user holds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.matrix import Side, layout_of
from moe_nb.core.facts import KeyCoverage
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.results.display import Displayed
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.views.tables import RUN_COLUMNS, run_html, run_row, text_table
from moe_nb.views.visible import one_line

if TYPE_CHECKING:
    import pandas as pd


class Run(Displayed):
    """The answers of a sweep.

    Args:
        table: The answers.
        facts: Where, when and how.
    """

    def __init__(self, table: RunTable, facts: RunFacts) -> None:
        self.table = table
        self.facts = facts

    def __len__(self) -> int:
        return len(self.table.codes)

    @property
    def keys(self) -> tuple[str, ...]:
        """The experience keys asked."""
        return self.table.keys

    @property
    def space(self) -> Space:
        """The contexts asked."""
        return self.table.space

    @property
    def is_complete(self) -> bool:
        """Whether every context was asked; failed ones count as asked."""
        return self.facts.stopped.reason.is_complete

    def matrix(
        self,
        experience: str | None = None,
        rows: Side | None = None,
        columns: Side | None = None,
        at: Mapping[str, object] | None = None,
    ) -> DisplayedMatrix:
        """Pivot the run.

        Args:
            experience: The experience key; needed when rows and columns are both axes and there are several keys.
            rows: An axis, or ``local_day`` / ``local_hour`` for a week with a zone; several axes share the side:
                ``["day", "hour"]``.
            columns: Another axis, or several, or ``experience_key``.
            at: Axes held at one value, by value or label: ``{"user_agent": "iPhone"}``.

        Raises:
            SpaceError: If an axis, value or key does not exist.
        """
        return DisplayedMatrix(self.table, layout_of(self.table, experience, rows, columns, at))

    def coverage(self) -> tuple[KeyCoverage, ...]:
        """Count what was seen of each key."""
        return coverage_of(self.table)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per context and experience key; `moe_nb.sweep.frame.to_frame` lists the columns."""
        from moe_nb.sweep.frame import to_frame  # noqa: PLC0415 - pandas is not paid for until wanted

        return to_frame(self.table)

    def _html(self) -> str:
        return str(
            run_html(
                self.coverage(),
                title=self._title(),
                subtitle=self._subtitle(),
                badge=self.facts.environment,
                notes=self._notes(),
            )
        )

    def _text(self) -> str:
        rows = [run_row(key) for key in self.coverage()]
        said = [one_line(text) for text in (self._title(), self._subtitle(), *self._notes())]
        return "\n".join([*said, text_table(RUN_COLUMNS, rows)])

    def _title(self) -> str:
        axes = " × ".join(f"{len(axis)} {axis.name}" for axis in self.space.axes)
        return f"Run of {len(self):,} contexts ({axes})"

    def _subtitle(self) -> str:
        started = datetime.fromtimestamp(self.facts.started_epoch_s, UTC)
        stopped = self.facts.stopped
        zone = f" · {self.space.local_week.describe()}" if self.space.local_week else ""
        return (
            f"{self.facts.url} · workspace {self.facts.workspace} · {started:%Y-%m-%d %H:%M} UTC · "
            f"{stopped.elapsed_s:.1f} s · {stopped.reason}{zone}"
        )

    def _notes(self) -> list[str]:
        stopped, notes = self.facts.stopped, []
        if stopped.failed:
            notes.append(f"{stopped.failed:,} calls failed: those cells are not holes, they are not known.")
        if not self.is_complete:
            notes.append(f"The sweep did not finish ({stopped.reason}): the rest was not asked.")
        if stopped.error is not None:
            notes.append(f"{stopped.error.summary} {stopped.error.hint}".rstrip())
        return notes
