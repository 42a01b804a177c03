"""What a sliding minute holds by now: what this process sent is known, and what others do goes on as it was seen."""

from __future__ import annotations

from collections import deque

WINDOW_S = 60.0
"""MoEngage API: requests are counted per minute."""

STEP_S = 0.25
"""Requests of one such step are counted together, as if all had left at its end."""

SEEN_FOR_S = 5.0
"""How long others are looked at, at least, to say how fast they ask."""


class OwnRequests:
    """The requests of this process in the last minute; times are monotonic seconds."""

    def __init__(self) -> None:
        self._steps: deque[list[float]] = deque()
        self._count = 0

    def sent(self, now_s: float) -> None:
        """Count a request that leaves."""
        self._count += 1
        if self._steps and now_s <= self._steps[-1][0]:
            self._steps[-1][1] += 1
            return
        self._forget(now_s)
        self._steps.append([now_s + STEP_S, 1])

    def within(self, now_s: float) -> int:
        """Return how many are counted still."""
        self._forget(now_s)
        return self._count

    def leaving(self) -> list[tuple[float, int]]:
        """Return when requests will be counted no longer, and how many each time."""
        return [(until_s + WINDOW_S, int(count)) for until_s, count in self._steps]

    def _forget(self, now_s: float) -> None:
        while self._steps and self._steps[0][0] + WINDOW_S <= now_s:
            self._count -= int(self._steps.popleft()[1])


class SlidingCount:
    """Says when a sliding minute, of which the last word was that it is used up, has freed enough.

    Who looks earlier, with a request, takes it from the reserve of production.
    """

    def __init__(self) -> None:
        self.own = OwnRequests()
        self.heard_s = -float("inf")
        """When the last word was heard."""
        self._others = 0.0
        self._earlier = self._later = (-float("inf"), 0.0)
        """Two times at which others were counted, and their count."""

    def hear(self, now_s: float, used: int) -> None:
        """Take in how many requests the service counts."""
        self.heard_s = now_s
        self._others = max(0.0, float(used - self.own.within(now_s)))
        if now_s >= self._later[0] + SEEN_FOR_S:
            self._earlier, self._later = self._later, (now_s, self._others)

    def used(self, at_s: float) -> float:
        """Return how many requests will be counted at a time, if this process sends none until then."""
        own = self.own.within(self.heard_s) - sum(n for until_s, n in self.own.leaving() if until_s <= at_s)
        return own + self._others_at(at_s)

    def free_s(self, now_s: float, most: float) -> float | None:
        """Return the first time, from now on, at which fewer than *most* are counted; None when nobody can say."""
        times_s = [now_s, *(until_s for until_s, _ in self.own.leaving() if until_s > now_s)]
        return next((at_s for at_s in times_s if self.used(at_s) < most), None)

    def _others_at(self, at_s: float) -> float:
        """Return the others' requests: more than the last count where they became more, up to a minute of that."""
        since_s = self.heard_s - self._earlier[0]
        per_s = max(0.0, (self._others - self._earlier[1]) / since_s) if since_s < 2 * WINDOW_S else 0.0
        return max(self._others, min(self._others + per_s * (at_s - self.heard_s), per_s * WINDOW_S))
