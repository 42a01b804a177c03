"""Rules that explain what one experience serves where; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass, field

from moe_nb.core.boxes import Box

OTHERWISE = "otherwise"
CONTROL = "served nothing, scattered as a control group is (a hole of few cells would look the same)"
NO_VARIATION_RULES = "no rule was found for which variation of an audience is served, as where a split deals them"


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
    """Contexts the list speaks of: asked, not failed and not flickering."""
    held_out: int
    """Answered contexts that a first list was not shown."""
    held_out_wrong: int
    """How many of those the first list got wrong: what to expect of contexts that were not asked."""
    names_variations: bool = True
    """False when audiences have several variations and no list told those of visitors it was not made from. The lines
    then name an audience that has several without: a split deals them."""
    control: int = 0
    """Answered contexts that were served nothing where the list leads to an audience, as a control group is."""
    flickering: int = 0
    """Contexts left out because repeats of the run did not always get the same there."""

    @property
    def wrong(self) -> int:
        """Answered contexts that the list gets wrong, those of a control group included."""
        return sum(rule.wrong for rule in self.rules)

    @property
    def is_exact(self) -> bool:
        """Whether the whole space was answered and the list is right everywhere."""
        return self.answered == self.total > 0 and self.wrong == 0

    @property
    def accuracy(self) -> str:
        """How far the list can be trusted, in words."""
        if not self.answered:
            return "nothing was answered" if not self.flickering else f"nothing steady was answered{self._unknown}"
        parts = [f"{self._fit}{self._unknown}", self._tried, "" if self.names_variations else NO_VARIATION_RULES]
        return "; ".join(part for part in parts if part)

    @property
    def words(self) -> str:
        """The list, a line per rule, and how far it can be trusted."""
        return "\n".join([*(rule.words for rule in self.rules), self.accuracy])

    @property
    def _fit(self) -> str:
        steady = "steady " if self.flickering else ""  # those that flicker were answered too, and are left out
        if not self.wrong:
            cells = f"the only {steady}cell" if self.answered == 1 else f"all {self.answered:,} {steady}cells"
            return f"exact on {cells}" + ("" if self.is_exact or steady else " answered")
        other = self.wrong - self.control
        cells = f"{self.answered:,} {steady}cells"
        wrong = f"wrong on {other:,} of {cells}" if other else ""
        if not self.control:
            return wrong
        if other:
            return f"{wrong}, besides {self.control:,} that were {CONTROL}"
        return f"right on all but {self.control:,} of {cells}; those were {CONTROL}"

    @property
    def _unknown(self) -> str:
        unasked = self.total - self.answered - self.flickering
        parts = [f"{unasked:,} of {self.total:,} not asked or failed"] if unasked else []
        flicker = "it flickers" if self.flickering == 1 else "they flicker"
        parts += [f"{self.flickering:,} of {self.total:,} left out, as {flicker}"] if self.flickering else []
        return f" ({', '.join(parts)})" if parts else ""

    @property
    def _tried(self) -> str:
        if not self.held_out:
            return "" if self.is_exact else "too few cells to hold some out of a first list"
        lot = ", those of a control group included" if self.control and self.held_out_wrong else ""
        return f"on the {self.held_out:,} cells held out of a first list, {self.held_out_wrong:,} wrong{lot}"
