"""What an analyst should look at, in words, with the contexts behind it; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from moe_nb.core.payload_facts import Severity


class FindingKind(StrEnum):
    """What a finding is about; the order is that of the list, within one severity."""

    EXPECTATION_FAILED = "expectation failed"
    EXPECTATION_NOT_READ = "expectation not read"
    UNKNOWN_KEY = "unknown key"
    NOT_ACTIVE = "not active"
    OVERLAP = "overlap"
    GAP = "gap"
    PAYLOAD = "payload"
    EXPECTATION_CONFLICT = "expectations contradict"
    EXPECTATION_NOT_CHECKED = "expectation not checked"
    NOT_OBSERVED = "not observed"
    VARIATION_NOT_KEPT = "variation not kept"
    FLICKERS = "flickers"
    FAILED = "calls failed"
    NOT_COVERED = "not covered"
    NEVER_SERVED = "never served"
    UNUSED_INPUT = "input without effect"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    severity: Severity
    kind: FindingKind
    experience_key: str
    """Empty where it concerns several keys, or none."""
    words: str
    """What was seen, in a sentence or two that claims no more."""
    contexts: int = 0
    """How many contexts show it."""
    witnesses: tuple[int, ...] = ()
    """Numbers of the first contexts that show it; empty where none can, as for a row that could not be read."""


def ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order to look at them: by severity, then by kind, then the most contexts first."""
    severities, kinds = list(Severity), list(FindingKind)
    return tuple(
        sorted(
            findings,
            key=lambda one: (severities.index(one.severity), kinds.index(one.kind), -one.contexts),
        )
    )
