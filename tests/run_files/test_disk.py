"""Disks that fill, folders nobody may write to: said in words, and nothing that was stored is lost."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest
from recorded import Service, counts, number_of, plan_of, swept, told, usual, workspace
from unwritable import as_nobody

import moe_nb as moe
from moe_nb.config.run_folder import made_run_folder
from moe_nb.core.errors import RunFileError
from moe_nb.core.events import Answered, Stopped, StopReason


@contextmanager
def room_for(size):
    """Let no file of this process grow above a size: what a full disk does, from the same system call on."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def personal(body):
    """Serve something long to everybody, to each his own, so that the file grows with every answer."""
    text = f"{number_of(body)} " * 60
    return usual(body, text=text)


@pytest.mark.parametrize("size", [90_000, 150_000, 250_000])
@pytest.mark.parametrize("keys", [("banner", "chat", "offer"), None], ids=["keys", "no keys"])
def test_a_full_disk_ends_the_sweep_and_loses_nothing_stored(tmp_path, size, keys):
    """The reason is said, what listeners were told is in the run and in the file, and a resume completes it."""
    plan, file, answered, service = plan_of(moe.week(), keys), tmp_path / "run.moe", [], Service(personal, ahead=6)
    with room_for(size):
        run = swept(plan, service, file, [service.listen, answered.append])
        stopped, shown = run.facts.stopped, told(run)
    indices = {event.task.index for event in answered if isinstance(event, Answered)}
    assert StopReason.RUN_FILE == stopped.reason
    assert "Free some space" in stopped.error.hint or "has space" in stopped.error.hint
    assert 0 < len(indices) == stopped.answered < 168
    frame = run.to_frame()
    assert indices == set(frame[frame["outcome"] != "not_asked"]["context"])
    assert shown == told(moe.open_run(file))
    rest = Service(personal)
    assert told(swept(plan, Service(personal))) == told(workspace(rest).resume(file))
    assert 168 - len(indices) == rest.calls
    assert [file] == list(tmp_path.iterdir())


def test_a_disk_that_is_full_from_the_start_is_said_before_a_call(tmp_path):
    """Nothing is asked, and no half a file is left."""
    service = Service()
    with room_for(8_000), pytest.raises(RunFileError, match=r"full|I/O") as caught:
        swept(plan_of(moe.week()), service, tmp_path / "run.moe")
    assert 0 == service.calls
    assert caught.value.hint
    assert [] == list(tmp_path.iterdir())


def test_a_disk_that_fills_while_a_run_is_closed_costs_nothing(tmp_path):
    """When only the last step has no room, the answers are there and the run is whole."""
    file, plan = tmp_path / "run.moe", plan_of(moe.week())

    def fill(event):
        if isinstance(event, Stopped):
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, resource.RLIM_INFINITY))

    with room_for(1_000_000):
        run = swept(plan, Service(), file, [fill])
        shown = told(run)
    assert told(swept(plan, Service())) == shown == told(moe.open_run(file))
    assert run.facts.stopped.error is not None
    assert ("COMPLETED", 168, 0) == counts(moe.open_run(file))


def test_files_that_belong_together_are_named(tmp_path):
    """Where answers stay beside the run file, whoever copies one of them is told to take the other along."""
    file, plan, beside = tmp_path / "run.moe", plan_of(moe.week()), []

    def fill(event):
        if isinstance(event, Stopped):
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, resource.RLIM_INFINITY))

    with room_for(1_000_000):
        run = swept(plan, Service(personal), file, [fill])
        beside.extend(path.name for path in tmp_path.iterdir())
        shown = told(run)
    assert {"run.moe", "run.moe-wal"} <= set(beside)
    assert "'run.moe' and 'run.moe-wal' belong together" in run.facts.stopped.error.hint
    assert shown == told(moe.open_run(file))
    assert [file] == list(tmp_path.iterdir())


def test_the_reason_is_in_the_file_when_there_is_room_for_it(tmp_path):
    """A sweep that a full disk ended says so when its file is opened again."""
    file, service = tmp_path / "run.moe", Service(personal, ahead=6)

    def free(event):
        if isinstance(event, Stopped):
            resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))

    with room_for(150_000):
        run = swept(plan_of(moe.week()), service, file, [service.listen, free])
    stopped, opened = run.facts.stopped, moe.open_run(file).facts.stopped
    assert (StopReason.RUN_FILE, stopped.answered) == (opened.reason, opened.answered)
    assert 0 < opened.answered < 168


def test_a_copy_that_does_not_fit_leaves_nothing(tmp_path):
    """Saving says so, from memory and from a file, and takes its half away again."""
    plan = plan_of(moe.week())
    in_memory, in_file = swept(plan, Service(personal)), swept(plan, Service(personal), tmp_path / "run.moe")
    for run in (in_memory, in_file):
        with room_for(20_000), pytest.raises(RunFileError, match=r"full|I/O"):
            run.save_as(tmp_path / "copy.moe")
        assert [tmp_path / "run.moe"] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["missing/run.moe", "a-file/run.moe"])
def test_a_folder_that_is_not_there_is_said_before_a_call(tmp_path, name):
    """A missing folder, and a file where a folder should be."""
    (tmp_path / "a-file").write_text("")
    service = Service()
    with pytest.raises(RunFileError, match="cannot be written") as caught:
        swept(plan_of(moe.hours()), service, tmp_path / name)
    assert "folder" in caught.value.hint
    assert 0 == service.calls


def test_a_folder_nobody_may_write_to(everybodys):
    """A new run is refused in words; one that is there can be read, and resuming it is refused."""
    service, file = Service(), everybodys / "run.moe"
    run = swept(plan_of(moe.hours()), Service(), file)
    with as_nobody(everybodys):
        with pytest.raises(RunFileError, match="cannot be written"):
            swept(plan_of(moe.hours()), service, everybodys / "other.moe")
        assert told(run) == told(moe.open_run(file))
        with pytest.raises(RunFileError, match="cannot be written"):
            workspace(service).resume(file)
    assert 0 == service.calls
    assert [file] == list(everybodys.iterdir())


def test_a_folder_for_runs_that_cannot_be_made_is_named(tmp_path, monkeypatch):
    """The variable that names another one is in the hint."""
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("MOE_RUNS", str(tmp_path / "a-file" / "runs"))
    with pytest.raises(RunFileError, match="a-file") as caught:
        made_run_folder()
    assert "MOE_RUNS" in caught.value.hint


@pytest.mark.parametrize("name", ["", ".", "/", "a\0b.moe", "x" * 300, "~nobody-of-that-name/x"])
def test_what_can_be_no_file_is_said_whatever_is_done_with_it(name):
    """Before anything is asked or written."""
    ws = moe.Workspace.simulated()
    run = ws.sweep(moe.hours([1]), ["banner"])
    for verb in (
        moe.open_run,
        lambda path: moe.open_run(path, rescue=True),
        lambda path: ws.sweep(moe.hours([1]), ["banner"], file=path),
        ws.resume,
        run.save_as,
    ):
        with pytest.raises(RunFileError, match="can be no run file"):
            verb(name)


def test_a_folder_that_cannot_be_listed_is_said():
    """In words, as a name that is too long for any folder."""
    with pytest.raises(RunFileError, match="cannot be listed"):
        moe.runs("x" * 300)
