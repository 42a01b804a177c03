"""How long a list of rules may be: as long as it is right where it was not made."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.held_out import at_most
from moe_nb.audit.labelled import Labelled
from moe_nb.audit.rule_learner import MOST_RULES, LearnedRules

LARGEST_LESSON = 10_000
"""Answers a list is made from at most that it is not held against one by one: more teach little, and take time."""
DOUBTFUL_SHARE = 0.2
"""A long list that is wrong on more of what it was not made from has learned noise."""
SURE = 2.33
"""Standard deviations beyond which chance is no explanation (one-sided, 1 %)."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A list, and the first one that it was tried by."""

    learned: LearnedRules
    first: LearnedRules
    """Made without what was held out."""


def choose(cells: Labelled, is_lesson: NDArray[np.bool_], held_out: Labelled, seed: int) -> Chosen:
    """Learn a list from all cells, and a first one from a part of them.

    A short list that is right on every cell is taken as it is. A longer one is shortened where the held out cells
    contradict it, down to the length at which a first list did best on them.

    Args:
        cells: What is to be explained.
        is_lesson: (cells,): what is not held out.
        held_out: The cells the first list is tried on.
        seed: Chooses a part of very many cells.
    """
    lesson = cells.some(at_most(is_lesson, LARGEST_LESSON, seed))
    first = lesson.learned()
    if len(first.rules) <= cells.short and not lesson.wrong(first):
        learned = cells.learned(cells.short)
        if not cells.wrong(learned):
            return Chosen(learned, first)
    length = _length(first, lesson, held_out)
    many = cells.some(at_most(np.ones(len(cells.labels), np.bool_), LARGEST_LESSON, seed))
    return Chosen(many.learned(length), _shortened(first, length, lesson))


def _length(first: LearnedRules, lesson: Labelled, held_out: Labelled) -> int:
    """Return how many rules the held out cells leave of a first list; all there may be where they do not object."""
    tried = len(held_out.labels)
    if not tried:
        return MOST_RULES
    wrong = [held_out.wrong(_shortened(first, length, lesson)) for length in range(len(first.rules) + 1)]
    least, whole = min(wrong), wrong[-1]
    is_noise = whole > DOUBTFUL_SHARE * tried + SURE * sqrt(tried * DOUBTFUL_SHARE * (1 - DOUBTFUL_SHARE))
    if is_noise or whole - least > SURE * sqrt(whole + least):
        return next(length for length, found in enumerate(wrong) if found <= least + sqrt(least))
    return MOST_RULES


def _shortened(learned: LearnedRules, length: int, lesson: Labelled) -> LearnedRules:
    """Return the first rules of a list, with what is most frequent behind them as the default."""
    if length >= len(learned.rules):
        return learned
    rest = lesson.labels[learned.deciding(lesson.points) >= length]
    default = int(np.bincount(rest).argmax()) if len(rest) else learned.default
    return LearnedRules(learned.rules[:length], default)
