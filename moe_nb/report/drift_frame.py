"""Drift as a frame: one row per kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moe_nb.core.answer import Outcome
from moe_nb.core.drift_facts import Drift
from moe_nb.core.run_table import Content

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [
    "experience_key",
    "change",
    "contexts",
    "before",
    "after",
    "where",
    "before_context",
    "after_context",
]


def drift_frame(drift: Drift) -> pd.DataFrame:
    """Return one row per key and transition, the most contexts first within a key.

    Columns: ``experience_key``, ``change``, ``contexts`` (how many), ``before`` and ``after`` (audience and variation,
    or ``not served``), ``where`` (the largest regions in words), ``before_context`` and ``after_context`` (numbers of a
    context that shows it in either run).
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    rows = [
        (
            key.experience_key,
            one.change.words,
            one.contexts,
            _words(one.before),
            _words(one.after),
            "; ".join(one.where),
            one.before_index,
            one.after_index,
        )
        for key in drift.keys
        for one in key.transitions
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _words(content: Content) -> str:
    if content.outcome is not Outcome.SERVED:
        return "not served"
    return f"{content.audience_name or content.audience_id} / Variation {content.variation_id}"
