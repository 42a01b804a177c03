"""What changed between two runs; frozen, without display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.redraw_facts import Redraw, Unjudged
from moe_nb.core.run_table import Content
from moe_nb.core.shift_facts import AudienceShift
from moe_nb.core.space import Space


class Match(StrEnum):
    """What makes two audiences the same one."""

    ID = "id"
    """Two dates of one environment: an id stays, a name may be edited."""
    NAME = "name"
    """Two environments: TEST and LIVE give their own ids."""


class Change(IntEnum):
    """What became of one cell; the numbers are the codes of `KeyDrift.changes`."""

    NOT_COMPARABLE = 0
    """Not answered in both runs, asked with other inputs, or not to be told: nothing is known, so it is no change."""
    SAME = 1
    DRAWN_ANEW = 2
    """Another variation, or the control group, where no fixed visitor was asked about: the lot can be the same."""
    APPEARED = 3
    DISAPPEARED = 4
    AUDIENCE_CHANGED = 5
    VARIATION_CHANGED = 6
    PAYLOAD_EDITED = 7

    @property
    def words(self) -> str:
        """The name as people read it, ``"audience changed"``."""
        return self.name.lower().replace("_", " ")

    @property
    def is_drift(self) -> bool:
        """Whether something changed."""
        return self > Change.DRAWN_ANEW


def is_drift(changes: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return where something changed, by the codes of `Change`."""
    changed: NDArray[np.bool_] = changes > Change.DRAWN_ANEW
    return changed


@dataclass(frozen=True, slots=True)
class Transition:
    """Cells of one key that changed from one answer to another."""

    change: Change
    before: Content
    after: Content
    contexts: int
    before_index: int
    """A witness: number of its context in the first run, which got *before*; of a split drawn anew, maybe another."""
    after_index: int
    """The same context in the second run."""
    where: tuple[str, ...] = ()
    """The largest regions, in words; they may not be all."""
    variables: tuple[str, ...] = ()
    """Of an edited payload, the variables that are told to differ; empty for all."""


@dataclass(frozen=True, slots=True, eq=False)
class KeyDrift:
    """One key in both runs."""

    experience_key: str
    changes: NDArray[np.int8]
    """(m,): a `Change` per common cell."""
    counts: Mapping[Change, int]
    transitions: tuple[Transition, ...]
    """The most contexts first."""
    shifts: tuple[AudienceShift, ...]
    redraws: tuple[Redraw, ...]
    """Splits, and a control group, that dealt with contexts without a fixed visitor in another way."""
    unjudged: tuple[Unjudged, ...]
    """Contexts that were answered in both runs, and of which it cannot be told whether something changed."""
    cause_changes: Mapping[tuple[str, str], int]
    """Not served in both runs, but for another cause: contexts by (before, after); not counted as change."""
    asked_by_neither: int
    """Common contexts that no run asked; they are not comparable, and nobody wanted to know."""
    flickering: int
    """Common contexts that both runs asked, and that did not get the same when they were asked again."""

    @property
    def changed(self) -> int:
        """Contexts in which something changed."""
        return sum(count for change, count in self.counts.items() if change.is_drift)

    @property
    def open(self) -> int:
        """Contexts that a run asked and that could not be compared."""
        return self.counts.get(Change.NOT_COMPARABLE, 0) - self.asked_by_neither


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """Two runs, compared where they can be.

    Shape: m common cells.
    """

    space: Space
    """The contexts that both runs have, as the first run calls them."""
    before_index: NDArray[np.intp]
    """(m,): number of the context in the first run."""
    after_index: NDArray[np.intp]
    """(m,): number of the same context in the second run."""
    same_visitor: NDArray[np.bool_]
    """(m,): whether it names a visitor, and the same one in both runs."""
    keys: tuple[KeyDrift, ...]
    keys_only_before: tuple[str, ...]
    keys_only_after: tuple[str, ...]
    match: Match
    unequal_inputs: tuple[str, ...]
    """In words, what was fixed in both runs and differs: then no cell is compared."""
    notes: tuple[str, ...]
    """What else sets the runs apart beside their answers, in words."""
    only_before: int
    """Contexts that stand in the first run only."""
    only_after: int
    """Contexts that stand in the second run only."""
    unanswered: tuple[str, ...] = ()
    """In words, each run in which nothing was answered, and why: then no cell is compared."""

    @property
    def has_drift(self) -> bool:
        """Whether any cell changed."""
        return any(key.changed for key in self.keys)

    @property
    def compared(self) -> int:
        """Cells (context and key) that could be compared."""
        return sum(len(key.changes) - key.counts.get(Change.NOT_COMPARABLE, 0) for key in self.keys)

    @property
    def is_whole(self) -> bool:
        """Whether something was compared, and nothing that a run asked was left out."""
        return self.compared > 0 and not self.not_compared

    @property
    def not_compared(self) -> tuple[str, ...]:
        """What could not be compared, a sentence each; none of it is ever counted as change."""
        said = [f"Asked with other inputs, so nothing is compared: {'; '.join(self.unequal_inputs)}."]
        said = said if self.unequal_inputs else []
        if self.unanswered:
            return (*said, *self.unanswered)
        sides = (("first", self.keys_only_before, self.only_before), ("second", self.keys_only_after, self.only_after))
        for which, keys, contexts in sides:
            if keys:
                said.append(f"Only the {which} run asked for {', '.join(keys)}.")
            if contexts:
                said.append(f"{contexts:,} context{' stands' if contexts == 1 else 's stand'} in the {which} run only.")
        flickering = sum(key.flickering for key in self.keys)
        unjudged = [(key.experience_key, one) for key in self.keys for one in key.unjudged]
        known_why = flickering + sum(one.contexts for _, one in unjudged)
        open_cells = 0 if self.unequal_inputs else sum(key.open for key in self.keys) - known_why
        if open_cells:
            words = "asked in one run only, or failed:"
            known = "it is not known, and no change." if open_cells == 1 else "they are not known, and no change."
            said.append(f"{open_cells:,} cell{' was' if open_cells == 1 else 's were'} {words} {known}")
        if flickering:
            said.append(f"{flickering:,} cell{' flickers' if flickering == 1 else 's flicker'} and cannot be compared.")
        said += [f"{key}: {one.words}" for key, one in unjudged]
        return tuple(said)

    def changed_contexts(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the numbers of the contexts with a changed cell, in the first run and in the second: to ask again."""
        hit = np.zeros(len(self.before_index), bool)
        for key in self.keys:
            hit |= is_drift(key.changes)
        return self.before_index[hit], self.after_index[hit]
