"""How the contexts of an audience changed between two runs; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
        verb = {Shift.MOVED: "", Shift.SAME: "is the "}.get(self.shift, "is ")
        said = f"{self.audience_name or self.audience_id} {verb}{self.shift}"
        return f"{said}: {', '.join(parts)}" if parts else said
