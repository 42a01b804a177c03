"""The workers of a sweep: as many as the pace and the latency need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from math import ceil
from typing import Any

from moe_nb.core.pace import PaceLimit

IN_FLIGHT = 8
"""Calls under way at once, before the latency is known; and always where nothing is waited for (in process)."""

FEWEST, MOST = 4, 64
"""Bounds on the calls under way; the client has as many connections."""


class Latency:
    """How many calls have to be under way to keep a pace.

    Args:
        limit: The pace; None keeps the number it begins with.
    """

    def __init__(self, limit: PaceLimit | None) -> None:
        self._rate_per_s = None if limit is None else limit.rate_per_min / 60
        self._mean_s: float | None = None
        self.wanted = IN_FLIGHT
        """Calls that should be under way: the mean, half as many more, and a few for answers that are late."""

    def seen(self, elapsed_s: float) -> None:
        """Take in how long an answer took, its waits left out."""
        weight = 1 / 16
        mean_s = self._mean_s = (
            elapsed_s if self._mean_s is None else self._mean_s + (elapsed_s - self._mean_s) * weight
        )
        if self._rate_per_s is not None:
            self.wanted = max(FEWEST, min(MOST, ceil(self._rate_per_s * mean_s * 1.5) + 3))


class Crew:
    """Starts workers, ends them, and keeps a fault of one of them.

    Args:
        work: What a worker does.
        on_empty: Called when the last one is gone.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]], on_empty: Callable[[], None]) -> None:
        self._work = work
        self._on_empty = on_empty
        self._tasks: set[asyncio.Task[None]] = set()
        self._fault: BaseException | None = None
        self._is_ended = False

    def __len__(self) -> int:
        return len(self._tasks)

    def grow(self, size: int) -> None:
        """Start workers until there are *size*."""
        while len(self._tasks) < size and not self._is_ended:
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._gone)

    def end(self) -> None:
        """Cancel every worker but the one that says so; no other will start."""
        self._is_ended = True
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()

    def raise_fault(self) -> None:
        """Raise what went wrong in a worker: a fault of our own, never a `MoeError`."""
        if self._fault is not None:
            raise self._fault

    async def cancel(self) -> None:
        """Cancel every worker and wait for them."""
        self._is_ended = True
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _gone(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            self._fault = self._fault or fault
            self.end()
        if not self._tasks:
            self._on_empty()
