"""How fast a sweep may ask."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from moe_nb.core.errors import UsageError

DOCUMENTED_PER_MIN = 10_000
"""MoEngage API: 10,000 requests a minute per workspace, shared with production."""


@dataclass(frozen=True, slots=True)
class PaceLimit:
    """Requests a minute, and how many of them may leave at once.

    All sweeps of a workspace on this machine share one line, so two of them at the same pace are no faster than one.

    Raises:
        UsageError: If the rate or the burst is not positive.
    """

    rate_per_min: float = DOCUMENTED_PER_MIN / 4
    """A quarter of the documented limit: production keeps the rest."""
    burst: int = 5
    reserve_per_min: int = DOCUMENTED_PER_MIN // 4
    """Requests of the workspace's quota that are never touched, as far as its headers tell."""

    def __post_init__(self) -> None:
        """Refuse a pace that never asks, and one that is none."""
        if not isfinite(self.rate_per_min):
            raise UsageError(f"{self.rate_per_min} requests/min is not a pace.", hint="Give a number of requests.")
        if self.rate_per_min <= 0 or self.burst < 1:
            raise UsageError(
                f"A pace of {self.rate_per_min} requests/min with a burst of {self.burst} never asks.",
                hint="Both must be above zero.",
            )


@dataclass(frozen=True, slots=True)
class Reserved:
    """A stretch of the line that belongs to one process; UTC epoch seconds."""

    start_s: float
    held_until_s: float
    """Nobody sends before; a refusal that another process met."""
