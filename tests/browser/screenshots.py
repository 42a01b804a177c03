"""Takes the README's pictures from a real JupyterLab: ``python tests/browser/screenshots.py FOLDER``.

With ``--all`` it also takes every step of the panel, wide and narrow, light and dark, into the same folder.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from labkit import browser, lab, open_notebook, run_all, run_cell, set_theme, write_notebook
from playwright.sync_api import Page, expect

PANEL = "import moe_nb as moe\n\nmoe.panel()"
MATRIX = 'import moe_nb as moe\n\nmoe.Workspace.simulated().sweep(moe.week()).matrix("homepage-banner")'
LIVE = """import moe_nb as moe

ws = moe.Workspace.simulated()
run = ws.sweep(moe.week() * moe.user_agents.preset("all"))
moe.matrix_view(run, "homepage-banner", rows="user_agent", columns=["day", "hour"])"""
MIXED = 'moe.matrix_view(run, "app-download", rows="day", columns="hour")'
KEYS = 'moe.matrix_view(run, rows="user_agent", columns="experience_key", colour_by="cause")'
FILLING = """import time
plan = ws.plan(moe.week(tz="Asia/Kolkata", week_of="2026-11-23") * moe.user_agents.preset("all"), ["homepage-banner"])
job = ws.start_sweep(plan, confirm=True)
while job.progress.done < 900:
    time.sleep(0.001)
