"""The live matrix in a real JupyterLab: by mouse, by keyboard, while a sweep fills it, small and very large."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from labkit import open_notebook, run_cell, save, set_theme, write_notebook
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

WEEK = """import moe_nb as moe
ws = moe.Workspace.simulated()
run = ws.sweep(moe.week() * moe.user_agents.preset("devices"))
m = moe.matrix_view(run, "homepage-banner", at={"user_agent": "iPhone"})
m"""
SELECTED = "print('selected:', len(m.selection), [cell.title for cell in m.selection][:3])"
PHONES = 'moe.matrix_view(run, "app-download", rows="user_agent", columns=["day", "hour"])'
SWEEP = """agents = moe.user_agents([f"Mozilla/5.0 (X11; Linux {n}) Firefox/{n}" for n in range(200)])
job = ws.start_sweep(ws.plan(moe.week() * agents, ["homepage-banner"]), confirm=True)
job.pause()
live = moe.matrix_view(job, rows="user_agent", columns=["day", "hour"])
live"""
RESUME = "job.resume()"
HUGE = """import numpy as np
from dataclasses import replace
from moe_nb.widgets.matrix_view import MatrixView
space = moe.axis("n", [f"row {n}" for n in range(2000)]) * moe.axis("m", [f"{n:03d}" for n in range(168)])
codes = np.random.default_rng(1).integers(0, len(run.table.contents), (len(space), 1)).astype(np.int32)
calls = np.zeros((len(space), 1), np.int64)
given = {"codes": codes, "status": calls, "elapsed_ms": calls, "asked_epoch_ms": calls}
table = replace(run.table, space=space, keys=run.keys[:1], **given)
huge = MatrixView()
huge.fill(table)
huge"""
HOSTILE = """name, values = "<img src=x onerror=alert('axis')>", ["<svg onload=alert('row')>", "<b>2</b>"]
space = moe.axis(name, values) * moe.hours([7])
moe.matrix_view(moe.Workspace.simulated("edge_cases").sweep(space, keys=["hostile"]))"""
INFERRED = """adaptive = ws.adaptive(moe.week() * moe.user_agents.preset("devices"), ["homepage-banner"])
moe.matrix_view(adaptive, rows="user_agent", columns=["day", "hour"])"""
TWICE = "m2 = moe.matrix_view(run, 'homepage-banner', at={'user_agent': 'iPhone'})\ndisplay(m2, m2)"
LONG = """agents = {f"{name} {n}": f"Mozilla/5.0 ({name}; x{n})" for n in range(40) for name in ("iPhone", "iPad")}
long = ws.sweep(moe.week() * moe.user_agents(agents), "live-chat", confirm=True)
moe.matrix_view(long, rows="user_agent", columns=["day", "hour"])"""
CELLS = (WEEK, SELECTED, PHONES, SWEEP, RESUME, HUGE, HOSTILE, INFERRED, TWICE, LONG)

MOVED = """async grid => {
  const changes = [], watch = new MutationObserver(found => changes.push(...found));
  watch.observe(grid.querySelector('.moe-mx-body'), { childList: true, subtree: true });
  for (let step = 0; step < 20; step++) {
    grid.scrollBy(0, 90);
    await new Promise(done => requestAnimationFrame(done));
  }
  watch.disconnect();
  return changes.flatMap(change => [...change.addedNodes]).filter(node => node.nodeType === Node.ELEMENT_NODE).length;
}"""
"""How many elements 20 steps of scrolling move."""


@pytest.fixture(scope="module")
def notebook(context: BrowserContext, lab_url: str, root: Path) -> Iterator[Page]:
    """One page for all of this file; what goes wrong in it fails the test that sees it last."""
    write_notebook(root / "matrix.ipynb", *CELLS)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))  # what an attack would open
    open_notebook(page, lab_url, "matrix.ipynb")
    run_cell(page, 0)
    yield page
    page.close()
    assert [] == errors


@pytest.fixture
def week(notebook: Page) -> Locator:
    """The week of one experience on an iPhone, fresh."""
    return _run(notebook, WEEK)


def test_by_mouse(notebook: Page, week: Locator):
    """A click shows the card, Shift a region and what it shares, two pins how they differ; Python has the selection."""
    _cell(week, "Tuesday", "03").click()
    expect(week.locator(".moe-card")).to_contain_text("Plants that survive you.")
    _cell(week, "Wednesday", "05").click(modifiers=["Shift"])
    expect(week.get_by_text("6 cells, all the same")).to_be_visible()
    expect(week.get_by_role("gridcell", selected=True)).to_have_count(6)
    run_cell(notebook, CELLS.index(SELECTED))
    said = notebook.get_by_text("selected: 6 ['Tuesday · 03', 'Tuesday · 04', 'Tuesday · 05']")
    expect(said).to_be_visible()

    _cell(week, "Monday", "10").hover()
    expect(week.locator(".moe-mx-tip")).to_have_text("Monday, 10:00–10:59 UTCOffice hours / Variation 1")
    _cell(week, "Monday", "10").click()
    week.get_by_role("button", name="Pin to compare").click()
    _cell(week, "Saturday", "10").click()
    week.get_by_role("button", name="Pin to compare").click()
    expect(week.locator(".moe-compare")).to_contain_text("Weekend gardeners")
    week.get_by_role("button", name="Clear pins").click()
    week.get_by_role("columnheader", name="09:00–09:59 UTC").click()
    expect(week.get_by_text("How they divide")).to_be_visible()


def test_two_views_of_one_matrix(notebook: Page):
    """Each has its own card and its own pins: what is clicked in one changes nothing in the other."""
    _run(notebook, TWICE)
    one, other = notebook.locator(".jp-Cell").nth(CELLS.index(TWICE)).locator(".moe-mx").all()
    _cell(one, "Tuesday", "03").click()
    expect(one.get_by_role("heading", name="Tuesday · 03")).to_be_visible()
    _cell(other, "Monday", "10").click()
    expect(other.get_by_role("heading", name="Monday · 10")).to_be_visible()
    expect(one.get_by_role("heading", name="Tuesday · 03")).to_be_visible()
    for view in (one, other):
        view.get_by_role("button", name="Pin to compare").click()
    _cell(one, "Saturday", "11").click()
    expect(one.get_by_role("heading", name="Saturday · 11")).to_be_visible()
    one.get_by_role("button", name="Pin to compare").click()
    expect(one.locator(".moe-compare")).to_contain_text("1: Tuesday · 032: Saturday · 11")
    expect(other.get_by_role("heading", name="Monday · 10")).to_be_visible()


def test_by_keyboard(notebook: Page, week: Locator):
    """Everything the mouse does the keys do; the cell is named; JupyterLab's own shortcuts stay quiet."""
    grid, press = week.get_by_role("grid"), notebook.keyboard.press
    grid.focus()
    press("ArrowDown")
    press("ArrowRight")
    expect(week.get_by_role("status")).to_have_text("Tuesday, 01:00–01:59 UTC: All users / Variation 1")
    assert "Tuesday, 01:00–01:59 UTC: All users / Variation 1" == _active_name(grid)
    press("Enter")
    expect(week.locator(".moe-card")).to_be_visible()
    press("Shift+ArrowDown")
    press("Shift+End")
    expect(week.get_by_role("heading", name="46 cells")).to_be_visible()
    press("Escape")
    expect(week.get_by_text("Click a cell, or walk")).to_be_visible()
    press("Home")
    press("p")
    press("c")
    expect(week.get_by_role("status")).to_contain_text("Change: Wednesday, 09:00–09:59 UTC: Office hours")
    press("p")
    expect(week.locator(".moe-compare")).to_be_visible()
    before = notebook.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.cells.length")
    for key in ("d", "d", "a", "x"):
        press(key)
    assert before == notebook.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.cells.length")
    press("Control+End")
    assert (_active_name(grid) or "").startswith("Sunday, 23:00–23:59 UTC")


