"""With every style taken away, the page of a notebook still says all it says: in mails, readers and old viewers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SAID = {
    "01_explore": [
        "12 experiences (10 Active, 1 Paused, 1 Scheduled)",
        "Audience Weekend gardeners (44D) Variation 1",
        "not served: paused",
        "not served: unknown key",
    ],
    "02_sweep_the_week": [
        "Run of 168 contexts (7 day × 24 hour)",
        "live-chat hours in UTC",
        "Monday – – – – – – A1 A1 A1 A1 A1 A1 A1 A1 B1 B1 B1 B1 B1 B1 B1 B1 B1 B1",
        "A1 Day shift / Variation 1 56",
        "– Not served: no audience matched or control group 42",
        "A1/C1 Mixed: Office hours / Variation 1; All users / Variation 1 10",
    ],
    "03_audit_coverage": [
        "warning gap live-chat",
        "Nothing is served in 336 of 1,344 contexts answered (25.0 %): any day, 00-05 UTC",
        "fail 4 live-chat hour 00-05 (UTC) served 336 of 336 contexts got something else.",
        "≈A Inferred: Office hours",
    ],
    "04_what_changed": ["cells changed", "warning disappeared live-chat", "homepage-banner audience changed 40"],
    "panel": ["The moe_nb panel: run this cell in JupyterLab to use it."],
}
"""Lines of what a person reads, words between blanks as the browser gives them."""
TABLES = """() => [...document.querySelectorAll("table")].map(table => ({
  headers: table.querySelectorAll("th").length,
  empty: [...table.querySelectorAll("thead th[scope], caption")].filter(cell => !cell.innerText.trim()).length,
}))"""


def bare(html: str) -> str:
    """Return a page without style sheets, scripts, classes and style attributes."""
    html = re.sub(r"<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"""\s(?:style|class)=(?:"[^"]*"|'[^']*')""", "", html)


@pytest.mark.parametrize("name", SAID)
def test_it_reads_without_styles(
    page: Page, executed: Callable[[Path], NotebookNode], notebook_build: ModuleType, name: str
):
    """Cards, matrices and tables are text in order, with headers and blanks between words; nothing was only colour."""
    page.set_content(bare(notebook_build.page_of(executed(NOTEBOOKS / f"{name}.ipynb"))))
    assert 0 == page.evaluate(
        "() => document.styleSheets.length + document.querySelectorAll('[class], [style]').length"
    )
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    text = " ".join(page.locator("body").inner_text().split())
    assert [] == [line for line in SAID[name] if line not in text]
    assert [] == [table for table in page.evaluate(TABLES) if not table["headers"]]


def test_there_is_one_for_every_notebook():
    """No notebook is left out."""
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == sorted(SAID)
