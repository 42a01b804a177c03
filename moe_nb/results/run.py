"""A recorded sweep, as a user holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.matrix import Side, layout_of
from moe_nb.core.facts import KeyCoverage
from moe_nb.core.run_table import RunTable
from moe_nb.report.exports import export_frames
from moe_nb.results.audit import Audit
from moe_nb.results.audit_inputs import Expected, audit_inputs
from moe_nb.results.diff import Diff, RunSide
from moe_nb.results.display import Displayed
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.results.matrix_colours import chosen_colours
from moe_nb.results.recorded_answers import RecordedAnswers
from moe_nb.results.run_words import run_as_html, run_as_text
from moe_nb.results.stability import Repeats, repeats_of, unsteady_of
from moe_nb.sweep.blocks import CONTEXTS_PER_BLOCK, block_starts
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.run_schema import run_path
from moe_nb.sweep.run_writing import write_run

if TYPE_CHECKING:
    import pandas as pd


class Run(RecordedAnswers, Displayed):
    """The answers of a sweep, to look at and to work with."""

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Return the run of a file; needs no network and no credentials.

        Raises:
            RunFileError: If it is not there, no run file, damaged, or being written.
        """
        file = RunFile(Path(path))
        return cls(file, file.facts, plan=file.plan)

    def matrix(
        self,
        experience: str | None = None,
        rows: Side | None = None,
        columns: Side | None = None,
        at: Mapping[str, object] | None = None,
        colour_by: str | None = None,
        *,
        stability: Repeats | None = None,
    ) -> DisplayedMatrix:
        """Pivot the run.

        Args:
            experience: The experience key; needed when rows and columns are both axes and there are several keys.
            rows: An axis, or ``local_day`` / ``local_hour`` for a week with a zone; several axes share the side:
                ``["day", "hour"]``.
            columns: Another axis, or several, or ``experience_key``.
            at: Axes held at one value, by value or label: ``{"user_agent": "iPhone"}``.
            colour_by: ``variation``, ``audience``, ``cause``, ``payload``, ``outcome`` or ``stability``; by stability
                if left out beside *stability*.
            stability: Repeats of this run, as for `audit`: which cells are stable and which flicker.

        Raises:
            SpaceError: If an axis, value or key does not exist.
            UsageError: If it cannot be coloured so.
            AuditError: If the repeats are of another run.
        """
        repeats = repeats_of(stability, self)
        stable = None if repeats is None else repeats.facts
        colours = chosen_colours(self.table, colour_by, stable, self.palette)
        return DisplayedMatrix(self.table, layout_of(self.table, experience, rows, columns, at), colours)

    def coverage(self) -> tuple[KeyCoverage, ...]:
        """Count what was seen of each key."""
        return coverage_of(self.table)

    def audit(
        self,
        expected: Expected | None = None,
        slots: Mapping[str, Iterable[str]] | None = None,
        *,
        stability: Repeats | None = None,
        week_of: date | None = None,
        seed: int = 0,
    ) -> Audit:
        """Compute what the run covers, what it misses, why, and what looks wrong; asks nothing.

        Args:
            expected: A table of expectations (`moe_nb.audit.expectation_table`): a ``.csv``, ``.xlsx`` or ``.yaml``
                file, rows as mappings, or a DataFrame.
            slots: Name of a place on the page to the keys that may fill it, to see where two are served together.
            stability: ``ws.stability(run)``, or runs that asked the same: rules use cells that do not flicker, be it
                among them or between them and this run.
            week_of: A day of the week whose clock the rows with a time zone mean; the run's own if left out. Zones that
                have one clock all year need none.
            seed: Chooses the cells that are held out to measure the error of the rules.

        Raises:
            ExpectationError: If the expectations are no table at all; single cells with a mistake become findings.
            AuditError: If a slot is no list, or the repeats are of another run.
        """
        inputs = audit_inputs(expected, slots, repeats_of(stability, self), week_of, seed)
        return Audit(self.table, self.facts, inputs, self.save_as, self.palette)

    def diff(
        self, other: Run, match: str = "id", *, across: Collection[str] = (), stability: Repeats | None = None
    ) -> Diff:
        """Compare with an earlier run, or with that of another environment; asks nothing.

        Args:
            other: The run before this one; the contexts in common are compared, whatever the order of the axes.
            match: ``"id"`` (an audience is the same when its id is) or ``"name"``, for two environments.
            across: Inputs fixed in each run that may differ, ``["customer_id"]``; others that differ: nothing compared.
            stability: Repeats of this run, as for `audit`: cells that flicker are not compared.

        Raises:
            AuditError: If *match* is neither, *across* names no input, or the repeats are of another run.
        """
        sides = RunSide(other.table, other.facts), RunSide(self.table, self.facts)
        return Diff(*sides, match, unsteady_of(stability, self), across=across)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per context and experience key; `moe_nb.sweep.frame.to_frame` lists the columns."""
        from moe_nb.sweep.frame import to_frame  # noqa: PLC0415 - pandas is not paid for until wanted

        return to_frame(self.table)

    def iter_frames(self, contexts: int = CONTEXTS_PER_BLOCK) -> Iterator[pd.DataFrame]:
        """Return the run as frames of at most *contexts* contexts each, for runs larger than memory.

        Raises:
            UsageError: If that is less than one.
            RunFileError: If the run file is damaged.
        """
        from moe_nb.sweep.frame import to_frame  # noqa: PLC0415 - pandas is not paid for until wanted

        return (to_frame(part) for part in self._parts(block_starts(len(self), contexts)))

    def save_as(self, path: str | Path) -> Path:
        """Write the run into a new run file, and return its path.

        Raises:
            RunFileError: If there is a file already, or it cannot be written.
        """
        target = run_path(path)
        if isinstance(self._answers, RunFile):
            self._answers.save_as(target)
        else:
            write_run(target, self._answers, self.facts, self._plan)
        return target

    def export(self, path: str | Path) -> Path:
        """Write every answer as a row into a file that other programs read, and return its path.

        Args:
            path: Ends in ``.csv``, ``.parquet`` (needs the extra ``parquet``) or ``.xlsx`` (needs ``excel``; a sheet
                holds at most 1,048,575 rows). Columns as in `to_frame`.

        Raises:
            UsageError: If the ending is another one, the extra is missing, or a sheet cannot hold the rows.
            RunFileError: If the file cannot be written.
        """
        return export_frames(Path(path), self.iter_frames(), rows=len(self) * len(self.keys))

    def _parts(self, starts: range) -> Iterator[RunTable]:
        if isinstance(self._answers, RunFile):
            return self._answers.parts(starts.step)
        return (self._answers.part(start, min(start + starts.step, len(self))) for start in starts)

    def _html(self) -> str:
        return run_as_html(self.space, self.facts, self.coverage())

    def _text(self) -> str:
        return run_as_text(self.space, self.facts, self.coverage())
