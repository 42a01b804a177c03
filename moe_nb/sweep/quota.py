"""What the service's own count leaves for a sweep: slow down before the reserve of production is touched."""

from __future__ import annotations

from moe_nb.core.pace import DOCUMENTED_PER_MIN, PaceLimit
from moe_nb.core.reply import Quota
from moe_nb.sweep.sliding_count import SlidingCount

LONGEST_HOLD_S = 60.0
"""A quota starts again within a minute; a later reset means that two clocks disagree."""

LOOK_AGAIN_S = 5.0
"""How long to hold when nobody can say when the count starts again: no reset was told, or one of another clock."""

ROUNDING_S = 1.0
"""A reset is told in whole seconds, so it may be this much earlier than it says."""

SLACK = 0.005
"""Part of the service's limit that is left over: requests sent evenly arrive a little less evenly."""

SLIDING_SLACK = 0.002
"""The same where the service counts in a sliding window, whose last few requests are slowed down for anyway."""

SLIDES_WITHIN_S = 30.0
"""The reset of a fixed minute moves by a minute at a time; one that moves by less belongs to a sliding window."""


class QuotaWatch:
    """Keeps the last thing the service said about the rate limit; times are monotonic seconds."""

    def __init__(self) -> None:
        self._limit_per_min: int | None = None
        self._remaining: int | None = None
        self._reset_s = 0.0
        self._said_reset_s = 0.0
        self._is_sliding = False
        self._sliding = SlidingCount()

    def sent(self, now_s: float) -> None:
        """Count a request that leaves."""
        self._sliding.own.sent(now_s)

    def hear(self, quota: Quota | None, now_s: float, epoch_s: float) -> None:
        """Take in the headers of an answer; answers may come in another order than they were made."""
        if quota is None:  # of a service that tells its count with refusals only
            self._remaining = None if now_s >= self._reset_s else self._remaining
            return
        if quota.limit_per_min:
            self._limit_per_min = quota.limit_per_min
        if quota.remaining is None:
            return
        if quota.is_countdown:  # its moment is not exact enough to put answers in order by: the last word counts
            self._is_sliding, self._said_reset_s = False, 0.0
            self._remaining, self._reset_s = quota.remaining, now_s + max(0.0, _time_to(quota, epoch_s))
            return
        said_s = quota.reset_epoch_s or 0.0
        moved_s = said_s - self._said_reset_s
        if moved_s > 0:
            self._is_sliding = moved_s < SLIDES_WITHIN_S
        elif -LONGEST_HOLD_S < moved_s < 0:
            return  # said before what is known already
        in_s = _time_to(quota, epoch_s)
        if self._is_sliding:  # it frees requests all the time, so that the last word counts
            self._remaining = quota.remaining
            self._sliding.hear(now_s, (self._limit_per_min or DOCUMENTED_PER_MIN) - quota.remaining)
        elif in_s <= 0:
            self._remaining = None  # the count has started again
        elif moved_s == 0 and said_s and self._remaining is not None:
            self._remaining = min(self._remaining, quota.remaining)
            return
        else:
            self._remaining = quota.remaining
        self._said_reset_s, self._reset_s = said_s, now_s + max(0.0, in_s)

    def rate_per_min(self, limit: PaceLimit, now_s: float, under_way: int) -> float:
        """Return how fast to send now; 0 for not at all.

        Args:
            limit: What is wanted.
            now_s: Monotonic seconds.
            under_way: Requests that are sent and not answered: the count does not know all of them yet.
        """
        rate = min(limit.rate_per_min, self._steady_per_min(limit))
        if self._remaining is None:
            return rate
        left = self._remaining - self._reserve(limit) - under_way
        left_s = self._reset_s - now_s
        if left <= 0:
            # what is said may be over: one request looks, and the others wait for what it is told
            return rate if left_s <= 0 and not under_way and self._freed_in_s(limit, now_s) <= 0 else 0.0
        if self._is_sliding:
            return rate * min(1.0, left / self._last_few())
        if left_s <= 0:
            return rate
        shortest_s = 0.2
        return min(rate, 60 * left / max(left_s - ROUNDING_S, shortest_s))

    def hold_s(self, limit: PaceLimit, now_s: float, under_way: int) -> float:
        """Return how long to send nothing: until the count starts again.

        A sliding window frees requests at every moment: the answers under way will tell, and when there are none the
        count of what was sent does.
        """
        shortest_s = 0.05
        if self._is_sliding and under_way:
            return shortest_s
        return max(shortest_s, self._reset_s - now_s, self._freed_in_s(limit, now_s))

    def _freed_in_s(self, limit: PaceLimit, now_s: float) -> float:
        """Return how long until a sliding minute has freed a request above the reserve."""
        if not self._is_sliding:
            return 0.0
        most = (self._limit_per_min or DOCUMENTED_PER_MIN) - self._reserve(limit)
        free_s = self._sliding.free_s(now_s, most)
        return max(0.0, (self._sliding.heard_s + LOOK_AGAIN_S if free_s is None else free_s) - now_s)

    def _steady_per_min(self, limit: PaceLimit) -> float:
        """Return the rate that can go on for ever without touching the reserve, the burst included."""
        service = self._limit_per_min or max(DOCUMENTED_PER_MIN, limit.rate_per_min)
        reserve = self._reserve(limit) if self._limit_per_min else 0
        if self._is_sliding:  # its count is always up to date, so that it can be gone nearer to
            return max(service / 4, (service - reserve) * (1 - SLIDING_SLACK))
        return max(service / 4, (service - reserve) * (1 - SLACK) - limit.burst)

    def _reserve(self, limit: PaceLimit) -> int:
        """Return what is left alone; a workspace with a small limit keeps a quarter, not everything.

        A hundredth more, because production goes on asking while an answer is under way.
        """
        known = self._limit_per_min
        reserve = limit.reserve_per_min if known is None else min(limit.reserve_per_min, known // 4)
        return reserve + reserve // 100

    def _last_few(self) -> float:
        """Return how many requests above the reserve the way from whole speed to none is."""
        return max(1.0, (self._limit_per_min or DOCUMENTED_PER_MIN) / 400)


def _time_to(quota: Quota, epoch_s: float) -> float:
    """Return the seconds until a reset, 0 or less if it is over.

    It is a moment of the service's clock, which may have been told; where that makes no sense, of this machine's.
    """
    if quota.reset_epoch_s is None:
        return LOOK_AGAIN_S
    if quota.told_epoch_s is not None and abs(quota.reset_epoch_s - quota.told_epoch_s) <= 2 * LONGEST_HOLD_S:
        return min(quota.reset_epoch_s - quota.told_epoch_s, LONGEST_HOLD_S)
    in_s = quota.reset_epoch_s - epoch_s
    return LOOK_AGAIN_S if in_s < -LONGEST_HOLD_S else min(in_s, LONGEST_HOLD_S)
