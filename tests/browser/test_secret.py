"""The API key typed into the panel is found nowhere afterwards."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from labkit import open_notebook, run_cell, save, write_notebook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KEY = "MARKER-KEY-7f3a9c"
WORKSPACE = "SIMULATOR"
SPELLINGS = (
    KEY,
    base64.b64encode(KEY.encode()).decode().rstrip("="),
    base64.b64encode(f"{WORKSPACE}:{KEY}".encode()).decode().rstrip("="),
)


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


def test_key_is_nowhere(page: Page, lab_url: str, root: Path, simulator: str):
    """After connecting, fetching and saving with widget state on, the key is in no file, frame or page."""
    write_notebook(
        root / "secret.ipynb", "import moe_nb as moe\np = moe.panel()\np", "%xmode Verbose", "p.state, p.workspace"
    )
    received: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(_text(frame))))
    open_notebook(page, lab_url, "secret.ipynb")
    run_cell(page, 0)
    page.get_by_role("tab", name="1 Connect").click()
    page.get_by_role("radio", name="MoEngage").click()
    page.get_by_label("Data center").select_option("another address")
    page.get_by_label("Base URL").fill(simulator)
    page.get_by_label("Workspace ID").fill(WORKSPACE)
    page.get_by_label("API key").fill(KEY)
    page.get_by_label("API key").press("Enter")
    expect(page.get_by_text("set", exact=True)).to_be_visible()
    page.get_by_role("button", name="Connect and test").click()
    expect(page.get_by_text("Connected: 1 experience (")).to_be_visible()
    expect(page.locator(".moe-badge").first).to_have_text("LIVE")
    page.get_by_role("tab", name="2 Ask").click()
    page.get_by_role("button", name="Fetch", exact=True).click()
    expect(page.locator(".moe-card").first).to_be_visible()
    run_cell(page, 1)
    run_cell(page, 2)
    save(page)

    saved = (root / "secret.ipynb").read_text(encoding="utf-8")
    assert "application/vnd.jupyter.widget-state+json" in saved  # the test means something only with state saved
    assert "Workspace ID" in json.dumps(json.loads(saved)["metadata"]["widgets"])
    for spelling in SPELLINGS:
        assert spelling not in saved
        assert spelling not in page.content()
        assert not [frame for frame in received if spelling in frame]


def _text(frame: str | bytes) -> str:
    return frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame
