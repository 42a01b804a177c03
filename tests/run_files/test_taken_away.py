"""A run file that is deleted, moved or replaced while a sweep writes it: noticed, said, and nothing is lost."""

from __future__ import annotations

import pytest
from recorded import KEYS, Service, counts, plan_of, swept, told, usual, workspace

import moe_nb as moe
from moe_nb.core.errors import RunFileError
from moe_nb.core.events import Answered, Stopped, StopReason


def deleted(file):
    """Take the file away."""
    file.unlink()


def moved(file):
    """Move it to another folder."""
    (file.parent / "old").mkdir()
    file.rename(file.parent / "old" / file.name)


def replaced(file):
    """Put another one in its place."""
    deleted(file)
    file.write_text("another one")


@pytest.mark.parametrize("take_away", [deleted, moved, replaced])
@pytest.mark.parametrize("keys", [KEYS, None], ids=["keys", "no keys"])
def test_it_ends_the_sweep_and_what_was_answered_is_saved_beside(tmp_path, take_away, keys):
    """The reason is said; the run is in a new file of the same folder, which a resume completes."""
    file, plan, events = tmp_path / "run.moe", plan_of(moe.week(), keys), []
    service = Service(usual, ahead=4)

    def listen(event):
        events.append(event)
        if isinstance(event, Answered) and event.task.index == 99:
            take_away(file)

    run = swept(plan, service, file, [service.listen, listen])
    stopped = run.facts.stopped
    assert (StopReason.RUN_FILE, tmp_path / "run (saved).moe") == (stopped.reason, run.path)
    assert isinstance(stopped.error, RunFileError)
    assert "was deleted, moved or replaced" in stopped.error.description
    heard = [event.task.index for event in events if isinstance(event, Answered)]
    assert 0 < len(heard) == stopped.answered < 168
    frame = run.to_frame()
    assert set(heard) == set(frame[frame["outcome"] != "not_asked"]["context"])
    opened = moe.open_run(run.path)
    assert (told(run), counts(run)) == (told(opened), counts(opened))
    assert told(swept(plan, Service())) == told(workspace(Service()).resume(run.path))


def test_a_file_that_is_gone_at_the_end_is_noticed(tmp_path):
    """Complete in the workspace is not complete on the disk: the whole run is saved beside, and said to be."""
    file, plan = tmp_path / "run.moe", plan_of(moe.week())
    run = swept(plan, Service(), file, [lambda event: deleted(file) if isinstance(event, Stopped) else None])
    assert (StopReason.RUN_FILE, 168) == (run.facts.stopped.reason, run.facts.stopped.answered)
    assert told(swept(plan, Service())) == told(moe.open_run(tmp_path / "run (saved).moe"))


def test_listeners_hear_of_a_file_that_went_with_the_last_answer(tmp_path):
    """What is told of the end is what the run says of it."""
    file, events, service = tmp_path / "run.moe", [], Service(usual, ahead=1)

    def listen(event):
        events.append(event)
        if isinstance(event, Answered) and sum(isinstance(heard, Answered) for heard in events) == 24:
            deleted(file)

    run = swept(plan_of(moe.hours()), service, file, [service.listen, listen])
    assert [StopReason.RUN_FILE] * 2 == [events[-1].reason, run.facts.stopped.reason]
    assert 24 == run.facts.stopped.answered


def test_another_run_in_its_place_is_not_taken_for_it(tmp_path):
    """Where nothing can be saved, memory speaks, and never the file that took the name."""
    folder, other = tmp_path / "runs", tmp_path / "other.moe"
    folder.mkdir()
    plan = plan_of(moe.hours())
    swept(plan, Service(lambda body: usual(body, text="of another run")), other)

    def take_away(event):
        if isinstance(event, Stopped):
            other.replace(folder / "run.moe")
            (folder / "run (saved).moe").symlink_to(tmp_path / "nowhere" / "run.moe")

    run = swept(plan, Service(), folder / "run.moe", [take_away])
    assert (StopReason.RUN_FILE, None) == (run.facts.stopped.reason, run.path)
    assert told(swept(plan, Service())) == told(run)


def test_a_folder_that_is_gone_too_leaves_memory(tmp_path):
    """Where nothing can be saved beside, the run is there as long as somebody holds it, and says so."""
    folder = tmp_path / "runs"
    folder.mkdir()
    file, plan = folder / "run.moe", plan_of(moe.week())

    def take_away(event):
        if isinstance(event, Stopped):
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()

    run = swept(plan, Service(), file, [take_away])
    assert (StopReason.RUN_FILE, None) == (run.facts.stopped.reason, run.path)
    assert told(swept(plan, Service())) == told(run)
