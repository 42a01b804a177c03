"""Rules that explain what one experience serves where; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass, field

from moe_nb.core.boxes import Box

OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule leads to: an audience and a variation, an audience whatever the variation, or nothing."""

    audience_id: str = ""
    audience_name: str = ""
    variation_id: str | None = None
    """None when the variations of the audience follow no rule."""
    is_served: bool = field(default=True, kw_only=True)

    @property
    def words(self) -> str:
        """The result as people say it, ``"Evening app users / Variation 2"``."""
        if not self.is_served:
            return "not served"
        audience = self.audience_name or self.audience_id or "(unnamed audience)"
        return audience if self.variation_id is None else f"{audience} / Variation {self.variation_id}"


NOT_SERVED = Result(is_served=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a list: contexts of this box that no earlier line decides get this result."""

    box: Box
    where: str
    """The box in words, conditions only, ``"18-23 UTC, iPhone"``; ``"otherwise"`` in the last line."""
    result: Result
    cells: int
    """Answered contexts that this line decides."""
    wrong: int
    """How many of them got something else."""

    @property
    def words(self) -> str:
        """The line as people read it."""
        return f"{self.where} → {self.result.words}"


@dataclass(frozen=True, slots=True)
class RuleList:
    """All lines of one experience, first match wins; the last one stands for all other contexts."""

    experience_key: str
    rules: tuple[Rule, ...]
    """Empty when nothing was answered."""
    total: int
    """Contexts in the space."""
    answered: int
    """Contexts the list was made from: asked and not failed."""
    held_out: int
    """Answered contexts that a first list was not shown."""
    held_out_wrong: int
    """How many of those the first list got wrong: what to expect of contexts that were not asked."""
    names_variations: bool = True
    """False when the variations of an audience follow no rule on these axes, so that the lines name audiences only."""

    @property
    def wrong(self) -> int:
        """Answered contexts that the list gets wrong."""
        return sum(rule.wrong for rule in self.rules)

    @property
    def is_exact(self) -> bool:
        """Whether the whole space was answered and the list is right everywhere."""
        return self.answered == self.total > 0 and self.wrong == 0

    @property
    def accuracy(self) -> str:
        """How far the list can be trusted, in one sentence."""
        if not self.answered:
            return "nothing was answered"
        if self.wrong:
            fits = f"wrong on {self.wrong:,} of {self.answered:,} cells"
        else:
            fits = f"exact on all {self.answered:,} cells" + ("" if self.is_exact else " answered")
        if self.answered == self.total:
            return fits
        unknown = f"{self.total - self.answered:,} of {self.total:,} not asked or failed"
        tested = f"; a list made without {self.held_out:,} answers got {self.held_out_wrong:,} of those wrong"
        return f"{fits} ({unknown}{tested if self.held_out else ''})"

    @property
    def words(self) -> str:
        """The list, a line per rule, and how far it can be trusted."""
        return "\n".join([*(rule.words for rule in self.rules), self.accuracy])
