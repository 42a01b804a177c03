"""What the workers of a sweep do: ask one task after another, judge failures, probe in an outage."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from moe_nb.core.errors import AuthenticationError, MoeError, RateLimitedError
from moe_nb.core.events import Answered, Failed, Paced, StopReason, Task
from moe_nb.core.protocols import Ask, Clock
from moe_nb.core.reply import Question, Reply
from moe_nb.sweep.breaker import Breaker
from moe_nb.sweep.crew import Crew, Latency
from moe_nb.sweep.lane import LaneTurn
from moe_nb.sweep.outbox import Outbox
from moe_nb.sweep.plan import Plan

PROBING = "the service keeps failing, so the calls wait while one tries"


class Asker:
    """Asks the tasks of a plan; the workers of one sweep share it.

    Args:
        ask: Who is asked.
        plan: What to ask.
        clock: The time.
        outbox: Where events go.
        make_turn: Gives a worker its place in the line, behind a gate.
        latency: Told how long answers take.
    """

    def __init__(
        self,
        ask: Ask,
        plan: Plan,
        clock: Clock,
        outbox: Outbox,
        make_turn: Callable[[asyncio.Event], LaneTurn],
        latency: Latency | None,
    ) -> None:
        self.unpaused = asyncio.Event()
        """Open unless somebody paused."""
        self.reason = StopReason.COMPLETED
        self.error: MoeError | None = None
        self.crew = Crew(self._work, outbox.close)
        self._go = asyncio.Event()
        self._ask, self._clock, self._outbox, self._make_turn = ask, clock, outbox, make_turn
        self._latency = latency
        self._tasks = plan.tasks()
        self._again: deque[Task] = deque()
        self._breaker = Breaker(clock)
        self._is_probing = False
        self._answered_s = -1.0
        self._known_good: Question | None = None
        self._last_error: MoeError | None = None
        self.resume()

    def pause(self) -> None:
        """Let no new call leave."""
        self.unpaused.clear()
        self._go.clear()

    def resume(self) -> None:
        """Let calls leave, all but those that an outage holds back."""
        self.unpaused.set()
        if not self._is_probing:
            self._go.set()

    def end(self, reason: StopReason, error: MoeError | None = None) -> None:
        """End the sweep; the first reason counts."""
        if self.reason is StopReason.COMPLETED:
            self.reason, self.error = reason, error
        self._tasks = iter(())
        self._again.clear()
        self.crew.end()

    async def _work(self) -> None:
        turn = self._make_turn(self._go)
        while not self._is_superfluous():
            if not self._outbox.has_room:
                await self._outbox.room()
            task = self._next()
            if task is None:
                return
            await self._one(turn, task)
            if self._breaker.is_open and not self._is_probing:
                await self._probe()

    def _is_superfluous(self) -> bool:
        return self._latency is not None and len(self.crew) > 2 * self._latency.wanted

    def _next(self) -> Task | None:
        task = next(self._tasks, None)
        return self._again.popleft() if task is None and self._again else task

    async def _one(self, turn: LaneTurn, task: Task) -> None:
        """Ask one task, and record what came of it."""
        try:
            await turn.take()
        except MoeError as error:  # nothing was sent: this context is asked when the sweep goes on
            self.end(StopReason.RATE_LIMIT, error)
            return
        start_s, start_epoch_s = turn.left_s, self._clock.epoch_s()
        try:
            reply = await self._reply(turn, task.question)
        except MoeError as error:
            self._judge(task, error, start_s, start_epoch_s, turn)
            return
        self._known_good = task.question
        if self._latency is not None:
            self._latency.seen(self._answered_s - turn.left_s)
            if len(self.crew) < self._latency.wanted:
                self.crew.grow(len(self.crew) + 1)
        self._outbox.put(Answered(task, reply))

    async def _reply(self, turn: LaneTurn, question: Question) -> Reply:
        try:
            reply = await self._ask.ask(question, turn)
        finally:
            turn.end()
        turn.answered(reply.quota)
        self._answered_s = self._clock.monotonic_s()
        self._breaker.answered()
        return reply

    def _judge(self, task: Task, error: MoeError, start_s: float, start_epoch_s: float, turn: LaneTurn) -> None:
        """Record a failure, keep its task for later, or end the sweep."""
        error = error.with_traceback(None)  # whoever keeps events does not keep the bodies in its frames
        if isinstance(error, RateLimitedError) and (self._answered_s <= start_s or turn.is_too_long(error)):
            self.end(StopReason.RATE_LIMIT, error)  # refused for as long as the policy waits, and so was everybody
            return
        if self._breaker.is_open:
            self._again.append(task)  # not this context's fault
            self._breaker.failed(error)
        else:
            self._breaker.failed(error)
            self._outbox.put(Failed(task, error, start_epoch_s, self._clock.monotonic_s() - start_s))
        self._last_error = error
        if isinstance(error, AuthenticationError):
            self.end(StopReason.CREDENTIALS, error)

    async def _probe(self) -> None:
        """Hold everybody back and let one call try, until it is answered or the outage has lasted."""
        self._is_probing = True
        self._go.clear()
        turn, probes = self._make_turn(self.unpaused), 0
        try:
            while self._breaker.is_open and (task := self._next()) is not None:
                wait_s = self._breaker.probe_in_s(probes)
                if wait_s is None:
                    self.end(StopReason.OUTAGE, self._last_error)
                    return
                self._outbox.put(Paced(wait_s, PROBING))
                await self._clock.sleep(wait_s)
                probes += 1
                await self._try(turn, task)
        finally:
            self._is_probing = False
            if self.unpaused.is_set():
                self._go.set()

    async def _try(self, turn: LaneTurn, task: Task) -> None:
        """Ask what was answered before, so that a context which always fails says nothing about the service.

        Args:
            turn: The prober's place in the line.
            task: Asked if nothing was answered yet; nobody else has it.
        """
        if self._known_good is None:
            await self._one(turn, task)
            return
        self._again.appendleft(task)
        try:
            await turn.take()
            await self._reply(turn, self._known_good)
        except MoeError as error:
            self._last_error = error
            if isinstance(error, RateLimitedError) and turn.is_too_long(error):
                self.end(StopReason.RATE_LIMIT, error)
            if isinstance(error, AuthenticationError):
                self.end(StopReason.CREDENTIALS, error)
