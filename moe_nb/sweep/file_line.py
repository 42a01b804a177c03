"""The line of a workspace for all processes of a machine: four numbers in a tiny file, changed under a lock.

A folder that is missing, read-only or full, a lock that is not to be had, and a file with anything in it are no errors:
this process then keeps its own pace and says so in a note.
"""

from __future__ import annotations

import os
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from moe_nb.core.pace import Mine, Reserved
from moe_nb.sweep.line_state import SAME_S, LineState

if TYPE_CHECKING:
    from filelock import AcquireReturnProxy, BaseFileLock

LONGEST_BUSY_S = 0.25
"""A lock that is held longer belongs to a process that hangs."""

ALONE_S = 30.0
"""How long to go on alone before the file is tried again."""

FURTHEST_S = 120.0
"""No line is longer, whatever the file says: what lies further ahead was written by a clock that was wrong."""

LONGEST_HOLD_S = 3600.0
"""The same for a hold. What asks for more is told to the other processes for as long as this, and then met again."""

LONELY_S = 2.0
"""Places are taken one by one for this long after another process stood in the line, so that it need not wait long."""

PATIENCE_S = 0.02
"""How long a hold, which must not get lost, waits for the lock."""


class FileLine:
    """A `SharedLine` in a file.

    Args:
        folder: Where the file is; made when needed.
        name: Which workspace's; a file name without secrets.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._path = folder / f"{name}.line"
        self._lock: BaseFileLock | None = None
        self._known = LineState()
        """The line as this process left it."""
        self._others_s = -float("inf")
        """When another process was seen in the line."""
        self._busy_since_s: float | None = None
        self._alone_until_s = -float("inf")
        self._note = ""

    @property
    def note(self) -> str:
        """Why the line is not shared at present; empty while it is."""
        return self._note

    def reserve(self, now_s: float, interval_s: float, count: int, mine: Mine | None) -> Reserved | None:
        """Take the next free places, not before *now_s*; None if another process has the lock at this moment."""
        if now_s < self._alone_until_s:
            return self._alone(now_s, interval_s, count, mine)
        try:
            with self._locked(0.0):
                state = self._read(now_s, interval_s)
                if abs(state.last_s - self._known.last_s) > SAME_S and state.last_s > now_s - LONELY_S:
                    self._others_s = now_s
                wanted = count if abs(now_s - self._others_s) > LONELY_S else 1
                state, got = state.taken(now_s, interval_s, wanted, mine)
                if got.count:
                    self._write(state)
        except TimeoutError:  # of the lock
            since_s = self._busy_since_s = now_s if self._busy_since_s is None else min(now_s, self._busy_since_s)
            if now_s - since_s < LONGEST_BUSY_S:
                return None
            self._give_up(now_s, "another process does not let go of it")
            return self._alone(now_s, interval_s, count, mine)
        except (OSError, ValueError, RuntimeError) as error:
            self._give_up(now_s, str(error))
            return self._alone(now_s, interval_s, count, mine)
        self._busy_since_s, self._note, self._known = None, "", state
        return got

    def hold(self, now_s: float, until_s: float) -> None:
        """Tell everybody that nobody sends before *until_s*; who cannot be told finds out alone."""
        if now_s < self._alone_until_s:
            return
        with suppress(OSError, ValueError, RuntimeError), self._locked(PATIENCE_S):
            self._write(self._read(now_s, 0.0).held(min(until_s, now_s + LONGEST_HOLD_S)))

    def _locked(self, timeout_s: float) -> AcquireReturnProxy[BaseFileLock]:
        if self._lock is None:
            from filelock import FileLock  # noqa: PLC0415 - only where a real workspace is asked

            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = FileLock(self._path.with_suffix(".lock"), thread_local=False)
        return self._lock.acquire(timeout=timeout_s, poll_interval=PATIENCE_S / 10)

    def _read(self, now_s: float, interval_s: float) -> LineState:
        """Return the line; what makes no sense is nothing."""
        try:
            with self._path.open("rb") as file:
                last_s, gap_s, used_s, held_s = (float(text) for text in file.read(100).split())
        except (FileNotFoundError, ValueError):
            return LineState()
        is_gap = isfinite(gap_s) and gap_s > 0
        return LineState(
            _sane(last_s, now_s + FURTHEST_S + 20 * interval_s),
            gap_s if is_gap else 0.0,
            _sane(used_s, now_s + SAME_S) if is_gap else 0.0,
            _sane(held_s, now_s + LONGEST_HOLD_S + SAME_S),
        )

    def _write(self, state: LineState) -> None:
        times = (max(0.0, time_s) for time_s in (state.last_s, state.interval_s, state.used_s, state.held_s))
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(descriptor, b"%019.6f %019.12e %019.6f %019.6f\n" % tuple(times))
        finally:
            os.close(descriptor)

    def _give_up(self, now_s: float, why: str) -> None:
        self._alone_until_s = now_s + ALONE_S
        self._busy_since_s, self._lock = None, None
        self._note = f"the pace is not shared with other kernels of this machine: {why.strip().rstrip('.')}"

    def _alone(self, now_s: float, interval_s: float, count: int, mine: Mine | None) -> Reserved:
        self._known, got = self._known.taken(now_s, interval_s, count, mine)
        return got


def _sane(at_s: float, furthest_s: float) -> float:
    return at_s if isfinite(at_s) and at_s < furthest_s else 0.0
