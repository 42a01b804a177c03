"""What a person is told about the pace: waits that would be noticed, each once."""

from __future__ import annotations

from collections.abc import Callable

RESERVE = "the workspace's quota is down to the reserve kept for production"
REFUSED = "the service refuses for the rate limit"
SLOWED = "slowed down to leave production its reserve"

SHORTEST_S = 0.2
"""A wait that is shorter is not told."""

OFTEN_S = 15.0
"""How often it is told that all go slower."""

Tell = Callable[[float, str], None]


class PaceNews:
    """Tells listeners, in seconds and words, when everybody waits, or that all go slower (0 seconds)."""

    def __init__(self) -> None:
        self.listeners: list[Tell] = []
        self._until_s = self._slow_s = -float("inf")
        self._note = ""

    def wait(self, now_s: float, wait_s: float, reason: str) -> None:
        """Tell a wait that a person would notice, once."""
        if wait_s >= SHORTEST_S and now_s + wait_s > self._until_s + 1:
            self._until_s = now_s + wait_s
            self._tell(wait_s, reason)

    def slow(self, now_s: float, rate_per_min: float) -> None:
        """Tell that the pace is far below what was wanted."""
        if now_s > self._slow_s + OFTEN_S:
            self._slow_s = now_s
            self._tell(0.0, f"{SLOWED}: {rate_per_min:,.0f} calls/min")

    def note(self, note: str) -> None:
        """Tell a note when it changes."""
        if note != self._note:
            self._note = note
            self._tell(0.0, note)

    def _tell(self, wait_s: float, reason: str) -> None:
        for tell in [*self.listeners] if reason else []:
            tell(wait_s, reason)
