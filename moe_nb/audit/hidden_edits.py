"""Payloads that were edited where no context got the same variation in both runs: all contexts of it are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import AnswerPairs
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.payload_edits import steady_differences
from moe_nb.core.run_table import Content

FEWEST_CONTEXTS = 2
"""One context of a variation does not show whether its payload is the same in others."""


@dataclass(frozen=True, slots=True)
class HiddenEdit:
    """One variation that was seen in both runs, in no context twice, and with no payload in common."""

    audience: int
    variation: int
    before: int
    """A content of the first run."""
    after: int
    """A content of the second run."""
    is_told: bool
    """Whether something has one value wherever the first run saw it, and another wherever the second did."""
    variables: tuple[str, ...]
    """What is told; empty where it is the whole payload."""

    def is_of(self, side: Signs) -> NDArray[np.bool_]:
        """Return which answers of a run are of the variation."""
        found: NDArray[np.bool_] = (side.audience == self.audience) & (side.variation == self.variation)
        return found & side.is_served


def hidden_edits(
    answers: AnswerPairs, signs: tuple[Signs, Signs], contents: tuple[Sequence[Content], Sequence[Content]]
) -> tuple[HiddenEdit, ...]:
    """Find the variations whose payloads can only be compared across contexts.

    Where a context got one variation in both runs, its two payloads tell. Elsewhere all payloads of a run stand against
    all of the other. A payload may vary from context to context, so only a variable that does not is called edited.

    Args:
        answers: The pairs of answers of one key.
        signs: What tells answers apart, (p,) of each run.
        contents: The contents of each run.
    """
    before = signs[0]
    names = [np.where(side.is_served, _name(side, signs), -1) for side in signs]
    met = set(names[0][names[0] == names[1]].tolist())
    found = []
    for name in sorted(({*names[0].tolist()} & {*names[1].tolist()}) - met - {-1}):
        inside = [np.flatnonzero(side == name) for side in names]
        payloads = [set(side.payload[some].tolist()) for side, some in zip(signs, inside, strict=True)]
        if payloads[0] & payloads[1]:
            continue
        codes = answers.before[inside[0]], answers.after[inside[1]]
        served = [_contents(side, code) for side, code in zip(contents, codes, strict=True)]
        is_one = all(len(some) == 1 for some in payloads)
        variables = () if is_one else steady_differences(*served)
        is_seen = all(int(answers.contexts[some].sum()) >= FEWEST_CONTEXTS for some in inside)
        at = int(inside[0][0])
        found.append(
            HiddenEdit(
                int(before.audience[at]),
                int(before.variation[at]),
                int(codes[0][0]),
                int(codes[1][0]),
                is_told=is_seen and (is_one or bool(variables)),
                variables=variables,
            )
        )
    return tuple(found)


def _name(side: Signs, signs: tuple[Signs, Signs]) -> NDArray[np.int64]:
    """Return one number per audience and variation, the same in both runs."""
    variations = max(int(one.variation.max(initial=0)) for one in signs) + 1
    return side.audience * variations + side.variation


def _contents(contents: Sequence[Content], codes: NDArray[np.int32]) -> list[Content]:
    return [contents[code] for code in dict.fromkeys(codes.tolist())]
