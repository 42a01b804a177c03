"""Changed cells that were asked again: which changes repeat, which do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_signs import Signs, signs_of_tables
from moe_nb.audit.dealt_cells import dealt, is_another_control_share, is_membership
from moe_nb.core.drift_facts import Change, Drift, KeyDrift, is_drift
from moe_nb.core.recheck_facts import Recheck
from moe_nb.core.run_table import RunTable

Flags = NDArray[np.bool_]


def confirmed(drift: Drift, after: RunTable, repeats: Sequence[RunTable]) -> tuple[Flags, Recheck]:
    """Hold every changed cell against what it got when it was asked again.

    What changed is what must repeat: where the audience changed, the audience; where a payload was edited, the payload.
    A visitor who is not the same in both runs may be put into another variation each time. So another variation says
    nothing of such a cell, neither for nor against; nor does the control group, where its share is what changed. Where
    visitors who are not the same are served now and then, the lot that decides it is no change either (`dealt`).

    Args:
        drift: The comparison.
        after: The later run.
        repeats: Runs of the space of *after*, and of the keys that changed, or more.

    Returns:
        (contexts, keys) of *after*: the changed cells that got something else in some repeat; and what came of all.
    """
    unsteady = np.zeros(after.codes.shape, bool)
    cells, sure, unstable, drawn = 0, 0, 0, 0
    signs = signs_of_tables([after, *repeats])
    for key in drift.keys:
        changed = np.flatnonzero(is_drift(key.changes))
        if not changed.size:
            continue
        contexts, position = drift.after_index[changed], after.key_position(key.experience_key)
        first = signs[0].at(after.codes[contexts, position])
        others = [
            sign.at(table.codes[contexts, table.key_position(key.experience_key)])
            for sign, table in zip(signs[1:], repeats, strict=True)
        ]
        said = [_said(key, changed, drift.same_visitor[changed], first, other) for other in others]
        speaks_for = np.any([yes for yes, _ in said], axis=0)
        speaks_against = np.any([no for _, no in said], axis=0)
        is_sure = speaks_for & ~speaks_against
        is_dealt = dealt(key, changed, ~drift.same_visitor[changed], is_sure, speaks_against, len(repeats))
        unsteady[contexts[speaks_against | is_dealt], position] = True
        cells += changed.size
        sure += int((is_sure & ~is_dealt).sum())
        unstable += int(speaks_against.sum())
        drawn += int(is_dealt.sum())
    return unsteady, Recheck(cells, sure, unstable, drawn)


def _said(key: KeyDrift, changed: NDArray[np.intp], is_same: Flags, first: Signs, again: Signs) -> tuple[Flags, Flags]:
    """Return for every changed cell whether one repeat speaks for the change, and whether it speaks against it."""
    change = key.changes[changed]
    audience = (first.is_served == again.is_served) & (~first.is_served | (first.audience == again.audience))
    variation = first.variation == again.variation
    is_edit = change == Change.PAYLOAD_EDITED
    asks_variation = is_edit | (change == Change.VARIATION_CHANGED)
    agrees = audience & (~asks_variation | variation) & (~is_edit | (first.payload == again.payload))
    is_silent = audience & asks_variation & ~variation & ~is_same
    if is_another_control_share(key):
        is_silent |= ~is_same & is_membership(change) & (first.is_served != again.is_served)
    return again.is_answered & agrees, again.is_answered & ~agrees & ~is_silent