def test_gaps_are_found(notebook: Page):
    """The next gap is where nothing was served; without one, that is said."""
    phones = _run(notebook, PHONES)
    phones.get_by_role("button", name="Next gap").click()
    expect(phones.get_by_role("status")).to_contain_text("Gap: iPad, Monday · 00:00–00:59 UTC: Not served")
    expect(phones.locator(".moe-card")).to_contain_text("no audience matched")
    notebook.keyboard.press("Shift+G")
    expect(phones.get_by_role("status")).to_contain_text("Gap: Windows PC, Sunday · 23:00–23:59 UTC")
    phones.get_by_label("Filter rows").fill("phone")
    expect(phones.get_by_role("rowheader")).to_have_text(["iPhone", "Android phone"])
    phones.get_by_role("button", name="Next gap").click()
    expect(phones.get_by_role("status")).to_have_text("No gap in the rows shown")
    expect(phones.locator(".moe-mx-title")).to_contain_text("2 of 4 rowsNo gap in the rows shown")
    phones.get_by_label("Filter rows").fill("")
    phones.get_by_label("Order").select_option("by device")
    expect(phones.get_by_role("rowheader")).to_contain_text(["Mobile (2)", "iPhone", "Android phone", "Tablet (1)"])


def test_it_is_arranged_and_coloured(week: Locator):
    """Rows and columns swap, another experience and another colouring are chosen, the legend counts and highlights."""
    week.get_by_role("button", name="Swap").click()
    expect(week.get_by_role("grid")).to_have_accessible_name("homepage-banner: hour by day")
    week.get_by_label("Rows", exact=True).select_option("User-Agent")
    expect(week.get_by_role("rowheader")).to_have_text(["iPhone", "Android phone", "iPad", "Windows PC"])
    week.get_by_label("Experience").select_option("app-download")
    expect(week.locator(".moe-mx-mixed").first).to_be_visible()
    week.get_by_label("Colour by").select_option("outcome")
    key = week.get_by_role("button", name="✓ Served, 14 cells")
    expect(key).to_be_visible()
    key.click()
    expect(week.locator(".moe-mx-row .moe-mx-dim")).to_have_count(14)
    week.get_by_label("Experience").select_option("(every experience key)")
    expect(week.get_by_role("columnheader", name="promo-strip")).to_be_visible()


