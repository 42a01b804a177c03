"""Changed cells grouped by what they got before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import AnswerPairs
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.regions import regions
from moe_nb.audit.run_pairs import RunPair
from moe_nb.core.answer import Outcome
from moe_nb.core.drift_facts import Change, Transition, is_drift
from moe_nb.core.run_table import Content

TRANSITIONS_IN_WORDS = 12
"""How many transitions of a key are located in words; all of them are counted."""

Changes = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class KeyPairs:
    """One key in the common contexts of both runs.

    Shape: p different pairs of answers.
    """

    key: str
    runs: RunPair
    answers: AnswerPairs
    contents: tuple[tuple[Content, ...], tuple[Content, ...]]
    before: Signs
    """(p,) of the first run."""
    after: Signs
    """(p,) of the second run."""
    changes: Changes
    """(p,): a `Change` per pair."""
    faces: NDArray[np.int32]
    """(p,): the content of the first run that a change is told from; of an edited variation, what that held."""
    of_faces: Signs
    """(p,) of *faces*."""
    variables: Mapping[int, tuple[str, ...]]
    """Number of a pair to the variables of an edited payload that are told; left out for all."""

    def served(self, side: int) -> list[Content]:
        """Return the different contents that were served in the first (0) or second (1) run."""
        codes = (self.answers.before, self.answers.after)[side]
        found = [self.contents[side][code] for code in dict.fromkeys(codes.tolist())]
        return [content for content in found if content.outcome is Outcome.SERVED]


def transitions_of(pairs: KeyPairs) -> tuple[Transition, ...]:
    """Group the changed cells by what they got before and after; edited payloads of one variation are one group."""
    changed = np.flatnonzero(is_drift(pairs.changes))
    if not len(changed):
        return ()
    parts = [
        np.where(signs.is_served, part, -1)[changed]  # two causes of not being served are no two transitions
        for signs in (pairs.of_faces, pairs.after)
        for part in (signs.audience, signs.variation)
    ]
    groups, of_pair = np.unique(np.stack([pairs.changes[changed], *parts]), axis=1, return_inverse=True)
    members = [changed[of_pair.reshape(-1) == number] for number in range(groups.shape[1])]
    members.sort(key=lambda some: (-pairs.answers.contexts[some].sum(), pairs.answers.first[some].min()))
    return tuple(
        _transition(pairs, some, is_located=number < TRANSITIONS_IN_WORDS) for number, some in enumerate(members)
    )


def _transition(pairs: KeyPairs, members: NDArray[np.intp], *, is_located: bool) -> Transition:
    answers = pairs.answers
    face = members[np.argmin(answers.first[members])]
    witness = answers.first[face]
    inside = np.zeros(len(answers.first), bool)
    inside[members] = True
    return Transition(
        Change(int(pairs.changes[face])),
        pairs.contents[0][int(pairs.faces[face])],
        pairs.contents[1][int(answers.after[face])],
        int(answers.contexts[members].sum()),
        int(pairs.runs.before_index[witness]),
        int(pairs.runs.after_index[witness]),
        regions(inside[answers.of_cell], pairs.runs.space) if is_located else (),
        pairs.variables.get(int(face), ()),
    )


def cause_changes_of(pairs: KeyPairs) -> dict[tuple[str, str], int]:
    """Count the contexts that are not served in both runs, but for another cause."""
    moved = (pairs.changes == Change.SAME) & ~pairs.before.is_served & (pairs.before.cause != pairs.after.cause)
    found: dict[tuple[str, str], int] = {}
    for at in np.flatnonzero(moved).tolist():
        one, other = pairs.contents[0][pairs.answers.before[at]], pairs.contents[1][pairs.answers.after[at]]
        causes = str(one.cause or ""), str(other.cause or "")
        found[causes] = found.get(causes, 0) + int(pairs.answers.contexts[at])
    return found
