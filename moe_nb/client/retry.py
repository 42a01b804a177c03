"""When to ask again, and after how long."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.errors import MoeError, RateLimitedError, ServerError, ServiceError, UnreachableError
from moe_nb.core.reply import Quota


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with full jitter; what the service says comes first.

    Only what a second try can cure is tried again: 429, 5xx, and no answer.
    """

    attempts: int = 4
    """Tries in all, the first included."""
    first_wait_s: float = 0.5
    longest_wait_s: float = 30.0
    longest_obeyed_s: float = 90.0
    """A longer wait than this is not slept through: the error says how long the service wants."""

    def wait_s(self, tried: int, error: MoeError, dice: float) -> float | None:
        """Return seconds to wait before the next try, or None to give up.

        Args:
            tried: Tries so far.
            error: What the last one ended with.
            dice: A random number from 0 to 1.
        """
        if tried >= self.attempts or not isinstance(error, RateLimitedError | ServerError | UnreachableError):
            return None
        ceiling = min(self.longest_wait_s, self.first_wait_s * 2.0 ** (tried - 1))
        jittered = ceiling * (0.5 + dice / 2)
        asked = error.retry_after_s if isinstance(error, ServiceError) else None
        if asked is None:
            return jittered
        # a little over what was asked, so that many clients do not return in the same instant
        return asked + dice * self.first_wait_s if asked <= self.longest_obeyed_s else None


def asked_wait_s(retry_after: str, quota: Quota | None, epoch_s: float) -> float | None:
    """Return the seconds a refusal asks to wait, or None.

    Args:
        retry_after: The ``Retry-After`` header: seconds, or a date (RFC 9110).
        quota: The ``x-ratelimit-*`` headers.
        epoch_s: The time now.
    """
    if retry_after:
        seconds = _seconds(retry_after, epoch_s)
        if seconds is not None:
            return max(0.0, seconds)
    if quota is not None and quota.reset_epoch_s is not None:
        wait = quota.reset_epoch_s - epoch_s
        longest_window_s = 3600
        # a reset outside one window means that the two clocks disagree: better to back off than to trust it
        return wait if 0 <= wait <= longest_window_s else None
    return None


def _seconds(retry_after: str, epoch_s: float) -> float | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - slow to import, rarely needed

    text = retry_after.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    try:
        return parsedate_to_datetime(text).timestamp() - epoch_s
    except (ValueError, TypeError, OverflowError):
        return None
