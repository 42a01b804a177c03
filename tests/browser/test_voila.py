"""The panel alone, served by Voila: the short journey, without a notebook around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
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
    page.get_by_role("button", name="Fetch", exact=True).click(timeout=60_000)
    expect(page.locator(".moe-card").first).to_contain_text("Audience")
    expect(page.get_by_role("button", name="Copy code: Python")).to_be_visible()
    expect(page.get_by_role("button", name="Insert as a cell: Python")).to_have_count(0)
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("168 of 168 calls")).to_be_visible()
    page.get_by_role("gridcell", name=re.compile("^Monday, 10:00")).click()
    expect(page.locator(".moe-mx .moe-card").first).to_contain_text("Variation")
