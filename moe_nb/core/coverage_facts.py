"""What was covered and what was not observed: facts that never claim more than was seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from moe_nb.core.words import counted, told_apart

CONFIDENCE = 0.95
"""Probability with which a share of at least the bound would have been seen."""


@dataclass(frozen=True, slots=True)
class ServedVariation:
    """A variation of an audience, as served; ids are opaque texts."""

    audience_id: str
    audience_name: str
    variation_id: str

    @property
    def words(self) -> str:
        """What people call it, ``"Office hours / Variation 2"``."""
        return f"{self.audience_name or self.audience_id or '(no audience)'} / Variation {self.variation_id or '?'}"


@dataclass(frozen=True, slots=True)
class Combination:
    """Values of some axes that no context answered together."""

    values: tuple[tuple[str, str], ...]
    """Pairs of axis and label, in the order of the space."""

    @property
    def words(self) -> str:
        """The combination in words, ``"day Monday, user_agent iPad"``."""
        return ", ".join(f"{axis} {told_apart(label)}" for axis, label in self.values)


@dataclass(frozen=True, slots=True)
class WayCoverage:
    """How many of the combinations of some number of axes were answered."""

    ways: int
    """Number of axes combined: 1 single values, 2 pairs, 3 triples."""
    covered: int
    total: int
    missing: tuple[Combination, ...] = ()
    """The first that are missing, at most `MOST_MISSING` of `moe_nb.audit.combinations`; the rest is counted."""

    @property
    def not_covered(self) -> int:
        """Combinations that no answered context has; `missing` lists the first."""
        return self.total - self.covered

    @property
    def percent(self) -> float:
        """Covered combinations in percent, rounded down to one decimal: 100 only when none is missing."""
        return rounded_down(self.covered, self.total)


@dataclass(frozen=True, slots=True)
class SpaceCoverage:
    """What part of a space was answered."""

    contexts: int
    answered: int
    """Contexts that got an answer; failed and not asked ones did not."""
    ways: tuple[WayCoverage, ...]
    """1-, 2- and 3-way coverage, as far as the space has so many axes."""

    @property
    def percent(self) -> float:
        """Answered contexts in percent, rounded down to one decimal."""
        return rounded_down(self.answered, self.contexts)


@dataclass(frozen=True, slots=True)
class NotObserved:
    """A variation that somebody expects and no answer showed; that does not say that it cannot be reached."""

    experience_key: str
    audience: str
    """Id or name, as expected; empty for any audience."""
    variation_id: str
    answered: int
    """Contexts in which the key was answered: served or not served."""
    served: int
    """Those in which the audience was served; without an audience, those in which anything was."""
    visitors: int
    """Different customers who were served the audience. 0 where draws of its split cannot be counted: visitors were
    anonymous, or it is not one audience that is meant."""

    @property
    def share_bound(self) -> float | None:
        """Smallest share that would have been seen with 95 % probability; None without visitors.

        Exact for independent draws, each of which shows the variation with the same probability p: all n miss it with
        probability (1 - p)^n, which is 5 % at p = 1 - 0.05^(1/n). About 3/n, hence "rule of three". A customer may keep
        the variation once drawn, so the contexts of one customer count as one draw.
        """
        return -math.expm1(math.log(1 - CONFIDENCE) / self.visitors) if self.visitors else None

    @property
    def words(self) -> str:
        """The fact in a sentence; the bound is rounded up."""
        if not self.answered:
            return "not asked, so nothing is known"
        if not self.served:
            absent = (
                "its audience was not observed either" if self.audience else "nothing of its experience was observed"
            )
            return f"{absent}, in {counted(self.answered, 'context')}"
        served = "its audience" if self.audience else "its experience"
        if self.share_bound is None:
            return f"not observed in {counted(self.served, 'context')} in which {served} was served"
        return (
            f"not observed for {counted(self.visitors, 'visitor')} to whom {served} was served; a share of at least "
            f"{_percent_up(self.share_bound)} % would have been seen with 95 % probability"
        )


def rounded_down(part: int, whole: int) -> float:
    """Return *part* of *whole* in percent, rounded down to one decimal; 0 of nothing is 0."""
    return part * 1000 // whole / 10 if whole else 0.0


def _percent_up(share: float) -> str:
    """Write a share in percent, rounded up to two figures."""
    percent = share * 100
    decimals = max(0, 1 - math.floor(math.log10(percent)))
    return f"{math.ceil(percent * 10**decimals) / 10**decimals:g}"
