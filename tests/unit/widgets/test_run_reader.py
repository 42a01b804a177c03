"""Step 4: runs of this panel and of files, their matrix, and what changed between two."""

from __future__ import annotations

import pytest

import moe_nb as moe
from moe_nb import Workspace
from moe_nb.core.errors import RunFileError

BANNER = "homepage-banner"


@pytest.fixture
def reader(p):
    """Step 4 of a panel, in sight."""
    p.tabs.selected_index = 3
    return p.reader


@pytest.fixture
def friday(tmp_path, demo):
    """A run file of an earlier sweep."""
    return demo.sweep(moe.week(), keys=[BANNER]).save_as(tmp_path / "friday.moe")


@pytest.fixture
def opened(p, reader, press):
    """Return a function that opens a file in step 4."""

    def go(path):
        reader.file.value = str(path)
        press(p, reader.open_button)

    return go


def test_before_a_run_it_says_where_to_go(reader, words):
    """No empty matrix."""
    assert "sweep in step 3" in words(reader.summary.value)
    assert 0 == len(reader.view.codes.numbers)


def test_a_swept_run_is_there(p, reader, press, words):
    """Its summary, its matrix and the code that looks at it again."""
    p.form.more_keys.value = BANNER
    press(p, p.sweeps.start)
    assert "Run of 168 contexts" in words(reader.summary.value)
    assert 168 == len(reader.view.codes.numbers)
    assert "save it in step 6" in reader.code.parts[0]["text"]


def test_a_file_is_opened(p, reader, opened, friday, executed):
    """Without asking anybody; the shown Python opens the same."""
    opened(friday)
    assert p.state.error is None
    assert (168, "friday.moe") == (len(p.run), reader.run.label)
    assert 168 == len(executed(reader.code.parts[0]["text"])["run"])
    assert "Run of 168 contexts" in p.take_away.summary.value


def test_files_of_this_machine_are_offered(p, until, demo):
    """Those in the folder for runs, when the step is looked at first; choosing one fills in its path."""
    reader = p.reader
    folder = moe.runs().folder
    folder.mkdir(parents=True, exist_ok=True)
    path = demo.sweep(moe.hours([7]), keys=[BANNER]).save_as(folder / "offered.moe")
    assert "none" == reader.found.layout.display
    p.tabs.selected_index = 3
    until(lambda: str(path) in {value for _, value in reader.found.options})
    reader.found.value = str(path)
    assert str(path) == reader.file.value
    path.unlink()


def test_two_runs_are_compared(p, reader, opened, friday, press, words):
    """What changed from the earlier one is told; the panel goes back to either."""
    opened(friday)
    p.form.more_keys.value = BANNER
    p.form.agent.choice.value = ""
    press(p, p.sweeps.start)
    assert 2 == len(p.state.runs)
    reader.earlier.value = 0
    press(p, reader.compare)
    assert p.state.error is None
    assert words(reader.diff.value)
    assert words(reader.diff.value) == words(p.run.diff(p.state.runs[0].run)._repr_html_())
    reader.run.value = 0
    assert p.run is p.state.runs[0].run
    assert "" == reader.diff.value


def test_files_written_since_are_found_by_looking_again(reader, until, demo):
    """The button lists anew."""
    path = moe.runs().folder / "later.moe"
    path.parent.mkdir(parents=True, exist_ok=True)
    demo.sweep(moe.hours([7]), keys=[BANNER]).save_as(path)
    reader.look.click()
    until(lambda: str(path) in {value for _, value in reader.found.options})
    path.unlink()


def test_a_sweep_that_is_over_is_a_run_that_can_be_opened(connected, port_url, until):
    """While it runs the list says that it does; at its end, and when the step is opened, the list is made anew."""
    p = connected(Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url))
    p.form.more_keys.value = BANNER
    p.sweeps.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.answered)
    name = p.state.job.path.name

    def said():
        return [label for label, _ in p.reader.found.options if label.startswith(name)]

    p.tabs.selected_index = 3
    until(lambda: said() == [f"{name} (the sweep under way)"])
    p.sweeps.stop.click()
    until(lambda: not p.state.busy)
    until(lambda: said() and said()[0].endswith(" UTC)"))
    p.state.run.path.unlink()


def test_what_nobody_looks_at_is_not_drawn(p, press):
    """A large run costs its matrix once, in the step that shows it."""
    p.form.more_keys.value = BANNER
    press(p, p.sweeps.start)
    assert 0 == len(p.reader.view.codes.numbers)
    p.tabs.selected_index = 3
    assert 168 == len(p.reader.view.codes.numbers)


@pytest.mark.parametrize("name", ["", "no-such-run.moe"])
def test_a_file_that_cannot_be_opened_is_an_alarm(p, opened, name):
    """What is missing is named, and the panel goes on."""
    opened(name)
    assert isinstance(p.state.error, RunFileError)
    assert "" == p.state.busy


def test_comparing_with_nothing_is_an_alarm(p, reader):
    """The words say what to choose."""
    reader.compare.click()
    assert "nothing to compare with" in str(p.state.error)


def test_a_run_of_a_real_workspace_is_in_its_file(connected, port_url, press, executed):
    """The code names the file every answer was written into."""
    p = connected(Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url))
    p.form.more_keys.value = BANNER
    p.sweeps.form.week.value = False
    p.sweeps.form.axes.add_row("hour", "7\n8")
    press(p, p.sweeps.start)
    assert 2 == len(executed(p.reader.code.parts[0]["text"])["run"])
    p.run.path.unlink()
