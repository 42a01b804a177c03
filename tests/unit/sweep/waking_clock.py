"""Time for several sleepers at once: it moves to the next wake-up when nobody has anything else to do."""

from __future__ import annotations

import asyncio

from moe_nb.testing import START

PATIENCE = 25
"""Turns of the loop in which others may act before time moves."""


class WakingClock:
    """A clock for sweeps with several calls under way, where waits overlap.

    Args:
        late_s: How late everybody wakes, as on a busy machine.
    """

    def __init__(self, late_s: float = 0.0) -> None:
        self._now_s = 0.0
        self._late_s = late_s
        self._wakes = []

    def monotonic_s(self):
        return self._now_s

    def epoch_s(self):
        return START.timestamp() + self._now_s

    def move_on(self, seconds):
        """Let time pass that nobody waits for."""
        self._now_s += seconds

    async def sleep(self, seconds):
        wake_s, seen_s, turns = self._now_s + seconds, self._now_s, 0
        self._wakes.append(wake_s)
        try:
            while self._now_s < wake_s:
                await asyncio.sleep(0)
                turns = turns + 1 if seen_s == self._now_s else 0
                seen_s = self._now_s
                if turns > PATIENCE and wake_s == min(self._wakes):
                    self._now_s = wake_s
        finally:
            self._wakes.remove(wake_s)
        self.move_on(self._late_s)
