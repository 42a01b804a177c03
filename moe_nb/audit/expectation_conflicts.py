"""Rows of expectations that cannot all hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.selection import Selection, clock_positions, contexts_of
from moe_nb.core.answer import Outcome
from moe_nb.core.expectation_facts import Conflict, ExpectationRow
from moe_nb.core.run_table import RunTable

MOST_CONFLICTS = 50


def conflicts_of(selections: Mapping[ExpectationRow, Selection], table: RunTable) -> tuple[Conflict, ...]:
    """Return the pairs of rows that expect different things of one context, the first `MOST_CONFLICTS` of them."""
    by_key: dict[str, list[ExpectationRow]] = {}
    for row in selections:
        by_key.setdefault(row.experience_key, []).append(row)
    found: list[Conflict] = []
    for rows in by_key.values():
        ids = _audience_ids(rows, table)
        for first, second in np.argwhere(np.triu(_overlaps([selections[row] for row in rows]), 1)).tolist():
            if len(found) == MOST_CONFLICTS:
                return tuple(found)
            if _contradict(rows[first], rows[second], ids):
                found.append(_conflict(rows[first], rows[second], selections, table))
    return tuple(found)


def _overlaps(selections: Sequence[Selection]) -> NDArray[np.bool_]:
    """Return which pairs share a context: on every axis they must share a value."""
    shared = np.ones((len(selections), len(selections)), bool)
    sides = [[selection.clock.reshape(-1) for selection in selections]]
    sides += [[selection.parts[name] for selection in selections] for name in selections[0].parts]
    for side in sides:
        masks = np.stack(side).astype(np.float32)
        shared &= (masks @ masks.T) > 0
    return shared


def _contradict(first: ExpectationRow, second: ExpectationRow, ids: Mapping[str, str]) -> bool:
    if first.is_served is not second.is_served:
        return True
    audiences = [{ids.get(text, text) for text in row.audiences} for row in (first, second)]
    variations = [set(row.variations) for row in (first, second)]
    return any(all(pair) and pair[0].isdisjoint(pair[1]) for pair in (audiences, variations))


def _audience_ids(rows: Sequence[ExpectationRow], table: RunTable) -> dict[str, str]:
    """Return name to id of the audiences the run saw, so that one row may use the name and another the id."""
    if not any(row.audiences for row in rows):
        return {}
    return {
        content.audience_name: content.audience_id
        for content in table.contents
        if content.outcome is Outcome.SERVED
        and content.experience_key == rows[0].experience_key
        and content.audience_id
    }


def _conflict(
    first: ExpectationRow, second: ExpectationRow, selections: Mapping[ExpectationRow, Selection], table: RunTable
) -> Conflict:
    pair = selections[first], selections[second]
    shared = np.intersect1d(contexts_of(pair[0], table.space), contexts_of(pair[1], table.space))
    positions = clock_positions(shared, pair[0], table.space)
    meeting = [at for at in np.unique(positions).tolist() if _share_no_minute(at, *pair)]
    in_both = shared[~np.isin(positions, meeting)]
    if len(in_both):
        return Conflict(first.number, second.number, first.experience_key, int(in_both[0]))
    parts = [
        f"{selection.half_inside[int(positions[0])].words} ({row.tz})"
        for row, selection in zip((first, second), pair, strict=True)
    ]
    return Conflict(first.number, second.number, first.experience_key, int(shared[0]), tuple(parts))


def _share_no_minute(position: int, one: Selection, other: Selection) -> bool:
    """Say whether two rows only meet within a UTC hour: each speaks of other minutes of it."""
    parts = [selection.half_inside.get(position) for selection in (one, other)]
    minutes = [range(60) if part is None else part.minutes for part in parts]
    return set(minutes[0]).isdisjoint(minutes[1])
