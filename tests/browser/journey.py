"""The short way through the panel, the same wherever it is shown: three clicks, and what each of them shows."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def short_journey(page: Page) -> None:
    """Fetch, sweep, and read a cell of the matrix."""
    page.get_by_role("button", name="Fetch", exact=True).click(timeout=60_000)
    expect(page.locator(".moe-card").first).to_contain_text("Audience")
    expect(page.get_by_role("button", name="Copy code: Python")).to_be_visible()
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("168 of 168 calls")).to_be_visible()
    page.get_by_role("gridcell", name=re.compile("^Monday, 10:00")).click()
    expect(page.locator(".moe-mx .moe-card").first).to_contain_text("Variation")
