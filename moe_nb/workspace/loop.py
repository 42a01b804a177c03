"""Handing coroutines to the private loop and waiting for them, from ordinary code and from other loops."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from concurrent.futures import wait as futures_wait
from typing import Any, TypeVar

from moe_nb.core.errors import UsageError
from moe_nb.workspace.private_loop import private

T = TypeVar("T")

SLICE_S = 0.05
"""Seconds between two looks at the interrupt button."""


def submit(coroutine: Coroutine[Any, Any, T]) -> Future[T]:
    """Start *coroutine* on the private loop; it runs in the caller's context, as widget updates need."""
    return private.submit(coroutine)


def wait(future: Future[T], on_tick: Callable[[], None] = lambda: None, *, on_interrupt: Callable[[], None]) -> T:
    """Wait for *future*, looking up often enough for Ctrl-C and the interrupt button.

    Args:
        future: What to wait for.
        on_tick: Called in the waiting thread now and then.
        on_interrupt: Asked to end the work when the user interrupts; its result is still waited for.

    Raises:
        UsageError: If called on the private loop's own thread, where it would wait for itself.
    """
    if private.is_this_thread():
        future.cancel()
        raise UsageError(
            "A listener cannot wait for another call: the call would wait for the listener.",
            hint="Do it after the sweep, or from a thread of your own.",
        )
    while True:
        try:
            while not future.done():
                futures_wait([future], timeout=SLICE_S)
                on_tick()
            return future.result()
        except KeyboardInterrupt:
            on_interrupt()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run *coroutine* to its end from ordinary code; Ctrl-C gives it up at once."""
    future = submit(coroutine)

    def give_up() -> None:
        future.cancel()
        raise KeyboardInterrupt

    return wait(future, on_interrupt=give_up)


async def wait_async(future: Future[T], on_tick: Callable[[], None] = lambda: None) -> T:
    """Wait for *future* in somebody else's loop; a cancelled wait cancels the work.

    Polls: a loop that sleeps in ``select`` would notice the interrupt button only at the end.
    """
    try:
        while not future.done():
            await asyncio.sleep(SLICE_S / 5)
            on_tick()
    except asyncio.CancelledError:
        future.cancel()
        raise
    return future.result()


async def hand_over(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run *coroutine* on the private loop from any async function: at once where that is the loop already."""
    if private.is_running_here():
        return await coroutine
    return await wait_async(submit(coroutine))
