"""A sweep under way: the handle to watch, pause, stop and wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.core.events import Answered, Event, Failed, Paced, Started, Stopped, StopReason
from moe_nb.core.protocols import Ask, Clock
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.results.run import Run
from moe_nb.sweep.control import Control
from moe_nb.sweep.engine import Engine
from moe_nb.sweep.pace import Pacer
from moe_nb.sweep.recorder import Recorder
from moe_nb.sweep.recording import Recording
from moe_nb.views.palette import Palette
from moe_nb.workspace import loop
from moe_nb.workspace.ended_run import ended_run
from moe_nb.workspace.progress import Progress
from moe_nb.workspace.termination import stopping_on_sigterm

CLOSING_S = 1.0
"""How long a cancelled wait stays until the run file is closed."""

Listener = Callable[[Event], None]
MakeFacts = Callable[[float, Stopped], RunFacts]


class SweepJob:
    """Runs a plan on the private loop; made by ``Workspace.start_sweep``.

    Args:
        ask: Who is asked.
        recording: What to ask, and where the answers go.
        clock: The time.
        make_facts: Builds the facts of the run from its start (UTC epoch seconds) and its end.
        listeners: Told every event once it is safe, on the loop's thread; one that fails ends the sweep.
        pacer: The line of the workspace; one of its own if left out.
        retry: When to ask again; the client's own policy if left out.
        palette: Letters and colours of the workspace; one of its own if left out.
    """

    def __init__(
        self,
        ask: Ask,
        recording: Recording,
        clock: Clock,
        make_facts: MakeFacts,
        listeners: Sequence[Listener] = (),
        *,
        pacer: Pacer | None = None,
        retry: RetryPolicy | None = None,
        palette: Palette | None = None,
    ) -> None:
        self.palette = palette or Palette()
        self.plan = plan = recording.plan
        self.progress = Progress(plan.calls)
        self._recording = recording
        self._control = Control()
        self._clock = clock
        self._make_facts = make_facts
        self._listeners = (self._watch, *listeners)
        self._engine = Engine(ask, plan, clock=clock, control=self._control, pacer=pacer, retry=retry)
        self._start_s = clock.monotonic_s()
        self._started_epoch_s = clock.epoch_s()
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
        """Return what has been answered so far.

        Raises:
            UsageError: If the run is so large, in contexts or in payloads, that it is in its file only.
        """
        builder = self._recording.builder
        if builder is None:
            raise UsageError(
                f"A sweep of {len(self.plan.space):,} contexts, or with payloads this large, is not held in memory.",
                hint="Read it from its run file when it is over, in parts: run.iter_frames().",
            )
        run = self._ended_run()
        if run is not None and self.path is not None:
            return run.table  # a long list of a file that is gone on with can be read through the run only
        return builder.table()

    def _ended_run(self) -> Run | None:
        future = self._future
        if future is None or not future.done() or future.cancelled() or future.exception() is not None:
            return None
        return future.result()

    @property
    def path(self) -> Path | None:
        """The run file; None for a run in memory."""
        return None if self._recording.journal is None else self._recording.journal.path

    def wait(self, on_tick: Callable[[], None] = lambda: None) -> Run:
        """Wait for the end; Ctrl-C and the interrupt button stop the sweep and keep what was answered."""
        return loop.wait(self._started(), on_tick, on_interrupt=self.stop)

    async def wait_async(self, on_tick: Callable[[], None] = lambda: None) -> Run:
        """Wait for the end in an async function; a cancelled wait, Ctrl-C and SIGTERM stop the sweep in order."""
        future = self._started()
        with stopping_on_sigterm(self.stop):
            try:
                while not future.done():
                    await asyncio.sleep(loop.SLICE_S / 5)
                    on_tick()
            except BaseException:
                self.stop()
                await asyncio.wait([asyncio.wrap_future(future)], timeout=CLOSING_S)
                raise
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
            self.progress.note = f"waiting {event.wait_s:.0f} s: {event.reason}" if event.wait_s else event.reason
        elif isinstance(event, Answered | Failed):
            self.progress.note = ""
        elif isinstance(event, Stopped):
            self.progress.is_over = True
            self.progress.note = "" if event.reason.is_complete else f"ended: {event.reason}"

    async def _run(self) -> Run:
        recorder = Recorder(self._recording, self._tell, self._control.stop)
        try:
            facts = self._facts(await self._recorded(recorder))
            return await recorder.in_writer(partial(ended_run, self._recording, facts, self.palette))
        finally:
            recorder.close()

    async def _recorded(self, recorder: Recorder) -> Stopped:
        """Run the sweep to its end, with everything stored that listeners are told of."""
        self._start_s = self._clock.monotonic_s()
        stopped: Stopped | None = None
        fault: RunFileError | None = None
        async with aclosing(self._engine.events()) as events:  # a listener that fails ends all calls
            async for event in events:
                if isinstance(event, Stopped):
                    stopped = event
                elif fault is None:
                    try:
                        await recorder.put(event)
                    except RunFileError as error:  # what is stored stays; nothing more can be
                        fault = error
        try:
            await recorder.flush()
        except RunFileError as error:
            fault = error
        told = self.progress
        if fault is not None:
            stopped = Stopped(StopReason.RUN_FILE, told.answered, told.failed, told.elapsed_s, fault)
        if stopped is None:
            raise RuntimeError("a sweep ends with Stopped")
        stopped = replace(stopped, answered=told.answered, failed=told.failed)  # as recorded, not as they came
        self._tell(stopped)
        return stopped

    def _facts(self, stopped: Stopped) -> RunFacts:
        """Return the facts of the whole run: what came before it was gone on with took its time too."""
        earlier, started_epoch_s = self._recording.earlier, self._started_epoch_s
        if earlier is not None:
            started_epoch_s = earlier.started_epoch_s
            stopped = replace(stopped, elapsed_s=stopped.elapsed_s + earlier.stopped.elapsed_s)
        return self._make_facts(started_epoch_s, stopped)

    def _tell(self, event: Event) -> None:
        if isinstance(event, Started):
            self._started_epoch_s = event.epoch_s
        for listener in self._listeners:
            listener(event)
