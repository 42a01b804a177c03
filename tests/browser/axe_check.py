"""Asks axe-core what a person who sees, hears or points differently would stumble over."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}


def grave_faults(page: Page, part: str) -> list[str]:
    """Return the serious and critical faults of the parts of a page that a selector finds, contrast included."""
    found = Axe().run(page, part, {"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
