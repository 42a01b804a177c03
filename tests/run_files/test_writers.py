"""One file, one writer: everybody else is told, in this process and in others."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager

import httpx
import pytest
from recorded import Service, plan_of, swept, told, workspace

import moe_nb as moe
from moe_nb.core.errors import RunFileError
from moe_nb.core.events import Answered

OTHER = """
import sys
import moe_nb as moe
ws = moe.Workspace.simulated()
for use in (
    lambda: ws.sweep(moe.hours(), keys=["banner", "chat", "offer"], file=sys.argv[1]),
    lambda: ws.resume(sys.argv[1]),
    lambda: moe.open_run(sys.argv[1]),
):
    try:
        use()
        print("done")
    except moe.MoeError as error:
        print(type(error).__name__, "being written" in error.description, bool(error.hint))
"""


@contextmanager
def being_written(file):
    """Keep a sweep in its middle while the block lasts; some answers are in the file."""
    begun, let_go = threading.Event(), threading.Event()

    def hold(event):
        if isinstance(event, Answered):
            begun.set()
            let_go.wait(20)

    job = workspace(Service()).start_sweep(plan_of(moe.hours()), file=file, listeners=[hold])
    try:
        assert begun.wait(20)
        yield job
    finally:
        let_go.set()
        job.wait()


def test_a_second_sweep_in_this_process_is_refused(tmp_path):
    """Sweeping, resuming and opening say that the file is being written; the sweep itself is not disturbed."""
    file, service = tmp_path / "run.moe", Service()
    with being_written(file):
        for use in (
            lambda: swept(plan_of(moe.hours()), service, file),
            lambda: workspace(service).resume(file),
            lambda: moe.open_run(file),
        ):
            with pytest.raises(RunFileError, match="being written") as caught:
                use()
            assert caught.value.hint
    assert 0 == service.calls
    assert told(swept(plan_of(moe.hours()), Service())) == told(moe.open_run(file))
    assert [file] == list(tmp_path.iterdir())


def test_a_second_process_is_refused(tmp_path):
    """Also when the other kernel is another process, and more than once."""
    file = tmp_path / "run.moe"
    with being_written(file):
        done = subprocess.run([sys.executable, "-c", OTHER, file], capture_output=True, text=True, check=True)
    assert ["RunFileError True True"] * 3 == done.stdout.splitlines()
    assert told(swept(plan_of(moe.hours()), Service())) == told(moe.open_run(file))


def test_a_run_that_is_open_does_not_stand_in_the_way(tmp_path):
    """Whoever looks at a run can go on with it in the next cell, and look again afterwards."""
    file = tmp_path / "run.moe"
    run = swept(plan_of(moe.hours()), Service(), file)
    before = told(run)
    assert before == told(workspace(Service()).resume(file))
    assert before == told(moe.open_run(file)) == told(run)


def test_a_run_that_is_open_says_so_while_it_is_gone_on_with(tmp_path):
    """Reading a file in the middle of a resume is refused in words, and works again afterwards."""
    file = tmp_path / "run.moe"
    swept(plan_of(moe.hours(), keys=("banner",)), Service(lambda _body: httpx.Response(404)), file)
    run, begun, let_go = moe.open_run(file), threading.Event(), threading.Event()

    def hold(event):
        if isinstance(event, Answered):
            begun.set()
            let_go.wait(20)

    job = workspace(Service()).start_resume(file, listeners=[hold])
    assert begun.wait(20)
    with pytest.raises(RunFileError, match="being written"):
        run.to_frame()
    let_go.set()
    job.wait()
    assert told(moe.open_run(file)) == told(run)


def test_two_that_begin_at_once_make_one_run(tmp_path):
    """Of many sweeps that begin the same file at once, one wins; the others are refused or go on with it."""
    file, ends = tmp_path / "run.moe", []
    together = threading.Barrier(6)

    def begin():
        together.wait()
        try:
            ends.append(told(swept(plan_of(moe.hours()), Service(), file)))
        except RunFileError as error:
            ends.append(error.description)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = told(swept(plan_of(moe.hours()), Service()))
    assert whole in ends
    assert 6 == len(ends)
    assert [] == [end for end in ends if end != whole and "being written" not in end and "exists already" not in end]
    assert whole == told(moe.open_run(file))


@pytest.mark.parametrize("content", ["", "a database without tables"])
def test_a_file_in_which_nothing_was_stored_is_begun(tmp_path, content):
    """What a sweep left that was killed before it began, or a temporary file made beforehand, is taken over."""
    file = tmp_path / "run.moe"
    file.touch()
    if content:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(RunFileError, match="no run yet"):
        moe.open_run(file)
    assert told(swept(plan_of(moe.hours()), Service())) == told(swept(plan_of(moe.hours()), Service(), file))


def test_a_listener_that_fails_leaves_what_was_stored(tmp_path):
    """Its error is raised, the file is closed in one piece, and a resume completes it."""
    file = tmp_path / "run.moe"

    def fail(event):
        if isinstance(event, Answered) and event.task.index == 7:
            raise ZeroDivisionError("a listener's own mistake")

    with pytest.raises(ZeroDivisionError, match="own mistake"):
        swept(plan_of(moe.week()), Service(), file, [fail])
    assert [file] == list(tmp_path.iterdir())
    assert not moe.open_run(file).to_frame()["variation_id"].isna().all()
    assert told(swept(plan_of(moe.week()), Service())) == told(workspace(Service()).resume(file))


def test_a_wait_that_is_given_up_closes_the_file(tmp_path):
    """A cancelled await stops the sweep; soon the file is whole again and can be gone on with."""
    file, service = tmp_path / "run.moe", Service()
    service.most = 9

    async def give_up():
        job = workspace(service).start_sweep(plan_of(moe.week()), file=file)
        waiting = asyncio.ensure_future(job.wait_async())
        while job.progress.answered < 9:  # noqa: ASYNC110 - turns of the loop, not time
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return job

    run = asyncio.run(give_up()).wait()
    assert (9, "STOPPED") == (run.facts.stopped.answered, run.facts.stopped.reason.name)
    assert told(swept(plan_of(moe.week()), Service())) == told(workspace(Service()).resume(file))
