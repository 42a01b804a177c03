"""The panel as a journey: by keyboard alone, by ear, and through everything a notebook does to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from labkit import open_notebook, run_all, run_cell, write_notebook
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

OURS = "old = globals().get('p')\nimport moe_nb as moe\np = moe.panel()\np"
ANOTHER = "moe.panel(moe.Workspace.simulated('edge_cases'))"
ENDED = "while old.state.busy: __import__('time').sleep(0.01)\nprint('ended', str(old.run.facts.stopped.reason))"
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.cells.length"
CONTROLS = {"button", "textbox", "combobox", "listbox", "checkbox", "radio", "radiogroup", "tab", "progressbar", "grid"}
CONTROLS |= {"spinbutton", "slider", "searchbox", "switch", "Date", "DisclosureTriangle", "group"}
NAMED = {
    "1 Connect": [("radiogroup", "Ask"), ("radio", "TEST"), ("textbox", "API key"), ("button", "Forget the key")],
    "2 Ask": [("textbox", "Attribute 1 value"), ("button", "Remove attribute 1"), ("combobox", "Hour")],
    "3 Sweep": [("progressbar", "Calls of the sweep"), ("textbox", "Axis 1 values")],
    "4 Read": [("combobox", "Compare with")],
    "5 Audit": [("textbox", "Expectations"), ("combobox", "Format"), ("textbox", "Slot 2 values")],
    "6 Take away": [("button", "Save run"), ("button", "Copy code: The same sweep as Python")],
}
LONG = "Donaudampfschifffahrtsgesellschaft"
LENGTHEN = """(long) => document.querySelectorAll(
  '.moe-panel .widget-label:not(:has(input)), .moe-panel .widget-button, .moe-panel .widget-checkbox span')
  .forEach(e => { e.textContent = long; })"""
WIDER = """() => [...document.querySelectorAll('.moe-panel, .moe-panel .widget-tab')]
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 2).map(e => e.className)"""
STEPS = ("1 Connect", "2 Ask", "3 Sweep", "4 Read", "5 Audit", "6 Take away")


@pytest.fixture(scope="module")
def notebook(context: BrowserContext, lab_url: str, root: Path) -> Iterator[Page]:
    """A notebook with a panel, one page for all tests here."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab_url)
    page = context.new_page()
    write_notebook(root / "journey.ipynb", OURS)
    open_notebook(page, lab_url, "journey.ipynb")
    yield page
    page.close()


@pytest.fixture
def panel(notebook: Page) -> Page:
    """The page with a panel that nobody has touched."""
    run_all(notebook)
    expect(notebook.get_by_role("tab", name="1 Connect ✓")).to_be_visible()
    return notebook


def focused(page: Page) -> str:
    """Return what has the focus: its label, its text, or its accessible name."""
    return page.evaluate(
        """() => { const e = document.activeElement;
        return e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || ''; }"""
    ).strip()


def press_until(page: Page, key: str, name: str) -> None:
    """Press *key* until what is called *name* has the focus."""
    passed = []
    for _ in range(80):
        page.keyboard.press(key)
        passed.append(focused(page)[:40])
        if passed[-1].startswith(name):
            return
    raise AssertionError(f"{key} never came to {name!r}, only to {passed}")


def test_the_whole_journey_by_keyboard(panel: Page, root: Path):
    """Ask with Enter, sweep, read a cell, save the run: Tab, arrows and Enter are enough, and no cell is harmed."""
    press_until(panel, "Tab", "2 Ask")  # from the notebook's cell that was just run
    press_until(panel, "Tab", "Experience keys")
    press_until(panel, "Tab", "Customer ID")
    panel.keyboard.type("u-42")
    panel.keyboard.press("Enter")
    expect(panel.locator(".moe-chip", has_text="customer_id").first).to_contain_text("u-42")
    press_until(panel, "Tab", "Fetch")
    panel.keyboard.press("Enter")
    expect(panel.get_by_label("Answers so far")).to_be_visible()
    panel.wait_for_function("() => document.activeElement.textContent === 'Fetch'")
    for key in "ddabx":
        panel.keyboard.press(key)

    press_until(panel, "Shift+Tab", "2 Ask")
    panel.keyboard.press("ArrowRight")
    panel.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Sweep", exact=True)).to_be_visible()
    press_until(panel, "Tab", "Sweep")
    panel.keyboard.press("Enter")
    expect(panel.get_by_text("168 of 168 calls")).to_be_visible()
    panel.wait_for_function("() => document.activeElement.textContent === 'Sweep'")
    grid = panel.get_by_role("grid")
    for _ in range(40):
        panel.keyboard.press("Tab")
        if panel.evaluate("() => !!document.activeElement.closest('[role=grid]')"):
            break
    panel.keyboard.press("ArrowDown")
    panel.keyboard.press("Enter")
    expect(panel.locator(".moe-mx .moe-card:visible")).to_contain_text("Variation")
    expect(grid).to_be_visible()

    press_until(panel, "Shift+Tab", "3 Sweep")
    for _ in range(3):
        panel.keyboard.press("ArrowRight")
    panel.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Save run")).to_be_visible()
    press_until(panel, "Tab", "File")
    panel.keyboard.press("Control+A")
    panel.keyboard.type("by-keyboard.moe")
    press_until(panel, "Tab", "Save run")
    panel.keyboard.press("Enter")
    expect(panel.get_by_text("Wrote ").first).to_contain_text("by-keyboard.moe")
    assert (root / "by-keyboard.moe").exists()
    assert 1 == panel.evaluate(CELLS)


