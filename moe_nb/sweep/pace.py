"""Even spacing of requests: a generic cell rate algorithm for every pace, and one line for all who ask a workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from moe_nb.core.pace import PaceLimit
from moe_nb.core.protocols import Clock, SharedLine
from moe_nb.core.reply import Quota
from moe_nb.core.retry import rate_limit_held
from moe_nb.sweep.own_pace import OwnPace
from moe_nb.sweep.pace_news import REFUSED, RESERVE, PaceNews, Tell
from moe_nb.sweep.places import Places
from moe_nb.sweep.quota import QuotaWatch

RAMP_S = 5.0
"""After a refusal the rate grows from half to whole in this time."""

LONGEST_BACKOFF_S = 30.0


class Pacer:
    """The line: says when the next request may leave, and holds all of them when the service asks for it.

    Whoever asks first waits for its own pace, where it is in nobody's way, and then for a place in the line of all,
    which goes as fast as the fastest. A request may leave a little before its place, never after it. So no window of
    time holds more than a burst and what the rate allows, for each pace and for all together; of several processes,
    what the rate allows in a fiftieth of a second more (`line_state.LATE_S`).

    Args:
        clock: The time.
        shared: The line of the whole machine; None is this process alone.
        together_per_min: The pace of all who share one pace with this process, if it has a part of it only: the line
            goes by the whole.
    """

    def __init__(
        self, clock: Clock, shared: SharedLine | None = None, *, together_per_min: float | None = None
    ) -> None:
        self.clock = clock
        self.under_way = 0
        """Requests that are sent and not answered."""
        self._together_per_min = together_per_min or 0.0
        self._places = Places(clock, shared)
        self._quota = QuotaWatch()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._line = asyncio.Lock()
        self._own: dict[PaceLimit, OwnPace] = {}
        self._held_until_s = self._refused_s = self._ramp_s = -float("inf")
        self._refusals = 0
        self._news = PaceNews()

    @property
    def listeners(self) -> list[Tell]:
        """Told, in seconds and words, when everybody waits, or that all go slower (0 seconds)."""
        return self._news.listeners

    async def wait(
        self, limit: PaceLimit | None, is_open: Callable[[], bool], longest_hold_s: float = float("inf")
    ) -> bool:
        """Take a place and return when it has come; False, and no place taken, when *is_open* said no meanwhile.

        Args:
            limit: The pace; None waits only while the service refuses.
            is_open: Asked before every wait.
            longest_hold_s: How long a refusal is waited for.

        Raises:
            RateLimitedError: If the service refuses for longer; it says how long.
        """
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # a forked child has a copy of a line in which nobody moves
            self._loop, self._line, self.under_way = loop, asyncio.Lock(), 0
            for own in self._own.values():
                own.lock = asyncio.Lock()
        if limit is None:
            return await self.wait_in_front(limit, is_open, longest_hold_s)
        own = self._own_pace(limit)
        if not own.lock.locked() and not self._line.locked() and self.place_in_s(limit) <= 0:
            return True
        async with own.lock:
            while is_open():
                wait_s = self._own_wait_s(limit)
                if wait_s <= 0:
                    if await self._stand_in_line(limit, is_open):
                        return True
                    continue
                self._check_hold(longest_hold_s)
                await self.clock.sleep(wait_s)
        return False

    async def wait_in_front(
        self, limit: PaceLimit | None, is_open: Callable[[], bool], longest_hold_s: float = float("inf")
    ) -> bool:
        """Do the same in front of everybody who waits: for one request that a person waits for."""
        while is_open():
            wait_s = self.place_in_s(limit)
            if wait_s <= 0:
                return True
            self._check_hold(longest_hold_s)
            await self.clock.sleep(wait_s)
        return False

    async def _stand_in_line(self, limit: PaceLimit, is_open: Callable[[], bool]) -> bool:
        """Wait for a place among all; False when the own pace, a refusal or the gate has to be waited for first."""
        async with self._line:
            while is_open() and self._own_wait_s(limit) <= 0:
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
        rate_per_min = self._rate_per_min(limit, now_s)
        if rate_per_min <= 0:
            return self._keep_reserve(limit, now_s)
        own, interval_s = self._own_pace(limit), 60 / rate_per_min
        wait_s = own.wait_s(now_s)
        if wait_s > 0:
            return wait_s
        wait_s = self._line_wait_s(limit, interval_s, now_s)
        if wait_s > 0:
            return max(wait_s, self._own_wait_s(limit))
        own.use(now_s, interval_s)
        self._places.use(now_s)
        self._quota.sent(now_s)
        return 0.0

    def _own_wait_s(self, limit: PaceLimit) -> float:
        """Return how long a refusal, the reserve and the pace itself are waited for."""
        now_s = self.clock.monotonic_s()
        if now_s < self._held_until_s:
            return self._held_until_s - now_s
        if self._rate_per_min(limit, now_s) <= 0:
            return self._keep_reserve(limit, now_s)
        return self._own_pace(limit).wait_s(now_s)

    def _line_wait_s(self, limit: PaceLimit, interval_s: float, now_s: float) -> float:
        whole = max(1.0, self._together_per_min / limit.rate_per_min)
        wait_s = self._places.wait_s(now_s, interval_s / whole, limit.burst)
        self._news.note(self._places.note)
        held_until_s = self._places.held_until_s
        if held_until_s > max(now_s, self._held_until_s):
            self._hold(held_until_s)
            self._news.wait(now_s, held_until_s - now_s, REFUSED)
        return wait_s

    def _own_pace(self, limit: PaceLimit) -> OwnPace:
        own = self._own.get(limit)
        if own is None:
            own = self._own[limit] = OwnPace(limit, self._held_until_s)
        return own

    def _rate_per_min(self, limit: PaceLimit, now_s: float) -> float:
        rate_per_min = self._quota.rate_per_min(limit, now_s, self.under_way)
        if 0 < rate_per_min < limit.rate_per_min / 2:
            self._news.slow(now_s, rate_per_min)
        if now_s < self._ramp_s + RAMP_S:
            rate_per_min *= 0.5 + 0.5 * (now_s - self._ramp_s) / RAMP_S
        return rate_per_min

    def heard(self, quota: Quota | None) -> None:
        """Take in what an answer, or a refusal, said about the rate limit."""
        self._quota.hear(quota, self.clock.monotonic_s(), self.clock.epoch_s())

    def answered(self) -> None:
        """Take in that an answer came: a row of refusals is over."""
        if self.clock.monotonic_s() > self._held_until_s:
            self._refusals = 0

    def refused(self, wait_s: float, left_s: float) -> float:
        """Hold the line once for everybody, and return for how long it is held.

        Args:
            wait_s: Seconds the refused request wants to wait.
            left_s: When it had left: one that was under way when the line was held says nothing new.
        """
        now_s = self.clock.monotonic_s()
        if left_s > self._refused_s:
            wait_s = max(wait_s, min(LONGEST_BACKOFF_S, 0.5 * 2.0 ** min(self._refusals, 10)))
            self._refusals += 1
            self._refused_s = now_s
            self._hold(now_s + wait_s)
            self._places.hold(now_s, wait_s)
            self._news.wait(now_s, wait_s, REFUSED)
        return max(0.0, self._held_until_s - now_s)

    def _check_hold(self, longest_s: float) -> None:
        held_s = self._held_until_s - self.clock.monotonic_s()
        if held_s > longest_s:
            raise rate_limit_held(held_s)

    def _hold(self, until_s: float) -> None:
        self._held_until_s = self._ramp_s = max(self._held_until_s, until_s)
        for own in self._own.values():
            own.hold(until_s)

    def _keep_reserve(self, limit: PaceLimit, now_s: float) -> float:
        hold_s = self._quota.hold_s(limit, now_s, self.under_way)
        self._own_pace(limit).hold(now_s + hold_s)
        self._news.wait(now_s, hold_s, RESERVE)
        return hold_s
