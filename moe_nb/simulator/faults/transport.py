"""Faults in process: an httpx transport that disturbs what the simulator answers, as a network would."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import httpx

from moe_nb.simulator.faults.disturbed import Disturbed, End, disturb
from moe_nb.simulator.faults.fault import Faults
from moe_nb.simulator.faults.schedule import Schedule
from moe_nb.simulator.http import Service

Sleep = Callable[[float], Awaitable[None]]


class FaultyTransport(httpx.AsyncBaseTransport):
    """Hands requests to a `Service` and disturbs its answers.

    Args:
        service: What answers.
        faults: What happens to the answers.
        sleep: How seconds pass.
        epoch_s: The time, in UTC epoch seconds.
    """

    def __init__(
        self,
        service: Service,
        faults: Faults,
        *,
        sleep: Sleep = asyncio.sleep,
        epoch_s: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._epoch_s = epoch_s
        self._schedule = Schedule(faults)
        self._sleep = sleep

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request, or fail as a network fails."""
        meeting = self._schedule.next(request.url.path)
        read_s = request.extensions.get("timeout", {}).get("read")
        await self._sleep(0)  # other tasks get their turn
        await pass_time(self._sleep, meeting.delay_s, read_s)
        now = datetime.fromtimestamp(self._epoch_s(), UTC)
        headers = {name.lower(): value for name, value in request.headers.raw}
        target = request.url.raw_path.decode("ascii")
        answer = self._service.respond(request.method, target, headers, await request.aread(), now)
        if meeting.fault is None:
            return httpx.Response(answer.status, headers=list(answer.headers), content=answer.body)
        return self._sent(disturb(meeting.fault, answer, self._epoch_s()), read_s)

    def _sent(self, disturbed: Disturbed, read_s: float | None) -> httpx.Response:
        if disturbed.end is End.REFUSED:
            raise httpx.ConnectError("[Errno 111] Connection refused")
        if disturbed.is_silent:
            raise httpx.ReadError("[Errno 104] Connection reset by peer")
        headers = [pair for pair in disturbed.headers if pair[0] != b"content-length"]
        if disturbed.length is not None:
            headers.append((b"content-length", str(disturbed.length).encode()))
        body = DisturbedBody(disturbed, self._sleep, read_s)
        return httpx.Response(disturbed.status, headers=headers, stream=body)


class DisturbedBody(httpx.AsyncByteStream):
    """A body that comes as slowly, and ends as early, as it was told to.

    Args:
        disturbed: The answer.
        sleep: How seconds pass.
        read_s: Seconds the client waits for each part; None waits for ever.
    """

    def __init__(self, disturbed: Disturbed, sleep: Sleep, read_s: float | None) -> None:
        self._disturbed = disturbed
        self._sleep = sleep
        self._read_s = read_s

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        for part in self._disturbed.parts():
            await pass_time(self._sleep, self._disturbed.pause_s, self._read_s)
            received += len(part)
            yield part
        if self._disturbed.length is None or received >= self._disturbed.length:
            return  # a connection that breaks behind the last byte has delivered
        if self._disturbed.end is End.RESET:
            raise httpx.ReadError("[Errno 104] Connection reset by peer")
        raise httpx.RemoteProtocolError(
            "peer closed connection without sending complete message body "
            f"(received {received} bytes, expected {self._disturbed.length})"
        )


async def pass_time(sleep: Sleep, seconds: float, read_s: float | None) -> None:
    """Wait, at most as long as the client does.

    Raises:
        httpx.ReadTimeout: If the client waits less.
    """
    if read_s is not None and seconds > read_s:
        await sleep(read_s)
        raise httpx.ReadTimeout("")
    if seconds > 0:
        await sleep(seconds)
