"""A run in which no context was answered: it says nothing of any experience, and why is all there is to tell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from moe_nb.audit.answers import is_answered
from moe_nb.core.answer import Outcome
from moe_nb.core.run_table import HTTP_OK, RunTable, is_failed
from moe_nb.core.words import counted

CAUSES_TOLD = 3


def unanswered(table: RunTable, ended_by: str = "") -> str:
    """Return in words that nothing was answered, and why; empty where any context was, for any key.

    Args:
        table: The run.
        ended_by: What ended the sweep, if an error did; told where no call says what went wrong.
    """
    if is_answered(table).any():
        return ""
    contexts = counted(len(table.codes), "context")
    failed = is_failed(table).any(axis=1)
    asked = (table.asked_epoch_ms != 0).any(axis=1) | failed
    if not asked.any():
        why = ended_by or "The sweep ended before the first of them."
        return f"None of {contexts} was asked, so nothing is known. {why}".rstrip()
    if not table.keys and not failed.all() and asked.all():
        return (
            f"No experience was asked for by name, and none came back in {contexts}, so nothing is known of any. "
            "No active one was in the workspace's list of experiences, or there was no list."
        )
    if failed.all():
        said = f"All {contexts} failed" if len(table.codes) > 1 else "The one context failed"
    else:
        said = f"None of {contexts} was answered: {failed.sum():,} failed, {(~asked).sum():,} not asked"
    causes = list(dict.fromkeys(_causes(table))) or ([ended_by] if ended_by else [])
    told = "; ".join(causes[:CAUSES_TOLD])
    return f"{said}, so nothing is known. {told}".rstrip()


def _causes(table: RunTable) -> Iterator[str]:
    """Yield what went wrong, as the cells say it; without a cell only the status of the call is left."""
    for code in np.unique(table.codes).tolist():
        if table.contents[code].outcome is Outcome.FAILED:
            yield table.contents[code].error
    if not table.keys:
        for status in np.unique(table.status[table.asked_epoch_ms != 0]).tolist():
            if not status:
                yield "The service could not be reached, or did not answer in time."
            elif status != HTTP_OK:
                yield f"The service answered with status {status}."
