"""Audiences that got wider or narrower, or moved."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.regions import regions
from moe_nb.core.drift_facts import AudienceShift, Shift
from moe_nb.core.run_table import Content
from moe_nb.core.space import Space


def shifts_of(
    before: Signs, after: Signs, is_comparable: NDArray[np.bool_], faces: dict[int, Content], space: Space
) -> tuple[AudienceShift, ...]:
    """Compare the contexts of every audience of one key; only cells that were answered in both runs count.

    Args:
        before: (m,) what each common cell got in the first run.
        after: (m,) the same of the second.
        is_comparable: (m,) whether both answers are known.
        faces: Number of an audience to an answer that names it.
        space: The common contexts.
    """
    had = np.where(is_comparable & before.is_served, before.audience, -1)
    has = np.where(is_comparable & after.is_served, after.audience, -1)
    found = []
    for audience, face in faces.items():
        was, now = had == audience, has == audience
        gained, lost = now & ~was, was & ~now
        before_count, after_count = int(was.sum()), int(now.sum())
        if not before_count and not after_count:  # seen only where it cannot be compared
            continue
        found.append(
            AudienceShift(
                face.audience_id,
                face.audience_name,
                _shift(was, now),
                before_count,
                after_count,
                int(gained.sum()),
                int(lost.sum()),
                regions(gained, space),
                regions(lost, space),
            )
        )
    return tuple(found)


def _shift(was: NDArray[np.bool_], now: NDArray[np.bool_]) -> Shift:
    if not was.any() or not now.any():
        return Shift.GONE if was.any() else Shift.NEW
    has_gained, has_lost = bool((now & ~was).any()), bool((was & ~now).any())
    if has_gained and has_lost:
        return Shift.MOVED
    if has_gained or has_lost:
        return Shift.WIDER if has_gained else Shift.NARROWER
    return Shift.SAME
