"""Faults on a real port: an ASGI function that can reach below HTTP, to the connection itself."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from moe_nb.simulator.faults.disturbed import Disturbed, End, disturb
from moe_nb.simulator.faults.fault import Faults
from moe_nb.simulator.faults.schedule import Schedule
from moe_nb.simulator.http import HttpAnswer

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
Connections = dict[tuple[str, int], asyncio.Transport]
"""Open connections by the client's address and port."""

LOOK_AGAIN_S = 0.005
"""Seconds between two looks whether everything has left."""
RESET_ON_CLOSE = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
"""SO_LINGER on, 0 seconds: closing sends RST instead of FIN."""


def watching_protocol(connections: Connections, base: type[H11Protocol]) -> type[H11Protocol]:
    """Return *base*, a protocol of uvicorn, keeping *connections* up to date."""

    class WatchingProtocol(base):  # type: ignore[valid-type, misc]
        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            if self.client is not None:
                connections[self.client] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client is not None:
                connections.pop(self.client, None)
            super().connection_lost(exc)

    return WatchingProtocol


class FaultyApp:
    """Disturbs the answers of another ASGI application.

    Args:
        app: What answers.
        faults: What happens to the answers.
        connections: The open connections, kept up to date by `watching_protocol`.
    """

    def __init__(self, app: App, faults: Faults, connections: Connections) -> None:
        self._app = app
        self._schedule = Schedule(faults)
        self._connections = connections

    def meet(self, faults: Faults) -> None:
        """Let the requests from now on meet other faults, counted anew."""
        self._schedule = Schedule(faults)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, or break its connection."""
        connection = self._connections.get(tuple(scope.get("client") or ()))
        if connection is None:
            return  # the client has left
        send = _dated(send)
        meeting = self._schedule.next(scope["path"])
        await _pass_time(meeting.delay_s, connection)
        if meeting.fault is None:
            await self._app(scope, receive, send)
            return
        answer = await _caught(self._app, scope, receive)
        disturbed = disturb(meeting.fault, answer, time.time())
        if disturbed.end is End.WHOLE:
            await _send(disturbed, send, connection)
            return
        await _break(disturbed, connection)
        while (await receive())["type"] != "http.disconnect":
            pass


def _dated(send: Send) -> Send:
    """Add the time to answers that do not say one: a fault may have its own."""

    async def dated(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and not any(name == b"date" for name, _ in message["headers"]):
            message = {**message, "headers": [*message["headers"], (b"date", formatdate(usegmt=True).encode())]}
        await send(message)

    return dated


async def _caught(app: App, scope: dict[str, Any], receive: Receive) -> HttpAnswer:
    """Return what the application would have sent."""
    sent: list[dict[str, Any]] = []

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, keep)
    headers = tuple(pair for pair in sent[0]["headers"] if pair[0] != b"content-length")
    return HttpAnswer(sent[0]["status"], sent[1]["body"], headers)


def _headers(disturbed: Disturbed) -> list[tuple[bytes, bytes]]:
    length = [] if disturbed.length is None else [(b"content-length", str(disturbed.length).encode())]
    return [*disturbed.headers, *length]


async def _send(disturbed: Disturbed, send: Send, connection: asyncio.Transport) -> None:
    await send({"type": "http.response.start", "status": disturbed.status, "headers": _headers(disturbed)})
    for part in disturbed.parts():
        await _pass_time(disturbed.pause_s, connection)
        if connection.is_closing():
            return
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _pass_time(seconds: float, connection: asyncio.Transport) -> None:
    """Wait, as long as the client does."""
    loop = asyncio.get_running_loop()
    end_s = loop.time() + seconds
    while (left_s := end_s - loop.time()) > 0 and not connection.is_closing():  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(min(left_s, LOOK_AGAIN_S))


async def _break(disturbed: Disturbed, connection: asyncio.Transport) -> None:
    if not disturbed.is_silent:
        lines = [name + b": " + value for name, value in _headers(disturbed)]
        connection.write(b"\r\n".join([f"HTTP/1.1 {disturbed.status} -".encode(), *lines, b"", b""]))
        for part in disturbed.parts():
            connection.write(part)
        while connection.get_write_buffer_size() and not connection.is_closing():  # noqa: ASYNC110 - nothing tells it
            await asyncio.sleep(LOOK_AGAIN_S)
    if disturbed.end is End.CLOSED:
        connection.close()
        return
    plain: socket.socket | None = connection.get_extra_info("socket")
    if plain is not None:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    connection.abort()
