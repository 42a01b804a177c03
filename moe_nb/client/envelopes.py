"""Refusals in the service's several spellings, read into typed errors."""

from __future__ import annotations

import json
from typing import Any

from moe_nb.core.errors import (
    AuthenticationError,
    BadRequestError,
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServerError,
    ServiceError,
)
from moe_nb.core.json_text import SHOWN_BODY
from moe_nb.core.retry import rate_limit_hint

_HINTS = {
    400: "Correct the value the message names, then ask again.",
    401: "Check the Workspace ID and the Personalize API key (Settings > Account > APIs); a new key ends the old one.",
    403: "This key may not use Personalize: copy the key from the Personalize tile (Settings > Account > APIs).",
    404: "Check the data center or the base URL; it ends in /v1.",
    413: "The request is too large: send fewer or shorter attributes.",
}
_UNKNOWN_WORKSPACE_HINT = (
    "Check the Workspace ID and the data center: a workspace lives in one data center only "
    "(the number in dashboard-NN.moengage.com)."
)
_SERVER_HINT = "The service failed, not your request: try again; if it lasts over five minutes, tell MoEngage support."
_ODD_ANSWER_HINT = "Check the base URL: the service answers 200."
_REDIRECT_HINT = "Credentials are never sent on to another address: check the base URL."


def refusal(
    status: int,
    body: bytes,
    *,
    retry_after_s: float | None = None,
    location: str = "",
    is_rate_limited: bool = False,
) -> MoeError:
    """Return the error for a status that is not 200.

    Args:
        status: HTTP status.
        body: The body as received, in any of the known envelopes or none.
        retry_after_s: Seconds the headers ask to wait.
        location: Where a redirect points, credentials and query removed by the caller.
        is_rate_limited: Whether a header says that it is a refusal for the rate, whatever the status.
    """
    text = body[:SHOWN_BODY].decode("utf-8", "replace")
    if 300 <= status < 400:  # noqa: PLR2004 - the redirect range
        return MalformedAnswerError(
            f"The address answered with a redirect ({status}) to {location or 'nowhere'}.",
            status=status,
            hint=_REDIRECT_HINT,
            body=text,
        )
    if status < 300:  # noqa: PLR2004 - the range of answers
        return MalformedAnswerError(
            f"The address answered {status} without experiences.", status=status, hint=_ODD_ANSWER_HINT, body=text
        )
    title, description, code = _read(body)
    kind = RateLimitedError if is_rate_limited else _kind(status, f"{title} {description} {code}")
    return kind(
        description or ("" if title else _without_markup(text)),
        status=status,
        server_title=title,
        server_code=code,
        hint=rate_limit_hint(retry_after_s) if kind is RateLimitedError else _hint(kind, status),
        retry_after_s=retry_after_s,
        body=text,
    )


def _kind(status: int, said: str) -> type[ServiceError]:
    if status in {401, 403} or (status == 400 and "client not found" in said.lower()):  # noqa: PLR2004
        return AuthenticationError  # MoEngage API: an unknown MOE-APPKEY is a 400
    if status == 429:  # noqa: PLR2004
        return RateLimitedError
    return ServerError if status >= 500 else BadRequestError  # noqa: PLR2004


def _hint(kind: type[ServiceError], status: int) -> str:
    if kind is ServerError:
        return _SERVER_HINT
    if kind is AuthenticationError and status == 400:  # noqa: PLR2004
        return _UNKNOWN_WORKSPACE_HINT
    return _HINTS.get(status, _HINTS[400])


def _read(body: bytes) -> tuple[str, str, str]:
    """Return title, description, code; JSON is tried whatever the content type says (gateways send text/plain)."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "", "", ""
    if not isinstance(said, dict):
        return "", "", ""
    inner = said.get("error")
    fields = {**said, **inner} if isinstance(inner, dict) else said
    title = _first(fields, "title", "type", "target")
    description = _first(fields, "description", "message", "detail")
    if not description and isinstance(inner, str):
        description = inner
    return title, description, _first(fields, "code", "request_id", "response_id")


def _first(fields: dict[str, Any], *names: str) -> str:
    return next((str(fields[name]) for name in names if isinstance(fields.get(name), str | int)), "")


def _without_markup(text: str) -> str:
    kept = 200
    if "<" in text:
        return "The answer was a web page, not the service: a proxy or another server may have sent it."
    return text.strip()[:kept]
