"""When a request is sent again, and after how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, isfinite

from moe_nb.core.errors import (
    AuthenticationError,
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServiceError,
    UnreachableError,
    UsageError,
)

RETRIED_STATUSES = frozenset({408, 425, 429, *range(500, 600)})
"""What a second try can cure: a time-out, too early, the rate limit, and a service that fails."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with jitter; what the service asks for is never undercut.

    In a sweep a refusal for the rate (429) is not a try: it holds every call of the workspace once, and only the total
    budget ends it. A single fetch counts it like any other failure.

    Raises:
        UsageError: If a number cannot be used.
    """

    attempts: int = 4
    """Tries in all, the first included."""
    first_wait_s: float = 0.5
    longest_wait_s: float = 30.0
    longest_obeyed_s: float = 90.0
    """A longer wait than this is not slept through: the error says how long the service wants."""
    budget_s: float = 300.0
    """Seconds that one call may take with all its tries and waits; a pause does not count."""
    statuses: frozenset[int] = field(default=RETRIED_STATUSES, repr=False)
    """Answers that are asked again; no answer at all and one that came damaged always are (asking changes nothing, so
    it is as safe as the first time), refused credentials never are."""

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        waits = (self.first_wait_s, self.longest_wait_s, self.longest_obeyed_s, self.budget_s)
        if self.attempts < 1 or not all(isfinite(wait_s) and wait_s >= 0 for wait_s in waits):
            raise UsageError(f"{self} is no way to try again.", hint="One attempt at least, and waits of 0 s or more.")

    def wait_s(self, tried: int, error: MoeError, dice: float, spent_s: float = 0.0) -> float | None:
        """Return seconds to wait before the next try, or None to give up.

        Args:
            tried: Tries so far.
            error: What the last one ended with.
            dice: A random number from 0 to 1.
            spent_s: Seconds that the call has taken so far.
        """
        return None if tried >= self.attempts else self.refused_wait_s(tried, error, dice, spent_s)

    def refused_wait_s(self, tried: int, error: MoeError, dice: float, spent_s: float) -> float | None:
        """Return the same whatever the number of attempts: only the budget ends the waiting for a rate limit."""
        if not self._can_be_cured(error):
            return None
        ceiling = min(self.longest_wait_s, self.first_wait_s * 2.0 ** min(tried - 1, 30))
        wait_s = ceiling * (0.5 + dice / 2)
        asked_s = error.retry_after_s if isinstance(error, ServiceError) else None
        if asked_s is not None:
            if asked_s > self.longest_obeyed_s:
                return None
            # a little over what was asked, so that many clients do not return in the same instant; and never less
            # than the backoff: "0" from a service that goes on refusing is not an invitation
            wait_s = max(wait_s, asked_s + dice * self.first_wait_s)
        return wait_s if spent_s + wait_s <= self.budget_s else None

    def _can_be_cured(self, error: MoeError) -> bool:
        if isinstance(error, AuthenticationError):
            return False
        if isinstance(error, MalformedAnswerError):
            return error.is_garbled
        return isinstance(error, UnreachableError) or (
            isinstance(error, ServiceError) and error.status in self.statuses
        )


def rate_limit_hint(wait_s: float | None) -> str:
    """Return what to do about a refusal for the rate.

    Args:
        wait_s: Seconds the service asks to wait; None if it does not say.
    """
    return f"Wait {_rounded_up(wait_s)}, or lower the pace: the limit is shared with production."


def rate_limit_held(wait_s: float) -> RateLimitedError:
    """Return the error for a request that did not leave, because the service refuses for *wait_s* seconds more."""
    return RateLimitedError(
        f"The service takes no calls for {_rounded_up(wait_s)} more, so none was sent.",
        status=429,
        hint=f"Ask again in {_rounded_up(wait_s)}.",
        retry_after_s=wait_s,
    )


def _rounded_up(seconds: float | None) -> str:
    """Return a wait in words, never less than it is."""
    if seconds is None:
        return "a minute"
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds > 2 * size:
            return f"{ceil(seconds / size)} {unit}"
    return f"{max(1, ceil(seconds))} s"