job.pause()
moe.matrix_view(job, rows="user_agent", columns=["day", "hour"])"""
EXPECTED = b"""experience_key,day,hour,expect,audience
homepage-banner,Mon-Fri,09-17,served,Office hours
homepage-banner,Sat|Sun,*,not served,
no-such-key,*,*,served,
"""
OUTPUT = ".jp-OutputArea-output"


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("notebooks/images"))
    parser.add_argument("--all", action="store_true", help="every step, window and theme")
    said = parser.parse_args()
    said.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "notebooks"
        root.mkdir()
        write_notebook(root / "panel.ipynb", PANEL)
        write_notebook(root / "matrix.ipynb", MATRIX)
        write_notebook(root / "live.ipynb", LIVE, MIXED, KEYS, FILLING)
        with lab(root, Path(scratch) / "lab") as url, browser(device_scale_factor=1.5) as context:
            page = context.new_page()
            _readme(page, url, said.folder)
            if said.all:
                for width in (1400, 480):
                    for dark in (False, True):
                        name = f"{'wide' if width > 1000 else 'narrow'}-{'dark' if dark else 'light'}"
                        _journey(page, url, width, said.folder / name, dark=dark)
                        _live(page, url, width, said.folder / name, dark=dark)


def _readme(page: Page, url: str, folder: Path) -> None:
    page.set_viewport_size({"width": 1320, "height": 2000})
    open_notebook(page, url, "panel.ipynb")
    run_all(page)
    _fetch(page)
    page.locator(OUTPUT).first.screenshot(path=folder / "panel.png")
    open_notebook(page, url, "matrix.ipynb")
    run_all(page)
    page.locator(".moe-grid").wait_for()
    page.locator(f"{OUTPUT} .moe").first.screenshot(path=folder / "matrix.png")
    open_notebook(page, url, "live.ipynb")
    run_cell(page, 0)
    live = page.locator(".moe-mx").first
    live.get_by_label("Order").select_option("by device")
    live.get_by_role("gridcell", name="iPhone, Monday · 09:00").click()
    live.locator(".moe-card").wait_for()
    page.mouse.move(0, 0)
    live.screenshot(path=folder / "live.png")


def _journey(page: Page, url: str, width: int, stem: Path, *, dark: bool) -> None:
    """Take a picture of every step of the panel."""
    page.set_viewport_size({"width": width, "height": 2600})
    open_notebook(page, url, "panel.ipynb")
    set_theme(page, dark=dark)
    run_all(page)
    _fetch(page)
    page.get_by_label("Time zone").fill("Asia/Kolkata")
    page.get_by_label("Time zone").press("Enter")
    page.get_by_label("Keep and share personas").check()
    page.get_by_role("button", name="Add attribute").click()
    page.get_by_label("IP address").fill("here")
    page.get_by_text("is not one").first.wait_for()
    page.screenshot(path=f"{stem}-2-ask.png")
    page.get_by_label("IP address").fill("")
    page.get_by_label("Time zone").fill("UTC")
    page.get_by_label("Time zone").press("Enter")
    page.get_by_role("tab", name="1 Connect").click()
    page.screenshot(path=f"{stem}-1-connect.png")
    page.get_by_role("radio", name="MoEngage").click()
    page.get_by_role("button", name="Connect and test").click()
    page.locator(".moe-alert:visible").first.wait_for()
    page.screenshot(path=f"{stem}-1-error.png")
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("168 of 168 calls")).to_be_visible()
    page.get_by_role("gridcell", name="Monday, 10:00").first.click()
    page.locator(".moe-mx .moe-card").wait_for()
    page.screenshot(path=f"{stem}-3-sweep.png")
    page.get_by_label("User-Agents", exact=True).select_option("preset: devices (4)")
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("672 of 672 calls")).to_be_visible()
    page.get_by_role("tab", name="4 Read").click()
    page.get_by_label("Compare with").select_option(index=2)
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_text("… comparing").wait_for(state="hidden")
    page.screenshot(path=f"{stem}-4-read.png")
    _audit(page, stem)
    page.get_by_role("tab", name="6 Take away").click()
    page.screenshot(path=f"{stem}-6-take-away.png")
    set_theme(page, dark=False)


def _audit(page: Page, stem: Path) -> None:
    """Take pictures of an audit: filled in, found, a table that is none."""
    page.get_by_role("tab", name="5 Audit").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload").click()
    chooser.value.set_files({"name": "expected.csv", "mimeType": "text/csv", "buffer": EXPECTED})
    page.get_by_text("Uploaded, ").wait_for()
    page.get_by_role("button", name="Add slot").click()
    page.get_by_label("Slot 1 name").fill("hero")
    page.get_by_label("Slot 1 values").fill("homepage-banner\ncheckout-nudge")
    page.get_by_label("Compare with").locator("visible=true").select_option(index=2)
    page.get_by_role("button", name="Audit this run").click()
    page.get_by_text("Audited with expected.csv: ").wait_for()
    page.get_by_role("textbox", name="Report").fill(stem.name)
    page.get_by_role("button", name="Save report").click()
    page.get_by_text("Wrote ").locator("visible=true").wait_for()
    page.screenshot(path=f"{stem}-5-audit.png")
    page.get_by_role("textbox", name="Expectations").fill("no-such-file.txt")
    page.get_by_role("textbox", name="Expectations").press("Enter")
    page.locator(".moe-alert:visible").first.wait_for()
    page.screenshot(path=f"{stem}-5-audit-error.png")


def _live(page: Page, url: str, width: int, stem: Path, *, dark: bool) -> None:
    """Take pictures of the live matrix: a week of all User-Agents, mixed cells, causes, one that fills."""
    page.set_viewport_size({"width": width, "height": 2200 if width > 1000 else 3600})
    open_notebook(page, url, "live.ipynb")
    set_theme(page, dark=dark)
    run_all(page)
    page.locator(".moe-mx-live .moe-mx-row").first.wait_for()
    views = page.locator(".moe-mx")
    views.nth(0).get_by_label("Order").select_option("by device")
    views.nth(0).get_by_role("gridcell", name="iPhone, Monday · 09:00").first.click()
    views.nth(0).locator(".moe-card").wait_for()
    views.nth(1).get_by_role("gridcell", name="Monday, 09:00").first.click()
    views.nth(1).get_by_role("button", name="Pin to compare").click()
    views.nth(1).get_by_role("gridcell", name="Tuesday, 10:00").first.click()
    views.nth(1).get_by_role("button", name="Pin to compare").click()
    views.nth(1).locator(".moe-compare").wait_for()
    views.nth(2).get_by_role("gridcell").first.click()
    views.nth(2).get_by_role("gridcell").nth(22).click(modifiers=["Shift"])
    views.nth(2).get_by_text("How they divide").wait_for()
    page.screenshot(path=f"{stem}-live.png")
    set_theme(page, dark=False)


def _fetch(page: Page) -> None:
    page.get_by_label("Experience keys").select_option(
        ["homepage-banner (Active)", "checkout-nudge (Active)", "flash-sale (Paused)"]
    )
    page.get_by_label("Day", exact=True).select_option("Monday")
    page.get_by_label("Hour", exact=True).select_option("10:00 – 10:59 UTC")
    page.get_by_role("button", name="Fetch", exact=True).click()
    expect(page.locator(".moe-card")).to_have_count(3)


if __name__ == "__main__":
    main()
