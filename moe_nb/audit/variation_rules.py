"""Whether the variations of an audience follow rules on the axes, or are dealt by its split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN, NOTHING, Answers
from moe_nb.audit.chance import at_least
from moe_nb.audit.held_out import at_most, half_of_visitors
from moe_nb.audit.labelled import Labelled
from moe_nb.core.rule_facts import NOT_SERVED, Result

LARGEST_LESSON = 5_000
"""Answers a list with variations is made from, to be tried on others."""
CHANCE = 0.01
"""A list that only guesses variations seems better than guessing at most so often."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The answers of one key as results, with or without the variations of audiences that have several."""

    labels: NDArray[np.int64]
    """(contexts,): positions in *results*, `NOT_KNOWN` where there was no answer."""
    results: tuple[Result, ...]
    has_several: bool
    """Whether some audience was seen with several variations."""
    names_variations: bool
    """False where the variations of such an audience are left out."""


def reading_of(answers: Answers, key: int, *, names_variations: bool) -> Reading:
    """Read one key; an audience of which one variation was seen is always named with it."""
    column = answers.codes[:, key]
    used = [code for code in np.unique(column).tolist() if code > NOTHING]
    seen = [said for said in (answers.variations[code] for code in used) if said is not None]
    audiences = [(said.audience_id, said.audience_name) for said in seen]
    numbers = {NOT_SERVED: NOTHING}
    of_code = np.full(len(answers.variations) + 1, NOT_KNOWN, np.int64)
    of_code[NOTHING] = NOTHING
    for code, said, audience in zip(used, seen, audiences, strict=True):
        is_named = names_variations or audiences.count(audience) == 1
        result = Result(*audience, said.variation_id if is_named else None)
        of_code[code] = numbers.setdefault(result, len(numbers))
    has_several = len(set(audiences)) < len(audiences)
    return Reading(of_code[column], tuple(numbers), has_several, names_variations or not has_several)


def follow_rules(cells: Labelled, audiences: NDArray[np.int64], visitors: NDArray[np.int64], seed: int) -> bool:
    """Say whether a list tells the variations of visitors that it was not made from.

    It is made from half of the visitors (where there is one only, of the cells) and compared on the others with a
    guess: the variation of the audience that is most frequent in the first half. It must be wrong half as often at
    most, and better for so many visitors that chance would hardly show it (sign test; cells of one visitor may have
    been dealt together, so they count as one).

    Args:
        cells: Answered cells, every variation a label of its own.
        audiences: (cells,): a number for each audience.
        visitors: (cells,): a number for each visitor.
        seed: Chooses what is held out.
    """
    held_out = half_of_visitors(visitors, seed)
    lesson = cells.some(at_most(~held_out, LARGEST_LESSON, seed))
    is_tried = held_out & _has_several(cells.labels, audiences)
    tried = cells.some(is_tried)
    if not len(lesson.labels) or not len(tried.labels):
        return False
    of_audience = dict(zip(cells.labels.tolist(), audiences.tolist(), strict=True))
    guess = _most_frequent(lesson.labels, of_audience)
    guessed = np.array([guess.get(of_audience[label], NOTHING) for label in tried.labels.tolist()]) == tried.labels
    told = lesson.learned(lesson.short).labels(tried.points) == tried.labels
    if 2 * np.count_nonzero(~told) > np.count_nonzero(~guessed):
        return False
    draws = np.arange(len(told)) if len(np.unique(visitors)) == 1 else visitors[is_tried]
    gain = np.bincount(np.unique(draws, return_inverse=True)[1], weights=told.astype(int) - guessed.astype(int))
    better, worse = int((gain > 0).sum()), int((gain < 0).sum())
    return at_least(better, better + worse, 1 / 2) <= CHANCE


def _has_several(labels: NDArray[np.int64], audiences: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (cells,): whether the audience of each was seen with several variations."""
    pairs = np.unique(np.stack([audiences, labels]), axis=1)
    numbers, counts = np.unique(pairs[0], return_counts=True)
    return np.isin(audiences, numbers[counts > 1])


def _most_frequent(labels: NDArray[np.int64], of_audience: dict[int, int]) -> dict[int, int]:
    """Return audience to its most frequent label."""
    found: dict[int, int] = {}
    counts = np.bincount(labels)
    for label in np.argsort(counts, kind="stable").tolist():
        if counts[label]:
            found[of_audience[label]] = label
    return found
