"""In a real JupyterLab whatever a service says is text: in outputs trusted or not, in the live matrix, in the panel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from hostile_families import CORPUS, SAMPLE
from hostile_run import world_of
from hostile_views import RESULTS
from labkit import open_notebook, run_all, run_cell, write_notebook
from playwright.sync_api import Page, Route, expect
from recorder import ATTRIBUTES, ELEMENTS, PROVOKE, STRANGERS, Recorder

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("heard")]

DRAWN = str(Path(__file__).parents[1] / "drawn")
OURS = ".jp-OutputArea-output .moe"
CELL = 40
"""Outputs of a cell; JupyterLab shows fifty and a button for the others."""
READ = "import json\nfrom IPython.display import HTML, display\nbundles = json.load(open('hostile.json'))"
SHOW = "for bundle in bundles[{0}:{1}]: display(bundle, raw=True)"
CONTROL = "display(HTML('<p id=typeset>$x^2$</p>'))"
MATRIX = f"""import sys
sys.path.append({DRAWN!r})
from hostile_families import {{}} as texts
from hostile_run import run_of_all
import moe_nb as moe
shown = moe.matrix_view(run_of_all([text for text in texts if len(text) < 1000]))
shown"""
PANEL = """import moe_nb as moe
moe.panel(moe.Workspace.simulated("hostile.yaml"))"""
SAID = """() => ({
  name: window.name, at: location.pathname, title: document.title.length > 0,
  tools: document.querySelector(".jp-NotebookPanel-toolbar").getBoundingClientRect().toJSON(),
  seen: !!document.elementFromPoint(innerWidth / 2, 60)?.closest(".jp-NotebookPanel-toolbar, .jp-Toolbar, .lm-TabBar"),
  commands: document.querySelectorAll("[data-commandlinker-command]").length,
  frames: document.querySelectorAll("iframe, object, embed").length,
})"""
"""What a script or a style in an output would change about JupyterLab."""

LIVE = r"""root => [...document.querySelectorAll(root + " *")].filter(element =>
  /^(script|iframe|object|embed|link|meta|base|form|video|audio|img|math)$/i.test(element.tagName)
  || [...element.attributes].some(({ name, value }) => name.startsWith("on")
    || (name === "href" || name === "src") && /^[^a-z]*(javascript|data|vbscript):/i.test(value))
  || getComputedStyle(element).backgroundImage.includes("evil")
).map(element => element.outerHTML.slice(0, 200))"""
"""What acts, in parts of the page that widgets draw with elements of their own."""


@pytest.fixture
def heard(page: Page, lab_url: str) -> Iterator[Recorder]:
    """A recorder of the page: requests that leave for another place than JupyterLab's are told and refused."""
    recorder = Recorder()
    recorder.listen(page)

    def refuse(route: Route) -> None:
        recorder.happened.append(f"request {route.request.url[:200]}")
        route.abort()

    page.route(lambda url: not url.startswith((lab_url, "data:", "blob:")), refuse)
    yield recorder
    assert [] == recorder.happened


def bundles(texts: list[str]) -> list[dict[str, str]]:
    """Return what notebooks keep of results, each text in the next kind of result, and its words alone too."""
    names = list(RESULTS)
    made = [RESULTS[names[n % len(names)]](text)._repr_mimebundle_() for n, text in enumerate(texts)]
    return [*made, *({"text/plain": bundle["text/plain"]} for bundle in made[::10])]


def check(page: Page) -> None:
    """What stands in the outputs is what our templates write, before and after everything in it is touched."""
    before = page.evaluate(SAID)
    assert [] == page.evaluate(STRANGERS, [OURS, ELEMENTS, f"{ATTRIBUTES} data-jupyter-id"])
    page.evaluate(PROVOKE, OURS)
    assert before == page.evaluate(SAID)
    assert (True, 0, 0) == (before["seen"], before["commands"], before["frames"])
    assert 0 == page.locator(f"{OURS} mjx-container, {OURS} .MathJax, .jp-OutputArea-output script").count()


