"""Requests over any httpx transport: the fallback on the network, and the way of tests and fakes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import nullcontext

import httpx

from moe_nb.client import faults
from moe_nb.client.unpack import Unpacker
from moe_nb.core.connection import Timeouts
from moe_nb.core.errors import MoeError
from moe_nb.core.exchange import HEARD, LARGEST_BODY, Exchange, Headers

AT_ONCE = 8
"""Requests under way, and connections, of httpx's own transport."""


class HttpxSender:
    """Calls an httpx transport directly: no cookie jar, no redirect, no environment.

    Args:
        transport: Where requests go.
        headers: Makes the headers of a request.
        timeouts: Seconds.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, headers: Callable[[], Headers], timeouts: Timeouts) -> None:
        self._transport = transport
        self._headers = headers
        self._whole_s = timeouts.whole_s
        times = {
            "connect": timeouts.connect_s,
            "read": timeouts.read_s,
            "write": timeouts.write_s,
            "pool": timeouts.pool_s,
        }
        self._extensions = {"timeout": times}
        self._urls: dict[str, httpx.URL] = {}
        # httpx's own pool slows down with every request that waits in it: let them wait before it
        is_pool = isinstance(transport, httpx.AsyncHTTPTransport)
        self._place = asyncio.Semaphore(AT_ONCE) if is_pool else nullcontext()

    async def send(self, method: str, url: str, body: bytes) -> Exchange:
        """Send one request; see `Sender.send`."""
        address = self._urls.get(url)
        if address is None:
            address = self._urls[url] = httpx.URL(url)  # slow to parse, and a client asks two addresses only
        request = httpx.Request(
            method, address, headers=list(self._headers()), content=body, extensions=self._extensions
        )
        try:
            async with self._place, asyncio.timeout(self._whole_s):
                response = await self._transport.handle_async_request(request)
                try:
                    content = await _body(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            fault = _fault(error, request.url.host, self._whole_s)
        else:
            heard = {name: response.headers[name] for name in HEARD if name in response.headers}
            return Exchange(response.status_code, content, heard)
        raise fault from None  # outside of the handler: the frames inside, headers in their variables, are not kept

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


async def _body(response: httpx.Response) -> bytes:
    if response.is_stream_consumed:  # an answer that was made in this process
        return response.content
    unpacker = Unpacker(response.headers.get("content-encoding", ""))
    parts: list[bytes] = []
    size = 0
    async for raw in response.aiter_raw():
        part = unpacker.feed(raw, LARGEST_BODY - size + 1)
        size += len(part)
        if size > LARGEST_BODY:
            del part  # a traceback keeps what its frames hold
            parts.clear()
            raise faults.too_large(response.status_code)
        parts.append(part)
    unpacker.end()
    return b"".join(parts)


def _fault(error: Exception, host: str, whole_s: float) -> MoeError:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return faults.late(host, whole_s, connected=not isinstance(error, httpx.ConnectTimeout))
    if isinstance(error, httpx.DecodingError):
        return faults.damaged(host)
    if isinstance(error, httpx.ProxyError):
        return faults.refused_by_proxy(str(error))
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return faults.untrusted(host)
    return faults.unreachable(host, str(error).strip() or type(error).__name__)
