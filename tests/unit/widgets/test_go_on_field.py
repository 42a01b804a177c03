"""A run that is not whole: what is missing of it is asked, and nothing else."""

from __future__ import annotations

import pytest

import moe_nb as moe
from moe_nb import Workspace

BANNER = "homepage-banner"


@pytest.fixture(autouse=True)
def run_folder(tmp_path, monkeypatch):
    """Runs of this machine are kept in a folder of the test."""
    monkeypatch.setenv("MOE_RUNS", str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.fixture
def go_on(p):
    """The field in step 3 of a panel."""
    return p.sweeps.go_on


@pytest.fixture
def stopped(p, until):
    """A run of the panel that somebody stopped."""
    p.form.more_keys.value = BANNER
    p.sweeps.form.axes.add_row("n", "\n".join(map(str, range(40))))
    p.sweeps.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.done)
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)
    assert not p.run.is_complete
    return p.run


@pytest.fixture
def half(tmp_path, demo, until):
    """Return a function that writes the file of a sweep which was stopped after some calls."""

    def make(workspace=demo):
        plan = workspace.plan(moe.week() * moe.axis("n", range(40)), keys=[BANNER])
        job = workspace.start_sweep(plan, file=tmp_path / "friday.moe")
        until(lambda: job.progress.done)
        job.stop()
        assert not job.wait().is_complete
        return tmp_path / "friday.moe"

    return make


def test_nothing_is_offered_without_need(p, go_on, press):
    """Before a run, and after one that is whole, the field is out of sight."""
    assert "none" == go_on.layout.display
    press(p, p.sweeps.start)
    assert (True, "none") == (p.run.is_complete, go_on.layout.display)


def test_a_stopped_run_is_gone_on_with(p, go_on, stopped, press, words):
    """It is whole afterwards, what was answered is not asked again, and it stands in its own place."""
    before = stopped.to_frame().query("outcome != 'not_asked'")
    assert go_on.layout.display is None
    assert f"{len(before):,} calls answered" in words(go_on.note.value)
    press(p, go_on.start)
    assert (None, True, 1) == (p.state.error, p.run.is_complete, len(p.state.runs))
    assert 168 * 40 - len(before) == p.state.job.progress.answered
    again = p.run.to_frame().loc[before.index]
    assert list(before["asked_at"]) == list(again["asked_at"])
    assert "none" == go_on.layout.display
    assert "not finished" not in p.state.runs[0].name
    assert "The same sweep as Python" == p.take_away.code.parts[0]["title"]


def test_a_run_in_memory_gets_a_file(p, go_on, stopped, press, run_folder, words):
    """It is kept with the other runs of this machine, and the words say so before."""
    assert (None, []) == (stopped.path, go_on.code.parts)
    assert "written into a run file of this machine first" in words(go_on.note.value)
    press(p, go_on.start)
    assert [p.run.path] == list(run_folder.glob("*.moe"))


def test_an_opened_run_is_gone_on_with(p, go_on, half, press, executed, words):
    """In its file, under its name; the shown Python does the same."""
    path = half()
    p.reader.file.value = str(path)
    press(p, p.reader.open_button)
    assert "go on with it in step 3" in words(p.reader.note.value)
    code = go_on.code.parts[0]["text"]
    assert f'ws.resume("{path}")' in code
    press(p, go_on.start)
    assert (None, True, path, 168 * 40) == (p.state.error, p.run.is_complete, p.run.path, len(p.run))
    assert ["friday.moe"] == [one.name for one in p.state.runs]
    assert moe.open_run(path).is_complete
    assert "" == words(p.reader.note.value)
    assert executed(code)["run"].is_complete


def test_the_run_of_another_workspace_is_refused(p, go_on, half, press, words):
    """Answers of two are never mixed in one file, and the words say whom to connect to."""
    p.reader.file.value = str(half(Workspace.simulated("edge_cases")))
    press(p, p.reader.open_button)
    press(p, go_on.start)
    assert "Connect to that workspace in step 1" in words(p.alarm.value)
    assert not p.run.is_complete


def test_it_can_be_stopped_again(p, go_on, stopped, until):
    """What was answered meanwhile stays, and the rest is offered again."""
    go_on.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.done)
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)
    assert p.run.facts.stopped.answered > stopped.facts.stopped.answered
    assert (p.run.is_complete, go_on.layout.display) in {(False, None), (True, "none")}


def test_a_large_rest_of_a_real_workspace_wants_the_tick(connected, port_url, until, press, words):
    """Without it the click is refused in words."""
    p = connected(Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url))
    p.sweeps.form.axes.add_row("n", "\n".join(map(str, range(16))))
    p.form.more_keys.value = BANNER
    p.sweeps.form.confirm.value = True
    p.sweeps.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.answered >= 2)
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)
    go_on = p.sweeps.go_on
    assert go_on.confirm.layout.display is None
    press(p, go_on.start)
    assert "A large sweep" in words(p.alarm.value)
    go_on.confirm.value = True
    go_on.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.answered >= 1)
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)
