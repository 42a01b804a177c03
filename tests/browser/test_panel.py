"""The panel in a real JupyterLab: connect, fetch, sweep, read a cell, by mouse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from labkit import open_notebook, run_all, run_cell, set_theme, write_notebook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PANEL = "import moe_nb as moe\np = moe.panel()\np"


@pytest.fixture
def panel(page: Page, lab_url: str, root: Path) -> Page:
    """A page with the panel, connected to the simulator."""
    write_notebook(root / "panel.ipynb", PANEL)
    open_notebook(page, lab_url, "panel.ipynb")
    run_all(page)
    expect(page.get_by_role("button", name="Fetch", exact=True)).to_be_visible()
    return page


def test_journey(panel: Page):
    """An analyst connects, fetches, sweeps the week and reads a cell without writing code."""
    expect(panel.locator(".moe-badge").first).to_have_text("SIMULATOR")
    panel.get_by_role("tab", name="1 Connect").click()
    expect(panel.get_by_text(re.compile(r"^\d+ experiences \("))).to_be_visible()

    panel.get_by_role("tab", name="2 Ask").click()
    panel.get_by_label("Experience keys").select_option("homepage-banner (Active)")
    panel.get_by_label("More keys").fill("no-such-key")
    panel.get_by_label("Day", exact=True).select_option("Monday")
    panel.get_by_label("Hour", exact=True).select_option("10:00 – 10:59 UTC")
    panel.get_by_role("button", name="Fetch", exact=True).click()
    cards = panel.locator(".moe-card")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("Audience")
    expect(cards.nth(1)).to_contain_text("unknown key")
    expect(panel.get_by_role("region", name="Python", exact=True)).to_contain_text("moe.Workspace.simulated()")

    panel.get_by_role("tab", name="3 Sweep").click()
    expect(panel.get_by_text("Plan: 168 contexts, 168 calls")).to_be_visible()
    panel.get_by_role("button", name="Sweep", exact=True).click()
    expect(panel.get_by_role("grid").get_by_role("rowheader")).to_have_count(7)
    expect(panel.get_by_text("168 of 168 calls")).to_be_visible()
    panel.get_by_role("gridcell", name=re.compile("^Monday, 10:00")).click()
    expect(panel.locator(".moe-mx .moe-card")).to_contain_text("Variation")

    panel.get_by_role("tab", name="6 Take away").click()
    expect(panel.get_by_role("heading", name="Run of 168 contexts")).to_be_visible()


def test_errors_are_words_in_the_panel(panel: Page):
    """A wrong input is named beside the field, a refused connection is told with what to do."""
    panel.get_by_label("IP address").fill("not-an-address")
    expect(panel.get_by_text("IP address 'not-an-address' is not one.").first).to_be_visible()
    panel.get_by_role("button", name="Fetch", exact=True).click()
    expect(panel.locator(".moe-alert:visible")).to_contain_text("What to do")

    panel.get_by_role("tab", name="1 Connect").click()
    code = panel.get_by_role("region", name="The same in Python")
    expect(code).to_be_visible()
    panel.get_by_role("radio", name="MoEngage").click()
    panel.get_by_role("button", name="Connect and test").click()
    expect(code).to_be_hidden()  # it is the simulator's
    expect(panel.locator(".moe-alert:visible")).to_contain_text("The API key is missing")


def test_lab_shortcuts_do_not_delete_the_cell(panel: Page):
    """Pressing d twice on a focused button leaves the notebook's cell alone; saving from there still works."""
    panel.get_by_role("button", name="Fetch", exact=True).focus()
    panel.keyboard.press("d")
    panel.keyboard.press("d")
    panel.keyboard.press("a")
    assert panel.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.cells.length") == 1
    panel.keyboard.press("Control+s")
    panel.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


@pytest.mark.parametrize(("width", "dark"), [(1400, True), (480, False)])
def test_fits_narrow_and_dark(panel: Page, width: int, *, dark: bool):
    """In a narrow window nothing is wider than the panel; in a dark theme text and ground differ clearly."""
    set_theme(panel, dark=dark)
    panel.set_viewport_size({"width": width, "height": 1000})
    panel.get_by_role("button", name="Fetch", exact=True).click()
    card = panel.locator(".moe-card").first
    expect(card).to_be_visible()
    overflow = panel.evaluate(
        "() => { const p = document.querySelector('.widget-tab'); return p.scrollWidth - p.clientWidth; }"
    )
    assert overflow <= 2
    ground, text = card.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]")
    assert abs(_brightness(ground) - _brightness(text)) > 120
    set_theme(panel, dark=False)


def test_a_fetch_asks_what_the_form_shows_while_a_cell_runs(page: Page, lab_url: str, root: Path):
    """A click never overtakes what was typed before it, however busy the kernel is."""
    write_notebook(root / "busy.ipynb", PANEL, "import threading\nthreading.Event().wait(300)")
    open_notebook(page, lab_url, "busy.ipynb")
    run_cell(page, 0)
    page.locator("[data-ready]").wait_for(state="attached")
    fetch = page.get_by_role("button", name="Fetch", exact=True)
    fetch.click()
    expect(page.locator(".moe-card").first).to_be_visible()
    page.evaluate(
        """() => { const w = window.jupyterapp.shell.currentWidget; w.content.activeCellIndex = 1;
        window.jupyterapp.commands.execute('notebook:run-cell'); }"""
    )
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(1).executionState === 'running'"
    )
    page.get_by_label("Customer ID").click()
    page.keyboard.type("u-42")
    page.get_by_label("IP address").click()
    page.keyboard.type("203.0.113.42")
    fetch.click()
    # where the click has to wait for the cell, its answer comes after the cell's end
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:interrupt-kernel')")
    expect(page.locator(".moe-chip", has_text="customer_id")).to_contain_text("u-42")
    expect(page.locator(".moe-chip", has_text="ip_address")).to_contain_text("203.0.113.42")


def test_a_wide_matrix_scrolls_in_a_narrow_window(panel: Page):
    """User-Agents by every experience key are wider than the window: the matrix scrolls, the panel does not."""
    panel.set_viewport_size({"width": 480, "height": 1000})
    panel.get_by_role("tab", name="3 Sweep").click()
    panel.get_by_label("Every day and hour of the week").uncheck()
    panel.get_by_label("User-Agents", exact=True).select_option("preset: devices (4)")
    panel.get_by_role("button", name="Sweep", exact=True).click()
    grid = panel.get_by_role("grid")
    expect(grid).to_be_visible()
    inside, outside = grid.evaluate(
        "e => [e.scrollWidth - e.clientWidth, Math.round(e.getBoundingClientRect().right - innerWidth)]"
    )
    assert inside > 50
    assert outside < 0


def _brightness(colour: str) -> float:
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue
