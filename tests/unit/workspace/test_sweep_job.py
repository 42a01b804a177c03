"""A sweep under way: watched, paused, stopped, waited for."""

from __future__ import annotations

import asyncio
import threading

import pytest

from moe_nb import hours, week
from moe_nb.core.events import Answered, Paused, Resumed, Stopped

BANNER = "homepage-banner"


def held(demo, space, *listeners):
    """Start a sweep whose first answer waits until the returned event is set; return both."""
    let_go = threading.Event()

    def hold(event):
        if isinstance(event, Answered):
            let_go.wait(20)

    return demo.start_sweep(demo.plan(space, keys=[BANNER]), listeners=[*listeners, hold]), let_go


def test_starting_returns_at_once(demo):
    """The handle is there before the first answer, with nothing done."""
    job, let_go = held(demo, hours())
    assert not job.is_done
    assert (24, 0) == (job.plan.calls, job.progress.failed)
    let_go.set()
    assert job.wait().is_complete
    assert job.is_done


def test_waiting_twice_gives_the_same_run(demo):
    """A handle can be waited for again, from ordinary and from async code."""
    job = demo.start_sweep(demo.plan(hours([1]), keys=[BANNER]))
    run = job.wait()
    assert run is job.wait()

    async def later():
        return await job

    assert run is asyncio.run(later())


def test_paused_lets_no_new_call_leave(demo):
    """Between pause and resume only the calls already under way arrive; then the sweep completes."""
    events, paused = [], threading.Event()

    def listen(event):
        events.append(event)
        if isinstance(event, Paused):
            paused.set()

    job, let_go = held(demo, week(), listen)
    job.pause()
    let_go.set()
    assert paused.wait(20)
    assert (True, False) == (job.is_paused, job.is_done)
    job.resume()
    run = job.wait()
    assert (True, 168, False) == (run.is_complete, job.progress.done, job.is_paused)
    kinds = [type(event) for event in events]
    between = kinds[kinds.index(Paused) : kinds.index(Resumed)]
    assert between.count(Answered) <= 8


def test_a_paused_sweep_can_be_stopped(demo):
    """Stop wins over pause, and the run keeps what was answered."""
    seen = []
    job, let_go = held(demo, week(), seen.append)
    job.pause()
    job.stop()
    let_go.set()
    run = job.wait()
    counted = run.coverage()[0]
    answered = sum(isinstance(event, Answered) for event in seen)
    assert (False, 168 - answered) == (run.is_complete, counted.not_asked)
    assert answered == job.progress.answered < 168


def test_a_stop_after_the_end_stops_nothing(demo):
    """A finished run stays complete."""
    job = demo.start_sweep(demo.plan(hours([1, 2]), keys=[BANNER]))
    job.wait()
    job.stop()
    job.pause()
    assert job.wait().is_complete


def test_what_was_answered_can_be_read_while_it_runs(demo):
    """The table fills before the sweep is over."""
    seen = threading.Event()
    job, let_go = held(demo, hours(), lambda event: isinstance(event, Answered) and seen.set())
    assert seen.wait(20)
    table = job.table()
    assert 1 <= (table.codes > 0).sum() < 24
    let_go.set()
    job.wait()


def test_progress_is_words(demo):
    """Calls done of all, rate and failures, as a person reads them."""
    job = demo.start_sweep(demo.plan(week(), keys=[BANNER]))
    job.wait()
    assert job.progress.describe().startswith("168 of 168 calls")
    assert "left" not in job.progress.describe()


def test_failures_are_counted_and_said(scripted):
    """A call that fails is done, and is not counted as answered."""
    workspace = scripted(lambda _: (400, b""))
    job = workspace.start_sweep(workspace.plan(hours([1, 2, 3]), keys=["k"]))
    run = job.wait()
    assert (3, 0, 3) == (job.progress.done, job.progress.answered, job.progress.failed)
    assert "3 failed" in job.progress.describe()
    assert {"failed"} == set(run.to_frame()["outcome"])


@pytest.mark.parametrize("call", ["pause", "resume", "stop"])
def test_buttons_may_be_pressed_from_any_thread(demo, call):
    """Pause, resume and stop act on a job of another thread, and twice is as good as once."""
    job, let_go = held(demo, week())
    threads = [threading.Thread(target=getattr(job, call)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    let_go.set()
    job.resume()
    assert (call != "stop") == job.wait().is_complete


def test_the_end_says_why(demo):
    """The last event and the run tell the same reason."""
    events = []
    job = demo.start_sweep(demo.plan(hours([1]), keys=[BANNER]), listeners=[events.append])
    run = job.wait()
    assert isinstance(events[-1], Stopped)
    assert run.facts.stopped == events[-1]
