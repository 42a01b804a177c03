"""A written file on its way to the reader: only that file, only when wanted, never part of a notebook."""

from __future__ import annotations

import io
import zipfile

import pytest

from moe_nb.widgets.download import LARGEST, Download


class Heard(Download):
    """A download that writes down what it sends to the page."""

    def __init__(self):
        self.heard = []
        super().__init__()

    def send(self, content, buffers=None):
        self.heard.append((content, buffers))


@pytest.fixture
def download():
    return Heard()


@pytest.fixture
def offered(download, tmp_path):
    """A download of a small file."""
    path = tmp_path / "friday.csv"
    path.write_text("a,b\n", encoding="utf-8")
    download.offer(path)
    return download


def test_the_content_comes_when_it_is_wanted(offered, send):
    """It is sent once for each click and is in no state that a notebook saves."""
    assert ("friday.csv", "4 bytes", []) == (offered.name, offered.size, offered.heard)
    send(offered, {"kind": "download"})
    assert [({"kind": "file", "name": "friday.csv"}, [b"a,b\n"])] == offered.heard
    assert "a,b" not in str(offered.get_state())


@pytest.mark.parametrize(
    "content", [{"kind": "hello"}, {}, "download", None, {"kind": "download", "path": "/etc/passwd"}]
)
def test_the_page_cannot_say_which_file(offered, send, content):
    """Whatever it sends, it gets the file that is offered, or nothing."""
    send(offered, content)
    assert {b"a,b\n"} >= {buffers[0] for _, buffers in offered.heard}


def test_nothing_is_offered_at_first_and_after_clearing(offered, send):
    """A click that comes late gets nothing."""
    assert "" == Download().name
    offered.clear()
    send(offered, {"kind": "download"})
    assert ("", []) == (offered.name, offered.heard)


def test_a_folder_comes_in_one_file(download, send, tmp_path):
    """A report in parts is packed, under the folder's name."""
    (tmp_path / "audit" / "tables").mkdir(parents=True)
    (tmp_path / "audit" / "audit.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "audit" / "tables" / "gaps.csv").write_text("a", encoding="utf-8")
    download.offer(tmp_path / "audit")
    send(download, {"kind": "download"})
    ((message, buffers),) = download.heard
    assert "audit.zip" == message["name"] == download.name
    assert ["audit/audit.html", "audit/tables/gaps.csv"] == zipfile.ZipFile(io.BytesIO(buffers[0])).namelist()


def test_a_large_file_is_not_offered(offered, tmp_path):
    """It would hold the kernel up; where it is stands in words."""
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(LARGEST + 1)
    offered.offer(tmp_path / "large.csv")
    assert "" == offered.name


def test_a_file_that_is_gone_is_told(offered, send, tmp_path):
    """In words, beside the button."""
    (tmp_path / "friday.csv").unlink()
    send(offered, {"kind": "download"})
    ((message, _),) = offered.heard
    assert "cannot be read any more" in message["text"]
