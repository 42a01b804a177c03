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
