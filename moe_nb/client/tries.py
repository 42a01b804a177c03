"""Trying again: one request, as often as the policy says, each time in its turn."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from moe_nb.core.errors import MoeError, RateLimitedError
from moe_nb.core.protocols import Clock, Turn
from moe_nb.core.retry import RetryPolicy

T = TypeVar("T")


class Tries:
    """Runs one exchange until it succeeds or the policy gives up.

    Args:
        policy: When to try again, unless the turn has a policy of its own.
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
            turn: Waited for before every try; a refusal for the rate (429) holds everybody who waits there, and is
                not counted as a try.

        Raises:
            MoeError: What the last try ended with; it says how often was tried.
        """
        policy = self._policy if turn is None or turn.retry is None else turn.retry
        failed = refused = 0
        spent_s = 0.0
        sleep_s: float | None
        while True:
            if turn is not None:
                await turn.wait()
            start_s = self._clock.monotonic_s()
            try:
                return await send(), failed + refused + 1
            except MoeError as error:
                spent_s += self._clock.monotonic_s() - start_s
                if turn is not None and isinstance(error, RateLimitedError):
                    refused += 1
                    wait_s = policy.refused_wait_s(refused, error, self._dice.random(), spent_s)
                    held_s = turn.refused(error.retry_after_s or policy.longest_wait_s if wait_s is None else wait_s)
                    if wait_s is not None:  # the turn waits, for everybody at once, and knows for how long
                        wait_s = held_s if spent_s + held_s <= policy.budget_s else None
                    sleep_s = 0.0
                else:
                    failed += 1
                    sleep_s = wait_s = policy.wait_s(failed, error, self._dice.random(), spent_s)
                if wait_s is None or sleep_s is None:
                    error.tell_tries(failed + refused)
                    raise
            spent_s += wait_s
            if sleep_s > 0:
                await self._clock.sleep(sleep_s)
