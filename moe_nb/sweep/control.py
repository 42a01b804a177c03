"""Pause, resume and stop a sweep, from any thread."""

from __future__ import annotations

import asyncio
import threading


class Control:
    """The handle a person holds; the engine watches it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: asyncio.Event | None = None
        self._paused = False
        self._stopped = False

    @property
    def is_paused(self) -> bool:
        """Whether new calls are held back."""
        return self._paused

    @property
    def is_stopped(self) -> bool:
        """Whether a stop was asked for."""
        return self._stopped

    def pause(self) -> None:
        """Let no new call leave; those under way finish."""
        self._set(paused=True)

    def resume(self) -> None:
        """Let calls leave again."""
        self._set(paused=False)

    def stop(self) -> None:
        """End the sweep; what was answered stays."""
        self._set(stopped=True)

    def bind(self) -> asyncio.Event:
        """Return the event that is set at every change; called by the engine in its own loop."""
        with self._lock:
            self._loop, self._changed = asyncio.get_running_loop(), asyncio.Event()
            return self._changed

    def _set(self, *, paused: bool | None = None, stopped: bool | None = None) -> None:
        with self._lock:
            self._paused = self._paused if paused is None else paused
            self._stopped = self._stopped or bool(stopped)
            loop, changed = self._loop, self._changed
        if loop is not None and changed is not None and not loop.is_closed():
            loop.call_soon_threadsafe(changed.set)
