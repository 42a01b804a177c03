"""The line of a workspace for all processes of a machine: two times in a tiny file, changed under a lock.

A folder that is missing, read-only or full, a lock that is not to be had, and a file with anything in it are no errors:
this process then keeps its own pace and says so in a note.
"""

from __future__ import annotations

import os
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from moe_nb.core.pace import Reserved

if TYPE_CHECKING:
    from filelock import AcquireReturnProxy, BaseFileLock

LONGEST_BUSY_S = 0.25
"""A lock that is held longer belongs to a process that hangs."""

ALONE_S = 30.0
"""How long to go on alone before the file is tried again."""

FURTHEST_S = 120.0
"""No line is longer, whatever the file says: what lies further ahead was written by a clock that was wrong."""

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
        self._free_s = 0.0
        """From when on the line is free, as far as this process knows."""
        self._busy_since_s: float | None = None
        self._alone_until_s = -float("inf")
        self._note = ""

    @property
    def note(self) -> str:
        """Why the line is not shared at present; empty while it is."""
        return self._note

    def reserve(self, now_s: float, length_s: float) -> Reserved | None:
        """Take the next free stretch, not before *now_s*; None if another process has the lock at this moment."""
        if now_s < self._alone_until_s:
            return self._alone(now_s, length_s)
        try:
            with self._locked(0.0):
                free_s, held_s = self._read(now_s, length_s)
                start_s = max(now_s, free_s, held_s)
                self._write(start_s + length_s, held_s)
        except TimeoutError:  # of the lock
            since_s = self._busy_since_s = now_s if self._busy_since_s is None else min(now_s, self._busy_since_s)
            if now_s - since_s < LONGEST_BUSY_S:
                return None
            return self._give_up(now_s, length_s, "another process does not let go of it")
        except (OSError, ValueError, RuntimeError) as error:
            return self._give_up(now_s, length_s, str(error))
        self._busy_since_s, self._note, self._free_s = None, "", start_s + length_s
        return Reserved(start_s, held_s)

    def hold(self, now_s: float, until_s: float) -> None:
        """Tell everybody that nobody sends before *until_s*; who cannot be told finds out alone."""
        if now_s < self._alone_until_s:
            return
        with suppress(OSError, ValueError, RuntimeError), self._locked(PATIENCE_S):
            free_s, held_s = self._read(now_s, 0.0)
            self._write(free_s, max(held_s, until_s))

    def _locked(self, timeout_s: float) -> AcquireReturnProxy[BaseFileLock]:
        if self._lock is None:
            from filelock import FileLock  # noqa: PLC0415 - only where a real workspace is asked

            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = FileLock(self._path.with_suffix(".lock"), thread_local=False)
        return self._lock.acquire(timeout=timeout_s, poll_interval=PATIENCE_S / 10)

    def _read(self, now_s: float, length_s: float) -> tuple[float, float]:
        """Return from when on the line is free, and until when it is held; what makes no sense is nothing."""
        try:
            with self._path.open("rb") as file:
                free_s, held_s = (float(text) for text in file.read(100).split())
        except (FileNotFoundError, ValueError):
            return 0.0, 0.0
        furthest_s = now_s + FURTHEST_S + 20 * length_s
        return _sane(free_s, furthest_s), _sane(held_s, furthest_s)

    def _write(self, free_s: float, held_s: float) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(descriptor, b"%019.6f %019.6f\n" % (free_s, held_s))
        finally:
            os.close(descriptor)

    def _give_up(self, now_s: float, length_s: float, why: str) -> Reserved:
        self._alone_until_s = now_s + ALONE_S
        self._busy_since_s, self._lock = None, None
        self._note = f"the pace is not shared with other kernels of this machine: {why.strip().rstrip('.')}"
        return self._alone(now_s, length_s)

    def _alone(self, now_s: float, length_s: float) -> Reserved:
        start_s = max(now_s, self._free_s)
        self._free_s = start_s + length_s
        return Reserved(start_s, 0.0)


def _sane(at_s: float, furthest_s: float) -> float:
    return at_s if isfinite(at_s) and at_s < furthest_s else 0.0
