"""Audiences that got wider or narrower, or moved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from moe_nb.audit.regions import regions
from moe_nb.audit.transitions import KeyPairs
from moe_nb.core.drift_facts import AudienceShift, Change, Shift
from moe_nb.core.run_table import Content


def shifts_of(pairs: KeyPairs, faces: Mapping[int, Content]) -> tuple[AudienceShift, ...]:
    """Compare the contexts of every audience of one key; only cells that were answered in both runs count.

    Args:
        pairs: The key in both runs.
        faces: Number of an audience to an answer that names it.
    """
    is_comparable = pairs.changes != Change.NOT_COMPARABLE
    had = np.where(is_comparable & pairs.before.is_served, pairs.before.audience, -1)
    has = np.where(is_comparable & pairs.after.is_served, pairs.after.audience, -1)
    contexts, of_cell, space = pairs.answers.contexts, pairs.answers.of_cell, pairs.runs.space
    found = []
    for audience, face in faces.items():
        was, now = had == audience, has == audience
        gained, lost = now & ~was, was & ~now
        before, after, more, less = (int(contexts[some].sum()) for some in (was, now, gained, lost))
        if not was.any() and not now.any():  # seen only where it cannot be compared
            continue
        found.append(
            AudienceShift(
                face.audience_id,
                face.audience_name,
                _shift(before, after, more, less),
                before,
                after,
                more,
                less,
                gained_where=regions(gained[of_cell], space) if more else (),
                lost_where=regions(lost[of_cell], space) if less else (),
            )
        )
    return tuple(found)


def _shift(before: int, after: int, gained: int, lost: int) -> Shift:
    if not before or not after:
        return Shift.GONE if before else Shift.NEW
    if gained and lost:
        return Shift.MOVED
    if gained or lost:
        return Shift.WIDER if gained else Shift.NARROWER
    return Shift.SAME
