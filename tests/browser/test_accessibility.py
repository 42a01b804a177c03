"""axe-core finds nothing serious: in the panel, the live matrix, the outputs of notebooks and the report page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from axe_check import grave_faults
from labkit import open_notebook, run_all, set_theme, write_notebook
from nbformat import NotebookNode
from playwright.sync_api import BrowserContext, Page, expect

import moe_nb as moe

pytestmark = pytest.mark.browser

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LIVE = """run = moe.Workspace.simulated().sweep(moe.week() * moe.user_agents.preset("all"))
moe.matrix_view(run, "live-chat", rows="user_agent", columns=["day", "hour"])"""
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.fixture(scope="module")
def used(context: BrowserContext, lab_url: str, root: Path) -> Iterator[Page]:
    """A panel in which everything was done once: fields added, asked, refused, swept, a cell read, one pinned."""
    page = context.new_page()
    write_notebook(root / "accessible.ipynb", "import moe_nb as moe\nmoe.panel()", LIVE)
    open_notebook(page, lab_url, "accessible.ipynb")
    run_all(page)
    expect(page.get_by_role("tab", name="1 Connect ✓")).to_be_visible()
    page.get_by_role("button", name="Fetch", exact=True).click()
    expect(page.locator(".moe-card").first).to_be_visible()
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_role("button", name="Add axis").click()
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_text("168 of 168 calls")).to_be_visible()
    page.locator(".moe-panel").get_by_role("gridcell", name=re.compile("^Monday, 10:00")).click()
    expect(page.locator(".moe-panel .moe-mx .moe-card")).to_contain_text("Variation")
    page.locator(".moe-panel").get_by_role("button", name="Pin to compare").click()
    page.get_by_role("tab", name="2 Ask").click()
    page.get_by_role("button", name="Add attribute").click()
    page.get_by_label("Keep and share personas").check()
    page.get_by_label("IP address").fill("not-an-address")
    expect(page.get_by_text("IP address 'not-an-address' is not one.").first).to_be_visible()
    page.get_by_role("tab", name="1 Connect").click()
    page.get_by_role("radio", name="MoEngage").click()
    page.get_by_role("button", name="Connect and test").click()
    expect(page.locator(".moe-alert:visible")).to_contain_text("The API key is missing")
    yield page
    page.close()


@THEMES
def test_the_panel(used: Page, theme: str):
    """In every step, with answers, a refused input, an error, a matrix with a cell selected and one pinned."""
    set_theme(used, dark=theme == "dark")
    steps = used.locator(".moe-panel").get_by_role("tab")
    assert steps.count() >= 5
    for step in steps.all():
        step.click()
        expect(used.locator("text=This step opens >> visible=true")).to_have_count(0)
        assert [] == grave_faults(used, ".moe-panel"), step.inner_text()


@THEMES
def test_the_live_matrix(used: Page, theme: str):
    """Forty-six User-Agents by a week: grouped, with a region selected and told, and its legend."""
    set_theme(used, dark=theme == "dark")
    matrix = used.locator(".moe-mx").last
    matrix.get_by_label("Order").select_option("by device")
    matrix.get_by_role("gridcell", name="iPhone, Monday · 04:00").click()
    matrix.get_by_role("gridcell", name="iPhone, Monday · 08:00").click(modifiers=["Shift"])
    expect(matrix.get_by_text("How they divide")).to_be_visible()
    assert [] == grave_faults(used, ".jp-Cell:last-of-type .moe-mx")


@THEMES
@pytest.mark.parametrize("name", ["01_explore", "03_audit_coverage"])
def test_the_outputs_of_a_notebook(
    page: Page, executed: Callable[[Path], NotebookNode], notebook_build: ModuleType, name: str, theme: str
):
    """What a notebook shows without a kernel, everything folded out."""
    page.set_content(notebook_build.page_of(executed(NOTEBOOKS / f"{name}.ipynb"), theme=theme))
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    assert page.locator(".moe").count() >= 4
    assert [] == grave_faults(page, ".moe")


@THEMES
def test_the_report_page(page: Page, tmp_path: Path, theme: str):
    """The page an audit writes, as a whole: language, title, headings, tables, contrast."""
    run = moe.Workspace.simulated().sweep(moe.week() * moe.axis("utm_medium", [None, "email"]))
    written = run.audit().report(tmp_path / "audit.html")
    page.emulate_media(color_scheme=theme)
    page.goto(written.as_uri())
    assert [] == grave_faults(page, "html")


def test_faults_are_found(page: Page):
    """A button without a name, a field without a label and grey on grey are noticed: the tests above can fail."""
    page.set_content(
        "<html lang=en><title>x</title><button></button><input><p style='color:#999;background:#aaa'>grey on grey</p>"
    )
    found = {fault.partition(":")[0] for fault in grave_faults(page, "html")}
    assert {"button-name", "label", "color-contrast"} == found
