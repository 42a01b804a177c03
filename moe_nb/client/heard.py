"""What the headers of an answer say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from moe_nb.core.reply import Quota

"""Characters of an address that are told."""

LONGEST_DATE = 100
"""Characters; a date has about thirty."""

LONGEST_COUNTDOWN_S = 86_400.0
"""A reset that is no larger is no moment since 1970 but the seconds until then, as gateways say it too (Envoy)."""

SAME_CLOCK_S = 5.0
"""Two clocks that differ by less agree: a date has whole seconds, and an answer travels for a while."""


def quota_of(heard: Mapping[str, str], epoch_s: float) -> Quota | None:
    """Read ``x-ratelimit-*`` (MoEngage API: rate limits); what is not a number is left out.

    Args:
        heard: The headers.
        epoch_s: The time now, UTC epoch seconds.
    """
    if not heard:
        return None
    said = [heard.get(f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset")]
    if said == [None, None, None]:
        return None
    limit, remaining, reset = (_number(text) for text in said)
    is_countdown = reset is not None and reset <= LONGEST_COUNTDOWN_S
    return Quota(
        None if limit is None else int(limit),
        None if remaining is None else int(remaining),
        epoch_s + reset if is_countdown and reset is not None else reset,
        None if reset is None or is_countdown else other_clock_s(heard, epoch_s),
        is_countdown,
    )


def other_clock_s(heard: Mapping[str, str], epoch_s: float) -> float | None:
    """Return what the service's clock says (UTC epoch seconds) where it disagrees with this machine's, else None.

    Moments the service names are moments of its own clock, which its ``Date`` header tells (RFC 9110, 6.6.1).

    Args:
        heard: The headers.
        epoch_s: The time now, UTC epoch seconds.
    """
    said_s = date_epoch_s(heard.get("date", ""))
    return said_s if said_s is not None and abs(said_s - epoch_s) > SAME_CLOCK_S else None


@lru_cache(maxsize=16)  # the answers of one second say the same
def date_epoch_s(text: str) -> float | None:
    """Return the UTC epoch seconds of a date as headers write it (RFC 9110, 5.6.7), None if it is none."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - slow to import

    if len(text) > LONGEST_DATE:
        return None
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def is_rate_limited(status: int, heard: Mapping[str, str]) -> bool:
    """Say whether an answer is a refusal for the rate.

    A 429 is one; Envoy, which the service stands behind, marks those it makes with ``x-envoy-ratelimited`` and may be
    set to answer 503 (Envoy: router filter, rate limit filter).
    """
    return status == 429 or (status == 503 and "x-envoy-ratelimited" in heard)  # noqa: PLR2004


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    digits = text if text.isdigit() else text.split(",")[0].split(";")[0].strip()
    plausible = 15
    return float(digits) if digits.isascii() and digits.isdigit() and len(digits) <= plausible else None


def bare_location(heard: Mapping[str, str]) -> str:
    """Return where a redirect points: scheme, host and path only."""
    location = heard.get("location", "")
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.hostname else parts.path
