"""A key that reaches the panel as a message of a front end, with every state kept, is in no file that comes of it."""

from __future__ import annotations

import nbformat
from marker_key import KEY, WORKSPACE, leaks
from nbclient import NotebookClient
from nbconvert import HTMLExporter, NotebookExporter

IDLE = """import asyncio
async def idle():
    while p.state.busy or p.state.metadata is None:
        await asyncio.sleep(0.01)
await idle()
"""
CELLS = (
    "import moe_nb as moe\np = moe.panel()\np",
    f"{IDLE}print(p.connection.key.model_id)",
    (
        "box = p.connection\nbox.kind.value, box.address.data_center.value = 'MoEngage', ''\n"
        f"box.address.base_url.value, box.workspace_id.value = URL, {WORKSPACE!r}\nbox.key.note"
    ),
    "box.connect.click()\nawait idle()\np.fetch_button.click()\nawait idle()\np.answer",
    "run = p.workspace.sweep(moe.hours([1, 2]), keys='banner')\nrun.matrix()",
    "%xmode Verbose",
    "p.workspace.fetch(day='funday')",
)


def test_the_key_is_in_no_file(server):
    """Sent as the page sends it, then connected, asked, swept, failed and saved: the key is nowhere."""
    server.keys_seen.clear()
    sources = (cell.replace("URL", repr(server.url("ok"))) for cell in CELLS)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client = NotebookClient(notebook, timeout=60, store_widget_state=True, allow_errors=True, kernel_name="python3")
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
            if number == 1:
                content = {"comm_id": cell.outputs[0].text.strip(), "data": {"method": "custom", "content": None}}
                content["data"]["content"] = {"kind": "secret", "value": KEY}
                client.kc.shell_channel.send(client.kc.session.msg("comm_msg", content))
        client.set_widgets_metadata()

    assert "'set'" == notebook.cells[2].outputs[0].data["text/plain"]  # it arrived
    assert any(leaks(said) for said in server.keys_seen)  # and was used
    errors = [cell for cell in notebook.cells if any(output.output_type == "error" for output in cell.outputs)]
    assert notebook.cells[-1:] == errors
    saved = nbformat.writes(notebook)
    assert "Connect and test" in saved  # widget state is inside
    for exporter in (HTMLExporter(), NotebookExporter()):
        assert [] == leaks(exporter.from_notebook_node(notebook)[0])
    assert [] == leaks(saved)
