"""Answers that differ where nobody can be expected to keep one: dealt by lot; frozen, without display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moe_nb.core.words import counted

SERVED, NOT_SERVED = "served", "not served"
"""What a control group deals out."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Contexts that were answered in both runs, and of which it cannot be told whether something changed."""

    contexts: int
    why: str
    """In words: ``"no variation of Gold was seen in both runs"``."""

    @property
    def words(self) -> str:
        """What is left open, in one sentence."""
        return f"{counted(self.contexts, 'context')} cannot be judged: {self.why}."


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
    is_apart: bool = False
    """Whether something was seen in one run only: it may have been replaced, or not drawn."""

    @property
    def is_another_split(self) -> bool:
        """Whether drawing anew is no good explanation."""
        return self.p_value < self.alpha

    @property
    def is_open(self) -> bool:
        """Whether too few contexts got it to tell a split drawn anew from one that was replaced."""
        return self.is_apart and not self.is_another_split

    @property
    def kind(self) -> str:
        """What it is taken for: ``another split``, ``not compared`` or ``drawn anew``."""
        return "another split" if self.is_another_split else "not compared" if self.is_open else "drawn anew"

    @property
    def words(self) -> str:
        """What was seen, and no more than it says."""
        who = f"{self.audience_name or self.audience_id}, no visitor the same in both runs"
        if self.is_another_split:
            return f"{who}: the split is another one ({self._shares})."
        if self.is_open:
            return f"{who}: {self.alone}, in too few contexts to judge ({self._shares})."
        drawn = f"{self.redrawn:,} context{'' if self.redrawn == 1 else 's'} drawn anew"
        return f"{who}: {drawn}, and the split can be the same ({self._shares})."

    @property
    def alone(self) -> str:
        """Which variations one run did not give to these contexts, in words."""
        names = [name for name in self.before if not (self.before[name] and self.after.get(name, 0))]
        if len(names) == len(self.before):
            return "no variation was seen in both runs"
        return f"variation{'' if len(names) == 1 else 's'} {' and '.join(names)} seen in one run only"

    @property
    def _shares(self) -> str:
        shares = ", ".join(
            f"variation {name}: {self.before.get(name, 0):,} → {self.after.get(name, 0):,}"
            for name in dict.fromkeys([*self.before, *self.after])
        )
        return f"{shares}; p = {self.p_value:.2g}, if every context draws by itself"


@dataclass(frozen=True, slots=True)
class ControlRedraw(Redraw):
    """Contexts of one key that were served in one run only, scattered as the visitors of a control group are.

    Its shares are those of `SERVED` and `NOT_SERVED`; it stands for all audiences, and names none.
    """

    @property
    def words(self) -> str:
        """What was seen, and no more than it says."""
        unserved = f"{self.before[NOT_SERVED]:,} → {self.after[NOT_SERVED]:,}"
        shares = f"not served: {unserved} of {counted(sum(self.before.values()), 'context')}"
        seen = f"{shares}; p = {self.p_value:.2g}, if every context draws by itself"
        who = "Control group, no visitor the same in both runs"
        if self.is_another_split:
            return f"{who}: the share that is served nothing, scattered, is another one ({seen})."
        if self.is_open:
            return f"{who}: one run shows none, the other too few contexts to judge ({seen})."
        return f"{who}: {counted(self.redrawn, 'context')} drawn anew, and the share can be the same ({seen})."
