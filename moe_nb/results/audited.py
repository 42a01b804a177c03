"""The facts of an audit, each computed when it is first wanted."""

from __future__ import annotations

import platform
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.certificate import certificate_of
from moe_nb.audit.combinations import space_coverage
from moe_nb.audit.control_group import control_cells
from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.expectation_findings import expectation_findings, expected_variations, observation_findings
from moe_nb.audit.expectations import judge
from moe_nb.audit.gaps import gaps_of
from moe_nb.audit.overlap import overlaps_of
from moe_nb.audit.payload_checks import check_payloads
from moe_nb.audit.rules import rules_of
from moe_nb.audit.run_findings import (
    coverage_findings,
    failure_findings,
    gap_findings,
    input_findings,
    overlap_findings,
    payload_findings,
    unasked_findings,
)
from moe_nb.audit.sensitivity import effects_of
from moe_nb.audit.stability_findings import check_shape, flicker_findings, steady_table
from moe_nb.audit.stickiness import has_visitors, stickiness_findings, stickiness_of
from moe_nb.audit.unanswered import unanswered
from moe_nb.audit.witnesses import checklist_of
from moe_nb.core.answer import KeyOutcome
from moe_nb.core.certificate_facts import Certificate
from moe_nb.core.coverage_facts import NotObserved, SpaceCoverage
from moe_nb.core.distinct_names import with_distinct_names
from moe_nb.core.effect_facts import AxisEffect, Checklist, Witness
from moe_nb.core.expectation_facts import ExpectationReport
from moe_nb.core.facts import KeyCoverage, Matrix
from moe_nb.core.finding_facts import Finding, ordered
from moe_nb.core.gap_facts import Gap, Overlap
from moe_nb.core.payload_facts import PayloadFinding
from moe_nb.core.rule_facts import RuleList
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.core.stability_facts import Stability, Stickiness
from moe_nb.results.audit_inputs import AuditInputs
from moe_nb.results.audit_parts import key_matrices, witness_outcomes
from moe_nb.version import __version__


class Audited:
    """What a run covers, what it misses, why, and what looks wrong.

    Args:
        table: The answers.
        facts: Where, when and how they came.
        inputs: What else the audit was given.

    Raises:
        AuditError: If the repeats asked other contexts or keys than the run.
    """

    def __init__(self, table: RunTable, facts: RunFacts, inputs: AuditInputs) -> None:
        if inputs.stability is not None:
            check_shape(table, inputs.stability.facts.unsteady)
        self.table = table
        self.inputs = inputs
        self._run_facts = facts

    @property
    def space(self) -> Space:
        """The contexts."""
        return self.table.space

    @cached_property
    def unanswered(self) -> str:
        """Why nothing is known of any key, in words; empty where any context was answered."""
        error = self._run_facts.stopped.error
        return unanswered(self.table, "" if error is None else error.summary)

    @cached_property
    def keys(self) -> tuple[KeyCoverage, ...]:
        """What was seen of each key: counts, causes, every audience and variation with a first witness."""
        return coverage_of(self._named)

    @cached_property
    def coverage(self) -> SpaceCoverage:
        """How much of the space was answered, and of the 1-, 2- and 3-way combinations of its axes."""
        return space_coverage(self.table)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Where each key is served nothing; failed and not asked cells are no part of it, what flickers is."""
        by_lot = self._control if self._stability is None else control_cells(self.table)
        return gaps_of(self.table, control=by_lot)

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Where keys of one slot are served together; empty when no slot was named."""
        return overlaps_of(self.table, self.inputs.slots)

    @cached_property
    def effects(self) -> tuple[AxisEffect, ...]:
        """What each axis does to each key, with examples, from stable cells where repeats were given."""
        return effects_of(self._named, stability=self._stability, control=self._control)

    @cached_property
    def rules(self) -> tuple[RuleList, ...]:
        """The shortest readable rules found for each key, from stable cells where repeats were given."""
        return rules_of(self._named, seed=self.inputs.seed, stability=self._stability, control=self._control)

    @cached_property
    def _named(self) -> RunTable:
        """The answers as words are made of them: audiences that share a name have their ids in it."""
        return with_distinct_names(self.table)[0]

    @property
    def _stability(self) -> Stability | None:
        return None if self.inputs.stability is None else self.inputs.stability.facts

    @cached_property
    def _control(self) -> NDArray[np.bool_]:
        """(contexts, keys): what was served nothing as a control group is, among stable cells."""
        return control_cells(steady_table(self.table, self._stability))

    @cached_property
    def stickiness(self) -> tuple[Stickiness, ...]:
        """Per key, whether named visitors kept their variation; empty where none was asked about several times."""
        return stickiness_of(self._named) if has_visitors(self.space) else ()

    @cached_property
    def checklist(self) -> Checklist:
        """Few contexts that show every audience and variation once, and whether they are the fewest."""
        return checklist_of(self._named)

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """The contexts of the checklist."""
        return self.checklist.witnesses

    @cached_property
    def payload_findings(self) -> tuple[PayloadFinding, ...]:
        """What looks wrong or odd in payloads."""
        return check_payloads(self._named)

    @cached_property
    def expectations(self) -> ExpectationReport | None:
        """The judged table of expectations; None when none was given."""
        expected = self.inputs.expected
        return None if expected is None else judge(expected, self.table, self.inputs.week_of)

    @cached_property
    def not_observed(self) -> tuple[NotObserved, ...]:
        """Expected variations that no answer showed, with what the visitors asked can say."""
        return () if self.inputs.expected is None else expected_variations(self.inputs.expected, self.table)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What to look at, in the order to look at it."""
        report, repeats, metadata = self.expectations, self.inputs.stability, self._run_facts.metadata
        return ordered(
            [
                *(() if report is None else expectation_findings(report)),
                *observation_findings(self.not_observed),
                *gap_findings(self.gaps, None if metadata is None else metadata.not_active),
                *unasked_findings(self.table.keys, metadata),
                *overlap_findings(self.overlaps),
                *payload_findings(self.payload_findings),
                *stickiness_findings(self.stickiness),
                *(() if repeats is None else flicker_findings(repeats.facts)),
                *failure_findings(self.table, self.unanswered),
                *coverage_findings(self.table, self.coverage),
                *input_findings(self.effects),
            ]
        )

    @cached_property
    def certificate(self) -> Certificate:
        """What the audit rests on: who was asked, when, how much was answered, a hash of everything that went in."""
        versions = (("moe_nb that audits", __version__), ("Python", platform.python_version()))
        repeats = self.inputs.repeats
        expected = self.inputs.expected
        return certificate_of(self.table, self._run_facts, self.coverage, versions, expected, repeats)

    @cached_property
    def witness_outcomes(self) -> tuple[tuple[KeyOutcome, ...], ...]:
        """Per witness: the outcomes it is there to show, as cards draw them."""
        return witness_outcomes(self.table, self.witnesses)

    @cached_property
    def matrices(self) -> tuple[Matrix, ...]:
        """One per key, on the axes that decide it."""
        return key_matrices(self.table, self.effects)
