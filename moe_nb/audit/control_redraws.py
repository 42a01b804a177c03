"""Contexts that were served in one run only, where a control group is dealt by lot: drawn anew, unless it is more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import Lot
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.chance import at_least
from moe_nb.audit.control_group import control_cells
from moe_nb.audit.run_pairs import RunPair
from moe_nb.audit.share_statistics import ALPHA, same_shares
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

    Only contexts count whose visitor is not the same in both runs. The runs must show a control group: contexts served
    nothing, scattered so that no rule on the axes tells them; and the other run must have another one. Then
    chance must explain both shares. A solid region is a change all the same, and so is an audience that lost or gained
    more than its share.

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
    if pair.unequal or not (differs & ~solid_regions(differs, is_judged, pair.space)).any():
        return lots, None  # all that differs fills regions: no lot has a part in it, and none is looked for
    shown = [_control(table, key)[index] for table, (index, _) in zip(tables, places, strict=True)]
    if not any(flags.any() for flags in shown):
        shown = [_of_both(tables[1], key, pair.space, np.where(is_judged, codes[1], NOT_ASKED_CODE), may_be[0])] * 2
    if not shown[0].any() and not shown[1].any():
        return lots, None
    among = is_judged & (before.is_served | after.is_served | shown[0] | shown[1])
    unserved = [_scattered(is_judged & nothing, among, pair.space) for nothing in may_be]
    members = is_judged & (before.is_served | unserved[0]) & (after.is_served | unserved[1])
    drawn = members & differs
    if not drawn.any() or _is_kept(unserved[0] & members, unserved[1] & members, int(members.sum())):
        return lots, None
    counts = [int((side & members).sum()) for side in unserved]
    found = _redraw(counts, int(members.sum()), int(drawn.sum()))
    if found.is_another_split:
        return lots, found
    lots[drawn] = Lot.OPEN if found.is_open else Lot.DRAWN
    return _audiences_apart(lots, members, (before, after), max(counts) / int(members.sum())), found


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


def _scattered(nothing: Flags, among: Flags, space: Space) -> Flags:
    """Return which contexts of one run the lot may have left out: no solid region that was served nothing."""
    lot = nothing & among
    return lot & ~solid_regions(lot, among, space)


def _is_kept(before: Flags, after: Flags, members: int) -> bool:
    """Say whether the contexts of one run's control group are those of the other's, more than drawing anew makes so."""
    share = float(after.sum()) / members
    return share < 1 and at_least(int((before & after).sum()), int(before.sum()), share) <= ALPHA


def _redraw(unserved: list[int], members: int, drawn: int) -> ControlRedraw:
    before, after = ({SERVED: members - count, NOT_SERVED: count} for count in unserved)
    chance = same_shares(list(before.values()), list(after.values()))
    return ControlRedraw("", "", before, after, drawn, chance, ALPHA, is_apart=not all(unserved))


def _audiences_apart(lots: Lots, members: Flags, signs: tuple[Signs, Signs], share: float) -> Lots:
    """Take out of the lot what an audience lost or gained beyond its share; leave open what only one run served."""
    judged = lots.copy()
    for here, there in (signs, signs[::-1]):
        lost = (lots != Lot.NO) & here.is_served & ~there.is_served
        for audience in np.unique(here.audience[lost]).tolist():
            had = members & here.is_served & (here.audience == audience)
            if share < 1 and at_least(int((lost & had).sum()), int(had.sum()), share) <= ALPHA:
                judged[lost & had] = Lot.NO
            elif not (there.is_served & (there.audience == audience)).any():
                judged[lost & had] = Lot.OPEN
    return judged
