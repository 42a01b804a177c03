"""When failures are an outage: many in a row, for a while, and a probe that fails too."""

from __future__ import annotations

from moe_nb.core.errors import (
    BadRequestError,
    MalformedAnswerError,
    MoeError,
    ServerError,
    ServiceError,
    UnreachableError,
)
from moe_nb.core.protocols import Clock

FAILURES_IN_A_ROW = 20
"""Calls that fail one after another, each after its retries, before the others are held back and one probes."""

OUTAGE_S = 120.0
"""How long a service that did answer may fail before the sweep ends."""

NEVER_ANSWERED_S = 20.0
"""How long a service that never answered may fail: a wrong address is told soon."""

FIRST_PROBE_S, LONGEST_PROBE_S = 1.0, 15.0

OF_THE_CONTEXT = frozenset({400, 413, 414, 422, 431})
"""Refusals that what was asked can be the reason of (too long, not allowed); any other 4xx, as "not found", is one of
the address, and would be the same for every context."""


class Breaker:
    """Counts failures in a row and says how to go on.

    Args:
        clock: The time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._in_a_row = 0
        self._has_answered = False
        self._since_s = 0.0
        self.is_open = False
        """Whether calls are held back, all but one."""

    def answered(self) -> None:
        """Count an answer: the service works."""
        self._has_answered = True
        self._in_a_row = 0
        self.is_open = False

    def failed(self, error: MoeError) -> None:
        """Count a failure; opens after many in a row. An answer that cannot be read is no sign of health."""
        is_of_the_address = isinstance(error, BadRequestError) and error.status not in OF_THE_CONTEXT
        if is_of_the_address or isinstance(error, ServerError | UnreachableError | MalformedAnswerError):
            if self._in_a_row == 0:
                self._since_s = self._clock.monotonic_s()
            self._in_a_row += 1
            self.is_open = self.is_open or self._in_a_row >= FAILURES_IN_A_ROW
        elif isinstance(error, ServiceError):
            self._in_a_row = 0  # a refused context is an answer of a service that works

    def probe_in_s(self, probes: int) -> float | None:
        """Return how long to wait before the next probe, None when the outage has lasted too long.

        Args:
            probes: Probes so far.
        """
        lasted_s = self._clock.monotonic_s() - self._since_s
        if probes and lasted_s >= (OUTAGE_S if self._has_answered else NEVER_ANSWERED_S):
            return None
        return min(LONGEST_PROBE_S, FIRST_PROBE_S * 2.0**probes)
