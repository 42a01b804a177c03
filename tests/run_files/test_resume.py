"""A run that was ended early is gone on with: only what is missing is asked, and it ends like one that never was."""

from __future__ import annotations

import tempfile
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import Service, counts, plan_of, refusing, stopped_after, swept, told, usual, workspace
from spaces import plans

import moe_nb as moe
from moe_nb.core.errors import RunFileError

FEW = settings(max_examples=max(10, settings().max_examples // 6))
"""Each example writes files."""


@FEW
@given(plan=plans(), answers=st.integers(1, 30), some=st.integers(2, 6))
def test_a_resumed_run_equals_one_that_was_not_ended(plan, answers, some):
    """Stopped anywhere, with calls that had failed; nothing answered is asked again, nothing is left out."""
    whole = Service()
    expected = swept(plan, whole)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "run.moe")
        first, second = Service(refusing(some)), Service()
        begun = stopped_after(plan, first, file, answers)
        resumed = workspace(second).resume(file)
        assert told(expected) == told(resumed) == told(moe.open_run(file))
        assert counts(expected) == counts(resumed) == counts(moe.open_run(file))
        assert whole.asked.keys() == (first.asked | second.asked).keys()
        assert whole.calls - begun.facts.stopped.answered == second.calls


@FEW
@given(plan=plans(), answers=st.integers(1, 30))
def test_sweeping_into_the_same_file_goes_on(plan, answers):
    """The same cell run again is a resume."""
    expected = swept(plan, Service())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "run.moe")
        begun = stopped_after(plan, Service(), file, answers)
        again = Service()
        assert told(expected) == told(swept(plan, again, file))
        assert plan.calls - begun.facts.stopped.answered == again.calls


@FEW
@given(plan=plans(), answers=st.integers(1, 30))
def test_a_copy_can_be_gone_on_with(plan, answers):
    """A run that was stopped in memory is saved, and completed later."""
    expected = swept(plan, Service())
    run = stopped_after(plan, Service(), None, answers)
    with tempfile.TemporaryDirectory() as folder:
        file, rest = run.save_as(Path(folder, "run")), Service()
        assert told(expected) == told(workspace(rest).resume(file))
        assert plan.calls - run.facts.stopped.answered == rest.calls


def test_a_stop_and_what_failed_are_counted(tmp_path):
    """After a resume that is stopped too, the run counts what failed before and was not asked again."""
    plan, file = plan_of(moe.week()), tmp_path / "run.moe"
    begun = swept(plan, Service(lambda _body: httpx.Response(400)), file)
    assert ("COMPLETED", 0, 168) == counts(begun)
    run = stopped_after(None, Service(), file, 20)
    assert not run.is_complete
    assert ("STOPPED", 20, 148) == counts(run)
    assert counts(run) == counts(moe.open_run(file))


def test_a_complete_run_is_not_asked_again(tmp_path):
    """Resuming what is complete costs no call and changes nothing."""
    run = swept(plan_of(moe.hours()), Service(), tmp_path / "run.moe")
    service = Service()
    assert told(run) == told(workspace(service).resume(tmp_path / "run.moe"))
    assert 0 == service.calls


def test_without_keys_a_key_found_after_the_resume_is_a_column_for_all(tmp_path):
    """Contexts answered before it was known did not get it; failed ones failed for it."""

    def two_faced(body):
        hour = int(body["TIME_OF_THE_DAY"])
        return httpx.Response(404) if hour == 1 else usual(body, ("a", "b") if hour > 6 else ("a",))

    plan = plan_of(moe.hours(), None)
    expected = swept(plan, Service(two_faced))
    stopped_after(plan, Service(two_faced), tmp_path / "run.moe", 5)
    resumed = workspace(Service(two_faced)).resume(tmp_path / "run.moe")
    assert told(expected) == told(resumed) == told(moe.open_run(tmp_path / "run.moe"))


@pytest.mark.parametrize(
    ("change", "words"),
    [({"name": "OTHER"}, "OTHER"), ({"world_hash": "w2"}, "world"), ({"url": "https://else.invalid/v1"}, "w1")],
)
def test_another_workspace_or_world_is_refused(tmp_path, change, words):
    """Answers of two workspaces or two worlds are never mixed in one run."""
    file = tmp_path / "run.moe"
    stopped_after(plan_of(moe.week()), Service(), file, 20)
    before = file.read_bytes()
    if "url" in change:
        change |= {"world_hash": ""}
        words = "made with workspace WORKSPACE1"
    service = Service()
    with pytest.raises(RunFileError, match=words):
        workspace(service, **change).resume(file)
    assert 0 == service.calls
    assert [file] == list(tmp_path.iterdir())
    assert told(moe.open_run(file)) == told(moe.open_run(file))
    assert len(before) == len(file.read_bytes())


@pytest.mark.parametrize(
    "other",
    [
        plan_of(moe.hours([1])),
        plan_of(moe.hours(), ("chat", "banner", "offer")),
        plan_of(moe.hours() * moe.axis("utm_source", ["x"])),
        plan_of(moe.axis("hour", range(24), labels=[f"{n} o'clock" for n in range(24)])),
        plan_of(moe.hours().given(moe.Context(ip_address="203.0.113.7"))),
    ],
    ids=["values", "order of keys", "axes", "labels", "fixed values"],
)
def test_another_sweep_is_refused(tmp_path, other):
    """A file is gone on with for the very same contexts and keys only."""
    file = tmp_path / "run.moe"
    run = swept(plan_of(moe.hours()), Service(), file)
    service = Service()
    with pytest.raises(RunFileError, match="another sweep"):
        swept(other, service, file)
    assert 0 == service.calls
    assert told(run) == told(moe.open_run(file))
    assert [file] == list(tmp_path.iterdir())
