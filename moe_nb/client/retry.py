"""What a refusal asks to wait."""

from __future__ import annotations

from moe_nb.client.heard import date_epoch_s
from moe_nb.core.reply import Quota
from moe_nb.core.retry import RetryPolicy

__all__ = ["RetryPolicy", "asked_wait_s"]

LONGEST_TOLD_S = 30 * 86_400.0
"""A longer wait is told as this: nobody sits through either, and a number of a thousand digits is no time."""

LONGEST_WINDOW_S = 3600
"""A reset outside of one window means that two clocks disagree: better to back off than to trust it."""


def asked_wait_s(
    retry_after: str, quota: Quota | None, epoch_s: float, other_epoch_s: float | None = None
) -> float | None:
    """Return the seconds a refusal asks to wait, or None.

    Args:
        retry_after: The ``Retry-After`` header: seconds, or a date (RFC 9110).
        quota: The ``x-ratelimit-*`` headers.
        epoch_s: The time now, UTC epoch seconds.
        other_epoch_s: The time on the service's clock, where it disagrees.
    """
    if retry_after:
        seconds = _seconds(retry_after, epoch_s if other_epoch_s is None else other_epoch_s)
        if seconds is not None:
            return min(max(0.0, seconds), LONGEST_TOLD_S)
    if quota is not None and quota.reset_epoch_s is not None:
        waits = [quota.reset_epoch_s - now_s for now_s in (other_epoch_s, epoch_s) if now_s is not None]
        return next((wait_s for wait_s in waits if 0 <= wait_s <= LONGEST_WINDOW_S), None)
    return None


def _seconds(retry_after: str, epoch_s: float) -> float | None:
    text = retry_after.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    date_s = date_epoch_s(text)
    return None if date_s is None else date_s - epoch_s
