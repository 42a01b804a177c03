"""Step 6: the run, and the code that makes it again."""

from __future__ import annotations

import pytest

import moe_nb as moe
from moe_nb import Workspace

BANNER = "homepage-banner"


def shown_code(view):
    """Return the pieces of code as a person copies them."""
    return [part["text"] for part in view.parts]


@pytest.fixture
def take(p):
    return p.take_away


def test_before_a_sweep_it_says_where_to_go(take, words):
    """An empty step points to the one before."""
    assert "go to step 3" in words(take.summary.value)
    assert [] == take.code.parts


def test_a_run_is_summed_up(p, take, press, words):
    """What was asked and what came of it."""
    press(p, p.sweeps.start)
    assert "Run of 168 contexts" in words(take.summary.value)
    assert BANNER in words(take.summary.value)


def test_the_shown_python_sweeps_the_same(p, take, press, executed):
    """Copied into a cell it gives the same answers."""
    p.form.attributes.add_row("utm_medium", "email")
    p.form.moment.zone.value = "Asia/Kolkata"
    p.form.key_list.value = [BANNER, "promo-strip"]
    p.sweeps.form.agents.value = "devices"
    press(p, p.sweeps.start)
    run = executed(shown_code(take.code)[0])["run"]
    columns = ["context", "experience_key", "outcome", "audience_id", "variation_id", "local_day", "local_hour"]
    assert p.run.to_frame()[columns].astype(str).equals(run.to_frame()[columns].astype(str))


def test_the_code_is_that_of_the_run(p, take, until, words):
    """Inputs that change while it runs, or are wrong at its end, do not change what is shown."""
    p.form.key_list.value = [BANNER]
    p.sweeps.form.axes.add_row("n", "\n".join(map(str, range(20))))
    p.sweeps.start.click()
    p.form.key_list.value = ["live-chat"]
    p.sweeps.form.week.value = False
    p.form.ip_address.value = "here"
    until(lambda: not p.state.busy)
    assert p.state.error is None
    code = shown_code(take.code)[0]
    assert f'keys=["{BANNER}"]' in code
    assert "moe.week()" in code
    assert "live-chat" not in code
    assert "Run of 3,360 contexts" in words(take.summary.value)


def test_each_run_has_the_code_of_its_own_sweep(p, take, press):
    """An earlier run that is chosen again shows its own sweep, whatever was swept since, and while a sweep runs."""
    p.sweeps.form.agents.value = "phones"
    press(p, p.sweeps.start)
    p.sweeps.form.agents.value = "devices"
    press(p, p.sweeps.start)
    assert 'preset("devices")' in shown_code(take.code)[0]
    p.reader.run.value = 0
    assert 'preset("phones")' in shown_code(take.code)[0]
    assert "devices" not in str(take.code.parts)


def test_a_step_opened_while_another_sweep_runs_shows_the_code_of_its_run(p, press, until):
    """The code of a sweep that has no run yet stands under no other run."""
    p.sweeps.form.agents.value = "phones"
    press(p, p.sweeps.start)
    p.sweeps.form.axes.add_row("n", "\n".join(map(str, range(50))))
    p.sweeps.start.click()
    until(lambda: p.state.tick > 0)
    assert "preset" in shown_code(p.take_away.code)[0]
    assert '"n"' not in shown_code(p.take_away.code)[0]
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)


def test_a_run_of_a_file_shows_how_to_open_it(p, take, press, tmp_path, executed):
    """Nobody knows which code made it: the file itself is the way back to it."""
    press(p, p.sweeps.start)
    path = p.run.save_as(tmp_path / "friday.moe")
    p.reader.file.value = str(path)
    press(p, p.reader.open_button)
    assert ["The run file in Python", "The answers in Python"] == [part["title"] for part in take.code.parts]
    assert 168 == len(executed(shown_code(take.code)[0])["run"])


def test_the_answers_in_python_are_there(p, take, press, executed):
    """The second piece of code works in the next cell, for the keys of this very run."""
    press(p, p.fetch_button)
    p.form.more_keys.value = 'it\'s "odd"'
    press(p, p.sweeps.start)
    lines = [line for line in shown_code(take.code)[1].splitlines() if not line.startswith("#")]
    assert [168, 7, 10] == [len(executed(line, p=p)["_"]) for line in lines]


def test_no_key_is_shown(connected, port_url, press):
    """The code reads credentials from the environment."""
    p = connected(Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url))
    p.sweeps.form.week.value = False
    p.sweeps.form.axes.add_row("hour", "7")
    press(p, p.sweeps.start)
    html = p.take_away.code.parts[0]["text"]
    assert f'Workspace.from_env(base_url="{port_url}", environment="live")' in html
    assert "not-a-secret" not in str(p.take_away.code.get_state())
    assert "read from the environment" in p.take_away.code.note


@pytest.mark.parametrize(
    ("name", "ending"), [("save", ".moe"), ("csv", ".csv"), ("excel", ".xlsx"), ("parquet", ".parquet")]
)
def test_a_run_is_written(p, take, press, words, tmp_path, name, ending):
    """One button per kind of file; its ending follows the button."""
    p.form.more_keys.value = BANNER
    press(p, p.sweeps.start)
    take.file.value = str(tmp_path / "friday.moe")
    press(p, getattr(take, name))
    assert p.state.error is None
    assert (tmp_path / f"friday{ending}").stat().st_size > 500
    assert f"friday{ending}" == take.download.name
    assert f"friday{ending}" in words(take.note.value)


def test_a_saved_run_opens_again(p, take, press, tmp_path):
    """The file holds what the panel showed."""
    press(p, p.sweeps.start)
    take.file.value = str(tmp_path / "friday.moe")
    press(p, take.save)
    again = moe.open_run(tmp_path / "friday.moe")
    assert p.run.to_frame()["audience_id"].astype(str).equals(again.to_frame()["audience_id"].astype(str))


def test_what_cannot_be_written_is_an_alarm(p, take, press, tmp_path):
    """No run, no name, a folder that is not there."""
    take.save.click()
    assert "no run to save" in str(p.state.error)
    press(p, p.sweeps.start)
    take.file.value = " "
    take.save.click()
    assert "has no name" in str(p.state.error)
    for button in (take.save, take.csv):
        take.file.value = str(tmp_path / "no such folder" / "friday.moe")
        press(p, button)
        assert "no such folder" in str(p.state.error)


def test_nothing_is_written_over(p, take, press, words, tmp_path):
    """What is there stays; the run goes beside it, and the words say so."""
    p.form.more_keys.value = BANNER
    press(p, p.sweeps.start)
    take.file.value = str(tmp_path / "report v1.2")
    for button, ending in ((take.save, ".moe"), (take.csv, ".csv"), (take.excel, ".xlsx"), (take.parquet, ".parquet")):
        there = tmp_path / f"report v1.2{ending}"
        there.write_text("a file of somebody else", encoding="utf-8")
        press(p, button)
        assert (None, "a file of somebody else") == (p.state.error, there.read_text(encoding="utf-8"))
        assert f"report v1.2 (2){ending} (report v1.2{ending} was there already" in words(take.note.value)
        assert (tmp_path / f"report v1.2 (2){ending}").stat().st_size > 500
    assert 8 == len(list(tmp_path.iterdir()))
