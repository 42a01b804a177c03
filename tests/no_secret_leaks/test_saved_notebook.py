"""A notebook that did everything with the key, saved with all outputs and all widget state, does not hold it."""

from __future__ import annotations

import nbformat
from marker_key import KEY, WORKSPACE, leaks
from nbclient import NotebookClient
from nbconvert import HTMLExporter, PythonExporter

CELLS = (
    "%xmode Verbose",
    "import logging\nlogging.basicConfig(level=logging.DEBUG)\nlogging.debug('begin')\nimport moe_nb as moe",
    "ws = moe.Workspace.from_env()\nws",
    "print(ws, vars(ws))\nws.metadata()",
    "answer = ws.fetch(day='Saturday', hour=19, keys=['banner', 'paused', 'nobody'])\nanswer",
    "print(answer.curl(), answer.python())\nanswer.to_frame()",
    "run = ws.sweep(moe.hours([1, 2, 3]), keys='banner')\nrun",
    "run.matrix()",
    "await ws.afetch(keys='banner')",
    "panel = moe.panel(ws)\npanel",
    (
        "import asyncio\n"
        "async def idle():\n"
        "    while panel.state.busy or panel.state.metadata is None:\n"
        "        await asyncio.sleep(0.01)\n"
        "await idle()\n"
        "panel.fetch_button.click()\nawait idle()\n"
        "for step in range(len(panel.tabs.children)):\n    panel.tabs.selected_index = step\n"
        "panel.answer"
    ),
    "ws.fetch(day='funday')",
    (
        "import os\nos.environ['MOE_BASE_URL'] = os.environ['MOE_BASE_URL'].replace('ok', 'gateway')\n"
        "other = moe.Workspace.from_env()\nother.fetch()"
    ),
    "await other.afetch()",
    "other_panel = moe.panel(other)\nother_panel",
    "os.environ['MOE_ENVIRONMENT'] = 'production'\nmoe.Workspace.from_env()",
)


def test_the_key_is_not_in_the_file(server, monkeypatch):
    """Connecting, fetching, sweeping, the panel, and errors with every variable printed: the key is nowhere."""
    monkeypatch.setenv("MOE_WORKSPACE_ID", WORKSPACE)
    monkeypatch.setenv("MOE_API_KEY", KEY)
    monkeypatch.setenv("MOE_BASE_URL", server.url("ok"))
    server.keys_seen.clear()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in CELLS])
    client = NotebookClient(notebook, timeout=60, store_widget_state=True, allow_errors=True, kernel_name="python3")
    client.execute()

    saved = nbformat.writes(notebook)
    failed = [
        number for number, cell in enumerate(notebook.cells) for out in cell.outputs if out.output_type == "error"
    ]
    assert [11, 12, 13, 15] == failed  # the cells that are meant to fail, and no other
    assert any(leaks(said) for said in server.keys_seen)
    assert "Connect and test" in saved  # widget state is inside
    assert "DEBUG:root:begin" in saved  # and so is the log
    assert "credentials" in saved  # and the variables of frames
    page, _ = HTMLExporter().from_notebook_node(notebook)
    script, _ = PythonExporter().from_notebook_node(notebook)
    assert {"file": [], "page": [], "script": []} == {
        "file": leaks(saved),
        "page": leaks(page),
        "script": leaks(script),
    }