def test_every_control_has_a_name(panel: Page):
    """A screen reader says of everything that can be used what it is, in every step, after a fetch and a sweep."""
    panel.get_by_role("button", name="Add attribute").click()
    panel.get_by_role("button", name="Add identifier").click()
    panel.get_by_label("Keep and share personas").check()
    panel.get_by_role("button", name="Fetch", exact=True).click()
    expect(panel.locator(".moe-card").first).to_be_visible()
    panel.get_by_role("tab", name="3 Sweep").click()
    panel.get_by_role("button", name="Add axis").click()
    panel.get_by_role("button", name="Sweep", exact=True).click()
    expect(panel.get_by_text("168 of 168 calls")).to_be_visible()
    session = panel.context.new_cdp_session(panel)
    for step in STEPS:
        panel.get_by_role("tab", name=step).click()
        if step == "1 Connect":
            panel.get_by_role("radio", name="MoEngage").check()
            expect(panel.get_by_label("API key")).to_be_visible()
        elif step == "5 Audit":
            panel.get_by_role("button", name="Add slot").click()
            expect(panel.get_by_label("Slot 1 values")).to_be_visible()
            panel.get_by_role("button", name="Remove slot 1").click()
            panel.get_by_role("button", name="Audit this run").click()
            expect(panel.get_by_role("button", name="Save report")).to_be_visible()
            panel.get_by_role("button", name="Add slot").click()
            expect(panel.get_by_label("Slot 2 values")).to_be_visible()
        expect(panel.get_by_text("This step opens").locator("visible=true")).to_have_count(0)
        names = _controls(session)
        assert len(names) > 10, step
        assert [] == [role for role, name in names if not name], step
        assert set(NAMED[step]) <= set(names), step
        buttons = [name for role, name in names if role == "button"]
        assert sorted(set(buttons)) == sorted(buttons), step


def _controls(session) -> list[tuple[str, str]]:
    """Return role and name of every control in the panel, as Chromium tells assistive technology."""
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": ".moe-panel"})["nodeId"]
    found = session.send("Accessibility.queryAXTree", {"nodeId": node})["nodes"]
    said = [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in found if not one["ignored"]]
    return [(role, name) for role, name in said if role in CONTROLS and role != "group"]


def test_long_labels_in_a_narrow_window_stay_inside(panel: Page):
    """Labels, buttons and boxes with words as long as German ones make no step wider than the window."""
    panel.set_viewport_size({"width": 480, "height": 1000})
    panel.get_by_role("button", name="Fetch", exact=True).click()
    expect(panel.locator(".moe-card").first).to_be_visible()
    for step in STEPS:
        panel.get_by_role("tab", name=step).click()
        if step == "1 Connect":
            panel.get_by_role("radio", name="MoEngage").check()
            expect(panel.get_by_label("API key")).to_be_visible()
        panel.evaluate(LENGTHEN, LONG)
        assert [] == panel.evaluate(WIDER), step
    panel.set_viewport_size({"width": 1400, "height": 1000})


def test_blank_space_of_the_panel_is_harmless(panel: Page):
    """Whoever clicks beside the fields and types does not delete the notebook's cell."""
    panel.locator(".widget-tab-contents").click(position={"x": 4, "y": 4})
    for key in "ddabx":
        panel.keyboard.press(key)
    assert 1 == panel.evaluate(CELLS)


def test_code_is_copied_and_inserted(panel: Page):
    """The clipboard holds it, also where pages may not write there; a new cell below the panel holds the Python."""
    panel.get_by_role("button", name="Fetch", exact=True).click()
    panel.get_by_role("button", name="Copy code: Python").click()
    expect(panel.get_by_text("Copied.")).to_be_visible()
    copied = panel.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("import moe_nb as moe\n")
    panel.get_by_text("cURL", exact=True).click()
    panel.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    panel.get_by_role("button", name="Copy code: cURL").click()
    expect(panel.get_by_text("Copied.")).to_have_count(2)
    assert "curl http" in panel.evaluate("() => navigator.clipboard.readText()")
    panel.get_by_role("button", name="Insert as a cell: Python").click()
    panel.wait_for_function("() => window.jupyterapp.shell.currentWidget.content.model.cells.length === 2")
    inserted = panel.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(1).sharedModel.source"
    )
    assert copied == inserted
    panel.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(1)")


