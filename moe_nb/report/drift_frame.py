"""Drift as a frame: one row per kind of change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from moe_nb.core.answer import Outcome
from moe_nb.core.distinct_names import with_distinct_names
from moe_nb.core.drift_facts import Change, Drift, Match, is_drift
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.status_facts import StatusChange

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


def shift_frame(drift: Drift) -> pd.DataFrame:
    """Return one row per key and audience.

    Columns: ``experience_key``, ``audience_id``, ``audience_name``, ``shift`` (``same``, ``wider``, ``narrower``,
    ``moved``, ``new`` or ``gone``), ``before``, ``after``, ``gained``, ``lost`` (contexts answered in both runs),
    ``words``.
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    rows = [
        (
            key.experience_key,
            one.audience_id,
            one.audience_name,
            one.shift.value,
            one.before,
            one.after,
            one.gained,
            one.lost,
            one.words,
        )
        for key in drift.keys
        for one in key.shifts
    ]
    names = ["audience_id", "audience_name", "shift", "before", "after", "gained", "lost", "words"]
    return pd.DataFrame(rows, columns=["experience_key", *names])


def cell_frame(drift: Drift, before: RunTable, after: RunTable) -> pd.DataFrame:
    """Return one row per changed cell.

    Columns: the axes of the common contexts (labels), ``experience_key``, ``change``, ``before``, ``after``,
    ``before_context`` and ``after_context`` (numbers of the context in either run).
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    before, after = with_distinct_names(before, after) if drift.match is Match.ID else (before, after)
    parts = []
    for key in drift.keys:
        at = np.flatnonzero(is_drift(key.changes))
        places = np.unravel_index(at, [len(axis) for axis in drift.space.axes]) if drift.space.axes else ()
        said = {
            axis.name: [axis.labels[one] for one in place.tolist()]
            for axis, place in zip(drift.space.axes, places, strict=True)
        }
        one, other = drift.before_index[at], drift.after_index[at]
        codes = before.codes[one, before.key_position(key.experience_key)].tolist()
        others = after.codes[other, after.key_position(key.experience_key)].tolist()
        facts = {
            "experience_key": [key.experience_key] * len(at),
            "change": [Change(change).words for change in key.changes[at].tolist()],
            "before": [_words(before.contents[code]) for code in codes],
            "after": [_words(after.contents[code]) for code in others],
            "before_context": one,
            "after_context": other,
        }
        parts.append(pd.DataFrame(said | facts))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS[:1])


def status_frame(statuses: Sequence[StatusChange]) -> pd.DataFrame:
    """Return one row per experience whose status is another one.

    Columns: ``experience_key``, ``before`` and ``after`` (status as sent; missing where it was not listed),
    ``served_before`` and ``served_after`` (contexts; missing where it was not asked for), ``words``.
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    rows = [(s.experience_key, s.before, s.after, s.served_before, s.served_after, s.words) for s in statuses]
    names = ["experience_key", "before", "after", "served_before", "served_after", "words"]
    return pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[3:5], "Int64"))


def redraw_frame(drift: Drift) -> pd.DataFrame:
    """Return one row per key, audience and variation of the splits that were drawn anew, or are another one.

    Columns: ``experience_key``, ``audience_id``, ``audience_name``, ``variation_id``, ``before`` and ``after``
    (contexts that had the audience in both runs, and no fixed visitor), ``p_value``, ``is_another_split``. A control
    group is of no audience; its rows say ``served`` and ``not served`` instead of a variation.
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    rows = [
        (
            *(key.experience_key, one.audience_id, one.audience_name, variation),
            *(one.before[variation], one.after[variation], one.p_value, one.is_another_split),
        )
        for key in drift.keys
        for one in key.redraws
        for variation in one.before
    ]
    names = ["audience_id", "audience_name", "variation_id", "before", "after", "p_value", "is_another_split"]
    return pd.DataFrame(rows, columns=["experience_key", *names])


def _words(content: Content) -> str:
    if content.outcome is not Outcome.SERVED:
        return "not served"
    return f"{content.audience_name or content.audience_id} / Variation {content.variation_id}"
