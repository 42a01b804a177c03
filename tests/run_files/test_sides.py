"""What a killed process leaves beside a run file is taken in, wherever the file lies; a closed run is one file."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from recorded import Service, plan_of, swept, told, workspace
from unwritable import as_nobody

import moe_nb as moe

LEFT = """
import os, sys
sys.path.insert(0, sys.argv[2])
from recorded import Service, plan_of, workspace
import moe_nb as moe
from moe_nb.core.events import Answered

def end(event):
    if isinstance(event, Answered) and event.task.index == 99:
        os._exit(9)

service = Service(ahead=4)
workspace(service).start_sweep(plan_of(moe.week()), file=sys.argv[1], listeners=[service.listen, end]).wait()
"""


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """A folder in which a process died in the middle of a sweep, after it told of context 99."""
    folder = tmp_path_factory.mktemp("left")
    command = [sys.executable, "-c", LEFT, folder / "run.moe", Path(__file__).parent]
    assert 9 == subprocess.run(command, check=False, timeout=60).returncode
    assert {"run.moe", "run.moe-wal"} == {path.name for path in folder.iterdir()}
    return folder


@pytest.fixture
def file(left, tmp_path):
    """A copy of what was left."""
    shutil.copytree(left, tmp_path / "copy")
    return tmp_path / "copy" / "run.moe"


def answered(run):
    """Return the contexts a run has an answer for."""
    frame = run.to_frame()
    return set(frame.loc[frame["outcome"] != "not_asked", "context"])


def test_opening_takes_the_side_file_in(file):
    """Afterwards the run is one file again, with all that was told."""
    assert 99 in answered(moe.open_run(file))
    assert [file] == list(file.parent.iterdir())
    assert "the process ended" in str(moe.open_run(file))


def test_resuming_takes_it_in(file):
    """Nothing that is in the side file is asked again."""
    service = Service()
    had = len(answered(moe.open_run(shutil.copytree(file.parent, file.parent.with_name("looked")) / "run.moe")))
    run = workspace(service).resume(file)
    assert 168 - had == service.calls
    assert told(swept(plan_of(moe.week()), Service())) == told(run)
    assert [file] == list(file.parent.iterdir())


def test_a_folder_nobody_may_write_to_is_read_all_the_same(readable):
    """The side file is taken into a copy elsewhere, which goes with its last reader."""
    file = readable / "run.moe"
    before = {path.name: path.read_bytes() for path in readable.iterdir()}
    with as_nobody(readable):
        run = moe.open_run(file)
        assert 99 in answered(run)
        assert 99 in answered(moe.open_run(file, rescue=True))
    assert before == {path.name: path.read_bytes() for path in readable.iterdir()}


@pytest.fixture
def readable(left, everybodys):
    """What was left, in a folder another user can read."""
    for path in left.iterdir():
        shutil.copy(path, everybodys)
        (everybodys / path.name).chmod(0o644)
    return everybodys


def test_a_copy_without_its_side_file_opens(file):
    """Whoever copies the one file of a run that was killed gets what it held, or hears that it holds nothing yet."""
    file.with_name("run.moe-wal").unlink()
    try:
        assert answered(moe.open_run(file)) <= set(range(168))
    except moe.MoeError as error:
        assert "no run yet" in str(error)  # noqa: PT017 - either is right, silence is not
    assert [file] == list(file.parent.iterdir())


def test_a_rollback_journal_is_taken_in_too(tmp_path):
    """Where the file system refuses WAL, SQLite keeps the rollback journal; a killed writer's is undone on opening."""
    file = tmp_path / "run.moe"
    expected = told(swept(plan_of(moe.week()), Service(), file))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # spills: the file holds half a transaction
        connection.execute("BEGIN")
        connection.execute("UPDATE content SET raw = zeroblob(90000)")
        shutil.copytree(tmp_path, tmp_path.with_name("killed"))
    killed = tmp_path.with_name("killed") / "run.moe"
    assert killed.with_name("run.moe-journal").exists()
    assert killed.read_bytes() != file.read_bytes()
    assert expected == told(moe.open_run(killed))
    shutil.rmtree(killed.parent)
