"""The event loop everything that asks runs on: one per process, in a thread of its own.

A notebook's own loop is busy with the notebook, a widget callback may arrive on any thread, and a script has no loop:
all of them hand their coroutines over here.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from moe_nb.config.event_loop import new_event_loop
from moe_nb.core.errors import UsageError

T = TypeVar("T")

BREATH_EVERY_S = 0.02
BREATH_S = 0.0005
"""A sweep in process never waits, and a thread that gives Python's lock up only for an instant takes it back before
another one wakes: the notebook would stand still until the sweep ends. So the loop sleeps this long, this often."""

SWITCH_S = 0.001
"""While work is under way a thread that wants Python's lock waits this long for it, instead of Python's 5 ms: the
network's thread, which stands still meanwhile, the writer of the run file, and the notebook."""


class PrivateLoop:
    """Starts the loop when it is first needed, and lets other threads breathe while work is under way."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._under_way = 0
        self._breath: asyncio.TimerHandle | None = None
        self._switch_s = sys.getswitchinterval()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start *coroutine*; it runs in the caller's context, as widget updates need.

        Raises:
            UsageError: If the environment names a loop that there is not.
        """
        try:
            loop = self._started()
        except UsageError:
            coroutine.close()  # nobody will run it
            raise
        return asyncio.run_coroutine_threadsafe(self._counted(coroutine), loop)

    def is_running_here(self) -> bool:
        """Say whether the caller is a coroutine on this loop."""
        return asyncio.get_running_loop() is self._loop

    def is_this_thread(self) -> bool:
        """Say whether the caller is on this loop's thread, in a coroutine or not."""
        return threading.current_thread() is self._thread

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            # a forked child has a copy of the loop but not its thread
            if self._loop is None or self._thread is None or not self._thread.is_alive():
                self._loop, self._under_way, self._breath = new_event_loop(), 0, None
                self._thread = threading.Thread(target=self._loop.run_forever, name="moe_nb", daemon=True)
                self._thread.start()
            return self._loop

    async def _counted(self, coroutine: Coroutine[Any, Any, T]) -> T:
        if not self._under_way:
            self._hurry()
        self._under_way += 1
        if self._breath is None:
            self._breath = asyncio.get_running_loop().call_later(BREATH_EVERY_S, self._breathe)
        try:
            return await coroutine
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._calm_down()

    def _hurry(self) -> None:
        """Let threads switch more often, unless they do already."""
        now_s = sys.getswitchinterval()
        if now_s > SWITCH_S:
            self._switch_s = now_s
            sys.setswitchinterval(SWITCH_S)

    def _calm_down(self) -> None:
        """Let them switch as before, unless somebody has said how meanwhile."""
        if abs(sys.getswitchinterval() - SWITCH_S) < SWITCH_S / 10:
            sys.setswitchinterval(self._switch_s)

    def _breathe(self) -> None:
        self._breath = None
        if self._under_way:
            time.sleep(BREATH_S)
            self._breath = asyncio.get_running_loop().call_later(BREATH_EVERY_S, self._breathe)


private = PrivateLoop()
"""The one of this process."""
