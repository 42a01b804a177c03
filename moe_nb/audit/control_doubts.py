"""Contexts served in one run only that a control group may explain, where no run shows one: no change, but open."""

from __future__ import annotations

from moe_nb.audit.chance import at_least
from moe_nb.audit.share_statistics import ALPHA

ALPHA_OF_LOTS = 1e-4
"""What a lot does no more often than this is called a change: every key of every comparison is asked."""
SMALLEST_SHARE = 0.05
"""A control group that is drawn anew takes at least so much: of many contexts, fewer that differ are no lot."""


def may_be_lot(came: int, went: int, kept: int) -> bool:
    """Say whether a control group that is drawn anew may be all that sets apart who is served in two runs.

    A context that is served in either run is, with a control group of the share s, served in one of them only with the
    probability 2s / (1 + s); and then in either with the same probability. Both must be possible.

    Args:
        came: Contexts that were served in the later run only.
        went: Contexts that were served in the first run only.
        kept: Contexts that were served in both.
    """
    differing = came + went
    if not differing:
        return False
    if not kept and not (came and went) and (1 / 4) ** differing <= ALPHA_OF_LOTS:
        return False  # all, then none: however large the control group, one run makes the other improbable
    smallest = 2 * SMALLEST_SHARE / (1 + SMALLEST_SHARE)
    return turns_evenly(came, went) > ALPHA_OF_LOTS and (
        not kept or at_least(kept, kept + differing, 1 - smallest) > ALPHA
    )


def turns_evenly(came: int, went: int) -> float:
    """Return how often one lot, drawn twice, leaves so many more served in one run than in the other.

    Only contexts that differ tell (McNemar 1947, exact): of the others nobody knows how many were in the lot.
    """
    differing = came + went
    return min(1.0, 2 * at_least(max(came, went), differing, 1 / 2)) if differing else 1.0
