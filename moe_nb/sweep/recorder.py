"""Between the engine and the listeners: nobody is told of an answer before it is safe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from moe_nb.core.events import Answered, Event, Failed
from moe_nb.sweep.recording import Recording

T = TypeVar("T")

WAITING = 2_000
"""Events that may wait to be written before the sweep waits for the disk."""

GATHER_S = 0.01
"""Seconds between two writes: what comes meanwhile shares one transaction, and one change of threads."""


class Recorder:
    """Takes events in order, stores what must be stored, then tells.

    Args:
        recording: The places.
        tell: Called with every event, in order, on the loop of the sweep.
        on_fault: Called when nothing more can be stored or told; `put` and `flush` raise why.
    """

    def __init__(
        self,
        recording: Recording,
        tell: Callable[[Event], None],
        on_fault: Callable[[], None] = lambda: None,
    ) -> None:
        self._recording = recording
        self._journal = journal = recording.journal
        self._tell = tell
        self._on_fault = on_fault
        self._waiting: list[Event] = []
        self._writer: asyncio.Task[None] | None = None
        self._at_once = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "moe_nb-journal") if journal is not None else None

    async def put(self, event: Event) -> None:
        """Take one event; waits while too many are waiting for the disk.

        Raises:
            RunFileError: If the run file could not take an earlier one.
        """
        if self._journal is None:
            builder = self._recording.builder
            self._tell(event if builder is None else builder.see(event))
            return
        self._waiting.append(event)
        if self._writer is None or (self._writer.done() and self._writer.exception() is None):
            self._writer = asyncio.create_task(self._write())
            self._writer.add_done_callback(self._written)
        elif self._writer.done() or len(self._waiting) >= WAITING:
            await self._all_written()

    async def flush(self) -> None:
        """Wait until everything is stored and told; raises as `put`, also if the file is not there any more."""
        await self._all_written()
        if self._journal is not None:
            self._journal.check_is_there()

    async def in_writer(self, work: Callable[[], T]) -> T:
        """Do something with the run file, after all that was stored, and off the loop: packing takes its time."""
        if self._thread is None:
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let what is being stored be stored, drop the rest, and let go of the file; safe to call again."""
        if self._writer is not None:
            self._writer.cancel()
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
        if self._journal is not None:
            self._journal.abandon()

    async def _write(self) -> None:
        while self._waiting:
            events, self._waiting = self._waiting, []
            calls = [event for event in events if isinstance(event, Answered | Failed)]
            stored: list[Answered | Failed] = []
            if calls:
                stored = await asyncio.get_running_loop().run_in_executor(self._thread, self._store, calls)
            told = iter(stored)
            for event in events:
                self._tell(next(told) if isinstance(event, Answered | Failed) else event)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._at_once.wait(), GATHER_S)

    async def _all_written(self) -> None:
        if self._writer is not None:
            self._at_once.set()
            await self._writer
            self._at_once.clear()

    def _store(self, calls: list[Answered | Failed]) -> list[Answered | Failed]:
        """Store calls that are over; return them as they are told: what cannot be read is a failure."""
        if self._journal is None:
            return calls
        records = self._journal.write(calls)
        self._recording.put(records)
        return [record.told(event) for record, event in zip(records, calls, strict=True)]

    def _written(self, writer: asyncio.Task[None]) -> None:
        if not writer.cancelled() and writer.exception() is not None:
            self._on_fault()
