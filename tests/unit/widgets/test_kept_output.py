"""What a saved notebook shows of a live matrix: its state when it was saved, not the empty one it began with."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

SHOW = """import moe_nb as moe
ws = moe.Workspace.simulated()
job = ws.start_sweep(ws.plan(moe.week(), ["homepage-banner"]))
job.pause()
live = moe.matrix_view(job)
live"""
FILL = """import threading
ended = threading.Event()
live.observe(lambda _: ended.set(), "is_live")
job.resume()
assert ended.wait(20)"""


def test_the_table_is_replaced_when_a_sweep_has_filled_it():
    """Executed without a browser, as nbconvert does, the cell that shows the matrix holds every answer in the end."""
    cells = [nbformat.v4.new_code_cell(source) for source in (SHOW, FILL)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=60, store_widget_state=False).execute()
    [output] = notebook.cells[0].outputs
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(output.data)
    assert "Not asked" not in output.data["text/html"]
    assert "Office hours / Variation 1" in output.data["text/html"]
    assert "Office hours / Variation 1" in output.data["text/plain"]
