"""One thing at a time: what is under way, what came of it, and nothing said before it shows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import traitlets

from moe_nb.core.errors import UsageError
from moe_nb.workspace import loop

Result = TypeVar("Result")


class OneAtATime(traitlets.HasTraits):  # type: ignore[misc]
    """Does one slow thing after the other on the private loop, so that no cell and no button ever waits."""

    busy = traitlets.Unicode("")
    """What is under way, in words; empty when nothing is and everything shows it. Wait for this one."""
    under_way = traitlets.Unicode("")
    """The same for those who draw: empty a moment before `busy`, so that whoever waits finds all of it drawn."""
    error = traitlets.Any(None, allow_none=True)
    """What went wrong last."""
    said = traitlets.Unicode("")
    """What went right last."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._task: asyncio.Task[Any] | None = None
        self._turn = threading.RLock()
        """Held while something begins or ends: a click in that moment waits until it is shown."""

    def do(self, what: str, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Do something slow that asks nobody, such as reading a file, without holding anything up.

        Args:
            what: What is under way, in words.
            work: Done on a thread of its own.
            then: Given what came of it.

        Raises:
            UsageError: While something else is under way.
        """

        async def wait() -> None:
            then(await asyncio.to_thread(work))

        self.start(what, wait())

    def start(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        """Begin *work*, called *what*; raises a `UsageError` while something else is under way."""
        with self._turn:
            try:
                self.check_free()
            except UsageError:
                work.close()
                raise
            self.error, self.said = None, ""
            self.busy = self.under_way = what
        loop.submit(self._guarded(work))

    def give_up(self) -> None:
        """Give up what is under way; what a thread has begun goes on, and nothing comes of it."""
        if self.busy:
            loop.submit(self._cancel())

    def check_free(self) -> None:
        """Raise a `UsageError` while something is under way."""
        with self._turn:
            if self.busy:
                raise UsageError(f"Still {self.busy}.", hint="Stop it first, or wait for it to end.")

    def guarded(self, action: Callable[..., None]) -> Callable[..., None]:
        """Wrap a handler of what a person does: an error lands in `error` instead of nowhere, the last one goes."""

        def handler(*arguments: Any) -> None:
            self.error, self.said = None, ""
            self._try(action, arguments)

        return handler

    def drawing(self, action: Callable[..., None]) -> Callable[..., None]:
        """Wrap a handler that only draws: an error lands in `error`, and what stands there stays otherwise."""
        return lambda *arguments: self._try(action, arguments)

    def _try(self, action: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        try:
            action(*arguments)
        except Exception as error:  # noqa: BLE001 - a callback's exception is shown in no cell
            self.error = error

    async def _cancel(self) -> None:
        # on the loop, where what was started before has begun: a task cancelled earlier would never say that it ended
        if self._task is not None:
            self._task.cancel()

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.current_task()
        try:
            await work
        except asyncio.CancelledError:
            self.said = "Stopped."
        except Exception as error:  # noqa: BLE001 - shown in the panel; there is no cell to raise in
            self.error = error
        finally:
            self._task = None
            with self._turn:
                try:
                    self.under_way = ""
                finally:
                    self.busy = ""
