"""What was recorded of a sweep: its answers, and where, when and how they came."""

from __future__ import annotations

from pathlib import Path

from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_file import RunFile
from moe_nb.views.palette import Palette


class RecordedAnswers:
    """The answers of a sweep, in memory or in a run file.

    Args:
        answers: The table of answers, or the run file that holds them.
        facts: Where, when and how.
        plan: What was to be asked; the whole space if left out.
        palette: Letters and colours, that of the workspace; one of its own if left out.
    """

    def __init__(
        self,
        answers: RunTable | RunFile,
        facts: RunFacts,
        *,
        plan: Plan | None = None,
        palette: Palette | None = None,
    ) -> None:
        self.facts = facts
        self.palette = palette or Palette()
        self._answers = answers
        self._table: RunTable | None = None
        self._plan = plan

    def __len__(self) -> int:
        return len(self.space)

    @property
    def table(self) -> RunTable:
        """All answers as integers; of a run file, read when it is first wanted."""
        if self._table is None:
            self._table = self._answers if isinstance(self._answers, RunTable) else self._answers.table()
        return self._table

    @property
    def path(self) -> Path | None:
        """The run file; None for a run in memory."""
        return self._answers.path if isinstance(self._answers, RunFile) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The experience keys asked."""
        return self._answers.keys

    @property
    def space(self) -> Space:
        """The contexts asked."""
        return self._answers.space

    @property
    def is_complete(self) -> bool:
        """Whether every context was asked; failed ones count as asked."""
        return self.facts.stopped.reason.is_complete
