"""Events on their way from the workers to the listeners: taken in lists, and never too many."""

from __future__ import annotations

import asyncio

from moe_nb.core.events import Event


class Outbox:
    """Holds events until somebody takes all of them at once.

    Putting never waits, so that no answer is lost when a sweep ends; whoever makes events asks for room first.

    Args:
        size: Events above which there is no room.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._events: list[Event] = []
        self._filled = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._is_closed = False

    @property
    def has_room(self) -> bool:
        """Whether another event may be made."""
        return len(self._events) < self._size

    async def room(self) -> None:
        """Wait until there is room."""
        while len(self._events) >= self._size:
            self._room.clear()
            await self._room.wait()

    def put(self, event: Event) -> None:
        """Add an event."""
        self._events.append(event)
        self._filled.set()

    def close(self) -> None:
        """Say that no event will come any more."""
        self._is_closed = True
        self._filled.set()

    async def take(self) -> list[Event]:
        """Return all events there are, at least one; an empty list is the end."""
        if not self._events and not self._is_closed:
            self._filled.clear()
            await self._filled.wait()
        taken, self._events = self._events, []
        self._room.set()
        return taken
