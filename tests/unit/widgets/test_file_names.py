"""Names of files: as typed, with their ending, beside what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from moe_nb.core.errors import UsageError
from moe_nb.widgets.file_names import named_path, told, written_beside

ENDINGS = (".moe", ".csv")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("friday", "friday.csv"),
        ("friday.moe", "friday.csv"),
        ("friday.CSV", "friday.csv"),
        ("report v1.2", "report v1.2.csv"),
        ("week 24.11.2026", "week 24.11.2026.csv"),
        (" runs/a.b.moe ", "runs/a.b.csv"),
        (".hidden", ".hidden.csv"),
    ],
)
def test_only_endings_of_formats_give_way(typed, path):
    """Every other dot is part of the name."""
    assert Path(path) == named_path(typed, ".csv", ENDINGS, "friday")


@pytest.mark.parametrize("typed", ["", " ", "..", "runs/..", "~nobody-of-that-name/x"])
def test_what_names_no_file_is_told(typed):
    """With a name that would do."""
    with pytest.raises(UsageError, match="friday for example"):
        named_path(typed, ".csv", ENDINGS, "friday")


def wrote(path):
    path.write_text("new", encoding="utf-8")
    return path


def test_the_next_free_name_is_taken(tmp_path):
    """Files, folders and links to nowhere all hold their name; what they hold stays."""
    (tmp_path / "a.b.csv").write_text("old", encoding="utf-8")
    (tmp_path / "a.b (2).csv").mkdir()
    (tmp_path / "a.b (3).csv").symlink_to(tmp_path / "nowhere")
    wanted = tmp_path / "a.b.csv"
    written = written_beside(wanted, wrote)
    assert (tmp_path / "a.b (4).csv", "old") == (written, wanted.read_text(encoding="utf-8"))
    assert not (tmp_path / "nowhere").exists()
    assert "a.b (4).csv (a.b.csv was there already and stays as it is)" in told(wanted, written)
    assert "already" not in told(tmp_path / "c.csv", written_beside(tmp_path / "c.csv", wrote))


def test_two_who_write_at_once_get_two_names(tmp_path):
    """The name is held before the file is written, which takes a while."""
    other = []

    def slow(path):
        other.append(written_beside(tmp_path / "a.csv", wrote))
        return wrote(path)

    assert tmp_path / "a.csv" == written_beside(tmp_path / "a.csv", slow)
    assert [tmp_path / "a (2).csv"] == other


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    """No empty file stands for it, and what the writer says is told."""

    def fails(_path):
        raise UsageError("no")

    with pytest.raises(UsageError, match="no"):
        written_beside(tmp_path / "a.csv", fails)
    assert [] == list(tmp_path.iterdir())
