"""The simulator behind the real client, in process: an httpx transport without a network."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx

from moe_nb.simulator.http import Service

YIELD_EVERY = 16
"""Requests between two pauses for other tasks: a sweep in process never waits by itself."""


class SimulatorTransport(httpx.AsyncBaseTransport):
    """Hands requests to a `Service`.

    Args:
        service: What answers.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._count = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self._count += 1
        if self._count % YIELD_EVERY == 0:
            await asyncio.sleep(0)
        headers = {name.lower(): value for name, value in request.headers.raw}
        target = request.url.raw_path.decode("ascii")
        answer = self._service.respond(request.method, target, headers, await request.aread(), datetime.now(UTC))
        return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body)
