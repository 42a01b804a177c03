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

    Every pace is kept by itself, and all sweeps and fetches of a workspace on this machine stand in one line that goes
    as fast as the fastest of them: two at the same pace are no faster than one, a slow one slows nobody down, and all
    together are never faster than the fastest alone. A single fetch counts as one at the default pace.

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
    """Places in the line that belong to one process; UTC epoch seconds."""

    start_s: float
    """The first of them."""
    held_until_s: float
    """Nobody sends before; a refusal that another process met."""
    interval_s: float
    """How close they are."""
    count: int
    """How many; none while the line is held."""


@dataclass(frozen=True, slots=True)
class Mine:
    """Places that a process had before; UTC epoch seconds."""

    last_s: float
    """The last of them; if nobody stands behind it, what was not used of them can be used still."""
    used_s: float
    """The last one that was used."""