def test_the_active_cell_stays_in_sight(notebook: Page):
    """However rows and columns are ordered, filtered or swapped, it is seen, and a screen reader is told of it."""
    long = _run(notebook, LONG)
    grid = long.get_by_role("grid")
    grid.focus()
    notebook.keyboard.press("Control+End")
    assert (_active_name(grid) or "").startswith("iPad 39, Sunday · 23:00")
    day_hour, agent = "day × hour", "User-Agent"
    for act, sides in (
        (lambda: long.get_by_role("button", name="Swap").click(), (day_hour, agent)),
        (lambda: long.get_by_role("button", name="Swap").click(), (agent, day_hour)),
        (lambda: long.get_by_label("Order").select_option("A to Z"), (agent, day_hour)),
        (lambda: long.get_by_label("Order").select_option("by device"), (agent, day_hour)),
        (lambda: long.get_by_label("Filter rows").fill("ipad 1"), (agent, day_hour)),
        (lambda: long.get_by_label("Filter rows").fill(""), (agent, day_hour)),
        (lambda: long.get_by_label("Columns", exact=True).select_option("day"), (agent, "day")),
    ):
        act()
        expect(grid).to_have_accessible_name(f"live-chat: {sides[0]} by {sides[1]}")
        active = long.locator(".moe-mx-active:visible")
        expect(active).to_have_count(1)
        seen, around = active.bounding_box(), grid.bounding_box()
        assert seen is not None
        assert around is not None
        assert around["x"] <= seen["x"] <= around["x"] + around["width"]
        assert around["y"] <= seen["y"] <= around["y"] + around["height"]
        assert _active_name(grid)


def test_inferred_cells_are_no_answers(notebook: Page):
    """They have a pattern, a code and a count of their own, and the measured error stands at the legend."""
    adaptive = _run(notebook, INFERRED)
    expect(adaptive.locator(".moe-mx-row .moe-mx-inferred").first).to_contain_text("≈")
    expect(adaptive.locator(".moe-mx-remark")).to_contain_text("of the inferred cells are wrong")
    counted = adaptive.get_by_role("button", name=re.compile("^≈. Inferred: .* cells$"))
    assert counted.count() > 0
    adaptive.get_by_role("gridcell", name=re.compile("Inferred: ")).first.click()
    expect(adaptive.locator(".moe-mx-text")).to_contain_text("Inferred: ")
    expect(adaptive.locator(".moe-mx-text")).to_contain_text("of the inferred cells are wrong")


