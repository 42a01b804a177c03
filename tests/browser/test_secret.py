"""The API key typed into the panel is found nowhere afterwards: in no file, no page, no message of a front end."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from labkit import open_notebook, run_cell, save, write_notebook
from nbconvert import HTMLExporter
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

pytestmark = pytest.mark.browser

KEY = "MARKER-KEY-7f3a9c"
WORKSPACE = "SIMULATOR"
CELLS = (
    "import os\nos.environ['MOE_RUNS'] = os.path.abspath('runs')\nimport moe_nb as moe\np = moe.panel()\np",
    "%xmode Verbose",
    "p.state, p.workspace, p.run.export('secret.csv')",
)


def spellings(secret: str) -> list[bytes]:
    """Return a secret as it is and in base64, whatever stands before it there: the Workspace ID in Basic auth, say."""
    found = [secret.encode()]
    for before in range(3):
        coded = base64.b64encode(bytes(before) + secret.encode())
        found.append(coded[(before * 8 + 5) // 6 : (before + len(secret)) * 8 // 6])
    return found


def holds_key(data: str | bytes) -> bool:
    """Say whether the key stands in something, in any spelling."""
    raw = data.encode() if isinstance(data, str) else data
    return any(spelling in raw for spelling in spellings(KEY))


class Frames:
    """Every message between a page and its kernels, from now on.

    Args:
        page: A page that has not connected yet.
    """

    def __init__(self, page: Page) -> None:
        self.received: list[str | bytes] = []
        self.sent: list[str | bytes] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        # Playwright looks into what it is given, which it cannot with a method of a list
        socket.on("framereceived", lambda frame: self.received.append(frame))  # noqa: PLW0108
        socket.on("framesent", lambda frame: self.sent.append(frame))  # noqa: PLW0108


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[str]:
    """The simulator on a port, with the marker as its API key."""
    world = tmp_path / "world.yaml"
    world.write_text(
        f"workspace: {{id: {WORKSPACE}, api_key: {KEY}}}\n"
        "experiences: [{key: banner, name: Banner, audiences: [{id: 5A, name: All users, variations: [{id: '1'}]}]}]\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", "--world", str(world)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=None)
    lines = [server.stdout.readline() for _ in range(2)]
    yield lines[1].split()[-1]
    server.terminate()
    server.wait(10)
    server.stdout.close()


@pytest.fixture
def other(context: BrowserContext) -> Iterator[Page]:
    """A page of another browser session: a colleague who looks at the same kernel."""
    elsewhere = context.browser.new_context()
    yield elsewhere.new_page()
    elsewhere.close()


def test_the_hunt_finds_what_it_looks_for():
    """The key is recognised plain, in base64 and inside Basic auth: the hunt below can fail."""
    assert holds_key(f"x{KEY}x")
    assert holds_key(base64.b64encode(KEY.encode()))
    for workspace in ("A", "AB", "ABC", WORKSPACE):
        assert holds_key(b"Basic " + base64.b64encode(f"{workspace}:{KEY}".encode()))
    assert not holds_key(base64.b64encode(b"anything else, however long it may be"))


def test_key_is_nowhere(page: Page, other: Page, lab_url: str, root: Path, lab_folder: Path, simulator: str):
    """Typed, used, swept with and saved with widget state on, beside a second front end: it went to the kernel once."""
    ours, theirs = Frames(page), Frames(other)
    notebook = write_notebook(root / "secret.ipynb", *CELLS)
    open_notebook(page, lab_url, notebook.name)
    run_cell(page, 0)
    expect(page.get_by_role("tab", name="1 Connect ✓")).to_be_visible()
    save(page)
    open_notebook(other, lab_url, notebook.name)
    page.get_by_role("tab", name="1 Connect").click()
    page.get_by_role("radio", name="MoEngage").click()
    page.get_by_label("Data center").select_option("another address")
    page.get_by_label("Base URL").fill(simulator)
    page.get_by_label("Workspace ID").fill(WORKSPACE)
    page.get_by_label("API key").fill(KEY)
    page.get_by_label("API key").press("Enter")
    expect(page.get_by_text("set", exact=True)).to_be_visible()
    expect(other.get_by_text("set", exact=True)).to_be_visible()  # it does look at the same kernel
    page.get_by_role("button", name="Connect and test").click()
    expect(page.get_by_text("Connected: 1 experience (")).to_be_visible()
    expect(page.locator(".moe-badge").first).to_have_text("LIVE")
    page.get_by_role("tab", name="2 Ask").click()
    page.get_by_role("button", name="Fetch", exact=True).click()
    expect(page.locator(".moe-card").first).to_be_visible()
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_label("Every day and hour of the week").uncheck()
    page.get_by_label("User-Agents", exact=True).select_option("preset: devices (4)")
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("4 of 4 calls")).to_be_visible()
    expect(page.get_by_role("tab", name="3 Sweep ✓")).to_be_visible()  # its run is there
    run_cell(page, 1)
    run_cell(page, 2)
    save(page)
    open_notebook(other, lab_url, notebook.name)  # once more: what a page that comes later is told
    expect(other.locator(".moe-badge").first).to_have_text("LIVE")

    saved = notebook.read_text(encoding="utf-8")
    assert "Workspace ID" in json.dumps(json.loads(saved)["metadata"]["widgets"])  # state is what is hunted in
    (root / "exported.html").write_bytes(urllib.request.urlopen(f"{lab_url}/nbconvert/html/{notebook.name}").read())
    (root / "converted.html").write_text(HTMLExporter().from_filename(str(notebook))[0], encoding="utf-8")
    assert "Workspace ID" in (root / "exported.html").read_text(encoding="utf-8")
    files = {path: path.read_bytes() for folder in (root, lab_folder) for path in folder.rglob("*") if path.is_file()}
    names = {path.name for path in files}
    assert {"secret.ipynb", "secret.csv", "exported.html", "converted.html", "server.log", "history.sqlite"} <= names
    assert any(path.suffix == ".moe" for path in files)
    assert [] == [str(path) for path, data in files.items() if holds_key(data)]
    assert (1, 0, 0, 0) == tuple(
        sum(map(holds_key, frames)) for frames in (ours.sent, ours.received, theirs.sent, theirs.received)
    )
    assert min(len(ours.received), len(theirs.received)) > 50
    for one in (page, other):
        assert not holds_key(one.content())
        assert [] == [
            text
            for text in one.evaluate("() => [...document.querySelectorAll('input')].map(e => e.value)")
            if holds_key(text)
        ]
