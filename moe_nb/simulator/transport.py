"""The simulator behind the real client, in process: without a network, and without what a network needs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx

from moe_nb.core.connection import Timeouts
from moe_nb.core.exchange import HEARD, NOTHING_HEARD, Exchange, Headers
from moe_nb.simulator.http import JSON_TYPE, Service

YIELD_EVERY = 16
"""Requests between two pauses for other tasks: a sweep in process never waits by itself."""


class SimulatorTransport(httpx.AsyncBaseTransport):
    """Hands requests to a `Service`: directly for the client, and as an httpx transport for anybody else.

    Args:
        service: What answers.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._count = 0

    def sender(self, headers: Callable[[], Headers], timeouts: Timeouts) -> InProcessSender:  # noqa: ARG002
        """Return what sends; see `Transport.sender`. Nothing takes time here."""
        return InProcessSender(self._service, headers)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self._count += 1
        if self._count % YIELD_EVERY == 0:
            await asyncio.sleep(0)
        headers = {name.lower(): value for name, value in request.headers.raw}
        target = request.url.raw_path.decode("ascii")
        answer = self._service.respond(request.method, target, headers, await request.aread(), datetime.now(UTC))
        return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body)


class InProcessSender:
    """Asks a `Service` with the bytes that would go over a network, and hands back those that would come.

    Args:
        service: What answers.
        headers: Makes the headers of every request.
    """

    def __init__(self, service: Service, headers: Callable[[], Headers]) -> None:
        self._service = service
        self._headers = {name.encode(): value.encode() for name, value in headers()}
        self._targets: dict[str, str] = {}
        self._count = 0

    async def send(self, method: str, url: str, body: bytes) -> Exchange:
        """Answer one request; see `Sender.send`."""
        self._count += 1
        if self._count % YIELD_EVERY == 0:
            await asyncio.sleep(0)
        target = self._targets.get(url)
        if target is None:
            target = self._targets[url] = urlsplit(url).path  # a client asks two addresses, again and again
        answer = self._service.respond(method, target, self._headers, body, datetime.now(UTC))
        if answer.headers is JSON_TYPE:
            return Exchange(answer.status, answer.body, NOTHING_HEARD)
        said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Exchange(answer.status, answer.body, {name: said[name] for name in HEARD if name in said})

    async def aclose(self) -> None:
        """Do nothing: no connection was opened."""
