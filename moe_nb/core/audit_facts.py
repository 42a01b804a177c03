"""Everything an audit knows, as views and reports read it: each fact is computed when it is first read."""

from __future__ import annotations

from typing import Protocol

from moe_nb.core.answer import KeyOutcome
from moe_nb.core.certificate_facts import Certificate
from moe_nb.core.coverage_facts import NotObserved, SpaceCoverage
from moe_nb.core.effect_facts import AxisEffect, Checklist, Witness
from moe_nb.core.expectation_facts import ExpectationReport
from moe_nb.core.facts import KeyCoverage, Matrix
from moe_nb.core.finding_facts import Finding
from moe_nb.core.gap_facts import Gap, Overlap
from moe_nb.core.payload_facts import PayloadFinding
from moe_nb.core.rule_facts import RuleList
from moe_nb.core.space import Space
from moe_nb.core.stability_facts import Stickiness


class AuditFacts(Protocol):
    """The facts of one run."""

    @property
    def space(self) -> Space:
        """The contexts."""

    @property
    def certificate(self) -> Certificate:
        """What the audit rests on."""

    @property
    def unanswered(self) -> str:
        """Why nothing is known of any key, in words; empty where any context was answered."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to look at, in the order to look at it."""

    @property
    def keys(self) -> tuple[KeyCoverage, ...]:
        """What was seen of each key."""

    @property
    def coverage(self) -> SpaceCoverage:
        """How much of the space was answered."""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Where each key is served nothing."""

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Where keys of one slot are served together."""

    @property
    def effects(self) -> tuple[AxisEffect, ...]:
        """What each axis does to each key."""

    @property
    def rules(self) -> tuple[RuleList, ...]:
        """The rules that explain each key."""

    @property
    def stickiness(self) -> tuple[Stickiness, ...]:
        """Whether named visitors kept their variation; empty where none was asked about in several contexts."""

    @property
    def checklist(self) -> Checklist:
        """Few contexts that show everything once, and whether they are the fewest."""

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """The contexts of the checklist."""

    @property
    def witness_outcomes(self) -> tuple[tuple[KeyOutcome, ...], ...]:
        """Per witness: the outcomes it is there to show."""

    @property
    def payload_findings(self) -> tuple[PayloadFinding, ...]:
        """What looks wrong or odd in payloads."""

    @property
    def expectations(self) -> ExpectationReport | None:
        """The judged table of expectations; None when nothing was expected."""

    @property
    def not_observed(self) -> tuple[NotObserved, ...]:
        """Expected variations that no answer showed."""

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """One per key."""