def test_code_is_inserted_below_the_panel_and_nowhere_else(panel: Page):
    """Of a step opened by a click, in a notebook that goes on below, and of a panel shown in another cell."""
    insert = """(sources) => { const { sharedModel } = window.jupyterapp.shell.currentWidget.content.model;
        sources.forEach((source, at) => sharedModel.insertCell(at + 1, {cell_type: 'code', source})); }"""
    panel.evaluate(insert, ["1 + 1", "p", "2 + 2"])
    run_cell(panel, 2)
    panels = panel.locator(".moe-panel")
    expect(panels).to_have_count(2)
    sources = """() => Array.from(window.jupyterapp.shell.currentWidget.content.model.cells)
        .map(cell => cell.sharedModel.source.split('\\n')[0])"""
    for shown in (panels.nth(1), panels.nth(0)):
        shown.get_by_role("tab", name="1 Connect").click()
        shown.get_by_role("button", name="Insert as a cell: The same in Python").click()
        expect(shown.get_by_text("Inserted below this cell.")).to_be_visible()
    _, *rest = panel.evaluate(sources)
    assert ["import moe_nb as moe", "1 + 1", "p", "import moe_nb as moe", "2 + 2"] == rest
    for _cell in rest:
        panel.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(1)")


def test_running_the_cell_again_stops_the_sweep_of_the_panel_before(panel: Page):
    """Nobody could see or stop it any more; what it answered is kept."""
    panel.get_by_role("tab", name="3 Sweep").click()
    panel.get_by_label("User-Agents", exact=True).select_option("preset: all (46)")
    panel.get_by_label("One address of every country").check()
    panel.get_by_role("button", name="Add axis").click()
    panel.get_by_label("Axis 1 name").fill("n")
    panel.get_by_label("Axis 1 values").fill("1\n2\n3\n4\n5\n6")
    panel.get_by_role("button", name="Sweep", exact=True).click()
    expect(panel.get_by_role("grid").first).to_be_visible()
    panel.evaluate(
        "(source) => window.jupyterapp.shell.currentWidget.content.model.sharedModel"
        ".insertCell(1, {cell_type: 'code', source})",
        ENDED,
    )
    run_cell(panel, 0)
    run_cell(panel, 1)
    expect(panel.get_by_text("ended stopped")).to_be_visible()
    panel.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(1)")


def test_two_panels_live_in_one_notebook(panel: Page):
    """Each has its own answers and its own world."""
    panel.evaluate(
        "(source) => window.jupyterapp.shell.currentWidget.content.model.sharedModel"
        ".insertCell(1, {cell_type: 'code', source})",
        ANOTHER,
    )
    run_cell(panel, 1)
    panels = panel.locator(".moe-panel")
    expect(panels).to_have_count(2)
    expect(panels.nth(1).get_by_role("tab", name="1 Connect ✓")).to_be_visible()
    panels.nth(1).get_by_role("button", name="Fetch", exact=True).click()
    expect(panels.nth(1).locator(".moe-card").first).to_be_visible()
    expect(panels.nth(0).locator(".moe-card")).to_have_count(0)
    panel.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(1)")


def test_a_saved_run_outlives_the_kernel(panel: Page):
    """Saved, the kernel restarted, opened again: the same matrix, without asking anybody."""
    panel.get_by_role("tab", name="3 Sweep").click()
    panel.get_by_role("button", name="Sweep", exact=True).click()
    expect(panel.get_by_text("168 of 168 calls")).to_be_visible()
    panel.get_by_role("tab", name="6 Take away").click()
    panel.get_by_role("textbox", name="File", exact=True).fill("before.moe")
    panel.get_by_role("button", name="Save run").click()
    expect(panel.get_by_text("Wrote ").first).to_contain_text("before.moe")
    panel.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    run_all(panel)
    expect(panel.get_by_role("tab", name="1 Connect ✓")).to_be_visible()
    panel.get_by_role("tab", name="4 Read").click()
    panel.get_by_role("textbox", name="File", exact=True).fill("before.moe")
    panel.get_by_role("button", name="Open", exact=True).click()
    expect(panel.get_by_role("grid").get_by_role("rowheader")).to_have_count(7)
    expect(panel.get_by_role("heading", name="Run of 168 contexts")).to_be_visible()
