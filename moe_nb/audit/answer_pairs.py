"""What each common context got in two runs: the different pairs of answers, each looked at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

MOST_LOOKED_UP = 4_000_000
"""Possible pairs up to which a table of all of them is quicker than sorting."""

Codes = NDArray[np.int32]


class Lot(IntEnum):
    """Whether a control group that is drawn anew explains that one run served a context and the other did not."""

    NO = 0
    DRAWN = 1
    OPEN = 2
    """It may, and nothing shows that it does."""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerPairs:
    """The answers of one key.

    Shapes: m common contexts, p different pairs.
    """

    of_cell: NDArray[np.intp]
    """(m,): the pair each context got."""
    before: Codes
    """(p,): the content in the first run."""
    after: Codes
    """(p,): the content in the second."""
    contexts: NDArray[np.intp]
    """(p,): how many contexts got it."""
    first: NDArray[np.intp]
    """(p,): the first of them."""
    same_visitor: NDArray[np.bool_]
    """(p,): whether both were asked about one and the same visitor; pairs that differ in it stand apart."""
    lot: NDArray[np.int8]
    """(p,): a `Lot`; pairs that differ in it stand apart."""


def pair_answers(
    before: Codes, after: Codes, contents_after: int, same_visitor: NDArray[np.bool_], lot: NDArray[np.int8]
) -> AnswerPairs:
    """Number the different pairs of answers.

    Args:
        before: (m,) contents of the first run.
        after: (m,) contents of the second run.
        contents_after: How many contents the second run has.
        same_visitor: (m,): whether a context names one visitor, the same in both runs.
        lot: (m,): a `Lot` per context.
    """
    number = ((before.astype(np.int64) * contents_after + after) * 2 + same_visitor) * len(Lot) + lot
    possible = (int(before.max(initial=0)) + 1) * contents_after * 2 * len(Lot)
    if possible <= MOST_LOOKED_UP:
        counts = np.bincount(number, minlength=possible)
        pairs = np.flatnonzero(counts)
        place = np.zeros(possible, np.intp)
        place[pairs] = np.arange(len(pairs))
        of_cell, counts = place[number], counts[pairs]
    else:
        pairs, of_cell, counts = np.unique(number, return_inverse=True, return_counts=True)
    first = np.zeros(len(pairs), np.intp)
    first[of_cell[::-1]] = np.arange(len(number))[::-1]  # the last one written is the first context
    rest, lots = np.divmod(pairs, len(Lot))
    codes, is_same = np.divmod(rest, 2)
    one, other = (part.astype(np.int32) for part in np.divmod(codes, contents_after))
    return AnswerPairs(
        of_cell.astype(np.intp), one, other, counts, first, is_same.astype(np.bool_), lots.astype(np.int8)
    )
