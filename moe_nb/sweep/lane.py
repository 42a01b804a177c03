"""One sweep's lane in the line of its workspace: its own pace, its own pause."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from moe_nb.core.errors import ServiceError
from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import Quota
from moe_nb.core.retry import RetryPolicy
from moe_nb.sweep.pace import Pacer


class LaneTurn:
    """The `Turn` of one worker: one request at a time.

    Args:
        pacer: The line.
        limit: How fast; None waits only while the service refuses.
        gate: Open while requests may leave.
        retry: When to ask again; None leaves it to whoever is asked.
        in_front: Whether a person waits for this very request, so that it passes the sweeps in the line.
    """

    def __init__(
        self,
        pacer: Pacer,
        limit: PaceLimit | None,
        gate: asyncio.Event | None = None,
        *,
        retry: RetryPolicy | None = None,
        in_front: bool = False,
    ) -> None:
        self.gate = gate
        self.left_s = 0.0
        """When the request left last, monotonic."""
        self._pacer = pacer
        self._limit = limit
        self._retry = retry
        self._stand = pacer.wait_in_front if in_front else pacer.wait
        self._longest_hold_s = (retry or RetryPolicy()).longest_obeyed_s
        self._is_taken = False
        self._is_out = False

    @property
    def retry(self) -> RetryPolicy | None:
        """When to ask again."""
        return self._retry

    async def take(self) -> None:
        """Wait for a place now, for the request that will be sent next.

        Raises:
            RateLimitedError: If the service refuses for longer than the policy obeys; it says how long.
        """
        self.end()  # what was sent before is over: whoever waits for it to be answered must not wait for this one
        is_open: Callable[[], bool] = self._is_open
        while True:
            if self.gate is not None and not self.gate.is_set():
                await self.gate.wait()
            if await self._stand(self._limit, is_open, self._longest_hold_s):
                break
        self._is_taken = True
        self.left_s = self._pacer.clock.monotonic_s()
        if not self._is_out:
            self._is_out = True
            self._pacer.under_way += 1

    async def wait(self) -> None:
        """Return when a request may leave: at once if a place was taken for it."""
        if not self._is_taken:
            await self.take()
        self._is_taken = False

    def heard(self, quota: Quota | None) -> None:
        """Pass on what was said about the rate limit."""
        self._pacer.heard(None if self._limit is None else quota)

    def answered(self, quota: Quota | None) -> None:
        """Pass on what an answer said; that it came ends a row of refusals, whatever it said."""
        self.heard(quota)
        self._pacer.answered()

    def refused(self, wait_s: float) -> float:
        """Hold everybody, once; returns for how long."""
        return self._pacer.refused(wait_s, self.left_s)

    def is_too_long(self, error: ServiceError) -> bool:
        """Say whether a refusal asks for a longer wait than the policy obeys."""
        return (error.retry_after_s or 0.0) > self._longest_hold_s

    def end(self) -> None:
        """Say that nothing is under way any more."""
        self._is_taken = False
        if self._is_out:
            self._is_out = False
            self._pacer.under_way = max(0, self._pacer.under_way - 1)

    def _is_open(self) -> bool:
        return self.gate is None or self.gate.is_set()
