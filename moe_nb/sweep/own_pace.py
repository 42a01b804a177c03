"""Where those who ask at one pace are, whatever others do."""

from __future__ import annotations

import asyncio

from moe_nb.core.pace import PaceLimit
from moe_nb.sweep.places import ROUNDING_S


class OwnPace:
    """A generic cell rate algorithm: the next request leaves up to ``burst - 1`` intervals before its place.

    Args:
        limit: The pace.
        held_until_s: Until when everybody was held last, monotonic seconds.
    """

    def __init__(self, limit: PaceLimit, held_until_s: float) -> None:
        self.lock = asyncio.Lock()
        """Who waits for this pace, in order."""
        self._early_s = (limit.burst - 1) * 60 / limit.rate_per_min
        self._next_s = held_until_s + self._early_s

    def wait_s(self, now_s: float) -> float:
        """Return how long until the next request may leave, 0 for now."""
        wait_s = max(self._next_s, now_s) - self._early_s - now_s
        return wait_s if wait_s > ROUNDING_S else 0.0

    def use(self, now_s: float, interval_s: float) -> None:
        """Let a request leave; the next place is *interval_s* later."""
        self._next_s = max(self._next_s, now_s) + interval_s

    def hold(self, until_s: float) -> None:
        """Let nothing leave before, and save nothing up for a burst meanwhile."""
        self._next_s = max(self._next_s, until_s + self._early_s)
