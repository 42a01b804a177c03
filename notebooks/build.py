"""Runs every notebook and writes it as HTML: ``python notebooks/build.py build``."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

HERE = Path(__file__).parent


def build(target: Path) -> list[Path]:
    """Run every notebook in this folder without a browser; return the pages written."""
    target.mkdir(parents=True, exist_ok=True)
    pages = []
    for source in sorted(HERE.glob("*.ipynb")):
        notebook = nbformat.read(source, as_version=4)
        # the state of widgets is of no use without a kernel, and state is where secrets hide
        NotebookClient(notebook, timeout=180, store_widget_state=False, kernel_name="python3").execute(cwd=str(HERE))
        # every address empty (MathJax, Mermaid, ...): the page must not fetch anything from elsewhere
        exporter = HTMLExporter(**{name: "" for name in HTMLExporter.class_trait_names() if name.endswith("_url")})
        html, _ = exporter.from_notebook_node(notebook)
        page = target / f"{source.stem}.html"
        page.write_text(html, encoding="utf-8")
        pages.append(page)
    return pages


if __name__ == "__main__":
    for built in build(Path(sys.argv[1] if len(sys.argv) > 1 else "build")):
        print(f"Wrote {built}")
