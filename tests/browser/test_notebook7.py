"""The panel in a real Jupyter Notebook 7, from the same code as in JupyterLab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from journey import short_journey
from labkit import lab, open_notebook, run_all, write_notebook
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.cells.length"
SECOND = "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(1).sharedModel.source"


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a Notebook 7."""
    with lab(root, tmp_path, front_end="notebook") as url:
        yield url


def test_the_short_journey(page: Page, served: str, root: Path):
    """Cards, a matrix and a card of it; keys typed on a button harm no cell; a click becomes a cell of code."""
    write_notebook(root / "notebook7.ipynb", "import moe_nb as moe\nmoe.panel()")
    open_notebook(page, served, "notebook7.ipynb", front_end="notebook")
    run_all(page)
    short_journey(page)

    page.get_by_role("tab", name="2 Ask").click()
    page.get_by_role("button", name="Fetch", exact=True).focus()
    for key in "ddabx":
        page.keyboard.press(key)
    assert 1 == page.evaluate(CELLS)
    page.get_by_role("button", name="Insert as a cell: Python").click()
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.model.cells.length === 2")
    assert page.evaluate(SECOND).startswith("import moe_nb as moe\n")
