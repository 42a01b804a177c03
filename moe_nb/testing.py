"""Public fakes: time that does not pass by itself, and a transport that does what a test says.

Faults are injected here, in the transport; nothing inside the toolkit is patched.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

import httpx

from moe_nb.client.http import HttpAsk
from moe_nb.client.retry import RetryPolicy
from moe_nb.core.credentials import Credentials
from moe_nb.core.secret import Secret

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When a `FakeClock` begins: a Monday noon."""


class FakeClock:
    """Time that moves only when somebody sleeps.

    Attributes:
        slept: Every wait, in seconds.
    """

    def __init__(self, start: datetime = START) -> None:
        self._epoch_s = start.timestamp()
        self._now_s = 0.0
        self.slept: list[float] = []

    def monotonic_s(self) -> float:
        """Seconds since the clock was made."""
        return self._now_s

    def epoch_s(self) -> float:
        """UTC epoch seconds."""
        return self._epoch_s + self._now_s

    async def sleep(self, seconds: float) -> None:
        """Move the time; other tasks get their turn."""
        self.slept.append(seconds)
        self._now_s += max(0.0, seconds)
        await asyncio.sleep(0)


Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class ScriptedTransport(httpx.AsyncBaseTransport):
    """Answers requests with given steps, one after another; the last one repeats.

    Args:
        *steps: A response, an exception to raise, or a function of the request.

    Attributes:
        requests: Every request, in order.

    Raises:
        ValueError: If there is no step.
    """

    def __init__(self, *steps: Step) -> None:
        if not steps:
            raise ValueError("A ScriptedTransport needs at least one step.")
        self._steps = steps
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do the next step."""
        step = self._steps[min(len(self.requests), len(self._steps) - 1)]
        self.requests.append(request)
        await request.aread()
        if isinstance(step, Exception):
            raise step
        if isinstance(step, httpx.Response):
            return httpx.Response(step.status_code, headers=step.headers, stream=step.stream)
        return step(request)


class BrokenBody(httpx.AsyncByteStream):
    """A body that ends with an exception after some bytes.

    Args:
        parts: What still arrives.
        error: What then happens.
    """

    def __init__(self, parts: Sequence[bytes], error: Exception) -> None:
        self._parts = parts
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part
        raise self._error


def scripted_ask(*steps: Step, clock: FakeClock | None = None, retry: RetryPolicy | None = None) -> HttpAsk:
    """Return the real client on a `ScriptedTransport`, with made-up credentials and a `FakeClock`."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("a-key"), data_center="01")
    return HttpAsk(credentials, ScriptedTransport(*steps), clock=clock or FakeClock(), retry=retry)
