"""What a run saw of each key, counted."""

from __future__ import annotations

import numpy as np

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.facts import KeyCoverage, VariationCount
from moe_nb.core.run_table import RunTable


def coverage_of(table: RunTable) -> tuple[KeyCoverage, ...]:
    """Count, for every key: asked, served, failed, not served by cause, and each audience and variation seen."""
    return tuple(_key(table, position) for position in range(len(table.keys)))


def _key(table: RunTable, position: int) -> KeyCoverage:
    found, first, counts = np.unique(table.codes[:, position], return_index=True, return_counts=True)
    by_outcome = dict.fromkeys(Outcome, 0)
    causes: dict[Cause, int] = {}
    variations: dict[tuple[str, str, str], list[int]] = {}
    for code, index, count in zip(found.tolist(), first.tolist(), counts.tolist(), strict=True):
        content = table.contents[code]
        by_outcome[content.outcome] += count
        if content.cause is not None:
            causes[content.cause] = causes.get(content.cause, 0) + count
        if content.outcome is Outcome.SERVED:
            group = (content.audience_id, content.audience_name, content.variation_id)
            variations.setdefault(group, []).extend((count, index))
    seen = [VariationCount(*group, sum(said[::2]), min(said[1::2])) for group, said in variations.items()]
    total = len(table.codes)
    return KeyCoverage(
        table.keys[position],
        total,
        total - by_outcome[Outcome.NOT_ASKED],
        by_outcome[Outcome.SERVED],
        by_outcome[Outcome.FAILED],
        causes,
        tuple(sorted(seen, key=lambda v: (-v.contexts, v.first_index))),
    )
