"""Variations that differ where no fixed visitor was asked about: drawn anew, unless the shares say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import AnswerPairs
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.share_statistics import ALPHA, same_shares
from moe_nb.core.drift_facts import Change
from moe_nb.core.redraw_facts import Redraw
from moe_nb.core.run_table import Content

Changes = NDArray[np.int8]

ALPHA_APART = 0.01
"""Where no variation was seen in both runs. Fisher's test takes for granted that both are of one split; that a split
shows one variation only, and then others only, is rarer: five contexts of an even split and five more, one time in 500.
"""


def redraws_of(
    answers: AnswerPairs,
    signs: tuple[Signs, Signs],
    changes: Changes,
    contents: tuple[Sequence[Content], Sequence[Content]],
) -> tuple[Changes, tuple[Redraw, ...]]:
    """Tell a split that draws anew from one that changed, per audience.

    A visitor who is named and the same in both runs keeps a variation, so another one is a change. Of others only the
    shares can be compared: all contexts that had the audience in both runs are two samples of its split.

    Args:
        answers: The pairs of answers of one key.
        signs: What tells answers apart, (p,) of each run.
        changes: (p,): a `Change` per pair, in which every other variation is a changed one.
        contents: The contents of each run.

    Returns:
        The changes, with what is explained by drawing anew called so, and what cannot be told not comparable; and a
        `Redraw` per audience that has some.
    """
    before, after = signs
    is_draw = ~answers.same_visitor & before.is_served & after.is_served & (before.audience == after.audience)
    is_draw &= changes != Change.NOT_COMPARABLE
    redrawn = is_draw & (changes == Change.VARIATION_CHANGED)
    judged, found = changes.copy(), []
    for audience in np.unique(before.audience[redrawn]).tolist():
        members = np.flatnonzero(is_draw & (before.audience == audience))
        one = _redraw(answers, members, redrawn, contents, is_apart=_is_apart(signs, audience))
        found.append(one)
        if not one.is_another_split:
            explained = Change.NOT_COMPARABLE if one.is_open else Change.DRAWN_ANEW
            judged[members[redrawn[members]]] = explained
    return judged, tuple(found)


def _is_apart(signs: tuple[Signs, Signs], audience: int) -> bool:
    """Say whether no variation of an audience was seen in both runs, in whatever context."""
    seen = [set(side.variation[side.is_served & (side.audience == audience)].tolist()) for side in signs]
    return not seen[0] & seen[1]


def _redraw(
    answers: AnswerPairs,
    members: NDArray[np.intp],
    redrawn: NDArray[np.bool_],
    contents: tuple[Sequence[Content], Sequence[Content]],
    *,
    is_apart: bool,
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
        ALPHA_APART if is_apart else ALPHA,
        is_apart,
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
