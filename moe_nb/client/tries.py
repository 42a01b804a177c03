"""Trying again: one request, as often as the policy says, each time in its turn."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from moe_nb.client.retry import RetryPolicy
from moe_nb.core.errors import MoeError, RateLimitedError
from moe_nb.core.protocols import Clock, Turn

T = TypeVar("T")


class Tries:
    """Runs one exchange until it succeeds or the policy gives up.

    Args:
        policy: When to try again.
        clock: Measures and waits.
    """

    def __init__(self, policy: RetryPolicy, clock: Clock) -> None:
        self._policy = policy
        self._clock = clock
        self._dice = random.Random()  # noqa: S311 - jitter, not cryptography

    async def run(self, send: Callable[[], Awaitable[T]], turn: Turn | None = None) -> tuple[T, int]:
        """Return what *send* returned, and how many tries that took.

        Args:
            send: Sends the request once.
            turn: Waited for before every try; a refusal for the rate (429) holds everybody who waits there.

        Raises:
            MoeError: What the last try ended with.
        """
        tried = 0
        while True:
            tried += 1
            if turn is not None:
                await turn.wait()
            try:
                return await send(), tried
            except MoeError as error:
                wait_s = self._policy.wait_s(tried, error, self._dice.random())
                if turn is not None and isinstance(error, RateLimitedError):
                    turn.refused(wait_s or error.retry_after_s or self._policy.longest_wait_s)
                    wait_s = None if wait_s is None else 0.0
                if wait_s is None:
                    raise
            if wait_s > 0:
                await self._clock.sleep(wait_s)