def test_it_fills_while_a_sweep_runs(notebook: Page, root: Path):
    """200 × 168 cells appear at once and fill in place; in the end JupyterLab makes the view anew to save it.

    Whoever stands in the grid keeps the focus, the place, the filter and the card.
    """
    live = _run(notebook, SWEEP)
    expect(live).to_have_class(re.compile("moe-mx-live"))
    expect(live.get_by_role("button", name=re.compile("Not asked, .* cells"))).to_be_visible()
    grid = live.get_by_role("grid")
    assert ["201", "169"] == [grid.get_attribute(f"aria-{side}count") for side in ("row", "col")]
    live.get_by_label("Filter rows").fill("firefox")
    grid.focus()
    notebook.keyboard.press("ArrowDown")
    notebook.keyboard.press("Enter")
    expect(live.get_by_text("Not asked").first).to_be_visible()
    grid.evaluate("e => e.scrollTo(700, 500)")
    live.evaluate("e => { e.dataset.view = 'first'; }")
    run_cell(notebook, CELLS.index(RESUME))
    grid.focus()
    expect(live).not_to_have_attribute("data-view", "first")
    expect(live).not_to_have_class(re.compile("moe-mx-live"))
    expect(live.get_by_role("button", name=re.compile("Not asked"))).to_have_count(0)
    expect(grid).to_be_focused()
    expect(live.get_by_label("Filter rows")).to_have_value("firefox")
    expect(live.locator(".moe-card")).to_be_visible()
    assert [700, 500] == grid.evaluate("e => [e.scrollLeft, e.scrollTop]")
    notebook.keyboard.press("ArrowDown")
    expect(live.get_by_role("status")).to_contain_text("#3, Monday · 00:00")
    save(notebook)
    [output] = json.loads((root / "matrix.ipynb").read_text(encoding="utf-8"))["cells"][CELLS.index(SWEEP)]["outputs"]
    assert "Office hours / Variation 1" in "".join(output["data"]["text/plain"])
    assert "Not asked" not in "".join(output["data"]["text/html"])
    assert 200 * 168 == sum(int(text.replace(",", "")) for text in live.locator(".moe-mx-count").all_inner_texts())
    notebook.keyboard.press("Control+End")
    expect(live.get_by_role("rowheader", name="Firefox on Linux (Desktop) #200")).to_be_visible()
    assert live.get_by_role("gridcell").count() < 2000


def test_a_third_of_a_million_cells(notebook: Page):
    """2,000 × 168 cells: only what is seen is in the page, headers stay in sight, and every cell can be reached.

    Scrolling moves no elements but for once, at rest: to move 1,200 at every step makes it jerk.
    """
    huge = _run(notebook, HUGE)
    grid = huge.get_by_role("grid")
    assert grid.evaluate(MOVED) < 1500
    grid.evaluate("e => e.scrollTo(1200, 20000)")
    expect(huge.get_by_role("rowheader", name="row 770", exact=True)).to_be_visible()
    box, head = grid.bounding_box(), huge.get_by_role("columnheader", name="050", exact=True).bounding_box()
    assert box is not None
    assert head is not None
    assert 0 <= head["y"] - box["y"] < 60
    assert grid.locator("*").count() < 4000
    grid.focus()
    notebook.keyboard.press("Control+End")
    assert (_active_name(grid) or "").startswith("row 1999, 167:")
    notebook.keyboard.press("Control+Shift+Home")
    expect(huge.get_by_role("heading", name="336,000 cells")).to_be_visible()


