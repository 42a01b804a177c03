"""Two runs compared, as a user holds them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.drift import drift_of
from moe_nb.audit.payload_edits import edits_of
from moe_nb.audit.stability_findings import check_shape
from moe_nb.audit.status_changes import status_changes_of
from moe_nb.core.drift_facts import Change, Drift
from moe_nb.core.recheck_facts import Recheck
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.core.status_facts import StatusChange
from moe_nb.results.display import Displayed
from moe_nb.results.section import DisplayedSection
from moe_nb.views.diff import DiffFacts, audiences, diff_html, diff_text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class RunSide:
    """One of the two runs: its answers, and where, when and how they came."""

    table: RunTable
    facts: RunFacts


class Diff(Displayed):
    """What changed from one run to another; made by ``later.diff(earlier)``.

    Args:
        before: The earlier run, or that of the first environment.
        after: The later run.
        match: ``"id"`` or ``"name"``: what makes two audiences the same one.
        unsteady: (contexts, keys) of *after*: cells that flicker; they are not compared.
        recheck: What came of asking changed cells again.
        across: Inputs that are fixed in each run and may differ.

    Raises:
        AuditError: If *match* is neither, *unsteady* belongs to another run, or *across* names no input.
    """

    def __init__(
        self,
        before: RunSide,
        after: RunSide,
        match: str = "id",
        unsteady: NDArray[np.bool_] | None = None,
        recheck: Recheck | None = None,
        across: Collection[str] = (),
    ) -> None:
        if unsteady is not None:
            check_shape(after.table, unsteady)
        self.before = before
        self.after = after
        self.unsteady = unsteady
        self.recheck = recheck
        self.across = across
        self.drift: Drift = drift_of(before.table, after.table, match, unsteady=unsteady, across=across)
        lists = before.facts.metadata, after.facts.metadata
        self.statuses: tuple[StatusChange, ...] = status_changes_of((before.table, after.table), lists)

    @property
    def has_drift(self) -> bool:
        """Whether any cell changed that could be compared, or an experience was paused, started or taken away."""
        return self.drift.has_drift or bool(self.statuses)

    @property
    def is_whole(self) -> bool:
        """Whether everything that a run asked could be compared, and something was."""
        return self.drift.is_whole

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What could not be compared, in words: contexts and keys of one run, other inputs, cells without answer."""
        return self.drift.not_compared

    @property
    def changed_contexts(self) -> tuple[int, ...]:
        """Numbers of the contexts with a changed cell, in the later run: what ``ws.recheck`` asks again."""
        return tuple(sorted(set(self.drift.changed_contexts()[1].tolist())))

    @property
    def changed_keys(self) -> tuple[str, ...]:
        """The experience keys of which a cell changed."""
        return tuple(key.experience_key for key in self.drift.keys if key.changed)

    @property
    def audiences(self) -> DisplayedSection:
        """The audiences that got wider or narrower, moved, came or went, each in words."""
        from moe_nb.report.drift_frame import shift_frame  # noqa: PLC0415 - pandas is not paid for until wanted

        return DisplayedSection(audiences(self.drift), lambda: shift_frame(self.drift))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per key and kind of change; `moe_nb.report.drift_frame` lists the columns."""
        from moe_nb.report.drift_frame import drift_frame  # noqa: PLC0415 - pandas is not paid for until wanted

        return drift_frame(self.drift)

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Return ``changes`` (as `to_frame`), ``audiences``, ``cells`` (the changed ones), ``statuses``, ``splits``.

        `moe_nb.report.drift_frame` lists the columns.
        """
        from moe_nb.report.drift_frame import cell_frame, redraw_frame, shift_frame, status_frame  # noqa: PLC0415

        return {
            "changes": self.to_frame(),
            "audiences": shift_frame(self.drift),
            "cells": cell_frame(self.drift, self.before.table, self.after.table),
            "statuses": status_frame(self.statuses),
            "splits": redraw_frame(self.drift),
        }

    @cached_property
    def _facts(self) -> DiffFacts:
        edits = {
            id(one): edits_of(one.before, one.after, one.variables)
            for key in self.drift.keys
            for one in key.transitions
            if one.change is Change.PAYLOAD_EDITED
        }
        return DiffFacts(self.drift, self.before.facts, self.after.facts, edits, self.recheck, self.statuses)

    def _html(self) -> str:
        return str(diff_html(self._facts))

    def _text(self) -> str:
        return diff_text(self._facts)
