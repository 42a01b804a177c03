"""The list of this machine's runs: the newest first, each in one line, none hidden."""

from __future__ import annotations

import pytest

import moe_nb as moe


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two runs, and a file that is none."""
    folder, ws = tmp_path_factory.mktemp("runs"), moe.Workspace.simulated()
    ws.sweep(moe.hours([1, 2]), ["homepage-banner"], file=folder / "first.moe")
    ws.sweep(moe.week(), ["homepage-banner"], file=folder / "second.moe")
    (folder / "noise.moe").write_bytes(b"<script>alert(1)</script>" * 99)
    (folder / "other.txt").write_text("not listed")
    return folder


def test_every_file_is_a_line(folder):
    """Runs before what cannot be read, the newest first; other files are left out."""
    runs = moe.runs(folder)
    assert ["second.moe", "first.moe", "noise.moe"] == [line.path.name for line in runs]
    assert 3 == len(runs)


def test_a_line_says_what_was_asked(folder):
    """Size, axes, end, and where."""
    frame = moe.runs(folder).to_frame()
    assert ("168", "168", "0", "completed", "7 day × 24 hour", "SIMULATOR") == tuple(
        frame.loc[0, ["contexts", "answered", "failed", "ended", "axes", "environment"]]
    )
    assert str(folder / "second.moe") == frame.loc[0, "path"]
    assert "not a run file" in frame.loc[2, "ended"]


def test_a_position_opens_a_run(folder):
    """The list is the way to the runs."""
    assert 168 == len(moe.runs(folder)[0])
    assert folder / "first.moe" == moe.runs(folder)[1].path


def test_it_shows_itself(folder):
    """In text and in HTML, whatever the files are called or hold."""
    runs = moe.runs(folder)
    assert "second.moe" in str(runs)
    assert "second.moe" in runs._repr_html_()
    assert "<script>" not in runs._repr_html_()


def test_a_folder_that_is_empty_or_missing_has_no_runs(tmp_path):
    """Before the first sweep there is nothing wrong."""
    for folder in (tmp_path, tmp_path / "missing"):
        assert 0 == len(moe.runs(folder))
        assert f"No runs in {folder}" == str(moe.runs(folder))
