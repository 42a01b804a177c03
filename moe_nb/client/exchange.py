"""One request over a transport, one answer read whole, every fault named."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from moe_nb.core.errors import MalformedAnswerError, MoeError, ServiceTimeoutError, UnreachableError
from moe_nb.core.reply import Quota

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes an answer may have, unpacked: far above 25 experiences, far below what would hurt a notebook."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer as received, unpacked."""

    status: int
    body: bytes
    quota: Quota | None
    retry_after: str
    location: str
    """Where a redirect points: scheme, host and path only."""


async def exchange(transport: httpx.AsyncBaseTransport, request: httpx.Request, whole_s: float) -> Exchange:
    """Send *request* and read the answer.

    Args:
        transport: Where to send it.
        request: What to send.
        whole_s: Seconds the whole exchange may take.

    Raises:
        UnreachableError: If no whole answer came.
        MalformedAnswerError: If the answer is packed wrongly or too large.
    """
    try:
        async with asyncio.timeout(whole_s):
            response = await transport.handle_async_request(request)
            try:
                body = await _body(response)
            finally:
                await response.aclose()
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
        fault = _fault(error, request.url.host, whole_s)
    else:
        return _read(response, body)
    raise fault from None  # outside of the handler: the frames inside, headers in their variables, are not kept


def _read(response: httpx.Response, body: bytes) -> Exchange:
    headers = response.headers
    return Exchange(
        response.status_code,
        body,
        _quota(headers),
        headers.get("retry-after", ""),
        _bare(headers.get("location", "")),
    )


async def _body(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > LARGEST_BODY:
            raise MalformedAnswerError(
                f"The answer is larger than {LARGEST_BODY // 1024 // 1024} MB.",
                status=response.status_code,
                hint="Check the base URL: this is not what the service sends.",
            )
        parts.append(part)
    return b"".join(parts)


def _fault(error: Exception, host: str, whole_s: float) -> MoeError:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        waited = "no connection" if isinstance(error, httpx.ConnectTimeout) else "no answer"
        return ServiceTimeoutError(
            f"{host}: {waited} in time (at most {whole_s:g} s).",
            hint="Try again; if it lasts, check network and proxy.",
        )
    if isinstance(error, httpx.DecodingError):
        return MalformedAnswerError(
            f"{host} sent an answer that cannot be unpacked.", hint="Try again; a proxy may have damaged it."
        )
    if isinstance(error, httpx.ProxyError):
        return UnreachableError(f"The proxy refused: {error}.", hint="Check the proxy's address and password.")
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return UnreachableError(
            f"{host} showed a certificate nobody here trusts.",
            hint="Behind a company proxy, name its certificate file in MOE_CA_FILE or SSL_CERT_FILE.",
        )
    reason = str(error).strip().rstrip(".") or type(error).__name__
    return UnreachableError(f"{host} could not be reached: {reason}.", hint="Check the data center, network and proxy.")


def _quota(headers: httpx.Headers) -> Quota | None:
    """Read ``x-ratelimit-*`` (MoEngage API: rate limits); what is not a number is left out."""
    said = [headers.get(f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset")]
    if said == [None, None, None]:
        return None
    limit, remaining, reset = (_number(text) for text in said)
    return Quota(None if limit is None else int(limit), None if remaining is None else int(remaining), reset)


def _number(text: str | None) -> float | None:
    digits = (text or "").split(",")[0].split(";")[0].strip()
    plausible = 15
    return float(digits) if digits.isascii() and digits.isdigit() and len(digits) <= plausible else None


def _bare(location: str) -> str:
    try:
        parts = urlsplit(location)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.hostname else parts.path
