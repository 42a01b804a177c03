"""The places of one process in the line of its workspace: taken a few at a time, used one by one."""

from __future__ import annotations

from moe_nb.core.pace import Mine
from moe_nb.core.protocols import Clock, SharedLine
from moe_nb.sweep.line_state import LocalLine

STRETCH_S = 0.1
"""How much of the line this process takes from the machine's at once, so that a lock is not needed per request."""

BUSY_S = 0.002
"""How long to wait when another process holds the machine's line at this moment."""

ROUNDING_S = 1e-9

FILE_ROUNDING_S = 1e-5
"""How exactly a time since 1970 can be written down, and then some."""


class Places:
    """Says when the next place comes; all its times are monotonic.

    Args:
        clock: The time.
        shared: The line of the whole machine; None is this process alone.
    """

    def __init__(self, clock: Clock, shared: SharedLine | None) -> None:
        self.held_until_s = -float("inf")
        """Until when another process met a refusal."""
        self._clock = clock
        self._line = shared or LocalLine()
        self._is_shared = shared is not None
        # a wait of less than that would be too late again for a place that was written down
        self._rounding_s = FILE_ROUNDING_S if self._is_shared else ROUNDING_S
        self._offset_s = 0.0
        self._start_s = self._last_s = self._used_s = -float("inf")
        self._interval_s = 0.0

    @property
    def note(self) -> str:
        """Why the line is not shared with the machine; empty while it is."""
        return self._line.note

    def wait_s(self, now_s: float, interval_s: float, burst: int) -> float:
        """Return how long until the next place may be used, 0 for now.

        A place is used up to ``burst - 1`` intervals early, never late: who is late takes the line from then on if
        nobody stands behind, and else another place.

        Args:
            now_s: Monotonic seconds.
            interval_s: How close places may be for whoever asks; the line's are closer if somebody is faster.
            burst: How many places may be used at once.
        """
        is_faster = interval_s < self._interval_s * (1 - ROUNDING_S)
        if is_faster or self._place_s(now_s) > self._last_s + self._rounding_s:
            wait_s = self._reserve(now_s, interval_s)
            if wait_s > 0:
                return wait_s
        wait_s = self._place_s(now_s) - (burst - 1) * self._interval_s - now_s
        return wait_s if wait_s > self._rounding_s else 0.0

    def use(self, now_s: float) -> None:
        """Use the place that has come."""
        self._used_s = self._place_s(now_s)

    def hold(self, now_s: float, wait_s: float) -> None:
        """Tell everybody that nobody sends for *wait_s* seconds."""
        at_s = self._clock.epoch_s() if self._is_shared else now_s
        self._line.hold(at_s, at_s + wait_s)

    def _place_s(self, now_s: float) -> float:
        return max(self._start_s, self._used_s + self._interval_s, now_s)

    def _reserve(self, now_s: float, interval_s: float) -> float:
        offset_s, step_s = (self._clock.epoch_s() - now_s if self._is_shared else 0.0), 0.05
        if abs(offset_s - self._offset_s) > step_s:  # the machine's clock was set
            self._offset_s = offset_s
        mine = Mine(self._last_s + self._offset_s, self._used_s + self._offset_s)
        count = max(1, int(STRETCH_S / interval_s))
        got = self._line.reserve(now_s + self._offset_s, interval_s, count, mine)
        if got is None:
            return BUSY_S
        if not got.count:
            self.held_until_s = got.held_until_s - self._offset_s
            return BUSY_S
        self._start_s, self._interval_s = got.start_s - self._offset_s, got.interval_s
        self._used_s = self._start_s - self._interval_s
        self._last_s = self._start_s + (got.count - 1) * self._interval_s
        return 0.0
