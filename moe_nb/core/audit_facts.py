"""Everything an audit found, in one piece; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.answer import KeyOutcome
from moe_nb.core.certificate_facts import Certificate
from moe_nb.core.coverage_facts import NotObserved, SpaceCoverage
from moe_nb.core.effect_facts import AxisEffect, Witness
from moe_nb.core.expectation_facts import ExpectationReport
from moe_nb.core.facts import KeyCoverage, Matrix
from moe_nb.core.finding_facts import Finding
from moe_nb.core.gap_facts import Gap, Overlap
from moe_nb.core.payload_facts import PayloadFinding
from moe_nb.core.rule_facts import RuleList
from moe_nb.core.space import Space


@dataclass(frozen=True, slots=True, eq=False)
class AuditFacts:
    """The facts of one run, as views and reports take them."""

    space: Space
    certificate: Certificate
    findings: tuple[Finding, ...]
    """In the order to look at them."""
    keys: tuple[KeyCoverage, ...]
    coverage: SpaceCoverage
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    effects: tuple[AxisEffect, ...]
    rules: tuple[RuleList, ...]
    witnesses: tuple[Witness, ...]
    witness_outcomes: tuple[tuple[KeyOutcome, ...], ...]
    """Per witness: the outcomes it is there to show."""
    payload_findings: tuple[PayloadFinding, ...]
    expectations: ExpectationReport | None
    """None when nothing was expected."""
    not_observed: tuple[NotObserved, ...]
    matrices: tuple[Matrix, ...]
    """One per key."""
