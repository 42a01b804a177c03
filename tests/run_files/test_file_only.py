"""Runs too large for memory are in their file only; here small ones are kept so, and say the same."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import KEYS, Service, counts, plan_of, refusing, swept, told, usual, workspace
from spaces import plans

import moe_nb as moe
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import UsageError
from moe_nb.core.events import Answered, Stopped, StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.sweep.journal import Journal
from moe_nb.sweep.recording import Recording
from moe_nb.sweep.table_builder import TableBuilder
from moe_nb.testing import FakeClock
from moe_nb.workspace.sweep_job import SweepJob

FEW = settings(max_examples=max(10, settings().max_examples // 6))
"""Each example writes files."""


def job_of(plan, service, file, most_bytes=None, listeners=()):
    """Return a sweep whose answers go to a file and nowhere else, or to memory too up to so many bytes."""

    def facts(started_epoch_s, stopped):
        place = (Environment.SIMULATOR, "simulator", "WORKSPACE1")
        return RunFacts(*place, started_epoch_s, stopped, "", "w1", plan.metadata)

    begun = facts(0.0, Stopped(StopReason.INTERRUPTED, 0, 0, 0.0))
    builder = None if most_bytes is None else TableBuilder(plan)
    held = (None, None) if builder is None else (builder.book, builder.contents)
    recording = Recording(plan, builder, Journal.new(Path(file), plan, begun, *held), most_bytes=most_bytes or 0)
    ask = workspace(service)._connection.ask  # noqa: SLF001 - the real client
    return SweepJob(ask, recording, FakeClock(), facts, listeners)


@FEW
@given(plan=plans().filter(lambda plan: plan.keys is not None), some=st.integers(2, 6))
def test_it_says_what_memory_says(plan, some):
    """Contents are numbered in the file, each once, whatever they are."""
    expected = swept(plan, Service(refusing(some)))
    with tempfile.TemporaryDirectory() as folder:
        run = job_of(plan, Service(refusing(some)), Path(folder, "run.moe")).wait()
        assert told(expected) == told(run)
        assert counts(expected) == counts(run)
        assert len(set(run.table.contents)) == len(run.table.contents)


def test_it_is_gone_on_with(tmp_path):
    """A resume finds what is missing, and contents that are in the file already are not stored again."""
    file, plan = tmp_path / "run.moe", plan_of(moe.week(), KEYS)
    job_of(plan, Service(refusing(3)), file).wait()
    had = {content for content in moe.open_run(file).table.contents if content.raw}
    run = workspace(Service()).resume(file)
    assert told(swept(plan, Service())) == told(run)
    contents = [content for content in run.table.contents if content.raw]
    assert had <= set(contents)
    assert len(contents) == len(set(contents))


def test_what_has_come_so_far_is_not_in_memory(tmp_path):
    """Whoever asks for the table in the middle is told where the answers are."""
    job = job_of(plan_of(moe.hours()), Service(usual), tmp_path / "run.moe")
    with pytest.raises(UsageError, match="not held in memory") as caught:
        job.table()
    assert "iter_frames" in caught.value.hint
    assert told(job.wait()) == moe.open_run(tmp_path / "run.moe").to_frame().drop(
        columns=["elapsed_ms", "asked_at"]
    ).to_csv(index=False)


def personal(body):
    """Serve every context a payload of its own."""
    return usual(body, text=f"{body['TIME_OF_THE_DAY']} {body['DAY_OF_THE_WEEK']} " + "x" * 1_000)


@pytest.mark.parametrize("most_bytes", [1, 100_000, 10**9])
def test_memory_is_let_go_of_on_the_way(tmp_path, most_bytes):
    """Wherever payloads become too many for memory, the file goes on with them and says what memory would say."""
    plan, held, service = plan_of(moe.week(), KEYS), [], Service(personal, ahead=8)

    def listen(event):
        if isinstance(event, Answered):
            try:
                held.append(bool(job.table().keys))
            except UsageError as error:
                held.append("not held in memory" not in error.description)

    job = job_of(plan, service, tmp_path / "run.moe", most_bytes, [listen, service.listen])
    run = job.wait()
    assert told(swept(plan, Service(personal))) == told(run) == told(moe.open_run(tmp_path / "run.moe"))
    assert len(set(run.table.contents)) == len(run.table.contents)
    assert (168, most_bytes == 10**9, most_bytes > 1) == (len(held), held[-1], held[0])
    assert sorted(held, reverse=True) == held
    again = workspace(Service()).resume(tmp_path / "run.moe")
    assert told(run) == told(again)


def test_a_live_matrix_outlives_what_memory_holds(tmp_path):
    """It keeps what it shows and says in words why nothing more comes."""
    job = job_of(plan_of(moe.week(), KEYS), Service(personal), tmp_path / "run.moe", 20_000)
    view, came = moe.matrix_view(job), threading.Event()
    view.observe(lambda _: came.set(), "note")
    job.wait()
    assert view.note or came.wait(20)
    assert not view.is_live
    assert "not held in memory" in view.note
    assert "iter_frames" in view.note
