"""Ordinary code may ask from anywhere: no loop, a busy loop, many threads, a listener; Ctrl-C always works."""

from __future__ import annotations

import _thread
import asyncio
import multiprocessing
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from moe_nb import Context, axis, hours, week
from moe_nb.core.answer import Outcome
from moe_nb.core.errors import UsageError
from moe_nb.core.events import Answered
from moe_nb.workspace import loop
from moe_nb.workspace.private_loop import SWITCH_S

BANNER = "homepage-banner"
CHILD = """
import multiprocessing
import moe_nb as moe

ws = moe.Workspace.simulated()

def ask(hour):
    return ws.fetch(keys="homepage-banner", hour=hour)["homepage-banner"].outcome

if __name__ == "__main__":
    assert ask(1) == "served"  # the parent's loop is running
    with multiprocessing.get_context("{method}").Pool(1) as pool:
        print(pool.map_async(ask, [2, 3]).get(60))
"""


def test_without_a_loop(workspace):
    """A plain script asks, and asks again."""
    assert Outcome.SERVED is workspace.fetch(keys=BANNER)[BANNER].outcome
    assert workspace.sweep(hours([1]), keys=[BANNER]).is_complete


def test_inside_a_running_loop(workspace):
    """A notebook's cell runs inside a loop; the ordinary methods work there all the same."""

    async def cell():
        run = workspace.sweep(hours([1, 2]), keys=[BANNER])
        return workspace.fetch(keys=BANNER), workspace.metadata(), run

    answer, metadata, run = asyncio.run(cell())
    assert (1, True) == (len(answer), run.is_complete)
    assert BANNER in metadata.active_keys


def test_a_call_from_a_loops_callback(workspace):
    """A button's handler runs as a callback of the kernel's loop, while a cell waits in the same loop."""

    async def cell():
        clicked = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(lambda: clicked.set_result(workspace.fetch(keys=BANNER, hour=7)))
        return await workspace.afetch(keys=BANNER, hour=8), await clicked

    assert [8, 7] == [answer.context.hour for answer in asyncio.run(cell())]


def test_from_several_threads_at_once(workspace):
    """Every thread gets its own answer, ordinary and async callers mixed."""

    def ask(hour):
        if hour % 2:
            return asyncio.run(workspace.afetch(keys=BANNER, hour=hour))
        return workspace.fetch(keys=BANNER, hour=hour)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(24)))
    assert list(range(24)) == [answer.context.hour for answer in answers]
    assert {Outcome.SERVED} == {answer[BANNER].outcome for answer in answers}


@pytest.mark.parametrize("ask", [lambda ws: ws.fetch(), lambda ws: ws.metadata(), lambda ws: ws.sweep(hours([1]))])
def test_a_listener_cannot_wait_for_another_call(demo, ask):
    """It would wait for itself for ever: it is told so instead, and the workspace stays usable."""
    with pytest.raises(UsageError, match="listener"):
        demo.sweep(hours([1, 2]), keys=[BANNER], listeners=[lambda event: isinstance(event, Answered) and ask(demo)])
    assert Outcome.SERVED is demo.fetch(keys=BANNER)[BANNER].outcome


def test_ctrl_c_gives_up_a_call(scripted, serves):
    """The interrupt button ends a fetch whose answer never comes, and the next fetch works."""
    released = threading.Event()

    def fetch(body):
        if body.get("answer") == "never":
            _thread.interrupt_main()
            released.wait(20)
        return serves(["k"])

    workspace = scripted(fetch)
    with pytest.raises(KeyboardInterrupt):
        workspace.fetch(keys="k", attributes={"answer": "never"})
    released.set()
    assert Outcome.SERVED is workspace.fetch(keys="k")["k"].outcome


def test_ctrl_c_stops_a_sweep_and_keeps_what_was_answered(scripted, serves):
    """The interrupted sweep returns its run: what came stays, the rest was not asked."""
    answered, released = [], threading.Event()

    def fetch(body):
        if body["TIME_OF_THE_DAY"] == "05":
            released.wait(20)  # a call that never ends by itself
        return serves(["k"])

    def listen(event):
        if isinstance(event, Answered):
            answered.append(event.task.index)
            if len(answered) == 12:
                _thread.interrupt_main()

    run = scripted(fetch).sweep(hours(), keys=["k"], listeners=[listen])
    released.set()
    assert (False, "stopped by you") == (run.is_complete, str(run.facts.stopped.reason))
    outcomes = run.to_frame().set_index("hour")["outcome"]
    assert {"served"} == set(outcomes[answered])
    assert {"not_asked"} == set(outcomes.drop(answered))
    assert 12 <= len(answered) < 24
    assert "did not finish" in repr(run)


def test_ctrl_c_while_waiting_for_a_job(demo):
    """An interrupt that arrives between two looks at the job stops it just as well."""
    pressed = threading.Event()

    def press():
        if not pressed.is_set():
            job.pause()  # so that nothing but the interrupt can end it
            pressed.set()
            raise KeyboardInterrupt

    job = demo.start_sweep(demo.plan(week(), keys=[BANNER]), listeners=[lambda _: pressed.wait(20)])
    run = job.wait(press)
    assert (True, False) == (job.is_done, run.is_complete)


def test_a_child_process_can_ask_too(tmp_path):
    """A pool of processes works although the parent's loop was running when it began."""
    script = tmp_path / "child.py"
    script.write_text(CHILD.format(method=multiprocessing.get_all_start_methods()[0]), encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=100, check=False)
    assert (0, 2) == (done.returncode, done.stdout.count("SERVED")), done.stderr


def test_a_context_can_be_shared_between_threads(demo):
    """One context asked by many threads stays as it was."""
    context = Context(day="Sat", hour=19, attributes={"utm_medium": "email"})
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: demo.fetch(context, "promo-strip"), range(8)))
    assert {Context(day="Sat", hour=19, attributes={"utm_medium": "email"})} == {a.context for a in answers}
    assert 1 == len({answer["promo-strip"].experience.variation_id for answer in answers})


def test_other_threads_get_their_turn_while_a_sweep_runs(demo):
    """A sweep in process never waits for anything, and the notebook goes on all the same."""
    job = demo.start_sweep(demo.plan(week() * axis("n", range(100)), keys=[BANNER]))
    turns, pause = 0, threading.Event()
    while not job.is_done and turns < 20:
        pause.wait(0.001)
        turns += 1
    job.stop()
    assert (20, False) == (turns, job.wait().is_complete)


async def switch_interval_s():
    """Return how long a thread may keep Python's lock at present."""
    return sys.getswitchinterval()


def test_threads_switch_more_often_while_work_is_under_way():
    """The network's thread need not wait for long; afterwards everything is as it was."""
    before_s = sys.getswitchinterval()
    assert pytest.approx(SWITCH_S) == loop.run(switch_interval_s())
    assert before_s == sys.getswitchinterval()


@pytest.mark.parametrize("own_s", [0.0005, 0.02])
def test_what_somebody_sets_meanwhile_is_left(own_s):
    """The setting is the process's: who changes it during a sweep finds it changed afterwards."""

    async def set_it():
        sys.setswitchinterval(own_s)

    before_s = sys.getswitchinterval()
    try:
        loop.run(set_it())
        assert pytest.approx(own_s) == sys.getswitchinterval()
    finally:
        sys.setswitchinterval(before_s)
