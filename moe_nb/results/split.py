"""The visitors of one situation and what they got, as a user holds it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from moe_nb.audit.split_plan import power_of_served
from moe_nb.core.report_section import Section, section
from moe_nb.core.split_facts import AudienceSplit, Split, SplitPlan
from moe_nb.core.words import counted, percent
from moe_nb.results.display import Displayed
from moe_nb.results.run import Run
from moe_nb.views.audit import section_html, section_text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("Audience", "Variation", "Visitors", "Share", "95 % interval", "Expected", "Sample-ratio test")


class DisplayedSplitPlan(Displayed):
    """How many visitors a split needs; made by ``ws.plan_split()``.

    Args:
        plan: The facts.
    """

    def __init__(self, plan: SplitPlan) -> None:
        self.facts = plan

    @property
    def visitors(self) -> int:
        """Enough for both wishes: how closely the shares are known, and what is noticed."""
        return self.facts.visitors

    @cached_property
    def _section(self) -> Section:
        plan = self.facts
        rows = [
            (f"each share known to within {plan.half_width * 100:.2g} points", f"{plan.for_precision:,}"),
            (f"{percent(plan.served)} served instead of {percent(plan.expected)} is noticed", f"{plan.to_detect:,}"),
        ]
        return section("plan", "Visitors a split needs", plan.words, ("So that", "Visitors"), rows)

    def _html(self) -> str:
        return str(section_html(self._section))

    def _text(self) -> str:
        return section_text(self._section)


class DisplayedSplit(Displayed):
    """Observed shares with intervals, and whether they can be the expected ones.

    Args:
        split: The facts.
        run: The sweep over the visitors.
        plan: In words, what so many visitors can tell.
    """

    def __init__(self, split: Split, run: Run, plan: str) -> None:
        self.facts = split
        self.run = run
        self.plan = plan

    @property
    def is_mismatch(self) -> bool:
        """Whether chance is no good explanation of an audience's split."""
        return any(one.test is not None and one.test.is_mismatch for one in self.facts.audiences)

    @property
    def is_tested(self) -> bool:
        """Whether the split of every audience that was served was held against an expected one."""
        return bool(self.facts.audiences) and all(one.test is not None for one in self.facts.audiences)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per audience and variation.

        Columns: ``audience_id``, ``audience_name``, ``variation_id``, ``visitors``, ``share``, ``low``, ``high``,
        ``expected`` (0 to 1), ``p_value`` and ``is_mismatch`` of the audience; missing where no split was given.
        """
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        rows = []
        for audience in self.facts.audiences:
            test = audience.test
            judged = (None, None) if test is None else (test.p_value, test.is_mismatch)
            rows += [
                (
                    *(audience.audience_id, audience.audience_name, one.variation_id, one.visitors),
                    *(one.observed.share, one.observed.low, one.observed.high, one.expected, *judged),
                )
                for one in audience.shares
            ]
        names = ("audience_id", "audience_name", "variation_id", "visitors", "share", "low", "high", "expected")
        return pd.DataFrame(rows, columns=[*names, "p_value", "is_mismatch"])

    @cached_property
    def _section(self) -> Section:
        facts = self.facts
        is_expected = any(share.expected is not None for one in facts.audiences for share in one.shares)
        rows = [row for audience in facts.audiences for row in _rows(audience, is_expected=is_expected)]
        lost = [f"{facts.failed:,} failed"] if facts.failed else []
        lost += [f"{facts.not_asked:,} were not asked"] if facts.not_asked else []
        answered = f"{counted(facts.visitors, 'visitor')} answered{''.join(f', {said}' for said in lost)}."
        intro = f"Asked: {self.plan.rstrip('.')}. {answered} {facts.control_words}{_noticed(facts)}"
        title = f"Split of {facts.experience_key}"
        return section("split", title, intro, COLUMNS, rows, "Nobody was served, so there is no split to test.")

    def _html(self) -> str:
        return str(section_html(self._section))

    def _text(self) -> str:
        return section_text(self._section)


def _noticed(facts: Split) -> str:
    """Return what the visitors who were served can tell of their split; those who got nothing tell nothing of it."""
    said = ""
    for one in facts.audiences:
        weights = [share.expected for share in one.shares if share.expected]
        if one.test is None or len(weights) < 2:  # noqa: PLR2004 - one variation is no split
            continue
        power, expected, served = power_of_served(one.visitors, weights, one.test.alpha)
        said += (
            f" {counted(one.visitors, 'visitor')} got {one.audience_name or one.audience_id!r}: so many notice "
            f"{percent(served)} served instead of {percent(expected)} in {percent(power)} of audits."
        )
    return said


def _rows(audience: AudienceSplit, *, is_expected: bool) -> list[tuple[str, ...]]:
    """Return a row per variation; where some audience has an expected split, one without is said to have none."""
    said = audience.not_tested or ("not tested: no split was given for it" if is_expected else "")
    if audience.test is not None:
        verdict = "mismatch" if audience.test.is_mismatch else "no mismatch seen"
        said = f"{verdict} (p = {audience.test.p_value:.2g}, {audience.test.method}). {audience.test.note}".rstrip()
    return [
        (
            audience.audience_name or audience.audience_id,
            one.variation_id,
            f"{one.visitors:,}",
            f"{one.observed.share:.1%}",
            f"{one.observed.low:.1%} to {one.observed.high:.1%}",
            "" if one.expected is None else f"{one.expected:.1%}",
            said if place == 0 else "",
        )
        for place, one in enumerate(audience.shares)
    ]
