"""Even spacing of requests: a generic cell rate algorithm, one line for everybody who asks a workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from moe_nb.core.pace import PaceLimit
from moe_nb.core.protocols import Clock, SharedLine
from moe_nb.core.reply import Quota
from moe_nb.sweep.quota import QuotaWatch

STRETCH_S = 0.1
"""How much of the line this process takes from the machine's at once, so that a lock is not needed per request."""

BUSY_S = 0.002
"""How long to wait when another process holds the machine's line at this moment."""

RAMP_S = 5.0
"""After a refusal the rate grows from half to whole in this time."""

LONGEST_BACKOFF_S = 30.0

ROUNDING_S = 1e-9

FILE_ROUNDING_S = 1e-5
"""How exactly a time since 1970 can be written down, and then some."""

RESERVE = "the workspace's quota is down to the reserve kept for production"
REFUSED = "the service refuses for the rate limit"
SLOWED = "slowed down to leave production its reserve"

Tell = Callable[[float, str], None]


class Pacer:
    """The line: says when the next request may leave, and holds all of them when the service asks for it.

    A request may leave up to ``burst - 1`` intervals before its place, never after it: a place that is missed is lost.
    So no window of time holds more than the burst and what the rate allows, whoever took the places.

    Args:
        clock: The time.
        shared: The line of the whole machine; None is this process alone.
    """

    def __init__(self, clock: Clock, shared: SharedLine | None = None) -> None:
        self.clock = clock
        self.under_way = 0
        """Requests that are sent and not answered."""
        self.listeners: list[Tell] = []
        """Told, in seconds and words, when everybody waits, or that all go slower (0 seconds)."""
        self._shared = shared
        self._quota = QuotaWatch()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._line = asyncio.Lock()
        self._next_s = 0.0
        self._end_s = 0.0 if shared else float("inf")
        self._offset_s = 0.0
        self._held_until_s = self._refused_s = self._ramp_s = -float("inf")
        self._refusals = 0
        self._early_s = 0.0
        self._told_until_s = self._told_slow_s = -float("inf")
        self._note = ""

    async def wait(self, limit: PaceLimit | None, is_open: Callable[[], bool]) -> bool:
        """Take a place and return when it has come; False, and no place taken, when *is_open* said no meanwhile."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # a forked child has a copy of a line in which nobody moves
            self._loop, self._line, self.under_way = loop, asyncio.Lock(), 0
        if not self._line.locked() and self.place_in_s(limit) <= 0:
            return True
        async with self._line:
            return await self.wait_in_front(limit, is_open)

    async def wait_in_front(self, limit: PaceLimit | None, is_open: Callable[[], bool]) -> bool:
        """Do the same in front of everybody who waits: for one request that a person waits for."""
        while is_open():
            wait_s = self.place_in_s(limit)
            if wait_s <= 0:
                return True
            await self.clock.sleep(wait_s)
        return False

    def place_in_s(self, limit: PaceLimit | None) -> float:
        """Take a place if it has come, and return 0; or return how long to wait until asking again.

        Without a limit only a refusal of the service is waited for.
        """
        now_s = self.clock.monotonic_s()
        if limit is None or now_s < self._held_until_s:
            return max(0.0, self._held_until_s - now_s)
        self._early_s = (limit.burst - 1) * 60 / limit.rate_per_min
        rate_per_min = self._rate_per_min(limit, now_s)
        if rate_per_min <= 0:
            return self._keep_reserve(now_s)
        interval_s = 60 / rate_per_min
        if self._shared is not None and max(self._next_s, now_s) + interval_s > self._end_s:
            wait_s = self._reserve(self._shared, max(self._next_s, now_s), interval_s, now_s)
            if wait_s > 0:
                return wait_s
        place_s = max(self._next_s, now_s)
        wait_s = place_s - self._early_s - now_s
        if wait_s > ROUNDING_S:
            return wait_s
        self._next_s = place_s + interval_s
        return 0.0

    def _rate_per_min(self, limit: PaceLimit, now_s: float) -> float:
        rate_per_min = self._quota.rate_per_min(limit, now_s, self.under_way)
        if 0 < rate_per_min < limit.rate_per_min / 2:
            self._tell_slow(now_s, rate_per_min)
        if now_s < self._ramp_s + RAMP_S:
            rate_per_min *= 0.5 + 0.5 * (now_s - self._ramp_s) / RAMP_S
        return rate_per_min

    def heard(self, quota: Quota | None) -> None:
        """Take in what an answer said about the rate limit."""
        now_s = self.clock.monotonic_s()
        self._quota.hear(quota, now_s, self.clock.epoch_s())
        if now_s > self._held_until_s:
            self._refusals = 0

    def refused(self, wait_s: float, left_s: float) -> None:
        """Hold the line once for everybody.

        Args:
            wait_s: Seconds the refused request wants to wait.
            left_s: When it had left: one that was under way when the line was held says nothing new.
        """
        now_s = self.clock.monotonic_s()
        if left_s <= self._refused_s:
            return
        wait_s = max(wait_s, min(LONGEST_BACKOFF_S, 0.5 * 2.0 ** min(self._refusals, 10)))
        self._refusals += 1
        self._refused_s = now_s
        self._hold(now_s + wait_s)
        if self._shared is not None:
            epoch_s = self.clock.epoch_s()
            self._shared.hold(epoch_s, epoch_s + wait_s)
        self._tell_wait(now_s, wait_s, REFUSED)

    def _hold(self, until_s: float) -> None:
        self._held_until_s = self._ramp_s = max(self._held_until_s, until_s)
        self._next_s = max(self._next_s, until_s + self._early_s)  # nothing is saved up for a burst meanwhile

    def _keep_reserve(self, now_s: float) -> float:
        hold_s = self._quota.hold_s(now_s, self.under_way)
        self._next_s = max(self._next_s, now_s + hold_s + self._early_s)
        self._tell_wait(now_s, hold_s, RESERVE)
        return hold_s

    def _reserve(self, shared: SharedLine, place_s: float, interval_s: float, now_s: float) -> float:
        """Take the next stretch of the machine's line; return how long to wait if it could not be had."""
        epoch_s, step_s = self.clock.epoch_s(), 0.05
        if abs(epoch_s - now_s - self._offset_s) > step_s:  # the machine's clock was set
            self._offset_s = epoch_s - now_s
        length_s = interval_s * max(1, int(STRETCH_S / interval_s))
        got = shared.reserve(place_s + self._offset_s, length_s)
        if shared.note != self._note:
            self._note = shared.note
            self._tell(0.0, self._note)
        if got is None:
            return BUSY_S
        held_until_s = got.held_until_s - self._offset_s
        if held_until_s > max(now_s, self._held_until_s):
            self._hold(held_until_s)
            self._tell_wait(now_s, held_until_s - now_s, REFUSED)
            return held_until_s - now_s
        self._next_s = max(place_s, got.start_s - self._offset_s)
        self._end_s = self._next_s + length_s + FILE_ROUNDING_S
        return 0.0

    def _tell_wait(self, now_s: float, wait_s: float, reason: str) -> None:
        """Tell a wait that a person would notice, once."""
        shortest_s = 0.2
        if wait_s >= shortest_s and now_s + wait_s > self._told_until_s + 1:
            self._told_until_s = now_s + wait_s
            self._tell(wait_s, reason)

    def _tell_slow(self, now_s: float, rate_per_min: float) -> None:
        often_s = 15.0
        if now_s > self._told_slow_s + often_s:
            self._told_slow_s = now_s
            self._tell(0.0, f"{SLOWED}: {rate_per_min:,.0f} calls/min")

    def _tell(self, wait_s: float, reason: str) -> None:
        for tell in [*self.listeners] if reason else []:
            tell(wait_s, reason)
