"""Takes the README's pictures from a real JupyterLab: ``python tests/browser/screenshots.py FOLDER``.

With ``--all`` it also takes every step of the panel, wide and narrow, light and dark, into the same folder.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from labkit import browser, lab, open_notebook, run_all, set_theme, write_notebook
from playwright.sync_api import Page, expect

PANEL = "import moe_nb as moe\n\nmoe.panel()"
MATRIX = 'import moe_nb as moe\n\nmoe.Workspace.simulated().sweep(moe.week()).matrix("homepage-banner")'
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
        with lab(root, Path(scratch) / "lab") as url, browser(device_scale_factor=1.5) as context:
            page = context.new_page()
            _readme(page, url, said.folder)
            if said.all:
                for width in (1400, 480):
                    for dark in (False, True):
                        name = f"{'wide' if width > 1000 else 'narrow'}-{'dark' if dark else 'light'}"
                        _journey(page, url, width, said.folder / name, dark=dark)


def _readme(page: Page, url: str, folder: Path) -> None:
    page.set_viewport_size({"width": 1320, "height": 1400})
    open_notebook(page, url, "panel.ipynb")
    run_all(page)
    _fetch(page)
    page.locator(OUTPUT).first.screenshot(path=folder / "panel.png")
    open_notebook(page, url, "matrix.ipynb")
    run_all(page)
    page.locator(".moe-grid").wait_for()
    page.locator(f"{OUTPUT} .moe").first.screenshot(path=folder / "matrix.png")


def _journey(page: Page, url: str, width: int, stem: Path, *, dark: bool) -> None:
    """Take a picture of every step of the panel."""
    page.set_viewport_size({"width": width, "height": 2600})
    open_notebook(page, url, "panel.ipynb")
    set_theme(page, dark=dark)
    run_all(page)
    _fetch(page)
    page.screenshot(path=f"{stem}-2-ask.png")
    page.get_by_role("tab", name="1 Connect").click()
    page.screenshot(path=f"{stem}-1-connect.png")
    page.get_by_role("button", name="MoEngage").click()
    page.get_by_role("button", name="Connect and test").click()
    page.locator(".moe-alert:visible").first.wait_for()
    page.screenshot(path=f"{stem}-1-error.png")
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("168 of 168 calls")).to_be_visible()
    page.get_by_role("gridcell", name="Monday, 10:00").first.click()
    page.locator(".moe-mx .moe-card").wait_for()
    page.screenshot(path=f"{stem}-3-sweep.png")
    page.get_by_role("tab", name="4 Take away").click()
    page.screenshot(path=f"{stem}-4-take-away.png")
    set_theme(page, dark=False)


def _fetch(page: Page) -> None:
    page.get_by_label("Experience keys").select_option(
        ["homepage-banner (Active)", "checkout-nudge (Active)", "flash-sale (Paused)"]
    )
    page.get_by_label("Day", exact=True).select_option("Monday")
    page.get_by_label("Hour", exact=True).select_option("10:00 – 10:59")
    page.get_by_role("button", name="Fetch", exact=True).click()
    expect(page.locator(".moe-card")).to_have_count(3)


if __name__ == "__main__":
    main()
