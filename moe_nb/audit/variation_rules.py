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
"""Answers at most that a list with variations is made from, to be tried on others."""
CHANCE = 0.001
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

    One list is made from each half of the visitors (where there is one only, of the cells). On the other half, where
    it finds the audience, it is compared with a guess: the variation of the audience that is most frequent in its own
    half. It must be wrong half as often at most, and better for so many visitors that chance would hardly show it (sign
    test; cells of one visitor may have been dealt together, so they count as one).

    Args:
        cells: Answered cells, every variation a label of its own.
        audiences: (cells,): a number for each audience.
        visitors: (cells,): a number for each visitor.
        seed: Chooses the halves.
    """
    if not _has_several(cells.labels, audiences).any():
        return False
    half = half_of_visitors(visitors, seed)
    told, guessed, is_tried = (np.zeros(len(cells.labels), np.bool_) for _ in range(3))
    of_label = np.zeros(cells.labels.max() + 1, np.int64)
    of_label[cells.labels] = audiences
    for tried in (half, ~half):
        lesson = cells.some(at_most(~tried, LARGEST_LESSON, seed))
        said = lesson.learned(lesson.short).labels(cells.points[tried])
        is_tried[tried] = of_label[said] == audiences[tried]  # where it misses the audience, it tells no variation
        told[tried] = said == cells.labels[tried]
        guessed[tried] = _most_frequent(lesson.labels, of_label)[audiences[tried]] == cells.labels[tried]
    is_tried &= _has_several(cells.labels, audiences)
    if 2 * np.count_nonzero(is_tried & ~told) > np.count_nonzero(is_tried & ~guessed):
        return False
    draws = visitors if (visitors != visitors[0]).any() else np.arange(len(visitors))
    gain = np.bincount(np.unique(draws, return_inverse=True)[1], weights=is_tried * (told.astype(int) - guessed))
    better, worse = int((gain > 0).sum()), int((gain < 0).sum())
    return at_least(better, better + worse, 1 / 2) <= CHANCE


def _has_several(labels: NDArray[np.int64], audiences: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (cells,): whether the audience of each was seen with several variations."""
    pairs = np.unique(np.stack([audiences, labels]), axis=1)
    numbers, counts = np.unique(pairs[0], return_counts=True)
    return np.isin(audiences, numbers[counts > 1])


def _most_frequent(labels: NDArray[np.int64], of_label: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return (audiences,): the most frequent label of each."""
    found = np.full(of_label.max() + 1, NOT_KNOWN, np.int64)
    numbers, counts = np.unique(labels, return_counts=True)
    numbers = numbers[np.argsort(counts, kind="stable")]
    found[of_label[numbers]] = numbers  # the most frequent is written last
    return found
