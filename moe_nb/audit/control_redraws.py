"""Contexts that were served in one run only, where a control group is dealt by lot: drawn anew, unless it is more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import Lot
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.chance import at_least
from moe_nb.audit.control_doubts import ALPHA_OF_LOTS, may_be_lot, turns_evenly
from moe_nb.audit.control_group import control_cells
from moe_nb.audit.run_pairs import RunPair
from moe_nb.audit.share_statistics import ALPHA
from moe_nb.audit.solid_regions import solid_regions
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.redraw_facts import NOT_SERVED, SERVED, ControlRedraw
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Space

Flags = NDArray[np.bool_]
Lots = NDArray[np.int8]

NOT_ASKED_CODE = 0
"""What a cell holds in every run table before it is asked."""


def control_redraw(
    key: str, pair: RunPair, tables: tuple[RunTable, RunTable], signs: tuple[Signs, Signs]
) -> tuple[Lots, ControlRedraw | None]:
    """Tell a control group that is drawn anew from contexts that are served something else.

    Only contexts count whose visitor is not the same in both runs. A solid region that lost or gained all is a change,
    and so is an audience that lost or gained more than its share. Of the rest, the runs may show a control group:
    contexts served nothing, scattered so that no rule on the axes tells them, other ones in each run. Where none is
    shown but one may be there (of few contexts nobody can tell), the rest is left open.

    Args:
        key: The experience key.
        pair: The common contexts.
        tables: Both runs, with all that they were answered.
        signs: What tells their contents apart.

    Returns:
        (m,) a `Lot` per common context; and the control group, where it has a part in what differs.
    """
    lots = np.zeros(len(pair.before_index), np.int8)
    places = (pair.before_index, tables[0].key_position(key)), (pair.after_index, tables[1].key_position(key))
    codes = [table.codes[place] for table, place in zip(tables, places, strict=True)]
    before, after = (sign.at(code) for sign, code in zip(signs, codes, strict=True))
    may_be = [_may_be(table)[code] for table, code in zip(tables, codes, strict=True)]
    is_judged = ~pair.same_visitor & (before.is_served | may_be[0]) & (after.is_served | may_be[1])
    differs = is_judged & (before.is_served != after.is_served)
    if pair.unequal or not differs.any():
        return lots, None
    rest = differs & ~_solid(is_judged, (before, after), pair.space)
    if not rest.any():
        return lots, None  # all that differs fills regions: no lot has a part in it, and none is looked for
    shown = [_control(table, key)[index] for table, (index, _) in zip(tables, places, strict=True)]
    if not any(flags.any() for flags in shown):
        shown = [_of_both(tables[1], key, pair.space, np.where(is_judged, codes[1], NOT_ASKED_CODE), may_be[0])] * 2
    lot = shown[0] | shown[1]
    if not lot.any():
        return _doubted(lots, rest, is_judged, (before, after)), None
    members = is_judged & (before.is_served | after.is_served | lot) & (rest | ~differs)
    unserved = [members & nothing for nothing in may_be]
    if _is_kept(unserved[0], unserved[1], int(members.sum())):
        return _doubted(lots, rest, is_judged, (before, after)), None
    found = _redraw([int(side.sum()) for side in unserved], int(members.sum()), _turns(rest, before))
    if found.is_another_split:
        return lots, found
    lots[rest] = Lot.OPEN if found.is_open else Lot.DRAWN
    share = max(int(side.sum()) for side in unserved) / int(members.sum())
    return _audiences_apart(lots, members, (before, after), share), found


def _solid(is_judged: Flags, signs: tuple[Signs, Signs], space: Space) -> Flags:
    """Return which contexts lie in a region that lost, or gained, whatever is served there."""
    found = np.zeros(len(is_judged), np.bool_)
    for here, there in (signs, signs[::-1]):
        served = is_judged & here.is_served
        found |= solid_regions(served & ~there.is_served, served, space)
    return found


def _turns(rest: Flags, before: Signs) -> tuple[int, int]:
    """Return how many contexts were served in the later run only, and in the first run only."""
    return int((rest & ~before.is_served).sum()), int((rest & before.is_served).sum())


def _doubted(lots: Lots, rest: Flags, is_judged: Flags, signs: tuple[Signs, Signs]) -> Lots:
    """Leave open what may be of a control group that no run shows; not what an audience lost beyond a lot's share."""
    before, after = signs
    came, went = _turns(rest, before)
    both = is_judged & before.is_served & after.is_served
    if not may_be_lot(came, went, int(both.sum())):
        return lots
    judged = np.where(rest, Lot.OPEN, lots).astype(np.int8)
    share = max(came, went) / (max(came, went) + int(both.sum()))
    return _audiences_apart(judged, rest | both, signs, share)


def _may_be(table: RunTable) -> Flags:
    """Return which contents a visitor of a control group may get."""
    causes = {Cause.NO_MATCH, Cause.NOT_KNOWN, None}
    return np.array([one.outcome is Outcome.NOT_SERVED and one.cause in causes for one in table.contents], np.bool_)


def _control(table: RunTable, key: str) -> Flags:
    """Return (contexts,): which were served nothing of a key as a control group is."""
    column = table.codes[:, [table.key_position(key)]]
    return np.asarray(control_cells(replace(table, keys=(key,), codes=column))[:, 0])


def _of_both(after: RunTable, key: str, space: Space, codes: NDArray[np.int32], nothing: Flags) -> Flags:
    """Return (m,): which common contexts a control group took in one of the runs, where each shows too few to tell.

    Args:
        after: The later run.
        key: The experience key.
        space: The common contexts.
        codes: (m,): what the later run got, where it is judged.
        nothing: (m,): what the first run was served nothing.
    """
    both = np.where(nothing & (codes != NOT_ASKED_CODE), len(after.contents), codes).astype(np.int32)[:, None]
    contents = (*after.contents, Content(Outcome.NOT_SERVED, Cause.NO_MATCH, key))
    return _control(replace(after, space=space, keys=(key,), codes=both, contents=contents), key)


def _is_kept(before: Flags, after: Flags, members: int) -> bool:
    """Say whether the contexts of one run's control group are those of the other's, more than drawing anew makes so."""
    share = float(after.sum()) / members
    return share < 1 and at_least(int((before & after).sum()), int(before.sum()), share) <= ALPHA


def _redraw(unserved: list[int], members: int, turns: tuple[int, int]) -> ControlRedraw:
    before, after = ({SERVED: members - count, NOT_SERVED: count} for count in unserved)
    return ControlRedraw(
        "", "", before, after, sum(turns), turns_evenly(*turns), ALPHA_OF_LOTS, is_apart=not all(unserved)
    )


def _audiences_apart(lots: Lots, members: Flags, signs: tuple[Signs, Signs], share: float) -> Lots:
    """Take out of the lot what an audience lost or gained beyond its share; leave open what only one run served."""
    judged = lots.copy()
    for here, there in (signs, signs[::-1]):
        lost = (lots != Lot.NO) & here.is_served & ~there.is_served
        for audience in np.unique(here.audience[lost]).tolist():
            had = members & here.is_served & (here.audience == audience)
            if share < 1 and at_least(int((lost & had).sum()), int(had.sum()), share) <= ALPHA_OF_LOTS:
                judged[lost & had] = Lot.NO
            elif not (there.is_served & (there.audience == audience)).any():
                judged[lost & had] = Lot.OPEN
    return judged
