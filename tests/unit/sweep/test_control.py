"""Pause, resume and stop, from any thread and at any time."""

from __future__ import annotations

import asyncio
import threading

import pytest

from moe_nb.sweep.control import Control


def test_a_control_says_its_state():
    """Paused until resumed; a fresh one is neither paused nor stopped."""
    control = Control()
    assert (False, False) == (control.is_paused, control.is_stopped)
    control.pause()
    control.pause()
    assert (True, False) == (control.is_paused, control.is_stopped)
    control.resume()
    assert (False, False) == (control.is_paused, control.is_stopped)


@pytest.mark.parametrize("then", ["pause", "resume", "stop"])
def test_a_stop_is_for_good(then):
    """Nothing that is clicked afterwards starts the sweep again."""
    control = Control()
    control.stop()
    getattr(control, then)()
    assert control.is_stopped


@pytest.mark.parametrize("change", ["pause", "resume", "stop"])
def test_a_change_from_another_thread_wakes_the_engine(change):
    """A click arrives on any thread."""

    async def run():
        control = Control()
        changed = control.bind()
        thread = threading.Thread(target=getattr(control, change))
        thread.start()
        async with asyncio.timeout(20):
            await changed.wait()
        thread.join()
        return changed.is_set()

    assert asyncio.run(run())


@pytest.mark.parametrize("change", ["pause", "resume", "stop"])
def test_a_change_after_the_end_is_harmless(change):
    """A click on Stop that comes too late raises nothing."""
    control = Control()

    async def run():
        control.bind()

    asyncio.run(run())
    getattr(control, change)()
    assert (change == "pause", change == "stop") == (control.is_paused, control.is_stopped)
