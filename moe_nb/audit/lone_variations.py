"""Variations that only one of two runs saw, of audiences that both saw: replaced, switched on or off, or not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moe_nb.audit.answer_pairs import AnswerPairs
from moe_nb.audit.answer_signs import Signs
from moe_nb.core.run_table import Content


@dataclass(frozen=True, slots=True)
class LoneVariation:
    """One variation that was seen in one run only, in whatever context."""

    audience: int
    variation: int
    side: int
    """0 for the first run, 1 for the second."""
    code: int
    """A content of that run."""

    def words(self, contents: tuple[Sequence[Content], Sequence[Content]]) -> str:
        """Say what was not compared, in one sentence.

        Args:
            contents: The contents of each run.
        """
        face = contents[self.side][self.code]
        which = ("first", "second")[self.side]
        called = f"variation {face.variation_id} of {(face.audience_name or face.audience_id)!r}"
        return f"{called} was seen in the {which} run only: its payload could be compared with nothing."


def lone_variations(answers: AnswerPairs, signs: tuple[Signs, Signs]) -> tuple[LoneVariation, ...]:
    """Find them among contexts in which no visitor was the same in both runs; of who was the same, the cells tell.

    Args:
        answers: The pairs of answers of one key.
        signs: What tells answers apart, (p,) of each run.
    """
    found, is_other = [], ~answers.same_visitor
    served = [side.is_served & is_other for side in signs]
    common = np.intersect1d(signs[0].audience[served[0]], signs[1].audience[served[1]])
    for audience in common.tolist():
        inside = [some & (side.audience == audience) for side, some in zip(signs, served, strict=True)]
        seen = [np.unique(side.variation[some]) for side, some in zip(signs, inside, strict=True)]
        for side, codes in enumerate((answers.before, answers.after)):
            for variation in np.setdiff1d(seen[side], seen[1 - side]).tolist():
                first = np.flatnonzero(inside[side] & (signs[side].variation == variation))[0]
                found.append(LoneVariation(audience, variation, side, int(codes[first])))
    return tuple(found)
