"""Audiences that got wider or narrower, or moved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import Lot
from moe_nb.audit.regions import regions
from moe_nb.audit.transitions import KeyPairs
from moe_nb.core.run_table import Content
from moe_nb.core.shift_facts import AudienceShift, Shift


def shifts_of(pairs: KeyPairs, faces: Mapping[int, Content]) -> tuple[AudienceShift, ...]:
    """Compare the contexts of every audience of one key; only cells that were answered in both runs count.

    Args:
        pairs: The key in both runs.
        faces: Number of an audience to an answer that names it.
    """
    had, has = _audiences(pairs)
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


def _audiences(pairs: KeyPairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (p,) the audience each context had and has; -1 for none, or where it cannot be compared.

    Who is put into a control group anew is still of the audience it had. What cannot be told of a variation leaves the
    audience as it is.
    """
    before, after = pairs.before, pairs.after
    is_known = before.is_answered & after.is_answered & (pairs.answers.lot != Lot.OPEN)
    had = np.where(is_known & before.is_served, before.audience, -1)
    has = np.where(is_known & after.is_served, after.audience, -1)
    is_drawn = is_known & (pairs.answers.lot == Lot.DRAWN)
    return np.where(is_drawn & (had < 0), has, had), np.where(is_drawn & (has < 0), had, has)


def _shift(before: int, after: int, gained: int, lost: int) -> Shift:
    if not before or not after:
        return Shift.GONE if before else Shift.NEW
    if gained and lost:
        return Shift.MOVED
    if gained or lost:
        return Shift.WIDER if gained else Shift.NARROWER
    return Shift.SAME
