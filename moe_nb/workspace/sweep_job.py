"""A sweep under way: the handle to watch, pause, stop and wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from moe_nb.core.events import Answered, Event, Failed, Paced, Started, Stopped
from moe_nb.core.protocols import Ask, Clock
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.results.run import Run
from moe_nb.sweep.control import Control
from moe_nb.sweep.engine import Engine
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.table_builder import TableBuilder
from moe_nb.workspace import loop

Listener = Callable[[Event], None]
MakeFacts = Callable[[float, Stopped], RunFacts]


@dataclass(slots=True)
class Progress:
    """How far a sweep has come."""

    calls: int
    answered: int = 0
    failed: int = 0
    elapsed_s: float = 0.0
    note: str = ""
    is_over: bool = False

    @property
    def done(self) -> int:
        """Calls that are over."""
        return self.answered + self.failed

    @property
    def left_s(self) -> float | None:
        """Seconds left at the rate so far; None before the first answer and when it is over."""
        return None if self.is_over or not self.done else self.elapsed_s / self.done * (self.calls - self.done)

    def describe(self) -> str:
        """Return ``"84 of 168 calls, 40/s, 2 s left"``."""
        text = f"{self.done:,} of {self.calls:,} calls"
        if self.elapsed_s > 0 and self.done:
            text += f", {self.done / self.elapsed_s:,.0f}/s"
        if self.left_s is not None and self.done < self.calls:
            text += f", {self.left_s:,.0f} s left"
        if self.failed:
            text += f", {self.failed:,} failed"
        return f"{text} ({self.note})" if self.note else text


class SweepJob:
    """Runs a plan on the private loop; made by ``Workspace.start_sweep``.

    Args:
        ask: Who is asked.
        plan: What to ask.
        clock: The time.
        make_facts: Builds the facts of the run from its start (UTC epoch seconds) and its end.
        listeners: Told every event, on the loop's thread; one that fails ends the sweep.
    """

    def __init__(
        self, ask: Ask, plan: Plan, clock: Clock, make_facts: MakeFacts, listeners: Sequence[Listener] = ()
    ) -> None:
        self.plan = plan
        self.progress = Progress(plan.calls)
        self._control = Control()
        self._builder = TableBuilder(plan)
        self._clock = clock
        self._make_facts = make_facts
        self._listeners = (self._builder.see, self._watch, *listeners)
        self._engine = Engine(ask, plan, clock=clock, control=self._control)
        self._start_s = clock.monotonic_s()
        self._future: Future[Run] | None = None

    def start(self) -> SweepJob:
        """Begin; returns at once."""
        if self._future is None:
            self._future = loop.submit(self._run())
        return self

    def pause(self) -> None:
        """Let no new call leave."""
        self._control.pause()

    def resume(self) -> None:
        """Let calls leave again."""
        self._control.resume()

    def stop(self) -> None:
        """End the sweep; what was answered stays."""
        self._control.stop()

    @property
    def is_paused(self) -> bool:
        """Whether calls are held back."""
        return self._control.is_paused

    @property
    def is_done(self) -> bool:
        """Whether the sweep is over."""
        return self._future is not None and self._future.done()

    def table(self) -> RunTable:
        """Return what has been answered so far."""
        return self._builder.table()

    def wait(self, on_tick: Callable[[], None] = lambda: None) -> Run:
        """Wait for the end; Ctrl-C and the interrupt button stop the sweep and keep what was answered."""
        return loop.wait(self._started(), on_tick, on_interrupt=self.stop)

    async def wait_async(self, on_tick: Callable[[], None] = lambda: None) -> Run:
        """Wait for the end in an async function; a cancelled wait stops the sweep."""
        future = self._started()
        try:
            while not future.done():
                await asyncio.sleep(loop.SLICE_S / 5)
                on_tick()
        finally:
            self.stop()
        return future.result()

    def __await__(self) -> Generator[Any, None, Run]:
        return self.wait_async().__await__()

    def _started(self) -> Future[Run]:
        self.start()
        if self._future is None:
            raise RuntimeError("a started sweep has a future")
        return self._future

    def _watch(self, event: Event) -> None:
        self.progress.answered += isinstance(event, Answered)
        self.progress.failed += isinstance(event, Failed)
        self.progress.elapsed_s = self._clock.monotonic_s() - self._start_s
        if isinstance(event, Paced):
            self.progress.note = f"waiting {event.wait_s:.0f} s: {event.reason}"
        elif isinstance(event, Answered | Failed):
            self.progress.note = ""
        elif isinstance(event, Stopped):
            self.progress.is_over = True
            self.progress.note = "" if event.reason.is_complete else f"ended: {event.reason}"

    async def _run(self) -> Run:
        started_epoch_s, stopped = self._clock.epoch_s(), None
        self._start_s = self._clock.monotonic_s()
        async for event in self._engine.events():
            if isinstance(event, Started):
                started_epoch_s = event.epoch_s
            for listener in self._listeners:
                listener(event)
            stopped = event if isinstance(event, Stopped) else stopped
        if stopped is None:
            raise RuntimeError("a sweep ends with Stopped")
        return Run(self._builder.table(), self._make_facts(started_epoch_s, stopped))
