"""What looks wrong or odd in the payloads of a run; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, the most first."""

    ERROR = "error"
    """Visitors see something broken."""
    WARNING = "warning"
    """Probably not meant."""
    OBSERVATION = "observation"
    """Often meant; worth a look."""


class PayloadKind(StrEnum):
    """What kind of thing was found."""

    VARIABLES_DIFFER = "variables differ"
    TYPES_DIFFER = "types differ"
    BROKEN_JSON = "broken JSON"
    UNRENDERED = "unrendered template"
    EMPTY = "empty"
    WHITESPACE = "white space at the edge"
    MALFORMED_LINK = "malformed link"
    INSECURE_LINK = "insecure link"
    VALUES_DIFFER = "values differ"


@dataclass(frozen=True, slots=True)
class PayloadFinding:
    """One thing found in the payload of one variation (or of one audience, where its variations differ)."""

    severity: Severity
    kind: PayloadKind
    experience_key: str
    audience_id: str
    audience_name: str
    variation_id: str
    """Empty where it concerns several variations."""
    variable: str
    """Name of the variable, with the way into its value: ``Data.items[0].url``."""
    what: str
    """What was found, in a sentence."""
    contexts: int
    """How many contexts got it."""
    witness: int
    """Number of the first context that got it."""

    @property
    def where(self) -> str:
        """Where it was found, in words."""
        audience = self.audience_name or self.audience_id
        variation = f" / Variation {self.variation_id}" if self.variation_id else ""
        return f"{self.experience_key}: {audience}{variation}: {self.variable}"
