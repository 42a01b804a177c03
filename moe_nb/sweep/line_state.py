"""The rule of the line in which everybody who asks a workspace stands: which place comes next, how close they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from moe_nb.core.pace import Mine, Reserved

IN_USE_S = 1.0
"""How long the line goes by the fastest who stood in it; three of its intervals if they are longer."""

LATE_S = 0.02
"""How late a place may be used though somebody stands behind: or two with late timers pass each other for ever."""

SAME_S = 1e-5
"""Two times that are written down are one if they are this close."""

SAME_PART = 1e-4
"""Two intervals are one if they differ by less: one that was written down is not exact, and a pace changes a little
when the service's limit is heard first."""


@dataclass(frozen=True, slots=True)
class LineState:
    """What the line remembers; all times are seconds of one clock."""

    last_s: float = -float("inf")
    """The last place that somebody has."""
    interval_s: float = 0.0
    """How close places were when it was given."""
    used_s: float = -float("inf")
    """When somebody who goes by that interval stood here last."""
    held_s: float = -float("inf")
    """Nobody sends before; a refusal that somebody met."""

    def held(self, until_s: float) -> LineState:
        """Return the line after a refusal: how fast it goes after it is not known yet."""
        return replace(self, held_s=max(self.held_s, until_s), used_s=-float("inf"))

    def taken(self, now_s: float, interval_s: float, count: int, mine: Mine | None) -> tuple[LineState, Reserved]:
        """Return the line after somebody took places, and the places; none are taken while it is held.

        The line goes by the shortest interval in use. So a slow sweep takes single places out of the line of a fast one
        and never stretches it, and all together are as fast as the fastest alone.

        Args:
            now_s: Not before.
            interval_s: How close the places may be for whoever asks.
            count: How many are wanted; who is slower than the line, or not alone in it, gets one.
            mine: What is left of the places that the asker had before: nobody else waits for them.
        """
        if self.held_s > now_s:
            return self, Reserved(self.held_s, self.held_s, interval_s, 0)
        is_in_use = now_s < self.used_s + max(IN_USE_S, 3 * self.interval_s)
        is_fastest = interval_s <= self.interval_s * (1 + SAME_PART) or not is_in_use
        line_s = interval_s if is_fastest else self.interval_s
        is_last = mine is not None and abs(mine.last_s - self.last_s) < SAME_S
        is_unused = mine is not None and not is_last and mine.used_s < mine.last_s - SAME_S
        if mine is not None and is_unused and 0 <= now_s - mine.last_s <= LATE_S:
            return self, Reserved(now_s, self.held_s, self.interval_s or interval_s, 1)
        last_s = mine.used_s if mine is not None and is_last else self.last_s
        if last_s > now_s and line_s < self.interval_s:  # as many places ahead as before, and closer now
            last_s = now_s + (last_s - now_s) * line_s / self.interval_s
        start_s = max(now_s, last_s + line_s)
        got = Reserved(start_s, self.held_s, line_s, count if is_fastest else 1)
        used_s = now_s if is_fastest else self.used_s
        return LineState(start_s + (got.count - 1) * line_s, line_s, used_s, self.held_s), got


class LocalLine:
    """A `SharedLine` of one process alone."""

    note = ""

    def __init__(self) -> None:
        self._state = LineState()

    def reserve(self, now_s: float, interval_s: float, count: int, mine: Mine | None) -> Reserved:
        """Take the next place."""
        self._state, got = self._state.taken(now_s, interval_s, min(count, 1), mine)
        return got

    def hold(self, now_s: float, until_s: float) -> None:
        """Let nobody send before *until_s*."""
        self._state = self._state.held(max(now_s, until_s))
