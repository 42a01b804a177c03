"""Variations that differ where nobody can be expected to keep one; frozen, without display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Redraw:
    """The variations of one audience in contexts that had it in both runs, and no visitor that was the same in both.

    Who is anonymous, or is another customer, may be put into another variation each time: that is the split. Only
    shares that drawing anew does not explain are a change.
    """

    audience_id: str
    audience_name: str
    before: Mapping[str, int]
    """Variation to its contexts in the first run."""
    after: Mapping[str, int]
    redrawn: int
    """Contexts that got another variation."""
    p_value: float
    """How often one split, drawn twice, differs at least so much; if every context draws by itself."""
    alpha: float
    """Below it the split is called another one."""

    @property
    def is_another_split(self) -> bool:
        """Whether drawing anew is no good explanation."""
        return self.p_value < self.alpha

    @property
    def words(self) -> str:
        """What was seen, and no more than it says."""
        shares = ", ".join(
            f"variation {name}: {self.before.get(name, 0):,} → {self.after.get(name, 0):,}"
            for name in dict.fromkeys([*self.before, *self.after])
        )
        who = f"{self.audience_name or self.audience_id}, no visitor the same in both runs"
        chance = f"p = {self.p_value:.2g}, if every context draws by itself"
        if self.is_another_split:
            return f"{who}: the split is another one ({shares}; {chance})."
        drawn = f"{self.redrawn:,} context{'' if self.redrawn == 1 else 's'} drawn anew"
        return f"{who}: {drawn}, and the split can be the same ({shares}; {chance})."
