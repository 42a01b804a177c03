"""Runs every notebook and writes it as HTML: ``python notebooks/build.py build``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

HERE = Path(__file__).parent


def execute(source: Path) -> nbformat.NotebookNode:
    """Run a notebook of this folder without a browser; return it with its outputs."""
    notebook = nbformat.read(source, as_version=4)
    # the state of widgets is of no use without a kernel, and state is where secrets hide
    NotebookClient(notebook, timeout=180, store_widget_state=False, kernel_name="python3").execute(cwd=str(HERE))
    return notebook


def page_of(notebook: nbformat.NotebookNode, theme: str = "light") -> str:
    """Return a notebook as one page that fetches nothing from elsewhere; the *theme* is "light" or "dark"."""
    # every address empty (MathJax, Mermaid, ...)
    addresses = {name: "" for name in HTMLExporter.class_trait_names() if name.endswith("_url")}
    exporter = HTMLExporter(theme=theme, embed_images=True, **addresses)
    title = notebook.cells[0].source.partition("\n")[0].lstrip("# ")
    html, _ = exporter.from_notebook_node(notebook, {"metadata": {"path": str(HERE), "name": title}})
    return str(html)


def build(target: Path, run: Callable[[Path], nbformat.NotebookNode] = execute) -> list[Path]:
    """Run every notebook in this folder with *run*; return the pages written."""
    target.mkdir(parents=True, exist_ok=True)
    pages = []
    for source in sorted(HERE.glob("*.ipynb")):
        page = target / f"{source.stem}.html"
        page.write_text(page_of(run(source)), encoding="utf-8")
        pages.append(page)
    return pages


if __name__ == "__main__":
    for built in build(Path(sys.argv[1] if len(sys.argv) > 1 else "build")):
        print(f"Wrote {built}")
