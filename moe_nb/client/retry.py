"""What a refusal asks to wait."""

from __future__ import annotations

from moe_nb.core.reply import Quota
from moe_nb.core.retry import RetryPolicy

__all__ = ["RetryPolicy", "asked_wait_s"]


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
