"""The simulator on a real port: a bare ASGI function on uvicorn."""

from __future__ import annotations

import socket
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moe_nb.core.errors import UsageError
from moe_nb.simulator.faults.fault import Faults
from moe_nb.simulator.faults.port import App, Connections, FaultyApp, watching_protocol
from moe_nb.simulator.http import HttpAnswer, Service
from moe_nb.simulator.places import GeoDatabase
from moe_nb.simulator.rate_limit import SlidingMinute
from moe_nb.simulator.world import World

if TYPE_CHECKING:
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

LARGEST_BODY = 1024 * 1024
"""Bytes a request may have; MoEngage documents no limit here and 128 KB for its siblings."""

LONGEST_PATIENCE = 64 * LARGEST_BODY
"""Bytes of a body too large that are read, so that the refusal arrives; then the connection is given up."""

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class SimulatorApp:
    """The ASGI application; it answers two paths and never serves a file.

    Args:
        world: The world.
        limit_per_min: Requests a minute; None is no limit.
        database: Where addresses are that the world's own table does not hold.
    """

    def __init__(self, world: World, limit_per_min: int | None = None, database: GeoDatabase | None = None) -> None:
        self._service = Service(world, database)
        self._minute = SlidingMinute(limit_per_min)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one connection event."""
        if scope["type"] == "http":
            body = await _body(receive)
            await _send(send, self._answer(scope, body))

    def _answer(self, scope: dict[str, Any], body: bytes | None) -> HttpAnswer:
        if body is None:
            return HttpAnswer(413, b'{"title":"Payload Too Large","description":"At most 1 MB."}')
        verdict = self._minute.admit(time.monotonic(), time.time())
        if not verdict.passes:
            text = b'{"title":"Too Many Requests","description":"The rate limit of this workspace is used up."}'
            return HttpAnswer(429, text, (*HttpAnswer(429, b"").headers, *verdict.headers))
        query = scope["query_string"].decode("latin-1")
        target = scope["path"] + (f"?{query}" if query else "")
        answer = self._service.respond(scope["method"], target, dict(scope["headers"]), body, datetime.now(UTC))
        return HttpAnswer(answer.status, answer.body, (*answer.headers, *verdict.headers))


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body; None when it is larger than allowed."""
    parts, size, more = [], 0, True
    while more and size <= LONGEST_PATIENCE:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
        more = message.get("more_body", False)
    return None if size > LARGEST_BODY else b"".join(parts)


async def _send(send: Send, answer: HttpAnswer) -> None:
    headers = [*answer.headers, (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def serve(
    world: World,
    *,
    host: str,
    port: int,
    limit_per_min: int | None,
    database: GeoDatabase | None = None,
    faults: Faults | None = None,
    on_ready: Callable[[str], None] = lambda _base_url: None,
) -> None:
    """Serve until interrupted.

    Args:
        world: The world.
        host: The address to listen on; loopback unless the user says otherwise.
        port: 0 takes a free one.
        limit_per_min: Requests a minute; None is no limit.
        database: Where addresses are that the world's own table does not hold.
        faults: What happens to the answers; None leaves them alone.
        on_ready: Told the base URL once the port answers.

    Raises:
        UsageError: If the address cannot be listened on.
    """
    import uvicorn  # noqa: PLC0415 - only a server needs it

    config = port_config(world, limit_per_min=limit_per_min, database=database, faults=faults)

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if self.started:
                on_ready(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/v1")

    with _listening(host, port) as listening:
        Server(config).run(sockets=[listening])


def port_config(
    world: World,
    *,
    limit_per_min: int | None = None,
    database: GeoDatabase | None = None,
    faults: Faults | None = None,
    longest_s: float | None = None,
) -> uvicorn.Config:
    """Return what uvicorn needs to serve a world.

    Args:
        world: The world.
        limit_per_min: Requests a minute; None is no limit.
        database: Where addresses are that the world's own table does not hold.
        faults: What happens to the answers; None leaves them alone.
        longest_s: Seconds in which a request must be whole; 20 if left out.
    """
    import uvicorn  # noqa: PLC0415 - only a server needs it

    from moe_nb.simulator.patience import LONGEST_S, patient_protocol  # noqa: PLC0415 - as above

    app: App = SimulatorApp(world, limit_per_min, database)
    http: type[H11Protocol] = patient_protocol(LONGEST_S if longest_s is None else longest_s)
    if faults is not None:
        connections: Connections = {}
        app, http = FaultyApp(app, faults, connections), watching_protocol(connections, http)
    # no websockets, and nobody's headers say who asks: no proxy stands in front; a fault may have a clock of its own
    return uvicorn.Config(
        app,
        http=http,
        ws="none",
        log_level="warning",
        lifespan="off",
        server_header=False,
        date_header=faults is None,
        proxy_headers=False,
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"Port {port} of {host} cannot be used ({error.strerror or error}).",
            hint="Take another --port; 0 finds a free one.",
        ) from None
    # asyncio does not see that a socket made elsewhere is TCP: without this each answer waits 40 ms for the one before
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
