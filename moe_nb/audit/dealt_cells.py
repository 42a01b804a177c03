"""Changed cells, asked again, that were served or not by lot: repeating once more says nothing of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.chance import at_least
from moe_nb.audit.control_group import LARGEST_SHARE
from moe_nb.audit.share_statistics import ALPHA
from moe_nb.core.drift_facts import Change, KeyDrift
from moe_nb.core.redraw_facts import ControlRedraw

Flags = NDArray[np.bool_]


def is_membership(changes: NDArray[np.int8]) -> Flags:
    """Return which changes a control group can make: served in one run only."""
    found: Flags = np.isin(changes, [Change.APPEARED, Change.DISAPPEARED])
    return found


def is_another_control_share(key: KeyDrift) -> bool:
    """Say whether the share of the control group is what changed."""
    return any(isinstance(one, ControlRedraw) and one.is_another_split for one in key.redraws)


def dealt(
    key: KeyDrift, changed: NDArray[np.intp], is_other: Flags, is_sure: Flags, flips: Flags, repeats: int
) -> Flags:
    """Return which changed cells got the same again, and would have if they were dealt by lot.

    A lot shows where some of the cells flip. It is no lot that served nothing to so many cells again and again, or that
    served so many more than before.

    Args:
        key: One key in both runs.
        changed: (c,): its changed cells.
        is_other: (c,): whether they are of visitors who are not the same in both runs.
        is_sure: (c,): whether all that was asked again speaks for the change.
        flips: (c,): whether something speaks against it.
        repeats: How often they were asked.
    """
    none = np.zeros(len(changed), np.bool_)
    changes = key.changes[changed]
    members = is_other & is_membership(changes)
    if not (members & flips).any() or any(isinstance(one, ControlRedraw) for one in key.redraws):
        return none  # of a control group that was seen, only what is more than a lot is left
    appeared, gone = members & (changes == Change.APPEARED), members & (changes == Change.DISAPPEARED)
    came, went = int(appeared.sum()), int(gone.sum())
    if went and at_least(int((gone & is_sure).sum()), went, LARGEST_SHARE**repeats) <= ALPHA:
        return none
    is_more = at_least(came, came + went, 1 / 2) <= ALPHA
    return is_sure & (gone if is_more else members)
