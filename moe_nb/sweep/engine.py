"""The sweep itself: an async stream of events, whoever listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from moe_nb.core.events import Answered, Event, Failed, Paced, Paused, Resumed, Started, Stopped, StopReason
from moe_nb.core.protocols import Ask, Clock
from moe_nb.core.retry import RetryPolicy
from moe_nb.sweep.asker import Asker
from moe_nb.sweep.control import Control
from moe_nb.sweep.crew import IN_FLIGHT, MOST, Latency
from moe_nb.sweep.lane import LaneTurn
from moe_nb.sweep.outbox import Outbox
from moe_nb.sweep.pace import Pacer
from moe_nb.sweep.plan import Plan


class Engine:
    """Asks every task of a plan; the order in which answers come does not matter to the result.

    Args:
        ask: Who is asked.
        plan: What to ask.
        clock: The time.
        control: Pause, resume, stop.
        pacer: The line of the workspace, which all its sweeps share; one of its own if left out.
        retry: When to ask again; what the client does if left out.
        in_flight: Calls under way at once; left out, what pace and latency need.
    """

    def __init__(
        self,
        ask: Ask,
        plan: Plan,
        *,
        clock: Clock,
        control: Control | None = None,
        pacer: Pacer | None = None,
        retry: RetryPolicy | None = None,
        in_flight: int | None = None,
    ) -> None:
        self._ask = ask
        self._plan = plan
        self._clock = clock
        self._control = control or Control()
        self._pacer = pacer
        self._retry = retry
        self._latency = Latency(plan.pace) if in_flight is None and plan.pace is not None else None
        self._in_flight = max(1, min(IN_FLIGHT if in_flight is None else in_flight, plan.calls))

    async def events(self) -> AsyncGenerator[Event, None]:
        """Run the sweep; ends with `Stopped`. Closing the iterator early stops all calls."""
        batches = self.batches()
        try:
            async for batch in batches:
                for event in batch:
                    yield event
        finally:
            await batches.aclose()

    async def batches(self) -> AsyncGenerator[list[Event], None]:
        """Run the sweep as `events` does, with the events that came together in one list."""
        yield [self._plan.planned()]
        yield [Started(self._clock.epoch_s())]
        start_s, answered, failed = self._clock.monotonic_s(), 0, 0
        outbox = Outbox(2 * (self._in_flight if self._latency is None else MOST))
        asker = Asker(self._ask, self._plan, self._clock, outbox, self._turn, self._latency)
        pacer = self._pacer = self._pacer or Pacer(self._clock)

        def tell(wait_s: float, reason: str) -> None:
            outbox.put(Paced(wait_s, reason))

        pacer.listeners.append(tell)
        watching = asyncio.create_task(self._watch(asker, outbox, self._control.bind()))  # first: a stop from before
        asker.crew.grow(self._in_flight)
        try:
            while batch := await outbox.take():
                for event in batch:
                    answered += isinstance(event, Answered)
                    failed += isinstance(event, Failed)
                yield batch
            asker.crew.raise_fault()
        finally:
            pacer.listeners.remove(tell)
            watching.cancel()
            await asker.crew.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        reason, error = asker.reason, asker.error
        if answered + failed == self._plan.calls and error is None:
            reason = StopReason.COMPLETED  # a stop that came after the last answer stopped nothing
        yield [Stopped(reason, answered, failed, self._clock.monotonic_s() - start_s, error)]

    def _turn(self, gate: asyncio.Event) -> LaneTurn:
        self._pacer = self._pacer or Pacer(self._clock)
        return LaneTurn(self._pacer, self._plan.pace, gate, retry=self._retry)

    async def _watch(self, asker: Asker, outbox: Outbox, changed: asyncio.Event) -> None:
        """Turn what a person asked for into events, and a stop into the end of all calls."""
        was_paused = False
        while True:
            if self._control.is_stopped:
                asker.end(StopReason.STOPPED)
                return
            if self._control.is_paused is not was_paused:
                was_paused = self._control.is_paused
                (asker.pause if was_paused else asker.resume)()
                outbox.put(Paused() if was_paused else Resumed())
            await changed.wait()
            changed.clear()
