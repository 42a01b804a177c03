"""What a notebook needs to make an audit again, besides the run; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, eq=False)
class AuditMaterial:
    """What the audit was given."""

    expected_suffix: str
    """How the name of the table of expectations ends, ``".csv"``; empty without one."""
    expected_content: bytes
    """The table, as it was read."""
    slots: Mapping[str, tuple[str, ...]]
    week_of: date | None
    seed: int
