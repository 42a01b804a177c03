"""Variations that differ where no fixed visitor was asked about: drawn anew, unless the shares say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import AnswerPairs
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.lone_variations import LoneVariation
from moe_nb.audit.share_statistics import ALPHA, same_shares
from moe_nb.core.drift_facts import Change
from moe_nb.core.redraw_facts import Redraw
from moe_nb.core.run_table import Content

Changes = NDArray[np.int8]

ALPHA_REPLACED = 0.01
"""Where each run saw a variation that the other did not. Fisher's test takes for granted that both are of one split;
that a split shows one variation only, and then others only, is rarer: five contexts of an even split and five more, one
time in 500. Where only one run saw one more, it may be a rare one.
"""


def redraws_of(
    answers: AnswerPairs,
    signs: tuple[Signs, Signs],
    changes: Changes,
    contents: tuple[Sequence[Content], Sequence[Content]],
    lone: Sequence[LoneVariation],
    tested: int = 1,
) -> tuple[Changes, tuple[Redraw, ...], NDArray[np.int64]]:
    """Tell a split that draws anew from one that changed, per audience.

    A visitor who is named and the same in both runs keeps a variation, so another one is a change. Of others only the
    shares can be compared: all contexts that had the audience in both runs are two samples of its split.

    Args:
        answers: The pairs of answers of one key.
        signs: What tells answers apart, (p,) of each run.
        changes: (p,): a `Change` per pair, in which every other variation is a changed one.
        contents: The contents of each run.
        lone: Variations that were seen in one run only.
        tested: How many splits may be tested in the whole comparison: the more, the less each may look odd by chance.

    Returns:
        The changes, with what is explained by drawing anew called so, and what cannot be told not comparable; a
        `Redraw` per audience that has some; and (p,) the position of the one that left a pair open, -1 for none.
    """
    before, after = signs
    is_draw = ~answers.same_visitor & before.is_served & after.is_served & (before.audience == after.audience)
    is_draw &= changes != Change.NOT_COMPARABLE
    redrawn = is_draw & (changes == Change.VARIATION_CHANGED)
    judged, found, opened = changes.copy(), list[Redraw](), np.full(len(changes), -1, np.int64)
    for audience in np.unique(before.audience[redrawn]).tolist():
        members = np.flatnonzero(is_draw & (before.audience == audience))
        one = _redraw(answers, members, redrawn, contents, _sides_alone(signs, members, lone, audience), tested)
        explained = members[redrawn[members]]
        if one.is_open:
            judged[explained], opened[explained] = Change.NOT_COMPARABLE, len(found)
        elif not one.is_another_split:
            judged[explained] = Change.DRAWN_ANEW
        found.append(one)
    return judged, tuple(found), opened


def _sides_alone(
    signs: tuple[Signs, Signs], members: NDArray[np.intp], lone: Sequence[LoneVariation], audience: int
) -> int:
    """Return how many of the runs gave some of the contexts a variation that the other run never gave."""
    alone = [{one.variation for one in lone if (one.audience, one.side) == (audience, side)} for side in (0, 1)]
    return sum(bool(some & set(side.variation[members].tolist())) for side, some in zip(signs, alone, strict=True))


def _redraw(
    answers: AnswerPairs,
    members: NDArray[np.intp],
    redrawn: NDArray[np.bool_],
    contents: tuple[Sequence[Content], Sequence[Content]],
    sides_alone: int,
    tested: int,
) -> Redraw:
    counts = [
        _by_variation(codes[members], answers.contexts[members], side) for codes, side in _sides(answers, contents)
    ]
    names = sorted({*counts[0], *counts[1]})
    face = contents[1][int(answers.after[members[0]])]
    return Redraw(
        face.audience_id,
        face.audience_name,
        {name: counts[0].get(name, 0) for name in names},
        {name: counts[1].get(name, 0) for name in names},
        int(answers.contexts[members[redrawn[members]]].sum()),
        same_shares(*([side.get(name, 0) for name in names] for side in counts)),
        (ALPHA_REPLACED if sides_alone > 1 else ALPHA) / tested,
        is_apart=sides_alone > 0,
    )


def _sides(
    answers: AnswerPairs, contents: tuple[Sequence[Content], Sequence[Content]]
) -> tuple[tuple[NDArray[np.int32], Sequence[Content]], ...]:
    return (answers.before, contents[0]), (answers.after, contents[1])


def _by_variation(
    codes: NDArray[np.int32], contexts: NDArray[np.intp], contents: Sequence[Content]
) -> Mapping[str, int]:
    """Count the contexts of every variation."""
    counts: dict[str, int] = {}
    for code, count in zip(codes.tolist(), contexts.tolist(), strict=True):
        variation = contents[code].variation_id
        counts[variation] = counts.get(variation, 0) + count
    return counts
