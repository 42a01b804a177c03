"""What changed between two runs; frozen, without display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.run_table import Content
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
    """Asked in one run only, or failed in one: nothing is known, so it is no change."""
    SAME = 1
    APPEARED = 2
    DISAPPEARED = 3
    AUDIENCE_CHANGED = 4
    VARIATION_CHANGED = 5
    PAYLOAD_EDITED = 6

    @property
    def words(self) -> str:
        """The name as people read it, ``"audience changed"``."""
        return self.name.lower().replace("_", " ")

    @property
    def is_drift(self) -> bool:
        """Whether something changed."""
        return self > Change.SAME


class Shift(StrEnum):
    """How the contexts of one audience changed."""

    SAME = "same"
    WIDER = "wider"
    """All it had, and more."""
    NARROWER = "narrower"
    """Only what it had, and less."""
    MOVED = "moved"
    """Some gained, some lost."""
    NEW = "new"
    """Not seen in the first run, where the contexts can be compared."""
    GONE = "gone"
    """Not seen in the second."""


@dataclass(frozen=True, slots=True)
class AudienceShift:
    """The contexts of one audience in both runs, among those that can be compared."""

    audience_id: str
    audience_name: str
    """As in the later run, where it was seen there."""
    shift: Shift
    before: int
    after: int
    gained: int
    lost: int
    gained_where: tuple[str, ...] = ()
    """The largest regions gained, in words; they may not be all."""
    lost_where: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The shift in one sentence: ``"Office hours is narrower: lost 36 contexts (Fri 09-17 UTC)"``."""
        parts = [
            f"{verb} {count:,} context{'s' if count > 1 else ''} ({'; '.join(where)})"
            for verb, count, where in (
                ("gained", self.gained, self.gained_where),
                ("lost", self.lost, self.lost_where),
            )
            if count
        ]
        said = f"{self.audience_name or self.audience_id} is {'the ' if self.shift is Shift.SAME else ''}{self.shift}"
        return f"{said}: {', '.join(parts)}" if parts else said


@dataclass(frozen=True, slots=True)
class Transition:
    """Cells of one key that changed from one answer to another."""

    change: Change
    before: Content
    after: Content
    contexts: int
    before_index: int
    """A witness: number of its context in the first run."""
    after_index: int
    """The same context in the second run."""
    where: tuple[str, ...] = ()
    """The largest regions, in words; they may not be all."""


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
    cause_changes: Mapping[tuple[str, str], int]
    """Not served in both runs, but for another cause: contexts by (before, after); not counted as change."""

    @property
    def changed(self) -> int:
        """Contexts in which something changed."""
        return sum(count for change, count in self.counts.items() if change.is_drift)


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
    keys: tuple[KeyDrift, ...]
    keys_only_before: tuple[str, ...]
    keys_only_after: tuple[str, ...]
    match: Match
    notes: tuple[str, ...]
    """What sets the runs apart beside their answers, in words."""

    @property
    def has_drift(self) -> bool:
        """Whether any cell changed."""
        return any(key.changed for key in self.keys)

    @property
    def compared(self) -> int:
        """Cells (context and key) that could be compared."""
        return sum(len(key.changes) - key.counts.get(Change.NOT_COMPARABLE, 0) for key in self.keys)

    def changed_contexts(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the numbers of the contexts with a changed cell, in the first run and in the second: to ask again."""
        hit = np.zeros(len(self.before_index), bool)
        for key in self.keys:
            hit |= key.changes > Change.SAME
        return self.before_index[hit], self.after_index[hit]
