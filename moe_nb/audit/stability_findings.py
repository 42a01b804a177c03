"""Cells that flicker as findings, and a run without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import is_answered
from moe_nb.core.errors import AuditError
from moe_nb.core.finding_facts import Finding, FindingKind
from moe_nb.core.payload_facts import Severity
from moe_nb.core.run_table import RunTable
from moe_nb.core.stability_facts import Stability, Steadiness
from moe_nb.core.words import counted

NOT_ASKED_CODE = 0
"""What a cell holds in every run table before it is asked."""


def flicker_findings(stability: Stability) -> Iterator[Finding]:
    """Yield, per key, the contexts that did not always get the same audience and variation."""
    for key in stability.keys:
        count = key.count(Steadiness.FLICKERS)
        if count:
            named = counted(count, "context")
            words = f"{named} did not get the same in all of up to {stability.repeats} tries."
            first = tuple(np.flatnonzero(key.cells == Steadiness.FLICKERS)[:5].tolist())
            yield Finding(Severity.WARNING, FindingKind.FLICKERS, key.experience_key, words, count, first)


def flickering_of(table: RunTable, stability: Stability) -> NDArray[np.bool_]:
    """Return (contexts, keys): which answered cells did not always get the same audience and variation.

    Cells of which only the payload flickers are not among them: their audience is known.

    Args:
        table: A whole run.
        stability: Its repeats.

    Raises:
        AuditError: If the repeats asked other contexts or keys than the run.
    """
    check_shape(table, stability.flickering)
    return stability.flickering & is_answered(table)


def steady_table(table: RunTable, stability: Stability | None) -> RunTable:
    """Return a run in which cells that flicker count as not asked; without repeats, the run as it is."""
    return table if stability is None else without_unsteady(table, flickering_of(table, stability))


def without_unsteady(table: RunTable, unsteady: NDArray[np.bool_]) -> RunTable:
    """Return a run in which some cells count as not asked.

    Args:
        table: A whole run.
        unsteady: (contexts, keys): which, because they flicker.
    """
    return replace(table, codes=np.where(unsteady, NOT_ASKED_CODE, table.codes).astype(np.int32))


def check_shape(table: RunTable, unsteady: NDArray[np.generic]) -> None:
    """Raise an `AuditError` unless *unsteady* has a flag for every cell of a run."""
    if unsteady.shape != table.codes.shape:
        raise AuditError(
            f"The repeats have {counted(unsteady.shape[0], 'context')} and {counted(unsteady.shape[1], 'key')}, "
            f"the run has {counted(table.codes.shape[0], 'context')} and {counted(table.codes.shape[1], 'key')}.",
            hint="Repeat this run: ws.stability(run).",
        )
