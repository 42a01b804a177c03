"""How visitors are split over the variations of an audience; frozen, without display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moe_nb.core.answer import Cause
from moe_nb.core.words import counted, percent


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and what it may really be."""

    share: float
    """0 to 1, as observed."""
    low: float
    high: float
    confidence: float
    """Of all intervals of one split together."""


@dataclass(frozen=True, slots=True)
class VariationShare:
    """What one variation got of the visitors of its audience."""

    variation_id: str
    visitors: int
    observed: Interval
    expected: float | None
    """0 to 1; None where no split was given."""


@dataclass(frozen=True, slots=True)
class SampleRatioTest:
    """Whether the observed split can be the expected one, give or take chance."""

    p_value: float
    """How often an honest split looks at least as odd as this one."""
    alpha: float
    """A mismatch is called below it."""
    method: str
    """``"exact multinomial"`` or ``"chi-square"``."""
    note: str = ""
    """What limits the result, in words."""

    @property
    def is_mismatch(self) -> bool:
        """Whether chance is no good explanation."""
        return self.p_value < self.alpha


@dataclass(frozen=True, slots=True)
class AudienceSplit:
    """The visitors who were served one audience."""

    audience_id: str
    audience_name: str
    visitors: int
    shares: tuple[VariationShare, ...]
    """The most visitors first; expected variations that nobody got are there with 0."""
    test: SampleRatioTest | None
    """None where no split was given, or there is nothing to test."""

    @property
    def not_tested(self) -> str:
        """Why an expected split was not tested, in words; empty where it was, or none was given."""
        is_expected = any(share.expected is not None for share in self.shares)
        return "nothing to test: one variation" if is_expected and self.test is None else ""


@dataclass(frozen=True, slots=True)
class Split:
    """The visitors of one situation, and what they got of one key."""

    experience_key: str
    situation: Mapping[str, str]
    """What was the same for all, by label."""
    visitors: int
    """Visitors whose answer came."""
    failed: int
    not_asked: int
    not_served: Mapping[Cause, int]
    audiences: tuple[AudienceSplit, ...]
    """The most visitors first."""
    unserved: Interval | None
    """Share of visitors who got nothing where others were served: a control group, or people who match no audience;
    None where nobody was served or nobody answered."""

    @property
    def control_words(self) -> str:
        """What can be said of a control group from outside."""
        if self.unserved is None:
            return "Nobody was served, so nothing can be said of a control group."
        if not self.unserved.share:
            who = "The only visitor was" if self.visitors == 1 else f"All {self.visitors:,} visitors were"
            return f"{who} served: a control group above {self.unserved.high:.1%} would probably have shown itself."
        return (
            f"{self.unserved.share:.1%} of {counted(self.visitors, 'visitor')} got nothing where others were served "
            f"({self.unserved.low:.1%} to {self.unserved.high:.1%}). A control group cannot be told apart from "
            "visitors who match no audience, so it is at most about this large."
        )


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """How many visitors a split needs, before anybody is asked."""

    visitors: int
    """Enough for both wishes below; those count who are served: where a control group is expected, ask more."""
    for_precision: int
    half_width: float
    """Every share is known to within plus or minus this, 0 to 1."""
    to_detect: int
    expected: float
    served: float
    """A variation that gets this share instead of the expected one is noticed ..."""
    power: float
    """... in this share of audits, 0 to 1."""
    alpha: float
    false_alarms: float | None = None
    """How often a true split is called wrong in simulated audits; None where the test is exact: in at most `alpha`."""
    audience: str = ""
    """Only the visitors count who are served this audience; empty where the split is that of every audience."""

    @property
    def words(self) -> str:
        """The plan in one sentence."""
        who = f"{counted(self.visitors, 'visitor')}{f' who are served {self.audience!r}' if self.audience else ''}"
        at_most = f"at most {self.alpha:.1%}" if self.false_alarms is None else f"about {self.false_alarms:.1%}"
        return (
            f"{who}: each share to within {self.half_width * 100:.2g} points, and "
            f"{percent(self.served)} served instead of {percent(self.expected)} is noticed in {percent(self.power)} of "
            f"audits (a true split is called wrong in {at_most}). Only visitors who are served count: with a "
            "control group, ask more."
        )
