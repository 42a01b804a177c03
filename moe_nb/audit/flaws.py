"""What a check of a single value says: one flaw, in words."""

from __future__ import annotations

from moe_nb.core.payload_facts import PayloadKind, Severity

Flaw = tuple[Severity, PayloadKind, str, str]
"""Severity, kind, the way to the value, and what was found in words."""

SHOWN = 60
"""Characters of a value that are quoted."""


def quoted(text: str) -> str:
    """Return a value in quotes, a long one cut."""
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