def test_names_of_others_stay_text(notebook: Page):
    """Labels, audiences and payloads that try to be markup are read as text: in cells, legend, cards, comparison."""
    hostile = _run(notebook, HOSTILE)
    first, second = hostile.get_by_role("gridcell").all()
    expect(hostile.get_by_role("rowheader").first).to_have_text("<svg onload=alert('row')>")
    first.click()
    expect(hostile.locator(".moe-card")).to_contain_text("alert('audience')")
    first.hover()
    hostile.get_by_role("button", name="Pin to compare").click()
    second.click()
    hostile.get_by_role("button", name="Pin to compare").click()
    expect(hostile.locator(".moe-compare")).to_contain_text("<b>2</b>")
    assert 0 == hostile.locator("svg, script, b:text-is('2'), img[src=x]").count()


def test_every_control_has_a_name(notebook: Page, week: Locator):
    """In Chromium's accessibility tree nothing that can be used is without a name, and the grid says its size."""
    expect(week.get_by_role("grid")).to_have_attribute("aria-rowcount", "8")
    tree = notebook.context.new_cdp_session(notebook).send("Accessibility.getFullAXTree")["nodes"]
    used = {"button", "combobox", "searchbox", "grid", "gridcell", "rowheader", "columnheader", "region"}
    nodes = [node for node in tree if not node.get("ignored") and node.get("role", {}).get("value") in used]
    assert {"grid", "gridcell", "combobox", "searchbox"} <= {node["role"]["value"] for node in nodes}
    ours = week.evaluate("e => e.querySelectorAll('button:not([hidden]), select, input, [role=gridcell]').length")
    assert len(nodes) > ours > 168
    inside = {"grid", "gridcell", "rowheader", "columnheader", "searchbox"}
    nameless = [node["role"]["value"] for node in nodes if not node.get("name", {}).get("value")]
    assert set() == set(nameless) & inside
    for control in week.locator("button:visible, select:visible, input:visible").all():
        expect(control).to_have_accessible_name(re.compile(r"\w"))


def test_dark_and_narrow(notebook: Page, week: Locator):
    """In the dark theme labels can be read; in a narrow window the grid scrolls and nothing sticks out."""
    set_theme(notebook, dark=True)
    notebook.set_viewport_size({"width": 480, "height": 1000})
    header = week.get_by_role("rowheader").first
    expect(header).to_be_visible()
    ground, text = header.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]")
    assert abs(_brightness(ground) - _brightness(text)) > 120
    outside = week.evaluate(
        "e => [...e.querySelectorAll('.moe-mx-controls *, .moe-mx-scroll, .moe-mx-reading')]"
        ".map(p => p.getBoundingClientRect().right - innerWidth)"
    )
    assert max(outside) <= 0
    inside = week.get_by_role("grid").evaluate("e => e.scrollWidth - e.clientWidth")
    assert inside > 100
    notebook.set_viewport_size({"width": 1400, "height": 1000})
    set_theme(notebook, dark=False)


def test_a_saved_notebook_has_the_table_and_no_payload(notebook: Page, week: Locator, root: Path):
    """Saved with widget state: the matrix is there as a table, the card that was read is not."""
    _cell(week, "Tuesday", "03").click()
    expect(week.locator(".moe-card")).to_contain_text("Plants that survive you.")
    save(notebook)
    text = (root / "matrix.ipynb").read_text(encoding="utf-8")
    [output] = json.loads(text)["cells"][0]["outputs"]
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(output["data"])
    assert "Office hours / Variation 1" in "".join(output["data"]["text/html"])
    assert "widgets" in json.loads(text)["metadata"]
    assert "Plants that survive you." not in text


def _run(page: Page, source: str) -> Locator:
    """Run one cell and return its matrix."""
    index = CELLS.index(source)
    run_cell(page, index)
    shown = page.locator(".jp-Cell").nth(index).locator(".moe-mx")
    expect(shown.locator(".moe-mx-row").first).to_be_visible()
    return shown


def _cell(matrix: Locator, day: str, hour: str) -> Locator:
    return matrix.get_by_role("gridcell", name=re.compile(f"^{day}, {hour}:00"))


def _active_name(grid: Locator) -> str | None:
    return grid.evaluate("e => document.getElementById(e.getAttribute('aria-activedescendant'))?.ariaLabel ?? null")


def _brightness(colour: str) -> float:
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue
