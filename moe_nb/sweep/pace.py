"""Even spacing of requests: a generic cell rate algorithm, obeying the service's own count."""

from __future__ import annotations

from moe_nb.core.pace import PaceLimit
from moe_nb.core.protocols import Clock
from moe_nb.core.reply import Quota

LONGEST_HOLD_S = 60.0
"""A quota starts again within a minute; a later reset means that two clocks disagree."""


class Pacer:
    """Says when the next request may leave.

    Args:
        limit: The pace; None never waits.
        clock: The time.
    """

    def __init__(self, limit: PaceLimit | None, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._theoretical_s = 0.0
        self._held_until_s = 0.0

    def next_wait_s(self) -> float:
        """Take the next place in the line and return the seconds until it comes."""
        if self._limit is None:
            return 0.0
        now_s = self._clock.monotonic_s()
        interval_s = 60 / self._limit.rate_per_min
        start_s = max(now_s, self._theoretical_s, self._held_until_s)
        self._theoretical_s = start_s + interval_s
        burst_s = (self._limit.burst - 1) * interval_s
        return max(0.0, max(start_s - burst_s, self._held_until_s) - now_s)

    def observe(self, quota: Quota | None) -> float:
        """Hold the line when the workspace's remaining requests reach the reserve; return the seconds held."""
        if self._limit is None or quota is None or quota.remaining is None or quota.reset_epoch_s is None:
            return 0.0
        reserve = self._limit.reserve_per_min
        if quota.limit_per_min is not None:  # a workspace with a small limit keeps a quarter, not everything
            reserve = min(reserve, quota.limit_per_min // 4)
        if quota.remaining > reserve:
            return 0.0
        hold_s = min(LONGEST_HOLD_S, max(0.0, quota.reset_epoch_s - self._clock.epoch_s()))
        until_s = self._clock.monotonic_s() + hold_s
        if until_s <= self._held_until_s + 1:  # already held
            return 0.0
        self._held_until_s = until_s
        return hold_s
