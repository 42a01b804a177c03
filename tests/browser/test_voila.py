"""The panel alone, served by Voila: the short journey, without a notebook around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from journey import short_journey
from labkit import voila
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "panel.ipynb"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of the panel's notebook."""
    with voila(NOTEBOOK, tmp_path) as url:
        yield url


def test_the_short_journey(page: Page, served: str):
    """One click gives cards, another a matrix, a third a card of it; no notebook, so no cell can be inserted."""
    page.goto(served)
    short_journey(page)
    expect(page.get_by_role("button", name="Insert as a cell: Python")).to_have_count(0)


def test_what_was_written_is_downloaded(page: Page, served: str, tmp_path: Path):
    """The file is on the server; a click brings it to the reader, and another visitor's stays as it is."""
    page.goto(served)
    short_journey(page)
    page.get_by_role("tab", name="6 Take away").click()
    page.get_by_role("textbox", name="File", exact=True).fill(str(tmp_path / "week 1.2"))
    for name in ("week 1.2.csv", "week 1.2 (2).csv"):
        page.get_by_role("button", name="CSV", exact=True).click()
        with page.expect_download() as begun:
            page.get_by_role("button", name=f"Download {name}").click()
        assert name == begun.value.suggested_filename
        assert (tmp_path / name).read_bytes() == Path(begun.value.path()).read_bytes()
        expect(page.get_by_text("Downloaded.")).to_be_visible()
