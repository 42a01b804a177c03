"""The sweep itself: an async stream of events, whoever listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from moe_nb.core.errors import AuthenticationError, MoeError, RateLimitedError, ServerError, UnreachableError
from moe_nb.core.events import (
    Answered,
    Event,
    Failed,
    Paced,
    Paused,
    Resumed,
    Started,
    Stopped,
    StopReason,
    Task,
)
from moe_nb.core.protocols import Ask, Clock
from moe_nb.sweep.control import Control
from moe_nb.sweep.pace import Pacer
from moe_nb.sweep.plan import Plan

IN_FLIGHT = 8
"""Calls under way at once; the client has as many connections."""

FAILURES_IN_A_ROW = 20
"""Calls that fail one after another, each after its retries, before the sweep gives up."""


@dataclass(slots=True)
class _State:
    tasks: Iterator[Task]
    queue: asyncio.Queue[Event | None]
    gate: asyncio.Event
    """Open while calls may leave."""
    answered: int = 0
    failed: int = 0
    failed_in_a_row: int = 0
    reason: StopReason = StopReason.COMPLETED
    error: MoeError | None = None
    workers: list[asyncio.Task[None]] = field(default_factory=list)

    def count(self, event: Event) -> None:
        """Count what a listener was told; an answer that nobody was told of counts as not asked."""
        self.answered += isinstance(event, Answered)
        self.failed += isinstance(event, Failed)


class Engine:
    """Asks every task of a plan; the order in which answers come does not matter to the result.

    Args:
        ask: Who is asked.
        plan: What to ask.
        clock: The time.
        control: Pause, resume, stop.
        in_flight: Calls under way at once.
    """

    def __init__(
        self, ask: Ask, plan: Plan, *, clock: Clock, control: Control | None = None, in_flight: int = IN_FLIGHT
    ) -> None:
        self._ask = ask
        self._plan = plan
        self._clock = clock
        self._control = control or Control()
        self._pacer = Pacer(plan.pace, clock)
        self._in_flight = max(1, min(in_flight, plan.calls))

    async def events(self) -> AsyncIterator[Event]:
        """Run the sweep; ends with `Stopped`. Closing the iterator early stops all calls."""
        yield self._plan.planned()
        yield Started(self._clock.epoch_s())
        start_s = self._clock.monotonic_s()
        state = _State(self._plan.tasks(), asyncio.Queue(maxsize=4 * self._in_flight), asyncio.Event())
        state.gate.set()
        changed = self._control.bind()
        helpers = [asyncio.create_task(self._watch(state, changed))]  # first: a pause or stop from before counts
        state.workers = [asyncio.create_task(self._work(state)) for _ in range(self._in_flight)]
        helpers.append(asyncio.create_task(_close(state)))
        try:
            while (event := await state.queue.get()) is not None:
                state.count(event)
                yield event
            for worker in state.workers:
                _raise_fault(worker)
        finally:
            await _cancel([*state.workers, *helpers])
        if state.answered + state.failed == self._plan.calls and state.error is None:
            state.reason = StopReason.COMPLETED  # a stop that came after the last answer stopped nothing
        elapsed_s = self._clock.monotonic_s() - start_s
        yield Stopped(state.reason, state.answered, state.failed, elapsed_s, state.error)

    async def _work(self, state: _State) -> None:
        while (task := next(state.tasks, None)) is not None:
            await self._turn(state)
            await state.queue.put(await self._one(state, task))
            if state.error is not None:
                _end(state)

    async def _turn(self, state: _State) -> None:
        """Wait until a call may leave; a place in the line that came during a pause is taken anew."""
        while True:
            await state.gate.wait()
            wait_s = self._pacer.next_wait_s()
            if wait_s <= 0:
                return
            await self._clock.sleep(wait_s)
            if state.gate.is_set():
                return

    async def _one(self, state: _State, task: Task) -> Answered | Failed:
        start_s, epoch_s = self._clock.monotonic_s(), self._clock.epoch_s()
        try:
            reply = await self._ask.ask(task.question)
        except MoeError as error:
            self._judge(state, error)
            return Failed(task, error, epoch_s, self._clock.monotonic_s() - start_s)
        state.failed_in_a_row = 0
        held_s = self._pacer.observe(reply.quota)
        if held_s > 0:
            await state.queue.put(Paced(held_s, "the workspace's quota is down to the reserve kept for production"))
        return Answered(task, reply)

    def _judge(self, state: _State, error: MoeError) -> None:
        """Decide whether a failure ends the sweep: refused credentials at once, an outage after a while."""
        if isinstance(error, AuthenticationError):
            state.reason, state.error = StopReason.CREDENTIALS, error
        elif isinstance(error, ServerError | UnreachableError | RateLimitedError):
            state.failed_in_a_row += 1
            if state.failed_in_a_row >= FAILURES_IN_A_ROW:
                state.reason, state.error = StopReason.OUTAGE, error

    async def _watch(self, state: _State, changed: asyncio.Event) -> None:
        """Turn what a person asked for into events, and a stop into the end of all calls."""
        was_paused = False
        while True:
            if self._control.is_stopped:
                state.reason = StopReason.STOPPED
                _end(state)
                return
            if self._control.is_paused is not was_paused:
                was_paused = self._control.is_paused
                (state.gate.clear if was_paused else state.gate.set)()
                await state.queue.put(Paused() if was_paused else Resumed())
            await changed.wait()
            changed.clear()


def _end(state: _State) -> None:
    current = asyncio.current_task()
    for worker in state.workers:
        if worker is not current:
            worker.cancel()
    state.tasks = iter(())


async def _close(state: _State) -> None:
    """Put the end mark in the queue once every worker is done, or one has a fault."""
    await asyncio.wait(state.workers, return_when=asyncio.FIRST_EXCEPTION)
    await state.queue.put(None)


def _raise_fault(worker: asyncio.Task[None]) -> None:
    """Let a fault of our own surface; only `MoeError` is a recorded failure."""
    if worker.done() and not worker.cancelled():
        fault = worker.exception()
        if fault is not None:
            raise fault


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)
