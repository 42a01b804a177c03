"""Which inputs matter, and few contexts that show everything."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.context import Context
from moe_nb.core.coverage_facts import ServedVariation

EXAMPLES = 2
"""Flips that are told in words."""


@dataclass(frozen=True, slots=True)
class Flip:
    """Two contexts that differ in one axis and got different answers."""

    first_index: int
    """Number of the one context."""
    other_index: int
    """Number of the other."""
    first_label: str
    """The axis in the one context."""
    other_label: str
    """The axis in the other: the same visitor otherwise."""
    first: ServedVariation | None
    """What the one got; None is not served."""
    other: ServedVariation | None
    """What the other got."""

    @property
    def is_variation_only(self) -> bool:
        """Whether both got the same audience, so that the split may only have drawn another variation."""
        if self.first is None or self.other is None:
            return False
        audiences = {(got.audience_id, got.audience_name) for got in (self.first, self.other)}
        return len(audiences) == 1

    @property
    def words(self) -> str:
        """The flip in words, ``"iPhone: Phones / Variation 1; iPad: not served"``."""
        first, other = ("not served" if got is None else got.words for got in (self.first, self.other))
        return f"{self.first_label}: {first}; {self.other_label}: {other}"


@dataclass(frozen=True, slots=True)
class AxisEffect:
    """What one axis does to the answers of one key, all other axes held still."""

    experience_key: str
    axis: str
    compared: int
    """Situations (all other axes held) that were answered at two or more values of the axis, what a control group was
    served left out."""
    audience_changed: int
    """Of those, how many got different audiences, or something and nothing."""
    variation_changed: int
    """Of those, how many got different variations of one audience: an anonymous visitor in another situation may be
    drawn anew by the split, so this alone does not say that a rule looks at the axis."""
    payload_changed: int
    """Of those, how many got one variation with different payloads."""
    flips: tuple[Flip, ...]
    """Few examples: every audience the axis can bring about or take away, and every variation it alone changed."""
    control_changed: int = 0
    """Of the situations compared, those in which only contexts differed that were served nothing as a control group is:
    they were left out of the comparison, an effect of the lot and none of the axis."""
    flickering: int = 0
    """Contexts of the key left out because repeats of the run did not always get the same there."""

    @property
    def words(self) -> str:
        """What the axis does, by examples, and what was left out."""
        said = "; ".join(flip.words for flip in self.flips[:EXAMPLES])
        if self.matters is None:
            said = "nothing to compare"
        elif not self.matters:
            said = "changed nothing, a control group left out" if self.control_changed else "changed nothing"
        if not self.flickering:
            return said
        few = self.flickering == 1
        left_out = (
            f"{self.flickering:,} context{'' if few else 's'} left out, as {'it flickers' if few else 'they flicker'}"
        )
        return f"{said} ({left_out})"

    @property
    def matters(self) -> bool | None:
        """Whether the axis ever changed an answer, payloads included; None when nothing could be compared."""
        return self.audience_changed + self.variation_changed + self.payload_changed > 0 if self.compared else None


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to see in a context."""

    experience_key: str
    variation: ServedVariation


@dataclass(frozen=True, slots=True)
class Witness:
    """A context to look at, and what it is the first in the list to show."""

    index: int
    """Number of the context in the run."""
    context: Context
    shows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Contexts that show every audience and variation of a run once."""

    witnesses: tuple[Witness, ...]
    """The most telling first."""
    is_fewest: bool
    """Whether fewer contexts cannot show everything; False also when the search for fewer was not finished."""

    @property
    def words(self) -> str:
        """How few they are, claiming no more than was proven."""
        if self.is_fewest:
            return "The fewest contexts that show every audience and variation once."
        return "Few contexts that show every audience and variation once; there may be a list with fewer."