@pytest.mark.parametrize("texts", [SAMPLE, pytest.param(CORPUS, marks=pytest.mark.full)], ids=["some", "all"])
def test_in_outputs(page: Page, lab_url: str, root: Path, texts: tuple[str, ...]):
    """Results shown by a kernel, which JupyterLab trusts: no script, no request, no command, no mathematics."""
    made = bundles([text for text in texts if len(text) < 1000])
    (root / "hostile.json").write_text(json.dumps(made), encoding="utf-8")
    starts = range(0, len(made), CELL)
    write_notebook(root / "trusted.ipynb", READ, *(SHOW.format(at, at + CELL) for at in starts), CONTROL)
    open_notebook(page, lab_url, "trusted.ipynb")
    run_all(page)
    expect(page.locator("#typeset mjx-container")).to_have_count(1)  # mathematics of others is typeset, ours is not
    assert page.locator(OURS).count() >= len(made) * 9 // 11
    check(page)


def test_in_a_notebook_from_somebody_else(page: Page, lab_url: str, root: Path):
    """The same kept in a file that JupyterLab does not trust."""
    made = bundles([text for text in SAMPLE if len(text) < 1000])
    outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in made]
    control = nbformat.v4.new_output("display_data", data={"text/html": "<p class=typeset>$x^2$</p>"})
    path = write_notebook(root / "untrusted.ipynb", *(["results"] * (len(made) // CELL + 1)))
    notebook = nbformat.read(path, as_version=4)
    for at, cell in enumerate(notebook.cells):
        cell.outputs = [control, *outputs[at * CELL : at * CELL + CELL]]
    nbformat.write(notebook, path)
    open_notebook(page, lab_url, "untrusted.ipynb")
    expect(page.locator(".typeset mjx-container")).to_have_count(len(notebook.cells))
    assert page.locator(OURS).count() >= len(made) * 9 // 11
    check(page)


@pytest.mark.parametrize(("texts", "steps"), [("SAMPLE", 12), pytest.param("CORPUS", 900, marks=pytest.mark.full)])
def test_in_the_live_matrix(page: Page, lab_url: str, root: Path, texts: str, steps: int):
    """Every row is another text: scrolled through, hovered, read cell by cell, pinned and compared."""
    write_notebook(root / "hostile_matrix.ipynb", MATRIX.format(texts))
    open_notebook(page, lab_url, "hostile_matrix.ipynb")
    run_cell(page, 0)
    matrix = page.locator(".moe-mx")
    grid = matrix.get_by_role("grid")
    expect(matrix.locator(".moe-mx-row").first).to_be_visible()
    before = page.evaluate(SAID)
    assert [] == page.evaluate(LIVE, ".moe-mx")
    grid.focus()
    for step in range(steps):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        if step % 3 == 0:
            page.keyboard.press("p")
    expect(matrix.locator(".moe-mx-text .moe").first).to_be_visible()
    for _ in range(0, 1000, 20):
        grid.evaluate("e => e.scrollBy(0, 500)")
    matrix.get_by_role("gridcell").last.hover()
    assert [] == page.evaluate(STRANGERS, [".moe-mx-text", ELEMENTS, ATTRIBUTES])
    assert [] == page.evaluate(LIVE, ".moe-mx")
    assert before["commands"] == page.evaluate(SAID)["commands"] == 0
    assert ("", 0) == (page.evaluate("window.name"), page.locator(".moe-mx mjx-container, .moe-mx iframe").count())


def test_in_the_panel(page: Page, lab_url: str, root: Path):
    """A workspace whose keys, names, audiences, variations and payloads are the texts: connected, asked, read."""
    (root / "hostile.yaml").write_text(world_of([text for text in SAMPLE if len(text) < 1000]), encoding="utf-8")
    write_notebook(root / "hostile_panel.ipynb", PANEL)
    open_notebook(page, lab_url, "hostile_panel.ipynb")
    run_cell(page, 0)
    before = page.evaluate(SAID)
    page.get_by_role("button", name="Fetch", exact=True).click()
    expect(page.locator(".moe-card").first).to_be_visible()
    assert page.locator(".moe-card").count() > 100
    page.evaluate("() => document.querySelectorAll('.moe-panel details').forEach(fold => { fold.open = true; })")
    for name in ("1 Connect", "2 Ask", "3 Sweep", "4 Read"):
        page.get_by_role("tab", name=name).click()
        assert [] == page.evaluate(STRANGERS, [".moe-panel .moe", ELEMENTS, ATTRIBUTES])
        assert [] == page.evaluate(LIVE, ".moe-panel")
    after = page.evaluate(SAID)
    assert ("", 0, 0) == (after["name"], after["commands"], after["frames"])
    assert before["at"] == after["at"]
    assert 0 == page.locator(".moe-panel mjx-container").count()
