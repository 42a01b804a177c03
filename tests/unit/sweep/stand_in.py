"""A service that answers as told, in any order, and what a sweep of it came to; the client is the real one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import httpx

from moe_nb.client.http import HttpAsk
from moe_nb.core.credentials import Credentials
from moe_nb.core.secret import Secret
from moe_nb.core.space import axis
from moe_nb.sweep.engine import Engine
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.table_builder import TableBuilder
from moe_nb.testing import FakeClock

LONGEST_S = 20
"""Seconds after which a sweep that hangs is a failure."""


def served(*keys, variation="1", headers=None):
    """Return an answer in which these keys are served."""
    context = {"audience_id": "A", "audience_name": "All", "moe_variation_id": variation}
    entries = {key: {"payload": {"T": {"value": key}}, "experience_context": context} for key in keys}
    return httpx.Response(200, json={"experiences": entries}, headers=headers)


def serve_all(said):
    """Serve every key asked for; the variation is the hour."""
    return served(*said.get("experience_key", ["k"]), variation=said["TIME_OF_THE_DAY"])


class StandIn(httpx.AsyncBaseTransport):
    """Answers each request body with ``answer``.

    Args:
        answer: A response or an exception for a request body.
        turns: How many turns of the loop an answer takes.
        clock: Whose time is written down for each request.

    Attributes:
        asked: Every request body, in order.
        times_s: When each left.
        most: Calls under way at once, at most.
        gate: Answers wait for it.
    """

    def __init__(
        self, answer: Callable = serve_all, turns: Callable = lambda _said: 1, clock: FakeClock | None = None
    ) -> None:
        self._answer, self._turns, self._clock = answer, turns, clock or FakeClock()
        self._under_way = self.most = 0
        self.asked, self.times_s = [], []
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle_async_request(self, request):
        said = json.loads(request.content)
        self.asked.append(said)
        self.times_s.append(self._clock.monotonic_s())
        self._under_way += 1
        self.most = max(self.most, self._under_way)
        try:
            for _ in range(self._turns(said)):
                await asyncio.sleep(0)
            await self.gate.wait()
        finally:
            self._under_way -= 1
        answer = self._answer(said)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ask_over(transport, clock=None):
    """Return the real client on a transport, with made-up credentials."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("a-key"), data_center="01")
    return HttpAsk(credentials, transport, clock=clock or FakeClock())


def plan_of(count=24, keys=("k",), metadata=None, pace=None):
    """Return a plan of some hours of two days."""
    days = -(-count // 24)
    space = axis("hour", range(min(count, 24)))
    space = axis("day", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][:days]) * space if days > 1 else space
    return Plan(space, keys, metadata, pace)


def sweep(transport, plan, *, control=None, clock=None, in_flight=8, listen=lambda _event: None, retry=None):
    """Run a sweep to its end; return its events and its table."""
    clock = clock or FakeClock()

    async def run():
        events, builder = [], TableBuilder(plan)
        ask = ask_over(transport, clock)
        engine = Engine(ask, plan, clock=clock, control=control, in_flight=in_flight, retry=retry)
        async with asyncio.timeout(LONGEST_S):
            async for event in engine.events():
                builder.see(event)
                events.append(event)
                listen(event)
        return events, builder.table()

    return asyncio.run(run())


async def turns_until(done, most=300):
    """Let everybody act until *done*, or for many turns of the loop."""
    for _ in range(most):
        if done():
            return
        await asyncio.sleep(0)


def kinds(events):
    """Return the names of events."""
    return [type(event).__name__ for event in events]


def said_of(table):
    """Return outcome, cause, variation and error per context and key: what a table says, however it is numbered."""
    rows = [[table.content(index, at) for at in range(len(table.keys))] for index in range(len(table.codes))]
    return [[(c.outcome, c.cause, c.variation_id, c.error) for c in row] for row in rows]
