"""What the headers of an answer say."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from moe_nb.core.reply import Quota


def quota_of(heard: Mapping[str, str]) -> Quota | None:
    """Read ``x-ratelimit-*`` (MoEngage API: rate limits); what is not a number is left out."""
    if not heard:
        return None
    said = [heard.get(f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset")]
    if said == [None, None, None]:
        return None
    limit, remaining, reset = (_number(text) for text in said)
    return Quota(None if limit is None else int(limit), None if remaining is None else int(remaining), reset)


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
