"""A file that goes in: by its path, or uploaded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moe_nb.widgets.audit_making import NamedFile
from moe_nb.widgets.file_field import FileField

CONTENT = b"experience_key,expect\n"


@pytest.fixture
def field():
    return FileField("Expectations", "expected.csv", (".csv", ".yaml"))


@pytest.fixture
def upload(field):
    """Return a function that uploads a file as the page does."""

    def go(name, content=CONTENT):
        file = {"name": name, "type": "text/csv", "size": len(content), "content": memoryview(content)}
        field.upload.value = ({**file, "last_modified": datetime.now(UTC)},)

    return go


def test_nothing_is_nothing(field):
    """An empty field is no file, and no mistake."""
    assert (None, "") == (field.value, field.note.value)


def test_a_path_is_taken_and_checked(field, tmp_path, words):
    """A file that is not there, or of another kind, is named beside the field."""
    path = tmp_path / "expected.csv"
    field.path.value = f" {path} "
    assert "no such file" in words(field.note.value)
    path.write_bytes(CONTENT)
    field.path.value = str(path)
    assert (NamedFile(str(path)), "") == (field.value, field.note.value)
    field.path.value = str(tmp_path / "expected.txt")
    assert "none of .csv, .yaml" in words(field.note.value)


@pytest.mark.parametrize("name", ["x" * 5000 + ".csv", "~nobody-of-this-name/x.csv", "<b>x</b>.csv", "a\0b.csv"])
def test_names_no_file_can_have_are_told(field, words, name):
    """Nothing breaks, and the text is text."""
    field.path.value = name
    assert words(field.note.value)
    assert "<b>" not in field.note.value


def test_an_uploaded_file_is_taken_and_not_kept_in_the_page(field, upload, words):
    """Its content is at hand in Python, and no part of the widgets' state, which notebooks save."""
    upload("expected.csv")
    assert NamedFile("expected.csv", CONTENT) == field.value
    assert "Uploaded, 22 bytes" in words(field.note.value)
    assert [b""] == [bytes(file["content"]) for file in field.upload.value]


def test_typing_takes_the_place_of_an_uploaded_file(field, upload):
    """What stands in the field is what is used; emptied, nothing is."""
    upload("expected.csv")
    field.path.value = ""
    assert (None, ()) == (field.value, field.upload.value)
    upload("expected.csv")
    upload("other.yaml", b"[]")
    assert NamedFile("other.yaml", b"[]") == field.value
    field.path.value = "mine.csv"
    assert NamedFile("mine.csv") == field.value
