"""How long a person waits for the panel, in a real JupyterLab and Chromium: ``python -m benchmarks.panel_start``."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))

import ipywidgets as w
from anywidget import AnyWidget
from labkit import browser, lab, open_notebook, run_cell, write_notebook

ROUNDS = 5
LOADED = """import ipywidgets as w
import moe_nb as moe
moe.panel"""
BARE = (
    """w.VBox([*(w.Text(description=f"Field {{n}}") for n in range({widgets} - 2)), w.Button(description="Fetch")])"""
)
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"


def report(rounds: int = ROUNDS) -> str:
    """Time the cell that shows the panel until its button can be clicked, and a page of as many plain widgets."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "notebooks"
        root.mkdir()
        controls, shown, whole = _counts()
        ways = {
            "moe.panel()": "moe.panel()",
            f"{controls} plain widgets, as many as a person can use then": BARE.format(widgets=controls),
            f"{shown} plain widgets, as many as the panel shows then": BARE.format(widgets=shown),
            f"{whole} plain widgets, as many as all of its steps hold": BARE.format(widgets=whole),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number, source in enumerate(ways.values()):
            write_notebook(root / f"{number}.ipynb", LOADED, source)
        with lab(root, Path(scratch) / "lab") as url, browser() as context:
            for _ in range(rounds):
                for number, name in enumerate(ways):
                    taken[name].append(_until_interactive(context, url, f"{number}.ipynb"))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    panel_s = next(iter(medians.values()))
    lines = ["### From the cell to the first button, in JupyterLab", ""]
    lines += [
        "| what is shown | median ms | best ms | the panel takes so many times as long |",
        "| --- | --- | --- | --- |",
    ]
    for name, seconds in medians.items():
        lines.append(f"| {name} | {seconds * 1000:.0f} | {min(taken[name]) * 1000:.0f} | {panel_s / seconds:.2f} |")
    return "\n".join([*lines, ""])


def _counts() -> tuple[int, int, int]:
    """Return how many controls the panel shows at first, how many widgets, and how many once all steps are opened."""
    import moe_nb as moe

    panel = moe.panel()
    parts = _parts(panel)
    controls = sum(not isinstance(one, (w.Box, w.HTML, AnyWidget)) for one in parts)
    for step in range(len(panel.tabs.children)):
        panel.tabs.selected_index = step
    return controls, len(parts), len(_parts(panel))


def _parts(one: object) -> list[object]:
    return [one, *(part for child in getattr(one, "children", ()) for part in _parts(child))]


def _until_interactive(context: object, url: str, name: str) -> float:
    page = context.new_page()
    try:
        open_notebook(page, url, name)
        run_cell(page, 0)
        page.wait_for_function(IDLE)
        start_s = time.perf_counter()
        run_cell(page, 1)
        page.get_by_role("button", name="Fetch", exact=True).click(trial=True)
        return time.perf_counter() - start_s
    finally:
        page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        page.close()


if __name__ == "__main__":
    print(report())
