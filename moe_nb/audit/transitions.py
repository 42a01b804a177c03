"""Changed cells grouped by what they got before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.regions import regions
from moe_nb.audit.run_pairs import RunPair
from moe_nb.core.answer import Outcome
from moe_nb.core.drift_facts import Change, Transition
from moe_nb.core.run_table import Content

TRANSITIONS_IN_WORDS = 12
"""How many transitions of a key are located in words; all of them are counted."""

Changes = NDArray[np.int8]
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class KeyCells:
    """One key in the common cells of both runs; pairs are first and second run."""

    key: str
    pair: RunPair
    contents: tuple[tuple[Content, ...], tuple[Content, ...]]
    codes: tuple[Codes, Codes]
    signs: tuple[Signs, Signs]

    def seen(self, side: int) -> list[Content]:
        """Return the different contents of the cells in one run that were served."""
        present = np.flatnonzero(np.bincount(self.codes[side], minlength=1)).tolist()
        found = [self.contents[side][code] for code in present]
        return [content for content in found if content.outcome is Outcome.SERVED]


def transitions_of(cells: KeyCells, changes: Changes) -> tuple[Transition, ...]:
    """Group the changed cells by what they got before and after; edited payloads of one variation are one group."""
    changed = np.flatnonzero(changes > Change.SAME)
    if not len(changed):
        return ()
    parts = [part[changed] for signs in cells.signs for part in (signs.is_served, signs.audience, signs.variation)]
    for served, *said in (parts[:3], parts[3:]):
        for part in said:
            part[~served] = -1  # two causes of not being served are no two transitions
    groups = np.stack([changes[changed], *parts])
    _, first, of_group, counts = np.unique(groups, axis=1, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counts))
    return tuple(
        _transition(
            cells,
            changes,
            changed[first[at]],
            changed[of_group.reshape(-1) == at],
            is_located=number < TRANSITIONS_IN_WORDS,
        )
        for number, at in enumerate(order.tolist())
    )


def _transition(
    cells: KeyCells, changes: Changes, witness: int, members: NDArray[np.intp], *, is_located: bool
) -> Transition:
    inside = np.zeros(len(changes), bool)
    inside[members] = True
    return Transition(
        Change(int(changes[witness])),
        cells.contents[0][int(cells.codes[0][witness])],
        cells.contents[1][int(cells.codes[1][witness])],
        len(members),
        int(cells.pair.before_index[witness]),
        int(cells.pair.after_index[witness]),
        regions(inside, cells.pair.space) if is_located else (),
    )


def cause_changes_of(cells: KeyCells, changes: Changes) -> dict[tuple[str, str], int]:
    """Count the cells that are not served in both runs, but for another cause."""
    before, after = cells.signs
    moved = (changes == Change.SAME) & ~before.is_served & (before.cause != after.cause)
    pairs, counts = np.unique(np.stack([cells.codes[0][moved], cells.codes[1][moved]]), axis=1, return_counts=True)
    found: dict[tuple[str, str], int] = {}
    for (one, other), count in zip(pairs.T.tolist(), counts.tolist(), strict=True):
        causes = str(cells.contents[0][one].cause or ""), str(cells.contents[1][other].cause or "")
        found[causes] = found.get(causes, 0) + count
    return found
